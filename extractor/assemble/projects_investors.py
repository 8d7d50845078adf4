"""Investors by a bare brand: 惠岭投资5亿元建设X, X由本地企业昱泽扩建, where no ending tells a company."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import patterns
from extractor.assemble import projects_lexicon as lexicon
from extractor.assemble.projects_links import Topic
from extractor.assemble.projects_scene import Scene
from extractor.model import Attribute, Span
from patterns import gazetteer

_BEFORE, _AFTER, _BETWEEN = 70, 40, 44  # characters around a name in which its investor is looked for


@cache
def _table() -> dict[str, Any]:
    return patterns.table("projects/owners")["brand"]  # type: ignore[no-any-return]


@cache
def _rule(key: str) -> re.Pattern[str]:
    return re.compile(_table()[key])


def investors(scene: Scene, topic: Topic) -> Iterator[Attribute]:
    """Whoever the sentence says to invest in the project or to build it, named by a brand alone."""
    sentence = scene.sentence(topic.at.start, topic.at.end)
    low, high = max(sentence.start, topic.at.start - _BEFORE), min(sentence.end, topic.at.end + _AFTER)
    for said in _rule("by").finditer(scene.text, low, high):
        after = said.start() >= topic.at.end
        between = scene.text[topic.at.end : said.start()] if after else scene.text[said.end() : topic.at.start]
        if after and re.match(patterns.table("projects/owners")["next_name"], scene.text[said.end("org") : sentence.end]):
            continue
        if _rule("behind" if after else "ahead").fullmatch(between):
            org = _brand(scene, Span(*said.span("org")))
            if org:
                yield Attribute("owner", scene.text[org.start : org.end], org, None, "by a brand", said["verb"])
    for said in _rule("invests").finditer(scene.text, low, topic.at.start):
        between = scene.text[said.end() : topic.at.start]
        if len(between) <= _BETWEEN and not _rule("other").search(between):
            org = _brand(scene, Span(scene.opens(said.start()), said.start()))
            if org:
                yield Attribute("owner", scene.text[org.start : org.end], org, None, "a brand invests", said["verb"])


def _brand(scene: Scene, at: Span) -> Span | None:
    """The brand that closes a stretch of words, where it is one: no place, person or class of investors."""
    start, own = at.end, False
    for low, high in reversed(scene.words(at)):
        word = scene.text[low:high]
        if word in _table()["classes"]:
            break
        if not word[0].isalnum() or word in _joints() or scene.over(low) or _of_sentence(word):
            break
        if word in _table()["common"] or any(word.endswith(c) for c in _table()["common_ends"]):
            return None
        start, own = low, own or _is_own(scene, word)
    glued = next((c for c in _table()["classes"] if scene.text.startswith(c, start)), "")
    text = scene.text[start + len(glued) : at.end]
    if not own or not _table()["least"] <= len(text) <= _table()["most"] or _rule("person").fullmatch(text):
        return None
    return Span(at.end - len(text), at.end)


def _joints() -> frozenset[str]:
    return frozenset(patterns.table("projects/owners")["joints"])


def _of_sentence(word: str) -> bool:
    return word in lexicon.stops() or (word in lexicon.verbs() and word not in lexicon.nominal())


def _is_own(scene: Scene, word: str) -> bool:
    """Whether a word is somebody's own: unknown to the dictionary, a name in it, or a place that no map shows."""
    if len(word) < 2 or word in gazetteer.full_names() or word in gazetteer.short_names():
        return False
    return scene.reading.known(word) in ("", "nr", "nt", "nz", "ns", "nrt", "nrfg")
