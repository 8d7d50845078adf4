"""Evidence: whether a naming is an individual project, weighed from its own words and what stands around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import patterns
from extractor.assemble import projects_lexicon as lexicon
from extractor.assemble.projects_links import Topic, heads
from extractor.assemble.projects_names import Naming
from extractor.assemble.projects_owners import owners
from extractor.assemble.projects_scene import Scene

_AGAIN = 6  # characters of a naming that are enough to know a project again
_TAIL, _LEAST = 2, 4  # characters of 项目, and the fewest before it that can be a name
_OWN = ("brand", "place", "spot", "named_word", "word", "given", "route", "capacity")


def accepted(scene: Scene, found: list[Naming]) -> list[Naming]:
    """The candidates that name an individual project, with their scores.

    Those that only their neighbours decide come after the others: a member of a row of projects, and a shorter naming of
    a project that another place names in full.
    """
    weights, scored = lexicon.weights(), []
    for n in found:
        kinds = evidence(scene, n)
        score = sum(weights[kind] for kind in kinds)
        if weights["threshold"] - weights["company"] <= score < weights["threshold"] and _has_company(scene, n):
            score += weights["company"]
        scored.append(Naming(n.at, n.end, n.left, n.owner, n.features, n.listed, n.group, score))
    sure = [n.score >= weights["threshold"] for n in scored]
    return [
        n for i, n in enumerate(scored) if sure[i] or _sibling(scene, scored, sure, i) or _again(scene, scored, sure, i)
    ]


def _sibling(scene: Scene, scored: list[Naming], sure: list[bool], i: int) -> bool:
    """Whether a candidate stands in a row with a sure project (A项目、B项目)."""
    naming = scored[i]
    if naming.end != "plain" or naming.score < lexicon.weights()["threshold"] - lexicon.weights()["sibling"] - 0.8:
        return False
    near = [j for j in (i - 1, i + 1) if 0 <= j < len(scored) and sure[j]]
    return any(_row(scene, scored[min(i, j)], scored[max(i, j)]) for j in near) and bool(
        {"word", "product", "brand"} & set(naming.features)
    )


def _row(scene: Scene, a: Naming, b: Naming) -> bool:
    return scene.text[a.at.end : b.at.start] in patterns.table("projects/names")["lists"]["joints"]


def _again(scene: Scene, scored: list[Naming], sure: list[bool], i: int) -> bool:
    """Whether a sure naming elsewhere holds the words of this one, so that it names the same project again."""
    naming = scored[i]
    text = scene.text[naming.at.start : naming.at.end]
    return (
        len(text) >= _AGAIN
        and naming.end != "item"
        and any(ok and text in scene.text[n.at.start : n.at.end] for n, ok in zip(scored, sure, strict=True))
    )


def _has_company(scene: Scene, naming: Naming) -> bool:
    """Whether a company is said to build it; asked only where that decides."""
    long = len(naming.at) - _TAIL >= _LEAST
    return long and any(a.rule in ("by", "subject", "label") for a in owners(scene, Topic(naming.at, ())))


def evidence(scene: Scene, naming: Naming) -> tuple[str, ...]:
    """The kinds of evidence for and against a candidate, each a key of the weights."""
    own = [f for f in naming.features if f in lexicon.weights()]
    if not own and not naming.owner and naming.end != "record":
        return ("all_generic",)
    out = [*own, *_around(scene, naming)]
    if not any(f in _OWN for f in own):
        out.append("all_generic" if "product" not in own and "owner" not in out else "bare_product")
    if naming.left == "amount" and not any(f in own for f in ("brand", "place", "spot", "named_word", "given", "capacity")):
        out.append("bare_amount")
    if any(f in out for f in ("amount_before", "amount_after", "owner")):
        out = [f for f in out if f not in ("place_only", "zone")]
    if "followed" in out:
        out = [f for f in out if f not in ("location", "bare_product")]
    if not any(f in out for f in patterns.table("projects/names")["undertaken"]["named"]):
        out.append("nameless")
    if naming.end == "works" and not any(f in out for f in _undertaken()):
        out.append("bare_works")
    return tuple(out)


@cache
def _undertaken() -> tuple[str, ...]:
    return tuple(patterns.table("projects/names")["undertaken"]["evidence"])


def _around(scene: Scene, naming: Naming) -> Iterator[str]:
    start, end = naming.at.start, naming.at.end
    before, after = scene.text[max(0, start - 40) : start], scene.text[end : end + 64]
    if naming.end == "record":
        yield "record"
    if naming.owner:
        yield "owner"
    if naming.listed is not None:
        yield "numbered_list" if naming.listed else "list"
    if _amount_before(scene, naming):
        yield "amount_before"
    if _amount_after(scene, end):
        yield "amount_after"
    for kind in ("site", "built", "caption", "subject", "followed", *(("location",) if naming.end == "works" else ())):
        if _cue(kind, "before").search(before) or _cue(kind, "after").match(after):
            yield kind
    if _stage(scene, naming):
        yield "stage"
    if naming.end == "plain" and heads(scene, Topic(naming.at, (0,))):
        yield "heading"
    if any(title.meets(naming.at) for title in scene.titles):
        yield "title"
    yield from _against(scene, naming, before, after)


def _against(scene: Scene, naming: Naming, before: str, after: str) -> Iterator[str]:
    if naming.left == "count" or (naming.end != "item" and lexicon.pattern("names", "class", "after").match(after)):
        yield "quantified"
    if lexicon.pattern("names", "class", "before").search(before):
        yield "class_word"
    if naming.left in ("verb", "stop", "、") and _wish(scene, naming):
        yield "wish"
    if lexicon.pattern("names", "lists", "counted_after").match(after):
        yield "quantified"


def _wish(scene: Scene, naming: Naming) -> bool:
    clause = scene.text[scene.clause(naming.at.start, naming.at.start).start : naming.at.start]
    return any(word in clause for word in patterns.table("projects/names")["class"]["wish"])


def _amount_before(scene: Scene, naming: Naming) -> bool:
    """Whether an amount leads over to the name: 总投资15亿元的X, 投资3亿元建设X."""
    low = scene.sentence(naming.at.start, naming.at.start).start
    figures = [m for m in scene.within(max(low, naming.at.start - 40), naming.at.start) if m.kind == "money"]
    return (
        bool(figures)
        and not figures[-1].soft
        and bool(_glue().match(between := scene.text[figures[-1].at.end : naming.at.start]))
        and not lexicon.pattern("links", "forward", "left").search(between)
    )


@cache
def _glue() -> re.Pattern[str]:
    return re.compile(patterns.table("projects/names")["undertaken"]["amount_glue"])


def _amount_after(scene: Scene, end: int) -> bool:
    """Whether the name is the subject of an investment: X总投资5亿元; X，计划总投资5亿元."""
    found = _investment().match(scene.text, end)
    figures = [m for m in scene.within(found.end(), found.end() + 4) if m.kind == "money"] if found else []
    return bool(figures) and not lexicon.pattern("names", "undertaken", "leads_on").match(scene.text, figures[0].at.end)


@cache
def _investment() -> re.Pattern[str]:
    return re.compile(patterns.table("projects/names")["undertaken"]["investment"])


@cache
def _cue(kind: str, side: str) -> re.Pattern[str]:
    return re.compile(patterns.table("projects/names")["around"].get(kind, {}).get(side) or r"(?!)")


@cache
def _stages() -> re.Pattern[str]:
    cues = [c for stage in patterns.table("projects/stages")["stage"] for c in stage["cues"]]
    return re.compile("|".join(cues))


def _stage(scene: Scene, naming: Naming) -> bool:
    """Whether a stage of building is said of the name in its own clause."""
    clause = scene.clause(naming.at.start, naming.at.end)
    return bool(_stages().search(scene.text, naming.at.end, clause.end)) or bool(
        _stages().search(scene.text, max(clause.start, naming.at.start - 6), naming.at.start)
    )
