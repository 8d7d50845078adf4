"""Paragraphs in reading order → the text as read, with page and box of every character."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from extractor.load.chars import Glyphs
from extractor.load.lines import Line
from extractor.load.page import Page, Paragraph
from extractor.model import Cell, Layout, Region, Table

Ints = npt.NDArray[np.int64]
_BREAK, _SPACE, _TAB = 0, 1, 2
_SET = np.array([0x0A, 0x20, 0x09], np.uint32)  # the three characters printed nowhere


@dataclass(slots=True)
class _Ink:
    """All glyphs of the document in columns, after the three characters that are printed nowhere."""

    code: npt.NDArray[np.uint32]
    columns: dict[str, npt.NDArray[np.float32]]
    page: npt.NDArray[np.uint32]
    first: dict[int, int]
    spaces: npt.NDArray[np.bool_]


def compose(
    pages: Sequence[Page], paragraphs: Sequence[Paragraph]
) -> tuple[str, Layout, tuple[Region, ...], tuple[Table, ...]]:
    """Text, layout, regions and tables; one line of text for each paragraph and each row of a table."""
    ink = _ink(pages)
    parts: list[Ints] = []
    regions: list[Region] = []
    cells: dict[int, list[Cell]] = {}
    at = 0
    for k, paragraph in enumerate(paragraphs):
        if k:
            parts.append(np.array([_BREAK]))
            at += 1
        start = at
        if paragraph.cells:
            at = _row(paragraph, ink, parts, at, cells.setdefault(paragraph.table, []))
        else:
            pieces = _joined(paragraph.lines, ink)
            parts += pieces
            at += sum(map(len, pieces))
        regions.append(Region(paragraph.role, start, at, paragraph.article))
    order = np.concatenate(parts) if parts else np.zeros(0, np.int64)
    text = ink.code[order].astype("<u4").tobytes().decode("utf-32-le", errors="replace")
    return text, _layout(ink, order, pages), _merged(regions, paragraphs), _tables(cells)


def _merged(regions: list[Region], paragraphs: Sequence[Paragraph]) -> tuple[Region, ...]:
    """Rows of one table as one region."""
    out: list[Region] = []
    last = -1
    for region, paragraph in zip(regions, paragraphs, strict=True):
        if paragraph.cells and paragraph.table == last and out:
            out[-1] = Region("table", out[-1].start, region.end, region.article)
        else:
            out.append(region)
        last = paragraph.table if paragraph.cells else -1
    return tuple(out)


def _ink(pages: Sequence[Page]) -> _Ink:
    code, page = [_SET], [np.zeros(3, np.uint32)]
    columns: dict[str, list[npt.NDArray[np.float32]]] = {
        name: [np.zeros(3, np.float32)] for name in ("x0", "top", "x1", "bottom", "confidence")
    }
    spaces = [np.zeros(3, bool)]
    first: dict[int, int] = {}
    at = 3
    for p in pages:
        first[p.number] = at
        at += len(p.glyphs)
        code.append(p.glyphs.code)
        page.append(np.full(len(p.glyphs), p.number, np.uint32))
        spaces.append(_spaces(p.glyphs, 0.45 if p.ocr is None else 0.9))
        placed = _tilted(p)
        for name, column in columns.items():
            column.append(getattr(placed, name))
    joined = {name: np.concatenate(column) for name, column in columns.items()}
    return _Ink(np.concatenate(code), joined, np.concatenate(page), first, np.concatenate(spaces))


def _tilted(page: Page) -> Glyphs:
    """The page's glyphs where they are on a turned scan: each box as large as before, about its turned middle."""
    angle, cx, cy = page.tilt
    g = page.glyphs
    if not angle:
        return g
    x, y = (g.x0 + g.x1) / 2 - cx, (g.top + g.bottom) / 2 - cy
    sin, cos = float(np.sin(angle)), float(np.cos(angle))
    dx, dy = (x * cos - y * sin - x).astype(np.float32), (x * sin + y * cos - y).astype(np.float32)
    return replace(g, x0=g.x0 + dx, x1=g.x1 + dx, top=g.top + dy, bottom=g.bottom + dy)


def _spaces(g: Glyphs, wide: float) -> npt.NDArray[np.bool_]:
    """Is a space to be set before this glyph, when it is not the first of its line?"""
    out = np.zeros(len(g), bool)
    if len(g) < 2:
        return out
    em = np.minimum(g.size[1:], g.size[:-1])
    gap = g.x0[1:] - g.x1[:-1]
    latin = (g.code[1:] < 0x250) & (g.code[:-1] < 0x250)
    out[1:] = np.where(latin, (g.spaced[1:] & (gap > 0.08 * em)) | (gap > 0.5 * wide * em), gap > wide * em)
    return out


def _joined(lines: Sequence[Line], ink: _Ink) -> list[Ints]:
    """Glyph numbers of a paragraph, a space only where words of letters meet."""
    out: list[Ints] = []
    for k, line in enumerate(lines):
        if k and _letters(lines[k - 1].text, line.text):
            out.append(np.array([_SPACE]))
        out.append(_line(line, ink))
    return out


def _letters(before: str, after: str) -> bool:
    """Do two words of letters meet at a line end? Chinese text cuts words anywhere, other text does not."""
    if (
        not before
        or not after
        or not (before[-1].isascii() and before[-1].isalnum() and after[0].isascii() and after[0].isalpha())
    ):
        return False
    both = before + after
    return sum(c.isascii() for c in both) > 0.7 * len(both)


def _line(line: Line, ink: _Ink) -> Ints:
    at = ink.first[line.page]
    index = np.arange(at + line.start, at + line.end)
    if line.vertical:
        return index
    before = np.flatnonzero(ink.spaces[at + line.start + 1 : at + line.end]) + 1
    if not len(before) or len(before) > 0.6 * (len(index) - 1):
        return index if not len(before) or not line.text.isascii() else np.insert(index, before, _SPACE)
    return np.insert(index, before, _SPACE)


def _row(paragraph: Paragraph, ink: _Ink, parts: list[Ints], at: int, out: list[Cell]) -> int:
    row = out[-1].row + 1 if out else 0
    for column, cell in enumerate(paragraph.cells):
        if column:
            parts.append(np.array([_TAB]))
            at += 1
        start = at
        if (
            cell is not None and cell.row == paragraph.row and cell.column == column
        ):  # a covered cell's text stands with its owner
            pieces = _joined(cell.lines, ink)
            parts += pieces
            at += sum(map(len, pieces))
        out.append(Cell(start, at, row, column, cell.text if cell else "", paragraph.header))
    return at


def _tables(cells: Mapping[int, list[Cell]]) -> tuple[Table, ...]:
    return tuple(Table(rows[0].start, rows[-1].end, tuple(rows), "") for _, rows in sorted(cells.items()) if rows)


def _layout(ink: _Ink, order: Ints, pages: Sequence[Page]) -> Layout:
    def column(name: str) -> array[float]:
        out = array("f")
        out.frombytes(ink.columns[name][order].astype(np.float32).tobytes())
        return out

    page = array("I")
    page.frombytes(ink.page[order].astype(np.uint32).tobytes())
    sizes = tuple((round(p.width, 2), round(p.height, 2)) for p in pages)
    confidence = column("confidence") if any(p.ocr is not None for p in pages) else None
    return Layout(page, column("x0"), column("top"), column("x1"), column("bottom"), sizes, confidence)
