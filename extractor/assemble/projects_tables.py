"""Rows of tables → projects: each column by the words of its head, each row one project with its attributes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import patterns
from extractor.assemble.projects_naming import Naming
from extractor.assemble.projects_scene import Scene
from extractor.model import Attribute, Grid, Mention, Span

_NUMBER = re.compile(r"[\d,，.．]+")
_HEADS = 3  # rows that the head of a table may take


@dataclass(frozen=True, slots=True)
class Row:
    """A project named by a row of a table, and what its cells say of it."""

    naming: Naming
    attributes: tuple[Attribute, ...]


@cache
def _columns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((c["field"], re.compile(c["head"])) for c in patterns.table("projects/tables")["column"])


@cache
def _not_name() -> re.Pattern[str]:
    return re.compile(patterns.table("projects/tables")["rows"]["not_name"])


def field_of(head: str) -> str | None:
    """What a column with this head holds, by the name of the field.

    >>> field_of("计划总投资（万元）"), field_of("建设地点"), field_of("序号")
    ('total_investment', 'place', None)
    """
    words = "".join(head.split())
    return next((field for field, pattern in _columns() if pattern.search(words)), None) if words else None


def rows(scene: Scene) -> list[Row]:
    """The projects of all tables that have a column of names, in text order."""
    out: list[Row] = []
    for grid in scene.reading.outline.grids:
        cells = _cells(grid)
        top = next((i for i, row in enumerate(cells) if _has_names(scene, row)), None)
        if top is not None:
            out += _of_table(scene, cells[top:])
    return out


def _cells(grid: Grid) -> list[list[Span]]:
    """The place of every cell, row by row; a merged cell in each place it covers, a number for several rows in none."""
    shared = {c.at for row in grid.rows for c in row if not c.own and _NUMBER.fullmatch(c.text)}
    return [[c.at if c.at not in shared else Span(0, 0) for c in row] for row in grid.rows]


def _has_names(scene: Scene, row: Sequence[Span]) -> bool:
    fields = _fields(scene.text[c.start : c.end] for c in row)
    return "name" in fields and len([f for f in fields if f]) > 1


def _fields(heads: Iterable[str]) -> list[str | None]:
    """What each column holds; tasks are names of projects where the table gives them an investment."""
    fields = [field_of(head) for head in heads]
    named = "name" if "total_investment" in fields and "name" not in fields else None
    return [named if field == "task" else field for field in fields]


def _of_table(scene: Scene, cells: Sequence[Sequence[Span]]) -> Iterator[Row]:
    heads = _heads(scene, cells)
    columns = _fields("".join(h) for h in heads)
    column = columns.index("name")
    for row in cells[1:]:
        if len(row) <= column or len([c for c in row if c]) < 2:
            continue
        name = row[column]
        text = scene.text[name.start : name.end]
        if len(text) < 3 or _not_name().search(text) or field_of(text) == "name":
            continue
        yield Row(Naming(name, "row", "row"), tuple(_attributes(scene, row, columns, heads)))


def _heads(scene: Scene, cells: Sequence[Sequence[Span]]) -> list[list[str]]:
    """The words over each column: the first row and those under it that have no name but more heads."""
    heads = [[scene.text[c.start : c.end]] for c in cells[0]]
    column = _fields(h[0] for h in heads).index("name")
    for row in cells[1:_HEADS]:
        texts = [scene.text[c.start : c.end] for c in row]
        if len(row) != len(heads) or texts[column].strip() or not any(field_of(t) for t in texts):
            break
        for head, text in zip(heads, texts, strict=True):
            if text:
                head[:] = [text]
    return heads


def _attributes(
    scene: Scene, row: Sequence[Span], columns: Sequence[str | None], heads: Sequence[list[str]]
) -> Iterator[Attribute]:
    for cell, field, head in zip(row, columns, heads, strict=False):
        text = scene.text[cell.start : cell.end]
        if not field or not text or field == "name" or _not_name().search(text):
            continue
        yield from _of_cell(scene, cell, field, "".join(head))


def _of_cell(scene: Scene, cell: Span, field: str, head: str) -> Iterator[Attribute]:
    text, figures = scene.text[cell.start : cell.end], scene.within(cell.start, cell.end)
    if field in ("total_investment", "annual_plan", "completed"):
        yield from (_figure(field, m, head) for m in figures[:1] if m.kind == "money")
    elif field == "capacity":
        yield from (_figure(field, m, head) for m in figures if m.kind == "measure")
    elif field == "status":
        yield from _nature(text, cell, head)
    elif field != "company" or text.endswith(tuple(patterns.table("projects/owners")["companies"])):
        yield Attribute("owner" if field == "company" else field, text, cell, None, "column", head)


def _figure(field: str, m: Mention, head: str) -> Attribute:
    return Attribute(field, m.text, m.at, m.key, "column", head)


def _nature(text: str, cell: Span, head: str) -> Iterator[Attribute]:
    for word, stage in patterns.table("projects/tables")["rows"]["nature"].items():
        if word in text:
            yield Attribute("status", text, cell, None, f"column {head}", stage)
            return
