"""Drafts → records: keys, places, unit names, days."""

from __future__ import annotations

from extractor.model import Reading, Task
from extractor.normalise.indicators import indicators
from extractor.normalise.projects import projects

__all__ = ["indicators", "projects", "tasks"]


def tasks(reading: Reading) -> tuple[Task, ...]:
    """The records of a reading's task drafts."""
    return ()
