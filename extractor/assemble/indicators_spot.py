"""Where a figure stands: its sentence, its clause, and the words before and behind it that may say what it measures."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import patterns
from extractor.model import Mention, Reading, Span

FIGURES = frozenset({"money", "percent", "count", "measure", "point", "multiple"})
_OPENINGS = 12  # clauses before a figure whose openings are kept
_REACH = 400  # characters before a figure in which its sentence is read: longer ones are lists
_HOLE = "\N{NULL}"  # stands for a bracket without figures, so that offsets stay
_BRACKETS = re.compile(r"[（(][^（()）\n]{0,40}[）)]")


class Spot(NamedTuple):
    """A figure with its surroundings; spans are in the view, `text` is the view with brackets that hold no figure blanked.

    clause: between the punctuation around it. before: from the clause's start, or the figure before it, to the figure;
    after: from the figure to the next figure or the clause's end. lead: the sentence before the figure, no further back
    than a reader looks. The `_words` of each are its text without blanked brackets. part: where the part of the sentence
    begins, behind its last semicolon before the figure. openings: where the last clauses of the lead begin.
    """

    figure: Mention
    paragraph: Span
    sentence: Span
    clause: Span
    before: Span
    after: Span
    lead: Span
    text: str
    clause_words: str
    before_words: str
    after_words: str
    lead_words: str
    part: int
    openings: Sequence[int]

    def words(self, span: Span) -> str:
        """The words of a span without blanked brackets."""
        return self.text[span.start:span.end].replace(_HOLE, "")


class _Bounds(NamedTuple):
    """Where the stretches between punctuation begin and end."""

    starts: Sequence[int]
    ends: Sequence[int]

    def behind(self, start: int, end: int) -> Sequence[int]:
        """The ends of the last marks inside a stretch, in text order."""
        last = bisect_right(self.ends, end)
        return self.ends[max(bisect_left(self.starts, start), last - _OPENINGS):last]

    def around(self, at: Span, first: int, last: int) -> Span:
        """The stretch around a place, inside the bounds of an outer one."""
        left = bisect_right(self.ends, at.start) - 1
        right = bisect_left(self.starts, at.end)
        if left >= 0 and self.ends[left] > first:
            first = self.ends[left]
        return Span(first, self.starts[right] if right < len(self.starts) and self.starts[right] < last else last)


class _Cues(dict[tuple[str, str], re.Pattern[str]]):
    """The entries of the cue table by section and name, a list as one regex, longest first; compiled when asked for."""

    def __missing__(self, key: tuple[str, str]) -> re.Pattern[str]:
        entry = patterns.table("indicators/cues")[key[0]][key[1]]
        text = entry if isinstance(entry, str) else "|".join(sorted(entry, key=len, reverse=True))
        self[key] = found = re.compile(text)
        return found


cue = _Cues()


def spots(reading: Reading, text: str) -> list[Spot]:
    """Every figure of a paragraph or caption with its surroundings, in text order; `text` is the view, folded."""
    figures = [m for m in reading.mentions if m.kind in FIGURES]
    return list(_spots(reading, text, figures)) if figures else []


def _spots(reading: Reading, text: str, figures: list[Mention]) -> Iterator[Spot]:
    starts = [m.at.start for m in figures]
    hard = [m.at for m in figures if not m.soft]
    hard_starts, hard_ends = [a.start for a in hard], [a.end for a in hard]
    text = _blanked(text, starts)
    sentences, clauses, marks, parts = _bounds(text, figures)
    segments = sorted([s.at for s in (*reading.outline.paragraphs, *reading.outline.captions)], key=lambda at: at.start)
    opened = [at.start for at in segments]
    for figure in figures:
        at = figure.at
        inside = bisect_right(opened, at.start) - 1
        if inside < 0 or segments[inside].end < at.end:
            continue
        paragraph = segments[inside]
        sentence = sentences.around(at, paragraph.start, paragraph.end)
        clause = clauses.around(at, max(sentence.start, at.start - _REACH), min(sentence.end, at.end + _REACH))
        last, following = bisect_right(hard_ends, at.start) - 1, bisect_left(hard_starts, at.end)
        start = max(clause.start, hard_ends[last]) if last >= 0 else clause.start
        end = min(clause.end, hard_starts[following]) if following < len(hard) else clause.end
        first, end = max(sentence.start, at.start - _REACH), max(end, at.end)
        yield Spot(figure, paragraph, sentence, clause, Span(start, at.start), Span(at.end, end), Span(first, at.start),
                   text, text[clause.start:clause.end].replace(_HOLE, ""), text[start:at.start].replace(_HOLE, ""),
                   text[at.end:end].replace(_HOLE, ""), text[first:at.start].replace(_HOLE, ""),
                   max(parts.behind(first, at.start), default=first), marks.behind(first, at.start))


def _blanked(text: str, starts: list[int]) -> str:
    """The view with every bracket that holds no figure blanked."""
    def blank(found: re.Match[str]) -> str:
        empty = bisect_left(starts, found.start()) == bisect_left(starts, found.end())
        return _HOLE * (found.end() - found.start()) if empty else found.group()
    return _BRACKETS.sub(blank, text)


def _bounds(text: str, figures: list[Mention]) -> tuple[_Bounds, _Bounds, _Bounds, _Bounds]:
    """The bounds of sentences and of clauses, without those inside a figure (12,000); all marks; those of parts."""
    spans = every = [found.span() for found in cue["bounds", "clause"].finditer(text)]
    starts = [a for a, _ in spans]
    inside = {i for m in figures for i in range(bisect_left(starts, m.at.start), bisect_left(starts, m.at.end))}
    if inside:
        spans = [span for i, span in enumerate(spans) if i not in inside]
    marks = frozenset(patterns.table("indicators/cues")["bounds"]["sentence"])
    full = [span for span in spans if text[span[0]] in marks]
    parts = [found.span() for found in cue["no_indicator", "part"].finditer(text)]
    return _made(full), _made(spans), _made(every), _made(parts)


def _made(spans: Sequence[tuple[int, int]]) -> _Bounds:
    return _Bounds([a for a, _ in spans], [b for _, b in spans])
