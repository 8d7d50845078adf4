"""Figures as printed: money, percent, points, multiples, counts and measures."""

from __future__ import annotations

from extractor.model import Mention, Outline, Unread, View


def figures(view: View, outline: Outline) -> tuple[tuple[Mention, ...], tuple[Unread, ...]]:
    """The figures of a view and the runs of digits and numerals that became none (placeholder shape, see pipeline)."""
    return (), ()
