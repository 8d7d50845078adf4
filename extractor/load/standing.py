"""Characters that stand one under the other and none as close beside them: lines of vertical setting."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from extractor.load.chars import Glyphs, rows_of

Flags = npt.NDArray[np.bool_]
_ABREAST = 3  # lines that may begin side by side


def stacked_glyphs(g: Glyphs) -> Flags:
    """Glyphs that have a like one close below or above and none as close beside them: vertical setting."""
    n = len(g)
    if n < 3 or n > 60_000:
        return np.zeros(n, bool)
    rows = rows_of(g)
    order = np.lexsort((g.x0, rows))
    x0, x1, row, size = g.x0[order], g.x1[order], rows[order], g.size[order]
    beside = np.zeros(n, bool)
    gap = x0[1:] - x1[:-1]
    same = (np.diff(row) == 0) & (gap < 0.6 * size[1:]) & (np.abs(np.diff(size)) < 0.2 * size[1:])
    beside[1:] |= same
    beside[:-1] |= same
    run = np.concatenate(([0], np.cumsum(~same)))
    few = order[(np.bincount(run)[run] <= _ABREAST) & beside]
    lone = order[~beside]
    out = np.zeros(n, bool)
    if len(lone) < 3:
        return out
    middle = (g.x0[lone] + g.x1[lone]) / 2
    rank = np.lexsort((g.base[lone], np.round(middle / np.maximum(0.3 * g.size[lone], 1))))
    a, b = lone[rank[:-1]], lone[rank[1:]]
    em = np.maximum(g.size[a], g.size[b])
    step = g.base[b] - g.base[a]
    near = (np.abs(g.x0[a] + g.x1[a] - g.x0[b] - g.x1[b]) / 2 < 0.3 * em) & (step > 0.6 * em) & (step < 1.9 * em)
    near &= np.abs(g.size[a] - g.size[b]) < 0.1 * em
    out[a[near]] = True
    out[b[near]] = True
    return _with_abreast(g, out, few)


def _with_abreast(g: Glyphs, stacked: Flags, few: npt.NDArray[np.int64]) -> Flags:
    """The same with the heads of lines that begin side by side and of which one is longer: only its rest stands alone.

    few: the glyphs that have one or two like them close beside them, and no more.
    """
    above = few[np.argsort(-g.base[few])].tolist()
    under = np.flatnonzero(stacked)
    if len(under) < 3 or not above or len(above) > 2000:
        return stacked
    out = stacked.copy()
    for i in above:
        em = g.size[i]
        step = g.base[under] - g.base[i]
        below = (np.abs(g.x0[under] + g.x1[under] - g.x0[i] - g.x1[i]) / 2 < 0.3 * em) & (step > 0.6 * em)
        if (below & (step < 1.9 * em) & (np.abs(g.size[under] - em) < 0.1 * em)).any():
            out[i] = True
            under = np.append(under, i)
    for i in above:  # and what stands to the left of these
        right = under[(np.abs(g.base[under] - g.base[i]) < 0.1 * g.size[i]) & (g.x0[under] > g.x0[i])]
        out[i] |= bool((g.x0[right] - g.x1[i] < 0.6 * g.size[i]).any())
    return out


def stacks_of(g: Glyphs, stacked: Flags) -> list[list[int]]:
    """Vertical lines of three characters and more, from right to left, each as glyph numbers from top to bottom."""
    pool = np.flatnonzero(stacked).tolist()
    middle = (g.x0 + g.x1) / 2
    pool.sort(key=lambda i: (g.base[i], -middle[i]))
    stacks: list[list[int]] = []
    for i in pool:
        for stack in stacks:
            k = stack[-1]
            em = max(g.size[i], g.size[k])
            if (
                abs(middle[i] - middle[k]) < 0.3 * em
                and 0.6 * em < g.base[i] - g.base[k] < 1.9 * em
                and abs(g.size[i] - g.size[k]) < 0.1 * em
            ):
                stack.append(i)
                break
        else:
            stacks.append([i])
    keep = [s for s in stacks if len(s) >= 3 and _han(g, s)]
    for s in sorted((s for s in stacks if len(s) < 3), key=lambda s: -middle[s[0]]):
        if any(_abreast(g, k[0], s[0]) for k in keep):
            keep.append(s)
    return sorted(keep, key=lambda s: -middle[s[0]])


def _abreast(g: Glyphs, right: int, left: int) -> bool:
    """Do two lines begin side by side?"""
    em = g.size[right]
    return bool(
        abs(g.base[right] - g.base[left]) < 0.1 * em
        and 0 < g.x0[right] - g.x0[left] < 1.9 * em
        and abs(g.size[right] - g.size[left]) < 0.1 * em
    )


def _han(g: Glyphs, stack: list[int]) -> bool:
    """Are most of these Chinese characters? A column of row numbers in a table is no vertical line."""
    code = g.code[stack]
    return bool(((code >= 0x3400) & (code < 0xA000)).mean() > 0.6)
