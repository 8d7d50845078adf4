"""What a page draws besides text: ruling lines, boxes and pictures, in points from the top left."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as pdfium

from extractor.load.chars import Frame

Rows = npt.NDArray[np.float32]
_THIN = 3.0  # points: a filled rectangle thinner than this is a line
_MOST = 20_000  # path segments read on one page


@dataclass(frozen=True, slots=True)
class Rules:
    """horizontal: rows x0, x1, y. vertical: rows x, top, bottom. boxes and pictures: rows x0, top, x1, bottom.

    framed: the boxes with a drawn border; the others are shading.
    """

    horizontal: Rows
    vertical: Rows
    boxes: Rows
    pictures: Rows
    framed: Rows = field(default_factory=lambda: np.zeros((0, 4), np.float32))


def no_rules() -> Rules:
    """A page that draws nothing."""
    return Rules(
        np.zeros((0, 3), np.float32),
        np.zeros((0, 3), np.float32),
        np.zeros((0, 4), np.float32),
        np.zeros((0, 4), np.float32),
    )


@dataclass(slots=True)
class _Found:
    at: Frame
    horizontal: list[tuple[float, float, float]]
    vertical: list[tuple[float, float, float]]
    boxes: list[tuple[float, float, float, float]]
    pictures: list[tuple[float, float, float, float]]
    framed: list[tuple[float, float, float, float]] = field(default_factory=list)
    segments: int = 0


def read_rules(page: Any, at: Frame) -> Rules:
    """The ruling lines, boxes and pictures of a pdfium page."""
    found = _Found(at, [], [], [], [])
    _walk(page, pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject, found, _IDENTITY, 0)
    lines = _rows(found.horizontal, 3), _rows(found.vertical, 3)
    return Rules(*lines, _rows(found.boxes, 4), _rows(found.pictures, 4), _rows(found.framed, 4))


def walls(rules: Rules) -> Rows:
    """What no line of text crosses: vertical rules, the sides of boxes, and the white between two pictures side by side,
    as far as their captions may reach; rows x, top, bottom.
    """
    out = rules.vertical.tolist()
    for x0, top, x1, bottom in rules.boxes.tolist():
        out += [(x0, top, bottom), (x1, top, bottom)]
    pictures = rules.pictures.tolist()[:200]
    for _, top, x1, bottom in pictures:
        for x0, other, _, foot in pictures:
            if 0 < x0 - x1 < 60 and min(bottom, foot) > max(top, other):
                out.append(((x0 + x1) / 2, max(top, other), max(bottom, foot) + 40))
    return np.array(out, np.float32).reshape(-1, 3)


def _rows(items: list[Any], width: int) -> Rows:
    return np.array(sorted(set(items)), np.float32).reshape(-1, width)


Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)


def _walk(holder: Any, count: Any, get: Any, found: _Found, matrix: Matrix, depth: int) -> None:
    kind = pdfium.FPDFPageObj_GetType
    for i in range(count(holder)):
        obj = get(holder, i)
        what = kind(obj)
        if what == pdfium.FPDF_PAGEOBJ_TEXT:
            continue
        if what == pdfium.FPDF_PAGEOBJ_PATH and found.segments < _MOST:
            _path(obj, found, matrix)
        elif what in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING):
            found.pictures.append(_bounds(obj, found.at, matrix))
        elif what == pdfium.FPDF_PAGEOBJ_FORM and depth < 4:
            _walk(
                obj,
                pdfium.FPDFFormObj_CountObjects,
                pdfium.FPDFFormObj_GetObject,
                found,
                _times(_matrix(obj), matrix),
                depth + 1,
            )


def _matrix(obj: Any) -> Matrix:
    m = pdfium.FS_MATRIX()
    return (m.a, m.b, m.c, m.d, m.e, m.f) if pdfium.FPDFPageObj_GetMatrix(obj, m) else _IDENTITY


def _times(a: Matrix, b: Matrix) -> Matrix:
    return (
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    )


def _apply(m: Matrix, x: float, y: float) -> tuple[float, float]:
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]


def _bounds(obj: Any, at: Frame, matrix: Matrix) -> tuple[float, float, float, float]:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(obj, left, bottom, right, top)
    return _placed(at, _apply(matrix, left.value, bottom.value), _apply(matrix, right.value, top.value))


def _placed(at: Frame, a: tuple[float, float], b: tuple[float, float]) -> tuple[float, float, float, float]:
    (ax, ay), (bx, by) = at.place(*a), at.place(*b)
    return round(min(ax, bx), 2), round(min(ay, by), 2), round(max(ax, bx), 2), round(max(ay, by), 2)


def _path(obj: Any, found: _Found, matrix: Matrix) -> None:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(obj, fill, stroke)
    if not fill.value and not stroke.value:
        return
    bounds = _bounds(obj, found.at, matrix)
    x0, top, x1, bottom = bounds
    if x1 - x0 < _THIN or bottom - top < _THIN:
        _line(found, bounds)
        return
    count = pdfium.FPDFPath_CountSegments(obj)
    found.segments += count
    if count <= 6 and x1 - x0 > 12 and bottom - top > 12 and _rectangular(obj, count):
        found.boxes.append(bounds)
        found.framed += [bounds] if stroke.value else []
    if stroke.value:
        for line in _segments(obj, min(count, 2000), found.at, _times(_matrix(obj), matrix)):
            _line(found, line)


def _line(found: _Found, bounds: tuple[float, float, float, float]) -> None:
    x0, top, x1, bottom = bounds
    if bottom - top < _THIN and x1 - x0 > 6:
        found.horizontal.append((x0, x1, (top + bottom) / 2))
    elif x1 - x0 < _THIN and bottom - top > 6:
        found.vertical.append(((x0 + x1) / 2, top, bottom))


def _points(obj: Any, count: int) -> list[tuple[int, float, float, bool]]:
    x, y = ctypes.c_float(), ctypes.c_float()
    out = []
    for i in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(obj, i)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        out.append(
            (pdfium.FPDFPathSegment_GetType(segment), x.value, y.value, bool(pdfium.FPDFPathSegment_GetClose(segment)))
        )
    return out


def _rectangular(obj: Any, count: int) -> bool:
    points = _points(obj, count)
    return (
        count >= 4
        and all(kind != pdfium.FPDF_SEGMENT_BEZIERTO for kind, *_ in points)
        and len({round(p[1], 1) for p in points}) == 2
    )


def _segments(obj: Any, count: int, at: Frame, matrix: Matrix) -> list[tuple[float, float, float, float]]:
    out = []
    start = last = (0.0, 0.0)
    for kind, x, y, close in _points(obj, count):
        here = _apply(matrix, x, y)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = here
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            out.append(_placed(at, last, here))
        if close:
            out.append(_placed(at, here, start))
        last = here
    return out
