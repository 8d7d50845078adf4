"""The tables of a document in its view: as the reader of the source found them, else lines with tabs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from extractor.model import Cell, Document, Grid, GridCell, Segment, Span, Table, View


def grids(document: Document, view: View, rows: Sequence[Segment]) -> tuple[Grid, ...]:
    """The tables with every cell's place in the view, in text order.

    The reader's tables keep empty and merged cells; where there are none, rows of the view that follow one another are a
    table, whose empty cells are lost.
    """
    if document.tables:
        place = {read: here for here, read in enumerate(view.index)}
        return tuple(_of(table, view, place) for table in document.tables)
    return tuple(Grid(tuple(tuple(_cells(view.text, row.at)) for row in block)) for block in _blocks(view.text, rows))


def _of(table: Table, view: View, place: Mapping[int, int]) -> Grid:
    rows: dict[int, dict[int, GridCell]] = {}
    for cell in table.cells:
        at = _at(cell, place)
        words = "".join(cell.text.split())
        if len(at):
            made = GridCell(view.text[at.start:at.end], at)
        else:
            made = GridCell(words, _owner(rows, cell.row, cell.column, words) or at, own=not words)
        rows.setdefault(cell.row, {})[cell.column] = made
    width = max((c for row in rows.values() for c in row), default=-1) + 1
    empty = GridCell("", Span(0, 0))
    return Grid(tuple(tuple(rows[r].get(c, empty) for c in range(width)) for r in sorted(rows)), table.unit)


def _at(cell: Cell, place: Mapping[int, int]) -> Span:
    """Where a cell stands in the view: from the first of its characters that was kept to the last."""
    kept = [place[i] for i in range(cell.start, cell.end) if i in place]
    return Span(min(kept), max(kept) + 1) if kept else Span(0, 0)


def _owner(rows: Mapping[int, Mapping[int, GridCell]], row: int, column: int, words: str) -> Span | None:
    """The place of the merged cell that a cell without words of its own belongs to."""
    beside = (rows.get(row - 1, {}).get(column), rows.get(row, {}).get(column - 1))
    return next((c.at for c in beside if c and words and "".join(c.text.split()) == words), None)


def _blocks(text: str, rows: Sequence[Segment]) -> Iterator[list[Segment]]:
    """Rows that follow one another, nothing but line ends between them."""
    block: list[Segment] = []
    for row in rows:
        if block and text[block[-1].at.end:row.at.start].strip():
            yield block
            block = []
        block.append(row)
    if block:
        yield block


def _cells(text: str, at: Span) -> Iterator[GridCell]:
    start = at.start
    for part in text[at.start:at.end].rstrip("\n").replace("|", "\t").split("\t"):
        left = start + len(part) - len(part.lstrip())
        yield GridCell(part.strip(), Span(left, left + len(part.strip())))
        start += len(part) + 1
