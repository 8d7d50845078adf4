"""Ruling lines and the text between them → tables: cells with the rows and columns they cover."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from extractor.load.chars import Glyphs
from extractor.load.lines import Line
from extractor.load.page import GridCell, GridTable, Page
from extractor.load.rules import Rules

Floats = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]
_OPEN = 12.0  # points beyond the outermost rules: a column or a row without a border
_NEAR = 2.5  # points: rules nearer than this are one


def ruled_tables(page: Page) -> list[GridTable]:
    """The ruled tables of a page; the lines that stand in them leave `page.lines`, cut at the cell borders."""
    rules = page.rules
    if len(rules.horizontal) + 2 * len(rules.framed) < 3 or len(rules.vertical) + 2 * len(rules.framed) < 3:
        return []
    out = []
    for horizontal, vertical in _components(rules):
        table = _table(page, horizontal, vertical)
        if table is not None:
            out.append(table)
            page.lines = [x for x in page.lines if not _inside(x, table.box)]
    return out


def _inside(line: Line, box: tuple[float, float, float, float]) -> bool:
    x, y = (line.x0 + line.x1) / 2, (line.top + line.bottom) / 2
    return box[0] - 1 < x < box[2] + 1 and box[1] - 1 < y < box[3] + 1


def _components(rules: Rules) -> list[tuple[Floats, Floats]]:
    """Sets of horizontal and vertical rules that touch each other."""
    edges = [
        rules.horizontal,
        np.array([(x0, x1, y) for x0, top, x1, bottom in rules.framed.tolist() for y in (top, bottom)], np.float32).reshape(
            -1, 3
        ),
    ]
    sides = [
        rules.vertical,
        np.array([(x, top, bottom) for x0, top, x1, bottom in rules.framed.tolist() for x in (x0, x1)], np.float32).reshape(
            -1, 3
        ),
    ]
    h, v = np.concatenate(edges)[:4000], np.concatenate(sides)[:4000]
    touch = (
        (h[:, None, 0] < v[None, :, 0] + _NEAR)
        & (h[:, None, 1] > v[None, :, 0] - _NEAR)
        & (v[None, :, 1] < h[:, None, 2] + _NEAR)
        & (v[None, :, 2] > h[:, None, 2] - _NEAR)
    )
    owner_h, owner_v = np.full(len(h), -1), np.full(len(v), -1)
    out = []
    for seed in range(len(h)):
        if owner_h[seed] >= 0:
            continue
        owner_h[seed] = seed
        grown_h, grown_v = np.zeros(len(h), bool), np.zeros(len(v), bool)
        grown_h[seed] = True
        while True:
            more_v = touch[grown_h].any(0) & ~grown_v
            grown_v |= more_v
            more_h = touch[:, grown_v].any(1) & ~grown_h
            grown_h |= more_h
            if not more_h.any() and not more_v.any():
                break
        owner_h[grown_h] = seed
        owner_v[grown_v] = seed
        if grown_h.sum() >= 3 and grown_v.sum() >= 3:
            out.append((h[grown_h], v[grown_v]))
    return out


def near_groups(places: Iterable[float]) -> list[list[float]]:
    """Places in order, those near to each other in one group."""
    out: list[list[float]] = []
    for x in sorted(places):
        if out and x - out[-1][-1] < _NEAR:
            out[-1].append(x)
        else:
            out.append([x])
    return out


def _levels(values: Floats) -> list[float]:
    """Positions of rules, those near to each other as one."""
    return [sum(group) / len(group) for group in near_groups(values.tolist())]


def _with_open_sides(levels: list[float], others: Floats) -> list[float]:
    """The borders of columns (or rows) and, where the outermost are not drawn, the ends of most rules that cross them.

    others: the crossing rules as rows place, begin, end; those at one place are parts of one rule.
    """
    if not levels:
        return levels
    places = np.unique(np.round(others[:, 0] / _NEAR), return_inverse=True)[1]
    begin, end = np.full(places.max() + 1, np.inf), np.full(places.max() + 1, -np.inf)
    np.minimum.at(begin, places, others[:, 1])
    np.maximum.at(end, places, others[:, 2])
    first, last = float(np.median(begin)), float(np.median(end))
    return [*([first] if first < levels[0] - _OPEN else []), *levels, *([last] if last > levels[-1] + _OPEN else [])]


def _table(page: Page, h: Floats, v: Floats) -> GridTable | None:
    ys, xs = _with_open_sides(_levels(h[:, 2]), v), _with_open_sides(_levels(v[:, 0]), h[:, [2, 0, 1]])
    if len(ys) < 3 or len(xs) < 3 or len(ys) * len(xs) > 40_000:
        return None
    across = _drawn(h[:, [2, 0, 1]], ys, xs)
    down = _drawn(v, xs, ys)
    lines = [x for x in page.lines if _inside(x, (xs[0], ys[0], xs[-1], ys[-1]))]
    if len(lines) < 3:
        return None
    table = fill(page, lines, xs, ys, across, down)
    filled = [c for c in table.cells if c.lines]
    if len(filled) < 4 or sum(len(c.lines) for c in filled) > 9 * len(filled):
        return None  # a page divided by rules, no table
    return table


def fill(page: Page, lines: Sequence[Line], xs: list[float], ys: list[float], across: Flags, down: Flags) -> GridTable:
    """The table of a grid with borders at these places.

    across: by level and column, is the border drawn? down: by border between columns and row.
    """
    rows, columns = len(ys) - 1, len(xs) - 1
    faces = _faces(rows, columns, across, down)
    cells = {
        k: GridCell(r, c, rs, cs, [], (xs[c], ys[r], xs[c + cs], ys[r + rs])) for k, (r, c, rs, cs) in _spans(faces).items()
    }
    for line in lines:
        for part, face in _cut(line, page.glyphs, xs, ys, faces):
            cells[face].lines.append(part)
    for cell in cells.values():
        cell.lines = by_rows(cell.lines)
    ordered = sorted(cells.values(), key=lambda c: (c.row, c.column))
    return GridTable(page.number, (xs[0], ys[0], xs[-1], ys[-1]), rows, columns, ordered, tuple(xs))


def by_rows(lines: Sequence[Line]) -> list[Line]:
    """Lines from top to bottom, those beside each other from left to right."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda x: x.top + x.bottom):
        if rows and (line.top + line.bottom) / 2 < max(x.bottom for x in rows[-1]) - 0.2 * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda x: x.x0)]


