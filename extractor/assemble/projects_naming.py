"""The noun of this room: one stretch of text that may name a project."""

from __future__ import annotations

from typing import NamedTuple

from extractor.model import Span


class Naming(NamedTuple):
    """One candidate: `at` its name, `left` why it begins there, `owner` the company right before it.

    end: how it ends (`plain` 项目, `works` a thing that may also just exist, `item` of a list, `phase`, `record`).
    features: what the name itself says, by name of the evidence. listed: how many items its list says it has, 0 where the
    list says nothing, None outside lists. group: namings of one coordination share a number. around: all kinds of evidence
    found for it.
    """

    at: Span
    end: str
    left: str = ""
    owner: Span | None = None
    features: tuple[str, ...] = ()
    listed: int | None = None
    group: int = -1
    score: float = 0.0
    around: frozenset[str] = frozenset()
