"""Sums by structure: figures in parallel places (of one sentence, under one label, line by line) that come to another.

No cue word is asked for. Only what fits is said, and only where the fit is no accident: the more values the printed whole
tells apart, the fewer words need to tie it to its parts, and the other way round.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import groupby

import patterns
from extractor.audit.breakdown import Breakdown, among_words, relation
from extractor.audit.partitions import partitions
from extractor.audit.relation import holds
from extractor.audit.scene import LEVELS, RATIOS, Figure, Scene, bigrams

_PARTS = 24
_BEFORE, _AFTER = 60, 6
"""Figures before a list and behind it that may be its whole."""
_LABEL = 4
"""Characters at the end of the words before a figure that say what it measures."""
_FEW, _SOME, _MANY, _SURE = 20, 40, 400, 4000
"""How many values a whole can tell apart, and be an accident: under one label, with a noun, of two parts, without words."""


@dataclass(frozen=True, slots=True)
class Row:
    """Figures in parallel places; `topic`: the words that open their list, `inside`: the figures among these."""

    parts: tuple[Figure, ...]
    topic: frozenset[str] = frozenset()
    inside: tuple[Figure, ...] = ()


def listed(scene: Scene) -> Iterator[Breakdown]:
    """The breakdowns whose parts stand in parallel and fit a figure before or right behind them."""
    counted = [f for f in scene.figures if _counts(f)]
    depth = _depths(scene, counted)
    seen: set[tuple[int, ...]] = set()
    kinds: dict[tuple[str, bool], list[Figure]] = {}
    for figure in counted:
        kinds.setdefault((figure.family, figure.use == "average"), []).append(figure)
    if max(map(len, kinds.values()), default=0) < 3:
        return
    for row in (*_topics(scene, counted, depth), *_sentences(counted, depth), *_labels(counted, depth)):
        orders = tuple(f.order for f in row.parts)
        if 2 <= len(orders) <= _PARTS and orders not in seen:
            seen.add(orders)
            whole = _whole(scene, row, kinds)
            if whole:
                yield Breakdown(whole, row.parts, False)


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


# ---- parallel places -------------------------------------------------------------------------------------------------

def _counts(figure: Figure) -> bool:
    named = figure.use in (*LEVELS, "average") and figure.family not in RATIOS
    return named and bool(figure.value) and not figure.mention.soft


def _depths(scene: Scene, figures: Sequence[Figure]) -> dict[int, bool]:
    """By order whether a figure stands in a bracket of its line."""
    out: dict[int, bool] = {}
    for _, line in groupby(figures, key=lambda f: f.line):
        in_line = list(line)
        outside = {f.order for f in unbracketed(scene.text, scene.line(in_line[0].start)[0], in_line)}
        out |= {f.order: f.order not in outside for f in in_line}
    return out


def _kind(figure: Figure, depth: dict[int, bool]) -> tuple[str, bool, bool]:
    return figure.family, figure.use == "average", depth[figure.order]


def _groups(figures: Sequence[Figure], depth: dict[int, bool]) -> Iterator[list[Figure]]:
    found: dict[tuple[str, bool, bool], list[Figure]] = {}
    for figure in figures:
        found.setdefault(_kind(figure, depth), []).append(figure)
    yield from (group for group in found.values() if len(group) > 1)


def _sentences(counted: Sequence[Figure], depth: dict[int, bool]) -> Iterator[Row]:
    """All figures of a kind in a sentence, and all but the first or the last of them."""
    for _, sentence in groupby(counted, key=lambda f: f.sentence):
        for group in _groups(list(sentence), depth):
            for parts in (group, group[1:], group[:-1]):
                yield Row(tuple(parts))


def _topics(scene: Scene, counted: Sequence[Figure], depth: dict[int, bool]) -> Iterator[Row]:
    """The figures behind 甲类项目中， or 其中 in a sentence."""
    for _, sentence in groupby(counted, key=lambda f: f.sentence):
        figures = list(sentence)[:2 * _PARTS]
        if len(figures) < 2:
            continue
        start, end = scene.sentence(figures[0].start)
        topic = _topic().match(scene.text, start, end)
        cues = [topic.span()] if topic else []
        cues += [c.span() for c in among_words().finditer(scene.text, start, figures[-2].start) if c.group() in _openers()]
        for begin, at in cues:
            words = bigrams(scene.text[begin:at], _generic())
            inside = tuple(f for f in figures if begin <= f.start < at)
            for group in _groups([f for f in figures if f.start >= at], depth):
                yield Row(tuple(group), words, inside)


def _labels(counted: Sequence[Figure], depth: dict[int, bool]) -> Iterator[Row]:
    """Figures under one label: of one line, or one a line in lines that follow one another."""
    found: dict[tuple[tuple[str, bool, bool], str], list[Figure]] = {}
    for figure in counted:
        label = _end(figure.left, _LABEL)
        if label:
            found.setdefault((_kind(figure, depth), label), []).append(figure)
    for group in found.values():
        run = group[:1]
        for figure in group[1:]:
            if figure.line - run[-1].line > 1:
                yield from _cuts(run)
                run = []
            run.append(figure)
        yield from _cuts(run)


def _cuts(run: list[Figure]) -> Iterator[Row]:
    """The run, and of one over several lines each line with two of them or more."""
    if len(run) < 2:
        return
    yield Row(tuple(run))
    yield Row(tuple(run[1:]))
    if run[0].line != run[-1].line:
        for _, line in groupby(run, key=lambda f: f.line):
            yield Row(tuple(line))


# ---- wholes ----------------------------------------------------------------------------------------------------------

def _whole(scene: Scene, row: Row, kinds: Mapping[tuple[str, bool], Sequence[Figure]]) -> Figure | None:
    """The nearest figure that the parts come to and that is no accident."""
    first, last = row.parts[0], row.parts[-1]
    named = next((f for f in row.inside if f.family == first.family and _fits(f, row.parts)), None)
    if named:
        return named
    value = sum(f.rough for f in row.parts)
    least = max(f.rough for f in row.parts)
    slack = sum(f.rough_step for f in row.parts)
    alike = kinds[first.family, first.use == "average"]
    before = alike[bisect_left(alike, first.order - _BEFORE, key=_order):bisect_left(alike, first.order, key=_order)]
    after = alike[bisect_left(alike, last.order + 1, key=_order):bisect_left(alike, last.order + 1 + _AFTER, key=_order)]
    near = [f for f in (*reversed(before), *after)
            if f.rough > least and abs(f.rough - value) <= slack + f.rough_step]
    article = scene.article(first.start)
    return next((f for f in near if scene.article(f.start) == article and _told(f, row) and _fits(f, row.parts)), None)


def _order(figure: Figure) -> int:
    return figure.order


def _fits(whole: Figure, parts: Sequence[Figure]) -> bool:
    return holds(relation(Breakdown(whole, tuple(parts), False), firm=False))


def _told(whole: Figure, row: Row) -> bool:
    """Whether a fit says more than chance: by the values that the whole can tell apart, and by the words that tie it."""
    parts = row.parts
    width = max(whole.step, _width(whole)) + sum((_width(p) for p in parts), Fraction(0))
    sharp = abs(whole.value or Fraction(0)) / width
    label = _end(whole.left, _LABEL)
    if label and all(_end(p.left, _LABEL) == label for p in parts):
        return sharp >= (_FEW if len(parts) > 2 else _SOME)
    if len(row.topic & bigrams(whole.left + whole.right)) >= 2:
        return sharp >= (_FEW if len(parts) > 2 else _MANY)
    noun = _noun(whole)
    for part in parts:
        noun &= _noun(part)
    if noun and (len(parts) > 2 or _all_named(parts)):
        return sharp >= _SOME
    return sharp >= (_MANY if noun else _SURE)


def _all_named(parts: Sequence[Figure]) -> bool:
    """131个续建项目, 35个新建项目: the words around the parts hold the names that make up a whole."""
    words = [p.left[-8:] + p.right[:6] for p in parts]
    rows = (names for names in partitions() if len(names) == len(parts))
    return any(all(n in w for n, w in zip(names, words, strict=True)) for names in rows)


def _width(figure: Figure) -> Fraction:
    """How many values a figure stands for: none but itself for a count, all of a twentieth either way behind 约."""
    bounds = figure.interval()
    return abs(figure.value or Fraction(0)) if bounds.low is None or bounds.high is None else bounds.high - bounds.low


def _noun(figure: Figure) -> frozenset[str]:
    return bigrams(figure.left[-6:] + " " + figure.right[:10], _plain())


def _end(words: str, length: int) -> str:
    return words[-length:] if len(words) >= length and words[-length:].isalpha() else ""


# ---- knowledge -------------------------------------------------------------------------------------------------------

def _words() -> dict[str, str]:
    words: dict[str, str] = patterns.table("audit/relations")["topic"]
    return words


def _generic() -> list[str]:
    words: list[str] = patterns.table("audit/relations")["share"]["generic"]
    return words


def _plain() -> list[str]:
    words: list[str] = patterns.table("audit/relations")["far"]["verbs"]
    return words


def _openers() -> list[str]:
    words: list[str] = patterns.table("audit/relations")["sum"]["among"]
    return words


@cache
def _topic() -> re.Pattern[str]:
    return re.compile(_words()["pattern"])


@cache
def _bracket() -> re.Pattern[str]:
    return re.compile(f"[{_words()['opening']}{_words()['closing']}]")


def _opening() -> str:
    return _words()["opening"]
