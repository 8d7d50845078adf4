"""The scene of a reading: its clauses, words and figures, looked up by place and kept while projects are assembled."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from extractor.model import Mention, Reading, Span

_CLAUSE_END = re.compile(r"[。！？；\n，：!?;]|(?<!\d)[,:]|[,:](?!\d)")
_SENTENCE_END = re.compile(r"[。！？；\n!?;]")
_LONGEST = 120  # characters of a clause that are looked at around one place


@dataclass(frozen=True, slots=True)
class Scene:
    """A reading with its figures in text order and what was cut into words so far."""

    reading: Reading
    text: str
    figures: tuple[Mention, ...]
    starts: list[int]
    cut: dict[tuple[int, int], list[tuple[int, int]]] = field(default_factory=dict)

    def clause(self, start: int, end: int) -> Span:
        """The clause around a stretch of the view: from the mark before it to the mark after it."""
        return Span(self.back(_CLAUSE_END, start), self.ahead(_CLAUSE_END, end))

    def sentence(self, start: int, end: int) -> Span:
        """The sentence around a stretch of the view."""
        return Span(self.back(_SENTENCE_END, start, 4 * _LONGEST), self.ahead(_SENTENCE_END, end, 4 * _LONGEST))

    def paragraph(self, at: int) -> Span:
        """The line around a place in the view."""
        end = self.text.find("\n", at)
        return Span(self.text.rfind("\n", 0, at) + 1, len(self.text) if end < 0 else end)

    def back(self, mark: re.Pattern[str], start: int, reach: int = _LONGEST) -> int:
        """Where the stretch that `start` lies in begins: after the last mark before it, at most `reach` back."""
        low = max(0, start - reach)
        last = low
        for found in mark.finditer(self.text, low, start):
            last = found.end()
        return last

    def ahead(self, mark: re.Pattern[str], end: int, reach: int = _LONGEST) -> int:
        """Where the stretch that `end` lies in stops: before the next mark, at most `reach` ahead."""
        found = mark.search(self.text, end, min(len(self.text), end + reach))
        return found.start() if found else min(len(self.text), end + reach)

    def words(self, span: Span) -> list[tuple[int, int]]:
        """The words of a stretch of the view, as spans of the view."""
        key = (span.start, span.end)
        if key not in self.cut:
            cut = self.reading.words(self.text[span.start:span.end])
            self.cut[key] = [(a + span.start, b + span.start) for a, b in cut]
        return self.cut[key]

    def within(self, start: int, end: int) -> tuple[Mention, ...]:
        """The figures that begin in a stretch of the view."""
        return self.figures[bisect_left(self.starts, start):bisect_left(self.starts, end)]

    def over(self, at: int) -> Mention | None:
        """The figure that covers a place of the view, dates before others."""
        i = bisect_right(self.starts, at)
        found = [m for m in self.figures[max(0, i - 3):i] if m.at.start <= at < m.at.end]
        return min(found, key=lambda m: (m.kind != "date", m.at.start)) if found else None


def scene(reading: Reading) -> Scene:
    """The scene of a reading."""
    figures = tuple(sorted(reading.mentions, key=lambda m: (m.at.start, m.at.end)))
    return Scene(reading, reading.view.text, figures, [m.at.start for m in figures])
