"""Where blocks leave a region white, and how they are split along it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from extractor.load.chars import Floats
from extractor.load.page import Block


def bounds(blocks: Sequence[Block]) -> tuple[float, float, float, float]:
    return min(b.x0 for b in blocks), min(b.top for b in blocks), max(b.x1 for b in blocks), max(b.bottom for b in blocks)


def extent(blocks: Sequence[Block], axis: int) -> tuple[float, float]:
    """Where the blocks begin and end along x (axis 0) or y (axis 1)."""
    if axis == 0:
        return min(b.x0 for b in blocks), max(b.x1 for b in blocks)
    return min(b.top for b in blocks), max(b.bottom for b in blocks)


def strange(edges: Sequence[float], others: Sequence[float], em: float) -> bool:
    """Does one of these edges stand apart from all of the others?"""
    return any(min(abs(a - b) for b in others) > 1.2 * em for a in edges)


def white(blocks: Sequence[Block], axis: int, least: float) -> list[float]:
    """Middles of the intervals that no block covers, along x (axis 0) or y (axis 1), wider than `least`."""
    return [x for x, _ in white_widths(blocks, axis, least)]


def white_widths(blocks: Sequence[Block], axis: int, least: float) -> list[tuple[float, float]]:
    """The same with their widths."""
    spans = sorted((b.x0, b.x1) if axis == 0 else (b.top, b.bottom) for b in blocks)
    out, end = [], spans[0][1]
    for a, b in spans[1:]:
        if a - end > least:
            out.append(((a + end) / 2, a - end))
        end = max(end, b)
    return out


def lanes(blocks: Sequence[Block], em: float) -> list[tuple[float, float]]:
    """Column intervals of the blocks along x, those across several columns left out."""
    if not blocks:
        return []
    widths = sorted(b.width for b in blocks for _ in b.lines)
    usual = widths[len(widths) // 2]
    narrow = [b for b in blocks if b.width < 1.4 * usual] or list(blocks)
    spans = sorted((b.x0, b.x1) for b in narrow)
    out = [list(spans[0])]
    for a, b in spans[1:]:
        if a - out[-1][1] > 0.3 * em:
            out.append([a, b])
        else:
            out[-1][1] = max(out[-1][1], b)
    return [(a, b) for a, b in out]


def lanes_of(texts: Sequence[tuple[Floats, Floats]], least: float) -> tuple[tuple[float, float], ...]:
    """The stretches along x that these intervals (columns of begins and of ends) cover, parted by `least` of white."""
    x0 = np.concatenate([a for a, _ in texts])
    x1 = np.concatenate([b for _, b in texts])
    order = np.argsort(x0, kind="stable")
    x0, x1 = x0[order], np.maximum.accumulate(x1[order])
    cut = np.flatnonzero(x0[1:] - x1[:-1] > least)
    starts = np.concatenate(([0], cut + 1))
    ends = np.concatenate((cut, [len(x0) - 1]))
    return tuple((float(x0[a]), float(x1[b])) for a, b in zip(starts, ends, strict=True))


def split(blocks: Sequence[Block], cuts: Sequence[float], axis: int) -> list[list[Block]]:
    parts: list[list[Block]] = [[] for _ in range(len(cuts) + 1)]
    for b in blocks:
        middle = (b.x0 + b.x1) / 2 if axis == 0 else (b.top + b.bottom) / 2
        parts[sum(middle > c for c in cuts)].append(b)
    return [p for p in parts if p]
