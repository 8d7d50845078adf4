"""Tasks in tables: rows under a header that has columns of units."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.model import Reading, TaskDraft


def table_tasks(reading: Reading, plain: str) -> Iterator[TaskDraft]:
    """The rows of tables with columns of units, as drafts."""
    return iter(())
