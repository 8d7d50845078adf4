"""Which of several patterns a match can begin with at a place, told by two characters: most places begin none."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, TypeVar

import regex

T = TypeVar("T")


class Starts(dict[str, tuple[T, ...]], Generic[T]):
    """The things whose patterns can begin with two characters, in their order; worked out when a pair is first met.

    The patterns must look behind nothing: a look-behind would see the text's beginning. Where a match may end before the
    second character, whatever follows is let through.

    >>> Starts([("day", regex.compile("[0-9]+日")), ("item", regex.compile("[0-9]、"))])["1、"]
    ('item',)
    """

    def __init__(self, named: Iterable[tuple[T, regex.Pattern[str]]]) -> None:
        super().__init__()
        self.named = tuple(named)

    def __missing__(self, two: str) -> tuple[T, ...]:
        self[two] = found = tuple(thing for thing, pattern in self.named if pattern.match(two, partial=True))
        return found
