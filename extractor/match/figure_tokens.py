"""Numbers as they stand in the text: one token for each run of digits or numerals, with the unit behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from extractor.match.figure_units import Unit, alternatives, unit_at
from patterns import table

SPACES = " \t\N{IDEOGRAPHIC SPACE}\N{NO-BREAK SPACE}"


class Token(NamedTuple):
    """One number. start: where it begins (百分之 included). at, end: the numeral with its multiplier; stop: after the unit."""

    start: int
    at: int
    end: int
    stop: int
    text: str
    arabic: bool
    scaled: bool
    unit: Unit | None


def tokens(text: str) -> list[Token]:
    """Every run of digits and numerals of the view, in text order, none overlapping another."""
    return list(_scan(text))


def _scan(text: str) -> Iterator[Token]:
    prefixes = _prefixes()
    heavy = _heavy_last()
    for found in _numbers().finditer(text):
        at, end = found.span()
        arabic = found.lastindex != 2
        if not arabic and text[end - 1] in heavy and end - at > 1 and (unit := unit_at(text, end - 1)):
            if unit_at(text, end) is None:
                yield Token(at, at, end - 1, unit_stop(end - 1, unit), text[at:end - 1], False, True, unit)
                continue
        start, unit = at, None
        if at and text[at - 1] in "之 " and (prefix := prefixes.search(text, max(0, at - 9), at)):
            start, unit, stop = prefix.start(), _prefix_unit(prefix[1]), end
        else:
            after = end
            while after < len(text) and text[after] in SPACES and after - end < 4:
                after += 1
            unit = unit_at(text, after)
            stop = after + len(unit.word) if unit else end
        yield Token(start, at, end, stop, found[0], arabic, not arabic or not found[0][-1].isdigit(), unit)


def unit_stop(at: int, unit: Unit) -> int:
    return at + len(unit.word)


@cache
def _prefix_unit(word: str) -> Unit:
    percent = table("figures/percent")["percent"]
    factor = percent["before"][word]
    return Unit(word, "percent", percent["canonical"], "percent", "" if factor == "1" else factor)


@cache
def _prefixes() -> re.Pattern[str]:
    return re.compile(rf"({alternatives(table('figures/percent')['percent']['before'])})[{SPACES}]{{0,3}}\Z")


@cache
def _heavy_last() -> str:
    """Digits that are units of weight as well: 三十两."""
    digits = table("figures/numerals")["digits"]
    return "".join(w for w in table("figures/measures")["mass"]["words"] if w in digits)


@cache
def _numbers() -> re.Pattern[str]:
    data = table("figures/numerals")
    words, heads = data["words"], data["unit_heads"]
    scales = [*data["places"], *data["groups"]]
    open_scales = "".join(c for c in scales if c not in heads)
    guarded = [rf"{c}(?!{alternatives(heads[c])})" for c in scales if c in heads]
    scale = rf"(?:{'|'.join([f'[{open_scales}]', *guarded])})"
    digits, tens = "".join(data["digits"]), "".join(data["tens"])
    rest, some, several, half = ("".join(words[k]) for k in ("rest", "some", "several", "half"))
    letters = "".join(data["letters"])
    point = "".join(words["point"])
    gap = rf"[{SPACES}]{{0,3}}"
    every = "".join(scales)
    arabic = (rf"(?:\d{{1,3}}(?:[,，]\d{{3}})+(?!\d)|\d+)(?:[.．]\d+){{0,4}}"
              rf"(?:{gap}(?:{scale}++(?:{gap}\d+(?:\.\d+)?{gap}{scale}++)*+|[{letters}](?![A-Za-z0-9])))?"
              rf"(?:{gap}[{rest}{some}]{scale}*+)?")
    atom = rf"(?:[{digits}{tens}{open_scales}]|{'|'.join(guarded)}|[{some}](?=[{every}])|(?<=[{every}])[{some}])"
    chinese = (rf"(?:[{several}](?={scale}))?{atom}++(?:[{point}][{digits}]++{scale}*+)?"
               rf"(?:(?<=[{every}])[{rest}]{scale}*+)?|[{half}](?={alternatives(table('figures/percent')['percent']['shares'])})")
    return re.compile(rf"({arabic})|({chinese})")
