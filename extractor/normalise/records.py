"""Drafts → records: keys, places, unit names, days."""

from __future__ import annotations

from extractor.normalise.indicators import indicators
from extractor.normalise.projects import projects
from extractor.normalise.units import tasks

__all__ = ["indicators", "projects", "tasks"]
