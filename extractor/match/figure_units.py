"""The words that follow a number: which unit they are, of which kind, and which words make it no figure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, TypeVar

from extractor.model import Kind
from patterns import table

_T = TypeVar("_T")
UnitKind = Literal["money", "percent", "point", "multiple", "count", "measure", "none"]


@dataclass(frozen=True, slots=True)
class Unit:
    """A word that may follow a number.

    kind: a kind of figure, or `none` with the `reason` why the number in front is no figure. unit: what the figure's unit
    is called. factor: the worth of one of them in that unit, empty for 1. part: a part of a currency (角), a figure only
    behind the whole. guard: a pattern of what may not follow; digits_guard: what alone may not where digits stand in
    front, where that is less. arabic: needs digits in front, or a Chinese numeral of ten and more. tail: how many of its
    last characters only name the currency, as 人民币 behind 元, and stay outside the figure.
    """

    word: str
    kind: UnitKind
    unit: str
    dimension: str = ""
    factor: str = ""
    reason: str = ""
    part: bool = False
    arabic: bool = False
    article: bool = False
    guard: str = ""
    digits_guard: str | None = None
    tail: int = 0


def unit_at(text: str, at: int) -> Unit | None:
    """The longest unit that stands at this place, its guard respected; None where there is none."""
    pattern = _patterns().get(text[at:at + 1])
    found = pattern.match(text, at) if pattern else None
    return _units()[found[0]] if found else None


def unit_tables() -> tuple[dict[str, re.Pattern[str]], dict[str, Unit]]:
    """What `unit_at` looks up, for the one loop that every number of a text passes."""
    return _patterns(), _units()


@cache
def unit_firsts() -> frozenset[str]:
    """The characters that units begin with."""
    return frozenset(_patterns())


@cache
def plain_units() -> dict[str, tuple[Kind, str, str]]:
    """The words that are the unit of a figure, whole and worth one of it, with kind, name and dimension; voltages aside,
    which may name a class."""
    return {u.word: (u.kind, u.unit, u.dimension) for u in _units().values()
            if u.kind != "none" and not u.part and not u.factor and not u.tail and u.dimension != "voltage"}


@cache
def dull_units() -> frozenset[str]:
    """The words that make every number before them none; behind 重点 and the like an amount may stand alone."""
    return frozenset(u.word for u in _units().values() if u.kind == "none" and u.reason != "grade")


@cache
def _units() -> dict[str, Unit]:
    """All units by their words; of two with the same word the later table's holds."""
    return {u.word: u for u in [*_reasons(), *_counts(), *_measures(), *_percents(), *_money()]}


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """For each character that units begin with the units in one pattern, longest first, each with its guard."""
    out: dict[str, list[str]] = {}
    for word, unit in sorted(_units().items(), key=lambda item: -len(item[0])):
        out.setdefault(word[0], []).append(re.escape(word) + _guarded(unit))
    return {first: re.compile("|".join(words)) for first, words in out.items()}


def _guarded(unit: Unit) -> str:
    """What may not follow the word, as the end of its pattern."""
    if unit.digits_guard is None:
        return f"(?!{unit.guard})" if unit.guard else ""
    word, data = re.escape(unit.word), table("figures/numerals")
    scale = f"[{''.join([*data['places'], *data['groups'], *data['words']['rest']])} ]"
    behind = "|".join(f"(?<=[0-9]{scale * n}{word})" for n in range(3))
    return f"(?:(?!{unit.guard})|(?:{behind})(?!{unit.digits_guard}))"


def _digits_guard(word: str, guards: Mapping[str, list[str]]) -> str | None:
    found = guards.get(word, guards.get(simplified(word)))
    return None if found is None else "|".join(_either(w) for w in found)


def _either(pattern: str) -> str:
    """A regex that takes each of its characters in both spellings."""
    return "".join(f"[{c}{_traditional()[ord(c)]}]" if ord(c) in _traditional() else c for c in pattern)


def _guard(word: str, guards: Mapping[str, list[str]]) -> str:
    ahead = [re.escape(w) for w in spelled(guards.get(word, guards.get(simplified(word), ())))]
    if word[-1].isascii() and word[-1].isalpha():
        ahead.append("[A-Za-z0-9]")
    return "|".join(ahead)


