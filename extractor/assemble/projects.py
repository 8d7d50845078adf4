"""Drafts of projects: named undertakings with the evidence for each of their attributes."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import patterns
from extractor.assemble import projects_evidence as evidence
from extractor.assemble import projects_links as linking
from extractor.assemble import projects_merge as merging
from extractor.assemble import projects_names as names
from extractor.assemble import projects_owners as owning
from extractor.assemble import projects_status as staging
from extractor.assemble import projects_tables as tables
from extractor.assemble import projects_topics as about
from extractor.assemble import projects_traits as traits
from extractor.assemble.projects_links import Topic
from extractor.assemble.projects_merge import Known
from extractor.assemble.projects_scene import Scene, scene
from extractor.model import Attribute, ProjectDraft, Reading, Span


def projects(reading: Reading) -> tuple[ProjectDraft, ...]:
    """The projects of a document as drafts, in text order; one for each project, at its fullest naming."""
    here = scene(reading)
    rows = tables.rows(here)
    taken = sorted({r.naming.at for r in rows} | {a.at for r in rows for a in r.attributes})
    found = evidence.accepted(here, [n for n in names.namings(here) if not _in_rows(n, taken)])
    if not found and not rows:
        return ()
    known = merging.merged(here, sorted([*(r.naming for r in rows), *found], key=lambda n: n.at))
    topics = [t for t in about.topics(here, known) if not reading.outline.rows or not _in_table(t, reading)]
    links = linking.links(here, topics)
    stages = staging.stages(here, topics)
    speakers = owning.speakers(here)
    drafts = [_draft(here, i, project, topics, links, stages, speakers, rows) for i, project in enumerate(known)]
    return tuple(sorted(drafts, key=lambda d: d.at))


def _in_rows(naming: names.Naming, taken: Sequence[Span]) -> bool:
    """Whether a naming stands in the cells of a table that gave projects; `taken` in text order."""
    last = bisect_left(taken, Span(naming.at.end, 0))
    return any(span.meets(naming.at) for span in taken[max(0, last - 8):last])


def _in_table(topic: Topic, reading: Reading) -> bool:
    return any(row.at.meets(topic.at) for row in reading.outline.rows)


def _draft(
    here: Scene,
    number: int,
    project: Known,
    topics: Sequence[Topic],
    links: Sequence[linking.Link],
    stages: Sequence[staging.Stage],
    speakers: dict[str, Span],
    rows: Sequence[tables.Row],
) -> ProjectDraft:
    at = project.fullest.at
    name = "".join(here.reading.view.text[at.start : at.end].split())
    told = [a for row in rows if row.naming in project.namings for a in row.attributes]
    attributes = [
        *told,
        *_owners(here, number, project, topics, speakers),
        *_status(here, number, topics, stages),
        *(link.attribute for link in links if link.project == number),
        *traits.traits(here, project),
    ]
    return ProjectDraft(
        name, at, _once(attributes, here.reading.view.text), tuple(n.at for n in project.namings if n.at != at)
    )


def _owners(
    here: Scene, number: int, project: Known, topics: Sequence[Topic], speakers: dict[str, Span]
) -> list[Attribute]:
    out = [
        Attribute("owner", here.text[n.owner.start : n.owner.end], n.owner, None, "before the name", "")
        for n in project.namings
        if n.owner
    ]
    own = [t for t in topics if number in t.of]
    for topic in own:
        if len(topic.of) > 1 and not out:
            row = owning.in_order(here, [t for t in topics if t.of == topic.of and t.own])
            out += [row[number]] if number in row else []
    for topic in own:
        out += [] if out else owning.owners(here, topic)
    for topic in own:
        out += [] if out else owning.spoken(here, topic, speakers)
    for naming in project.namings:
        out += [] if out else owning.branded(here, naming.at)
    return out


def _status(here: Scene, number: int, topics: Sequence[Topic], stages: Sequence[staging.Stage]) -> list[Attribute]:
    out = staging.status(stages, number)
    if not any(a.field == "status" for a in out):
        named = [t for t in topics if number in t.of and not t.weak]
        out += [a for t in named if (a := staging.governed(here, t))][:1]
    return out


def _once(attributes: list[Attribute], text: str) -> tuple[Attribute, ...]:
    prefer = _rule("topics", "prefer")
    attributes = [a if a.mention else replace(a, text=text[a.at.start : a.at.end]) for a in attributes]
    return tuple(sorted(dict.fromkeys(attributes), key=lambda a: not (a.field == "completed" and prefer.search(a.cue))))


@cache
def _rule(table: str, key: str) -> re.Pattern[str]:
    return re.compile(patterns.table("projects/links")[table][key])
