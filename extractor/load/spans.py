"""Texts in columns without rules → the rows each of them covers, by where it stands in the rows.

Where texts stand in the middle of their cells a merged cell shows which rows it covers. Where all stand at the top, nothing
tells a merged cell from empty ones under a text; only the columns before the numbers, which group the rows, are taken for
merged then.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from extractor.load.lines import Line

Placed = tuple[int, int, int, list[Line]]  # column, first row, rows, lines


class Piece(Protocol):
    """The text of a cell."""

    column: int
    lines: list[Line]

    @property
    def top(self) -> float: ...
    @property
    def bottom(self) -> float: ...
    @property
    def middle(self) -> float: ...


def spans(pieces: Sequence[Piece], anchors: Sequence[Line], columns: int, open_: Sequence[bool]) -> list[Placed]:
    """The place of every text; columns with fewer texts than rows are merged cells where that explains where they stand.

    anchors: a line of each row. open_: columns in which a merged cell may go on from the page before.
    """
    middles = [(x.top + x.bottom) / 2 for x in anchors]
    nearest = [min(range(len(middles)), key=lambda k: abs(middles[k] - p.middle)) for p in pieces]
    tops, edges = _rows(pieces, nearest, anchors)
    hung = all(min(abs(p.top - t) for t in tops) < 0.12 * p.lines[0].size for p in pieces)
    if hung:
        nearest = [min(range(len(tops)), key=lambda k: abs(tops[k] - p.top)) for p in pieces]
    grouping = min((p.column for p in pieces if p.lines[0] in anchors), default=0)
    out: list[Placed] = []
    for column in range(columns):
        mine = [i for i, p in enumerate(pieces) if p.column == column]
        texts, rows = [pieces[i] for i in mine], [nearest[i] for i in mine]
        tiles = None
        if len(mine) < len(anchors):
            before = column < grouping
            tiles = (
                _hung(rows, len(anchors), open_[column])
                if hung and before
                else None
                if hung
                else _tiles(texts, edges, open_[column], 1 if before else 2)
            )
        if tiles is None:
            out += _by_row(column, texts, rows)
            continue
        first = tiles[0][0] if tiles else len(anchors)
        if first:
            out.append((column, 0, first, []))
        out += [(column, a, b - a, list(p.lines)) for p, (a, b) in zip(texts, tiles, strict=True)]
    return out


def _hung(rows: Sequence[int], count: int, open_: bool) -> list[tuple[int, int]] | None:
    """Each text down to the next one."""
    if not rows or (rows[0] and not open_):
        return [] if open_ else None
    return list(zip(rows, [*rows[1:], count], strict=True))


def _by_row(column: int, texts: Sequence[Piece], rows: Sequence[int]) -> list[Placed]:
    cells: dict[int, list[Line]] = {}
    for p, row in zip(texts, rows, strict=True):
        cells.setdefault(row, []).extend(p.lines)
    return [(column, row, 1, lines) for row, lines in cells.items()]


def _rows(pieces: Sequence[Piece], nearest: Sequence[int], anchors: Sequence[Line]) -> tuple[list[float], list[float]]:
    """The top of each row and the heights between them, by the texts of the columns that have one in every row."""
    full = [c for c in {p.column for p in pieces} if sum(p.column == c for p in pieces) >= len(anchors)]
    top = [x.top for x in anchors]
    bottom = [x.bottom for x in anchors]
    for p, k in zip(pieces, nearest, strict=True):
        if p.column in full:
            top[k], bottom[k] = min(top[k], p.top), max(bottom[k], p.bottom)
    inner = [(a + b) / 2 for a, b in zip(bottom, top[1:], strict=False)]
    gaps = sorted(b - a for a, b in zip(bottom, top[1:], strict=False))
    half = gaps[len(gaps) // 2] / 2 if gaps else 0.0
    return top, [top[0] - half, *inner, bottom[-1] + half]


def _tiles(texts: Sequence[Piece], edges: Sequence[float], open_: bool, sure: int) -> list[tuple[int, int]] | None:
    """First row and row after the last of each text, so that all rows are covered and every text stands in its middle.

    Where a cell of the page before goes on, the first rows have no text. After `sure` texts in their place the last may go
    on over the page: it only has to stand within its rows.
    """
    rows = len(edges) - 1
    if not texts:
        return [] if open_ else None
    for start in range(rows if open_ else 1):
        found = _tiled(texts, edges, start, len(texts) - 1 >= sure and not start)
        if found:
            return found
    return None


def _tiled(texts: Sequence[Piece], edges: Sequence[float], start: int, loose: bool) -> list[tuple[int, int]] | None:
    out, at, rows = [], start, len(edges) - 1
    for k, p in enumerate(texts):
        if at >= rows:
            return None
        end = min(range(at + 1, rows + 1), key=lambda e: abs((edges[at] + edges[e]) / 2 - p.middle))
        off = abs((edges[at] + edges[end]) / 2 - p.middle) > 0.3 * (edges[at + 1] - edges[at])
        if loose and k == len(texts) - 1 and edges[at] < p.middle and (off or end < rows):
            end, off = rows, False
        if off:
            return None
        out.append((at, end))
        at = end
    return out if at == rows else None
