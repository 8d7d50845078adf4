"""Running headers, footers, page numbers, mastheads and jump notes leave the lines and are kept as furniture."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cache

import regex

from extractor.load.lines import Line
from extractor.load.page import Page
from extractor.model import Box, Furniture
from patterns import table

_EDGE = 0.115  # of the page height: where furniture stands


@cache
def _digits() -> regex.Pattern[str]:
    return regex.compile(table("pages/furniture")["number"]["pattern"])


@cache
def _pattern(name: str) -> regex.Pattern[str]:
    return regex.compile(table("pages/furniture")[name]["pattern"])


def is_jump(text: str) -> bool:
    """Is this line a note that sends the reader to another page, and nothing else?"""
    return len(text) <= 24 and bool(_pattern("jump").fullmatch(text))


def take_furniture(pages: Sequence[Page]) -> list[Furniture]:
    """The furniture of all pages, in page order; their `lines` keep the rest."""
    running = _running(pages)
    out: list[Furniture] = []
    for page in pages:
        if not page.lines:
            continue
        kinds: dict[int, str] = {}
        for row in _edges(page):
            _judge(page, row, running, kinds)
        for line in page.lines:
            if id(line) not in kinds and is_jump(line.text):
                kinds[id(line)] = "jump"
        out += [
            Furniture(kinds[id(x)], x.text, Box(page.number, x.x0, x.top, x.x1, x.bottom))
            for x in page.lines
            if id(x) in kinds
        ]
        page.lines = [x for x in page.lines if id(x) not in kinds]
    return out


def _rows(lines: list[Line]) -> list[list[Line]]:
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda x: (x.top + x.bottom) / 2):
        if rows and (line.top + line.bottom) / 2 < max(x.bottom for x in rows[-1]) and not line.vertical:
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _edges(page: Page) -> list[list[Line]]:
    """Rows at the head (from the top down) and at the foot (from the bottom up), as far as furniture may stand."""
    reach = _EDGE * page.height
    head = _rows([x for x in page.lines if x.bottom < reach and not x.vertical])
    foot = _rows([x for x in page.lines if x.top > page.height - reach and not x.vertical])
    return head[:4] + foot[::-1][:3]


def _key(line: Line, page: Page) -> tuple[str, int]:
    return _digits().sub("#", line.text), round(8 * line.top / page.height)


def _running(pages: Sequence[Page]) -> set[str]:
    """Lines that come back, numbers apart, at the same height on several pages."""
    seen: Counter[str] = Counter()
    places: dict[str, list[float]] = defaultdict(list)
    for page in pages:
        for text, top in {(_digits().sub("#", x.text), x.top) for row in _edges(page) for x in row}:
            seen[text] += 1
            places[text].append(top)
    least = 2 if len(pages) < 6 else 3
    return {t for t, n in seen.items() if n >= least and len(t) <= 80 and _steady(places[t], least) and not _prose(t)}


def _steady(tops: list[float], least: int) -> bool:
    """Do at least `least` of them stand at one height?"""
    counts = Counter(round(t / 6) for t in tops)
    return max(counts[k] + counts[k + 1] for k in counts) >= least


def _prose(text: str) -> bool:
    return len(text) > 12 and text[-1] in "，。；、"


def _judge(page: Page, row: list[Line], running: set[str], kinds: dict[int, str]) -> None:
    head = row[0].top < page.height / 2
    em = page.em
    largest = (1.6 if len(row) < 2 else 2.2) * em
    masthead = head and any(_pattern("masthead").fullmatch(x.text) and x.size < largest for x in row)
    for line in row:
        text = line.text
        if _digits().sub("#", text) in running:
            kinds[id(line)] = "page number" if _pattern("page_number").fullmatch(text) else "header" if head else "footer"
        elif _pattern("page_number").fullmatch(text) and len(row) <= 3 and _outermost(page, line, head):
            kinds[id(line)] = "page number"
        elif masthead and (_pattern("masthead").fullmatch(text) or _pattern("masthead_name").fullmatch(text)):
            kinds[id(line)] = "masthead"
        elif _apart(page, line, head, em):
            kinds[id(line)] = "header" if head else "footer"
        elif not head and _pattern("masthead").fullmatch(text) and _outermost(page, line, head) and len(text) < 60:
            kinds[id(line)] = "footer"


def _apart(page: Page, line: Line, head: bool, em: float) -> bool:
    """Is this a short small line alone at the edge of the page, well away from the text?"""
    if line.size > 0.85 * em or len(line.text) > 40 or line.text[-1] in "。；，" or not _outermost(page, line, head):
        return False
    if not (line.bottom < 0.08 * page.height if head else line.top > 0.92 * page.height):
        return False
    others = [
        x.top - line.bottom if head else line.top - x.bottom
        for x in page.lines
        if x is not line and abs(x.top - line.top) > line.size
    ]
    return bool(others) and min(abs(o) for o in others) > 2 * em


def _outermost(page: Page, line: Line, head: bool) -> bool:
    """Is nothing but its own row between this line and the edge of the page?"""
    middle = (line.top + line.bottom) / 2
    if head:
        return all(
            x.bottom > line.top - 1 or _pattern("page_number").fullmatch(x.text)
            for x in page.lines
            if (x.top + x.bottom) / 2 < middle
        )
    return all(x.top < line.bottom + 1 for x in page.lines if (x.top + x.bottom) / 2 > middle)
