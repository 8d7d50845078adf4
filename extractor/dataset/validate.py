"""A dataset on disk → its faults: columns, constraints, keys, references, order, and offsets that miss their words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from extractor.dataset import schema
from extractor.errors import DatasetError


def faults(folder: str | Path) -> list[str]:
    """What is wrong with a dataset, a line for each fault; empty where it is valid."""
    folder = Path(folder)
    tables: dict[str, list[dict[str, Any]]] = {}
    out: list[str] = []
    for t in schema.TABLES:
        path = folder / f"{t.name}.parquet"
        if not path.is_file():
            raise DatasetError(f"{path}: no such table. Give a folder that `heshu extract` wrote with the format parquet.")
        try:
            made = pq.read_table(path)
        except (pa.ArrowInvalid, OSError) as e:
            raise DatasetError(f"{path}: is damaged ({e}). Run `heshu extract` again.") from e
        if not made.schema.equals(schema.arrow(t.name)):
            out.append(f"{t.name}: columns differ from the schema: {', '.join(_difference(made.schema, t))}")
        tables[t.name] = made.to_pylist()
        out += _values(t, tables[t.name])
    for t in schema.TABLES:
        out += [*_references(t, tables), *_order(t, tables)]
    return [*out, *_offsets(tables)]


def _difference(found: pa.Schema, table: schema.TableSchema) -> list[str]:
    wanted = schema.arrow(table.name)
    both = [n for n in found.names if n in wanted.names]
    other = {n for n in both if found.field(n).type != wanted.field(n).type}
    return sorted(other | (set(found.names) ^ set(wanted.names))) or ["order"]


def _values(table: schema.TableSchema, rows: list[dict[str, Any]]) -> Iterator[str]:
    for c in table.columns:
        pattern = re.compile(c.pattern) if c.pattern else None
        for n, row in enumerate(rows):
            value = row.get(c.name)
            if value is None:
                if c.required:
                    yield f"{table.name} row {n}: {c.name} is empty"
            elif c.enum and value not in c.enum:
                yield f"{table.name} row {n}: {c.name} is '{value}', not one of {', '.join(c.enum)}"
            elif pattern and not pattern.fullmatch(value):
                yield f"{table.name} row {n}: {c.name} is '{value}', not like {c.pattern}"


def _references(table: schema.TableSchema, tables: dict[str, list[dict[str, Any]]]) -> Iterator[str]:
    rows = tables[table.name]
    if table.key:
        keys = [tuple(r[k] for k in table.key) for r in rows]
        if len(set(keys)) < len(keys):
            yield f"{table.name}: {', '.join(table.key)} is not unique"
    for columns, target in table.refers:
        known = {tuple(r[k] for k in schema.table(target).key) for r in tables[target]}
        for n, row in enumerate(rows):
            key = tuple(row[c] for c in columns)
            if None not in key and key not in known:
                yield f"{table.name} row {n}: {columns[-1]} {key[-1]} is not in {target}"


def _order(table: schema.TableSchema, tables: dict[str, list[dict[str, Any]]]) -> Iterator[str]:
    rows = tables[table.name]
    place = [(r.get("doc_id", ""), r.get("start", 0)) for r in rows]
    if place != sorted(place):
        yield f"{table.name}: rows are not in the order of doc_id and start"


def _offsets(tables: dict[str, list[dict[str, Any]]]) -> Iterator[str]:
    texts = {d["doc_id"]: d["text"] or "" for d in tables["documents"]}
    for name in ("mentions", "unread"):
        for n, row in enumerate(tables[name]):
            if texts.get(row["doc_id"], "")[row["start"]:row["end"]] != row["text"]:
                yield f"{name} row {n}: text[{row['start']}:{row['end']}] is not '{row['text']}'"
    for name in ("articles", "projects", "tasks", "task_units", "evidence"):
        for n, row in enumerate(tables[name]):
            if not 0 <= row["start"] <= row["end"] <= len(texts.get(row["doc_id"], "")):
                yield f"{name} row {n}: {row['start']}–{row['end']} is no span of its document"
