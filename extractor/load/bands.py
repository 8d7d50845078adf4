"""Tables whose rows are parted by rules or by shading, without upright rules between their columns.

Columns end where the segments of the rules do (many programs draw a border cell by cell), else at the white between the
texts. A rule over some of the columns only parts the rows of those: the others are merged cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

import numpy as np
import regex

from extractor.load.heads import Stretch, pieces, seats
from extractor.load.lines import Line
from extractor.load.page import GridTable, Page
from extractor.load.tables import fill, near_groups
from extractor.load.white import lanes_of

_MOST = 4000  # edges of a page that are looked at
_SAME = 6.0  # points: how far the ends of rules of one table may differ
_LEAST = 3  # rows and columns
_DENSE = 5  # text lines in most cells: more stand in no table
_NUMBER = regex.compile(r"[-—–+]?[\d,，]+(?:[.．]\d+)?[%％]?")


@dataclass(frozen=True, slots=True)
class Level:
    """What is drawn at one height: its stretches along x, and where single segments end."""

    y: float
    parts: tuple[Stretch, ...]
    ends: tuple[float, ...]

    @property
    def x0(self) -> float:
        return self.parts[0][0]

    @property
    def x1(self) -> float:
        return self.parts[-1][1]

    def covers(self, a: float, b: float) -> float:
        """The share of a stretch that is drawn."""
        return sum(max(0.0, min(b, q) - max(a, p)) for p, q in self.parts) / max(b - a, 0.1)


def banded_tables(page: Page, em: float) -> list[GridTable]:
    """The tables of a page in bands; their lines leave `page.lines`."""
    out: list[GridTable] = []
    for levels in _groups(_levels(page), em):
        table = _table(page, levels, em)
        if table is not None:
            out.append(table)
            inside = {id(x) for x in _between(page.lines, levels)}
            page.lines = [x for x in page.lines if id(x) not in inside]
    return out


def _levels(page: Page) -> list[Level]:
    rules = page.rules
    edges = [(y, a, b) for a, b, y in rules.horizontal.tolist()]
    edges += [(y, a, b) for a, top, b, bottom in rules.boxes.tolist() for y in (top, bottom)]
    edges = sorted(edges)[:_MOST]
    rest = iter(edges)
    return [_level(list(islice(rest, len(group)))) for group in near_groups(y for y, _, _ in edges)]


def _level(edges: Sequence[tuple[float, float, float]]) -> Level:
    parts: list[Stretch] = []
    for a, b in sorted((a, b) for _, a, b in edges):
        if parts and a < parts[-1][1] + 3:
            parts[-1] = (parts[-1][0], max(parts[-1][1], b))
        else:
            parts.append((a, b))
    ends = sorted({round(x, 1) for _, a, b in edges for x in (a, b)})
    return Level(sum(y for y, *_ in edges) / len(edges), tuple(parts), tuple(ends))


def _groups(levels: Sequence[Level], em: float) -> list[list[Level]]:
    """Levels of one table: a wide one, and those after it that reach no further; enough of them over all of its width."""
    out: list[list[Level]] = []
    open_: list[Level] = []
    for level in levels:
        if open_ and level.x0 > open_[0].x0 - _SAME and level.x1 < open_[0].x1 + _SAME:
            open_.append(level)
            continue
        out.append(open_)
        open_ = [level]
    out.append(open_)
    kept = []
    for group in out:
        full = [x for x in group if x.covers(group[0].x0, group[0].x1) > 0.9]
        if len(full) > _LEAST and group[0].x1 - group[0].x0 > 20 * em:
            kept.append([x for x in group if full[0].y <= x.y <= full[-1].y])
    return kept


def _between(lines: Sequence[Line], levels: Sequence[Level]) -> list[Line]:
    x0, x1, top, bottom = levels[0].x0, levels[0].x1, levels[0].y, levels[-1].y
    inside = [x for x in lines if top < (x.top + x.bottom) / 2 < bottom and not x.vertical]
    return [x for x in inside if x0 - _SAME < (x.x0 + x.x1) / 2 < x1 + _SAME]


def _table(page: Page, levels: list[Level], em: float) -> GridTable | None:
    """The table of these levels, to which the outer ones that are not drawn are added."""
    bands = _bands(page, levels)
    xs = _borders(page, levels, bands, em)
    if len(xs) <= _LEAST or not _tabular(page, bands, xs):
        return None
    for up in (True, False):
        outer = _outer(page, levels, xs, em, up=up)
        levels[:] = [*outer, *levels] if up else [*levels, *outer]
    bands = _bands(page, levels)
    across = np.array([[x.covers(a, b) > 0.5 for a, b in pairwise(xs)] for x in levels])
    down = np.ones((len(xs), len(bands)), bool)
    for r, band in enumerate(bands):
        for a, b in _crossing(page, band, xs):
            down[a + 1 : b + 1, r] = False
    return fill(page, [x for band in bands for x in band], xs, [x.y for x in levels], across, down)


def _bands(page: Page, levels: Sequence[Level]) -> list[list[Line]]:
    """The lines between each two levels."""
    ys = [x.y for x in levels]
    bands: list[list[Line]] = [[] for _ in ys[1:]]
    for line in _between(page.lines, levels):
        bands[min(max(int(np.searchsorted(ys, (line.top + line.bottom) / 2)) - 1, 0), len(bands) - 1)].append(line)
    return bands


def _outer(page: Page, levels: Sequence[Level], xs: Sequence[float], em: float, *, up: bool) -> list[Level]:
    """The level that closes a row over the first or under the last one drawn, where one stands there: the heads of a table
    with rules under its rows only, the last row of one with every other row shaded."""
    edge, row, reach = levels[0 if up else -1].y, [], 1.2 * em
    far = [x for x in page.lines if (x.bottom < edge + 1 if up else x.top > edge - 1) and x.x1 > xs[0] and x.x0 < xs[-1]]
    for line in sorted(far, key=lambda x: -x.bottom if up else x.top):
        if (edge - line.bottom if up else line.top - edge) > reach or line.size > 1.25 * em:
            break
        row.append(line)
        reach = max(reach, (edge - line.top if up else line.bottom - edge) + 0.25 * em)
    parts = pieces(page, row)
    placed = {a for a, _ in seats(parts, list(pairwise(xs)))} if parts else set()
    if len(placed) < max(_LEAST, 0.6 * (len(xs) - 1)) or (not up and len(parts) > 3 * len(placed)):
        return []
    y = min(x.top for x in row) - 1 if up else max(x.bottom for x in row) + 1
    return [Level(y, ((xs[0], xs[-1]),), ())]


def _borders(page: Page, levels: Sequence[Level], bands: Sequence[Sequence[Line]], em: float) -> list[float]:
    """The x of the column borders: where segments end on most levels, else the middles of the white between texts."""
    groups = near_groups(x for level in levels for x in level.ends)
    drawn = [sum(g) / len(g) for g in groups if len(g) > 0.6 * len(levels)]
    if len(drawn) > _LEAST:
        return drawn
    rows = [band for band in bands if len(pieces(page, band)) >= _LEAST and any(_NUMBER.fullmatch(x.text) for x in band)]
    if len(rows) < _LEAST:
        return []
    g = page.glyphs
    found = lanes_of([(g.x0[x.start : x.end], g.x1[x.start : x.end]) for row in rows for x in row], 0.3 * em)
    return [levels[0].x0, *((a[1] + b[0]) / 2 for a, b in pairwise(found)), levels[0].x1]


def _crossing(page: Page, band: Sequence[Line], xs: Sequence[float]) -> list[tuple[int, int]]:
    """The columns of texts that reach over borders: heads of several columns, rows that name what follows."""
    parts = pieces(page, band)
    return [seat for x, seat in zip(parts, seats(parts, list(pairwise(xs))), strict=True) if seat[1] > seat[0]]


def _tabular(page: Page, bands: Sequence[Sequence[Line]], xs: Sequence[float]) -> bool:
    """Do most bands hold short texts in several columns?"""
    filled = [b for b in bands if b]
    wide = [b for b in filled if len({a for a, _ in seats(pieces(page, b), list(pairwise(xs)))}) >= _LEAST]
    counts = sorted(len(b) / (len(xs) - 1) for b in filled)
    return len(wide) >= max(_LEAST, 0.6 * len(filled)) and counts[len(counts) // 2] <= _DENSE
