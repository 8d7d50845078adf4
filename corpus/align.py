"""Offsets of a truth text → offsets of the text that a reader made of the same document.

Two readings of a PDF differ in white space, line breaks and the order of blocks where the page leaves it open. A span
is found again by its characters together with as much of its surroundings as makes the place the only one.
"""

from __future__ import annotations

from typing import Any

CONTEXT = range(16, -1, -1)  # characters of surroundings tried, the most first


class Alignment:
    """Finds spans of one text in another, white space aside."""

    def __init__(self, truth: str, text: str) -> None:
        self._before = [0]  # characters other than white space before each position of the truth
        for character in truth:
            self._before.append(self._before[-1] + (not character.isspace()))
        self._truth = "".join(truth.split())
        self._places = [i for i, character in enumerate(text) if not character.isspace()]
        self._text = "".join(text.split())

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """The span in the other text, or None where it is not found or not at one place only."""
        first, last = self._before[start], self._before[end]
        if first >= last:
            return None
        for reach in CONTEXT:
            left = max(0, first - reach)
            for lo, hi in ((left, last + reach), (left, last), (first, last + reach)):
                at = self._only(self._truth[lo:hi])
                if at is not None:
                    begin = at + first - lo
                    return self._places[begin], self._places[begin + last - first - 1] + 1
        return None

    def _only(self, piece: str) -> int | None:
        at = self._text.find(piece)
        return at if at >= 0 and self._text.find(piece, at + 1) < 0 else None


def realign(gold: dict[str, Any], text: str) -> dict[str, Any]:
    """Gold whose offsets point into its `truth`, moved onto `text`; what is not found lies beyond the end of the text."""
    alignment = Alignment(gold["truth"], text)
    out = dict(gold)
    for name in ("mentions", "projects", "tasks"):
        moved = []
        for number, record in enumerate(gold.get(name, [])):
            beyond = len(text) + 10 * number + 1
            start, end = alignment.span(record["start"], record["end"]) or _ends(alignment, record) or (beyond, beyond + 1)
            moved.append(record | {"start": start, "end": end})
        out[name] = moved
    return out


def _ends(alignment: Alignment, record: dict[str, Any]) -> tuple[int, int] | None:
    """A long span by its first and last characters, where something (a running header) stands in between."""
    start, end = record["start"], record["end"]
    if end - start < 40:
        return None
    head, tail = alignment.span(start, start + 20), alignment.span(end - 20, end)
    return (head[0], tail[1]) if head and tail and head[0] < tail[1] else None
