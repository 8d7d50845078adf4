"""Order: a part within its whole, what is done within what is planned, ranks as claimed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache
from itertools import pairwise

import patterns
from extractor.audit.relation import Relation, finding
from extractor.audit.scene import LEVELS as _LEVELS
from extractor.audit.scene import RATIOS, Figure, Scene, any_of, bigrams
from extractor.model import Finding, Project, Reading, Verdict

_PAIRS = (("completed", "total_investment"), ("annual_plan", "total_investment"))


def orders(scene: Scene, reading: Reading) -> Iterator[Finding]:
    """A finding for every part larger than its whole, every project's amounts in order, every ranking of figures."""
    yield from _done(scene)
    by_key = {f.mention.key: f for f in scene.figures}
    for project in reading.projects:
        yield from _project(project, by_key)
    yield from _ranks(scene)


def _done(scene: Scene) -> Iterator[Finding]:
    """296个项目已开工280个: what is done is no more than all, in one clause or the next."""
    for part in scene.figures[1:]:
        cue = _done_words().search(part.left)
        whole = scene.figures[part.order - 1]
        if (not cue or whole.family != part.family or part.family in RATIOS or whole.sentence != part.sentence
                or part.clause - whole.clause > 1 or not {whole.use, part.use} <= {*_LEVELS}):
            continue
        if not (whole.firm and part.firm) or (part.value or 0) <= (whole.value or 0):
            continue
        if not _one_thing(whole, part) or scene.times(whole.end, part.start):
            continue
        yield from _made(whole, part, "inconsistent" if whole.mention.kind == "count" else "warning")


def _one_thing(whole: Figure, part: Figure) -> bool:
    """The part names nothing, or what the whole names."""
    rest = _done_words().sub("", part.left).strip("，、")
    noun = bigrams(whole.left + whole.right)
    return (not part.right and len(rest) <= 2) or bool(bigrams(rest + part.right) & noun)


def _made(whole: Figure, part: Figure, verdict: Verdict, message: str = "part_exceeds", **roles: str) -> Iterator[Finding]:
    fills = {"part": part.printed, "whole": whole.printed, **roles}
    relation = Relation("order", (whole,), part, lambda t: t[0], "{0}", ("whole", "part"), fills=fills)
    made = finding(relation, verdict, message)
    if made:
        sign = "≤" if (part.value or 0) <= (whole.value or 0) else ">"
        yield replace(made, formula=f"{fills['part']} {sign} {fills['whole']}", expected_low=Decimal(0))


def _project(project: Project, figures: dict[str, Figure]) -> Iterator[Finding]:
    for small, large in _PAIRS:
        part, whole = (figures.get(project.amounts.get(name, "")) for name in (small, large))
        if part is None or whole is None or part is whole or part.family != whole.family or not part.firm or not whole.firm:
            continue
        fits = (part.value or 0) <= (whole.value or 0)
        if fits and part.printed[-1:].isdigit():  # a row of a table: in order, and no news
            continue
        yield from _made(whole, part, "consistent" if fits else "warning", "order" if fits else "order_project",
                         part_role=small, whole_role=large)


def _ranks(scene: Scene) -> Iterator[Finding]:
    """A（12个）、B（10个）分列前两位, 从高到低依次为…: the figures fall, or rise, as claimed."""
    for falling, pattern in _claims():
        for cue in pattern.finditer(scene.text):
            start, end = scene.sentence(cue.start())
            stretch = (cue.end(), end) if _then().match(scene.text, cue.end()) else (start, cue.start())
            run = _run([f for f in scene.between(*stretch) if f.use in (*_LEVELS, "growth", "rate") and f.firm])
            if len(run) < 2:
                continue
            values = [f.value or 0 for f in run]
            fits = all(a >= b if falling else a <= b for a, b in pairwise(values))
            relation = Relation("rank", tuple(run[:-1]), run[-1], lambda t: t[-1], "{0}", ("term",) * len(run))
            made = finding(relation, "consistent" if fits else "warning", "rank" if fits else "rank_wrong")
            if made:
                sign = " ≥ " if falling else " ≤ "
                formula = sign.join(f.printed for f in run)
                yield replace(made, formula=formula, expected_low=None, expected_high=None)


def _run(figures: list[Figure]) -> list[Figure]:
    """The longest stretch of figures of one unit."""
    best: list[Figure] = []
    run: list[Figure] = []
    for figure in figures:
        run = [*run, figure] if run and run[-1].family == figure.family else [figure]
        best = max(best, run, key=len)
    return best


@cache
def _done_words() -> re.Pattern[str]:
    return re.compile(any_of(patterns.table("audit/relations")["order"]["done"]) + r"\w{0,6}$")


@cache
def _claims() -> tuple[tuple[bool, re.Pattern[str]], ...]:
    rank = patterns.table("audit/relations")["rank"]
    return (True, re.compile(any_of(rank["falling"]))), (False, re.compile(any_of(rank["rising"])))


@cache
def _then() -> re.Pattern[str]:
    return re.compile(any_of(patterns.table("audit/relations")["rank"]["then"]))
