"""Characters that a page's fonts do not name, or name wrongly."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as pdfium

from extractor.load.chars import Glyphs

_FEW = 4  # misnamed characters that may be somebody's own
_SHARE = 0.003

Flags = npt.NDArray[np.bool_]


def garbled(glyphs: Glyphs, textpage: Any) -> float:
    """Share of characters that are no readable text: private use, replacement, controls, or unmapped by their font."""
    if not len(glyphs):
        return 0.0
    code = glyphs.code
    bad = ((code >= 0xE000) & (code <= 0xF8FF)) | (code >= 0xF0000) | (code == 0xFFFD) | _controls(code)
    count = int(pdfium.FPDFText_CountChars(textpage))
    sample = range(0, count, max(1, count // 150))
    unmapped = sum(pdfium.FPDFText_HasUnicodeMapError(textpage, i) == 1 for i in sample) / max(len(sample), 1)
    return float(max(float(bad.mean()), unmapped))


def misnamed(glyphs: Glyphs) -> int:
    """How many characters stand in a Chinese text that nobody writes there: controls, and letters like ÿ and Ā between
    Chinese characters; 0 where they are few.

    They are left of fonts whose table of codes lost entries (Ghostscript, of the fonts of browsers). What is lost comes out
    as the number of its glyph, and some of these numbers are digits and letters: 119亩。as 119亩2.
    """
    code = glyphs.code
    if len(code) < 3:
        return 0
    han = (code >= 0x2E80) & (code < 0xA000)
    beside = np.zeros(len(code), bool)
    beside[1:] |= han[:-1]
    beside[:-1] |= han[1:]
    letters = (code >= 0xC0) & (code < 0x250) & (code != 0xD7) & (code != 0xF7)
    found = int(((letters & beside) | (_controls(code) & (code >= 0x7F))).sum())
    return found if found >= _FEW and found > _SHARE * len(code) and han.mean() > 0.3 else 0


def _controls(code: npt.NDArray[np.uint32]) -> Flags:
    return (code < 0x20) | ((code >= 0x7F) & (code < 0xA0))
