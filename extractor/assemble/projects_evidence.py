"""Evidence: whether a naming is an individual project, weighed from its own words and what stands around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import patterns
from extractor.assemble import projects_lexicon as lexicon
from extractor.assemble.projects_links import Topic
from extractor.assemble.projects_names import Naming
from extractor.assemble.projects_owners import owners
from extractor.assemble.projects_scene import Scene

_TAIL, _LEAST = 2, 4  # characters of 项目, and the fewest before it that can be a name
_OWN = ("brand", "place", "named_word", "word", "given", "route", "capacity")


def accepted(scene: Scene, found: list[Naming]) -> list[Naming]:
    """The candidates that name an individual project, with their scores."""
    weights, out = lexicon.weights(), []
    for naming in found:
        score = sum(weights[kind] for kind in evidence(scene, naming))
        if weights["threshold"] - weights["company"] <= score < weights["threshold"] and _has_company(scene, naming):
            score += weights["company"]
        if score >= weights["threshold"]:
            out.append(replace(naming, score=score))
    return out


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
    before, after = scene.text[max(0, start - 40):start], scene.text[end:end + 40]
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
    for kind in ("site", "built", "caption", "subject", *(("location",) if naming.end == "works" else ())):
        if _cue(kind, "before").search(before) or _cue(kind, "after").match(after):
            yield kind
    if _stage(scene, naming):
        yield "stage"
    yield from _against(scene, naming, before, after)


def _against(scene: Scene, naming: Naming, before: str, after: str) -> Iterator[str]:
    if naming.left == "count" or (naming.end != "item" and lexicon.pattern("names", "class", "after").match(after)):
        yield "quantified"
    if lexicon.pattern("names", "class", "before").search(before):
        yield "class_word"
    if naming.left in ("verb", "stop", "、") and _wish(scene, naming):
        yield "wish"
    if naming.left == "soft":
        yield "class_word"


def _wish(scene: Scene, naming: Naming) -> bool:
    clause = scene.text[scene.clause(naming.at.start, naming.at.start).start:naming.at.start]
    return any(word in clause for word in patterns.table("projects/names")["class"]["wish"])


def _amount_before(scene: Scene, naming: Naming) -> bool:
    """Whether an amount leads over to the name: 总投资15亿元的X, 投资3亿元建设X."""
    low = scene.sentence(naming.at.start, naming.at.start).start
    figures = [m for m in scene.within(max(low, naming.at.start - 40), naming.at.start) if m.kind == "money"]
    return bool(figures) and not figures[-1].soft and bool(_glue().match(scene.text[figures[-1].at.end:naming.at.start]))


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
        _stages().search(scene.text, max(clause.start, naming.at.start - 6), naming.at.start))
