"""The metadata file: what a source does not say about itself (title, publisher, published, url, and anything else)."""

from __future__ import annotations

import csv
import difflib
import io
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from extractor.errors import LoadError, UsageError
from extractor.load.source import unreadable
from extractor.load.text import decode
from extractor.model import Document

KNOWN = ("path", "title", "publisher", "published", "url")
_DAY = re.compile(r"\s*(\d{4})\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})\D{0,2}\s*|\s*(\d{4})(\d{2})(\d{2})\s*")


@dataclass(frozen=True, slots=True)
class Metadata:
    """The rows of a metadata file by path."""

    file: Path
    rows: Mapping[str, Mapping[str, str]]

    def of(self, source: str) -> Mapping[str, str]:
        """The row of a source: its path as given, the same file from the metadata file's folder, or the end of its path."""
        name = source.replace("\\", "/")
        if name in self.rows:
            return self.rows[name]
        outer, mark, inner = name.partition("!")
        full = str(Path(outer).resolve()) + mark + inner
        for path, row in self.rows.items():
            top, mark, rest = path.partition("!")
            if str((self.file.parent / top).resolve()) + mark + rest == full:
                return row
        ends = [row for path, row in self.rows.items() if name.endswith(("/" + path, "!" + path))]
        return ends[0] if len(ends) == 1 else {}

    def apply(self, document: Document) -> Document:
        """The document with what the metadata file says about it; what the file leaves empty stays as read."""
        row = {k: v for k, v in self.of(document.source).items() if v}
        if not row:
            return document
        extra = {**document.extra, **{k: v for k, v in row.items() if k not in KNOWN}}
        return replace(document, title=row.get("title", document.title), publisher=row.get("publisher", document.publisher),
                       published=day(row["published"]) if "published" in row else document.published,
                       url=row.get("url", document.url), extra=extra)

    def unused(self, sources: Iterable[str]) -> tuple[str, ...]:
        """Paths of the file that name none of the sources."""
        used = {id(self.of(s)) for s in sources}
        return tuple(path for path, row in self.rows.items() if id(row) not in used)


def day(text: str) -> date | None:
    """The day of `2024-03-05`, `2024/3/5`, `20240305` or a date written with words; None for anything else."""
    found = _DAY.fullmatch(text)
    if not found:
        return None
    try:
        return date(*(int(n) for n in found.groups() if n))
    except ValueError:
        return None


def read_metadata(path: str | os.PathLike[str]) -> Metadata:
    """The metadata of a CSV file; UsageError names the file, the row and the column that is wrong."""
    file = Path(path)
    try:
        text = decode(file.read_bytes(), str(file))
    except OSError as e:
        raise UsageError(str(unreadable(str(file), e))) from e
    except LoadError as e:
        raise UsageError(str(e)) from e
    table = csv.reader(io.StringIO(text), strict=True)
    try:
        names = [n.strip() for n in next(table, [])]
        _check_columns(names, file)
        rows: dict[str, dict[str, str]] = {}
        for number, values in enumerate((v for v in table if v), 2):
            row = _row(names, values, number, file)
            if row["path"] in rows:
                raise UsageError(f"{file}: row {number}: {row['path']} is there twice. Keep one of the rows.")
            rows[row["path"]] = row
    except csv.Error as e:
        raise UsageError(f"{file}: line {table.line_num} is no CSV ({e}). Save it as CSV (UTF-8).") from e
    return Metadata(file.resolve(), rows)


def _check_columns(names: list[str], file: Path) -> None:
    known = ", ".join(KNOWN)
    if "path" not in names:
        near = difflib.get_close_matches("path", names, 1, 0.5)
        hint = f" (is '{near[0]}' meant?)" if near else ""
        raise UsageError(f"{file}: the column 'path' is missing{hint}. Its first line must name the columns: {known}; "
                         "any more are kept.")
    for name in names:
        near = [] if name in KNOWN else difflib.get_close_matches(name.lower(), KNOWN, 1, 0.8)
        if near:
            raise UsageError(f"{file}: wrong column '{name}'. Did you mean '{near[0]}'? Columns with a meaning are "
                             f"{known}; give any other column a name that is not so close to these.")
    if len(set(names)) < len(names) or "" in names:
        raise UsageError(f"{file}: a column has no name, or two have the same one. Name every column once.")


def _row(names: list[str], values: list[str], number: int, file: Path) -> dict[str, str]:
    if len(values) != len(names):
        raise UsageError(f"{file}: row {number} has another number of fields than the first line. "
                         "Put quotes around commas.")
    row = dict(zip(names, (v.strip() for v in values), strict=True))
    row["path"] = row["path"].replace("\\", "/").removeprefix("./")
    if not row["path"]:
        raise UsageError(f"{file}: row {number} has no path.")
    if row.get("published") and day(row["published"]) is None:
        raise UsageError(f"{file}: row {number}: '{row['published']}' is no day. Write it as 2024-03-05.")
    return row
