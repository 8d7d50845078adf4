"""Drafts → records: keys, places, unit names, days."""

from __future__ import annotations

from extractor.model import Indicator, Reading, Task
from extractor.normalise.projects import projects

__all__ = ["indicators", "projects", "tasks"]


def tasks(reading: Reading) -> tuple[Task, ...]:
    """The records of a reading's task drafts."""
    return ()


def indicators(reading: Reading) -> tuple[Indicator, ...]:
    """The records of a reading's indicator drafts."""
    return ()
