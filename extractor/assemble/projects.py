"""Drafts of projects."""

from __future__ import annotations

from extractor.model import ProjectDraft, Reading


def projects(reading: Reading) -> tuple[ProjectDraft, ...]:
    """The projects of a document as drafts, in text order."""
    return ()
