"""Blocks in reading order → paragraphs, joined across lines, columns and pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from extractor.load.cues import ends_sentence, is_byline
from extractor.load.lines import Line
from extractor.load.page import Block, GridTable, Paragraph
from extractor.load.rows import continues, table_rows

_PART = 256  # lines looked at together


@dataclass(slots=True)
class _Measure:
    """The left and right edge that a line is set to; of vertical lines the top and the foot."""

    left: float
    right: float


def paragraphs(blocks: Sequence[Block], tables: list[list[GridTable]]) -> list[Paragraph]:
    """The paragraphs of one article, from its blocks in reading order; headlines, tables and captions stand for themselves.

    tables: the tables of the document so far, each as its parts on one page or more; new ones are appended.
    """
    parts = _parts(blocks, tables)
    out: list[Paragraph] = []
    flow = [b for b in blocks if b.role in ("body", "byline")]
    edges = _edges(flow)
    last: Line | None = None
    for b in blocks:
        if b.role not in ("body", "byline"):
            if b.role == "caption":
                continue
            if b.grid is not None:
                if id(b.grid) in parts:
                    number = parts[id(b.grid)]
                    out += table_rows(tables[number], number, b.article)
                last = None
                continue
            out.append(Paragraph(b.role, b.article, list(b.lines)))  # type: ignore[arg-type]
            last = None
            continue
        for line in b.lines:
            if last is None or not out or out[-1].role != "body" or _opens(last, line, edges):
                out.append(Paragraph("body", b.article, []))
            out[-1].lines.append(line)
            last = line
    for p in out[:4]:
        if p.role == "body" and len(p.lines) == 1 and is_byline(p.lines[0].text):
            p.role = "byline"
        elif p.role == "body":
            break
    out += [Paragraph("caption", b.article, list(b.lines)) for b in blocks if b.role == "caption"]
    return out


def _parts(blocks: Sequence[Block], tables: list[list[GridTable]]) -> dict[int, int]:
    """The number of the table that each grid opens; a grid that goes on with the one before it opens none."""
    out: dict[int, int] = {}
    last: GridTable | None = None
    clear = False
    for b in blocks:
        if b.grid is None:
            clear = clear and b.role == "caption"
        elif last is not None and clear and continues(last, b.grid):
            tables[-1].append(b.grid)
            last = b.grid
        else:
            tables.append([b.grid])
            out[id(b.grid)] = len(tables) - 1
            last = b.grid
        clear = clear or b.grid is not None
    return out


def _edges(blocks: Sequence[Block]) -> dict[int, _Measure]:
    """For each line the edges of its column, by the lines around it and, for the left, by all of the column."""
    columns: list[list[Line]] = []
    for b in sorted(blocks, key=lambda b: (b.lines[0].page, -len(b.lines))):
        for column in columns:
            k = column[0]
            if (
                k.page == b.lines[0].page
                and abs(k.size - b.size) < 0.15 * b.size
                and abs(min(x.x0 for x in column) - b.x0) < 3 * b.size
                and b.x1 < max(x.x1 for x in column) + 1.5 * b.size
            ):
                column.extend(b.lines)
                break
        else:
            columns.append(list(b.lines))
    out: dict[int, _Measure] = {}
    for column in columns:
        column.sort(key=lambda x: x.top)
        out |= _measures(column)
    for b in blocks:
        out |= {id(line): _Measure(b.top, b.bottom) for line in b.lines if line.vertical}
    return out


def _measures(column: Sequence[Line]) -> dict[int, _Measure]:
    """The edges that the lines of one column, from top to bottom, are set to."""
    x0, x1, top, size = (np.array([getattr(x, n) for x in column], np.float32) for n in ("x0", "x1", "top", "size"))
    reach = np.concatenate((np.full(4, -np.inf, np.float32), x1, np.full(4, -np.inf, np.float32)))
    right = np.lib.stride_tricks.sliding_window_view(reach, 9).max(1)
    left = np.empty(len(column), np.float32)
    for at in range(0, len(column), _PART):
        part = slice(at, at + _PART)
        near = np.abs(top[None] - top[part, None]) < 12 * size[part, None]
        near &= x0[None] > (x0 - 3.2 * size)[part, None]
        left[part] = np.where(near, x0[None], np.inf).min(1)
    return {id(x): _Measure(a, b) for x, a, b in zip(column, left.tolist(), right.tolist(), strict=True)}


def _opens(last: Line, line: Line, edges: dict[int, _Measure]) -> bool:
    """Does this line open a paragraph, after that one?"""
    em = line.size
    if abs(last.size - line.size) > 0.2 * em:
        return True
    if last.vertical != line.vertical:
        return True
    here, there = edges[id(line)], edges[id(last)]
    indent = ((line.top if line.vertical else line.x0) - here.left) / em
    short = (there.right - (last.bottom if line.vertical else last.x1)) / last.size
    if indent > 1.4:
        return True
    if short > 1.3 and ends_sentence(last.text):
        return True
    if short > 6:
        return True
    under = last.page == line.page and line.top > last.top and not line.vertical
    if under and line.x0 - last.x0 > 1.4 * em and here.right - line.x1 > 1.4 * em and ends_sentence(last.text):
        return True  # a head set in the middle of the column, in the size of the text
    same = under and abs(last.x0 - line.x0) < 4 * em
    return same and line.top - last.bottom > 1.6 * em and ends_sentence(last.text)
