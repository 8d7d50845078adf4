"""Rows → a dataset in a folder: written beside it under a temporary name, moved into place when all of it is there."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from extractor.dataset import schema
from extractor.dataset.formats import FORMATS, Format, open_formats
from extractor.dataset.package import PACKAGE, write_package
from extractor.dataset.tables import Row, Rows
from extractor.errors import DatasetError

if TYPE_CHECKING:
    import pyarrow as pa

_GROUP_ROWS = 20_000
_GROUP_CHARS = 16_000_000
_TEXT = schema.table("documents").names.index("chars")


def batch(name: str, rows: list[Row]) -> pa.RecordBatch:
    """The rows of one table as an Arrow batch of its schema."""
    import pyarrow as pa

    kinds = schema.arrow(name)
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(kinds)
    return pa.record_batch([pa.array(c, f.type) for c, f in zip(columns, kinds, strict=True)], schema=kinds)


def frames(parts: Iterable[Rows]) -> dict[str, pa.Table]:
    """The tables of some documents in memory, an empty table included."""
    import pyarrow as pa

    held: dict[str, list[Row]] = {t.name: [] for t in schema.TABLES}
    for part in parts:
        for name, rows in part.items():
            held[name].extend(rows)
    return {name: pa.Table.from_batches([batch(name, rows)]) for name, rows in held.items()}


class Writer:
    """Writes a dataset in row groups of a fixed size; the folder changes only when all is written.

    Use as a context: leaving it well moves the dataset into place, leaving it by an exception removes what was written and
    leaves the old dataset whole. Files in the folder that are no part of a dataset stay. DatasetError where the folder
    cannot be written, or holds other things and no dataset.
    """

    def __init__(self, out: str | os.PathLike[str], *, formats: Iterable[str] = ("parquet",)) -> None:
        self.out = Path(out).resolve() if Path(out).is_symlink() else Path(out)
        _check_target(self.out)
        # a mounted folder cannot be renamed, nor one whose parent is not ours: its files are replaced one by one
        self.inside = self.out.is_dir() and (os.path.ismount(self.out) or not os.access(self.out.parent, os.W_OK))
        names = tuple(dict.fromkeys(formats)) or ("parquet",)
        try:
            place = self.out if self.inside else self.out.parent
            place.mkdir(parents=True, exist_ok=True)
            where = tempfile.mkdtemp(prefix=f".{self.out.name}.", suffix=".part", dir=place)
        except OSError as e:
            raise DatasetError(f"{self.out}: cannot write here ({e.strerror or e}). Choose another folder.") from e
        self.temporary = Path(where)
        self.waiting: dict[str, list[Row]] = {t.name: [] for t in schema.TABLES}
        self.count = dict.fromkeys(self.waiting, 0)
        self.chars = 0
        try:
            self.formats: list[Format] = open_formats(names, self.temporary)
        except BaseException:
            shutil.rmtree(self.temporary, ignore_errors=True)
            raise

    def __enter__(self) -> Writer:
        return self

    def add(self, rows: Rows) -> None:
        """Take the rows of one document; documents come in the order of their ids."""
        for name, more in rows.items():
            self.waiting[name].extend(more)
            self.count[name] += len(more)
        self.chars += sum(row[_TEXT] for row in rows["documents"])
        for name, held in self.waiting.items():
            if len(held) >= _GROUP_ROWS or (name == "documents" and self.chars >= _GROUP_CHARS):
                self._flush(name)

    def _flush(self, name: str) -> None:
        rows, self.waiting[name] = self.waiting[name], []
        if name == "documents":
            self.chars = 0
        if rows:
            made = batch(name, rows)
            try:
                for file in self.formats:
                    file.add(name, rows, made)
            except OSError as e:
                raise self._full(e) from e

    def _full(self, e: OSError) -> DatasetError:
        return DatasetError(f"{self.out}: cannot be written ({e.strerror or e}). Nothing has changed there; "
                            "make room or choose another folder.")

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        try:
            if kind is None:
                self._finish()
            else:
                for file in self.formats:
                    with suppress(Exception):  # what is half written is thrown away
                        file.close()
        except OSError as e:
            raise self._full(e) from e
        finally:
            shutil.rmtree(self.temporary, ignore_errors=True)

    def _finish(self) -> None:
        for name in self.waiting:
            self._flush(name)
        for file in self.formats:
            file.close()
        write_package(self.temporary, [f.name for f in self.formats], self.count)
        self.temporary.chmod(0o777 & ~_umask())
        (_replace if self.inside else _swap)(self.temporary, self.out)


def _check_target(out: Path) -> None:
    """DatasetError where the target is a file, or a folder of other things that a dataset would replace."""
    if out.is_dir():
        names = {p.name for p in out.iterdir()}
        if names and not any(_ours(n) for n in names):
            raise DatasetError(f"{out}: holds other files and no dataset. Choose an empty folder, or one that heshu wrote.")
        if not os.access(out, os.W_OK):
            raise DatasetError(f"{out}: cannot write here (Permission denied). Choose another folder.")
    elif out.exists() or out.is_symlink():
        raise DatasetError(f"{out}: is a file, not a folder. Choose another name.")


def _ours(name: str) -> bool:
    """Whether a file of this name is part of a dataset."""
    stem, _, suffix = name.partition(".")
    tables = {t.name for t in schema.TABLES}
    return name == PACKAGE or (stem in tables and suffix in FORMATS) or (stem == "heshu" and suffix in FORMATS)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _replace(new: Path, out: Path) -> None:
    """Put the new files in the old ones' place, the description last; what the new dataset lacks goes."""
    names = sorted((p.name for p in new.iterdir()), key=lambda n: n == PACKAGE)
    for name in names:
        (new / name).replace(out / name)
    for path in list(out.iterdir()):
        if _ours(path.name) and path.name not in names:
            path.unlink()


def _swap(new: Path, out: Path) -> None:
    """Put the new folder in the old one's place, with whatever the old one held beside its dataset."""
    old = new.with_suffix(".old")
    had = out.exists()
    if had:
        out.rename(old)
    try:
        new.rename(out)
    except BaseException:
        if had:
            old.rename(out)
        raise
    if had:
        for path in old.iterdir():
            if not _ours(path.name):
                path.rename(out / path.name)
        shutil.rmtree(old, ignore_errors=True)
