"""Numbered headings and items of the view, each reaching to the end of the section it opens."""

from __future__ import annotations

import re
from bisect import insort
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import regex

import patterns
from extractor.model import Segment, Span
from patterns.starts import Starts

_ENDED = re.compile(r"[。！？!?；;]")
_SPOKEN = 9  # rank of the items that live inside one paragraph
_CIRCLED = 0x2460, 0x2474, 0x2488  # first of each row of twenty


@dataclass(frozen=True, slots=True)
class _Kind:
    """One way of numbering."""

    pattern: regex.Pattern[str]
    rank: int
    level: int
    inline: bool


class _Mark(NamedTuple):
    """The number of a heading, where it stands in the view and on which line."""

    start: int
    end: int
    rank: int
    level: int
    number: str
    line: Span


def headings(text: str, lines: Sequence[Span]) -> list[Segment]:
    """The headings that the given lines of a view hold, in text order, each from its number to the end of its section.

    A number opens an item at the start of a line, and inside one after a sentence where it continues the counting. Items
    spoken in a row (first, second, …) end with their paragraph. `title` is empty where the item is prose from the start.
    """
    if not lines:
        return []
    marks = _marks(text, lines)
    if not marks:
        return []
    ends = _ends(marks, lines[-1].end)
    out = []
    for mark, following, end in zip(marks, [*marks[1:], None], ends, strict=True):
        stop = min(mark.line.end, following.start if following else mark.line.end)
        title = _title(text, mark.end, stop)
        out.append(Segment("heading", Span(mark.start, end), 0, mark.level, mark.number, title))
    return out


def number_value(number: str) -> int:
    """What the number of a heading counts, 0 where it counts nothing.

    >>> number_value("12"), number_value("十二")
    (12, 12)
    """
    if number.isdigit() and number.isascii():
        return int(number)
    if len(number) == 1 and 0x2460 <= ord(number) <= 0x249B:
        return (ord(number) - _CIRCLED[0]) % 20 + 1
    return _han_value(number)


def _han_value(number: str) -> int:
    tables = patterns.table("segment/headings")["numerals"]
    total, digit = 0, 0
    for c in number:
        if c in tables["hundred"]:
            total, digit = total + (digit or 1) * 100, 0
        elif c in tables["ten"]:
            total, digit = total + (digit or 1) * 10, 0
        else:
            found = next((t.index(c) for t in (tables["digits"], tables["formal"], tables["traditional"]) if c in t), None)
            if found is None:
                return 0
            digit = found
    return total + digit


def _marks(text: str, lines: Sequence[Span]) -> list[_Mark]:
    """The numbers that open items, in text order."""
    out: list[_Mark] = []
    counted: dict[int, int] = {}
    inside = [m.end() for m in _places().finditer(text, lines[0].start, lines[-1].end)]
    k = 0
    for line in lines:
        while k < len(inside) and inside[k] <= line.start:
            k += 1
        places = [line.start]
        while k < len(inside) and inside[k] < line.end:
            places.append(inside[k])
            k += 1
        for place in places:
            mark = _read(text, place, line)
            if mark is None or not (place == line.start or _counts_on(mark, counted)):
                continue
            counted[mark.rank] = number_value(mark.number)
            out.append(mark)
            bare = _bare().search(text, mark.end + 1, min(line.end, mark.end + 60))
            if bare and bare.start() not in places and _ENDED.search(text, mark.end, bare.start()) is None:
                insort(places, bare.start())  # the heading was run together with its first item
    return out


def _counts_on(mark: _Mark, counted: dict[int, int]) -> bool:
    """Whether a number inside a line begins a count or goes on with one."""
    value = number_value(mark.number)
    return mark.rank == _SPOKEN or value == 1 or value == counted.get(mark.rank, -1) + 1


def _read(text: str, place: int, line: Span) -> _Mark | None:
    for kind in _kinds()[text[place:place + 2]]:
        if exact := kind.pattern.match(text, place, line.end):
            if place > line.start and not kind.inline:
                return None
            return _Mark(place, exact.end(), kind.rank, kind.level, exact["number"] or "", line)
    return None


def _ends(marks: list[_Mark], end: int) -> list[int]:
    """Where each mark's section ends: at the next mark of its rank or above, spoken items with their paragraph at most."""
    out = [end] * len(marks)
    waiting: list[int] = []
    for i, mark in enumerate(marks):
        while waiting and marks[waiting[-1]].rank >= mark.rank:
            out[waiting.pop()] = mark.start
        waiting.append(i)
    return [min(e, m.line.end) if m.rank == _SPOKEN else e for e, m in zip(out, marks, strict=True)]


def _title(text: str, start: int, stop: int) -> str:
    """The title behind a number: the rest of a heading line, or the short first sentence of an item's paragraph."""
    rules = patterns.table("segment/headings")["title"]
    rest = text[start:stop].strip()
    pause = _pause().search(rest)
    cut = pause.start() if pause else len(rest)
    head = rest[:cut].strip()
    if cut >= len(rest) - 1:
        whole = cut == len(rest) or rest[cut] not in rules["end"][:1] or len(rest) <= rules["longest"] // 2
        return head if whole and len(rest) <= rules["line"] else ""
    return head if len(head) <= rules["longest"] else ""


@cache
def _kinds() -> Starts[_Kind]:
    kinds = [_Kind(regex.compile(k["pattern"]), k["rank"], k["level"], k.get("inline", False))
             for k in patterns.table("segment/headings")["kind"]]
    return Starts((kind, kind.pattern) for kind in kinds)


@cache
def _pause() -> re.Pattern[str]:
    """What ends a title run into its paragraph."""
    return re.compile(f"[{re.escape(patterns.table('segment/headings')['title']['end'])}]")


@cache
def _places() -> re.Pattern[str]:
    """Where inside a line a number may stand: behind the end of a sentence, before a character that begins one."""
    rules = patterns.table("segment/headings")["title"]
    return re.compile(f"[{rules['before']}](?=[{rules['first']}])")


@cache
def _bare() -> regex.Pattern[str]:
    """The number of a first item into which its heading runs without a full stop."""
    rules = patterns.table("segment/headings")["title"]
    return regex.compile(rf"(?<=\p{{Han}}){rules['run_in']}")