def _money() -> Iterator[Unit]:
    data = table("figures/money")
    named = {w for currency in data["currency"].values() for w in spelled(currency["words"])}
    for code, currency in data["currency"].items():
        for word in spelled(currency["words"]):
            tail = len(word) - 1 if word[0] in named and word[1:] in named else 0
            yield Unit(word, "money", code, "money", guard=_guard(word, data["guards"]),
                       digits_guard=_digits_guard(word, data["behind_digits"]), tail=tail)
        for word, factor in both(currency.get("small", {})).items():
            yield Unit(word, "money", code, "money", factor, part=True, guard=_guard(word, data["guards"]))


def _percents() -> Iterator[Unit]:
    data = table("figures/percent")
    percent, point, multiple = data["percent"], data["point"], data["multiple"]
    for word, factor in both({**percent["words"], **percent["shares"]}).items():
        yield Unit(word, "percent", percent["canonical"], "percent", _factor(factor), guard=_guard(word, percent["guards"]))
    for word in spelled(point["words"]):
        yield Unit(word, "point", point["canonical"], "percent")
    for word, unit in both(point["others"]).items():
        yield Unit(word, "point", unit, "percent", guard=_guard(word, {}))
    for word in multiple["words"]:
        yield Unit(word, "multiple", multiple["canonical"], "multiple", guard=_guard(word, {word: multiple["guards"]}))


def _measures() -> Iterator[Unit]:
    data = table("figures/measures")
    guards, arabic = data["guards"], set(spelled(data["units_need_arabic"]["words"]))
    for dimension, group in data.items():
        for word in spelled(group.get("words", ())) if isinstance(group.get("words"), dict) else ():
            yield Unit(word, "measure", word, dimension, guard=_guard(word, guards), arabic=word in arabic)


def _counts() -> Iterator[Unit]:
    data = table("figures/counts")
    guards, arabic, article = data["guards"], set(spelled(data["arabic_only"])), set(spelled(data["article"]))
    for word in spelled([*data["general"], *data["compound"], *data["arabic_only"]]):
        yield Unit(word, "count", word, "count", arabic=word in arabic, article=word in article, guard=_guard(word, guards),
                   digits_guard=_digits_guard(word, data["behind_digits"]))


def _reasons() -> Iterator[Unit]:
    for reason, entry in table("figures/unread")["reasons"].items():
        for word in spelled(entry["words"]):
            yield Unit(word, "none", word, reason=reason, guard=_guard(word, entry.get("guards", {})))


def _factor(factor: str) -> str:
    return "" if factor == "1" else factor


def alternatives(words: Iterable[str]) -> str:
    """A regex of literal words in both spellings, the longest that fits; words with one beginning share it, for speed."""
    return _branches(spelled(words))


def _branches(words: Iterable[str]) -> str:
    by_first: dict[str, list[str]] = {}
    for word in words:
        by_first.setdefault(word[:1], []).append(word[1:])
    ends = by_first.pop("", None) is not None
    out = [re.escape(first) + (f"(?:{_branches(rest)})" if rest != [""] else "") for first, rest in by_first.items()]
    return "|".join([*out, ""] if ends else out)


def searched(pattern: re.Pattern[str], firsts: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """What `pattern.finditer` finds, tried only where one of its first characters stands: its branches give re no hint."""
    done = 0
    for hint in firsts.finditer(text):
        if hint.start() >= done and (found := pattern.match(text, hint.start())):
            done = found.end()
            yield found


def spelled(words: Iterable[str]) -> list[str]:
    """The words, and behind them those whose traditional spelling differs; none twice."""
    plain = list(dict.fromkeys(words))
    return list(dict.fromkeys([*plain, *(w.translate(_traditional()) for w in plain)]))


def both(entries: Mapping[str, _T]) -> dict[str, _T]:
    """The entries under the words in both spellings; a word's own entry holds."""
    return {**{w.translate(_traditional()): v for w, v in entries.items()}, **entries}


def simplified(word: str) -> str:
    """The word in simplified characters."""
    return word.translate(_simplified())


@cache
def _traditional() -> dict[int, str]:
    return {ord(p[0]): p[1] for p in table("figures/traditional")["pairs"]}


@cache
def _simplified() -> dict[int, str]:
    return {ord(p[1]): p[0] for p in table("figures/traditional")["pairs"]}


def section(name: str, key: str) -> Any:
    """One part of a table of this room."""
    return table(f"figures/{name}")[key]
