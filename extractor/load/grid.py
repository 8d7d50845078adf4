"""Rows of a table → lines of text with tabs between cells, and the table that remembers where each cell went."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import regex

import patterns
from extractor.model import Cell, Table

Merged = tuple[int, int]


def lay(rows: Sequence[Sequence[str]], start: int, *, headers: int = 1, above: str = "",
        owners: dict[Merged, Merged] | None = None) -> tuple[str, Table]:
    """The text of a table and its cells, their spans counted from `start`.

    Each row is one line; tabs stand between cells, line breaks within a cell become spaces. headers: number of header rows.
    above: the line over the table, where its unit may stand. owners: for a cell that a merged neighbour covers, the row and
    column of that neighbour; such a cell repeats the neighbour's words in `Cell.text` and has no span of its own.

    >>> text, table = lay([["项目", "投资"], ["桥", "3"]], 0)
    >>> text, table.cells[3].text
    ('项目\\t投资\\n桥\\t3\\n', '3')
    """
    parts: list[str] = []
    cells: list[Cell] = []
    at = start
    spans: dict[Merged, tuple[int, int, str]] = {}
    for r, row in enumerate(rows):
        for c, raw in enumerate(row):
            owner = (owners or {}).get((r, c))
            words = "" if owner else _flat(raw)
            shown = spans[owner][2] if owner in spans else words
            spans[r, c] = (at, at + len(words), shown)
            cells.append(Cell(at, at + len(words), r, c, shown, r < headers))
            parts += [words, "\t" if c < len(row) - 1 else "\n"]
            at += len(words) + 1
    text = "".join(parts)
    return text, Table(start, at, tuple(cells), unit_of([above, *(c.text for c in cells if c.row <= headers)]))


def unit_of(texts: Sequence[str]) -> str:
    """The unit that the words around a table state for all its amounts, or nothing; two different ones are none."""
    found = {m["unit"] for t in texts if (m := _stated().search(t))}
    return found.pop() if len(found) == 1 else ""


@cache
def _stated() -> regex.Pattern[str]:
    return regex.compile(patterns.table("load/tables")["unit"])


def _flat(text: str) -> str:
    return " ".join(text.split()) if any(c in text for c in "\t\r\n\v\f") else text.strip()
