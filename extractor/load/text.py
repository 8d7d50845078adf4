"""Plain text and Markdown: bytes → characters, kept exactly as decoded."""

from __future__ import annotations

from typing import Any

from extractor.errors import LoadError
from extractor.load.source import document
from extractor.model import Document

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe\x00\x00", "utf-32-le"), (b"\x00\x00\xfe\xff", "utf-32-be"),
         (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


def decode(data: bytes, source: str) -> str:
    """The characters of a text file, without its byte order mark; LoadError names the first byte that cannot be read."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _strict(data[len(mark):], name, source, skipped=len(mark))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _strict(data, "gb18030", source)


def _strict(data: bytes, encoding: str, source: str, *, skipped: int = 0) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as e:
        raise LoadError(source, f"byte {e.start + skipped} is not {encoding} text.",
                        "Save the file as UTF-8, or remove the damaged bytes.") from e


def load_text(data: bytes, source: str, **options: Any) -> Document:
    """The document of a text file; `text` is its decoded content, unchanged."""
    return document(data, source, decode(data, source))
