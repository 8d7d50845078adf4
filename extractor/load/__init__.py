"""Bytes → Document: one file a reader, one table that knows them all."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from extractor.load.archive import Bounds
from extractor.load.find import Found, Skip, find
from extractor.load.metadata import Metadata, day, read_metadata
from extractor.load.readers import ARCHIVES, READERS, Reader, load_bytes, load_source
from extractor.load.source import Source, doc_id, unreadable
from extractor.model import Document


def load(path: str | os.PathLike[str], **options: Any) -> Document:
    """The document of one file, read by the reader that its content calls for.

    Options go to the readers that know them: `max_pages`, `max_pixels`, `ocr`, `max_cells`. LoadError names the file,
    what is wrong with it and what to try. Folders and archives hold many documents: see `find`.
    """
    try:
        data = Path(path).read_bytes()
    except OSError as e:
        raise unreadable(os.fspath(path), e) from e
    return load_bytes(data, Path(path).as_posix(), **options)


__all__ = ["ARCHIVES", "READERS", "Bounds", "Found", "Metadata", "Reader", "Skip", "Source", "day", "doc_id", "find",
           "load", "load_bytes", "load_source", "read_metadata"]
