"""Dates and periods as printed."""

from __future__ import annotations

from extractor.model import Mention, Outline, View


def dates(view: View, outline: Outline) -> tuple[Mention, ...]:
    """Mentions of kind `date`, not yet resolved against a reference day."""
    return ()
