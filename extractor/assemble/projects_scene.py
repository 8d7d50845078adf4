"""The scene of a reading: its clauses, words and figures, looked up by place and kept while projects are assembled."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import cache

import patterns
from extractor.model import Mention, Reading, Span

_CLAUSE_END = re.compile(r"[。！？；\n，：]")
_SENTENCE_END = re.compile(r"[。！？；\n]")
_HALF_WIDTH = re.compile(r"(?<!\d),|,(?!\d)|(?<!\d):|:(?!\d)|[;!?()]")
_FULL_WIDTH = {",": "，", ":": "：", ";": "；", "!": "！", "?": "？", "(": "（", ")": "）"}
_CLAUSE, _SENTENCE = 120, 480  # characters that are looked at around one place


@dataclass(frozen=True, slots=True)
class Scene:
    """A reading with its figures in text order, and what was cut into words, clauses and sentences so far."""

    reading: Reading
    text: str
    figures: tuple[Mention, ...]
    starts: list[int]
    titles: tuple[Span, ...] = ()
    cut: dict[tuple[int, int], list[tuple[int, int]]] = field(default_factory=dict)
    marks: dict[str, list[int]] = field(default_factory=dict)
    around: dict[tuple[str, int, int], Span] = field(default_factory=dict)

    def clause(self, start: int, end: int) -> Span:
        """The clause around a stretch of the view: from the mark before it to the mark after it."""
        return self._between("clause", _CLAUSE_END, start, end, _CLAUSE)

    def sentence(self, start: int, end: int) -> Span:
        """The sentence around a stretch of the view."""
        return self._between("sentence", _SENTENCE_END, start, end, _SENTENCE)

    def _between(self, kind: str, mark: re.Pattern[str], start: int, end: int, reach: int) -> Span:
        """From the last mark before `start` to the first one after `end`, at most `reach` characters away."""
        kept = self.around.get((kind, start, end))
        if kept is not None:
            return kept
        marks = self.marks.get(kind)
        if marks is None:
            marks = self.marks[kind] = [m.start() for m in mark.finditer(self.text)]
        before = bisect_left(marks, start)
        after = before if end == start else bisect_left(marks, end, before)
        low = marks[before - 1] + 1 if before else 0
        high = marks[after] if after < len(marks) else len(self.text)
        found = Span(low if low > start - reach else start - reach, high if high < end + reach else end + reach)
        self.around[kind, start, end] = found
        return found

    def paragraph(self, at: int) -> Span:
        """The line around a place in the view."""
        end = self.text.find("\n", at)
        return Span(self.text.rfind("\n", 0, at) + 1, len(self.text) if end < 0 else end)

    def words(self, span: Span) -> list[tuple[int, int]]:
        """The words of a stretch of the view, as spans of the view."""
        key = (span.start, span.end)
        if key not in self.cut:
            cut = self.reading.words(self.text[span.start : span.end])
            self.cut[key] = [(a + span.start, b + span.start) for a, b in cut]
        return self.cut[key]

    def within(self, start: int, end: int) -> tuple[Mention, ...]:
        """The figures that begin in a stretch of the view."""
        return self.figures[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def over(self, at: int) -> Mention | None:
        """The figure that covers a place of the view, dates before others."""
        i = bisect_right(self.starts, at)
        found = None
        for m in self.figures[max(0, i - 3) : i]:
            if at < m.at.end and (not found or (m.kind == "date" and found.kind != "date")):
                found = m
        return found


def folded(text: str) -> str:
    """The text in simplified characters and full-width signs, character for character, so that offsets stay."""
    if any(mark in text for mark in patterns.table("segment/traditional")["marks"]):
        text = text.translate(_simplified())
    return _HALF_WIDTH.sub(lambda m: _FULL_WIDTH[m.group()], text)


@cache
def _simplified() -> dict[int, int]:
    table = patterns.table("segment/traditional")
    return str.maketrans(table["traditional"], table["simplified"])


def scene(reading: Reading) -> Scene:
    """The scene of a reading; its text is the view's, folded to simplified characters and full-width signs."""
    figures = tuple(sorted(reading.mentions, key=lambda m: (m.at.start, m.at.end)))
    titles = tuple(p.at for p in reading.outline.paragraphs if p.kind == "title")
    return Scene(reading, folded(reading.view.text), figures, [m.at.start for m in figures], titles)
