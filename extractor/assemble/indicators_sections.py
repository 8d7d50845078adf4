"""The headings of a document, numbered or not, asked for those above a place."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from extractor.assemble.indicators_spot import cue
from extractor.model import Outline, Segment, Span

_LINE = 30  # characters of a line that may be a heading without a number


class Sections:
    """The headings above a place of the view."""

    def __init__(self, outline: Outline, text: str) -> None:
        self.headings = sorted(_nested(outline.headings, list(_bare(outline, text))), key=lambda h: (h.at.start, -h.at.end))
        self.starts = [h.at.start for h in self.headings]
        self.parents: list[int] = []
        for i, heading in enumerate(self.headings):
            parent = i - 1
            while parent >= 0 and self.headings[parent].at.end <= heading.at.start:
                parent = self.parents[parent]
            self.parents.append(parent)

    def opens(self, place: int) -> bool:
        """Whether a heading begins at a place."""
        i = bisect_right(self.starts, place) - 1
        return i >= 0 and self.starts[i] == place

    def above(self, place: int) -> list[Segment]:
        """The headings whose sections hold a place, the innermost first."""
        out, i = [], bisect_right(self.starts, place) - 1
        while i >= 0:
            if self.headings[i].at.end > place:
                out.append(self.headings[i])
            i = self.parents[i]
        return out


def _bare(outline: Outline, text: str) -> Iterator[Segment]:
    """The lines that head a part of a report without a number (过去五年工作回顾), each to the next of them."""
    numbered = {h.at.start for h in outline.headings}
    found = [p.at for p in outline.paragraphs if p.kind == "paragraph" and len(p.at) <= _LINE
             and p.at.start not in numbered and cue["sections", "bare"].fullmatch(text, p.at.start, p.at.end)]
    for at, end in zip(found, [*(at.start for at in found[1:]), len(text)][:len(found)], strict=True):
        yield Segment("heading", Span(at.start, end), title=text[at.start:at.end])


def _nested(numbered: Sequence[Segment], bare: Sequence[Segment]) -> Iterator[Segment]:
    """All headings, so that of two sections that overlap one holds the other.

    A numbered section ends where a line heads the next part, unless its count goes on behind that line: then the line
    heads a part of the section and ends with it.
    """
    starts = [b.at.start for b in bare]
    ends = {b.at.start: b.at.end for b in bare}
    for i, heading in enumerate(numbered):
        first = bisect_right(starts, heading.at.start)
        if first == len(starts) or starts[first] >= heading.at.end:
            yield heading
        elif _goes_on(numbered, i):
            ends |= {start: min(ends[start], heading.at.end) for start in starts[first:] if start < heading.at.end}
            yield heading
        else:
            yield Segment("heading", Span(heading.at.start, starts[first]), heading.article, heading.level,
                          heading.number, heading.title)
    for heading in bare:
        yield Segment("heading", Span(heading.at.start, ends[heading.at.start]), title=heading.title)


def _goes_on(numbered: Sequence[Segment], i: int) -> bool:
    """Whether behind a section its count goes on: the next number of its level is another one than the first."""
    heading = numbered[i]
    following = next((h for h in numbered[i + 1:] if h.at.start >= heading.at.end), None)
    return following is not None and following.level == heading.level and not cue["sections", "first"].fullmatch(
        following.number)
