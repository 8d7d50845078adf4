"""Drafts of tasks."""

from __future__ import annotations

from extractor.model import Reading, TaskDraft


def tasks(reading: Reading) -> tuple[TaskDraft, ...]:
    """The tasks of a document as drafts, in text order."""
    return ()
