"""Bytes → Document: one file a reader."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from extractor.errors import LoadError
from extractor.load.text import load_text
from extractor.model import Document


def load(path: str | os.PathLike[str], **options: Any) -> Document:
    """The document of a file."""
    path = Path(path)
    data = path.read_bytes()
    if not data:
        raise LoadError(str(path), "is empty.", "Remove it or get it again.")
    if data[:1024].find(b"%PDF-") >= 0:
        from importlib import import_module
        made: Document = import_module("extractor.load.pdf").load_pdf(data, str(path), **options)
        return made
    return load_text(data, str(path), **options)


__all__ = ["load"]
