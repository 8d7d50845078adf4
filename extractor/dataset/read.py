"""A dataset on disk → its rows, one document at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from extractor.errors import DatasetError


def index(folder: Path) -> list[tuple[str, str]]:
    """Id and source of every document of a dataset, in its order."""
    found = _open(folder, "documents", ["doc_id", "source"])
    return list(zip(found["doc_id"].to_pylist(), found["source"].to_pylist(), strict=True))


def rows_of(folder: Path, table: str, doc_id: str) -> list[dict[str, Any]]:
    """The rows of one document in a table, as dicts in the table's order."""
    found: list[dict[str, Any]] = _open(folder, table, None, doc_id).to_pylist()
    return found


def _open(folder: Path, table: str, columns: list[str] | None, doc_id: str | None = None) -> pa.Table:
    path = folder / f"{table}.parquet"
    if not path.is_file():
        raise DatasetError(f"{path}: no such table. Give the folder that `heshu extract` wrote, with the format parquet.")
    try:
        file = pq.ParquetFile(path)
        if doc_id is None:
            return file.read(columns)
        groups = [file.read_row_group(n, columns) for n in _groups(file, doc_id)]
        found = pa.concat_tables(groups) if groups else file.schema_arrow.empty_table()
        return found.filter(pc.equal(found["doc_id"], doc_id))
    except (pa.ArrowInvalid, OSError) as e:
        raise DatasetError(f"{path}: is damaged ({e}). Run `heshu extract` again.") from e


def _groups(file: pq.ParquetFile, doc_id: str) -> list[int]:
    """The row groups that may hold a document, by the least and the greatest id of each."""
    out = []
    for n in range(file.metadata.num_row_groups):
        seen = file.metadata.row_group(n).column(0).statistics
        if seen is None or not seen.has_min_max or seen.min <= doc_id <= seen.max:
            out.append(n)
    return out


def stream(folder: Path, table: str, columns: list[str] | None = None) -> Iterator[dict[str, Any]]:
    """The rows of a table one after the other, as dicts in its order; never more than a batch of them in memory."""
    path = folder / f"{table}.parquet"
    if not path.is_file():
        _open(folder, table, columns)
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(4096, columns=columns):
            yield from batch.to_pylist()


def whole(folder: Path, table: str, columns: list[str] | None = None) -> list[dict[str, Any]]:
    """All rows of a table, as dicts in its order."""
    found: list[dict[str, Any]] = _open(folder, table, columns).to_pylist()
    return found
