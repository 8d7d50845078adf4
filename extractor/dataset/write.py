"""Rows → files: written beside the target under a temporary name, moved into place when all is there."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Protocol

import pyarrow as pa
import pyarrow.parquet as pq

from extractor.dataset import schema
from extractor.dataset.tables import Row, Rows
from extractor.errors import DatasetError

FORMATS = ("parquet",)
_GROUP_ROWS = 20_000
_GROUP_CHARS = 16_000_000


def batch(name: str, rows: list[Row]) -> pa.RecordBatch:
    """The rows of one table as an Arrow batch of its schema."""
    kinds = schema.arrow(name)
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(kinds)
    return pa.record_batch([pa.array(c, f.type) for c, f in zip(columns, kinds, strict=True)], schema=kinds)


class _Format(Protocol):
    def add(self, name: str, rows: list[Row]) -> None: ...
    def close(self) -> None: ...


class _Parquet:
    """One file per table; settings fixed, so that the same rows give the same bytes."""

    def __init__(self, folder: Path) -> None:
        self.files = {t.name: pq.ParquetWriter(folder / f"{t.name}.parquet", schema.arrow(t.name), compression="zstd",
                                               version="2.6", use_dictionary=True, write_statistics=True)
                      for t in schema.TABLES}

    def add(self, name: str, rows: list[Row]) -> None:
        self.files[name].write_batch(batch(name, rows), row_group_size=max(1, len(rows)))

    def close(self) -> None:
        for file in self.files.values():
            file.close()


class Writer:
    """Writes a dataset in row groups of a fixed size; the folder changes only when all is written.

    Use as a context: leaving it well moves the dataset into place, leaving it by an exception removes what was written.
    """

    def __init__(self, out: str | os.PathLike[str], *, formats: Iterable[str] = ("parquet",)) -> None:
        self.out = Path(out)
        try:
            self.out.parent.mkdir(parents=True, exist_ok=True)
            self.temporary = Path(tempfile.mkdtemp(prefix=f".{self.out.name}.", suffix=".part", dir=self.out.parent))
        except OSError as e:
            raise DatasetError(f"{self.out}: cannot write here ({e.strerror}). Choose another folder with --out.") from e
        self.waiting: dict[str, list[Row]] = {t.name: [] for t in schema.TABLES}
        self.chars = 0
        self.writers: list[_Format] = [_Parquet(self.temporary)]

    def __enter__(self) -> Writer:
        return self

    def add(self, rows: Rows) -> None:
        """Take the rows of one document; documents come in the order of their ids."""
        for name, more in rows.items():
            self.waiting[name].extend(more)
        self.chars += sum(row[8] for row in rows["documents"])
        for name, held in self.waiting.items():
            if len(held) >= _GROUP_ROWS or (name == "documents" and self.chars >= _GROUP_CHARS):
                self._flush(name)

    def _flush(self, name: str) -> None:
        rows, self.waiting[name] = self.waiting[name], []
        if name == "documents":
            self.chars = 0
        for writer in self.writers:
            writer.add(name, rows)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        try:
            if kind is None:
                for name in self.waiting:
                    self._flush(name)
            for writer in self.writers:
                writer.close()
            if kind is None:
                self._move()
        finally:
            shutil.rmtree(self.temporary, ignore_errors=True)

    def _move(self) -> None:
        old = self.temporary.with_suffix(".old")
        if self.out.exists():
            self.out.rename(old)
        self.temporary.rename(self.out)
        shutil.rmtree(old, ignore_errors=True)
