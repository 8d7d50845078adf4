"""Tables: columns with 合计 and 小计 rows."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

import patterns
from extractor.audit.relation import check
from extractor.audit.repeats import agree, repeated
from extractor.audit.scene import LEVELS, Figure, Scene, any_of
from extractor.audit.sums import Breakdown, relation
from extractor.model import Finding, Reading

_NUMBER = re.compile(r"[\d,，.．\s]*\d[\d,，.．\s]*%?")


_SHARED = 4
"""Characters that a column's header and the words before a figure share at their ends for the two to be one thing."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One cell: its place, its text, the figure in it if one was read, the header above it."""

    row: int
    column: int
    text: str
    figure: Figure | None


def table_sums(scene: Scene, reading: Reading) -> Iterator[Finding]:
    """A finding for every column of a table whose total or subtotal row gives a figure for it."""
    for grid in grids(scene, reading):
        columns: dict[int, dict[int, Entry]] = {}
        for entry in grid:
            columns.setdefault(entry.column, {})[entry.row] = entry
        totals = _marked(grid, _total())
        subtotals = _marked(grid, _subtotal()) - totals
        for column in sorted(columns):
            yield from _column(columns[column], totals, subtotals)


def _column(cells: dict[int, Entry], totals: set[int], subtotals: set[int]) -> Iterator[Finding]:
    run: list[Entry] = []
    subs: list[Entry] = []
    for row in sorted(cells):
        entry = cells[row]
        if row in subtotals:
            yield from _checked(run, entry)
            subs.append(entry)
            run = []
        elif row in totals:
            yield from _checked([*subs, *run] if subs else run, entry)
            run, subs = [], []
        elif not (entry.figure is None and not _NUMBER.fullmatch(entry.text)):
            run.append(entry)


def _checked(run: list[Entry], total: Entry) -> Iterator[Finding]:
    """A total above its rows (合计 first) is left to the rows below it: only those before it are taken."""
    if total.figure is None or total.figure.value is None:
        return
    parts = [e.figure for e in run if e.figure and e.figure.value is not None and e.figure.family == total.figure.family]
    if len(parts) < 2 or len(parts) < len([e for e in run if _NUMBER.fullmatch(e.text)]):
        return
    found = check(relation(Breakdown(total.figure, tuple(parts), True), firm=True))
    if found:
        yield found


def labelled(scene: Scene, reading: Reading) -> Scene:
    """The scene with the figures of total rows bearing the header of their column as the words before them."""
    if not reading.document.tables and "\t" not in reading.document.text:
        return scene
    figures = list(scene.figures)
    for grid in grids(scene, reading):
        heads = _heads(grid)
        for row in _marked(grid, _total()):
            for entry in grid:
                if entry.row == row and entry.figure and heads.get(entry.column):
                    figures[entry.figure.order] = replace(entry.figure, left=heads[entry.column], right="")
    return replace(scene, figures=tuple(figures))


def _heads(grid: list[Entry]) -> dict[int, str]:
    """The words above the first figure of each column."""
    first = min((e.row for e in grid if e.figure), default=0)
    out: dict[int, str] = {}
    for entry in grid:
        if entry.row < first:
            out[entry.column] = out.get(entry.column, "") + "".join(entry.text.split())
    return out


def total_repeats(scene: Scene, reading: Reading) -> Iterator[Finding]:
    """A finding for every total of a table that the text around it prints again under the same words."""
    found = list(grids(scene, reading))
    totals = [e.figure for g in found for row in _marked(g, _total()) for e in g if e.row == row and e.figure]
    inside = {e.figure.order for g in found for e in g if e.figure}
    for total in totals:
        for figure in scene.figures:
            if figure.order not in inside and figure.family == total.family and figure.use in LEVELS and figure.value and (
                    figure.left[-_SHARED:] == scene.figures[total.order].left[-_SHARED:]) and agree(total, figure):
                yield from repeated(total, figure)
                break


def _marked(grid: list[Entry], words: re.Pattern[str]) -> set[int]:
    """The rows whose first cell with words says so."""
    return {e.row for e in grid if words.fullmatch("".join(e.text.split())) and not e.figure}


def grids(scene: Scene, reading: Reading) -> Iterator[list[Entry]]:
    """The tables of a document as entries: those its loader found, else stretches of lines with tabs."""
    ordered = sorted(scene.figures, key=lambda f: f.mention.start)
    starts = [f.mention.start for f in ordered]

    def within(start: int, end: int) -> Figure | None:
        inside = ordered[bisect_left(starts, start):bisect_right(starts, max(start, end - 1))]
        whole = [f for f in inside if f.mention.end <= end]
        return whole[0] if len(whole) == 1 and _fills(whole[0], reading.document.text[start:end]) else None

    for table in reading.document.tables:
        yield [Entry(c.row, c.column, c.text, within(c.start, c.end) if c.end > c.start else None) for c in table.cells]
    if not reading.document.tables and "\t" in reading.document.text:
        yield from _tabbed(reading.document.text, within)


def _fills(figure: Figure, cell: str) -> bool:
    """Whether a figure is all of its cell: one inside a sentence is no entry of the column."""
    return len("".join(cell.split())) - len(figure.printed) <= 1


def _tabbed(text: str, within: object) -> Iterator[list[Entry]]:
    grid: list[Entry] = []
    row = at = 0
    for line in text.splitlines(keepends=True):
        cells = line.rstrip("\r\n").split("\t")
        if len(cells) >= 3:
            start = at
            for column, cell in enumerate(cells):
                grid.append(Entry(row, column, cell, within(start, start + len(cell))))  # type: ignore[operator]
                start += len(cell) + 1
            row += 1
        elif grid and line.strip():
            yield grid
            grid, row = [], 0
        at += len(line)
    if grid:
        yield grid


@cache
def _total() -> re.Pattern[str]:
    return re.compile(any_of("".join(w.split()) for w in patterns.table("audit/relations")["sum"]["total_row"]))


@cache
def _subtotal() -> re.Pattern[str]:
    return re.compile(any_of("".join(w.split()) for w in patterns.table("audit/relations")["sum"]["subtotal_row"]))
