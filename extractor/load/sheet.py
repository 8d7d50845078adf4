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
    head = text[:20000]
    comma = max(",\t;，", key=head.split("\n")[0].count) if source.lower().endswith(".csv") else "\t"
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
    sheets = []
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible" or (sheet.max_row or 0) * (sheet.max_column or 0) == 0:
            continue
        rows = _bounded(([_shown(c.value, c.number_format) for c in row] for row in sheet.iter_rows()), max_cells, source)
        owners: dict[Merged, Merged] = {}
        for area in sheet.merged_cells.ranges:
            first = (area.min_row - 1, area.min_col - 1)
            covered = product(range(area.min_row - 1, area.max_row), range(area.min_col - 1, area.max_col))
            owners.update((cell, first) for cell in covered if cell != first)
        sheets.append((sheet.title if len(book.worksheets) > 1 else "", rows, owners))
    book.close()
    title = (book.properties.title or "").strip() or None
    return _sheets(data, source, sheets, title=title)


def _bounded(rows: Iterable[Sequence[str]], max_cells: int, source: str) -> Rows:
    """The rows, as long as there are not too many of them."""
    kept: Rows = []
    cells = 0
    for row in rows:
        cells += len(row)
        if cells > max_cells:
            raise LoadError(source, f"has more than {max_cells:,} cells.", "Split it, or remove empty rows and columns.")
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
