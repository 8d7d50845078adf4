"""Which printed lines go on into the next: newspapers and scans break lines inside words, sentences and figures.

A line goes on where it stops in the middle of a sentence and is as long as its column is wide (or longer than any heading),
or where the next can only be a continuation. Headings, captions, bylines, rows of a table and short lines without a full
stop stay by themselves. Captions that stand between the two halves of a sentence are put behind the paragraph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate

import regex

import patterns
from extractor.segment.lines import Line, ends_caption, ends_document_number, opens_label, opens_paragraph

Paragraph = tuple[Line, ...]

_PROSE = re.compile(r"[，。；,;]")
_GOES_ON = "，、；：。！？”’）》】」』％%,;:!?)]"
_OPENING = "（(【《"
_LAST_BRACKET = regex.compile(r"[（(【《）)】》]", regex.REVERSE)
_LAST_QUOTE = regex.compile(r"[“”]", regex.REVERSE)
_WORDS = regex.compile(r"[\p{Han}\p{P}]")
_STOP = re.compile(r"[。！？]")
_CLOSED = regex.compile(r"[。！？；][（(【][^。（）()【】]{2,300}[）)】]$")
_NUMBER_END = regex.compile(r"\d[.,]?$|\d\p{Han}{1,2}$")
_NUMBER_ENDS = 3  # characters of the longest such end
_UNFINISHED = "，、（(《“‘【「『,"
_BETWEEN = ("caption", "header")  # what may stand between the halves of a sentence
_NEAR = 6  # lines, a line and those after it (or before it), that show how wide a column is
_LONG = 45  # em: no heading is longer
_INDENT = (1.5, 4)  # em before the first line of a paragraph


@dataclass(frozen=True, slots=True)
class _Page:
    """The lines of a text with the width of the column that begins with each, 0 outside columns of prose."""

    text: str
    lines: list[Line]
    columns: list[float]

    def fills(self, i: int, least: float) -> bool:
        """Whether line `i` reaches the end of its column but for `least` em."""
        reach = self.lines[i].width + least
        return 0 < self.columns[i] <= reach or 0 < self.columns[max(0, i - _NEAR + 1)] <= reach

    def full(self, i: int) -> bool:
        """Whether line `i` is as wide as its column, an indentation and ragged ends allowed for."""
        line = self.lines[i]
        if self.fills(i, 2.6):
            return True
        return self.fills(i, 4.2) and _PROSE.search(self.text, line.start, line.end) is not None

    def finished(self, i: int) -> bool:
        """Whether line `i` ends as a sentence or a clause does."""
        cues = patterns.table("segment/text")["sentences"]
        line = self.lines[i]
        last = self.text[line.end - 1]
        if last in cues["closing"]:
            bare = self.text[max(line.start, line.end - 12):line.end].rstrip(cues["closing"])
            if not bare or bare[-1] in cues["line_end"]:
                return True
        elif last in cues["line_end"]:
            return True
        if last in ")）】" and (line.width > 60 or _CLOSED.search(self.text, line.start, line.end)):
            return True
        return ends_document_number(self.text[max(line.start, line.end - 24):line.end])


def paragraphs(lines: list[Line], text: str) -> list[Paragraph]:
    """The lines of a text grouped into paragraphs, captions that interrupt one behind it."""
    page = _Page(text, lines, _columns(lines, text))
    out: list[Paragraph] = []
    current: list[int] = []
    late: list[Paragraph] = []
    i = 0
    while i < len(lines):
        if current and _joins(page, current, i):
            current.append(i)
        elif current and lines[i].role in _BETWEEN and (j := _after_captions(page, current, i)):
            late += _captions(page, range(i, j))
            current.append(j)
            i = j
        else:
            if current:
                out.append(tuple([lines[k] for k in current]))
            out += late
            late, current = [], [i]
        i += 1
    if current:
        out.append(tuple([lines[k] for k in current]))
    return out + late


def _after_captions(page: _Page, current: list[int], i: int) -> int:
    """The line behind a run of captions that continues the paragraph before them, 0 where none does."""
    j = i
    while j < len(page.lines) and j - i < 8 and page.lines[j].role in _BETWEEN:
        j += 1
    if j == len(page.lines) or page.finished(current[-1]):
        return 0
    return j if _joins(page, current, j) else 0


def _captions(page: _Page, several: range) -> list[Paragraph]:
    """A run of captions, the lines of one together."""
    out: list[list[int]] = []
    for k in several:
        if out and _joins(page, out[-1], k):
            out[-1].append(k)
        else:
            out.append([k])
    return [tuple(page.lines[k] for k in one) for one in out]


def _joins(page: _Page, current: list[int], i: int) -> bool:
    """Whether line `i` continues the paragraph made of `current`."""
    text, last, line = page.text, page.lines[current[-1]], page.lines[i]
    if line.role == last.role == "caption":
        return not line.blank and not page.finished(current[-1]) and not ends_caption(text[last.start:last.end])
    if line.role != "plain" or last.role not in ("plain", "heading") or opens_paragraph(text, line.start):
        return False
    if line.width <= 4 and not _WORDS.search(text, line.start, line.end) and text[last.end - 1] not in ".,":
        return False
    if _INDENT[0] <= line.indent <= _INDENT[1] and last.indent < line.indent:
        return False
    if text[line.start] in _GOES_ON or text[last.end - 1] in _UNFINISHED:
        return True
    if _is_open(page, max(page.lines[current[0]].start, last.end - 160), last.end):
        return True
    if page.finished(current[-1]):
        return page.fills(current[-1], 1.5) and not line.blank and not _lost_indent(page, i)
    if _splits_figure(page, last, line):
        return True
    wide = page.full(current[-1]) or len(current) > 1 or last.width >= _LONG or _is_prose(page, current[-1], i)
    return wide and not _cut_off(page, last, line) and not _stands_alone(page, last, i)


def _is_open(page: _Page, start: int, end: int) -> bool:
    """Whether a bracket or a quotation opens in a stretch and nothing closes or opens behind it."""
    bracket = _LAST_BRACKET.search(page.text, start, end)
    if bracket and bracket[0] in _OPENING:
        return True
    quote = _LAST_QUOTE.search(page.text, max(start, end - 41), end)
    return quote is not None and quote[0] == "“"


def _lost_indent(page: _Page, i: int) -> bool:
    """Whether line `i`, after a full line that ends a sentence, is narrower by the two em its indentation had."""
    if i + 1 >= len(page.lines) or not page.full(i + 1) or page.lines[i + 1].blank:
        return False
    return 1.5 <= page.lines[i + 1].width - page.lines[i].width <= 3.5


def _is_prose(page: _Page, last: int, i: int) -> bool:
    """Whether a line that stops short of a full stop is no heading: it ended a sentence before, or it pauses and the lines
    right below it are no wider than it is."""
    line = page.lines[last]
    if opens_label(page.text, line.start):
        return False
    stretch = page.text[line.start + (5 if line.role == "heading" else 0):line.end]
    if _STOP.search(stretch):
        return True
    after = page.lines[i:i + 3]
    return _PROSE.search(stretch) is not None and not after[0].blank and max(x.width for x in after) <= line.width * 1.3


def _splits_figure(page: _Page, last: Line, line: Line) -> bool:
    """Whether a number stops at the end of a line and its digits or its unit go on in the next, in prose."""
    text = page.text
    stretch = text[last.start:last.end]
    cues = patterns.table("segment/text")["figures"]
    if last.width < 4 or not _NUMBER_END.search(stretch[-_NUMBER_ENDS:]) or stretch.isascii():
        return False
    if stretch[-1] in cues["scales"]:
        return text[line.start] in cues["units"]
    if stretch[-1] in ".,":
        return text[line.start].isdigit()
    return stretch[-1].isdigit() and text[line.start] in cues["after"] and not line.blank


def _cut_off(page: _Page, last: Line, line: Line) -> bool:
    """Whether a figure at the end of a line lost what stood behind it, so that nothing here can continue it."""
    after = patterns.table("segment/text")["figures"]["after"]
    return page.text[last.end - 1].isdigit() and page.text[line.start] not in after


def _stands_alone(page: _Page, last: Line, i: int) -> bool:
    """Whether a line reads as a heading between paragraphs: short, without a full stop, not as wide as its column."""
    if i + 1 >= len(page.lines):
        return False
    line = page.lines[i]
    apart = line.blank or page.lines[i + 1].blank or last.width >= _LONG
    return apart and line.width <= _LONG and not page.full(i) and not page.finished(i)


def _columns(lines: list[Line], text: str) -> list[float]:
    """For each line the width of the column that begins with it: that of the widest lines, where three agree on it.

    Lines that all end with their sentences are paragraphs of one length and no column.
    """
    out = [0.0] * len(lines)
    cues = patterns.table("segment/text")["sentences"]
    ends = cues["line_end"] + cues["closing"]
    some = [10 <= line.width <= 60 and line.role in ("plain", "heading") for line in lines]
    if sum(some) < 3:
        return out
    prose = [fits and _PROSE.search(text, line.start, line.end) is not None for fits, line in zip(some, lines, strict=True)]
    widths = [line.width if line.role in ("plain", "heading") else 0.0 for line in lines]
    broken = [fits and text[line.end - 1] not in ends for fits, line in zip(some, lines, strict=True)]
    proses, breaks = list(accumulate(prose, initial=0)), list(accumulate(broken, initial=0))
    for i in range(len(lines) - 2):
        stop = min(i + _NEAR, len(lines))
        if (proses[stop] - proses[i]) * 2 >= stop - i and breaks[stop] > breaks[i]:
            near = slice(i, stop)
            widest = sorted(widths[near], reverse=True)
            column = next((a for a, c in zip(widest[:2], widest[2:4], strict=False) if a - c <= 1.5 and a <= 60), 0.0)
            if any(b and w >= column - 2.6 for b, w in zip(broken[near], widths[near], strict=True)):
                out[i] = column
    return out
