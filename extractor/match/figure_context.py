"""What stands around a number: bounds, signs, currencies, denominators, size classes."""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple

from extractor.match.figure_units import alternatives, both, searched, spelled
from extractor.model import Qualifier
from patterns import table

_new: Final = tuple.__new__
_REACH: Final = 18
_WEAK: Final = ("at_most", "at_least")


class Before(NamedTuple):
    """What stands right before a number: how long the currency there is, the bound, the sign, the currency.

    words: all that was read. each: the bound holds for every member of the list that begins here.
    """

    size: int = 0
    qualifier: Qualifier | None = None
    negative: bool = False
    currency: str | None = None
    words: str = ""
    each: bool = False


class After(NamedTuple):
    """What stands right behind a figure: how long it is, and the bound."""

    size: int = 0
    qualifier: Qualifier | None = None


NOTHING_BEFORE, NOTHING_AFTER = Before(), After()


def far(text: str) -> tuple[dict[int, Qualifier], dict[int, Qualifier]]:
    """Bounds that do not stand next to their number, by the place of the number.

    First those before the noun of what a share is of (不超过总投资20%), second those before a verb (至少引进8个).
    """
    bounds = _bounds()
    return ({m.end(): bounds[m[1]] for m in _far().finditer(text)},
            {m.end(): bounds[m[1] or m[2]] for m in searched(_over_verb(), _over_verb_firsts(), text)})


def before(text: str, at: int) -> Before:
    """The bound, sign and currency that stand right before a place."""
    ends = ends_before().get(text[at - 1:at])
    if ends is None or not text.endswith(ends, 0, at):
        return NOTHING_BEFORE
    found = _backwards().match(text[at - _REACH if at > _REACH else 0:at][::-1])
    if not found or not found.end():
        return NOTHING_BEFORE
    sign, currency, bound, decline = found.group("sign", "currency", "bound", "decline")
    negative = bool(sign) and _signed(text, at - found.end("sign"))
    qualifier: Qualifier | None = None
    if bound:
        word = bound[::-1]
        if not _ends_longer(text, at - found.start("bound"), word):
            qualifier = _bounds()[word]
    if decline and not _no_decline(text, at - found.start("decline")):
        negative = not negative
    return Before(found.end("currency") if currency else 0, qualifier, negative,
                  _codes()[currency[::-1]] if currency else None, found[0][::-1],
                  (found["each"] or found["every"]) is not None)


def after(text: str, at: int) -> After:
    """The bound that stands right behind a place."""
    if text[at:at + 1] not in begins_after():
        return NOTHING_AFTER
    found = _forwards().match(text, at)
    if not found:
        return NOTHING_AFTER
    word = found[1]
    guard = _after_not().get(word)
    if guard and guard.match(text, found.end()):
        return NOTHING_AFTER
    return After(found.end() - at, _after_words()[word])


def upward(text: str, at: int) -> bool:
    """Whether 上 stands before a multiplier without digit: 上百, 上千万."""
    sign = text[at - 1:at]
    return sign in table("figures/numerals")["words"]["upward"] and not _ends_longer(text, at, sign)


def bounded(left: Before, right: After) -> Qualifier:
    """The one bound that the words on both sides say together: 约…以上 is at least, 最高…左右 about."""
    if right.qualifier == "order":
        return "order"
    if right.qualifier and (left.qualifier is None or left.qualifier == "approx" or
                            (left.qualifier in _WEAK and right.qualifier == "approx")):
        return right.qualifier
    return left.qualifier or "exact"


def sized(text: str, at: int, *, near: bool = False) -> bool:
    """Whether a class of things follows a bounded figure: 亿元以上|重大项目; `near`: at once, 超过100人的|企业."""
    return bool((_class_here() if near else _class()).match(text, at))


def denominator(text: str, at: int) -> str | None:
    """What a rate is per, printed behind a stroke: 600元/头."""
    if at < len(text) and text[at] in "/／" and (found := _per().match(text, at)):
        return found[1]
    return None


def _signed(text: str, at: int) -> bool:
    """Whether a stroke is a minus: behind words, a bracket or a colon, not behind a figure or at the start of a line."""
    char = text[at - 1:at]
    return (char not in "\n-－—–" and not char.isascii()) or char in ("(", ":", "\t", "|")


def _ends_longer(text: str, stop: int, word: str) -> bool:
    return text.endswith(_before_not().get(word, ()), 0, stop)


def _no_decline(text: str, stop: int) -> bool:
    return text.endswith(_no_declines(), 0, stop)


