"""Mentions and their context → drafts: which amount of which project, which unit leads, which period holds."""

from extractor.assemble.indicators import indicators
from extractor.assemble.projects import projects
from extractor.assemble.tasks import tasks

__all__ = ["indicators", "projects", "tasks"]
