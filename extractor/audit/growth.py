"""Growth: now, before, by how much and by what percentage or multiple; rates that “grew” by a percentage."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import cache

import patterns
from extractor.audit.intervals import Interval, point
from extractor.audit.relation import Relation, check, finding, holds, likely_slip, show
from extractor.audit.scene import LEVELS, RATIOS, Figure, Scene, any_of
from extractor.model import Finding

_AMOUNT = ("percent", "point", "multiple")


def growths(scene: Scene) -> Iterator[Finding]:
    """A finding for every growth whose base, amount or multiple the text prints beside it."""
    for figure in scene.figures:
        if figure.family in _AMOUNT and figure.family != "percent":
            continue
        if figure.use in ("level", "reached", "average", "rate") and figure.value:
            yield from _around(scene, figure)
        if figure.use == "change" and figure.value:
            yield from _named_change(scene, figure)
        if figure.use in ("rate", "share") and figure.mention.kind == "percent":
            yield from _rate_grew(scene, figure)
    for figure in scene.figures:
        if figure.mention.kind == "multiple" and figure.value:
            yield from _times(scene, figure)


def _around(scene: Scene, now: Figure) -> Iterator[Finding]:
    """The change, growth and base that follow a level, up to the next level of the same unit."""
    base = _base(scene, now)
    after = followers(scene, now)
    growth = next((f for f in after if f.use == "growth" and f.mention.kind == "percent" and f.value is not None), None)
    change = next((f for f in after if f.use == "change" and f.family == now.family and f.value), None)
    points = next((f for f in after if f.mention.kind == "point" and f.value is not None), None)
    base = base or next((f for f in after if f.use == "base" and f.family == now.family and f.value), None)
    if growth and barred(scene, now, growth):
        growth = None
    if growth and change and base is None and now.family != "percent" and _same_comparison(scene, change, growth):
        down = falls(change)
        relation = Relation(
            "growth", (now, change), growth, lambda t: _by_change(t[0], _size(t[1]), falls=down),
            "{1} ÷ ({0} + {1})" if down else "{1} ÷ ({0} − {1})", ("now", "change", "growth"), whole=False)
        if not down and abs(change.value or Fraction(0)) >= (now.value or Fraction(0)) and now.firm and change.firm:
            yield from _exceeds(relation)
        yield from _made(relation)
    if base is None and growth and not change and now.family not in RATIOS:
        yield from _far_base(scene, now, growth)
    if base is None:
        return
    firm = _adjacent(scene, base, now)
    if growth and now.family != "percent" and not _yearly(growth):
        yield from _made(Relation("growth", (now, base), growth, lambda t: t[0].over(t[1]) * 100 - point(100),
                                  "({0} − {1}) ÷ {1}", ("now", "before", "growth"), firm=firm, whole=False))
    elif growth and now.family != "percent" and _yearly(growth):
        yield from _compound(scene, now, base, growth)
    if change and not (growth and not firm):
        down = falls(change)
        yield from _made(Relation(
            "difference", (now, base), change, lambda t: _signed(t[1] - t[0] if down else t[0] - t[1], change),
            "{1} − {0}" if down else "{0} − {1}", ("now", "before", "change"), firm=firm, missing="base"))
    if points and now.family == "percent":
        down = falls(points)
        yield from _made(Relation(
            "difference", (now, base), points, lambda t: _signed(t[1] - t[0] if down else t[0] - t[1], points),
            "{1} − {0}" if down else "{0} − {1}", ("now", "before", "change"), firm=firm and base.use in ("from", "base"),
            missing="base", whole=False))


def _exceeds(relation: Relation) -> Iterator[Finding]:
    """A level that grew by more than itself leaves no base."""
    now, change = relation.terms
    made = finding(replace(relation, fills={"part": change.printed, "whole": now.printed}), "inconsistent", "part_exceeds",
                   likely_slip(relation))
    if made:
        yield replace(made, formula=f"{change.printed} > {now.printed}", expected_low=None, expected_high=None)


def _far_base(scene: Scene, now: Figure, growth: Figure) -> Iterator[Finding]:
    """力争签约总额350亿元，增长12%: the figure further up with the same long words is its base, where that fits."""
    words = re.search(r"\w{4}$", now.left)
    if not words or _yearly(growth):
        return
    for base in scene.earlier(now):
        if base.left.endswith(words.group()) and base.value != now.value and base.clause != now.clause:
            relation = Relation("growth", (now, base), growth, lambda t: t[0].over(t[1]) * 100 - point(100),
                                "({0} − {1}) ÷ {1}", ("now", "before", "growth"), firm=False, whole=False, missing="base")
            if holds(relation):
                yield from _made(relation)
                return


def _named_change(scene: Scene, change: Figure) -> Iterator[Finding]:
    """与上年相比，甲区增加9.3亿元，增幅17.9%: the level is printed beside 甲区 further up in the line."""
    growth = scene.figures[change.order + 1] if change.order + 1 < len(scene.figures) else None
    if growth is None or growth.use != "growth" or growth.family != "percent" or growth.clause - change.clause > 1 or (
            growth.sentence != change.sentence or growth.value is None):
        return
    start, _ = scene.sentence(change.start)
    if any(f.family == change.family and f.use in LEVELS for f in scene.between(start, change.start)):
        return
    subject = _verb().sub("", change.left)
    if len(subject) < 2 or not subject.isalpha():
        return
    now = next((f for f in scene.before(change, reach=20) if f.family == change.family and f.use in LEVELS
                and f.left.endswith(subject)), None)
    if now:
        down = falls(change)
        yield from _made(Relation(
            "growth", (now, change), growth, lambda t: _by_change(t[0], _size(t[1]), falls=down),
            "{1} ÷ ({0} + {1})" if down else "{1} ÷ ({0} − {1})", ("now", "change", "growth"), firm=False,
            otherwise="warning", missing="base", whole=False))


def _made(relation: Relation) -> Iterator[Finding]:
    found = check(relation)
    if found:
        yield found


def followers(scene: Scene, now: Figure) -> list[Figure]:
    """The figures after a level in its sentence that speak of its change; another level of its unit ends them."""
    out: list[Figure] = []
    levels = 0
    for figure in scene.figures[now.order + 1:now.order + 9]:
        following = scene.figures[figure.order + 1] if figure.order + 1 < len(scene.figures) else None
        if figure.use == "share" and not levels and following and following.use == "base":
            continue
        if figure.sentence != now.sentence or figure.clause - now.clause > 5:
            break
        if figure.use in ("level", "reached", "average", "from", "rate", "share"):
            levels += 1
            apart = figure.family == now.family or figure.clause > now.clause
            if apart or _out_of().search(scene.text[now.end:figure.start]):
                break
        else:
            if levels and figure.family != now.family:
                continue
            out.append(figure)
    return out


def _base(scene: Scene, now: Figure) -> Figure | None:
    """由 A 增加到 now, or 上年的 A right before it."""
    if not now.order:
        return None
    before = scene.figures[now.order - 1]
    if before.sentence != now.sentence or before.family != now.family or not before.value:
        return None
    return before if (before.use == "from" and now.use == "reached") or before.use == "base" else None


def _adjacent(scene: Scene, base: Figure, now: Figure) -> bool:
    """Base and level stand in one clause or in neighbouring ones with nothing of the same unit between."""
    first, last = sorted((base, now), key=lambda f: f.order)
    between = scene.figures[first.order + 1:last.order]
    return last.clause - first.clause <= 3 and not any(f.family == now.family and f.use != "change" for f in between)


def barred(scene: Scene, now: Figure, growth: Figure) -> bool:
    """Growth in constant prices or on a changed footing is not that of the printed values."""
    around = scene.text[scene.clause(now.start)[0]:now.start] + scene.text[now.end:growth.start] + growth.right
    return bool(_real().search(around)) or bool(_several().search(growth.left))


def _yearly(growth: Figure) -> bool:
    return bool(_per_year().search(growth.left))


def _same_comparison(scene: Scene, change: Figure, growth: Figure) -> bool:
    """Change and growth are against the same time: named by the same words, or one of them by none."""
    first, second = _compared(change.left), _compared(growth.left)
    known = _comparisons()
    if any(c and not known.search(c) for c in (first, second)):
        return False
    a, b = ((known.search(c) or [""])[0] if c else "" for c in (first, second))
    yearly = _uses()["compare"]["yearly"]
    return not (a and b) or a == b or (a in yearly and b in yearly)


def _compared(left: str) -> str:
    found = _opened().search(left)
    return found.group() if found else ""


def _size(interval: Interval) -> Interval:
    """The change without its sign."""
    if interval.high is not None and interval.high <= 0:
        return -interval
    return interval


def _signed(interval: Interval, change: Figure) -> Interval:
    return -interval if (change.value or 0) < 0 else interval


def falls(change: Figure) -> bool:
    return (change.value or 0) < 0 or bool(_falling().search(change.left))


def _by_change(now: Interval, change: Interval, *, falls: bool) -> Interval:
    """Growth in percent from the level and its change: change ÷ (now − change), monotone in both."""
    values = [_growth(n, c, falls=falls) for n, c in ((now.high, change.low), (now.low, change.high))]
    return Interval(min(values), max(values)) if None not in values else Interval(None, None)  # type: ignore[type-var]


def _growth(now: Fraction | None, change: Fraction | None, *, falls: bool) -> Fraction | None:
    if now is None or change is None:
        return None
    signed = -change if falls else change
    base = now - signed
    return signed / base * 100 if base > 0 else None


def _compound(scene: Scene, now: Figure, base: Figure, growth: Figure) -> Iterator[Finding]:
    """从2020年的 A 增长到2025年的 B，年均增长 P%: A × (1 + P)^n reaches B."""
    first, last = (_year(f, scene) for f in (base, now))
    if not first or not last or not 1 < last - first <= 30:
        return
    years = last - first
    low, high = growth.interval(whole=False).low, growth.interval(whole=False).high
    if low is None or high is None:
        return
    factor = Interval((1 + low / 100) ** years, (1 + high / 100) ** years)
    yield from _made(Relation("growth", (base, growth), now, lambda t: t[0].times(factor),
                              f"{{0}} × (1 + {{1}})^{years}", ("before", "growth", "now"), firm=False, otherwise="warning",
                              missing="base"))


def _year(figure: Figure, scene: Scene) -> int | None:
    found = re.findall(r"(?:19|20)\d\d", scene.text[max(0, figure.start - 12):figure.start])
    return int(found[-1]) if found else None


# ---- multiples -------------------------------------------------------------------------------------------------------

def _times(scene: Scene, multiple: Figure) -> Iterator[Finding]:
    """V 是 B 的 N 倍, and 由 B 增长到 V，增长 N 倍."""
    near = [f for f in scene.before(multiple, reach=4) if f.sentence == multiple.sentence and f.value
            and f.family not in _AMOUNT and f.use != "change"]
    if len(near) < 2 or near[0].family != near[1].family:
        return
    base, now, firm = near[0], near[1], True
    doubled = multiple.printed.startswith(_doubling())
    grown = doubled or bool(_grown().search(multiple.left))
    if grown:
        now, base = near[0], near[1]
        if now.use != "reached" or base.use != "from":
            apart = scene.times(scene.clause(base.start)[0], base.start), scene.times(scene.clause(now.start)[0], now.start)
            firm = False
            if not all(apart) or apart[0] == apart[1]:
                return
    elif not (_multiple_of().fullmatch(scene.text[base.end:multiple.start])
              and _is().search(scene.text[now.end:base.start])):
        return
    less = 1 if grown and not doubled else 0
    loose = Relation("multiple", (now, base), multiple, lambda t: t[0].over(t[1]), "{0} ÷ {1}",
                     ("now", "before", "multiple"), whole=False)
    if less and holds(loose):
        made = finding(loose, "warning", "grown_to")
        if made:
            yield made
        return
    yield from _made(Relation("multiple", (now, base), multiple, lambda t: t[0].over(t[1]) - point(less),
                              "{0} ÷ {1} − 1" if less else "{0} ÷ {1}", ("now", "before", "multiple"), firm=firm,
                              missing="base", whole=False))


# ---- rates that grew by a percentage ---------------------------------------------------------------------------------

def _rate_grew(scene: Scene, rate: Figure) -> Iterator[Finding]:
    """开工率88.9%，同比增长11.8%: percentage points, or percent of the rate? A warning with both readings."""
    if rate.order + 1 >= len(scene.figures) or not rate.value:
        return
    growth = scene.figures[rate.order + 1]
    if (growth.use != "growth" or growth.mention.kind != "percent" or growth.sentence != rate.sentence or not growth.value
            or growth.clause - rate.clause != 1 or not (_comparisons().search(growth.left))):
        return
    named = rate.use == "rate" or _rate_word().search(growth.left)
    if not named or _amount_word().search(_compared_thing(growth.left)):
        return
    factor = 1 + growth.value / 100
    if factor <= 0:
        return
    fills = {"as_points": _number(rate.value - growth.value, rate), "as_percent": _number(rate.value / factor, rate)}
    made = finding(Relation("growth", (rate,), growth, lambda t: growth.interval(whole=False), "{0}", ("rate", "growth"),
                            whole=False, fills=fills), "warning", "rate_growth")
    if made:
        a, b = rate.printed, growth.printed
        minus, sign = ("+", "−") if growth.value < 0 else ("−", "+")
        points, percent = fills["as_points"], fills["as_percent"]
        yield replace(made, formula=f"{a} {minus} {b} = {points} %; {a} ÷ (1 {sign} {b}) = {percent} %",
                      expected_low=None, expected_high=None)


def _number(value: Fraction, like: Figure) -> str:
    return show(value, like).removesuffix(" %")


def _compared_thing(left: str) -> str:
    return _comparisons().split(left)[0]


# ---- knowledge -------------------------------------------------------------------------------------------------------

def _uses() -> dict[str, dict[str, list[str]]]:
    return patterns.table("audit/uses")


@cache
def _real() -> re.Pattern[str]:
    return re.compile(any_of(_uses()["real"]["words"]))


@cache
def _several() -> re.Pattern[str]:
    return re.compile(any_of(_uses()["growth"]["several"]))


@cache
def _per_year() -> re.Pattern[str]:
    return re.compile(any_of(_uses()["growth"]["yearly"]))


@cache
def _comparisons() -> re.Pattern[str]:
    return re.compile(any_of(_uses()["compare"]["words"]))


@cache
def _opened() -> re.Pattern[str]:
    return re.compile(any_of(_uses()["compare"]["open"]) + r"\w{1,12}")


@cache
def _verb() -> re.Pattern[str]:
    return re.compile(any_of(_uses()["change"]["verbs"]) + r"\w{0,2}$")


@cache
def _falling() -> re.Pattern[str]:
    return re.compile(any_of(_uses()["change"]["falling"]) + r"\w{0,2}$")


@cache
def _out_of() -> re.Pattern[str]:
    return re.compile(any_of(patterns.table("audit/relations")["sum"]["among"][:4]))


@cache
def _grown() -> re.Pattern[str]:
    return re.compile(any_of(patterns.table("audit/relations")["multiple"]["grown"]) + r"\w?$")


@cache
def _multiple_of() -> re.Pattern[str]:
    return re.compile(patterns.table("audit/relations")["multiple"]["gap"])


@cache
def _is() -> re.Pattern[str]:
    return re.compile(any_of(patterns.table("audit/relations")["multiple"]["is"]))


def _doubling() -> str:
    word: str = patterns.table("audit/relations")["multiple"]["doubling"]
    return word


@cache
def _rate_word() -> re.Pattern[str]:
    return re.compile(any_of(_uses()["rate"]["named"]))


@cache
def _amount_word() -> re.Pattern[str]:
    return re.compile(any_of(_uses()["rate"]["amounts"]))
