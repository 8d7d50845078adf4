"""Sheets (`.csv`, `.tsv`, `.xlsx`) → lines of cells, with the tables kept."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from itertools import product
from typing import Any

from extractor.errors import LoadError
from extractor.load.grid import Merged, lay
from extractor.load.source import document
from extractor.load.text import decode
from extractor.model import Document, Table

MAX_CELLS = 2_000_000
Rows = list[list[str]]


def load_csv(data: bytes, source: str, *, max_cells: int = MAX_CELLS, **options: Any) -> Document:
    """The document of a CSV or TSV file: one line a row, tabs between cells."""
    text = decode(data, source)
    head = "\n".join(text[:20_000].split("\n")[:20])
    comma = "\t" if source.lower().endswith(".tsv") else max(",\t;，", key=head.count)
    try:
        rows = _bounded(csv.reader(io.StringIO(text, newline=""), delimiter=comma, strict=False), max_cells, source)
    except csv.Error as e:
        raise LoadError(source, f"is no CSV file ({e}).", "Save it again as CSV (UTF-8).") from e
    return _sheets(data, source, [("", rows, {})])


def load_xlsx(data: bytes, source: str, *, max_cells: int = MAX_CELLS, **options: Any) -> Document:
    """The document of an Excel file: each visible sheet's name, then its rows; values as Excel last computed them."""
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, OSError, SyntaxError) as e:
        raise LoadError(source, f"is damaged or encrypted ({type(e).__name__}).",
                        "Open it in Excel and save it again.") from e
    seen = [s for s in book.worksheets if s.sheet_state == "visible"]
    sheets = [(s.title if len(seen) > 1 else "", *_filled(s, max_cells, source)) for s in seen]
    book.close()
    title = (book.properties.title or "").strip() or None
    return _sheets(data, source, sheets, title=title)


def _filled(sheet: Any, max_cells: int, source: str) -> tuple[Rows, dict[Merged, Merged]]:
    """The rows of a sheet that hold values, and the owners of its merged cells.

    Only cells that are there are looked at: one format at the sheet's far corner makes it a million rows long otherwise.
    """
    values = {place: shown for place, cell in sheet._cells.items() if (shown := _shown(cell.value, cell.number_format))}
    width = max((c for _, c in values), default=0)
    used = {r: i for i, r in enumerate(sorted({r for r, _ in values}))}
    if len(used) * width > max_cells:
        raise _too_many(max_cells, source)
    rows = [[values.get((r, c + 1), "") for c in range(width)] for r in used]
    owners: dict[Merged, Merged] = {}
    for area in sheet.merged_cells.ranges:
        first = (used.get(area.min_row, -1), area.min_col - 1)
        inside = [i for r, i in used.items() if area.min_row <= r <= area.max_row]
        covered = product(inside, range(area.min_col - 1, min(area.max_col, width)))
        owners.update((cell, first) for cell in covered if cell != first and first[0] >= 0)
    return rows, owners


def _too_many(max_cells: int, source: str) -> LoadError:
    return LoadError(source, f"has more than {max_cells:,} cells.", "Split it, or remove empty rows and columns.")


def _bounded(rows: Iterable[Sequence[str]], max_cells: int, source: str) -> Rows:
    """The rows, as long as there are not too many of them."""
    kept: Rows = []
    cells = 0
    for row in rows:
        cells += len(row)
        if cells > max_cells:
            raise _too_many(max_cells, source)
        kept.append(list(row))
    return kept


def _shown(value: Any, number_format: str) -> str:
    """A cell's value as a reader of the sheet sees it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float):
        if "%" in number_format:
            return f"{round(value * 100, 10):.10g}%"
        return f"{value:.15g}" if abs(value) < 1e15 else str(value)
    return str(value)


def _sheets(data: bytes, source: str, sheets: Iterable[tuple[str, Rows, dict[Merged, Merged]]], **fields: Any) -> Document:
    parts: list[str] = []
    tables: list[Table] = []
    at = 0
    for name, rows, owners in sheets:
        for piece, table in _blocks(name, rows, owners, at):
            parts.append(piece)
            at += len(piece)
            if table:
                tables.append(table)
    text = "".join(parts)
    if not text.strip():
        raise LoadError(source, "holds no filled cell.", "Remove it or get it again.")
    return document(data, source, text, tables=tuple(tables), **fields)


def _blocks(name: str, rows: Rows, owners: dict[Merged, Merged], at: int) -> Iterator[tuple[str, Table | None]]:
    """The pieces of a sheet: its name, lines above the table that fill one cell only (titles, units), the table."""
    if name:
        yield f"{name}\n", None
        at += len(name) + 1
    first = 0
    filled = [sum(bool(c.strip()) and (r, i) not in owners for i, c in enumerate(row)) for r, row in enumerate(rows)]
    above = ""
    while first < len(rows) and filled[first] <= 1:
        line = " ".join(c.strip() for c in rows[first] if c.strip())
        if line:
            yield f"{line}\n", None
            at, above = at + len(line) + 1, f"{above} {line}"
        first += 1
    body = [r for r in range(first, len(rows)) if filled[r] or any((r, c) in owners for c in range(len(rows[r])))]
    if body:
        moved = {r: i for i, r in enumerate(body)}
        kept = {(moved[r], c): (moved[o], k) for (r, c), (o, k) in owners.items() if r in moved and o in moved}
        width = max((i + 1 for r in body for i, c in enumerate(rows[r]) if c.strip()), default=0)
        yield lay([rows[r][:width] for r in body], at, above=above, owners=kept, headers=_header_rows(body, kept))


def _header_rows(body: list[int], owners: dict[Merged, Merged]) -> int:
    """One header row, or as many as a merged cell of the first row reaches down."""
    return 1 + max((r for (r, _), (o, _c) in owners.items() if o == 0 and r < 4), default=0)
