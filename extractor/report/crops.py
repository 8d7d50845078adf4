"""Pictures of the place on the page: a crop of the source PDF around boxes, as a data URI without further libraries."""

from __future__ import annotations

import base64
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from extractor.model import Box

_SCALE = 1.6
_MARGIN = 34.0
_TALLEST = 320.0


@dataclass(frozen=True, slots=True)
class Crop:
    """A picture of part of a page with the boxes in it, each as left, top, width, height in percent of the picture."""

    page: int
    uri: str
    width: int
    height: int
    boxes: tuple[tuple[str, float, float, float, float], ...]


def crop(source: str, page: int, boxes: Sequence[tuple[str, Box]]) -> Crop | None:
    """The lines around the boxes of one page, over its full width; None where the source is no PDF that can be opened."""
    path = Path(source)
    if path.suffix.lower() != ".pdf" or not path.is_file() or not boxes:
        return None
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError:
        return None
    try:
        if not 0 < page <= len(document):
            return None
        leaf = document[page - 1]
        width, height = leaf.get_size()
        top, bottom = _stretch(boxes, height)
        left, right = _sides(boxes, width)
        bitmap = leaf.render(scale=_SCALE, crop=(left, height - bottom, width - right, top), grayscale=True)
        picture = _png(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride)
        size = bitmap.width, bitmap.height
    finally:
        document.close()
    marks = tuple((role, 100 * (b.x0 - left) / (right - left), 100 * (b.top - top) / (bottom - top),
                   100 * (b.x1 - b.x0) / (right - left), 100 * (b.bottom - b.top) / (bottom - top))
                  for role, b in boxes if b.bottom > top and b.top < bottom)
    return Crop(page, "data:image/png;base64," + base64.b64encode(picture).decode("ascii"), *size, marks)


def _stretch(boxes: Sequence[tuple[str, Box]], height: float) -> tuple[float, float]:
    top = max(0.0, min(b.top for _, b in boxes) - _MARGIN)
    bottom = min(height, max(b.bottom for _, b in boxes) + _MARGIN)
    return top, min(bottom, top + _TALLEST)


def _sides(boxes: Sequence[tuple[str, Box]], width: float) -> tuple[float, float]:
    """The whole width of a page, or the neighbourhood of the boxes on a broadsheet."""
    if width <= 700:
        return 0.0, width
    left = max(0.0, min(b.x0 for _, b in boxes) - 120)
    return left, min(width, max(max(b.x1 for _, b in boxes) + 120, left + 420))


def _png(pixels: bytes, width: int, height: int, stride: int) -> bytes:
    """An 8-bit grey PNG of rows `stride` bytes apart."""
    rows = b"".join(b"\x00" + pixels[y * stride:y * stride + width] for y in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts)