@cache
def _before_not() -> dict[str, tuple[str, ...]]:
    return both({w: tuple(spelled(words)) for w, words in table("figures/bounds")["before_not"].items()})


@cache
def _no_declines() -> tuple[str, ...]:
    return tuple(spelled(table("figures/bounds")["negative"]["not_words"]))


@cache
def _bounds() -> dict[str, Qualifier]:
    data = table("figures/bounds")["before"]
    out: dict[str, Qualifier] = {}
    for name, words in data.items():
        for word in spelled(words):
            out[word] = "more_than" if name == "greater" else name
    return out


@cache
def _codes() -> dict[str, str]:
    currencies = table("figures/money")["currency"]
    return {w: code for code, c in currencies.items() for w in spelled(c.get("before", ()))}


@cache
def _backwards() -> re.Pattern[str]:
    data = table("figures/bounds")
    negative = data["negative"]

    def turned(words: list[str] | dict[str, str]) -> str:
        return alternatives(w[::-1] for w in spelled(words))

    space, each = "[ \t]{0,2}", turned(data["each"]["words"])
    return re.compile(
        rf"{space}(?P<sign>{turned(negative['signs'])})?{space}(?P<currency>{turned(list(_codes()))})?{space}"
        rf"(?:(?:(?:{turned(data['links']['words'])})(?={turned(list(_bounds()))}))?(?P<bound>{turned(list(_bounds()))}))?(?P<filler>(?:{turned(negative['fillers'])})*+)"
        rf"(?P<decline>{turned(negative['words'])})?(?:(?P<each>{each})|(?=[\u3400-\u9fff]{{1,4}}?(?P<every>{each})))?")


@cache
def _far() -> re.Pattern[str]:
    words = alternatives(table("figures/bounds")["links"]["far"])
    return re.compile(rf"({words})[\u3400-\u9fff]{{2,10}}?(?=[{_starts()}])")


@cache
def _over_verb() -> re.Pattern[str]:
    links = table("figures/bounds")["links"]
    return re.compile(rf"({alternatives(links['over_verb'])})[\u3400-\u9fff]{{1,3}}?(?=[{_starts()}])"
                      rf"|({alternatives(links['far'])})[{''.join(links['each'])}][\u3400-\u9fff]{{1,2}}?(?=[{_starts()}])")


@cache
def _over_verb_firsts() -> re.Pattern[str]:
    links = table("figures/bounds")["links"]
    return re.compile(f"[{''.join({w[0] for w in spelled([*links['over_verb'], *links['far']])})}]")


@cache
def _starts() -> str:
    data = table("figures/numerals")
    return "0-9" + "".join([*data["digits"], *data["places"], *data["groups"], *data["tens"]])


@cache
def ends_before() -> dict[str, tuple[str, ...]]:
    """By their last characters the words that `before` reads next to a number, those that tell something there."""
    data = table("figures/bounds")
    negative = data["negative"]
    words = spelled([*_bounds(), *_codes(), *negative["words"], *negative["fillers"], *negative["signs"], " ", "\t"])
    known = {w[-1] for w in words}
    linked = spelled([*data["links"]["words"], *data["each"]["words"]])
    return {last: tuple(w for w in (*words, *linked) if w[-1] == last) for last in known}


@cache
def _after_words() -> dict[str, Qualifier]:
    return {w: q for q, words in table("figures/bounds")["after"].items() for w in spelled(words)}


@cache
def begins_after() -> frozenset[str]:
    """The characters with which all begins that `after` reads."""
    return frozenset(w[0] for w in _after_words()) | {" "}


@cache
def _forwards() -> re.Pattern[str]:
    return re.compile(rf"[ \t]{{0,2}}({alternatives(_after_words())})")


@cache
def _after_not() -> dict[str, re.Pattern[str]]:
    return {w: re.compile(alternatives(words)) for w, words in both(table("figures/bounds")["after_not"]).items() if words}


@cache
def _class() -> re.Pattern[str]:
    data = table("figures/bounds")["classes"]
    between = rf"[^{re.escape(data['stops'])}]{{0,{data['reach']}}}?"
    return re.compile(rf"(?:{alternatives(data['of'])})?{between}(?:{alternatives(data['nouns'])})")


@cache
def _class_here() -> re.Pattern[str]:
    data = table("figures/bounds")["classes"]
    return re.compile(rf"(?:{alternatives(data['of'])})(?:{alternatives(data['nouns'])})")


@cache
def _per() -> re.Pattern[str]:
    return re.compile(r"[/／]([A-Za-z]{1,4}|[\u3400-\u9fff]{1,3})")
