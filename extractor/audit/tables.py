"""Tables: columns with 合计 and 小计 rows."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache

import patterns
from extractor.audit.breakdown import Breakdown, relation, weighed
from extractor.audit.partitions import partitions
from extractor.audit.relation import check
from extractor.audit.repeats import agree, repeated
from extractor.audit.scene import LEVELS, RATIOS, Figure, Scene, any_of
from extractor.model import Finding, Reading

_NUMBER = re.compile(r"[\d,，.．\s]*\d[\d,，.．\s]*%?")
_LONG, _COLUMNS = 16, 60
"""Characters of a row's name, and columns of a table, at most."""
_DIGITS, _SAME = 3, 4
"""Digits and point of a cell that the text repeats, at least; places of the text compared with one cell, at most."""
_SHARED = 4
"""Characters that a column's header and the words before a figure share at their ends for the two to be one thing."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One cell: its place, its text without white space, the order of the figure in it if one was read."""

    row: int
    column: int
    text: str
    figure: int | None


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its cells, which of its rows are totals and subtotals, the first words of each row."""

    entries: tuple[Entry, ...]
    totals: frozenset[int]
    subtotals: frozenset[int]
    labels: dict[int, str]


def table_sums(scene: Scene, grids: Iterable[Grid]) -> Iterator[Finding]:
    """A finding for every column of a table whose total or subtotal row gives a figure for it."""
    for grid in grids:
        if not grid.totals and not grid.subtotals:
            continue
        columns: dict[int, dict[int, Entry]] = {}
        for entry in grid.entries:
            columns.setdefault(entry.column, {})[entry.row] = entry
        for column in sorted(columns):
            yield from _column(scene, columns[column], grid)


def _column(scene: Scene, cells: dict[int, Entry], grid: Grid) -> Iterator[Finding]:
    run: list[Entry] = []
    subs: list[Entry] = []
    for row in sorted(cells):
        entry = cells[row]
        if row in grid.subtotals:
            yield from _checked(scene, run, entry)
            subs.append(entry)
            run = []
        elif row in grid.totals:
            yield from _checked(scene, [*subs, *run] if subs else run, entry)
            run, subs = [], []
        elif not (entry.figure is None and not _NUMBER.fullmatch(entry.text)):
            run.append(entry)


def _checked(scene: Scene, run: list[Entry], entry: Entry) -> Iterator[Finding]:
    """A total above its rows (合计 first) is left to the rows below it: only those before it are taken."""
    total = None if entry.figure is None else scene.figures[entry.figure]
    if total is None or total.value is None:
        return
    figures = [scene.figures[e.figure] for e in run if e.figure is not None]
    parts = [f for f in figures if f.value is not None and f.family == total.family]
    if len(parts) < 2 or len(parts) < len([e for e in run if _NUMBER.fullmatch(e.text)]):
        return
    found = check(relation(Breakdown(total, tuple(parts), True), firm=True))
    if found:
        yield found


def labelled(scene: Scene, grids: Sequence[Grid]) -> Scene:
    """The scene with the figures of total rows bearing the header of their column as the words before them."""
    figures = list(scene.figures)
    for grid in grids:
        heads = _heads(grid)
        for entry in grid.entries:
            if entry.row in grid.totals and entry.figure is not None and heads.get(entry.column):
                figures[entry.figure] = replace(scene.figures[entry.figure], left=heads[entry.column], right="")
    return replace(scene, figures=tuple(figures)) if grids else scene


def _heads(grid: Grid) -> dict[int, str]:
    """The words above the first figure of each column."""
    first = min((e.row for e in grid.entries if e.figure is not None), default=0)
    out: dict[int, str] = {}
    for entry in grid.entries:
        if entry.row < first:
            out[entry.column] = out.get(entry.column, "") + entry.text
    return out


def total_repeats(scene: Scene, grids: Iterable[Grid]) -> Iterator[Finding]:
    """A finding for every total of a table that the text around it prints again under the same words."""
    totals: list[int] = []
    inside: set[int] = set()
    for grid in grids:
        found = [(e.row, e.figure) for e in grid.entries if e.figure is not None]
        totals += [figure for row, figure in sorted(found) if row in grid.totals]
        inside |= {figure for _, figure in found}
    for total in (scene.figures[t] for t in totals):
        for figure in scene.figures:
            if figure.order not in inside and figure.family == total.family and figure.use in LEVELS and figure.value and (
                    figure.left[-_SHARED:] == total.left[-_SHARED:]) and agree(total, figure):
                yield from repeated(total, figure)
                break


def named_sums(scene: Scene, grids: Iterable[Grid]) -> Iterator[Finding]:
    """A finding for every column whose rows bear the names that make up the row above them: 第一产业 and so on."""
    for grid in grids:
        cells = {(e.row, e.column): scene.figures[e.figure] for e in grid.entries if e.figure is not None}
        columns = sorted({c for _, c in cells})[:_COLUMNS]
        for rows in _named_rows(grid.labels):
            for column in columns:
                found = [f for row in rows if (f := cells.get((row, column))) and f.value and not f.mention.soft]
                alike = len({f.family for f in found}) == 1 and found[0].family not in RATIOS
                if alike and len(found) == len(rows):
                    yield from weighed(Breakdown(found[0], tuple(found[1:]), False))


def _named_rows(labels: dict[int, str]) -> Iterator[list[int]]:
    """The row of a whole and those of its parts, which follow it."""
    rows = sorted(labels)
    for i, row in enumerate(rows[1:], 1):
        if len(labels[row]) <= _LONG and _first_names().search(labels[row]):
            for names in partitions():
                following = [labels[r] for r in rows[i:i + len(names)]]
                if len(following) == len(names) and all(n in f for n, f in zip(names, following, strict=True)):
                    yield rows[i - 1:i + len(names)]


def cell_repeats(scene: Scene, grids: Sequence[Grid]) -> Iterator[Finding]:
    """A finding for every cell that the text around its table prints again behind the name of its row."""
    inside = {e.figure for grid in grids for e in grid.entries}
    told: dict[tuple[str, Fraction], list[Figure]] = {}
    for figure in scene.figures if grids else ():
        if figure.order not in inside and figure.use in LEVELS and figure.value and len(figure.digits) >= _DIGITS:
            told.setdefault((figure.family, figure.value), []).append(figure)
    for grid in grids if told else ():
        for entry in grid.entries:
            name = grid.labels.get(entry.row, "")[-_SHARED:]
            cell = None if entry.figure is None else scene.figures[entry.figure]
            if cell and len(name) == _SHARED and name.isalpha():
                near = told.get((cell.family, cell.value or Fraction(0)), ())[:_SAME]
                yield from (f for again in near if name in again.left for f in repeated(again, cell))


# ---- cells -----------------------------------------------------------------------------------------------------------

Raw = tuple[int, int, str, int, int]
"""A cell as read: row, column, words, start and end in the document's text."""


