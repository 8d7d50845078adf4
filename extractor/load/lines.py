"""Characters → printed lines, whatever the order of the content stream.

Characters on one baseline form pieces; a wide gap between two pieces is a gutter when the rows around it leave it white too
(a river), and mere letter spacing when they cross it. Characters that stand closer to what is below them than to what is
beside them are vertical lines.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from extractor.load.chars import Glyphs, rows_of
from extractor.load.initials import with_initials
from extractor.load.standing import stacked_glyphs, stacks_of

Flags = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
_GAP = 0.45  # em: a wider gap inside a row may be a gutter
_WINDOW = 5.5  # em above and below a gap that tell whether it is a river


@dataclass(slots=True)
class Line:
    """One printed line: glyphs `start:end` of its page, its box, and the size of most of its characters.

    opens: a large first character says that a text begins here.
    """

    page: int
    start: int
    end: int
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    text: str
    vertical: bool = False
    gaps: tuple[int, ...] = field(default=())
    opens: bool = False

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Pieces:
    """Runs of characters without a wide gap, in columns; sorted by row, then from left to right."""

    start: Ints
    end: Ints
    x0: npt.NDArray[np.float32]
    x1: npt.NDArray[np.float32]
    base: npt.NDArray[np.float32]
    size: npt.NDArray[np.float32]
    row: Ints


def find_lines(
    glyphs: Glyphs, *, page: int = 1, walls: npt.NDArray[np.float32] | None = None, rows: Ints | None = None
) -> tuple[Glyphs, list[Line]]:
    """The glyphs sorted line by line, and the lines.

    walls: vertical rules as rows x, top, bottom; no line crosses one. rows: the row of each glyph, where it is known.
    """
    if not len(glyphs):
        return glyphs, []
    stacked = stacked_glyphs(glyphs)
    standing = [i for stack in stacks_of(glyphs, stacked) for i in stack] if stacked.any() else []
    lying = np.setdiff1d(np.arange(len(glyphs)), np.array(standing, dtype=int)) if standing else np.arange(len(glyphs))
    flat = glyphs.take(lying)
    rows = rows_of(flat) if rows is None else rows[lying]
    order = np.lexsort((flat.x0, rows))
    flat, rows = flat.take(order), rows[order]
    groups = _attach(flat, _join(_pieces(flat, rows), walls)) if len(flat) else []
    groups, edges, opening = with_initials(flat, groups)
    out = np.concatenate([np.arange(a, b) for group in groups for a, b in group]) if groups else np.zeros(0, int)
    sizes = [sum(b - a for a, b in group) for group in groups]
    sorted_glyphs = flat.take(out)
    if standing:
        stacks = stacks_of(glyphs, stacked)
        both = np.concatenate([lying[order][out], np.array([i for s in stacks for i in s], dtype=int)])
        sorted_glyphs = glyphs.take(both)
        sizes += [len(s) for s in stacks]
    lines = make_lines(sorted_glyphs, sizes, page=page, vertical=len(groups))
    for k, edge in edges.items():
        lines[k].x0, lines[k].opens = min(lines[k].x0, edge), k in opening
    return sorted_glyphs, lines


def make_lines(glyphs: Glyphs, lengths: list[int], *, page: int, vertical: int | None = None) -> list[Line]:
    """Lines of the given lengths, one after the other; those from number `vertical` on are vertical."""
    ends = np.cumsum(np.array(lengths, dtype=int))
    starts = ends - np.array(lengths, dtype=int)
    if not len(starts):
        return []
    text = glyphs.text
    x0, top = np.minimum.reduceat(glyphs.x0, starts), np.minimum.reduceat(glyphs.top, starts)
    x1, bottom = np.maximum.reduceat(glyphs.x1, starts), np.maximum.reduceat(glyphs.bottom, starts)
    middle = (starts + ends) // 2
    size = glyphs.size[middle]
    mean = np.add.reduceat(glyphs.size, starts) / (ends - starts)
    mixed = np.flatnonzero(np.abs(mean - size) > 0.02 * size)
    size = size.copy()
    for k in mixed.tolist():
        sizes = glyphs.size[starts[k] : ends[k]]
        values, counts = np.unique(np.round(sizes, 1), return_counts=True)
        size[k] = values[counts.argmax()]
        usual = sizes < 1.15 * size[k]  # a large first character reaches beside the next lines
        top[k], bottom[k] = glyphs.top[starts[k] : ends[k]][usual].min(), glyphs.bottom[starts[k] : ends[k]][usual].max()
    limit = len(lengths) if vertical is None else vertical
    return [
        Line(page, a, b, left, high, right, low, s, text[a:b], k >= limit)
        for k, (a, b, left, high, right, low, s) in enumerate(
            zip(
                starts.tolist(),
                ends.tolist(),
                x0.tolist(),
                top.tolist(),
                x1.tolist(),
                bottom.tolist(),
                size.tolist(),
                strict=True,
            )
        )
    ]


def _pieces(g: Glyphs, rows: Ints) -> Pieces:
    em = np.minimum(g.size[1:], g.size[:-1])
    gap = g.x0[1:] - g.x1[:-1]
    ratio = np.maximum(g.size[1:], g.size[:-1]) / np.maximum(em, 0.1)
    cut = (
        (rows[1:] != rows[:-1])
        | (gap > _GAP * em)
        | ((ratio > 1.15) & (gap > 0.25 * em))
        | ((ratio > 1.6) & (gap > 0.1 * em))
        | (gap < -1.2 * em)
    )
    starts = np.concatenate(([0], np.flatnonzero(cut) + 1))
    ends = np.concatenate((starts[1:], [len(g)]))
    x1 = np.maximum.reduceat(g.x1, starts)
    total = np.add.reduceat(g.size, starts)
    return Pieces(
        starts, ends, g.x0[starts], x1, g.base[starts], (total / (ends - starts)).astype(np.float32), rows[starts]
    )


def _join(p: Pieces, walls: npt.NDArray[np.float32] | None) -> list[list[tuple[int, int]]]:
    """Pieces of one row that belong to one line, as slices of the glyphs."""
    n = len(p.start)
    em = np.maximum(p.size[1:], p.size[:-1]) if n > 1 else np.zeros(0, np.float32)
    alike = np.minimum(p.size[1:], p.size[:-1]) > 0.85 * em
    gap = p.x0[1:] - p.x1[:-1]
    open_ = (p.row[1:] == p.row[:-1]) & (gap < 4 * em) & alike
    index = np.flatnonzero(open_)
    joined = np.zeros(max(n - 1, 0), bool)
    if len(index):
        joined[index] = ~(_rivers(p, index, gap, em) | _two_heads(p, index, gap))
        if walls is not None and len(walls):
            joined[index] &= ~_walled(p, index, walls)
        joined |= _even(p, gap, em, open_)
    groups: list[list[tuple[int, int]]] = []
    start = p.start.tolist()
    end = p.end.tolist()
    for i in range(n):
        if i and joined[i - 1]:
            groups[-1][-1] = (groups[-1][-1][0], end[i])
        else:
            groups.append([(start[i], end[i])])
    return groups


def _rivers(p: Pieces, index: Ints, gap: npt.NDArray[np.float32], em: npt.NDArray[np.float32]) -> Flags:
    """For each gap: do the rows around it leave it white too? Without enough rows around, its width decides."""
    out = np.zeros(len(index), bool)
    for at in range(0, len(index), 256):
        part = index[at : at + 256]
        left, right = p.x1[part][:, None], p.x0[part + 1][:, None]
        size, base, row = em[part][:, None], p.base[part][:, None], p.row[part][:, None]
        near = (np.abs(p.base[None] - base) < _WINDOW * size) & (p.row[None] != row)
        near &= np.abs(p.size[None] - size) < 0.15 * size
        across = near & (p.x0[None] < left - 0.1 * size) & (p.x1[None] > right + 0.1 * size)
        before = near & (p.x1[None] > left - 3 * size) & (p.x1[None] < right + 0.1 * size) & (p.x0[None] < left - size)
        after = near & (p.x0[None] < right + 2.6 * size) & (p.x0[None] > left - 0.1 * size) & (p.x1[None] > right + size)
        sides = np.minimum(before.sum(1), after.sum(1))
        crossed = across.sum(1)
        wide = gap[part] / em[part]
        river = (sides >= 2) & (crossed <= 0.5 * sides)
        for side in (p.base[None] < base, p.base[None] > base):  # columns that end or begin at this row
            here, there = (before & side).sum(1), (after & side).sum(1)
            clear = (across & side).sum(1) == 0
            river |= clear & (np.minimum(here, there) >= 2) & (np.maximum(here, there) >= 3) & (wide > 0.8)
        alone = (sides < 2) & (wide > np.where(crossed > 0, 3.2, 2.2))
        far = (np.abs(p.base[None] - base) < 40 * size) & (p.row[None] != row) & (np.abs(p.size[None] - size) < 0.1 * size)
        ended = (far & (np.abs(p.x1[None] - left) < 0.4 * size) & (p.x0[None] < left - 4 * size)).sum(1)
        inner = np.minimum(np.abs(p.x0[None] - right), np.abs(p.x0[None] + 2 * size - right))  # a first line begins 2 em in
        begun = (far & (inner < 0.3 * size) & (p.x1[None] > right + 1.5 * size)).sum(1)
        grid = (sides < 2) & (begun >= 3) & ((ended >= 3) | (wide > 0.9)) & (crossed <= (ended >= 3))
        out[at : at + 256] = river | alone | grid | ((crossed < sides) & (wide > 1.5))
    return out


def _two_heads(p: Pieces, index: Ints, gap: npt.NDArray[np.float32]) -> Flags:
    """For each gap: do two headlines meet here, each over the middle or the left edge of its own column of text?"""
    out = np.zeros(len(index), bool)
    usual = float(np.median(p.size))
    for k, i in enumerate(index.tolist()):
        size = float(p.size[i])
        if size < 1.25 * usual or gap[i] < 0.9 * size:
            continue
        left, right = p.x1[i], p.x0[i + 1]
        under = (p.size < 0.85 * size) & (p.base > p.base[i]) & (p.base < p.base[i] + 8 * size)
        ended = under & (p.x1 > left - size) & (p.x1 < right) & (p.x0 < left - size)
        begun = under & (p.x0 > left) & (p.x0 < right + size) & (p.x1 > right + size)
        if min(ended.sum(), begun.sum()) < 2 or (under & (p.x0 < left) & (p.x1 > right)).any():
            continue
        out[k] = all(
            abs(p.x0[j] - p.x0[rows].min()) < 0.3 * size
            or abs(p.x0[j] + p.x1[j] - p.x0[rows].min() - p.x1[rows].max()) < 1.2 * size
            for j, rows in ((i, ended), (i + 1, begun))
        )
    return out


def _walled(p: Pieces, index: Ints, walls: npt.NDArray[np.float32]) -> Flags:
    left, right = p.x1[index][:, None], p.x0[index + 1][:, None]
    base = p.base[index][:, None]
    hit = (
        (walls[None, :, 0] > left - 1)
        & (walls[None, :, 0] < right + 1)
        & (walls[None, :, 1] < base)
        & (walls[None, :, 2] > base - 2)
    )
    return np.asarray(hit.any(1))


def _even(p: Pieces, gap: npt.NDArray[np.float32], em: npt.NDArray[np.float32], open_: Flags) -> Flags:
    """Gaps of letter-spaced setting: one or two characters a piece, three pieces or more, all gaps alike."""
    short = (p.end - p.start) <= 2
    ok = open_ & (short[1:] | short[:-1])
    out = np.zeros(len(gap), bool)
    i = 0
    while i < len(gap):
        j = i
        while j < len(gap) and ok[j] and abs(gap[j] - gap[i]) < 0.25 * em[j]:
            j += 1
        if j - i >= 3 and short[i : j + 1].mean() > 0.7:
            out[i:j] = True
        i = max(j, i + 1)
    return out


def _attach(g: Glyphs, groups: list[list[tuple[int, int]]]) -> list[list[tuple[int, int]]]:
    """Lines whose parts stand on slightly different baselines put together: superscripts, digits of another font."""
    if len(groups) < 2:
        return groups
    first = np.array([group[0][0] for group in groups])
    last = np.array([group[-1][1] for group in groups]) - 1
    x0, x1 = g.x0[first], g.x1[last]
    top, bottom, size = g.top[first], g.bottom[first], g.size[first]
    order = np.argsort(x0, kind="stable")
    sx = x0[order]
    owner = list(range(len(groups)))
    lo = np.searchsorted(sx, x1 - 0.4 * size)
    hi = np.searchsorted(sx, x1 + _GAP * size)
    nexts: dict[int, int] = {}
    for i in range(len(groups)):
        best = None
        for j in order[lo[i] : hi[i]].tolist():
            if j == i:
                continue
            overlap = min(bottom[i], bottom[j]) - max(top[i], top[j])
            ratio = size[j] / size[i]
            if (
                overlap > 0.5 * min(size[i], size[j])
                and 0.4 < ratio < 2.5
                and (0.85 < ratio < 1.18 or abs(x0[j] - x1[i]) < 0.2 * min(size[i], size[j]))
            ):
                distance = abs(x0[j] - x1[i]) + abs(bottom[j] - bottom[i])
                if best is None or distance < best[0]:
                    best = (distance, j)
        if best is not None and best[1] not in nexts.values():
            nexts[i] = best[1]
    if not nexts:
        return groups
    del owner
    followed = set(nexts.values())
    out = []
    for i, group in enumerate(groups):
        if i in followed:
            continue
        chain, k, seen = list(group), i, {i}
        while k in nexts and nexts[k] not in seen:
            k = nexts[k]
            seen.add(k)
            chain += groups[k]
        out.append(chain)
    placed = {span for chain in out for span in chain}
    out += [group for group in groups if group[0] not in placed]
    return out
