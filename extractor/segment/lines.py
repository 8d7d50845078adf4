"""The printed lines of a text and what each of them is."""

from __future__ import annotations

import re
from functools import cache
from typing import Final, Literal, NamedTuple

import regex

import patterns

Role = Literal["plain", "heading", "caption", "byline", "header", "row"]

_new: Final = tuple.__new__
_PARTED: Final = 30  # a shorter line is not cut
_LINE: Final = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_WIDE_GAP: Final = regex.compile(r"\N{IDEOGRAPHIC SPACE}[\s]*\N{IDEOGRAPHIC SPACE}+")
_CELL_GAP: Final = regex.compile(r"(?<=\S)(?:[^\S\n]*\t[^\S\n]*|[^\S\n]{2,})(?=\S)")


class Line(NamedTuple):
    """A line without the white space around it.

    indent: its leading white space in em. blank: whether an empty line or a page break stands before it. stop: where the
    white space that ends it begins, -1 at the end of the text. clean: whether it holds neither blanks nor anything
    unprintable.
    """

    start: int
    end: int
    indent: float
    blank: bool
    stop: int
    clean: bool


def lines(text: str, *, cells: bool = False) -> list[Line]:
    """The lines of a text that are not empty, in order; a run of ideographic spaces after a sentence ends a line too.

    cells: a tab at either end of a line parts cells too, for texts made by a reader of tables; else it is indentation.
    """
    out: list[Line] = []
    before, size, marked = 0, len(text), _marks()
    edge = " \N{IDEOGRAPHIC SPACE}\N{NO-BREAK SPACE}" if cells else None
    run_together = "\N{IDEOGRAPHIC SPACE}" * 2 in text
    for raw in _LINE.finditer(text):
        first, last = raw.span()
        parted = last - first >= _PARTED and (run_together or marked[text[first]])
        for start, end in _pieces(text, first, last) if parted else ((first, last),):
            piece = text[start:end]
            bare = piece.strip(edge)
            clean = bare.isprintable()
            if not bare or (not clean and not bare[0].isprintable() and not piece.strip().strip("\ufeff\u200b\u00ad")):
                continue
            left, indent = start, 0.0
            if len(bare) < len(piece) and (lead := len(piece) - len(piece.lstrip(edge))):
                left, indent = start + lead, width(piece[:lead]) if lead < 40 else 20.0
            right, gap = left + len(bare), text[before:left]
            blank = gap != "\n" and (gap == "\n\n" or _breaks(gap) > 1)
            out.append(_new(Line, (left, right, indent, blank, right if right < size else -1, clean and " " not in bare)))
            before = right
    return out


