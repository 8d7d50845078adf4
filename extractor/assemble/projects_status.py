"""Stages: how far each project has come, by the words that say so, apart from what is planned or wished for."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import patterns
from extractor.assemble import projects_lexicon as lexicon
from extractor.assemble.projects_links import Topic, heads, heads_below, opens
from extractor.assemble.projects_scene import Scene
from extractor.model import Attribute, Mention, Span

_FORWARD, _LEAD, _REACH = 14, 60, 260
_LIST = 400  # characters of a list of names


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage said, by the words `text`, of some projects at a place of the view; planned ones are kept apart."""

    name: str
    at: Span
    of: tuple[int, ...]
    planned: bool
    text: str
    day: Mention | None = None


@cache
def _table() -> dict[str, dict[str, object]]:
    return {stage["name"]: stage for stage in patterns.table("projects/stages")["stage"]}


@cache
def _rule(key: str) -> re.Pattern[str]:
    return re.compile(patterns.table("projects/stages")[key])


def stages(scene: Scene, topics: Sequence[Topic]) -> list[Stage]:
    """Every stage that the text says of a project, in text order."""
    topics = sorted(topics, key=lambda t: t.at)
    starts, out, done = [t.at.start for t in topics], [], 0
    for stretch in _stretches(scene, topics):
        for cue in lexicon.stages()[0].finditer(scene.text, max(done, stretch.start), stretch.end):
            done = cue.end()
            found = _stage(scene, cue, topics, starts)
            if found:
                out.append(found)
    return out


def _stretches(scene: Scene, topics: Sequence[Topic]) -> Iterator[Span]:
    """The parts of the text in which a stage may be said of a project: from a little before a topic to the next one."""
    for i, topic in enumerate(topics):
        if topic.of:
            end = topics[i + 1].at.start if i + 1 < len(topics) else len(scene.text)
            low = max(scene.begins(topic.at.start), topic.at.start - _LEAD)
            yield Span(low, min(end, _goes_on(scene, topic)))


def _goes_on(scene: Scene, topic: Topic) -> int:
    """Where the text stops speaking of a topic: at the end of its sentence, or of those after it that go on about it."""
    if heads_below(scene, topic):
        return min(topic.at.end + _LIST, scene.paragraph(min(scene.paragraph(topic.at.end).end + 1, len(scene.text))).end)
    limit = min(topic.at.end + _REACH, scene.paragraph(topic.at.end).end)
    if heads(scene, topic):
        return limit
    end = scene.sentence(topic.at.start, topic.at.end).end
    while end + 1 < limit and (opens(scene, Span(end + 1, limit)) or _rule("goes_on").match(scene.text, end + 1)):
        end = scene.sentence(end + 1, end + 1).end
    return min(end, limit)


def _stage(scene: Scene, cue: re.Match[str], topics: Sequence[Topic], starts: list[int]) -> Stage | None:
    name = lexicon.stages()[1][(cue.lastindex or 1) - 1]
    at = Span(*cue.span())
    forward = _ahead(scene, at, topics, starts)
    if not forward and _has_object(scene, at):
        return None
    topic = forward or _behind(scene, at, topics, starts)
    if not topic or not topic.of:
        return None
    clause = scene.clause(at.start, at.end)
    low = max(clause.start, topic.at.end if topic.at.end <= at.start else clause.start)
    planned = bool(
        _rule("planned").search(scene.text, low, at.start)
        or _rule("conditional").match(scene.text[at.end : at.end + 8])
    )
    if topic.at.end <= at.start:
        planned = planned or _is_wish(scene, topic)
    elif forward:
        lead = scene.text[scene.paragraph(at.start).start : at.start]
        planned = planned or bool(_rule("imperative").search(lead) and _rule("plan_context").search(lead))
    planned = planned or bool(_rule("wish_all").match(scene.text, scene.begins(at.start)))
    planned = planned or bool(_rule("planned_before").search(scene.text[max(0, clause.start - 14) : clause.start]))
    if not planned and name in patterns.table("projects/stages")["whole"] and _of_part(scene, at, topic):
        name = patterns.table("projects/stages")["part_stage"]
    if forward:
        of = topic.own if topic.later else topic.of
    else:
        row = _listed(scene, at, topic, topics, starts) or _in_row(scene, clause, topic, topics, starts)
        of = row or topic.row or topic.of
    return Stage(name, at, of, planned, cue.group(), _day(scene, clause, at))


def _listed(scene: Scene, at: Span, topic: Topic, topics: Sequence[Topic], starts: list[int]) -> tuple[int, ...]:
    """All projects of a list that 等6个项目 closes before the words, whatever stands between its names."""
    if not _rule("list_closes").match(scene.text, topic.at.end, at.start):
        return ()
    before = _rule("clause_opens").search(scene.text[max(0, topic.at.start - _LIST) : topic.at.start])
    low = topic.at.start - len(before.group()) if before else topic.at.start
    row = topics[bisect_left(starts, low) : bisect_right(starts, topic.at.start)]
    return tuple(dict.fromkeys(i for t in row for i in t.of))


