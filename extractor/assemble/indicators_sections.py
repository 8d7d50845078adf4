"""The headings of a document, asked for those above a place."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from extractor.model import Segment


class Sections:
    """The headings above a place of the view."""

    def __init__(self, headings: Sequence[Segment]) -> None:
        self.headings = sorted(headings, key=lambda h: (h.at.start, -h.at.end))
        self.starts = [h.at.start for h in self.headings]
        self.parents: list[int] = []
        for i, heading in enumerate(self.headings):
            parent = i - 1
            while parent >= 0 and self.headings[parent].at.end <= heading.at.start:
                parent = self.parents[parent]
            self.parents.append(parent)

    def above(self, place: int) -> list[Segment]:
        """The headings whose sections hold a place, the innermost first."""
        out, i = [], bisect_right(self.starts, place) - 1
        while i >= 0:
            if self.headings[i].at.end > place:
                out.append(self.headings[i])
            i = self.parents[i]
        return out
