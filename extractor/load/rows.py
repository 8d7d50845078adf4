"""Tables on pages → rows: joined over page breaks, repeated headers dropped, merged cells known to every row they cover."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import regex

from extractor.load.page import GridCell, GridTable, Paragraph
from patterns import table

_NUMBER = regex.compile(r"[\d.,，%％\-—–/～~]+")


@cache
def _unit() -> regex.Pattern[str]:
    return regex.compile(table("pages/tables")["unit"]["pattern"])


@cache
def _heads() -> tuple[str, ...]:
    return tuple(table("pages/tables")["header"]["words"])


def unit_of(text: str) -> str:
    """The unit that a line over a table states, empty where it states none."""
    found = _unit().search(text)
    return found["unit"].strip() if found else ""


def matrix(grid: GridTable) -> list[list[GridCell | None]]:
    """The cell at each place of the grid."""
    out: list[list[GridCell | None]] = [[None] * grid.columns for _ in range(grid.rows)]
    for cell in grid.cells:
        for r in range(cell.row, cell.row + cell.rows):
            for c in range(cell.column, cell.column + cell.columns):
                out[r][c] = cell
    return out


def header_rows(grid: GridTable) -> int:
    """How many rows at the top are header: none holds a number, all cells that begin in one end in one."""
    rows = matrix(grid)
    count = 0
    for r, row in enumerate(rows[:4]):
        texts = [c.text for c in row if c is not None and c.text]
        if any(_NUMBER.fullmatch(t) for t in texts) or (r == 0 and not texts):
            break
        if r and count == r and not any(c is not None and c.row < r for c in row) and not _named(texts):
            break
        count = r + 1
    while count and any(c is not None and c.row < count < c.row + c.rows for c in rows[count - 1]):
        count -= 1
    return count if count < grid.rows else 0


def _named(texts: Sequence[str]) -> bool:
    return any(word in t for t in texts for word in _heads() if len(t) <= 12)


def continues(last: GridTable, here: GridTable) -> bool:
    """Is `here`, on the next page, the same table going on?"""
    if here.page != last.page + 1 or here.columns != last.columns:
        return False
    if not here.edges and not last.edges:
        return abs(here.box[0] - last.box[0]) < 40 and abs(here.box[2] - last.box[2]) < 40
    return len(here.edges) == len(last.edges) and all(abs(a - b) < 6 for a, b in zip(last.edges, here.edges, strict=True))


def table_rows(grids: Sequence[GridTable], number: int, article: int) -> list[Paragraph]:
    """The rows of one table, from its parts on one page or more."""
    out: list[Paragraph] = []
    heads: list[tuple[str, ...]] = []
    for part, grid in enumerate(grids):
        rows = matrix(grid)
        head = header_rows(grid)
        texts = [_texts(row) for row in rows]
        skip = _repeated(heads, texts) if part else 0
        if not part:
            heads = texts[:head]
        body = [r for r in range(skip, len(rows)) if any(texts[r]) or grid.rows < 3]
        if part and out and body:
            _over_break(out, rows, body, head if not skip else 0)
        for r in body:
            own = [x for c in _distinct(rows[r]) if c.row == r for x in c.lines]
            out.append(Paragraph("table", article, own, list(rows[r]), number, not part and r < head, r))
    return out


def _texts(row: Sequence[GridCell | None]) -> tuple[str, ...]:
    return tuple(c.text if c else "" for c in row)


def _distinct(row: Sequence[GridCell | None]) -> list[GridCell]:
    return list({id(c): c for c in row if c is not None}.values())


def _repeated(heads: Sequence[tuple[str, ...]], texts: Sequence[tuple[str, ...]]) -> int:
    """How many rows of the header come back at the top of the next part."""
    n = len(heads)
    while n and list(texts[:n]) != list(heads[:n]):
        n -= 1
    return n


def _over_break(out: list[Paragraph], rows: list[list[GridCell | None]], body: list[int], head: int) -> None:
    """Cells at the page break: one without text goes on from, or into, the one on the other side.

    A row without its number is the rest of the last row before the break.
    """
    above, first = out[-1].cells, rows[body[0]]
    if not head and _rest_of(above, first, [rows[r] for r in body[1:]]):
        for a, b in zip(above, first, strict=False):
            if a is not None and b is not None and b.lines and b.row == body[0]:
                a.lines.extend(b.lines)
                out[-1].lines.extend(b.lines)
                b.lines = []
        del body[0]
        return
    for a, b in zip(above, first, strict=False):
        if a is None or b is None or a is b:
            continue
        if not b.text and a.text and b.rows >= 1:
            b.fill = a.text
        elif not a.text and b.text:
            a.fill = b.text


def _rest_of(
    above: Sequence[GridCell | None], first: Sequence[GridCell | None], later: Sequence[Sequence[GridCell | None]]
) -> bool:
    """Does the first row after the break only end the last one? Its number is missing where every other row has one."""
    for c, cell in enumerate(first):
        column = [row[c] for row in later if row[c] is not None]
        if cell is None or cell.rows > 1 or len(column) < 3:
            continue
        numbered = sum(bool(x is not None and _NUMBER.fullmatch(x.text)) for x in column)
        if numbered > 0.8 * len(column):
            return not cell.text and any(b is not None and b.text and b.rows == 1 for b in first)
    return False
