"""The characters of one page with their boxes, in numpy columns, from the text layer by pdfium."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import atan2, degrees
from typing import Any
from unicodedata import normalize

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as pdfium

import patterns

Floats = npt.NDArray[np.float32]
_DESCENT = 0.12  # the em box of Chinese type reaches this far below the baseline; fonts disagree on their own numbers
_SPACES = np.array([0x20, 0x09, 0x0A, 0x0D, 0xA0, 0x3000, 0x200B, 0xFEFF, 0x00AD, 0x0002, 0x0000], dtype=np.uint32)


@dataclass(frozen=True, slots=True)
class Glyphs:
    """Printed characters of one page, columns of equal length; boxes in points from the page's top left.

    code: Unicode. size: printed font size (text matrix applied). base: baseline. spaced: white space was set before it.
    turned: degrees the character is rotated by. confidence: of OCR, 1 for a text layer.
    """

    code: npt.NDArray[np.uint32]
    x0: Floats
    top: Floats
    x1: Floats
    bottom: Floats
    size: Floats
    base: Floats
    spaced: npt.NDArray[np.bool_]
    turned: npt.NDArray[np.int16]
    confidence: Floats

    def __len__(self) -> int:
        return len(self.code)

    def take(self, index: Any) -> Glyphs:
        """The glyphs at an index array or mask, in its order."""
        return Glyphs(*(getattr(self, name)[index] for name in self.__slots__))

    @property
    def text(self) -> str:
        """One character for each glyph."""
        return self.code.astype("<u4").tobytes().decode("utf-32-le", errors="replace")


def empty() -> Glyphs:
    """No glyphs."""
    none = np.zeros(0, np.float32)
    return Glyphs(
        np.zeros(0, np.uint32), none, none, none, none, none, none, np.zeros(0, bool), np.zeros(0, np.int16), none
    )


@dataclass(frozen=True, slots=True)
class Frame:
    """How the page's own coordinates (origin bottom left, before rotation) become points from the top left."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int

    @property
    def size(self) -> tuple[float, float]:
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.turns % 2 else (width, height)

    def place(self, x: Any, y: Any) -> tuple[Any, Any]:
        """A point (or columns of points) of the page in points from the top left as shown."""
        if self.turns == 1:
            return y - self.bottom, x - self.left
        if self.turns == 2:
            return self.right - x, y - self.bottom
        if self.turns == 3:
            return self.top - y, self.right - x
        return x - self.left, self.top - y


def frame(page: Any) -> Frame:
    """The frame of a pdfium page: what it shows of its boxes, which it may inherit, and its rotation."""
    left, bottom, right, top = page.get_bbox()
    return Frame(left, bottom, right, top, pdfium.FPDFPage_GetRotation(page) % 4)


def read_chars(textpage: Any, at: Frame, *, limit: int = 200_000) -> Glyphs:
    """The printed characters of a pdfium text page, white space left out, at most `limit` of them, in stream order."""
    count = min(int(pdfium.FPDFText_CountChars(textpage)), limit)
    if count <= 0:
        return empty()
    code = _codes(textpage, count)
    loose = _loose(textpage, count)
    size, origin, turned = _sizes(textpage, loose, code)
    ink = ~np.isin(code, _SPACES) & (loose[:, 2] > loose[:, 0] - 0.01) & (size > 0.5)
    spaced = np.zeros(count, bool)
    spaced[1:] = ~ink[:-1]
    left, low, right, high = _em_boxes(loose, origin, size, turned)
    ax, ay = at.place(left, high)
    bx, by = at.place(right, low)
    bottom = np.maximum(ay, by)
    glyphs = Glyphs(
        unified(code),
        np.minimum(ax, bx),
        np.minimum(ay, by),
        np.maximum(ax, bx),
        bottom,
        size,
        bottom - _DESCENT * size,
        spaced,
        ((turned - 90 * at.turns + 180) % 360 - 180).astype(np.int16),
        np.ones(count, np.float32),
    )
    return glyphs.take(ink)


