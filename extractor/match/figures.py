"""Figures as printed: money, percent, points, multiples, counts and measures, and the numbers that are none."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from string import ascii_letters
from typing import Final

from extractor.match import figure_words as words
from extractor.match.figure_context import (
    NOTHING_AFTER,
    NOTHING_BEFORE,
    After,
    Before,
    after,
    before,
    begins_after,
    bounded,
    denominator,
    ends_before,
    far,
    upward,
)
from extractor.match.figure_damage import doubtful, signs_of_damage
from extractor.match.figure_groups import Group, Item, groups, place
from extractor.match.figure_groups import named as named_
from extractor.match.figure_lists import Stated, spread
from extractor.match.figure_sense import bare_scale, implied, in_english, named, quoted, refused, soft, thing
from extractor.match.figure_tables import headed
from extractor.match.figure_tokens import Bare, Token, tokens
from extractor.match.figure_units import Unit, dull_units, plain_units, searched
from extractor.match.figure_unread import lone_reason, ordered, ordinal_last, reason, unit_reason
from extractor.model import Figure, Kind, Numeral, Outline, Qualifier, Span, Unread, View
from patterns import table

_new: Final = tuple.__new__
_LATIN: Final = frozenset(f"{ascii_letters} ")
_LETTERS: Final = re.compile("[hw]")
_STROKES: Final = frozenset("/／")
_START: Final = itemgetter(Unread._fields.index("start"))


def figures(view: View, outline: Outline) -> tuple[tuple[Figure, ...], tuple[Unread, ...]]:
    """The figures of a view in text order, and the runs of digits and numerals that are none, each with a reason."""
    scene = _scene(view.text)
    out: list[Figure] = []
    stated: dict[int, Stated] = {}
    unread: list[Unread] = []
    every, lone = _all(view.text)
    evident = _evident(scene)
    every.reverse()
    while every:  # a group is let go once read: the collector of garbage has fewer to look at in a long text
        group = every.pop()
        found = (None if isinstance(group, Group) else evident(group)) or _stated(scene, named_(group))
        if isinstance(found, str):
            _list(view, group, found, unread)
        elif isinstance(found, Figure):
            out.append(found)
        else:
            stated[len(out)] = found
            out.append(found.figure)
    unread.extend(_lone(view, lone))
    unread.sort(key=_START)
    out = spread(view.text, out, stated)
    return _with_tables(view, outline, out, unread) if outline.grids else (tuple(out), tuple(unread))


@dataclass(frozen=True, slots=True)
class _Scene:
    """What holds for a whole text: the money that 元 is, bounds far from their numbers, web addresses."""

    text: str
    local: str
    of_shares: dict[int, Qualifier]
    of_verbs: dict[int, Qualifier]
    addresses: list[tuple[int, int]]


def _scene(text: str) -> _Scene:
    return _Scene(text, _local(text), *far(text), _addresses(text))


def _evident(scene: _Scene) -> Callable[[Bare], Figure | Stated | str | None]:
    """What reads numbers by themselves whose unit says enough, with no more beside them than a bound: most are such.

    It gives what `_stated` gives, sooner, and None for all others.
    """
    text, of_shares, of_verbs = scene.text, scene.of_shares, scene.of_verbs
    units, dull, heeded, orders, lasts, firsts = _usual(scene.local == "CNY")
    rates, classes = words.rate_ends(), words.at_once_firsts()
    if scene.addresses:
        units, dull = {}, frozenset()

    def read(token: Bare) -> Figure | Stated | str | None:
        start, _, _, stop, number, arabic, _, unit, repaired = token
        if unit is None:
            return None
        ahead, behind = text[start - 1:start], text[stop:stop + 1]
        if (facts := units.get(unit.word)) is None:
            return unit_reason(unit, number, arabic) if unit.word in dull and ahead not in orders else None
        if ahead in heeded or repaired or not arabic or number.count(".") > 1:
            return None
        kind, code, dimension = facts
        if kind == "count" and len(number) < 3 and quoted(text, start, stop):
            return "idiom"
        left = before(text, start) if ahead in lasts else NOTHING_BEFORE
        right = after(text, stop) if behind in firsts else NOTHING_AFTER
        if left is not NOTHING_BEFORE or right is not NOTHING_AFTER or ahead in rates or behind in classes or (
                behind in _STROKES):
            return _made(scene, named_(token), unit, left, right)
        bound: Qualifier = (of_shares if kind == "percent" else of_verbs).get(start, "exact")
        at, numerals = _new(Span, (start, stop)), (_new(Numeral, (number, "", "", "")),)
        return _new(Figure, (kind, at, numerals, code, "one", dimension, bound, False, False, None, kind, ()))

    return read


@cache
def _usual(mainland: bool) -> tuple[dict[str, tuple[Kind, str, str]], frozenset[str], frozenset[str], frozenset[str],
                                    dict[str, tuple[str, ...]], frozenset[str]]:
    """Units that mean one thing behind digits, with kind, name and dimension; those that make any number none; signs before
    a figure that ask for more than a bound, those of them that give a number a reason; and what bounds end and begin with.

    mainland: whether 元 is the one of the mainland.
    """
    loose = words.loose_money() | frozenset([*words.numbered(), *words.english()])
    if not mainland:
        loose |= words.local_units()
    units = {word: facts for word, facts in plain_units().items() if word not in loose}
    return (units, dull_units(), ordinal_last() | frozenset(f"{ascii_letters}+"), ordinal_last(), ends_before(),
            begins_after())


def _stated(scene: _Scene, group: Group) -> Figure | Stated | str:
    """The figure that a group is, or the reason why it is none."""
    text, token = scene.text, group.tokens[0]
    if text[group.tokens[-1].end:group.tokens[-1].end + 1] in _LATIN:
        group = in_english(text, group)
    unit = group.unit
    if scene.addresses and _within(scene.addresses, group.start):
        return "address"
    if unit is None:
        bare = not token.scaled or (not token.arabic and len(token.text) == 1 and token.text not in words.big())
        if bare and (not token.arabic or named(text, group) or not before(text, group.start).currency):
            return reason(text, group)
    elif unit.kind == "none":
        if unit.reason != "grade" or group.tokens[-1].text[-1] not in words.big():
            return reason(text, group)
        group = group._replace(unit=None, stop=group.tokens[-1].end)
    ahead = text[group.start - 1:group.start]
    if ahead in ordinal_last() and (why := ordered(text, group.start)):
        return why
    if group.joined == "damaged":
        return "damaged"
    if (ahead.isascii() and named(text, group)) or token.text.count(".") > 1:
        return reason(text, group) if unit is None else "name"
    if ahead.isascii() and token.arabic and doubtful(text, token):
        return "damaged"
    return _figure(scene, group)


def _figure(scene: _Scene, group: Group) -> Figure | Stated | str:
    text, unit, token, start, stop = scene.text, group.unit, group.tokens[0], group.start, group.stop
    left, right = before(text, start), after(text, stop)
    if unit is None or (unit.part and not group.joined and group.relation == "one" and unit.word in words.lone_parts()):
        unit = implied(text, group, left, right)
        if unit is None:
            return reason(text, group)
    elif unit.word in words.loose_money() and token.arabic and thing(text, group, left):
        unit = Unit(unit.word, "count", unit.word, "count")
    elif (not token.arabic or unit.kind == "count") and (why := refused(text, group, left, right)):
        return why
    return _made(scene, group, unit, left, right)


def _made(scene: _Scene, group: Group, unit: Unit, left: Before, right: After) -> Figure | Stated:
    """The figure of a group with a unit, bounded by what stands beside it."""
    text, token, stop, kind, code = scene.text, group.tokens[0], group.stop, unit.kind, unit.unit
    start = group.start - left.size
    bound = _bound(scene, group, kind, left, right)
    per = denominator(text, stop) if text[stop:stop + 1] in _STROKES else None
    if kind == "money" and code == "CNY":
        code = left.currency or (scene.local if not unit.word or unit.word in words.local_units() else code)
    elif per is None and kind in ("measure", "count"):
        per = _rate(text, start)
    assert kind != "none"
    open_ = left.qualifier or right.qualifier or not token.arabic or (
        kind == "money" and text[stop:stop + 1] in words.at_once_firsts()) or unit.dimension == "voltage"
    at, class_ = Span(group.start, stop - unit.tail), bool(open_) and soft(text, group, unit, left, right)
    figure = _new(Figure, (kind, at, _numerals(group, unit), code, group.relation, unit.dimension, bound, left.negative,
                           class_, per, kind, _notes(group) if token.repaired else ()))
    behind = right.qualifier is not None and bound == right.qualifier
    return _new(Stated, (figure, behind, left.each)) if behind or left.each or left.negative else figure


def _bound(scene: _Scene, group: Group, kind: str, left: Before, right: After) -> Qualifier:
    """The bound beside a figure, inside it (5%左右至8%), of a multiplier without digit (上百), or far before it."""
    if (bound := bounded(left, right)) != "exact":
        return bound
    token = group.tokens[0]
    if group.joined == "approx":
        return "approx"
    if not token.arabic and bare_scale(token) and upward(scene.text, token.start):
        return "at_least"
    return (scene.of_shares if kind == "percent" else scene.of_verbs).get(group.start - left.size, "exact")


def _numerals(group: Group, unit: Unit) -> tuple[Numeral, ...]:
    if group.relation == "one" and not group.shared and not unit.factor:
        return (_new(Numeral, (group.tokens[0].text, "", "", group.tokens[0].repaired)),)
    out = []
    for token in group.tokens:
        own = token.unit or unit
        if own.word in words.discounts():
            out.append(_discount(token))
        else:
            out.append(Numeral(token.text, group.shared, own.factor, token.repaired))
    return tuple(out)


def _discount(token: Token) -> Numeral:
    """75折 and 七五折 print the percent, 9折 and 6.5折 a tenth of it."""
    if token.text in words.half():
        return Numeral(token.text, factor="100")
    digits = words.digits()
    close = token.repaired or token.text
    whole = len(close) == 2 and all(c.isdigit() or c in digits for c in close)
    return Numeral("".join(str(digits.get(c, c)) for c in close) if whole else close, factor="" if whole else "10")


def _notes(group: Group) -> tuple[str, ...]:
    return tuple(f"read as {t.repaired}" for t in group.tokens if t.repaired)


def _rate(text: str, at: int) -> str | None:
    """What a rate is per where the verb says it: 年产3万吨."""
    for verb in words.rate_ends().get(text[at - 1:at], ()):
        if text.endswith(verb, 0, at):
            return words.rate_words()[verb]
    return None


def _list(view: View, group: Item, why: str, unread: list[Unread]) -> None:
    index = view.index
    for _, at, end, _, number, _, _, _, _ in (group.tokens if isinstance(group, Group) else (group,)):
        start, stop = index[at], index[end - 1] + 1
        if stop - start != end - at:
            start, stop = view.read(at, end)
        unread.append(_new(Unread, (start, stop, number, why)))


def _lone(view: View, places: list[int]) -> Iterator[Unread]:
    text, index = view.text, view.index
    for at in places:
        start = index[at]
        yield _new(Unread, (start, start + 1, text[at], lone_reason(text, at)))


def _with_tables(view: View, outline: Outline, found: list[Figure],
                 unread: list[Unread]) -> tuple[tuple[Figure, ...], tuple[Unread, ...]]:
    """The figures with those of bare table cells, which leave the list of unread numbers."""
    crossing = [f for f in found if "\t" in view.text[f.at.start:f.at.end]]  # no figure goes from one cell into the next
    if crossing:
        found = [f for f in found if f not in crossing]
        unread = [*unread, *(_cut_off(view, f) for f in crossing)]
    taken = {f.at.start for f in found}
    cells = [c for c in headed(view.text, outline.grids) if c.at.start not in taken]
    starts = {view.read(c.at.start, c.at.end).start for c in cells}
    every = sorted([*found, *cells], key=lambda f: f.at)
    return tuple(every), tuple(u for u in unread if u.start not in starts)


def _cut_off(view: View, figure: Figure) -> Unread:
    """The number of a figure whose unit stands in another cell."""
    end = view.text.index("\t", figure.at.start)
    at = view.read(figure.at.start, end)
    return Unread(at.start, at.end, view.text[figure.at.start:end], "no unit")


def _all(text: str) -> tuple[list[Item], list[int]]:
    """The groups of the text, 翻两番 and 打对折 read as wholes, and where lone numerals stand."""
    every, lone, touched = tokens(text, signs_of_damage())
    wholes = [*_wholes(text)] if any(sign in text for sign in words.whole_signs()) else []
    if not wholes:
        return groups(text, every, touched), lone
    spans = [(g.start, g.stop) for g in wholes]
    every = [t for t in every if not _within(spans, t[0])]
    inside = [(g.start, g.stop) for g in wholes]
    every_group = sorted([*groups(text, every, touched), *wholes], key=place)
    return every_group, [at for at in lone if not _within(inside, at)]


def _wholes(text: str) -> Iterator[Group]:
    data = table("figures/percent")
    for found in words.wholes().finditer(text):
        start, stop = found.span()
        if found["times"]:
            at, end = found.span("number") if found["number"] else (start, stop)
            unit = Unit(found[0], "multiple", data["multiple"]["canonical"], "multiple")
            token = Token(start, at, end, stop, found["number"] or "1", True, False, unit)
            yield Group((token,), "doubling", unit, start, stop)
        else:
            unit = Unit(found[0], "percent", data["percent"]["canonical"], "percent")
            token = Token(start, start, stop, stop, data["percent"]["whole"][found[0]], True, False, unit)
            yield Group((token,), "one", unit, start, stop)


def _local(text: str) -> str:
    """What 元 means in this text: the money of Hong Kong, Taiwan or Macao where a traditional text names it."""
    data = table("figures/money")["local"]
    if not any(sign in text for sign in data["signs"]):
        return "CNY"
    names = [data["currency"], *([] if any(w in text for w in data["mainland"]) else [data["place"]])]
    counts = {code: sum(text.count(w) for said in names for w in said[code]) for code in data["currency"]}
    best = max(counts, key=lambda code: counts[code])
    return best if counts[best] and not any(w in text for w in data["not_with"]) else "CNY"


def _addresses(text: str) -> list[tuple[int, int]]:
    return [m.span() for m in searched(_address(), _LETTERS, text)] if "://" in text or "www." in text else []


def _within(spans: list[tuple[int, int]], at: int) -> bool:
    """Whether one of the spans, in text order, holds a place; those behind it are dropped as the text is read on."""
    while spans and spans[0][1] <= at:
        spans.pop(0)
    return bool(spans) and spans[0][0] <= at


@cache
def _address() -> re.Pattern[str]:
    return re.compile(r"(?:https?://|www\.)[!-~]+")
