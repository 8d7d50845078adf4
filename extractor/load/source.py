"""What every reader needs: the identity of a source and the document made from it."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from extractor.model import Document


def doc_id(data: bytes) -> str:
    """The first 16 hex digits of the SHA-256 of a source's bytes."""
    return sha256(data).hexdigest()[:16]


def document(data: bytes, source: str, text: str, **fields: Any) -> Document:
    """The document of a source: its identity, its text, and whatever else the reader knows."""
    return Document(doc_id(data), source, text, **fields)
