"""Differences: what is left of a whole (其余), and gaps between two figures (缺口, 顺差, 结余, 净增)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cache

import patterns
from extractor.audit.breakdown import among_words, gap_words, is_rest, sum_words
from extractor.audit.intervals import rest as left_of
from extractor.audit.relation import Relation, check, holds
from extractor.audit.scene import LEVELS as _LEVELS
from extractor.audit.scene import RATIOS, Figure, Scene, any_of
from extractor.model import Finding


def differences(scene: Scene) -> Iterator[Finding]:
    """A finding for every 其余 and every gap (缺口, 顺差, 结余, 净增) whose terms the text prints."""
    for figure in scene.figures:
        if figure.use in (*_LEVELS, "change") and figure.value is not None and figure.family not in RATIOS:
            found = _rest(scene, figure) if is_rest(figure) else _gap(scene, figure)
            if found:
                yield found


def _rest(scene: Scene, rest: Figure) -> Finding | None:
    start, _ = scene.sentence(rest.start)
    near = _same_unit(scene, start, rest)
    if len(near) < 2 and start > scene.line(rest.start)[0]:
        near = _same_unit(scene, scene.sentence(start - 1)[0], rest)
    if len(near) < 2:
        return None
    firm = bool(_rest_firm().search(rest.left))
    made = [_difference(near[i], near[i + 1:], rest, firm=firm) for i in range(len(near) - 1)]
    fitting = next((r for r in reversed(made) if holds(r)), None)
    if fitting:
        return check(fitting)
    among = bool(among_words().search(scene.text, near[0].end, near[1].start))
    chosen = bool(_chosen().search(scene.text, near[0].end, near[1].start)) or near[1].clause - near[0].clause <= 1
    largest = max(f.value or 0 for f in near) == near[0].value
    firm = firm and ((len(near) == 2 and (among or chosen)) or (among and largest))
    if not firm and sum((f.value or Fraction(0) for f in near[1:]), Fraction(0)) >= (near[0].value or 0):
        return None
    return check(_difference(near[0], near[1:], rest, firm=firm))


def _same_unit(scene: Scene, start: int, rest: Figure) -> list[Figure]:
    return [f for f in scene.between(start, rest.start) if f.family == rest.family and f.use in _LEVELS and f.value
            and not f.mention.soft]


def _difference(whole: Figure, parts: Sequence[Figure], rest: Figure, *, firm: bool) -> Relation:
    return Relation("difference", (whole, *parts), rest, left_of,
                    "{0}" + "".join(f" − {{{i}}}" for i in range(1, len(parts) + 1)),
                    ("whole", *("part",) * len(parts), "rest"), firm=firm, missing="rest")


def _gap(scene: Scene, gap: Figure) -> Finding | None:
    """缺口 = what is needed less what there is, each the nearest figure so labelled in the line."""
    if _kept().search(gap.left):
        return None
    for words, more, less in gap_words():
        if not words.search(gap.left):
            continue
        near = [f for f in scene.before(gap, reach=8) if f.family == gap.family and f.use in _LEVELS and f.value]
        pairs = [(a, b) for a in near if more.search(a.left) for b in near if b is not a and less.search(b.left)]
        made = [_between(scene, a, b, gap, firm=len(pairs) == 1) for a, b in pairs]
        fitting = next((m for m in made if holds(m)), None)
        if made:
            return check(fitting or made[0])
    return None


def _between(scene: Scene, a: Figure, b: Figure, gap: Figure, *, firm: bool) -> Relation:
    firm = firm and a.sentence == b.sentence == gap.sentence and not scene.times(min(a.end, b.end), gap.start)
    return Relation("difference", (a, b), gap, lambda t: t[0] - t[1], "{0} − {1}", ("more", "less", "rest"),
                    firm=firm, missing="rest")


@cache
def _chosen() -> re.Pattern[str]:
    return re.compile(any_of(sum_words()["chosen"]))


@cache
def _rest_firm() -> re.Pattern[str]:
    return re.compile(any_of(patterns.table("audit/relations")["difference"]["rest_firm"]) + r"\w{0,6}$")


@cache
def _kept() -> re.Pattern[str]:
    """Balances that come from earlier years are no difference of this year's figures."""
    return re.compile(any_of(patterns.table("audit/relations")["difference"]["gap_barred"]))
