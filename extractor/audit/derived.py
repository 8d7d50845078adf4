"""Derived figures: what printed ones imply without printing it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

import patterns
from extractor.audit.growth import barred, falls, followers
from extractor.audit.intervals import Interval
from extractor.audit.relation import exact, show
from extractor.audit.scene import LEVELS, RATIOS, Figure, Scene, scene
from extractor.audit.shares import percent_whole
from extractor.model import Derived, Reading


def derived(reading: Reading) -> tuple[Derived, ...]:
    """The figures that the text implies: the value a growth started from, and the whole behind a share that prints none.

    Growth in constant prices and on a changed footing, and growth over several years, imply nothing here.
    """
    return implied(scene(reading))


def implied(seen: Scene) -> tuple[Derived, ...]:
    """The same of a scene."""
    return tuple(_row(f"d{i}", implication) for i, implication in enumerate((*_bases(seen), *_wholes(seen)), 1))


@dataclass(frozen=True, slots=True)
class Implication:
    """What printed figures imply: all values that `like` may have had, in its family's unit, and the formula."""

    rule: str
    terms: tuple[Figure, ...]
    interval: Interval
    like: Figure
    formula: str
    period: str = "base"


def _bases(seen: Scene) -> Iterator[Implication]:
    for now in seen.figures:
        if now.use not in LEVELS or not now.value or now.value < 0 or now.mention.soft or now.family in RATIOS:
            continue
        after = followers(seen, now)
        change = next((f for f in after if f.use == "change" and f.family == now.family and f.value), None)
        growth = next((f for f in after if f.use == "growth" and f.family == "percent" and f.value is not None), None)
        if change and _yearly_comparison(change.left):
            less = change.interval() if not falls(change) else -_size(change.interval())
            formula = "{0} + {1}" if falls(change) else "{0} − {1}"
            yield Implication("change", (now, change), now.interval() - less, now, formula)
        elif growth and _yearly_comparison(growth.left) and not barred(seen, now, growth):
            low, high = (growth.interval(whole=False).low, growth.interval(whole=False).high)
            if low is not None and high is not None and low > -100:
                base = (now.interval() * 100).over(Interval(low + 100, high + 100))
                sign = "−" if growth.value and growth.value < 0 else "+"
                yield Implication("growth", (now, growth), base, now, f"{{0}} ÷ (1 {sign} {{1}})")


def _wholes(seen: Scene) -> Iterator[Implication]:
    for share in seen.figures:
        if share.use == "share" and share.mention.kind == "percent" and share.value:
            part = percent_whole(seen, share)
            if part is not None and part.value:
                whole = (part.interval() * 100).over(share.interval(whole=False))
                yield Implication("share", (part, share), whole, part, "{0} ÷ {1}", period="")


def _row(key: str, found: Implication) -> Derived:
    like = found.like
    low = found.interval.low or Fraction(0)
    high = low if found.interval.high is None else found.interval.high
    text = f"{found.formula.format(*(t.printed for t in found.terms))} = {show((low + high) / 2, like)}"
    words = _WORDS.search(like.left)
    return Derived(key, found.rule, tuple(t.mention.key for t in found.terms), exact(low / like.factor),
                   exact(high / like.factor), like.mention.unit or "", text, words.group() if words else "", found.period)


_WORDS = re.compile(r"\w{1,20}$")


def _size(interval: Interval) -> Interval:
    return -interval if interval.high is not None and interval.high <= 0 else interval


def _yearly_comparison(left: str) -> bool:
    return bool(_last_year().search(left))


@cache
def _last_year() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, patterns.table("audit/uses")["compare"]["yearly"])))
