"""The cleaned view of a text with its index map, built while cleaning."""

from __future__ import annotations

import re
import unicodedata
from array import array
from functools import cache, lru_cache
from typing import Final

import regex

import patterns
from extractor.model import Document, View
from extractor.segment.joins import Paragraph, paragraphs
from extractor.segment.lines import Line, Role, lines, role

_GAP: Final = regex.compile(r"[\s\p{Cf}\p{Cc}]+")
# punctuation that stays as wide as it is printed: Chinese sentences are cut and matched by it
_KEEP: Final = "，；：！？（）、。～"
_WIDE: Final = "“”‘’—…·×℃〇"
_TIGHT: Final = "%‰℃°"


def view(document: Document) -> View:
    """The document's text as patterns and rules want it, every character with its place as read.

    White space beside Chinese characters, line breaks inside a paragraph, control characters and invisible ones are gone;
    full-width letters and digits, compatibility forms and a circle for zero are folded, one character for one. A paragraph,
    heading, caption or row is one line, ended by a line feed (the last by the end of the text); a row has a tab between any
    two cells. Where a caption interrupted a paragraph it stands behind it, and there the index runs backwards.
    """
    text = fold(document.text)
    trusted = _trusted(document)
    found = lines(text, cells=trusted)
    printed: list[Paragraph] = [(line,) for line in found] if trusted else paragraphs(found, text)
    return _build(text, printed)


def fold(text: str) -> str:
    """A text with full-width and compatibility characters folded, of the same length."""
    folds = _table()
    for character in set(_folding().findall(text)):  # str.translate looks every character up: twenty times slower
        text = text.replace(character, folds[character])
    for signs, pattern, zero in _zeros():
        if any(sign in text for sign in signs):
            text = pattern.sub(zero, text)
    return text


def _trusted(document: Document) -> bool:
    """Whether the loader's lines are paragraphs already: page readers and markup know better than widths of lines."""
    return bool(document.regions) or document.loader not in ("text", "stdin", "markdown")


def _build(text: str, printed: list[Paragraph]) -> View:
    parts: list[str] = []
    index = array("L")
    places = _places(max(len(text), 1 << 12).bit_length())
    for paragraph in printed:
        start, end, _, _, stop, clean = paragraph[-1]
        if clean and stop == end and len(paragraph) == 1:  # as most: their line feed stands right behind them
            parts.append(text[start:end])
            index.extend(places[start:end + 1])
            continue
        last, size = None, len(parts)
        for line in paragraph:
            if last and (glue := _glue(text, last, line)):
                parts.append(glue)
                index.append(last.end)
            if line.clean:
                parts.append(text[line.start:line.end])
                index.extend(places[line.start:line.end])
            else:
                _clean(text, line, parts, index, places)
            last = line
        parts[size:] = ["".join(parts[size:])]
        index.append(stop if stop >= 0 else next((line.stop for line in reversed(paragraph) if line.stop >= 0), len(text)))
    if printed:  # the last line ends with the text
        index.pop()
    index.append(len(text))
    return View("\n".join(parts), index)


def _clean(text: str, line: Line, parts: list[str], index: array[int], places: array[int]) -> None:
    """A line without its invisible characters and the white space that says nothing."""
    at, what = line.start, role(text[line.start:line.end])
    for gap in _GAP.finditer(text, line.start, line.end):
        start, end = gap.span()
        if start > at:
            parts.append(text[at:start])
            index.extend(places[at:start])
        at = end
        if what == "row" and (tabs := [i for i in range(start, end) if text[i] == "\t"]):
            parts.append("\t" * len(tabs))
            index.extend(tabs)
        elif start > line.start and end < line.end and (kept := _kept(text, start, end, what)):
            parts.append(kept[0])
            index.append(kept[1])
    if at < line.end:
        parts.append(text[at:line.end])
        index.extend(places[at:line.end])


def _kept(text: str, start: int, end: int, what: Role) -> tuple[str, int] | None:
    """What stays of a gap inside a line, and where it stood: a tab between cells, a space between names or Latin words."""
    gap, space = text[start:end], 0
    if gap != " ":
        space = next((i for i, c in enumerate(gap) if c.isspace()), -1)
        if space < 0:
            return None
        if what == "row" and sum(c.isspace() for c in gap) > 1:
            return "\t", start + space
    before, after = text[start - 1], text[end]
    if what in ("caption", "byline"):
        return " ", start + space
    if _wide(before) or _wide(after) or after in _TIGHT:
        return None
    if before == "." and text[start - 2].isdigit() and after.isdigit() and start - 3 >= 0 and not text[start - 3].isspace():
        return None
    if before.isdigit() and (_unit().match(text, end) or _in_date(text, start, end)):
        return None
    return " ", start + space


def _in_date(text: str, start: int, end: int) -> bool:
    """Whether a gap stands between digits of one day (`2 0 2 2年1 0月`)."""
    found = _spaced_date().finditer(text, max(0, start - 8), end + 8)
    return any(m.start() < start and end < m.end() for m in found)


def _glue(text: str, last: Line, line: Line) -> str:
    """What stands between two joined lines: a space between Latin words, else nothing."""
    before, after = text[last.end - 1], text[line.start]
    if _wide(before) or _wide(after) or after in _TIGHT:
        return ""
    if before.isdigit() and after in ".0123456789":
        return ""
    if before in ".," and after.isdigit() and text[last.end - 2:last.end - 1].isdigit():
        return ""
    return " "


def _wide(character: str) -> bool:
    return character >= "\u2e80" or character in _WIDE


@lru_cache(maxsize=2)
def _places(bits: int) -> array[int]:
    """The numbers from 0 to 2 ** bits: slices of them are copied ten times faster than they are counted."""
    return array("L", range(1 << bits))


@cache
def _folding() -> re.Pattern[str]:
    """Any character of the table, by `re`: it asks a bit map, `regex` compares with each."""
    return re.compile(f"[{''.join(map(re.escape, _table()))}]")


@cache
def _table() -> dict[str, str]:
    """Every character that folds to one other of the same meaning; Chinese punctuation stays."""
    ranges = ((0xFF01, 0xFF5F), (0xFE50, 0xFE6C), (0x2E80, 0x2FE0), (0xF900, 0xFB00))
    out = {"\N{NO-BREAK SPACE}": " "}
    for first, last in ranges:
        for code in range(first, last):
            folded = unicodedata.normalize("NFKC", chr(code))
            if len(folded) == 1 and folded != chr(code) and chr(code) not in _KEEP:
                out[chr(code)] = folded
    return out


@cache
def _zeros() -> tuple[tuple[str, re.Pattern[str], str], ...]:
    """What may stand for a zero, the pattern of the place where it does, and the zero."""
    rules = patterns.table("segment/text")["zero"]
    return tuple((s, re.compile(p), z) for s, p, z in zip(rules["signs"], rules["patterns"], rules["zero"], strict=True))


@cache
def _spaced_date() -> regex.Pattern[str]:
    return regex.compile(patterns.table("segment/text")["date"]["spaced"])


@cache
def _unit() -> regex.Pattern[str]:
    units = sorted(patterns.table("segment/text")["units"]["latin"], key=len, reverse=True)
    return regex.compile(rf"(?:{'|'.join(units)})(?![A-Za-z])")
