"""Images of pages → Document: .png, .jpg and .tiff (every picture of a file is a page), by OCR."""

from __future__ import annotations

import io
import time
from typing import Any

import numpy as np

from extractor.errors import LoadError, MissingExtra
from extractor.load.ocr import Image
from extractor.load.pages import from_pages
from extractor.load.scan import scan_page
from extractor.model import Document

MAX_PIXELS = 120_000_000


def load_image(
    data: bytes,
    source: str,
    *,
    max_pages: int = 500,
    max_pixels: int = MAX_PIXELS,
    ocr: str = "auto",
    timeout: float = 900.0,
) -> Document:
    """The document of an image file. Points are 1/72 inch by the file's own resolution, or by a guess from its size."""
    try:
        from PIL import Image as Pictures
        from PIL import ImageOps, UnidentifiedImageError
    except ImportError as e:
        raise MissingExtra(source, "Reading images", "ocr") from e
    if ocr == "never":
        raise LoadError(source, "is an image, and OCR is off.", "Leave out --ocr never.")
    warnings: list[str] = []
    started = time.monotonic()
    pages = []
    try:
        with Pictures.open(io.BytesIO(data)) as file:
            count = getattr(file, "n_frames", 1)
            for number in range(1, min(count, max_pages) + 1):
                if time.monotonic() - started > timeout:
                    warnings.append(f"partial: stopped before page {number} of {count}, {timeout:g} s were over.")
                    break
                file.seek(number - 1)
                if file.width * file.height > max_pixels:
                    raise LoadError(
                        source,
                        f"page {number} has {file.width * file.height:,} pixels, more than {max_pixels:,}.",
                        "Raise --max-pixels, or scan it at 300 dpi or less.",
                    )
                dpi = _dpi(file)
                upright = ImageOps.exif_transpose(file).convert("RGB")
                pages.append(scan_page(np.asarray(upright, np.uint8), number, dpi=dpi))
            if count > max_pages:
                warnings.append(f"partial: only the first {max_pages} of {count} pages were read.")
    except UnidentifiedImageError as e:  # its words hold a place in memory, another one each run
        raise LoadError(source, "is no image that can be read.", "Get it again, or save it as .png.") from e
    except (OSError, SyntaxError, Pictures.DecompressionBombError) as e:
        raise LoadError(source, f"is no image that can be read ({e}).", "Get it again, or save it as .png.") from e
    return from_pages(pages, data, source, warnings, loader="image", media_type="image")


def _dpi(file: Any) -> float:
    """The resolution that the file states, or one that makes its short side a page's."""
    stated = file.info.get("dpi")
    if stated and 90 <= float(stated[0]) <= 1300:
        return float(stated[0])
    short = min(file.width, file.height)
    return float(min(600.0, max(72.0, short / 8.27))) if short < 3600 else 200.0


__all__ = ["MAX_PIXELS", "Image", "load_image"]
