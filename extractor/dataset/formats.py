"""The file formats of a dataset: each takes the same rows, batch by batch."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TextIO

from extractor.dataset import schema
from extractor.dataset.tables import Row
from extractor.errors import DatasetError

if TYPE_CHECKING:
    import pyarrow as pa

FORMATS = ("parquet", "csv", "xlsx", "jsonl", "duckdb")
_RISKY = re.compile(r"['=+\-@\t\r＝＋－＠]|\s{1,1000}[=+\-@＝＋－＠]")
_CELL = 32_767
_SHEET_ROWS = 1_048_576
_EPOCH = datetime(2000, 1, 1)


class Format(Protocol):
    """A format being written: rows and the same rows as an Arrow batch, table by table."""

    name: str

    def add(self, table: str, rows: Sequence[Row], batch: pa.RecordBatch) -> None: ...

    def close(self) -> None: ...


def open_formats(names: Sequence[str], folder: Path) -> list[Format]:
    """The formats of some names, their files opened in a folder; DatasetError for a name that is none."""
    made: dict[str, Callable[[Path], Format]] = {"parquet": _Parquet, "csv": _Csv, "jsonl": _Jsonl, "xlsx": _Xlsx,
                                                 "duckdb": _Duckdb}
    for name in names:
        if name not in made:
            raise DatasetError(f"format '{name}' is not known. Formats: {', '.join(FORMATS)}.")
    return [made[name](folder) for name in FORMATS if name in names]


class _Parquet:
    """`<table>.parquet`; all settings are fixed, so that the same rows give the same bytes."""

    name = "parquet"

    def __init__(self, folder: Path) -> None:
        import pyarrow.parquet as pq  # a moment to load: who only reads figures goes without

        self.files = {t.name: pq.ParquetWriter(folder / f"{t.name}.parquet", schema.arrow(t.name), compression="zstd",
                                               compression_level=3, version="2.6", use_dictionary=True,
                                               write_statistics=True) for t in schema.TABLES}

    def add(self, table: str, rows: Sequence[Row], batch: pa.RecordBatch) -> None:
        self.files[table].write_batch(batch, row_group_size=max(1, len(rows)))

    def close(self) -> None:
        for file in self.files.values():
            file.close()


def escape(text: str) -> str:
    """The text as a CSV cell that no spreadsheet takes for a formula.

    An apostrophe goes before `=`, `+`, `-`, `@` and their wide forms (white space before them aside), a tab or a carriage
    return; before an apostrophe too, so that removing the one that a cell begins with gives back the text.

    >>> escape("=1+1"), escape("总投资"), escape("'a")
    ("'=1+1", '总投资', "''a")
    """
    return "'" + text if _RISKY.match(text) else text


def number(value: Decimal) -> str:
    """A decimal without the zeros that its column adds.

    >>> number(Decimal("12500000000.000000")), number(Decimal("33.800000"))
    ('12500000000', '33.8')
    """
    text = format(value, "f") if value else "0"
    return text.rstrip("0").rstrip(".") if "." in text else text


class _Csv:
    """`<table>.csv`: UTF-8 with a mark for Excel, quoted as RFC 4180 says, lists as JSON."""

    name = "csv"

    def __init__(self, folder: Path) -> None:
        self.files: dict[str, TextIO] = {}
        for t in schema.TABLES:
            self.files[t.name] = (folder / f"{t.name}.csv").open("w", encoding="utf-8-sig", newline="")
            csv.writer(self.files[t.name]).writerow(t.names)

    def add(self, table: str, rows: Sequence[Row], batch: pa.RecordBatch) -> None:
        kinds = [c.type for c in schema.table(table).columns]
        csv.writer(self.files[table]).writerows([_cell(v, k) for v, k in zip(row, kinds, strict=True)] for row in rows)

    def close(self) -> None:
        for file in self.files.values():
            file.close()


def _cell(value: Any, kind: str) -> str:
    """A value as a CSV cell."""
    if value is None:
        return ""
    if kind == "string":
        return escape(value)
    if kind == "decimal":
        return number(value)
    if kind == "boolean":
        return "true" if value else "false"
    return str(value) if kind in ("integer", "float", "date") else _json(value, kind)


def _json(value: Any, kind: str) -> str:
    """A value as JSON; decimals are written with all their digits."""
    if value is None:
        return "null"
    if kind == "decimal":
        return number(value)
    if kind == "date":
        return f'"{value.isoformat()}"'
    return json.dumps(value, ensure_ascii=False)


def json_object(table: str, row: Row) -> str:
    """A row as a JSON object on one line, columns in the order of the schema."""
    columns = schema.table(table).columns
    return "{" + ", ".join(f'"{c.name}": {_json(v, c.type)}' for c, v in zip(columns, row, strict=True)) + "}"


class _Jsonl:
    """`<table>.jsonl`: one JSON object a line, columns in the order of the schema."""

    name = "jsonl"

    def __init__(self, folder: Path) -> None:
        self.files = {t.name: (folder / f"{t.name}.jsonl").open("w", encoding="utf-8", newline="\n") for t in schema.TABLES}

    def add(self, table: str, rows: Sequence[Row], batch: pa.RecordBatch) -> None:
        self.files[table].writelines(json_object(table, row) + "\n" for row in rows)

    def close(self) -> None:
        for file in self.files.values():
            file.close()


class _Xlsx:
    """`heshu.xlsx`: a sheet for each table; text is written as text and never as a formula or a link.

    A text longer than a cell may hold is cut with a remark; rows beyond a sheet's end go on in another sheet; a number that
    a spreadsheet cannot hold exactly is written as text.
    """

    name = "xlsx"

    def __init__(self, folder: Path) -> None:
        try:
            import xlsxwriter
        except ImportError as e:
            raise DatasetError("Writing xlsx needs the extra 'xlsx'. Install it: pip install 'heshu[xlsx]'") from e
        self.book = xlsxwriter.Workbook(str(folder / "heshu.xlsx"), {
            "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
        self.book.set_properties({"title": "heshu", "created": _EPOCH})
        self.bold = self.book.add_format({"bold": True})
        self.day = self.book.add_format({"num_format": "yyyy-mm-dd"})
        self.sheets: dict[str, Any] = {}
        self.row: dict[str, int] = {}
        self.parts: dict[str, int] = {}
        for t in schema.TABLES:
            self._open(t.name)

    def _open(self, table: str) -> None:
        """Begin a sheet, the first of a table or a further one."""
        part = self.parts[table] = self.parts.get(table, 0) + 1
        sheet = self.sheets[table] = self.book.add_worksheet(table if part == 1 else f"{table} ({part})")
        sheet.freeze_panes(1, 0)
        for i, c in enumerate(schema.table(table).columns):
            sheet.set_column(i, i, {"boxes": 10, "integer": 9, "decimal": 18}.get(c.type, 24 if c.name in _WIDE else 14))
            sheet.write_string(0, i, c.name, self.bold)
        self.row[table] = 1

    def add(self, table: str, rows: Sequence[Row], batch: pa.RecordBatch) -> None:
        kinds = [c.type for c in schema.table(table).columns]
        for row in rows:
            if self.row[table] >= _SHEET_ROWS:
                self._open(table)
            for column, (value, kind) in enumerate(zip(row, kinds, strict=True)):
                if value is not None:
                    self._put(self.sheets[table], self.row[table], column, value, kind)
            self.row[table] += 1

    def _put(self, sheet: Any, row: int, column: int, value: Any, kind: str) -> None:
        if kind == "date" and isinstance(value, date) and value.year >= 1900:
            sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), self.day)
        elif kind == "boolean":
            sheet.write_boolean(row, column, value)
        elif kind in ("integer", "float") or (kind == "decimal" and len(number(value).strip("-0.").replace(".", "")) <= 15):
            sheet.write_number(row, column, float(value))
        else:
            text = value if kind == "string" else number(value) if kind == "decimal" else _cell(value, kind)
            if len(text) > _CELL:
                text = f"{text[:_CELL - 40]}… [{len(text)} characters]"
            sheet.write_string(row, column, text)

    def close(self) -> None:
        self.book.close()


_WIDE = ("text", "source", "title", "name", "metric", "message", "formula", "section", "error")


class _Duckdb:
    """`heshu.duckdb`: a table for each table, with the descriptions as comments. Its bytes differ from run to run."""

    name = "duckdb"

    def __init__(self, folder: Path) -> None:
        import duckdb

        self.base = duckdb.connect(str(folder / "heshu.duckdb"))
        for t in schema.TABLES:
            empty = schema.arrow(t.name).empty_table()
            self.base.register("batch", empty)
            self.base.execute(f'CREATE TABLE "{t.name}" AS FROM batch')
            self.base.unregister("batch")
            self.base.execute(f'COMMENT ON TABLE "{t.name}" IS {_quoted(t.row)}')
            for c in t.columns:
                self.base.execute(f'COMMENT ON COLUMN "{t.name}"."{c.name}" IS {_quoted(c.description)}')

    def add(self, table: str, rows: Sequence[Row], batch: pa.RecordBatch) -> None:
        import pyarrow as pa

        self.base.register("batch", pa.Table.from_batches([batch]))
        self.base.execute(f'INSERT INTO "{table}" FROM batch')
        self.base.unregister("batch")

    def close(self) -> None:
        self.base.close()


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
