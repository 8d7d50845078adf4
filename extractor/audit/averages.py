"""Averages: a total divided by days, months or things."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache

import patterns
from extractor.audit.relation import Relation, check, holds
from extractor.audit.scene import LEVELS as _LEVELS
from extractor.audit.scene import Figure, Scene, any_of, bigrams
from extractor.audit.wholes import telling
from extractor.model import Finding, Mention, Period, Reading

_CLOSE = 6
"""Figures before an average among which a total and a number that do not give it are taken for its own."""


def averages(scene: Scene, reading: Reading) -> Iterator[Finding]:
    """A finding for every average whose total the text prints, and the number or the time that divides it."""
    dated = [m for m in reading.mentions if m.kind == "date" and m.period and m.period.start and m.period.end]
    for figure in scene.figures:
        if figure.use == "average" and figure.value and figure.mention.kind in ("money", "count", "measure"):
            found = _by_time(scene, figure, dated) or _by_number(scene, figure)
            if found:
                yield found


def _by_time(scene: Scene, average: Figure, dated: list[Mention]) -> Finding | None:
    """平均每天…: the total named alike, over the days or months of the time it stands for."""
    cue = next(((unit, found) for unit, pattern in _times().items() if (found := pattern.search(average.left))), None)
    if not cue:
        return None
    for total in _totals(scene, average):
        period = _period(dated, total)
        if period is None or period.start is None or period.end is None:
            continue
        count = (period.end - period.start).days + 1 if cue[0] == "days" else _months(period.start, period.end)
        if count <= 1:
            continue
        made = Relation("average", (total,), average, lambda t, n=count: t[0] * Fraction(1, n),  # type: ignore[misc]
                        f"{{0}} ÷ {count}", ("total", "average"), firm=False, whole=False, missing="total")
        if holds(made):
            return check(made)
        if total.sentence == average.sentence and _same_thing(total, average, part=1):
            return check(replace(made, otherwise="warning"))
    return None


def _totals(scene: Scene, average: Figure) -> list[Figure]:
    """The figures of the average's unit before it in its line that count the same thing, nearest first."""
    return [f for f in scene.before(average, reach=12) if f.family == average.family and f.use in _LEVELS and f.value
            and _same_thing(f, average)]


def _same_thing(total: Figure, average: Figure, *, part: int = 2) -> bool:
    words = _generic()
    wanted = bigrams(average.left + average.right, words)
    return bool(wanted) and len(wanted & bigrams(total.left + total.right, words)) * part >= len(wanted)


def _period(dated: list[Mention], total: Figure) -> Period | None:
    """The period named last before a figure, within its sentence or the two before."""
    before = [m for m in dated if total.start - 160 <= m.at.start < total.start]
    return before[-1].period if before else None


def _months(start: date, end: date) -> int:
    return (end.year - start.year) * 12 + end.month - start.month + 1 if start.day == 1 else 0


def _by_number(scene: Scene, average: Figure) -> Finding | None:
    """户均, 平均每个项目: the nearest number of such things and the nearest total, in the same sentence."""
    units = _divisor(average.left)
    if units is None:
        return None
    near = [f for f in scene.before(average, reach=8) if f.sentence == average.sentence and f.use in _LEVELS and f.value]
    numbers = [f for f in near if (f.mention.unit or "") in units or (not units and f.mention.kind in ("count", "measure"))]
    totals = [f for f in near if f.family == average.family]
    for number in numbers[:3]:
        for total in totals[:2]:
            made = _quotient(total, number, average, firm=False)
            if holds(made) and (telling(average) or len(numbers) == len(totals) == 1):
                return check(made)
    close = average.order - _CLOSE
    numbers, totals = ([f for f in found if f.order >= close] for found in (numbers, totals))
    if len(numbers) == len(totals) == 1 and average.clause - min(numbers[0].clause, totals[0].clause) <= 3:
        made = _quotient(totals[0], numbers[0], average, firm=_plain(scene, totals[0], numbers[0], average))
        return check(replace(made, otherwise="warning" if units else None))
    return None


def _divisor(left: str) -> list[str] | None:
    """The units that an average is over: those of its word, or the word behind 平均每; none at all (any) for a price."""
    named = next((units for pattern, units in _things() if pattern.search(left)), None)
    each = _each().search(left)
    if each:
        return [*(named or ()), *(each["unit"][:n] for n in range(1, len(each["unit"]) + 1)), each["unit"][-1]]
    return named


def _quotient(total: Figure, number: Figure, average: Figure, *, firm: bool) -> Relation:
    return Relation("average", (total, number), average, lambda t: t[0].over(t[1]), "{0} ÷ {1}",
                    ("total", "number", "average"), firm=firm, whole=False, missing="total")


def _plain(scene: Scene, total: Figure, number: Figure, average: Figure) -> bool:
    """Nothing but the average's own name before it: the total can be no other thing."""
    each = _each().search(average.left)
    named = average.left[each.start():].removeprefix(each.group()[:-len(each["unit"])]) if each else average.left
    unit = number.mention.unit or "" if each else ""
    own = bigrams(named.removeprefix(unit), _generic())
    return own <= bigrams(total.left + total.right) and not scene.times(total.end, average.start)


def _generic() -> list[str]:
    words: list[str] = patterns.table("audit/relations")["average"]["generic"]
    return words


@cache
def _times() -> dict[str, re.Pattern[str]]:
    average = patterns.table("audit/relations")["average"]
    return {unit: re.compile(any_of(average[unit])) for unit in ("days", "months")}


@cache
def _each() -> re.Pattern[str]:
    return re.compile(patterns.table("audit/relations")["average"]["each"])


@cache
def _things() -> tuple[tuple[re.Pattern[str], list[str]], ...]:
    rows = patterns.table("audit/relations")["average"]["things"]
    return tuple((re.compile(re.escape(word)), units) for word, units in sorted(rows.items(), key=lambda r: -len(r[0])))


