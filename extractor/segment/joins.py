"""Which printed lines go on into the next: newspapers and scans break lines inside words, sentences and figures.

A line goes on where it stops in the middle of a sentence and is as long as its column is wide (or longer than any heading),
or where the next can only be a continuation. Headings, captions, bylines, rows of a table and short lines without a full
stop stay by themselves. Captions that stand between the two halves of a sentence are put behind the paragraph.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache
from typing import Final

import regex

import patterns
from extractor.segment.lines import (
    Line,
    Role,
    ends_caption,
    ends_document_number,
    opens_label,
    opens_paragraph,
    role,
    width,
)

Paragraph = tuple[Line, ...]

_PROSE: Final = re.compile(r"[，。；,;]")
_GOES_ON: Final = frozenset("，、；：。！？”’）》】」』％%,;:!?)]")
_OPENING: Final = "（(【《"
_LAST_BRACKET: Final = regex.compile(r"[（(【《）)】》]", regex.REVERSE)
_LAST_QUOTE: Final = regex.compile(r"[“”]", regex.REVERSE)
_WORDS: Final = regex.compile(r"[\p{Han}\p{P}]")
_STOP: Final = re.compile(r"[。！？]")
_PAUSE: Final = re.compile(r"[，。；,;！？]")
_BREAKS: Final = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029\u3000"  # where a line may end, a title before its text aside
_UNCLOSED: Final = re.compile(f"[（(【《“](?:(?<=“)[^“”{_BREAKS}]*|(?<!“)[^（(【《）)】》{_BREAKS}]*)[{_BREAKS}]")
_ENDED: Final = frozenset(["", *_BREAKS])
_CLOSED: Final = regex.compile(r"[。！？；][（(【][^。（）()【】]{2,300}[）)】]$")
_NUMBER_END: Final = regex.compile(r"\d[.,]?$|\d\p{Han}{1,2}$")
_NUMBER_ENDS: Final = 3  # characters of the longest such end
_UNFINISHED: Final = frozenset("，、（(《“‘【「『,")
_PROSES: Final = ("plain", "heading")
_BETWEEN: Final = ("caption", "header")  # what may stand between the halves of a sentence
_OPEN: Final = 160  # characters of a bracket or quotation that goes on over the end of a line
_NEAR: Final = 6  # lines, a line and those after it (or before it), that show how wide a column is
_NARROWEST: Final = 10
_WIDEST: Final = 60  # em of the columns of prose
_RAGGED: Final = 1.5  # em that the lines of a column differ by
_FILLED: Final = 1.5  # em that a full line lacks at most
_LONG: Final = 45  # em: no heading is longer
_INDENT: Final = (1.5, 4)  # em before the first line of a paragraph


class _Page:
    """The lines of a text and what is asked of them, of most lines nothing: each thing is found when first asked for.

    widths: of the lines, in em. unclosed: from where to where a bracket or a quotation is open over the end of a line, or
    may be, in text order.
    """

    def __init__(self, text: str, lines: list[Line]) -> None:
        self.text, self.lines = text, lines
        self.unclosed = [m.span() for m in _UNCLOSED.finditer(text)]
        if not _ENDED.issuperset([text[line.end:line.end + 1] for line in lines]):  # some line is half of a printed one
            self.unclosed = [(0, len(text) + _OPEN)]
        self.begins = [start for start, _ in self.unclosed]
        self.widths = [width(text[line.start:line.end]) for line in lines]
        self.roles: dict[int, Role] = {}
        self.ends: dict[int, bool] = {}
        self.columns: dict[int, float] = {}

    def role(self, i: int) -> Role:
        """What line `i` is, by itself."""
        if (found := self.roles.get(i)) is None:
            line = self.lines[i]
            found = self.roles[i] = role(self.text[line.start:line.end])
        return found

    def column(self, i: int) -> float:
        """The width of the column that begins with line `i`, 0 outside columns of prose."""
        if (found := self.columns.get(i)) is None:
            found = self.columns[i] = _column(self, i)
        return found

    def fills(self, i: int, least: float) -> bool:
        """Whether line `i` reaches the end of its column but for `least` em."""
        reach = self.widths[i] + least
        return 0 < self.column(i) <= reach or 0 < self.column(max(0, i - _NEAR + 1)) <= reach

    def full(self, i: int) -> bool:
        """Whether line `i` is as wide as its column, an indentation and ragged ends allowed for."""
        line = self.lines[i]
        return self.fills(i, 4.2) and (self.fills(i, 2.6) or _PROSE.search(self.text, line.start, line.end) is not None)

    def open(self, start: int, end: int) -> bool:
        """Whether a bracket or a quotation opens in a stretch and nothing closes or opens behind it."""
        last = bisect_left(self.begins, end) - 1
        return last >= 0 and self.unclosed[last][1] > end - _OPEN and _is_open(self, max(start, end - _OPEN), end)

    def finished(self, i: int) -> bool:
        """Whether line `i` ends as a sentence or a clause does."""
        if (found := self.ends.get(i)) is None:
            found = self.ends[i] = self._finished(i)
        return found

    def _finished(self, i: int) -> bool:
        line, closing, stops = self.lines[i], _closing(), _stops()
        last = self.text[line.end - 1]
        if last in closing:
            bare = self.text[max(line.start, line.end - 12):line.end].rstrip(closing)
            if not bare or bare[-1] in stops:
                return True
        elif last in stops:
            return True
        if last in ")）】" and (self.widths[i] > 60 or _CLOSED.search(self.text, line.start, line.end)):
            return True
        return ends_document_number(self.text[max(line.start, line.end - 24):line.end])

    def parted(self, i: int, *, alone: bool) -> bool:
        """Whether line `i` stands behind a full stop or a heading and nothing continues that, as with most lines.

        `alone`: the line before is all of its paragraph so far.
        """
        text, line, end = self.text, self.lines[i], self.lines[i - 1].end
        if text[line.start] in _GOES_ON or text[end - 1] in _UNFINISHED or (self.unclosed and self.open(0, end)):
            return False
        if self.finished(i - 1):
            return line.blank or not self.fills(i - 1, _FILLED)
        return alone and not self.dangles(i - 1) and (line.blank or self.role(i) != "caption")

    def dangles(self, i: int) -> bool:
        """Whether line `i`, if no sentence ends with it, may stop inside one: it is long, pauses, or ends near a digit."""
        text, (start, end, *_) = self.text, self.lines[i]
        if self.widths[i] >= _LONG or _PAUSE.search(text, start, end):
            return True
        return _NUMBER_END.search(text, max(start, end - _NUMBER_ENDS), end) is not None or self.full(i)


def paragraphs(lines: list[Line], text: str) -> list[Paragraph]:
    """The lines of a text grouped into paragraphs, captions that interrupt one behind it."""
    page = _Page(text, lines)
    out: list[Paragraph] = []
    current: list[int] = []
    late: list[Paragraph] = []
    i = 0
    while i < len(lines):
        if not current or page.parted(i, alone=len(current) == 1) or not _continued(page, current, i, late):
            if current:
                out.append(tuple([lines[k] for k in current]))
            out += late
            late, current = [], [i]
        i = current[-1] + 1
    if current:
        out.append(tuple([lines[k] for k in current]))
    return out + late


def _continued(page: _Page, current: list[int], i: int, late: list[Paragraph]) -> bool:
    """Whether a paragraph goes on with line `i`, which it gets then, or behind the captions there, which `late` gets."""
    if _joins(page, current, i):
        current.append(i)
        return True
    if j := _after_captions(page, current, i):
        late += _captions(page, range(i, j))
        current.append(j)
    return j > 0


def _after_captions(page: _Page, current: list[int], i: int) -> int:
    """The line behind a run of captions that continues the paragraph before them, 0 where none does."""
    j = i
    if page.finished(current[-1]):
        return 0
    while j < len(page.lines) and j - i < 8 and page.role(j) in _BETWEEN:
        j += 1
    return j if i < j < len(page.lines) and page.role(j) not in _BETWEEN and _joins(page, current, j) else 0


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
    """Whether line `i` continues the paragraph made of `current`; what parts most lines is asked first."""
    text, before = page.text, current[-1]
    last, line = page.lines[before], page.lines[i]
    leans = text[line.start] in _GOES_ON or text[last.end - 1] in _UNFINISHED or (
        page.unclosed != [] and page.open(page.lines[current[0]].start, last.end))
    if page.finished(before):
        if not leans and (line.blank or not page.fills(before, _FILLED) or _lost_indent(page, i)):
            return False
    elif not line.blank and page.role(i) == page.role(before) == "caption":
        return not ends_caption(text[last.start:last.end])
    elif not leans and not _goes_on(page, current, i):
        return False
    return not _begins(page, last, i) and page.role(i) == "plain" and page.role(before) in _PROSES


def _goes_on(page: _Page, current: list[int], i: int) -> bool:
    """Whether a sentence stops at the end of a line because the line was full, or inside a figure."""
    last, line = current[-1], page.lines[i]
    if _splits_figure(page, last, line):
        return True
    wide = len(current) > 1 or page.widths[last] >= _LONG or page.full(last) or _is_prose(page, last, i)
    return wide and not _cut_off(page, page.lines[last], line) and not _stands_alone(page, last, i)


def _begins(page: _Page, last: Line, i: int) -> bool:
    """Whether line `i` by itself shows that it continues none: by its label, its indentation, or for want of words."""
    text, line = page.text, page.lines[i]
    if opens_paragraph(text, line.start):
        return True
    if page.widths[i] <= 4 and not _WORDS.search(text, line.start, line.end) and text[last.end - 1] not in ".,":
        return True
    return _INDENT[0] <= line.indent <= _INDENT[1] and last.indent < line.indent


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
    return 1.5 <= page.widths[i + 1] - page.widths[i] <= 3.5


def _is_prose(page: _Page, last: int, i: int) -> bool:
    """Whether a line that stops short of a full stop is no heading: it ended a sentence before, or it pauses and the lines
    right below it are no wider than it is."""
    line = page.lines[last]
    if not _PAUSE.search(page.text, line.start, line.end) or opens_label(page.text, line.start):
        return False
    stretch = page.text[line.start + (5 if page.role(last) == "heading" else 0):line.end]
    if _STOP.search(stretch):
        return True
    near = page.widths[i:i + 3]
    return _PROSE.search(stretch) is not None and not page.lines[i].blank and max(near) <= page.widths[last] * 1.3


def _splits_figure(page: _Page, before: int, line: Line) -> bool:
    """Whether a number stops at the end of a line and its digits or its unit go on in the next, in prose."""
    text, last = page.text, page.lines[before]
    stretch = text[max(last.start, last.end - _NUMBER_ENDS):last.end]
    cues = patterns.table("segment/text")["figures"]
    if not _NUMBER_END.search(stretch) or page.widths[before] < 4 or text[last.start:last.end].isascii():
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


def _stands_alone(page: _Page, last: int, i: int) -> bool:
    """Whether a line reads as a heading between paragraphs: short, without a full stop, not as wide as its column."""
    if i + 1 >= len(page.lines):
        return False
    apart = page.lines[i].blank or page.lines[i + 1].blank or page.widths[last] >= _LONG
    return apart and page.widths[i] <= _LONG and not page.full(i) and not page.finished(i)


def _column(page: _Page, i: int) -> float:
    """The width of the column that begins with a line: that of the widest lines near it, where three agree on it.

    Lines that all end with their sentences are paragraphs of one length and no column.
    """
    wide = page.widths[i:i + _NEAR]
    if not _is_broken_prose(page, i, wide):  # of most lines this is known before it is known what they are
        return 0.0
    wide = [w if page.role(k) in _PROSES else 0.0 for k, w in enumerate(wide, i)]
    if not _is_broken_prose(page, i, wide):
        return 0.0
    widest = sorted(wide, reverse=True)
    column = next((a for a, c in zip(widest[:2], widest[2:4], strict=False) if a - c <= _RAGGED and a <= _WIDEST), 0.0)
    broken = any(w >= column - 2.6 for k, w in enumerate(wide, i) if _breaks(page, k, w))
    return column if broken else 0.0


def _is_broken_prose(page: _Page, i: int, wide: list[float]) -> bool:
    """Whether lines from line `i` on, as wide as given, are half of them prose, one broken off, three about as wide."""
    near = sorted(wide)
    for a, c in zip(near, near[2:], strict=False):
        if c - a <= _RAGGED:
            break
    else:
        return False
    some = [k for k, w in enumerate(wide, i) if _NARROWEST <= w <= _WIDEST]
    if not any(_breaks(page, k, wide[k - i]) for k in some):
        return False
    lines = [page.lines[k] for k in some]
    return len([1 for line in lines if _PROSE.search(page.text, line.start, line.end)]) * 2 >= len(wide)


def _breaks(page: _Page, i: int, wide: float) -> bool:
    """Whether line `i`, so many em wide, may be one of a column, and no sentence ends with it."""
    return _NARROWEST <= wide <= _WIDEST and page.text[page.lines[i].end - 1] not in _ends()


@cache
def _stops() -> frozenset[str]:
    """The characters that end a sentence at the end of a line."""
    return frozenset(patterns.table("segment/text")["sentences"]["line_end"])


@cache
def _closing() -> str:
    """The characters that may stand behind those."""
    return str(patterns.table("segment/text")["sentences"]["closing"])


@cache
def _ends() -> frozenset[str]:
    """All of them."""
    return _stops() | frozenset(_closing())
