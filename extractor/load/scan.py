"""Page images → pages: skew undone, seals wiped, lines recognised, rules and pictures found, lost lines sought again.

Everything is laid out upright; `Page.tilt` turns the boxes back to where they are on the image.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from extractor.load import ocr
from extractor.load.blocks import body_size
from extractor.load.chars import Glyphs, empty
from extractor.load.lines import Line, find_lines
from extractor.load.ocr import Image, Quad, Read
from extractor.load.page import Page
from extractor.load.rules import Rules, no_rules

_WIDE = 0x2E80  # characters from here on are set as wide as high
_LEVEL = 0.0005  # radians: a smaller tilt is none
_DRAWN_DPI = 120.0  # where ruling lines and pictures are sought
_LOST = 0.6  # least confidence of a line that was read in a gap


def scan_page(image: Image, number: int, *, dpi: float) -> Page:
    """The page of an upright image (rows, columns, RGB). Boxes are in points; one pixel is 72 / dpi points."""
    import cv2

    image = without_seals(image, dpi)
    reads = ocr.recognise(image, dpi=dpi)
    tilt = skew([r.quad for r in reads])
    height, width = image.shape[:2]
    matrix = _rotation(tilt, width, height)
    share = min(1.0, _DRAWN_DPI / dpi)
    small = cv2.resize(image, None, fx=share, fy=share, interpolation=cv2.INTER_AREA) if share < 1 else image
    quads = [(_turn(r.quad, matrix) * share).astype(np.float32) for r in reads]
    rules = drawn(_level(np.asarray(small, np.uint8), tilt), quads, dpi * share)
    page = page_of(reads, number, width, height, dpi=dpi, rules=rules)
    gaps = _gaps(page.lines, 72.0 / dpi)
    lost = _lost(_level(image, tilt), gaps) if gaps else []
    if not lost:
        return page
    back = _rotation(-tilt, width, height)
    reads += [Read(_turn(r.quad, back), r.text, r.middles, r.confidence) for r in lost]
    return page_of(reads, number, width, height, dpi=dpi, rules=rules, tilt=tilt)


def _level(image: Image, tilt: float) -> Image:
    """The image turned upright."""
    import cv2

    if abs(tilt) < _LEVEL:
        return image
    height, width = image.shape[:2]
    matrix = _rotation(tilt, width, height)
    return np.asarray(cv2.warpAffine(image, matrix, (width, height), borderValue=(255, 255, 255)), np.uint8)


def page_of(
    reads: Sequence[Read],
    number: int,
    width: float,
    height: float,
    *,
    dpi: float,
    rules: Rules | None = None,
    tilt: float | None = None,
) -> Page:
    """The page of recognised lines on an image of this size in pixels, laid out upright."""
    scale = 72.0 / dpi
    tilt = skew([r.quad for r in reads]) if tilt is None else tilt
    matrix = _rotation(tilt, width, height)
    level = [Read(_turn(r.quad, matrix), r.text, r.middles, r.confidence) for r in reads]
    rules = no_rules() if rules is None else rules
    glyphs, rows = _glyphs(level, scale)
    glyphs, lines = find_lines(glyphs, page=number, walls=rules.vertical, rows=rows)
    page = Page(number, width * scale, height * scale, glyphs, lines, rules)
    page.ocr = float(glyphs.confidence.mean()) if len(glyphs) else 0.0
    page.tilt = (float(tilt), width * scale / 2, height * scale / 2) if abs(tilt) >= _LEVEL else (0.0, 0.0, 0.0)
    return page


def _rotation(angle: float, width: float, height: float) -> npt.NDArray[np.float64]:
    """The matrix that turns by `angle` (radians) against the clock about the middle of the image."""
    sin, cos = (float(np.sin(angle)), float(np.cos(angle))) if abs(angle) >= _LEVEL else (0.0, 1.0)
    x, y = width / 2, height / 2
    return np.array([[cos, sin, x - cos * x - sin * y], [-sin, cos, y + sin * x - cos * y]])


def skew(quads: Sequence[Quad]) -> float:
    """The angle (radians, clockwise) by which the page is turned: that of most of its long lines."""
    angles, weights = [], []
    for quad in quads:
        run, rise = quad[1] - quad[0], quad[2] - quad[3]
        dx, dy = float(run[0] + rise[0]), float(run[1] + rise[1])
        if dx > 12 * abs(float(quad[3][1] - quad[0][1])):
            angles.append(np.arctan2(dy, dx))
            weights.append(dx)
    if len(angles) < 3:
        return 0.0
    order = np.argsort(angles)
    total = np.cumsum(np.array(weights)[order])
    return float(np.array(angles)[order][np.searchsorted(total, total[-1] / 2)])


def _turn(quad: Quad, matrix: npt.NDArray[np.float64]) -> Quad:
    return (quad @ matrix[:, :2].T + matrix[:, 2]).astype(np.float32)


def without_seals(image: Image, dpi: float) -> Image:
    """The image without red seals: round red shapes of 25 to 60 mm are shown in their red channel, where red is white."""
    import cv2

    small = np.asarray(cv2.resize(image, None, fx=36 / dpi, fy=36 / dpi, interpolation=cv2.INTER_AREA), np.int16)
    red = ((small[..., 0] - np.maximum(small[..., 1], small[..., 2])) > 50).astype(np.uint8)
    if red.sum() < 40:
        return image
    red = np.asarray(cv2.morphologyEx(red, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8)), np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(red)
    out = image
    for x, y, w, h, area in stats[1:].tolist():
        if 32 < w < 90 and 32 < h < 90 and 0.75 < w / h < 1.33 and area > 0.08 * w * h:
            a, b = (int(v * dpi / 36) for v in (max(y - 2, 0), y + h + 2))
            c, d = (int(v * dpi / 36) for v in (max(x - 2, 0), x + w + 2))
            out = np.array(out, np.uint8) if out is image else out
            out[a:b, c:d] = out[a:b, c:d, :1]
    return out


def drawn(image: Image, quads: Sequence[Quad], dpi: float) -> Rules:
    """Ruling lines and pictures of an upright image, in points."""
    import cv2

    scale = 72.0 / dpi
    gray = image.min(2)
    step = max(1, round(dpi / 100))
    ink = (gray < 155).astype(np.uint8)
    long = max(12, round(0.4 * dpi))
    most = 0.04 * dpi + 3
    bars = _bars(cv2, ink, (long, 1), step, most)
    walls = _bars(cv2, ink, (1, long), step, most)
    horizontal = [(x * scale, (x + w) * scale, (y + h / 2) * scale) for x, y, w, h in bars]
    vertical = [((x + w / 2) * scale, y * scale, (y + h) * scale) for x, y, w, h in walls]
    for x, y, w, h in (*bars, *walls):  # close rows of a table are no picture
        ink[max(y - 1, 0) : y + h + 1, max(x - 1, 0) : x + w + 1] = 0
    pictures = _pictures(cv2, ink, quads, dpi)
    horizontal = [r for r in horizontal if not _within(r[0], r[2], r[1], r[2], pictures)]
    vertical = [r for r in vertical if not _within(r[0], r[1], r[0], r[2], pictures)]
    boxes = _array(_boxes(horizontal, vertical), 4)
    return Rules(_array(horizontal, 3), _array(vertical, 3), boxes, _array(pictures, 4), boxes)


def _within(x0: float, top: float, x1: float, bottom: float, pictures: Sequence[tuple[float, float, float, float]]) -> bool:
    return any(a - 4 < x0 and x1 < c + 4 and b - 4 < top and bottom < d + 4 for a, b, c, d in pictures)


def _boxes(horizontal: Sequence[tuple[float, ...]], vertical: Sequence[tuple[float, ...]]) -> list[tuple[float, ...]]:
    """Boxes made of four rules that meet at the corners."""
    out: list[tuple[float, ...]] = []
    for x0, x1, top in horizontal:
        for a, b, bottom in horizontal:
            if bottom - top > 20 and abs(a - x0) < 5 and abs(b - x1) < 5:
                sides = [v[0] for v in vertical if abs(v[1] - top) < 5 and abs(v[2] - bottom) < 5]
                if any(abs(v - x0) < 5 for v in sides) and any(abs(v - x1) < 5 for v in sides):
                    out.append((x0, top, x1, bottom))
    return out if len(horizontal) < 60 else []


def _array(items: list[Any], width: int) -> npt.NDArray[np.float32]:
    return np.array(items, np.float32).reshape(-1, width)


def _bars(
    cv2: Any, ink: npt.NDArray[np.uint8], kernel: tuple[int, int], step: int, most: float
) -> list[tuple[int, int, int, int]]:
    """Runs of ink along one direction, at most `most` pixels thick, as x, y, width, height: they may slope a little."""
    thick = cv2.dilate(ink, np.ones((step, step), np.uint8))
    opened = cv2.morphologyEx(thick, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, kernel))
    wide = (max(kernel[0] // 4, 1), 1) if kernel[1] == 1 else (1, max(kernel[1] // 4, 1))
    opened = cv2.morphologyEx(opened, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_RECT, wide))
    _, _, stats, _ = cv2.connectedComponentsWithStats(opened)
    return [
        (x, y, w, h)
        for x, y, w, h, area in stats[1:3000].tolist()
        if area < most * max(w, h) and min(w, h) < most + 0.012 * max(w, h)
    ]


def _pictures(
    cv2: Any, ink: npt.NDArray[np.uint8], quads: Sequence[Quad], dpi: float
) -> list[tuple[float, float, float, float]]:
    """Dense areas without text, as rows of points."""
    text = ink.copy()
    for quad in quads:
        cv2.fillPoly(text, [quad.astype(np.int32)], 0)
    small = cv2.resize(text.astype(np.float32), None, fx=18 / dpi, fy=18 / dpi, interpolation=cv2.INTER_AREA)
    dense = cv2.morphologyEx((small > 0.12).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    dense = cv2.morphologyEx(dense, cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(dense)
    least = 0.004 * dense.shape[0] * dense.shape[1]
    return [
        (x * 4.0, y * 4.0, (x + w) * 4.0, (y + h) * 4.0)
        for x, y, w, h, area in stats[1:].tolist()
        if w * h > least and area > 0.5 * w * h
    ]


def _glyphs(reads: Sequence[Read], scale: float) -> tuple[Glyphs, npt.NDArray[np.int64]]:
    """Characters of recognised lines as glyphs in points, and the number of the line of each."""
    if not reads:
        return empty(), np.zeros(0, np.int64)
    columns: dict[str, list[npt.NDArray[Any]]] = {
        n: [] for n in ("code", "x0", "top", "x1", "bottom", "size", "confidence", "row")
    }
    ems = _ems(reads, scale)
    for k, read in enumerate(reads):
        x0, x1 = read.quad[:, 0].min() * scale, read.quad[:, 0].max() * scale
        y = float(read.quad[:, 1].mean()) * scale
        code = np.frombuffer(read.text.encode("utf-32-le"), "<u4")
        at = x0 + np.array(read.middles) * (x1 - x0)
        em = ems[k]
        half = np.where(code >= _WIDE, 0.5, 0.27) * em
        left, right = at - half, at + half
        meet = (
            (left[1:] - right[:-1] < 0.6 * em) if len(at) > 1 else np.zeros(0, bool)
        )  # where a character ends is not known this well
        middle = (right[:-1] + left[1:]) / 2
        right[:-1], left[1:] = np.where(meet, middle, right[:-1]), np.where(meet, middle, left[1:])
        sure = np.array(read.confidence)
        digits = (code >= 0x30) & (code <= 0x39)
        lost = np.flatnonzero(digits[1:] & digits[:-1] & (np.diff(at) > 0.9 * em)) if len(at) > 1 else np.zeros(0, int)
        sure[np.concatenate((lost, lost + 1)).astype(int)] *= 0.5  # digits this far apart: one between them was not read
        n = len(code)
        values = (
            code,
            left,
            np.full(n, y - 0.5 * em),
            right,
            np.full(n, y + 0.5 * em),
            np.full(n, em),
            sure,
            np.full(n, k),
        )
        for column, value in zip(columns.values(), values, strict=True):
            column.append(value)
    c = {name: np.concatenate(column) for name, column in columns.items()}
    f = np.float32
    glyphs = Glyphs(
        c["code"].astype(np.uint32),
        c["x0"].astype(f),
        c["top"].astype(f),
        c["x1"].astype(f),
        c["bottom"].astype(f),
        c["size"].astype(f),
        (c["bottom"] - 0.12 * c["size"]).astype(f),
        np.zeros(len(c["code"]), bool),
        np.zeros(len(c["code"]), np.int16),
        c["confidence"].astype(f),
    )
    return glyphs, c["row"].astype(np.int64)


def _ems(reads: Sequence[Read], scale: float) -> list[float]:
    """The size of the type of each line, in points.

    The pitch of wide characters is exact but grows where a line is spaced out; the height of the box is not exact. So the
    pitch says how high a box is to its type on this page, the height limits the pitch, and what is near the size of most
    of the text is of that size.
    """
    heights, pitches = [], []
    for read in reads:
        code = np.frombuffer(read.text.encode("utf-32-le"), "<u4")
        at = np.array(read.middles) * float(read.quad[:, 0].max() - read.quad[:, 0].min()) * scale
        pairs = (code[1:] >= _WIDE) & (code[:-1] >= _WIDE)
        pitches.append(float(np.median(np.diff(at)[pairs])) if pairs.sum() >= 4 else 0.0)
        width = float(read.quad[:, 0].max() - read.quad[:, 0].min()) * scale
        height = float(read.quad[2:, 1].mean() - read.quad[:2, 1].mean()) * scale
        heights.append(min(height, width) if len(code) == 1 else height)
    known = [p / h for p, h in zip(pitches, heights, strict=True) if p and h]
    share = min(0.9, max(0.55, float(np.median(known)))) if len(known) >= 5 else 0.76
    ems = [min(p, 1.08 * share * h) if p else share * h for p, h in zip(pitches, heights, strict=True)]
    weight = [len(r.text) for r in reads]
    order = np.argsort(ems)
    total = np.cumsum(np.array(weight)[order])
    body = ems[int(order[np.searchsorted(total, total[-1] / 2)])]
    slack = [0.12 if p else 0.18 for p in pitches]
    return [body if abs(e / body - 1) < k else e for e, k in zip(ems, slack, strict=True)]


def _gaps(lines: Sequence[Line], scale: float) -> list[Quad]:
    """Corners, in pixels, of the places where a line is missing in a column: two leadings or more, and nothing there."""
    em = body_size(list(lines))
    body = sorted((x for x in lines if abs(x.size - em) < 0.15 * em and x.width > 5 * em), key=lambda x: x.top)
    pairs = []
    for i, a in enumerate(body):
        b = next(
            (x for x in body[i + 1 :] if x.top > a.bottom - 0.3 * em and _shared(a, x) > 0.5 * min(a.width, x.width)), None
        )
        if b is not None:
            pairs.append((a, b))
    if len(pairs) < 6:
        return []
    pitch = float(np.median([b.top - a.top for a, b in pairs]))
    out = []
    for a, b in pairs:
        step = b.top - a.top
        if not 1.7 * pitch < step < 3.3 * pitch:
            continue
        count = round(step / pitch)
        x0, x1 = min(a.x0, b.x0), max(a.x1, b.x1)
        for k in range(1, count):
            top = a.top + k * step / count
            if not any(
                min(x.x1, x1) - max(x.x0, x0) > 0.15 * (x1 - x0) and min(x.bottom, top + em) - max(x.top, top) > 0.15 * em
                for x in lines
            ):
                edges = (x0 - 0.3 * em, top - 0.2 * em, x1 + 0.3 * em, top + 1.2 * em)
                left, high, right, low = (max(0.0, v / scale) for v in edges)
                out.append(np.array([(left, high), (right, high), (right, low), (left, low)], np.float32))
    return out


def _shared(a: Line, b: Line) -> float:
    return min(a.x1, b.x1) - max(a.x0, b.x0)


def _lost(image: Image, gaps: Sequence[Quad]) -> list[Read]:
    """What can be read in gaps that are inked like a line."""
    inked = []
    for quad in gaps:
        (left, high), (right, low) = quad[0].astype(int), quad[2].astype(int)
        part = image[high:low, left:right]
        if part.size and 0.03 < float((part.min(2) < 140).mean()) < 0.4:
            inked.append(quad)
    return [r for r in ocr.read_quads(image, inked, least=_LOST) if len(r.text) > 1] if inked else []
