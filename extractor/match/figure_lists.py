"""Lists: a bound printed after the last figure holds for all, a sign or 分别 before the first likewise."""

from __future__ import annotations

from itertools import pairwise
from typing import Final, NamedTuple

from extractor.match.figure_tokens import SPACES
from extractor.match.figure_words import list_signs
from extractor.model import Figure

_WIDEST: Final = 3


class Stated(NamedTuple):
    """A figure that may share with those of its list: its bound was printed behind it (`behind`) or holds for each that
    follows (`each`), or it has a sign."""

    figure: Figure
    behind: bool
    each: bool


def spread(text: str, out: list[Figure], stated: dict[int, Stated]) -> list[Figure]:
    """The figures in text order, each with the bound and the sign of its list; `stated`: those that share, by their places.

    The list is changed and given back.
    """
    if not stated:
        return out
    links = [0 < b.at.start - a.at.end <= _WIDEST and _linked(text, a, b) for a, b in pairwise(out)]
    if not any(links):
        return out
    behind, each = ({i for i, s in stated.items() if s[k]} for k in (1, 2))
    for i in range(len(links) - 1, -1, -1):
        here, after = out[i], out[i + 1]
        if links[i] and i + 1 in behind and here.qualifier == "exact" and after.qualifier != "order":
            out[i] = here._replace(qualifier=after.qualifier, soft=after.soft)
            behind.add(i)
    for i, linked in enumerate(links):
        here, after = out[i], out[i + 1]
        if linked and i in each:
            each.add(i + 1)
            if after.qualifier == "exact":
                after = out[i + 1] = after._replace(qualifier=here.qualifier)
        if linked and here.negative and not after.negative:
            out[i + 1] = after._replace(negative=True)
    return out


def _linked(text: str, a: Figure, b: Figure) -> bool:
    """Whether only 、 or 和 stands between two figures of one kind."""
    return a.kind == b.kind and text[a.at.end:b.at.start].strip(SPACES) in list_signs()
