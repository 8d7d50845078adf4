"""Column heads and other texts that are not set to their columns → the columns each stands over.

A head is set in the middle of a column whose texts stand at its left or its right, may be wider than any of them, and may
stand over several columns with heads of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from extractor.load.lines import Line
from extractor.load.page import GridCell, Page
from extractor.load.tables import by_rows, part_of

Stretch = tuple[float, float]
Seat = tuple[int, int]  # first and last column
_APART = 0.3  # em of white between two heads


def pieces(page: Page, lines: Sequence[Line]) -> list[Line]:
    """The lines cut at their wide gaps."""
    g, out = page.glyphs, []
    for line in lines:
        gap = g.x0[line.start + 1 : line.end] - g.x1[line.start : line.end - 1]
        cuts = [0, *(np.flatnonzero(gap > _APART * line.size) + 1).tolist(), line.end - line.start]
        out += [part_of(line, g, a, b) for a, b in pairwise(cuts)]
    return out


def seats(parts: Sequence[Line], lanes: Sequence[Stretch]) -> list[Seat]:
    """The columns over whose middle each piece stands, or the one it is nearest to."""
    out = []
    for x in parts:
        over = [k for k, (a, b) in enumerate(lanes) if x.x0 < (a + b) / 2 < x.x1]
        near = min(range(len(lanes)), key=lambda k: max(lanes[k][0] - x.x1, x.x0 - lanes[k][1]))
        out.append((over[0], over[-1]) if over else (near, near))
    return out


def head_cells(page: Page, lines: Sequence[Line], lanes: Sequence[Stretch]) -> list[GridCell]:
    """The cells of the heads over these columns: one row, or two where a head stands over several columns with heads."""
    parts = pieces(page, by_rows(lines))
    placed = list(zip(parts, seats(parts, lanes), strict=True))
    upper = {id(x): seat for x in parts if (seat := _spanned(x, placed)) is not None}
    lower = 1 if upper else 0
    cells: dict[tuple[int, int, int], list[Line]] = {}
    for x, (a, b) in placed:
        under = any(p <= a and b <= q for p, q in upper.values())
        key = (0, *upper[id(x)]) if id(x) in upper else (lower if under else 0, a, a if upper else b)
        cells.setdefault(key, []).append(x)
    inner = {c for p, q in upper.values() for c in range(p, q + 1)}
    return [
        GridCell(row, a, 1 if row or a in inner else 1 + lower, b - a + 1, rows, box(rows))
        for (row, a, b), rows in sorted(cells.items())
    ]


def _spanned(x: Line, placed: Sequence[tuple[Line, Seat]]) -> Seat | None:
    """The columns of the heads under this one over the middle of which it stands, two or more."""
    under = sorted(((y, seat) for y, seat in placed if y.top > x.top + 0.5 * x.size), key=lambda p: p[0].x0)
    for many in range(len(under), 1, -1):
        for run in (under[k : k + many] for k in range(len(under) - many + 1)):
            left, right = run[0][0].x0, max(y.x1 for y, _ in run)
            centred = abs(left + right - x.x0 - x.x1) < 3 * x.size
            own = {id(y) for y, _ in run} | {id(x)}
            level = max(y.top for y, _ in run) - min(y.top for y, _ in run) < 0.3 * x.size
            if centred and level and not any(id(y) not in own and y.x0 < right and y.x1 > left for y, _ in placed):
                columns = [c for _, seat in run for c in seat]
                if min(columns) < max(columns):
                    return min(columns), max(columns)
    return None


def box(lines: Sequence[Line]) -> tuple[float, float, float, float]:
    """The box around lines; nothing where there are none."""
    if not lines:
        return (0.0, 0.0, 0.0, 0.0)
    return min(x.x0 for x in lines), min(x.top for x in lines), max(x.x1 for x in lines), max(x.bottom for x in lines)