def _em_boxes(loose: Floats, origin: Floats, size: Floats, turned: npt.NDArray[np.int16]) -> tuple[Floats, ...]:
    """Left, bottom, right and top of each character: by the font along the line, by the em across it."""
    left, low, right, high = (loose[:, k].copy() for k in (0, 3, 2, 1))
    above, below = (1 - _DESCENT) * size, _DESCENT * size
    quarter = np.round(turned / 90).astype(int) % 4
    x, y = origin.T
    for turn, (first, last), (at, up, down) in (
        (0, (low, high), (y, above, below)),
        (1, (left, right), (x, below, above)),
        (2, (low, high), (y, below, above)),
        (3, (left, right), (x, above, below)),
    ):
        mine = quarter == turn
        first[mine], last[mine] = (at - down)[mine], (at + up)[mine]
    return left, low, right, high


def unified(code: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    """The codes with those of radicals (U+2F08, U+2ED3) and compatibility forms as those of the characters that they print.

    Fonts have one glyph for both; many programs that write PDFs give the radical's code back for it.
    """
    other = ((code >= 0x2E80) & (code < 0x2FE0)) | ((code >= 0xF900) & (code < 0xFB00))
    if other.any():
        code = code.copy()
        code[other] = [_characters().get(c, c) for c in code[other].tolist()]
    return code


@cache
def _characters() -> dict[int, int]:
    """The character of each: by Unicode's decomposition, and by the project's table where it has none."""
    normal = {c: normalize("NFKC", chr(c)) for c in [*range(0x2E80, 0x2FE0), *range(0xF900, 0xFB00)]}
    listed = patterns.table("pages/radicals")["characters"]
    return {c: ord(t) for c, t in normal.items() if len(t) == 1} | {ord(a): ord(b) for a, b in listed.items()}


def _codes(textpage: Any, count: int) -> npt.NDArray[np.uint32]:
    buffer = (ctypes.c_ushort * (2 * count + 2))()
    got = pdfium.FPDFText_GetText(textpage, 0, count, buffer) - 1
    text = bytes(buffer)[: 2 * got].decode("utf-16-le", errors="replace")
    if len(text) == count and got == count:
        return np.frombuffer(text.encode("utf-32-le", errors="replace"), dtype="<u4").astype(np.uint32)
    read = pdfium.FPDFText_GetUnicode
    return np.fromiter((read(textpage, i) for i in range(count)), np.uint32, count)


def _loose(textpage: Any, count: int) -> Floats:
    """Columns left, top, right, bottom in the page's own coordinates; the box of the font, not of the ink."""
    out = np.zeros((count, 4), np.float32)
    rect = pdfium.FS_RECTF()
    here, read, raw = ctypes.byref(rect), pdfium.FPDFText_GetLooseCharBox, textpage.raw
    record = memoryview(rect).cast("B")
    rows = memoryview(out.data).cast("B")
    step = 16
    for i in range(count):
        read(raw, i, here)
        rows[i * step : i * step + step] = record
    return out


def _sizes(textpage: Any, loose: Floats, code: npt.NDArray[np.uint32]) -> tuple[Floats, Floats, npt.NDArray[np.int16]]:
    """Printed size, origin (x and y on the baseline) and rotation of each character.

    Calls to pdfium are dear, so one character is asked about for all of its line that are of its font and size: their boxes
    reach down as far, are about as high and, where they are Chinese characters, as wide. Some fonts give each
    character a box of its own height, but none of them a foot of its own in the same size.
    """
    height = np.abs(loose[:, 1] - loose[:, 3])
    middle = (loose[:, 1] + loose[:, 3]) / 2
    row = np.concatenate(([0], np.cumsum(np.abs(np.diff(middle)) > 0.4 * np.maximum(height[1:], 1.0))))
    wide = np.where(code > 0x2E80, np.round(4 * (loose[:, 2] - loose[:, 0])), 0)
    like = (row, np.round(8 * loose[:, 3]), np.floor(np.log(np.maximum(height, 0.1)) / 0.2), wide)
    first, group = _groups(like)
    size, drop, turn = _asked(textpage, first, loose)
    return size[group], loose[:, [0, 3]] + drop[group], turn[group]


def _groups(keys: Sequence[npt.NDArray[Any]]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The first character of each group of those alike in all keys, and the number of the group of each character."""
    order = np.lexsort(keys[::-1])
    new = np.zeros(len(order), bool)
    new[:1] = True
    for key in keys:
        new[1:] |= np.diff(key[order]) != 0
    group = np.empty(len(order), np.int64)
    group[order] = np.cumsum(new) - 1
    return order[new], group


def _asked(textpage: Any, which: npt.NDArray[np.int64], loose: Floats) -> tuple[Floats, Floats, npt.NDArray[np.int16]]:
    """What pdfium says of single characters: printed size, origin from the lower left of the box, rotation in degrees."""
    matrix, x, y = pdfium.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
    at, here, there = ctypes.byref(matrix), ctypes.byref(x), ctypes.byref(y)
    raw = textpage.raw
    told, sized, placed = pdfium.FPDFText_GetMatrix, pdfium.FPDFText_GetFontSize, pdfium.FPDFText_GetCharOrigin
    out = []
    for i, left, _, _, foot in zip(which.tolist(), *loose[which].T.tolist(), strict=True):
        scale, turn = 1.0, 0
        if told(raw, i, at):
            scale = abs(matrix.a * matrix.d - matrix.b * matrix.c) ** 0.5
            turn = round(degrees(atan2(matrix.b, matrix.a))) if matrix.b or matrix.a < 0 else 0
        drop = (x.value - left, y.value - foot) if placed(raw, i, here, there) else (0.0, 0.0)
        out.append((sized(raw, i) * scale, drop, turn))
    size, drops, turns = zip(*out, strict=True)
    return np.array(size, np.float32), np.array(drops, np.float32), np.array(turns, np.int16)


def without_doubles(glyphs: Glyphs) -> Glyphs:
    """Without characters drawn again at the same place (bold made by drawing twice, shadows)."""
    order = np.lexsort((glyphs.x0, np.round(glyphs.base), glyphs.code))
    same = np.zeros(len(glyphs), bool)
    a, b = order[:-1], order[1:]
    near = (glyphs.code[a] == glyphs.code[b]) & (np.abs(glyphs.x0[a] - glyphs.x0[b]) < 0.25 * glyphs.size[a])
    same[b[near & (np.abs(glyphs.base[a] - glyphs.base[b]) < 0.25 * glyphs.size[a])]] = True
    return glyphs.take(~same) if same.any() else glyphs


def quarter_turns(glyphs: Glyphs) -> int:
    """By how many quarters most of the text is turned (counter-clockwise); 0 where it stands upright or is mixed."""
    if not len(glyphs):
        return 0
    quarter = np.round(glyphs.turned / 90).astype(int) % 4
    most = int(np.bincount(quarter, minlength=4).argmax())
    return most if (quarter == most).mean() > 0.7 else 0


def rows_of(glyphs: Glyphs) -> npt.NDArray[np.int64]:
    """A row number for each glyph: baselines that differ by less than a hair are one row."""
    if not len(glyphs):
        return np.zeros(0, np.int64)
    order = np.argsort(glyphs.base, kind="stable")
    base = glyphs.base[order]
    hair = max(0.3, 0.03 * float(np.median(glyphs.size)))
    new = np.concatenate(([False], np.diff(base) > hair))
    rows = np.empty(len(base), np.int64)
    rows[order] = np.cumsum(new)
    return rows
