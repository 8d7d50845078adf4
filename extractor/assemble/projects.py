"""Drafts of projects: named undertakings with the evidence for each of their attributes."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TypeVar

import patterns
from extractor.assemble import projects_evidence as evidence
from extractor.assemble import projects_frames as frames
from extractor.assemble import projects_investors as investing
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
from extractor.assemble.projects_naming import Naming
from extractor.assemble.projects_scene import Scene, scene
from extractor.model import Attribute, ProjectDraft, Reading, Span

T = TypeVar("T")


def projects(reading: Reading) -> tuple[ProjectDraft, ...]:
    """The projects of a document as drafts, in text order; one for each project, at its fullest naming."""
    here = scene(reading)
    rows = tables.rows(here)
    taken = sorted({r.naming.at for r in rows} | {a.at for r in rows for a in r.attributes})
    candidates = [n for n in names.namings(here) if not taken or not _in_rows(n, taken)]
    found = evidence.accepted(here, candidates)
    if not found and not rows:
        return ()
    known = merging.merged(here, sorted([*(r.naming for r in rows), *found], key=lambda n: n.at))
    topics = [
        t
        for t in about.topics(here, known, _others(here, candidates, found))
        if not reading.outline.rows or not _in_table(t, reading)
    ]
    told = _Told(
        {r.naming.at: r.attributes for r in rows},
        _by_project((t.of, t) for t in topics),
        _by_project(((link.project,), link.attribute) for link in linking.links(here, topics)),
        _by_project((s.of, s) for s in staging.stages(here, topics)),
        owning.speakers(here),
        sorted(n.at for project in known for n in project.namings),
    )
    drafts = [_draft(here, i, project, told) for i, project in enumerate(known)]
    return tuple(sorted(drafts, key=lambda d: d.at))


@dataclass(frozen=True, slots=True)
class _Told:
    """What the text says of its projects, by number of the project (rows by the place of the name)."""

    rows: dict[Span, tuple[Attribute, ...]]
    topics: dict[int, list[Topic]]
    links: dict[int, list[Attribute]]
    stages: dict[int, list[staging.Stage]]
    speakers: dict[str, Span]
    named: list[Span]
    governed: dict[Span, Attribute | None] = field(default_factory=dict)
    builders: dict[tuple[object, Span], tuple[Attribute, ...]] = field(default_factory=dict)


def _by_project(pairs: Iterable[tuple[tuple[int, ...], T]]) -> dict[int, list[T]]:
    out: dict[int, list[T]] = {}
    for numbers, thing in pairs:
        for number in numbers:
            out.setdefault(number, []).append(thing)
    return out


def _others(here: Scene, candidates: Sequence[Naming], found: Sequence[Naming]) -> list[Span]:
    """Where a clause opens with something that is named but is no project, so that the project before it is left."""
    taken = {n.at for n in found}
    rest = [n for n in candidates if n.left == "edge" and n.at not in taken and "quantified" not in n.features]
    own = {"brand", "place", "spot", "named_word"}
    return [n.at for n in rest if own & set(n.features) or _opens_with_noun(here, n)]


def _opens_with_noun(here: Scene, naming: Naming) -> bool:
    """Whether a thing that may just exist opens its clause as the subject (环城高速已…), not as an object (铺设管道)."""
    start, end = here.words(naming.at)[0]
    noun = here.reading.known(here.text[start:end]).startswith("n")
    return naming.end == "works" and "word" in naming.features and noun


def _in_rows(naming: Naming, taken: Sequence[Span]) -> bool:
    """Whether a naming stands in the cells of a table that gave projects; `taken` in text order."""
    last = bisect_left(taken, Span(naming.at.end, 0))
    return any(span.meets(naming.at) for span in taken[max(0, last - 8) : last])


def _in_table(topic: Topic, reading: Reading) -> bool:
    rows = reading.outline.rows
    last = bisect_left(rows, topic.at.end, key=lambda r: r.at.start)
    return any(row.at.meets(topic.at) for row in rows[max(0, last - 2) : last])


def _draft(here: Scene, number: int, project: Known, told: _Told) -> ProjectDraft:
    at = project.fullest.at
    name = "".join(here.reading.view.text[at.start : at.end].split())
    attributes = [
        *(a for n in project.namings for a in told.rows.get(n.at, ())),
        *_owners(here, number, project, told),
        *_status(here, told, told.topics.get(number, []), staging.status(told.stages.get(number, []), number)),
        *told.links.get(number, ()),
        *traits.traits(here, project),
    ]
    others = tuple(n.at for n in project.namings if n.at != at)
    return ProjectDraft(name, at, _once(attributes, here.reading.view.text), others)


def _owners(here: Scene, number: int, project: Known, told: _Told) -> list[Attribute]:
    """Who builds it, by the surest of the rules that finds somebody."""
    own = told.topics.get(number, [])
    for found in (
        _before_names(here, project),
        _in_order(here, number, own, told),
        _said(here, own, told, owning.owners),
        _said(here, own, told, investing.investors),
        (a for topic in own for a in owning.beside(here, topic)),
        (a for naming in project.namings for a in owning.namesake(here, naming.at)),
        (a for topic in own for a in owning.spoken(here, topic, told.speakers)),
        _said(here, own, told, owning.taken_up),
        (a for naming in project.namings for a in owning.branded(here, naming.at, told.named)),
    ):
        if out := list(found):
            return out
    return []


def _said(
    here: Scene, own: Sequence[Topic], told: _Told, find: Callable[[Scene, Topic], Iterable[Attribute]]
) -> Iterator[Attribute]:
    """What a rule finds at each place that speaks of a project, asked once a place for all projects of a row."""
    for topic in own:
        key = (find, topic.at)
        if key not in told.builders:
            told.builders[key] = tuple(find(here, topic))
        yield from told.builders[key]


def _before_names(here: Scene, project: Known) -> Iterator[Attribute]:
    for n in project.namings:
        if n.owner and len(n.owner) > owning.BARE:
            yield Attribute("owner", here.text[n.owner.start : n.owner.end], n.owner, None, "before the name", "")


def _in_order(here: Scene, number: int, own: Sequence[Topic], told: _Told) -> Iterator[Attribute]:
    for of in dict.fromkeys(t.of for t in own):
        if len(of) > 1:
            row = [t for i in of for t in told.topics[i] if t.own == (i,) and t.of == of]
            if row and number in (found := owning.in_order(here, row)):
                yield found[number]


def _status(here: Scene, told: _Told, own: Sequence[Topic], said: list[Attribute]) -> list[Attribute]:
    """The furthest stage that is said of a project itself or of the class it is told under."""
    for topic in own:
        if topic.at not in told.governed:
            told.governed[topic.at] = None if topic.weak else frames.governed(here, topic)
    governing = [a for t in own if (a := told.governed[t.at])]
    return staging.furthest(said, governing, weak=frames.ABOVE)


def _once(attributes: list[Attribute], text: str) -> tuple[Attribute, ...]:
    prefer = _rule("topics", "prefer")
    attributes = [a if a.mention else replace(a, text=text[a.at.start : a.at.end]) for a in attributes]
    return tuple(sorted(dict.fromkeys(attributes), key=lambda a: not (a.field == "completed" and prefer.search(a.cue))))


@cache
def _rule(table: str, key: str) -> re.Pattern[str]:
    return re.compile(patterns.table("projects/links")[table][key])
