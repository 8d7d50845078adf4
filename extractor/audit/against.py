"""Points against an average: 增速8.5%，高于全省平均水平1.2个百分点, where the rate of the province is printed too.

Only what fits is said: which of the printed rates is that of the wider place is told by its sentence, and by the points.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

import patterns
from extractor.audit.intervals import Interval
from extractor.audit.relation import Relation, check, holds
from extractor.audit.scene import Figure, Scene, joint
from extractor.model import Finding

_AFTER, _BEFORE = 6, 60
"""Figures behind the points, and before them, among which the rate compared with is looked for."""


def against(scene: Scene) -> Iterator[Finding]:
    """A finding for every distance in points from an average whose rate the article prints."""
    for figure in scene.figures:
        cue = _cue().search(figure.left) if figure.mention.kind == "point" and figure.value else None
        if not cue:
            continue
        points = _run(scene, figure)
        rates = [f for f in scene.before(figure, reach=4 * len(points)) if f.sentence == figure.sentence and _rate(f)]
        own = rates[:len(points)][::-1]
        if len(own) == len(points):
            yield from _compared(scene, own, points, cue["scope"], below=bool(cue["below"]))


def _run(scene: Scene, first: Figure) -> list[Figure]:
    """The points of one list: 18.8和21.5个百分点."""
    run = [first]
    for figure in scene.figures[first.order + 1:first.order + _AFTER]:
        if figure.mention.kind != "point" or not joint().fullmatch(scene.text[run[-1].end:figure.start]):
            break
        run.append(figure)
    return run


def _rate(figure: Figure) -> bool:
    return figure.mention.kind == "percent" and figure.value is not None and figure.firm


def _compared(scene: Scene, own: list[Figure], points: list[Figure], scope: str, *, below: bool) -> Iterator[Finding]:
    first, last = own[0].order, points[-1].order
    near = [*reversed(scene.figures[max(0, first - _BEFORE):first]), *scene.figures[last + 1:last + 1 + _AFTER]]
    for base in near:
        if not _rate(base) or not _of(scene, base, scope) or scene.article(base.start) != scene.article(points[0].start):
            continue
        made = [_distance(base, rate, point, below=below) for rate, point in zip(own, points, strict=True)]
        if all(holds(m) for m in made):
            yield from (f for m in made if (f := check(m)))
            return


def _of(scene: Scene, base: Figure, scope: str) -> bool:
    """Whether the sentence of a rate names the wider place before it."""
    return scope in scene.text[scene.sentence(base.start)[0]:base.start]


def _distance(base: Figure, rate: Figure, point: Figure, *, below: bool) -> Relation:
    terms = (base, rate) if below else (rate, base)
    return Relation("difference", terms, point, _less, "{0} − {1}", ("more", "less", "rest"), firm=False, whole=False,
                    missing="base")


def _less(terms: Sequence[Interval]) -> Interval:
    return terms[0] - terms[1]


@cache
def _cue() -> re.Pattern[str]:
    return re.compile(patterns.table("audit/uses")["beside"]["pattern"])
