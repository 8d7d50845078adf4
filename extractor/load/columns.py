"""Tables without ruling lines: rows of short pieces that stand in columns, one of which holds numbers."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extractor.load.lines import Line
from extractor.load.page import GridCell, GridTable, Page

_NUMBER = regex.compile(r"[-—–+]?[\d,，]+(?:[.．]\d+)?[%％]?")
_LEAST = 3  # rows and columns


def unruled_tables(page: Page, em: float) -> list[GridTable]:
    """The tables of a page that no rules show; their lines leave `page.lines`."""
    rows = _rows([x for x in page.lines if not x.vertical])
    out = []
    for run in _runs(rows, em):
        table = _table(page.number, run, rows, em)
        if table is not None:
            out.append(table)
            taken = {id(x) for c in table.cells for x in c.lines}
            page.lines = [x for x in page.lines if id(x) not in taken]
    return out


def _rows(lines: Sequence[Line]) -> list[list[Line]]:
    out: list[list[Line]] = []
    for line in sorted(lines, key=lambda x: x.top + x.bottom):
        if out and (line.top + line.bottom) / 2 < out[-1][0].bottom - 0.25 * line.size:
            out[-1].append(line)
        else:
            out.append([line])
    return [sorted(row, key=lambda x: x.x0) for row in out]


def _runs(rows: list[list[Line]], em: float) -> list[list[int]]:
    """Stretches of rows of which three or more have three pieces with a number among them, not far from each other."""
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
    return [run for run in runs if len(run) >= _LEAST]


def _table(number: int, run: list[int], rows: list[list[Line]], em: float) -> GridTable | None:
    body = [x for k in range(run[0], run[-1] + 1) for x in rows[k]]
    columns = _columns(body, em)
    if len(columns) < _LEAST:
        return None
    anchor = max(columns, key=lambda c: sum(bool(_NUMBER.fullmatch(x.text)) for x in body if _over(x, c)))
    anchors = [x for x in body if _over(x, anchor) and _NUMBER.fullmatch(x.text)]
    if len(anchors) < max(_LEAST, 0.7 * len(run)) or len({round(x.top) for x in anchors}) < len(anchors):
        return None
    header = _header(rows, run[0], columns, em)
    shift = 1 if header else 0
    cells: dict[tuple[int, int], list[Line]] = {}
    for line in body:
        near = min(range(len(anchors)), key=lambda k: abs(anchors[k].top + anchors[k].bottom - line.top - line.bottom))
        cells.setdefault((near + shift, _column(line, columns)), []).append(line)
    for line in header:
        cells.setdefault((0, _column(line, columns)), []).append(line)
    every = [x for group in cells.values() for x in group]
    box = (min(x.x0 for x in every), min(x.top for x in every), max(x.x1 for x in every), max(x.bottom for x in every))
    made = [GridCell(r, c, 1, 1, sorted(group, key=lambda x: (round(x.top), x.x0)), box) for (r, c), group in cells.items()]
    return GridTable(number, box, len(anchors) + shift, len(columns), sorted(made, key=lambda c: (c.row, c.column)))


def _columns(lines: Sequence[Line], em: float) -> list[tuple[float, float]]:
    """The stretches along x that the pieces cover, parted by white."""
    out: list[list[float]] = []
    for a, b in sorted((x.x0, x.x1) for x in lines):
        if out and a < out[-1][1] + 0.4 * em:
            out[-1][1] = max(out[-1][1], b)
        else:
            out.append([a, b])
    return [(a, b) for a, b in out]


def _over(line: Line, column: tuple[float, float]) -> bool:
    return min(line.x1, column[1]) - max(line.x0, column[0]) > 0.5 * line.width


def _column(line: Line, columns: Sequence[tuple[float, float]]) -> int:
    middle = (line.x0 + line.x1) / 2
    return min(range(len(columns)), key=lambda k: max(columns[k][0] - middle, middle - columns[k][1]))


def _header(rows: list[list[Line]], first: int, columns: Sequence[tuple[float, float]], em: float) -> list[Line]:
    """The lines of the rows above the numbers that are column heads: near, small, and each over columns of its own."""
    out: list[Line] = []
    below = rows[first][0].top
    for k in range(first - 1, max(first - 5, -1), -1):
        row = rows[k]
        gap = below - max(x.bottom for x in row)
        if gap > 2.2 * em or any(len(x.text) > 16 or x.size > 1.25 * em for x in row) or (len(row) < 2 and not out):
            break
        out += row
        below = row[0].top
    heads = {_column(x, columns) for x in out}
    return out[::-1] if len(heads) >= 0.6 * len(columns) else []