def grids(scene: Scene, reading: Reading) -> tuple[Grid, ...]:
    """The tables of a document: those its loader found, else stretches of lines with tabs, or with bars."""
    document = reading.document
    place = _figure_of(scene, document.text, lambda f: (f.mention.start, f.mention.end))
    if document.tables:
        found = [[(c.row, c.column, c.text, c.start, c.end) for c in t.cells] for t in document.tables]
    elif "\t" in document.text:
        found = list(_tabbed(document.text))
    else:
        found = [[(r, c, cell.text, cell.at.start, cell.at.end if cell.own else cell.at.start)
                  for r, row in enumerate(g.rows) for c, cell in enumerate(row)] for g in reading.outline.grids]
        place = _figure_of(scene, reading.view.text, lambda f: (f.start, f.end))
    return tuple(_grid(table, place) for table in found)


def _grid(table: list[Raw], inside: Callable[[int, int], int | None]) -> Grid:
    entries = tuple(Entry(row, column, "".join(words.split()), inside(*place)) for row, column, words, *place in table)
    names = [(e.row, e.text) for e in entries if e.figure is None]
    labels = dict(reversed([(row, words) for row, words in names if words and not _NUMBER.fullmatch(words)]))
    totals = frozenset(row for row, words in names if words in _words("total_row"))
    return Grid(entries, totals, frozenset(row for row, words in names if words in _words("subtotal_row")) - totals, labels)


def _figure_of(scene: Scene, text: str, place: Callable[[Figure], tuple[int, int]]) -> Callable[[int, int], int | None]:
    """From a cell's place to the order of the one figure that fills it; `place`: where a figure stands in that text."""
    ordered = sorted((*place(f), f.order) for f in scene.figures)
    starts = [start for start, _, _ in ordered]

    def inside(start: int, end: int) -> int | None:
        if end <= start:
            return None
        near = ordered[bisect_left(starts, start):bisect_right(starts, end - 1)]
        whole = [scene.figures[order] for _, last, order in near if last <= end]
        return whole[0].order if len(whole) == 1 and _fills(whole[0], text[start:end]) else None

    return inside


def _fills(figure: Figure, cell: str) -> bool:
    """Whether a figure is all of its cell: one inside a sentence is no entry of the column."""
    return len("".join(cell.split())) - len(figure.printed) <= 1


def _tabbed(text: str) -> Iterator[list[Raw]]:
    grid: list[Raw] = []
    row = at = 0
    for line in text.splitlines(keepends=True):
        cells = line.rstrip("\r\n").split("\t")
        if len(cells) >= 3:
            start = at
            for column, cell in enumerate(cells):
                grid.append((row, column, cell, start, start + len(cell)))
                start += len(cell) + 1
            row += 1
        elif grid and line.strip():
            yield grid
            grid, row = [], 0
        at += len(line)
    if grid:
        yield grid


@cache
def _first_names() -> re.Pattern[str]:
    return re.compile(any_of({names[0] for names in partitions()}))


@cache
def _words(name: str) -> frozenset[str]:
    """What the first cell of a total row, or of a subtotal row, says, without white space."""
    return frozenset("".join(w.split()) for w in patterns.table("audit/relations")["sum"][name])