def _drawn(rules: Floats, at: Sequence[float], along: Sequence[float]) -> Flags:
    """Is the border on level i drawn between positions j and j + 1 (most of it, in one or several rules)?"""
    out = np.zeros((len(at), len(along) - 1), bool)
    low, high = np.array(along[:-1]), np.array(along[1:])
    for i, level in enumerate(at):
        mine = rules[np.abs(rules[:, 0] - level) < _NEAR]
        if len(mine):
            cover = np.minimum(mine[:, None, 2], high[None]) - np.maximum(mine[:, None, 1], low[None])
            out[i] = np.clip(cover, 0, None).sum(0) > 0.6 * (high - low)
    return out


def _faces(rows: int, columns: int, across: Flags, down: Flags) -> list[list[int]]:
    """The number of the cell at each place of the grid: places without a border between them are one cell."""
    owner = list(range(rows * columns))

    def root(i: int) -> int:
        while owner[i] != i:
            owner[i] = owner[owner[i]]
            i = owner[i]
        return i

    for r in range(rows):
        for c in range(columns):
            if r + 1 < rows and not across[r + 1, c]:
                owner[root((r + 1) * columns + c)] = root(r * columns + c)
            if c + 1 < columns and not down[c + 1, r]:
                owner[root(r * columns + c + 1)] = root(r * columns + c)
    return [[root(r * columns + c) for c in range(columns)] for r in range(rows)]


def _spans(faces: list[list[int]]) -> dict[int, tuple[int, int, int, int]]:
    """Row, column, rows and columns of each cell."""
    seen: dict[int, list[int]] = {}
    for r, row in enumerate(faces):
        for c, k in enumerate(row):
            s = seen.setdefault(k, [r, c, r, c])
            s[0], s[1], s[2], s[3] = min(s[0], r), min(s[1], c), max(s[2], r), max(s[3], c)
    return {k: (r0, c0, r1 - r0 + 1, c1 - c0 + 1) for k, (r0, c0, r1, c1) in seen.items()}


def _cut(line: Line, glyphs: Glyphs, xs: list[float], ys: list[float], faces: list[list[int]]) -> list[tuple[Line, int]]:
    """A line cut where its characters pass into another cell."""
    r = min(max(int(np.searchsorted(ys, (line.top + line.bottom) / 2)) - 1, 0), len(faces) - 1)
    middle = (glyphs.x0[line.start : line.end] + glyphs.x1[line.start : line.end]) / 2
    columns = np.clip(np.searchsorted(xs, middle) - 1, 0, len(faces[0]) - 1)
    cell = [faces[r][c] for c in columns.tolist()]
    out, a = [], 0
    for k in range(1, len(cell) + 1):
        if k == len(cell) or cell[k] != cell[a]:
            out.append((part_of(line, glyphs, a, k), cell[a]))
            a = k
    return out


def part_of(line: Line, glyphs: Glyphs, a: int, b: int) -> Line:
    """Characters `a:b` of a line as a line of their own."""
    if a == 0 and b == line.end - line.start:
        return line
    s, e = line.start + a, line.start + b
    return replace(
        line,
        start=s,
        end=e,
        text=line.text[a:b],
        x0=float(glyphs.x0[s:e].min()),
        top=float(glyphs.top[s:e].min()),
        x1=float(glyphs.x1[s:e].max()),
        bottom=float(glyphs.bottom[s:e].max()),
    )
