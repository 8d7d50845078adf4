"""What every reader needs: the identity of a source and the document made from it."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any

from extractor.errors import LoadError
from extractor.model import Document

MAX_BYTES = 1 << 30


@dataclass(frozen=True, slots=True)
class Source:
    """A file to be read: its name as given, and where its bytes are.

    The bytes of a member of an archive lie in a file of the archive's spill folder, so `path` is not its name. `error` is
    set where the source is known to be unreadable before it is opened.
    """

    name: str
    path: Path | None
    doc_id: str
    data: bytes | None = None
    error: str | None = None

    def read(self) -> bytes:
        """The bytes; LoadError where they cannot be had, or are more than any reader takes."""
        if self.data is not None or self.path is None:
            return self.data or b""
        try:
            size = self.path.stat().st_size
            if size > MAX_BYTES:
                raise LoadError(self.name, f"is too large ({size / 2**20:,.0f} MB; {MAX_BYTES >> 20:,} MB are read).",
                                "Split it.")
            return self.path.read_bytes()
        except OSError as e:
            raise unreadable(self.name, e) from e


def doc_id(data: bytes) -> str:
    """The first 16 hex digits of the SHA-256 of a source's bytes."""
    return sha256(data).hexdigest()[:16]


def file_id(path: Path) -> str:
    """The `doc_id` of a file, read in blocks."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()[:16]


def unreadable(source: str, error: OSError) -> LoadError:
    """The error for a file that the system does not let us read."""
    return LoadError(source, f"cannot be read ({error.strerror or error}).",
                     "Check that it exists and that you may read it.")


def document(data: bytes, source: str, text: str, **fields: Any) -> Document:
    """The document of a source: its identity, its text, and whatever else the reader knows."""
    return Document(doc_id(data), source, text, **fields)
