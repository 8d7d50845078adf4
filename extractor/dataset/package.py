"""`datapackage.json`: what a dataset holds, as a Frictionless data package with a schema for each table."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import file_digest
from pathlib import Path
from typing import Any

from extractor.dataset import schema

PACKAGE = "datapackage.json"
_TYPES = {"string": "string", "integer": "integer", "decimal": "number", "float": "number", "boolean": "boolean",
          "date": "date", "strings": "array", "boxes": "array"}
_MEDIA = {"parquet": "application/vnd.apache.parquet", "csv": "text/csv", "jsonl": "application/x-ndjson",
          "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "duckdb": "application/vnd.duckdb"}


def table_schema(table: schema.TableSchema) -> dict[str, Any]:
    """The Frictionless Table Schema of a table."""
    fields = []
    for c in table.columns:
        limits: dict[str, Any] = {"required": True} if c.required else {}
        if c.enum:
            limits["enum"] = list(c.enum)
        if c.pattern:
            limits["pattern"] = c.pattern
        fields.append({"name": c.name, "type": _TYPES[c.type], "description": c.description,
                       **({"constraints": limits} if limits else {})})
    made: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    if table.key:
        made["primaryKey"] = list(table.key)
    full = {c.name for c in table.columns if c.required}  # Frictionless knows no reference of which one column is empty
    keys = [{"fields": list(columns), "reference": {"resource": target, "fields": list(schema.table(target).key)}}
            for columns, target in table.refers if full.issuperset(columns)]
    if keys:
        made["foreignKeys"] = keys
    return made


def package(formats: Sequence[str], counts: Mapping[str, int]) -> dict[str, Any]:
    """The description of a dataset: a resource for each file, the first format of tables under their plain names."""
    resources: list[dict[str, Any]] = []
    tabular = [f for f in ("parquet", "csv", "jsonl") if f in formats]
    for number, kind in enumerate(tabular):
        for t in schema.TABLES:
            resource: dict[str, Any] = {
                "name": t.name if number == 0 else f"{t.name}-{kind}", "path": f"{t.name}.{kind}",
                "profile": "tabular-data-resource", "format": kind, "mediatype": _MEDIA[kind], "encoding": "utf-8",
                "description": t.row, "rowcount": counts.get(t.name, 0), "schema": table_schema(t)}
            if number:
                resource["schema"].pop("foreignKeys", None)
            resources.append(resource)
    for kind in ("xlsx", "duckdb"):
        if kind in formats:
            resources.append({"name": f"heshu-{kind}", "path": f"heshu.{kind}", "format": kind, "mediatype": _MEDIA[kind],
                              "description": "all tables in one file"})
    return {"profile": "data-package", "name": "heshu-dataset", "title": "Figures of Chinese documents, read by heshu",
            "description": "Offsets are half-open character offsets into documents.text; keys are local to their document.",
            "resources": resources}


def write_package(folder: Path, formats: Sequence[str], counts: Mapping[str, int]) -> None:
    """Write `datapackage.json` into a folder, with size and digest of every file whose bytes are the same on every run."""
    made = package(formats, counts)
    for resource in made["resources"]:
        if resource["format"] != "duckdb":
            path = folder / resource["path"]
            with path.open("rb") as file:
                resource["hash"] = "sha256:" + file_digest(file, "sha256").hexdigest()
            resource["bytes"] = path.stat().st_size
    (folder / PACKAGE).write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