def _in_row(scene: Scene, clause: Span, topic: Topic, topics: Sequence[Topic], starts: list[int]) -> tuple[int, ...]:
    """All projects of a row of names that a clause opens with, whatever else is named among them (A、some road、B开工)."""
    row = [t for t in topics[bisect_left(starts, clause.start) : bisect_right(starts, topic.at.start)] if t.of]
    between = (scene.text[a.at.end : b.at.start] for a, b in pairwise(row))
    if len(row) < 2 or topic.weak or not all(_rule("row").fullmatch(stretch) for stretch in between):
        return ()
    return tuple(dict.fromkeys(i for t in row for i in t.of))


def _is_wish(scene: Scene, topic: Topic) -> bool:
    """Whether a wish stands before the name, or before the first name of its row: 确保A、B开工."""
    start = topic.first if topic.first >= 0 else topic.at.start
    low = scene.opens(start)
    return bool(_rule("wish_before").search(scene.text[max(low, start - 8) : start]))


def _has_object(scene: Scene, at: Span) -> bool:
    """Whether the words have an object of their own (建成文化中心), so that they say nothing of a name before."""
    needs = _rule("needs_end").search(scene.text[at.start : at.end])
    return bool(needs) and not _rule("ends").match(scene.text[at.end : at.end + 4])


def _ahead(scene: Scene, at: Span, topics: Sequence[Topic], starts: list[int]) -> Topic | None:
    """The project right after the words: 开工建设X, 签约的X, 建成投产X."""
    i = bisect_right(starts, at.start)
    while i < len(topics) and topics[i].at.start < at.end:
        i += 1
    if i == len(topics) or topics[i].weak or not topics[i].of:
        return None
    between = scene.text[at.end : topics[i].at.start]
    if _rule("far").search(scene.text[at.start : at.end]) and _rule("far_forward").fullmatch(between):
        return topics[i]
    return topics[i] if len(between) <= _FORWARD and _rule("forward").fullmatch(between) else None


def _behind(scene: Scene, at: Span, topics: Sequence[Topic], starts: list[int]) -> Topic | None:
    last = bisect_right(starts, at.start) - 1
    if last < 0 or at.start >= _goes_on(scene, topics[last]):
        return None
    return topics[last]


def _of_part(scene: Scene, at: Span, topic: Topic) -> bool:
    """Whether the words speak of a building or a workshop of the project, not of all of it."""
    return bool(_rule("part").search(scene.text[max(topic.at.end, at.start - 30) : at.start]))


def _day(scene: Scene, clause: Span, at: Span) -> Mention | None:
    before = [m for m in scene.within(clause.start, at.start) if m.kind == "date"]
    after = [m for m in scene.within(at.end, min(clause.end, at.end + 6)) if m.kind == "date"]
    return before[-1] if before else after[0] if after else None


def status(found: Sequence[Stage], project: int) -> list[Attribute]:
    """The furthest stage that a project has reached, and the days of its stages, as attributes."""
    own = [s for s in found if project in s.of]
    order = patterns.table("projects/stages")["order"]
    reached = [s for s in own if not s.planned]
    ended = [s for s in reached if s.name not in order]
    ended = ended if ended and all(s.at.start <= ended[-1].at.start for s in reached) else []
    reached = [s for s in reached if s.name in order or s in ended]
    out: list[Attribute] = []
    if reached:
        best = ended[-1] if ended else max(reached, key=lambda s: (order.index(s.name), -s.at.start))
        out.append(Attribute("status", best.text, best.at, None, "stage reached", best.name))
    return out + [a for s in own if (a := _dated(s))]


def furthest(said: list[Attribute], governing: Sequence[Attribute], *, weak: str) -> list[Attribute]:
    """What is said of a project, with the stage of its class first where that goes further.

    A stage by the rule `weak` counts where none is said of the project itself.
    """
    order = patterns.table("projects/stages")["order"]
    own = next((a for a in said if a.field == "status"), None)
    ahead = [a for a in governing if not own or (a.rule != weak and _before(order, own.cue, a.cue))]
    return [*ahead[:1], *said]


def _before(order: Sequence[str], a: str, b: str) -> bool:
    return a in order and order.index(a) < order.index(b)


def _dated(stage: Stage) -> Attribute | None:
    field = _table()[stage.name].get("date")
    if not stage.day or not field:
        return None
    return Attribute(
        f"{field}_planned" if stage.planned else str(field),
        stage.day.text,
        stage.day.at,
        stage.day.key,
        "day of stage",
        stage.name,
    )
