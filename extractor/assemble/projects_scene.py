"""The scene of a reading: its clauses, words and figures, looked up by place and kept while projects are assembled."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import cache

import patterns
from extractor.assemble import projects_lexicon as lexicon
from extractor.model import Attribute, Mention, Reading, Span

_CLAUSE_END = re.compile(r"[。！？；\n，：]")
_CLAUSE_ONLY = "，："
_NOT_IN_FIGURES = {sign: re.compile(rf"(?<!\d){sign}|{sign}(?!\d)") for sign in ",:"}
_FULL_WIDTH = {",": "，", ":": "：", ";": "；", "!": "！", "?": "？", "(": "（", ")": "）"}
_CLAUSE, _SENTENCE = 120, 480  # characters that are looked at around one place
_NEAR = 3  # figures before a place that may cover it


@dataclass(frozen=True, slots=True)
class Scene:
    """A reading with its figures in text order, and what was cut into words, clauses and sentences so far."""

    reading: Reading
    text: str
    figures: tuple[Mention, ...]
    starts: list[int]
    reach: list[int]
    clauses: list[int]
    sentences: list[int]
    titles: tuple[Span, ...] = ()
    cut: dict[tuple[int, int], list[tuple[int, int]]] = field(default_factory=dict)
    sorts: dict[str, str] = field(default_factory=dict)
    natures: dict[str, str] = field(default_factory=dict)
    endings: list[Span] = field(default_factory=list)
    begun: dict[int, int] = field(default_factory=dict)
    told: dict[int, dict[int, str]] = field(default_factory=dict)
    reported: dict[str, Attribute | None] = field(default_factory=dict)

    def clause(self, start: int, end: int) -> Span:
        """The clause around a stretch of the view: from the mark before it to the mark after it."""
        return _between(self.clauses, len(self.text), start, end, _CLAUSE)

    def sentence(self, start: int, end: int) -> Span:
        """The sentence around a stretch of the view."""
        return _between(self.sentences, len(self.text), start, end, _SENTENCE)

    def opens(self, at: int) -> int:
        """Where the clause begins that holds this place of the view."""
        before = bisect_left(self.clauses, at)
        return max(self.clauses[before - 1] + 1 if before else 0, at - _CLAUSE)

    def begins(self, at: int) -> int:
        """Where the sentence begins that holds this place of the view."""
        before = bisect_left(self.sentences, at)
        return max(self.sentences[before - 1] + 1 if before else 0, at - _SENTENCE)

    def paragraph(self, at: int) -> Span:
        """The line around a place in the view."""
        end = self.text.find("\n", at)
        return Span(self.text.rfind("\n", 0, at) + 1, len(self.text) if end < 0 else end)

    def apart(self, at: int) -> bool:
        """Whether blanks are printed before a place of the view, of which it keeps none between Chinese characters."""
        index = self.reading.view.index
        return 0 < at < len(self.text) and self.reading.document.text[index[at] - 1] == " " and self.text[at - 1] != " "

    def words(self, span: Span) -> list[tuple[int, int]]:
        """The words of a stretch of the view, as spans of the view: those of its clause where they fit the stretch."""
        start, end = span.start, span.end
        if (kept := self.cut.get((start, end))) is not None:
            return kept
        low = self.opens(start)
        words = self.cut.get((low, -1))
        if words is None:
            words = self.cut[low, -1] = self._cut(low, self.clause(start, start).end)
        first = bisect_left(words, (start, 0)) if start > low else 0
        last = bisect_left(words, (end, 0), first)
        if first == last or words[first][0] != start or words[last - 1][1] != end:
            found = self._cut(start, end)
        else:
            found = words[first:last]
        self.cut[start, end] = found
        return found

    def _cut(self, start: int, end: int) -> list[tuple[int, int]]:
        return [(a + start, b + start) for a, b in self.reading.words(self.text[start:end])]

    def sort(self, word: str) -> lexicon.Sort:
        """What a word contributes to a name."""
        found = self.sorts.get(word)
        if found is None:
            found = self.sorts[word] = lexicon.sort_of(word, self.reading.known)
        return found

    def within(self, start: int, end: int) -> tuple[Mention, ...]:
        """The figures that begin in a stretch of the view."""
        return self.figures[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def over(self, at: int) -> Mention | None:
        """The figure that covers a place of the view, dates before others."""
        i = bisect_right(self.starts, at)
        if self.reach[i] <= at:
            return None
        found = None
        for m in self.figures[max(0, i - _NEAR) : i]:
            if at < m.at.end and (not found or (m.kind == "date" and found.kind != "date")):
                found = m
        return found


def _between(marks: list[int], size: int, start: int, end: int, reach: int) -> Span:
    """From the last mark before `start` to the first one after `end`, at most `reach` characters away."""
    before = bisect_left(marks, start)
    after = before if end == start else bisect_left(marks, end, before)
    low = marks[before - 1] + 1 if before else 0
    high = marks[after] if after < len(marks) else size
    return Span(low if low > start - reach else start - reach, high if high < end + reach else end + reach)


def folded(text: str) -> str:
    """The text in simplified characters and full-width signs, character for character, so that offsets stay."""
    if any(mark in text for mark in patterns.table("segment/traditional")["marks"]):
        text = text.translate(_simplified())
    for sign, full in _FULL_WIDTH.items():
        if sign in text:
            text = _NOT_IN_FIGURES[sign].sub(full, text) if sign in _NOT_IN_FIGURES else text.replace(sign, full)
    return text


@cache
def _simplified() -> dict[int, int]:
    table = patterns.table("segment/traditional")
    return str.maketrans(table["traditional"], table["simplified"])


def scene(reading: Reading) -> Scene:
    """The scene of a reading; its text is the view's, folded to simplified characters and full-width signs."""
    figures = tuple(sorted(reading.mentions, key=lambda m: (m.at.start, m.at.end)))
    titles = tuple(p.at for p in reading.outline.paragraphs if p.kind == "title")
    text = folded(reading.view.text)
    clauses = [m.start() for m in _CLAUSE_END.finditer(text)]
    ends = [m.at.end for m in figures]
    reach = [0, *map(max, ends, [0, *ends], [0, 0, *ends])]
    sentences = [i for i in clauses if text[i] not in _CLAUSE_ONLY]
    return Scene(reading, text, figures, [m.at.start for m in figures], reach, clauses, sentences, titles)
