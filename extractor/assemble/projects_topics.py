"""Topics: what the text speaks of, place by place: the projects it names, takes up again, and leaves."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache

import patterns
from extractor.assemble import projects_lexicon as lexicon
from extractor.assemble.projects_links import Topic
from extractor.assemble.projects_merge import Known
from extractor.assemble.projects_owners import orgs
from extractor.assemble.projects_scene import Scene
from extractor.model import Span
from patterns import gazetteer

_LINES = 3  # the paragraph of a name and those below it in which it may be taken up
_BRAND = 4  # characters of a company's name that is known again
_MOST = 40  # names of one coordination that share what is said of it


def topics(here: Scene, known: Sequence[Known], others: Sequence[Span] = ()) -> list[Topic]:
    """What the text speaks of, place by place: the names, what takes them up, and what ends them as a topic (`others`)."""
    named = sorted((n.at, i) for i, project in enumerate(known) for n in project.namings)
    owned = [(n.at, n.owner) for project in known for n in project.namings if n.owner]
    leads = {at: owner.start for at, owner in owned if at.start - 1 <= owner.end <= at.start}
    out: list[Topic] = []
    group: list[tuple[Span, int]] = []
    for at, number in named:
        if group and not _joined(here.text[group[-1][0].end : at.start]):
            out += _grouped(group)
            group = []
        group.append((at, number))
    out += _grouped(group)
    taken = {at.start for at, _ in named}
    ends = [Topic(at, ()) for at in others if at.start not in taken]
    out = [t._replace(lead=leads[t.at]) if t.at in leads else t for t in out]
    return sorted([*_with_anaphora(here, _in_rows(here, out), _retold(here, known, taken)), *ends], key=lambda t: t.at)


def _retold(here: Scene, known: Sequence[Known], taken: set[int]) -> list[Topic]:
    """Where a company that a list names as a project opens a sentence of its own (A电气、B光伏二期等7个项目 … A电气是…).

    What the paragraph tells of the companies after it is not of that one.
    """
    out: list[Topic] = []
    companies: dict[Span, list[Span]] = {}  # those that open a sentence, by paragraph
    for number, project in enumerate(known):
        core, done = _company(here, project), Span(0, 0)
        for opens, again in _opened(here, core, project.fullest.at.end) if core else ():
            if again in taken:
                continue
            out.append(Topic(Span(opens, again + len(core)), (number,), True))
            paragraph = here.paragraph(again)
            if paragraph == done:
                continue
            done = paragraph
            if paragraph not in companies:
                companies[paragraph] = [c for c in orgs(here, paragraph) if c.start == here.begins(c.start)]
            others = (c for c in companies[paragraph] if c.start >= again and core not in here.text[c.start : c.end])
            out += (Topic(c, ()) for c in others)
    own = {t.at.start for t in out if t.of}
    return [t for t in out if t.of or t.at.start not in own]


def _company(here: Scene, project: Known) -> str:
    """The company that a list names in place of its project, without the phase; empty where it names something built."""
    at = project.fullest.at
    core = lexicon.phases().sub("", here.text[at.start : at.end])
    short = project.fullest.listed is None or len(core) < _BRAND
    return "" if short or any(True for _ in lexicon.head_ends(core)) else core


def _opened(here: Scene, core: str, at: int) -> Iterator[tuple[int, int]]:
    """Where a company opens a sentence, the name of its place before it or not: where both begin."""
    while (at := here.text.find(core, at)) >= 0:
        opens = here.begins(at)
        place = gazetteer.named_at(here.text, opens)
        if at in (opens, opens + len(place[0]) if place else opens):
            yield opens, at
        at += 1


def _in_rows(here: Scene, named: list[Topic]) -> list[Topic]:
    """The topics with all projects of their row, where an amount stands between the names: 3亿元的A和5亿元的B."""
    rows: list[list[Topic]] = []
    for topic in named:
        between = here.text[rows[-1][-1].at.end : topic.at.start] if rows else ""
        if rows and (_joined(between) or _rule("forward", "row").fullmatch(between)):
            rows[-1].append(topic)
        else:
            rows.append([topic])
    whole = [tuple(dict.fromkeys(i for t in row for i in t.of)) for row in rows]
    return [t._replace(row=numbers[:_MOST]) for row, numbers in zip(rows, whole, strict=True) for t in row]


def _joined(between: str) -> bool:
    return bool(_rule("forward", "joined").fullmatch(between))


def _grouped(group: list[tuple[Span, int]]) -> list[Topic]:
    numbers = tuple(dict.fromkeys(i for _, i in group))
    place = {number: n for n, number in enumerate(numbers)}
    last = max(0, len(numbers) - _MOST)  # of a longer one each name shares with those around it: several, still
    shares = {low: numbers[low : low + _MOST] for low in {min(n // _MOST * _MOST, last) for n in place.values()}}
    return [
        Topic(at, shares[min(place[i] // _MOST * _MOST, last)], own=(i,), later=n > 0, first=group[0][0].start)
        for n, (at, i) in enumerate(group)
    ]


@cache
def _rule(table: str, key: str) -> re.Pattern[str]:
    return re.compile(patterns.table("projects/links")[table][key])


@cache
def _anaphora() -> tuple[re.Pattern[str], re.Pattern[str]]:
    table = patterns.table("projects/stages")["anaphora"]
    bare = rf"(?<![^，。；：:！？\n“、\s(（])(?P<bare>{table['bare']})"
    return re.compile(table["opens"]), re.compile(rf"(?P<subject>{table['subject']})|{bare}")


def _with_anaphora(here: Scene, named: list[Topic], retold: list[Topic]) -> list[Topic]:
    """The topics with those that 该项目 takes up, and with the classes and bodies that end them."""
    events = sorted([*((t.at.start, 0, t) for t in [*named, *retold]), *_marks(here, named)], key=lambda e: e[:2])
    out: list[Topic] = []
    last: Topic | None = None
    for _, kind, topic in events:
        if kind == 0:
            last = topic
            out.append(topic)
        elif kind == 2 and last and _rule("topics", "list_tail").fullmatch(here.text[last.at.end : topic.at.start]):
            continue
        elif kind == 1:
            if last and _near(here, last, topic) and not _many(here, named, last, topic):
                out.append(Topic(topic.at, last.of, True))
        else:
            out.append(topic)
    return out


def _marks(here: Scene, named: Sequence[Topic]) -> Iterator[tuple[int, int, Topic]]:
    """What takes a name up (1) and what ends it as a topic (2), in the paragraphs of the names and the two below each."""
    taken = {at for t in named for at in range(t.at.start, t.at.end)}
    done = 0
    for topic in named:
        start, end = here.paragraph(topic.at.start).start, topic.at.end
        for _ in range(_LINES):
            end = here.paragraph(min(end + 1, len(here.text))).end
        start, done = max(start, done), max(end, done)
        for at in sorted(_class_subjects(here.text, start, end)):
            if at not in taken:
                yield at, 2, Topic(Span(at, at + 2), ())
        for found in lexicon.searched(*_anaphora(), here.text, start, end):
            if (at := found.start()) not in taken:
                yield at, 1, Topic(Span(at, at + 2), (), True)


def _class_subjects(text: str, start: int, end: int) -> Iterator[int]:
    """Where something else becomes the subject: a class, a body, a place that did something."""
    opening, whole = _rule("topics", "class_subject_opens"), _rule("topics", "class_subject")
    for found in lexicon.searched(opening, whole, text, start, end):
        yield found.start()
    for found in _rule("topics", "place_subject").finditer(text, start, end):
        if place := _rule("topics", "place").search(text, max(start, found.start() - 4), found.start()):
            yield place.start()


def _many(here: Scene, named: Sequence[Topic], last: Topic, anaphor: Topic) -> bool:
    """Whether a bare 项目 that opens a paragraph follows one that named several, so that nobody can say which it means."""
    if "\n" not in here.text[last.at.end : anaphor.at.start] or here.text[anaphor.at.start] in _pointing():
        return False
    paragraph = here.paragraph(last.at.start)
    low, high = (bisect_left(named, at, key=lambda t: t.at.start) for at in (paragraph.start, paragraph.end))
    return len({i for t in named[low:high][-_MOST:] for i in t.own}) > 1


@cache
def _pointing() -> str:
    return str(patterns.table("projects/stages")["anaphora"]["pointing"])


def _near(here: Scene, named: Topic, anaphor: Topic) -> bool:
    """Whether a name is near enough to be meant by 该项目: in this paragraph, or before the one that the words open."""
    lines = here.text.count("\n", named.at.end, anaphor.at.start)
    opens = here.paragraph(anaphor.at.start).start + 2 >= anaphor.at.start
    return (not lines or (lines <= 2 and opens)) and anaphor.at.start - named.at.end < 600
