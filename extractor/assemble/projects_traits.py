"""Traits: capacity inside the name, place and park, industry, where an investor comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import patterns
from extractor.assemble import projects_lexicon as lexicon
from extractor.assemble.projects_merge import Known
from extractor.assemble.projects_scene import Scene
from extractor.model import Attribute, Span
from patterns import gazetteer


def traits(scene: Scene, project: Known) -> list[Attribute]:
    """What the names of a project and the words right around them say of it."""
    return [*_capacity(scene, project), *_place(scene, project), *_industry(scene, project), *_origin(scene, project)]


def _capacity(scene: Scene, project: Known) -> Iterator[Attribute]:
    for naming in project.namings:
        for m in scene.within(naming.at.start, naming.at.end):
            if m.kind in ("measure", "count") and not m.soft:
                yield Attribute("capacity", m.text, m.at, m.key, "in the name", "")


@cache
def _rule(key: str) -> re.Pattern[str]:
    return re.compile(patterns.table("projects/places")[key])


def _place(scene: Scene, project: Known) -> Iterator[Attribute]:
    """Where the text puts it: the words of place in its own sentence, a park or the smallest division first."""
    for naming in project.namings:
        sentence = scene.sentence(naming.at.start, naming.at.end)
        around = [
            *_rule("before").finditer(scene.text, max(sentence.start, naming.at.start - 40), naming.at.start),
            *_rule("after").finditer(scene.text, naming.at.end, min(sentence.end, naming.at.end + 60)),
        ]
        for found in around:
            at = Span(*found.span("place"))
            text = scene.text[at.start : at.end]
            if gazetteer.named_at(text) or _rule("park").search(text) or _rule("below").search(text):
                yield Attribute(
                    "park" if _rule("park").search(text) else "place", text, at, None, "stated place", found.group()[:6]
                )


@cache
def _products() -> re.Pattern[str]:
    return re.compile(f"(?=({lexicon.any_of(lexicon.products())}))")


def _industry(scene: Scene, project: Known) -> Iterator[Attribute]:
    """The division of the product words in the fullest name: the longest word, among equals the last."""
    at = project.fullest.at
    found = [m.span(1) for m in _products().finditer(scene.text, at.start, at.end)]
    if found:
        start, end = max(found, key=lambda f: (f[1] - f[0], f[0]))
        word = scene.text[start:end]
        yield Attribute("industry", word, Span(start, end), None, "product word", lexicon.products()[word])


def _origin(scene: Scene, project: Known) -> Iterator[Attribute]:
    for naming in project.namings:
        sentence = scene.sentence(naming.at.start, naming.at.end)
        found = _rule("origin").search(scene.text, sentence.start, sentence.end)
        if found:
            yield Attribute(
                "investor_origin", found["origin"], Span(*found.span("origin")), None, "stated origin", found.group()
            )
            return
