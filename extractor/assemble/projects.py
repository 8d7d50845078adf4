"""Drafts of projects: named undertakings with the evidence for each of their attributes."""

from __future__ import annotations

from extractor.assemble import projects_evidence as evidence
from extractor.assemble import projects_names as names
from extractor.assemble.projects_scene import scene
from extractor.model import ProjectDraft, Reading


def projects(reading: Reading) -> tuple[ProjectDraft, ...]:
    """The projects of a document as drafts, in text order; one for each project, at its fullest naming."""
    here = scene(reading)
    found = evidence.accepted(here, names.namings(here))
    return tuple(ProjectDraft(here.text[n.at.start:n.at.end], n.at) for n in found)
