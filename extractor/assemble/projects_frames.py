"""Frames: the stage of a class of projects, which the names told under it share (签约的有A、B；开工项目中，C总投资…)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import patterns
from extractor.assemble.projects_links import Topic
from extractor.assemble.projects_scene import Scene
from extractor.model import Attribute, Span

ABOVE = "stage of the lines above"
_PARAGRAPH = 4000  # characters before a name in which a list of its class may open
_SENTENCES = 5  # sentences of a paragraph over which 其中 carries the class of an earlier one
_LINES = 40  # lines above a name that may say the stage of its class
_OPENING = 40  # characters from the start of a paragraph within which a name opens it
_LEAD = 400  # characters of an article in which it says what happened
_HEADING = 40  # characters of a line that is a heading


@cache
def _rule(key: str) -> re.Pattern[str]:
    return re.compile(patterns.table("projects/stages")["frame"][key])


@cache
def _planned() -> re.Pattern[str]:
    return re.compile(patterns.table("projects/stages")["planned"])


def governed(scene: Scene, topic: Topic) -> Attribute | None:
    """The stage of a class that the project belongs to, from its sentence, its paragraph or the lines above."""
    whole = scene.paragraph(topic.at.start)
    paragraph = Span(max(whole.start, topic.at.start - _PARAGRAPH), whole.end)
    for said in (_listed(scene, paragraph, topic), _opened(scene, paragraph, topic), _told(scene, paragraph, topic)):
        if said:
            return said
    return _above(scene, whole, topic) or _ceremony(scene, topic)


def _listed(scene: Scene, paragraph: Span, topic: Topic) -> Attribute | None:
    """The class whose list the name stands in: 签约的有A, 集中开工8个项目，包括A."""
    sentence = _sentence(scene, paragraph, topic.at.start)
    lists = list(_rule("list").finditer(scene.text, sentence, topic.at.start))
    for found in reversed(lists):
        clause = max(scene.opens(found.start()), sentence)
        said = _sole(scene, clause, found.end()) or _sole(scene, sentence, found.start())
        if said:
            return said
    return None


def _sentence(scene: Scene, paragraph: Span, at: int) -> int:
    """Where the sentence of a place begins; 。 alone ends one here."""
    stop = scene.text.rfind(_rule("full_stop").pattern, paragraph.start, at)
    return max(stop + 1, paragraph.start)


def _opened(scene: Scene, paragraph: Span, topic: Topic) -> Attribute | None:
    """The class that a paragraph or a sentence before the name opens with: 签约项目中，A…；B…."""
    opened = list(_rule("open").finditer(scene.text, paragraph.start, topic.at.start))
    if not opened:
        return None
    return _sole(scene, opened[-1].start(), opened[-1].end())


def _told(scene: Scene, paragraph: Span, topic: Topic) -> Attribute | None:
    """The class that a sentence before counts, of which the name's sentence tells some: 签约项目9个。其中，X…."""
    low = _sentence(scene, paragraph, topic.at.start)
    some = _rule("some").search(scene.text, low, topic.at.start)
    for _ in range(_SENTENCES if some else 1):
        if low <= paragraph.start or _rule("leaves").match(scene.text, low):
            return None
        before = _sentence(scene, paragraph, low - 1)
        if _rule("stage").search(scene.text, before, low):
            return _sole(scene, before, low) if _rule("counted").search(scene.text, before, low) else None
        low = before
    return None


def _above(scene: Scene, paragraph: Span, topic: Topic) -> Attribute | None:
    """The stage that a line above gives the names that open the lines below it: 签约项目：, or 10个项目集中开工."""
    first = _opens(scene, paragraph, topic)
    for line in _lines(scene, paragraph):
        text = scene.text[line.start : line.end]
        if not first and not _rule("govern").search(text.strip()):
            continue
        if _rule("leaves").match(text):
            return None
        if _rule("stage").search(text) and _is_frame(text):
            said = _sole(scene, line.start, line.end)
            return replace(said, rule=ABOVE) if said and not _is_heading(text) else said
    return None


def _ceremony(scene: Scene, topic: Topic) -> Attribute | None:
    """The one stage that an article reports of many projects at once in its title or first lines: 20个项目集中开工."""
    article = next((a for a in scene.reading.outline.articles if a.at.covers(topic.at)), None)
    if not article:
        return None
    if article.key not in scene.reported:
        scene.reported[article.key] = _reported(scene, article.at)
    said = scene.reported[article.key]
    return said if said and said.at.end <= topic.at.start else None


def _reported(scene: Scene, article: Span) -> Attribute | None:
    at, low = article.start, min(article.end, article.start + _LEAD)
    while at < low:
        line = scene.paragraph(at)
        for held in _rule("ceremony").finditer(scene.text, line.start, min(line.end, low)):
            said = _sole(scene, max(scene.begins(held.start()), line.start), held.end())
            return replace(said, rule=ABOVE) if said else None
        at = line.end + 1
    return None


def _lines(scene: Scene, line: Span) -> Iterator[Span]:
    for _ in range(_LINES):
        if line.start == 0:
            return
        line = scene.paragraph(line.start - 1)
        yield line


def _is_frame(text: str) -> bool:
    """Whether a line speaks of a class: a short heading, a line with a colon, a count of projects."""
    return _is_heading(text) or bool(_rule("govern").search(text.strip()) or _rule("counted").search(text))


def _is_heading(text: str) -> bool:
    return len(text.strip()) <= _HEADING and bool(_rule("heading").search(text.strip()))


def _opens(scene: Scene, paragraph: Span, topic: Topic) -> bool:
    """Whether a paragraph tells of the name that opens it, or of its row: a list's item, X项目总投资…."""
    start = topic.first if topic.first >= 0 else topic.at.start
    lead, after = scene.text[paragraph.start : start], scene.text[topic.at.end : topic.at.end + 12]
    if len(lead) > _OPENING or _rule("stage").search(lead):
        return False
    return bool(_rule("item").fullmatch(lead) and _rule("tells").match(after))


def _cues(scene: Scene, low: int, high: int) -> Iterator[re.Match[str]]:
    """The stages of a class said as reached in a stretch of the view."""
    for cue in _rule("stage").finditer(scene.text, low, high):
        clause = max(scene.opens(cue.start()), low)
        if not _planned().search(scene.text, clause, cue.start()):
            yield cue


def _sole(scene: Scene, low: int, high: int) -> Attribute | None:
    """The stage that a stretch says of its class, where it says one only and plans none."""
    if _rule("mixed").search(scene.text, low, high):
        return None
    every = list(_rule("stage").finditer(scene.text, low, high))
    reached = list(_cues(scene, low, high))
    one = len({c.lastgroup for c in every}) == 1 and len(every) == len(reached)
    return _said(reached[0]) if one else None


def _said(cue: re.Match[str] | None) -> Attribute | None:
    if not cue:
        return None
    return Attribute("status", cue.group(), Span(*cue.span()), None, "stage of its class", cue.lastgroup or "")