def _breaks(gap: str) -> int:
    """How many line ends a gap holds; a page break counts for two."""
    return gap.count("\n") + gap.count("\f") * 2 + gap.count("\r") - gap.count("\r\n")


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A line cut where paragraphs were run together with ideographic spaces between them."""
    if _marks()[text[start]] and (marked := _marked_title().match(text, start, end)):
        return [(start, marked.end("title")), (marked.end("title"), end)]
    if text.find("\N{IDEOGRAPHIC SPACE}" * 2, start, end) < 0:
        return [(start, end)]
    out, begin = [], start
    for gap in _WIDE_GAP.finditer(text, start, end):
        head = text[begin:gap.start()].strip()
        if head and (_ended(head) or opens_item(text[gap.end():gap.end() + 12]) or opens_item(head)):
            out.append((begin, gap.start()))
            begin = gap.start()
    return [*out, (begin, end)]


def role(line: str) -> Role:
    """What a line is, by itself: its own words only, without its neighbours."""
    if line and _heads()[line[0]] and _heading().match(line):
        return "row" if _is_row(line) and "\t" in line.strip() and not _numbered_gap(line) else "heading"
    if _is_row(line):
        return "row"
    length = len(line)
    if length > _longest():
        return "plain"
    if length <= _limit("header") and _headers()[line[0]] and _header().match(line):
        return "header"
    if not _cues().search(line):
        return "plain"
    if length <= _limit("caption") and _caption_cue().search(line) and _caption().fullmatch(line):
        return "caption"
    if length <= 60 and _byline_cue().search(line) and _byline().fullmatch(line) and not _no_byline().search(line):
        return "byline"
    return "plain"


def opens_item(text: str) -> bool:
    """Whether a text begins with the number of an item."""
    bare = text.lstrip()
    return bool(bare) and _heads()[bare[0]] and _heading().match(bare) is not None


def opens_paragraph(text: str, at: int = 0) -> bool:
    """Whether a text goes on from a place as only a paragraph begins."""
    if at < len(text) and not _openings()[text[at]]:
        return False
    return _opening().match(text, at) is not None or opens_label(text, at)


def opens_label(text: str, at: int = 0) -> bool:
    """Whether a text goes on with a label of units or days, whose line is no prose."""
    return _labels().match(text, at) is not None


def ends_document_number(text: str) -> bool:
    """Whether a text ends with the number of an official document."""
    return _numbered_lasts()[text[-1:]] and _document_number().match(text) is not None


def ends_caption(text: str) -> bool:
    """Whether a caption ends as one does: with who made the picture."""
    return text[-1:] in patterns.table("segment/text")["caption"]["last"]


def _ended(text: str) -> bool:
    cues = patterns.table("segment/text")["sentences"]
    return text.rstrip(cues["closing"])[-1:] in cues["line_end"] or text[-1] in "）)"


def _is_row(line: str) -> bool:
    if "\t" in line or line.count("|") > 1:
        return True
    if "  " not in line and "\N{IDEOGRAPHIC SPACE}" * 2 not in line:
        return False
    cells = _CELL_GAP.split(line)
    return len(cells) > 2 and sum(any(c.isdigit() for c in cell) for cell in cells[1:]) * 2 >= len(cells) - 1


def _numbered_gap(line: str) -> bool:
    """Whether the only tab of a line stands behind its number."""
    number = _heading().match(line)
    return number is not None and "\t" not in line[number.end():].strip()


def width(text: str) -> float:
    """Em of a text: its UTF-8 length tells Latin from Chinese faster than looking at each character."""
    length = len(text)
    return length - (3 * length - len(text.encode("utf-8", "replace"))) / 4


def _alternatives(name: str, key: str = "patterns") -> regex.Pattern[str]:
    return regex.compile("|".join(f"(?:{p})" for p in patterns.table("segment/text")[name][key]))


class First(dict[str, bool]):
    """Whether a match of a pattern can begin with a character: most lines are told apart by their first."""

    def __init__(self, pattern: regex.Pattern[str]) -> None:
        super().__init__()
        self.pattern = pattern

    def __missing__(self, character: str) -> bool:
        self[character] = found = self.pattern.match(character, partial=True) is not None
        return found


@cache
def _longest() -> int:
    """The most characters of a line that is more than plain."""
    return max(60, _limit("header"), _limit("caption"))


@cache
def _heads() -> First:
    return First(_heading())


@cache
def _headers() -> First:
    return First(_header())


@cache
def _cues() -> regex.Pattern[str]:
    """What every caption and byline holds."""
    return regex.compile(f"{_caption_cue().pattern}|{_byline_cue().pattern}")


@cache
def _openings() -> First:
    return First(regex.compile(f"{_opening().pattern}|{_labels().pattern}"))


@cache
def _limit(name: str) -> int:
    return int(patterns.table("segment/text")[name]["longest"])


@cache
def _heading() -> regex.Pattern[str]:
    return _alternatives("heading", "starts")


@cache
def _marked_title() -> regex.Pattern[str]:
    """A short title behind a mark, run into its paragraph with a space between."""
    return regex.compile(patterns.table("segment/text")["marked"]["title"])


@cache
def _marks() -> First:
    return First(_marked_title())


@cache
def _opening() -> regex.Pattern[str]:
    return _alternatives("opening", "starts")


@cache
def _document_number() -> regex.Pattern[str]:
    return regex.compile(patterns.table("segment/text")["document_number"]["ending"], regex.REVERSE)


@cache
def _numbered_lasts() -> First:
    """Its pattern is read backwards, and so begins with what it ends with."""
    return First(_document_number())


@cache
def _labels() -> regex.Pattern[str]:
    return _alternatives("opening", "labels")


@cache
def _byline() -> regex.Pattern[str]:
    return _alternatives("byline")


@cache
def _byline_cue() -> regex.Pattern[str]:
    return regex.compile(patterns.table("segment/text")["byline"]["cue"])


@cache
def _no_byline() -> regex.Pattern[str]:
    return _alternatives("byline", "not")


@cache
def _caption() -> regex.Pattern[str]:
    return _alternatives("caption")


@cache
def _caption_cue() -> regex.Pattern[str]:
    return regex.compile(patterns.table("segment/text")["caption"]["cue"])


@cache
def _header() -> regex.Pattern[str]:
    fields = "|".join(sorted(patterns.table("segment/text")["header"]["fields"], key=len, reverse=True))
    masthead = patterns.table("segment/text")["header"]["masthead"]
    return regex.compile(rf"[【\[]?\s*(?:{fields})\s*[】\]]?\s*[:：]|{masthead}")
