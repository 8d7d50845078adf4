"""Growth: which figures only say by how much a value before them grew, and which value that is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import islice, pairwise
from typing import NamedTuple

import patterns
from extractor.assemble.indicators_spot import Spot, cue

_NEAR = 16  # growths before one among which another of its value is looked for
_VALUES = 12  # values before a figure of growth among which its own is looked for
_BRACKET = 20  # characters from a figure to the marks of the brackets around it
_GAP = 10  # characters between a value and its print in another unit at most
_NOUN = 7  # characters of a noun that takes up a value before it
LED = "growth before its value"
_COMPARABLE = {"percent", "point", "multiple"}


class Growth(NamedTuple):
    """A figure of growth: the value it belongs to (None where it stands alone), its words, and what it compares with."""

    figure: str
    value: str | None
    field: str | None
    words: str
    rule: str


@cache
def _empty() -> re.Pattern[str]:
    """What stands before a figure that is nothing but growth: no subject of its own."""
    data = patterns.table("indicators/cues")
    lead = "|".join([data["growth"]["opening"], *sorted(data["growth"]["compare"], key=len, reverse=True)])
    verb = "|".join(sorted(data["growth"]["verb"], key=len, reverse=True))
    tail = "|".join(map(re.escape, sorted(data["growth"]["trailing"], key=len, reverse=True)))
    aside = data["growth"]["aside"]
    return re.compile(f"(?P<lead>(?:{aside})?(?:{lead}){{0,6}})(?P<verb>(?:{verb}){{1,2}})(?:{tail}){{0,3}}")


@cache
def _ending() -> re.Pattern[str]:
    """Growth with a subject before it: 工业增加值同比增长."""
    return re.compile(f"(?P<subject>.*?){_empty().pattern}$", re.DOTALL)


@cache
def _compared() -> re.Pattern[str]:
    """Growth by a verb that means growth only where something is compared (较上年多出50家)."""
    data = patterns.table("indicators/cues")["growth"]
    lead = "|".join(sorted(data["compare"], key=len, reverse=True))
    verb = "|".join(sorted(data["compared_verb"], key=len, reverse=True))
    tail = "|".join(map(re.escape, sorted(data["trailing"], key=len, reverse=True)))
    return re.compile(f"(?P<lead>(?=.*{data['marker']})(?:{lead}){{1,6}})(?P<verb>{verb})(?:{tail}){{0,3}}")


@cache
def _any() -> re.Pattern[str]:
    """Growth over something that is named only there (较清明假期增长)."""
    data = patterns.table("indicators/cues")["growth"]
    verb = "|".join(sorted(data["verb"], key=len, reverse=True))
    tail = "|".join(map(re.escape, sorted(data["trailing"], key=len, reverse=True)))
    return re.compile(f"{data['any']}(?P<verb>{verb})(?:{tail}){{0,2}}")


def bare(spot: Spot) -> re.Match[str] | None:
    """The growth words of a figure that has no subject of its own (同比增长5.3%)."""
    words = spot.before_words.replace("$", "").strip()
    if taken := cue["growth", "of_these"].match(words):
        words = words[taken.end():]
    return (_empty().fullmatch(words) or _any().fullmatch(words) or _compared().fullmatch(words)
            or cue["growth", "signed"].fullmatch(words))


def is_reference(spot: Spot) -> bool:
    """Whether a figure is the value of the year before that one is compared with (比上年的260亿元增加52亿元)."""
    return cue["growth", "reference"].fullmatch(spot.before_words.strip()) is not None and bool(
        _follows().match(spot.text, spot.figure.at.end))


@cache
def _follows() -> re.Pattern[str]:
    """What says behind the value of another year by how much this one differs: in the same clause or the next."""
    data = patterns.table("indicators/cues")["growth"]
    verbs = "|".join(sorted([*data["verb"], *data["compared_verb"]], key=len, reverse=True))
    return re.compile(f"{data['follows']}(?:{verbs})")


def of_subject(words: str) -> re.Match[str] | None:
    """Subject and growth words of a figure that has both (固定资产投资增长30%); group `subject`."""
    return _ending().fullmatch(words) if cue["growth", "verb"].search(words) else None


def growths(spots: Sequence[Spot]) -> dict[str, Growth]:
    """The figures of one sentence that are only growth of a value before them, by key."""
    found: dict[str, Growth] = {}
    values: list[Spot] = []
    run: list[Spot] = []
    for spot in spots:
        if spot.figure.soft:
            continue
        if run and _continues(run[-1], spot) and _comparable(run[0], spot):
            run.append(spot)
            continue
        _attach(run, values, found)
        run = []
        if bare(spot) is not None or _repeated(spot, values):
            run = [spot]
            continue
        if is_reference(spot) or sums_up(spot):
            continue
        if values and _turned_from(spot):
            found[spot.figure.key] = Growth(spot.figure.key, None, None, spot.before_words, "growth before a change")
            continue
        if growth := _led(values[-1] if values else None, spot):
            _add(growth, found)
            values.pop()
        values.append(spot)
    _attach(run, values, found)
    return found


def _turned_from(spot: Spot) -> bool:
    """Whether a percentage is the growth from which another one behind it turned."""
    return spot.figure.kind == "percent" and cue["growth", "turned_from"].fullmatch(
        spot.before_words.strip("，, ")) is not None and bool(
            cue["growth", "turned_to"].match(spot.text, spot.figure.at.end))


def _repeated(spot: Spot, values: Sequence[Spot]) -> re.Match[str] | None:
    """The growth words behind the last noun of a value before them (贷款余额54亿元，占全省的4%，余额增加7亿元)."""
    match = of_subject(spot.before_words.strip())
    noun = match["subject"] if match else ""
    links, unit = cue["growth", "links"].pattern, spot.figure.unit
    again = 1 < len(noun) < _NOUN and any(
        v.figure.unit == unit and v.before_words.rstrip(links).endswith(noun) for v in values[-_VALUES:])
    return match if again else None


def _add(growth: Growth, found: dict[str, Growth]) -> None:
    """Add growth to what was found; of two for one value the one over the year stays, else the first."""
    for key, other in islice(reversed(found.items()), _NEAR):
        if growth.field and other.value == growth.value and other.field == growth.field:
            if _sequential(other) and not _sequential(growth):
                found[key] = other._replace(field=None)
            else:
                growth = growth._replace(field=None)
            break
    found[growth.figure] = growth


def _sequential(growth: Growth) -> bool:
    return bool(cue["growth", "sequential"].search(growth.words))


def _led(growth: Spot | None, value: Spot) -> Growth | None:
    """Growth that stands before its value: 工业产值增长8%，达到50亿元."""
    if growth is None or value.figure.kind in _COMPARABLE or value.clause.start - growth.clause.end > 1:
        return None
    listed = growth.clause == value.clause and cue["growth", "comma"].match(value.before_words)
    if (growth.clause == value.clause and not listed) or not reaching(value):
        return None
    match = of_subject(growth.before_words)
    if not match or cue["growth", "average"].search(match["lead"]):
        return None
    if growth.figure.kind == "percent":
        return Growth(growth.figure.key, value.figure.key, "yoy_percent", match.group(), LED)
    alike = (growth.figure.kind, growth.figure.unit) == (value.figure.kind, value.figure.unit)
    if alike and cue["growth", "yoy"].search(match["lead"]):
        return Growth(growth.figure.key, value.figure.key, "yoy_delta", match.group(), LED)
    return None


def sums_up(spot: Spot) -> bool:
    """Whether a count only takes up the values before it, of which growth is told behind (，两项指标分别增长3%和5%)."""
    return spot.figure.kind == "count" and cue["growth", "these_values"].match(spot.text, spot.figure.at.end) is not None


def twins(spots: Sequence[Spot]) -> dict[str, str]:
    """Values printed again in another unit in brackets behind them (13万公顷（195万亩）): each with its other print."""
    out: dict[str, str] = {}
    for before, spot in pairwise(spots):
        if spot.figure.at.start - before.figure.at.end > _GAP:
            continue
        gap = spot.text[before.figure.at.end:spot.figure.at.start]
        if cue["growth", "again"].fullmatch(gap) and cue["growth", "closed"].match(spot.text, spot.figure.at.end):
            out[before.figure.key], out[spot.figure.key] = spot.figure.key, before.figure.key
    return out


def reaching(spot: Spot) -> bool:
    """Whether nothing but a word of reaching stands before a figure (，达到50亿元)."""
    words = spot.before_words.strip(cue["growth", "comma"].pattern + " ")
    return bool(words) and not re.sub(cue["strip", "trailing"].pattern, "", words).strip(cue["growth", "some"].pattern)


def _continues(before: Spot, spot: Spot) -> bool:
    """Whether a figure stands in one list with the one before it, nothing but a list mark between them."""
    between = spot.before_words.strip()
    mark = cue["bounds", "list"].match(between)
    if before.after.end != spot.figure.at.start or not mark:
        return False
    rest = between[mark.end():]
    return not rest or (spot.figure.kind == "percent" and bool(cue["growth", "verb"].fullmatch(rest)))


def _comparable(first: Spot, spot: Spot) -> bool:
    return (first.figure.kind in _COMPARABLE) == (spot.figure.kind in _COMPARABLE)


def _attach(run: Sequence[Spot], values: Sequence[Spot], found: dict[str, Growth]) -> None:
    """Give each figure of growth in a run its value among those before it, the last to the last."""
    match = (bare(run[0]) or _repeated(run[0], values)) if run else None
    if match is None or cue["growth", "average"].search(match.group()):
        return
    words = match.group()
    near = values[-_VALUES - len(run):]
    candidates = [v for v in near if not is_share(v) and not _is_growth(v) and not _is_planned(v) and not _aside(v, run[0])]
    if run[0].figure.kind == "percent":
        rate = cue["growth", "rate"]
        candidates = [v for v in candidates if v.figure.kind != "percent" or rate.search(v.before_words)]
        both = cue["growth", "yoy"].search(words) and cue["growth", "sequential"].search(words)
        if (values and _has_share(values[-1])) or (not both and len(candidates) < len(run) > 1):
            return  # 甲区产值占比8%，同比增长4%; 甲类、乙类分别增长3%、5%: what grew is named anew
        if both and len(candidates) == 1:  # 同比、环比分别增长5%、3%: the first is over the year
            for other in run[1:]:
                found[other.figure.key] = Growth(other.figure.key, None, None, words, "growth over another time")
            run = run[:1]
    for back, spot in enumerate(reversed(run)):
        kind = spot.figure.kind
        value = _value(spot, [v for v in near if v.figure.kind == "percent"] if kind == "point" else candidates, back)
        lone = kind not in _COMPARABLE and not cue["growth", "yoy"].search(words)
        if value is None and (lone or not (kind in ("point", "multiple") or _is_sequel(words, values))):
            continue  # 增加3家 with nothing before it that it could be the growth of; 增长3% alone states something
        owner = value.figure.key if value else None
        field = {"percent": "yoy_percent", "multiple": None}.get(kind, "yoy_delta") if owner else None
        field = None if cue["growth", "of_growth"].search(words) else field
        _add(Growth(spot.figure.key, owner, field, words, "growth behind its value"), found)


def _is_sequel(words: str, values: Sequence[Spot]) -> bool:
    """Whether growth over the month before only follows growth over the year (同比上涨2.1%，环比下降0.2%)."""
    return bool(values) and bool(cue["growth", "sequential"].search(words)) and _is_growth(values[-1])


def _value(spot: Spot, candidates: Sequence[Spot], back: int) -> Spot | None:
    """The value that the growth figure `back` places from the end of its list belongs to."""
    if spot.figure.kind in _COMPARABLE:
        return candidates[-1 - back] if back < len(candidates) else None
    alike = [c for c in candidates if c.figure.kind == spot.figure.kind and c.figure.unit == spot.figure.unit]
    return alike[-1] if alike else None


def _aside(value: Spot, growth: Spot) -> bool:
    """Whether a value stands in brackets that close before the growth."""
    start, end = value.figure.at
    if not cue["growth", "shut"].match(value.text, end, min(end + _BRACKET, growth.figure.at.start)):
        return False
    return bool(cue["growth", "open"].search(value.text[max(value.sentence.start, start - _BRACKET):start]))


def _is_planned(spot: Spot) -> bool:
    """Whether a figure is that of a plan with which a value is compared (为年度目标1400亿元的19%)."""
    return cue["growth", "planned"].search(spot.before_words) is not None


def _has_share(spot: Spot) -> bool:
    """Whether a percentage is the share of a subject of its own (甲区产值全市占比63%)."""
    return spot.figure.kind == "percent" and cue["growth", "has_share"].search(spot.before_words) is not None


def _is_growth(spot: Spot) -> bool:
    """Whether a figure is itself the growth of a subject of its own (出口增长8%)."""
    return spot.figure.kind == "percent" and of_subject(spot.before_words) is not None


def is_share(spot: Spot) -> bool:
    return spot.figure.kind == "percent" and bool(
        cue["growth", "share"].match(spot.before_words.strip()))


def runs(spots: Sequence[Spot]) -> list[int]:
    """For each figure of a sentence, how many bare figures are listed from it on; 1 for one inside or outside a list."""
    sizes = [1] * len(spots)
    first = 0
    for i in range(1, len(spots)):
        if _continues(spots[i - 1], spots[i]):
            sizes[first] += 1
        else:
            first = i
    return sizes
