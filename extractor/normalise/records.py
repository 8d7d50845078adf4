"""Drafts → records: keys, places, unit names, days."""

from __future__ import annotations

from extractor.model import Indicator, Project, Reading, Task


def projects(reading: Reading) -> tuple[Project, ...]:
    """The records of a reading's project drafts."""
    return ()


def tasks(reading: Reading) -> tuple[Task, ...]:
    """The records of a reading's task drafts."""
    return ()


def indicators(reading: Reading) -> tuple[Indicator, ...]:
    """The records of a reading's indicator drafts."""
    return ()
