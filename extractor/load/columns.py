"""Tables without ruling lines: rows of short pieces in columns parted by white, one of which has a number in every row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import regex

from extractor.load.heads import Stretch, box, head_cells, pieces
from extractor.load.lines import Line
from extractor.load.page import GridCell, GridTable, Page
from extractor.load.rows import unit_of
from extractor.load.spans import spans
from extractor.load.tables import by_rows, part_of
from extractor.load.white import lanes_of

_NUMBER = regex.compile(r"[-—–+]?[\d,，]+(?:[.．]\d+)?[%％]?")
_LEAST = 3  # rows and columns


@dataclass(slots=True)
class Piece:
    """Lines of one column that stand as close as the lines of one cell."""

    column: int
    lines: list[Line]

    @property
    def top(self) -> float:
        return self.lines[0].top

    @property
    def bottom(self) -> float:
        return self.lines[-1].bottom

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def unruled_tables(page: Page, em: float, before: GridTable | None = None) -> list[GridTable]:
    """The tables of a page that no rules show; their lines leave `page.lines`.

    before: the table of this kind that ends the page before; what goes on with it may be shorter than a table.
    """
    rows = _rows([x for x in page.lines if not x.vertical])
    out: list[GridTable] = []
    for run in _runs(rows, em, 1 if before and before.lanes else _LEAST):
        table = _table(page, run, rows, em, None if out else before)
        if table is not None:
            out.append(table)
            low, high = table.box[1] - 0.1, table.box[3] + 0.1
            page.lines = [x for x in page.lines if not (low <= x.top and x.bottom <= high) or x.vertical]
    return out


def _rows(lines: Sequence[Line]) -> list[list[Line]]:
    out: list[list[Line]] = []
    for line in sorted(lines, key=lambda x: x.top + x.bottom):
        if out and (line.top + line.bottom) / 2 < out[-1][0].bottom - 0.25 * line.size:
            out[-1].append(line)
        else:
            out.append([line])
    return [sorted(row, key=lambda x: x.x0) for row in out]


def _runs(rows: list[list[Line]], em: float, least: int) -> list[list[int]]:
    """Stretches of rows, `least` or more of which have three pieces with a number among them, not far from each other."""
    runs: list[list[int]] = []
    for k, row in enumerate(rows):
        if (
            len(row) < _LEAST
            or not any(_NUMBER.fullmatch(x.text) for x in row)
            or sum(len(x.text) for x in row) > 24 * len(row)
        ):
            continue
        if runs and row[0].top - rows[runs[-1][-1]][0].bottom < 5 * em:
            runs[-1].append(k)
        else:
            runs.append([k])
    return [run for run in runs if len(run) >= least]


def _table(page: Page, run: list[int], rows: list[list[Line]], em: float, before: GridTable | None) -> GridTable | None:
    first, last = _reach(run, rows, em)
    body = [x for k in range(first, last + 1) for x in rows[k]]
    lanes = _lanes(page, body, em, before.lanes if before else ())
    if before and len(lanes) != len(before.lanes):
        before, lanes = None, _lanes(page, body, em, ())
    if len(lanes) < _LEAST or (before is None and len(run) < _LEAST):
        return None
    first, last = _further(page, rows, first, last, lanes, em)
    parts = [p for k in range(first, last + 1) for x in rows[k] for p in _cut(page, x, lanes)]
    anchors = _anchors(parts, len(lanes))
    tops = [x.top for x in anchors]
    least = max(_LEAST if before is None else 1, 0.7 * len(run))
    if len(anchors) < least or len({round(t) for t in tops}) < len(anchors):
        return None
    texts = _texts(parts, tops, len(lanes))
    header = _header(page, rows, first, lanes, em)
    shift = max((c.row + c.rows for c in header), default=0)
    over = {c.column for c in before.cells if c.rows > 1} if before else set()
    merged = [k in over for k in range(len(lanes))]
    cells = [
        GridCell(row + shift, column, many, 1, lines, box(lines))
        for column, row, many, lines in spans(texts, anchors, len(lanes), merged)
    ]
    cells += header
    every = [x for c in cells for x in c.lines]
    return GridTable(
        page.number,
        box(every),
        len(anchors) + shift,
        len(lanes),
        sorted(cells, key=lambda c: (c.row, c.column)),
        (),
        lanes,
    )


def _reach(run: list[int], rows: list[list[Line]], em: float) -> tuple[int, int]:
    """The first and last row of the table: lines wrapped in the first and the last cell stand outside of the run."""
    first, last = run[0], run[-1]
    while first and len(rows[first - 1]) < _LEAST and _gap(rows, first - 1) < 0.35 * em:
        first -= 1
    while last + 1 < len(rows) and len(rows[last + 1]) < _LEAST and _gap(rows, last) < 0.35 * em:
        last += 1
    return first, last


def _further(
    page: Page, rows: list[list[Line]], first: int, last: int, lanes: Sequence[Stretch], em: float
) -> tuple[int, int]:
    """The same, with rows whose number shows only when they are cut into the columns."""
    parts = [p for k in range(first, last + 1) for x in rows[k] for p in _cut(page, x, lanes)]
    counts = [sum(c == k and bool(_NUMBER.fullmatch(x.text)) for c, x in parts) for k in range(len(lanes))]
    anchor = counts.index(max(counts))

    def fits(k: int) -> bool:
        cut = [p for x in rows[k] for p in _cut(page, x, lanes)]
        return len(cut) >= _LEAST and any(c == anchor and _NUMBER.fullmatch(x.text) for c, x in cut)

    while True:
        up = next((k for k in (first - 1, first - 2) if k >= 0 and _gap(rows, k) < 2 * em and fits(k)), None)
        down = next((k for k in (last + 1, last + 2) if k < len(rows) and _gap(rows, k - 1) < 2 * em and fits(k)), None)
        if up is None and down is None:
            return first, last
        first, last = first if up is None else up, last if down is None else down


def _gap(rows: list[list[Line]], k: int) -> float:
    """The white between row `k` and the next."""
    return min(x.top for x in rows[k + 1]) - max(x.bottom for x in rows[k])


def _lanes(page: Page, lines: Sequence[Line], em: float, known: Sequence[Stretch]) -> tuple[Stretch, ...]:
    """The stretches along x that the characters of these lines (and columns known before) cover, parted by white."""
    least = (0.18 if len(lines) > 24 else 0.3) * em
    g = page.glyphs
    texts = [(g.x0[x.start : x.end], g.x1[x.start : x.end]) for x in lines]
    return lanes_of([*texts, *((np.array([a], np.float32), np.array([b], np.float32)) for a, b in known)], least)


def _cut(page: Page, line: Line, lanes: Sequence[Stretch]) -> list[tuple[int, Line]]:
    """A line cut at its gaps where it passes from one column into the next, each part with its column."""
    g = page.glyphs
    x0, x1 = g.x0[line.start : line.end], g.x1[line.start : line.end]
    edges = np.array([(a[1] + b[0]) / 2 for a, b in pairwise(lanes)])
    column = np.searchsorted(edges, (x0 + x1) / 2)
    passes = (np.diff(column) != 0) & (x0[1:] - x1[:-1] > 0.1 * line.size)
    at = [0, *(np.flatnonzero(passes) + 1).tolist(), len(column)]
    return [(int(np.searchsorted(edges, (x0[a] + x1[b - 1]) / 2)), part_of(line, g, a, b)) for a, b in pairwise(at)]


def _anchors(parts: Sequence[tuple[int, Line]], columns: int) -> list[Line]:
    """The numbers of the column that has most of them, from top to bottom."""
    most: list[Line] = []
    for k in range(columns):
        numbers = [x for c, x in parts if c == k and _NUMBER.fullmatch(x.text)]
        most = numbers if len(numbers) > len(most) else most
    return sorted(most, key=lambda x: x.top)


def _texts(parts: Sequence[tuple[int, Line]], tops: Sequence[float], columns: int) -> list[Piece]:
    """The cells' texts: lines of a column nearer to each other than any two rows are belong to one."""
    step = min((b - a for a, b in pairwise(tops)), default=1e9)
    out: list[Piece] = []
    for k in range(columns):
        row: list[Line] = []
        for line in by_rows([x for c, x in parts if c == k]):
            if row and (line.top - row[-1].top < 0.94 * step or line.top < row[-1].bottom):
                row.append(line)
            else:
                row = [line]
                out.append(Piece(k, row))
    return out


def _header(page: Page, rows: list[list[Line]], first: int, lanes: Sequence[Stretch], em: float) -> list[GridCell]:
    """The column heads over the first row: near, small, over most columns."""
    lines: list[Line] = []
    below = min(x.top for x in rows[first])
    for k in range(first - 1, max(first - 7, -1), -1):
        row = rows[k]
        gap = below - max(x.bottom for x in row)
        if gap > (2.2 if not lines else 1.2) * em or any(x.size > 1.25 * em or unit_of(x.text) for x in row):
            break
        if any(len(x.text) > 16 for x in pieces(page, row)):
            break
        lines += row
        below = min(x.top for x in row)
    cells = head_cells(page, lines, lanes)
    return cells if len({c for x in cells for c in range(x.column, x.column + x.columns)}) >= 0.6 * len(lanes) else []
