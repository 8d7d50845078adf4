"""Sums with the whole further up: a topic (甲类项目中，…) or 其中 opens a list whose whole stands sentences before it.

Only what fits is said: that the parts are all of the whole is told by the sum and by the words that both bear.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

import patterns
from extractor.audit.breakdown import Breakdown, among_words, relation
from extractor.audit.relation import holds
from extractor.audit.scene import LEVELS, RATIOS, Figure, Scene, any_of, bigrams

_PARTS, _WHOLES = 24, 60
"""Parts of a list, and figures before it that may be their whole."""
_REGION = 1500
"""Characters behind 其中： at the end of a line in which lines with one part each are looked for."""
_NOUN, _LABEL = 2, 4
"""Characters at the end of the words before a figure that say what it counts, and those that say what it measures."""


def topics(scene: Scene) -> Iterator[Breakdown]:
    """The breakdowns that add up to a figure of an earlier sentence of the article."""
    for start, at, end in _lists(scene):
        figures = [f for f in scene.between(at, end) if _counts(f)][:_PARTS]
        if len(figures) < 2:
            continue
        topic = bigrams(scene.text[start:at], _generic())
        inside = [f for f in scene.between(start, at) if _counts(f)]
        for parts in _families(unbracketed(scene.text, at, figures)):
            found = _whole(scene, parts, topic, inside, start)
            if found:
                yield Breakdown(found, tuple(parts), False)
    for cue in _opens_lines().finditer(scene.text):
        yield from _by_lines(scene, cue.end())


def _lists(scene: Scene) -> Iterator[tuple[int, int, int]]:
    """Where a topic begins, where its list begins and where the sentence ends."""
    for cue in _topic().finditer(scene.text):
        start, end = scene.sentence(cue.end() - 1)
        yield max(start, cue.start()), cue.end(), end
    for cue in among_words().finditer(scene.text):
        if cue.group() in _openers():
            yield cue.start(), cue.end(), scene.sentence(cue.start())[1]


def _counts(figure: Figure) -> bool:
    return figure.use in LEVELS and figure.family not in RATIOS and bool(figure.value) and not figure.mention.soft


def _families(figures: Sequence[Figure]) -> Iterator[list[Figure]]:
    found: dict[str, list[Figure]] = {}
    for figure in figures:
        found.setdefault(figure.family, []).append(figure)
    yield from (parts for parts in found.values() if len(parts) >= 2)


def unbracketed(text: str, start: int, figures: Sequence[Figure]) -> list[Figure]:
    """The figures of a list that stand in no bracket opened inside it: what a bracket names are parts of a part."""
    depth, at, out = 0, start, []
    for figure in figures:
        for mark in _bracket().findall(text, at, figure.start):
            depth = depth + 1 if mark in _opening() else max(0, depth - 1)
        at = figure.start
        if not depth:
            out.append(figure)
    return out


def _whole(scene: Scene, parts: list[Figure], topic: frozenset[str], inside: list[Figure], start: int) -> Figure | None:
    """The figure in the topic itself, or the nearest further up that fits and bears the words of topic or parts."""
    named = [f for f in inside if f.family == parts[0].family and _fits(f, parts)]
    if named:
        return named[-1]
    least = max(f.value or 0 for f in parts)
    earlier = [f for f in scene.earlier(parts[0], reach=_WHOLES) if f.end <= start and (f.value or 0) > least]
    return next((f for f in earlier if _bear(f, parts, topic) and _fits(f, parts)), None)


def _bear(whole: Figure, parts: list[Figure], topic: frozenset[str]) -> bool:
    """Whether whole and parts bear the same words: one label before all, or, of three parts, the topic or a noun."""
    if len(whole.digits.replace(".", "").strip("0")) < 2:
        return False
    label = _end(whole.left, _LABEL)
    if label and all(_end(p.left, _LABEL) == label for p in parts):
        return True
    if len(parts) < 3:
        return False
    noun = _end(whole.left, _NOUN)
    about = len(topic & bigrams(whole.left + whole.right)) >= 2
    return about or (bool(noun) and all(_end(p.left, _NOUN) == noun for p in parts))


def _end(words: str, length: int) -> str:
    return words[-length:] if len(words) >= length and words[-length:].isalpha() else ""


def _fits(whole: Figure, parts: Sequence[Figure]) -> bool:
    return whole not in parts and holds(relation(Breakdown(whole, tuple(parts), False), firm=False))


def _by_lines(scene: Scene, at: int) -> Iterator[Breakdown]:
    """其中： and lines that name a part each: figures under one label, a line each, against the last so labelled before."""
    labelled: dict[tuple[str, str], list[Figure]] = {}
    for figure in scene.between(at, at + _REGION):
        label = _end(figure.left, _LABEL)
        if label and _counts(figure):
            labelled.setdefault((figure.family, label), []).append(figure)
    for (_, label), parts in labelled.items():
        if len(parts) < 3 or len({p.line for p in parts}) < len(parts):
            continue
        before = (f for f in scene.earlier(parts[0], reach=_WHOLES) if f.end <= at)
        whole = next((f for f in before if _end(f.left, _LABEL) == label), None)
        lengths = range(min(len(parts), _PARTS), 2, -1)
        fitting = next((parts[:n] for n in lengths if whole and _fits(whole, parts[:n])), None)
        if whole and fitting:
            yield Breakdown(whole, tuple(fitting), False)


# ---- knowledge -------------------------------------------------------------------------------------------------------

def _topics() -> dict[str, str]:
    words: dict[str, str] = patterns.table("audit/relations")["topic"]
    return words


def _generic() -> list[str]:
    words: list[str] = patterns.table("audit/relations")["share"]["generic"]
    return words


def _openers() -> list[str]:
    words: list[str] = patterns.table("audit/relations")["sum"]["among"]
    return words


@cache
def _topic() -> re.Pattern[str]:
    return re.compile(_topics()["pattern"])


@cache
def _opens_lines() -> re.Pattern[str]:
    return re.compile(any_of(_openers()) + _topics()["line_end"])


@cache
def _bracket() -> re.Pattern[str]:
    return re.compile(f"[{_topics()['opening']}{_topics()['closing']}]")


def _opening() -> str:
    return _topics()["opening"]
