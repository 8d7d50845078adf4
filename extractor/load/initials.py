"""Large first characters of a text, two lines high or more, put back at the head of its first line."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from extractor.load.chars import Glyphs

Span = tuple[int, int]
Spans = list[list[Span]]
_LARGE = 1.5  # times the size of most characters
_MOST = 200  # such characters on one page: more are no initials


def with_initials(g: Glyphs, groups: Spans) -> tuple[Spans, dict[int, float], set[int]]:
    """Lines (as spans of glyphs) with such a character at the head of the line that it begins; for the lines that it
    stands beside, by their number, its left edge: they are set to the same edge as the lines under it; the lines begun.

    It shares its baseline with the last of them, and is read as the head of that one where no gap parts them.
    """
    em = float(np.median(g.size)) if groups else 0.0
    large = [i for i, spans in enumerate(groups) if g.size[spans[0][0]] > _LARGE * em]
    bare = {i: rest for i in large if _usual(g, rest := _rest(groups[i]), em)}
    if not 0 < len(bare) <= _MOST:
        return groups, {}, set()
    first = np.array([bare[i][0][0] if bare.get(i) else spans[0][0] for i, spans in enumerate(groups)])
    heads: dict[int, int] = {}
    edges: dict[int, float] = {}
    for i in bare:
        k = groups[i][0][0]
        beside = _beside(g, first, k, em)
        if len(beside) > 1:
            heads[int(beside[0])] = i
            edges |= {int(j): float(g.x0[k]) for j in beside}
    return _moved(groups, heads, bare, edges)


def _moved(
    groups: Spans, heads: dict[int, int], bare: dict[int, list[Span]], edges: dict[int, float]
) -> tuple[Spans, dict[int, float], set[int]]:
    """The lines with the character that begins line `heads[j]` at the head of line j instead."""
    left = set(heads.values())
    kept = [j for j in range(len(groups)) if j not in left or bare[j]]
    rest = {j: bare[j] if j in left else groups[j] for j in kept}
    heading = {j: [(groups[i][0][0], groups[i][0][0] + 1)] for j, i in heads.items()}
    number = {j: n for n, j in enumerate(kept)}
    return (
        [heading.get(j, []) + rest[j] for j in kept],
        {number[j]: edge for j, edge in edges.items() if j in number},
        {number[j] for j in heads},
    )


def _rest(spans: list[Span]) -> list[Span]:
    """A line without its first character."""
    (a, b), *more = spans
    return [(a + 1, b), *more] if b > a + 1 else more


def _usual(g: Glyphs, spans: list[Span], em: float) -> bool:
    """Is there nothing here, or text of the usual size?"""
    return all(np.abs(g.size[a] - em) < 0.2 * em for a, _ in spans)


def _beside(g: Glyphs, first: npt.NDArray[np.int64], k: int, em: float) -> npt.NDArray[np.int64]:
    """The lines of usual size right of character k and no higher or lower than it, from the top; none where the first does
    not begin at its head.

    first: the first character of each line.
    """
    middle = (g.top[first] + g.bottom[first]) / 2
    gap = g.x0[first] - g.x1[k]
    right = (gap > -0.3 * em) & (gap < 1.2 * em) & (np.abs(g.size[first] - em) < 0.2 * em)
    lines = np.flatnonzero(right & (middle > g.top[k] - 0.2 * em) & (middle < g.bottom[k] + 0.2 * em))
    lines = lines[np.argsort(middle[lines])]
    return lines if len(lines) and middle[lines[0]] < g.top[k] + 1.1 * em else lines[:0]
