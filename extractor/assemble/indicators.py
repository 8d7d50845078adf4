"""Drafts of indicators."""

from __future__ import annotations

from extractor.model import IndicatorDraft, Reading


def indicators(reading: Reading) -> tuple[IndicatorDraft, ...]:
    """The indicators of a document as drafts, in text order."""
    return ()
