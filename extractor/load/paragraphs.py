"""Blocks in reading order → paragraphs, joined across lines, columns and pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from extractor.load.cues import ends_sentence, is_byline, is_leader
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
    named = [b for b in blocks if len(b.lines) == 1 and is_byline(b.text)]  # set to no column
    for b in sorted((b for b in blocks if b not in named), key=lambda b: (b.lines[0].page, -len(b.lines))):
        column = _column_of(b, columns)
        if column is None:
            columns.append(list(b.lines))
        else:
            column.extend(b.lines)
    out: dict[int, _Measure] = {}
    for column in columns:
        column.sort(key=lambda x: x.top)
        out |= _measures(column)
    out |= {id(b.lines[0]): _Measure(-np.inf, np.inf) for b in named}
    for b in blocks:
        out |= {id(line): _Measure(b.top, b.bottom) for line in b.lines if line.vertical}
    return out


def _column_of(b: Block, columns: Sequence[list[Line]]) -> list[Line] | None:
    """The column a block is set to: at its left edge or, of a line or two, anywhere in the narrowest that holds it."""
    fits = []
    for column in columns:
        k = column[0]
        if k.page != b.lines[0].page or abs(k.size - b.size) > 0.15 * b.size:
            continue
        left, right = min(x.x0 for x in column), max(x.x1 for x in column)
        if b.x1 < right + 1.5 * b.size and b.x0 > left - 3 * b.size:
            if b.x0 < left + 3 * b.size:
                return column
            fits.append((right - left, column))
    return min(fits, key=lambda fit: fit[0])[1] if fits and len(b.lines) < 3 else None


def _measures(column: Sequence[Line]) -> dict[int, _Measure]:
    """The edges that the lines of one column, from top to bottom, are set to."""
    x0, x1, top, size = (np.array([getattr(x, n) for x in column], np.float32) for n in ("x0", "x1", "top", "size"))
    reach = np.concatenate((np.full(4, -np.inf, np.float32), x1, np.full(4, -np.inf, np.float32)))
    right = np.lib.stride_tricks.sliding_window_view(reach, 9).max(1)
    left = np.empty(len(column), np.float32)
    for at in range(0, len(column), _PART):
        part = slice(at, at + _PART)
        away, em = np.abs(top[None] - top[part, None]), size[part, None]
        near = (away < 12 * em) & (x0[None] > (x0 - 3.2 * size)[part, None])
        alone = (near & (np.abs(x0[None] - x0[part, None]) < 0.5 * em)).sum(1) == 1  # a head, a signature
        left[part] = np.where(near | (alone[:, None] & (away < 4 * em)), x0[None], np.inf).min(1)
    return {id(x): _Measure(a, b) for x, a, b in zip(column, left.tolist(), right.tolist(), strict=True)}


def _opens(last: Line, line: Line, edges: dict[int, _Measure]) -> bool:
    """Does this line open a paragraph, after that one?"""
    em = line.size
    if abs(last.size - line.size) > 0.2 * em:
        return True
    if last.vertical != line.vertical or line.opens:
        return True
    here, there = edges[id(line)], edges[id(last)]
    indent = ((line.top if line.vertical else line.x0) - here.left) / em
    short = (there.right - (last.bottom if line.vertical else last.x1)) / last.size
    under = last.page == line.page and line.top > last.top and not line.vertical
    if indent > 1.4:
        return not (under and short < 1.3 and _hangs(last, line))
    if not line.vertical and _set_in(last, there) and last.x0 - line.x0 > em:
        return True
    if short > 1.3 and ends_sentence(last.text):
        return True
    if short > 6:
        return True
    if under and line.x0 - last.x0 > 1.4 * em and here.right - line.x1 > 1.4 * em and ends_sentence(last.text):
        return True  # a head set in the middle of the column, in the size of the text
    same = under and abs(last.x0 - line.x0) < 4 * em
    return same and line.top - last.bottom > 1.6 * em and ends_sentence(last.text)


def _hangs(last: Line, line: Line) -> bool:
    """Does an item that is set in as a whole run on from one line to the next?"""
    closed = ends_sentence(last.text) or is_leader(last.text) or is_byline(last.text)
    return abs(line.x0 - last.x0) < 0.2 * line.size and not closed


def _set_in(line: Line, measure: _Measure) -> bool:
    """Does this line stand in the middle of its column, as a head in the size of the text, or as a signature under it?"""
    left, right = (line.x0 - measure.left) / line.size, (measure.right - line.x1) / line.size
    return right > 2.5 and left > 1.4 and (abs(left - right) < min(1.2, left - 1.6) or left > 6)  # 2: the indent of a text
