"""Shares of one whole, listed in one sentence, add up to 100."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import patterns
from extractor.audit.intervals import point
from extractor.audit.relation import Relation, finding
from extractor.audit.scene import Figure, Scene
from extractor.audit.wholes import add, filled
from extractor.model import Finding


def hundreds(scene: Scene) -> Iterator[Finding]:
    """Shares listed in one sentence that are all of a whole add up to 100."""
    run: list[Figure] = []
    for figure in scene.figures:
        if run and figure.sentence != run[-1].sentence:
            yield from _hundred(scene, run)
            run = []
        if figure.mention.kind == "percent" and figure.value is not None and (
                figure.use == "share" or (run and figure.use == "level")):
            run.append(figure)
    yield from _hundred(scene, run)


def _hundred(scene: Scene, run: list[Figure]) -> Iterator[Finding]:
    if len(run) < 2:
        return
    sentence = scene.text[slice(*scene.sentence(run[0].start))]
    rest = any(w in run[-1].left for w in patterns.table("audit/relations")["difference"]["rest_firm"])
    names = next((row["names"] for row in patterns.table("audit/partitions")["partition"]
                  if len(row["names"]) == len(run) and all(n in sentence for n in row["names"])), None)
    counted = patterns.table("audit/partitions")["counted"]
    complete = rest or (names is not None and len(run) >= 3) or any(
        word in run[0].left and n == len(run) for word, n in counted.items())
    total = sum((f.value or Fraction(0) for f in run), Fraction(0))
    slack = sum((f.step / 2 for f in run), Fraction(0))
    fits = abs(total - 100) <= slack
    if not (complete or (fits and len(run) >= 3 and len({f.clause for f in run}) <= len(run))):
        return
    relation = Relation("sum", tuple(run[:-1]), run[-1], lambda terms: point(100) - add(terms),
                        "100 − " + " − ".join(f"{{{i}}}" for i in range(len(run) - 1)),
                        (*("share",) * (len(run) - 1), "share"), firm=complete, whole=False)
    shown = f"{float(total):g}"
    if fits or complete:
        name = "hundred" if fits else "hundred_over" if total > 100 else "hundred_under"
        made = finding(filled(relation, expected=shown), "consistent" if fits else "inconsistent", name)
        if made:
            yield made
