"""The data dictionary `docs/dataset.md`, made from the schema: `python -m extractor.dataset.dictionary [FILE]`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from extractor.dataset import schema


def dictionary() -> str:
    """The Markdown text of the data dictionary."""
    intro = files("extractor.dataset").joinpath("intro.md").read_text(encoding="utf-8")
    return intro + "".join("\n" + "\n".join(_table(t)) + "\n" for t in schema.TABLES)


def _table(table: schema.TableSchema) -> Iterator[str]:
    yield f"### `{table.name}`\n"
    yield f"One row is {table.row}." + (f" Key: {_names(table.key)}." if table.key else "")
    for columns, target in table.refers:
        yield f"{_names(columns)} refers to `{target}`."
    yield "\n| column | type | holds |\n|---|---|---|"
    for c in table.columns:
        limits = "; one of " + " ".join(f"`{v}`" for v in c.enum) if c.enum else ""
        limits += f"; like `{c.pattern}`" if c.pattern else ""
        yield f"| `{c.name}` | {_TYPES[c.type]}{'' if c.required else ', may be empty'} | {c.description}{limits} |"


_TYPES = {"string": "text", "integer": "integer", "decimal": "decimal", "float": "float", "boolean": "true or false",
          "date": "day", "strings": "list of text", "boxes": "list of boxes"}


def _names(columns: tuple[str, ...]) -> str:
    return ", ".join(f"`{c}`" for c in columns)


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[2] / "docs" / "dataset.md"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(dictionary(), encoding="utf-8")
