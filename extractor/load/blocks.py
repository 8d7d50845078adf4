"""Lines → blocks: lines of one column and one size that follow each other from top to bottom."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from extractor.load.cues import ends_sentence
from extractor.load.lines import Line
from extractor.load.page import Block, block
from extractor.load.rules import Rules

_PART = 256  # lines looked at together


def body_size(lines: list[Line]) -> float:
    """The size most characters are set in; 10 where there are none."""
    weight: dict[float, int] = {}
    for line in lines:
        key = round(line.size * 4) / 4
        weight[key] = weight.get(key, 0) + len(line.text)
    return max(weight.items(), key=lambda kv: (kv[1], -kv[0]))[0] if weight else 10.0


def find_blocks(lines: list[Line], rules: Rules) -> list[Block]:
    """Blocks from top to bottom. Each line goes below the nearest one above it that it could follow."""
    lying = sorted((x for x in lines if not x.vertical), key=lambda x: (x.top, x.x0))
    out = _stacks([x for x in lines if x.vertical])
    if not lying:
        return out
    below = _links(lying, rules)
    followed = set(below.values())
    for i, line in enumerate(lying):
        if i in followed:
            continue
        chain, k = [line], i
        while k in below:
            k = below[k]
            chain.append(lying[k])
        out.append(block(chain))
    return sorted(out, key=lambda b: (b.top, b.x0))


def mark_crossheads(blocks: list[Block], em: float, rules: Rules) -> None:
    """Set `cross` of the short lines, larger than the text but not much, that stand within a column of it."""
    for b in blocks:
        if not 1.05 * em < b.size < 1.4 * em or len(b.lines) > 1 or b.lines[0].vertical or ends_sentence(b.text):
            continue
        over, under = False, False
        for k in blocks:
            if k is b or k.size > 1.04 * em or k.x0 > b.x0 + 0.5 * em or k.x1 < b.x1 - 0.5 * em or k.width < 1.1 * b.width:
                continue
            over = over or (-0.3 * em < b.top - k.bottom < 1.6 * em and _free(k, b, rules))
            under = under or (-0.3 * em < k.top - b.bottom < 1.6 * em and _free(b, k, rules))
        b.cross = over and under


def _free(above: Block, below: Block, rules: Rules) -> bool:
    """Is there no rule between two blocks?"""
    return not _ruled([(above.lines[-1], below.lines[0])], rules)[0]


def _stacks(lines: list[Line]) -> list[Block]:
    """Vertical lines side by side form one block, read from right to left."""
    out: list[Block] = []
    for line in sorted(lines, key=lambda x: (-x.x1, x.top)):
        for b in out:
            last = b.lines[-1]
            if (
                abs(last.size - line.size) < 0.1 * line.size
                and 0 <= last.x0 - line.x1 < 1.3 * line.size
                and _meet(line.top, line.bottom, b.top, b.bottom) > 0.3 * line.height
            ):
                b.lines.append(line)
                b.x0, b.top, b.bottom = min(b.x0, line.x0), min(b.top, line.top), max(b.bottom, line.bottom)
                break
        else:
            out.append(block([line]))
    return out


def _meet(a0: float, a1: float, b0: float, b1: float) -> float:
    return min(a1, b1) - max(a0, b0)


def _links(lines: list[Line], rules: Rules) -> dict[int, int]:
    """For each line the number of the line that follows it in its block."""
    nearest = _nearest(lines)
    down: dict[int, int] = {}
    up: dict[int, int] = {}
    bands_up: set[int] = set()
    pitch = _pitch(lines, nearest)
    for i, js in nearest.items():
        for k in js:
            if k in up and abs(lines[up[k]].bottom - lines[i].bottom) < 0.5 * lines[i].size:
                bands_up.add(k)
            if k not in up or lines[up[k]].bottom < lines[i].bottom:
                up[k] = i
    for i, js in nearest.items():
        k = js[0]
        if len(js) == 1 and k not in bands_up and up[k] == i and _follows(lines[i], lines[k], pitch):
            down[i] = k
    parted = _ruled([(lines[i], lines[k]) for i, k in down.items()], rules)
    return {i: k for (i, k), cut in zip(down.items(), parted, strict=True) if not cut}


def _nearest(lines: list[Line]) -> dict[int, list[int]]:
    """For each line the lines right under it, those on one row all of them; from the left."""
    x0, x1, top, bottom, size = (
        np.array([getattr(x, n) for x in lines], np.float32) for n in ("x0", "x1", "top", "bottom", "size")
    )
    last = np.searchsorted(top, bottom + 2.2 * size)
    out: dict[int, list[int]] = {}
    for at in range(0, len(lines), _PART):
        part = np.arange(at, min(at + _PART, len(lines)))
        count = np.maximum(last[part] - part - 1, 0)
        i = np.repeat(part, count)
        j = np.arange(len(i)) - np.repeat(np.cumsum(count) - count, count) + i + 1
        gap = top[j] - bottom[i]
        over = np.minimum(x1[j], x1[i]) - np.maximum(x0[j], x0[i])
        touch = (over > 0.3 * np.minimum(x1[j] - x0[j], x1[i] - x0[i])) & (gap > -0.4 * np.minimum(size[i], size[j]))
        i, j, gap = i[touch], j[touch], gap[touch]
        first = np.full(len(lines), np.inf, np.float32)
        np.minimum.at(first, i, gap)
        row = gap < first[i] + 0.5 * size[i]
        for a, b in zip(i[row].tolist(), j[row].tolist(), strict=True):
            out.setdefault(a, []).append(b)
    return out


def _pitch(lines: list[Line], nearest: dict[int, list[int]]) -> dict[float, float]:
    """The usual distance from line to line for each size."""
    steps: dict[float, list[float]] = {}
    for i, js in nearest.items():
        a, b = lines[i], lines[js[0]]
        if len(js) == 1 and abs(a.size - b.size) < 0.05 * a.size:
            steps.setdefault(round(a.size), []).append(b.bottom - a.bottom)
    return {size: float(np.median(found)) for size, found in steps.items() if len(found) >= 4}


def _follows(a: Line, b: Line, pitch: dict[float, float]) -> bool:
    em = max(a.size, b.size)
    if not 0.93 < b.size / a.size < 1.07:
        return False
    usual = pitch.get(round(a.size), 1.7 * em)
    if b.bottom - a.bottom > max(1.3 * usual, 1.5 * em) or b.bottom - a.bottom > 2.9 * em:
        return False
    if abs(a.x0 - b.x0) < 2.6 * em:
        return True
    centred = abs((a.x0 + a.x1) - (b.x0 + b.x1)) / 2 < em
    inside = a.x0 - em < b.x0 and b.x1 < a.x1 + em
    return (
        centred
        or (inside and b.bottom - a.bottom < 1.2 * usual)
        or (b.x0 - em < a.x0 and a.x1 < b.x1 + 0.5 * em and a.x0 - b.x0 < 12 * em)
    )


def _ruled(pairs: Sequence[tuple[Line, Line]], rules: Rules) -> list[bool]:
    """For each two lines, one under the other: does a rule stand between them?"""
    if not len(rules.horizontal) or not pairs:
        return [False] * len(pairs)
    x0, x1, y = rules.horizontal.T
    out: list[bool] = []
    for at in range(0, len(pairs), _PART):
        edges = [
            (min(a.bottom, b.top) - 0.35 * a.size, max(a.bottom, b.top) + 0.35 * a.size, max(a.x0, b.x0), min(a.x1, b.x1))
            for a, b in pairs[at : at + _PART]
        ]
        low, high, left, right = (column[:, None] for column in np.array(edges, np.float32).T)
        between = (y > low) & (y < high) & (np.minimum(x1, right) - np.maximum(x0, left) > 0.6 * (right - left))
        out += between.any(1).tolist()
    return out
