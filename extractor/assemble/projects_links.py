"""Links: which figure is which project's total, plan of the year, capacity, output, tax … and by which words."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import NamedTuple

import patterns
from extractor.assemble.projects_scene import Scene
from extractor.model import Attribute, Mention, Span

_MARK = re.compile(r"[，。；！？\n]")
_BEFORE, _AFTER = 28, 14
_SOFT_TAIL = 4
_CLOSES_LINE = ("", *"\n（( 　】”：:")
_LINE = 40  # characters that stand around a name on a line of its own, at the most
_HELD = 400  # characters over which a topic holds in its paragraph


class Topic(NamedTuple):
    """What the text speaks of from `at` on: projects by number (one, or those of a coordination), or none.

    weak: taken up by a pronoun or a phase, not named. `of` is empty where something else became the topic. own: the project
    that is named right here, where it is one of several; later: not the first of them; first: where the first of them
    begins; lead: where the company right before the name begins; row: all projects of which one word is said
    (3亿元的A和5亿元的B开工).
    """

    at: Span
    of: tuple[int, ...]
    weak: bool = False
    own: tuple[int, ...] = ()
    later: bool = False
    first: int = -1
    lead: int = -1
    row: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A figure tied to the project with this number."""

    project: int
    attribute: Attribute


@dataclass(frozen=True, slots=True)
class _Cue:
    field: str
    holds: frozenset[str]
    since: re.Pattern[str] | None
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None


@cache
def _cues() -> tuple[_Cue, ...]:
    hedge = patterns.table("projects/links")["hedge"]["before_figure"]
    out = []
    for cue in patterns.table("projects/links")["cue"]:
        before = re.compile(f"{cue['before']}(?:{hedge})*$") if "before" in cue else None
        if cue.get("bracket"):
            before = re.compile(f"[（(](?:{hedge})*$")
        after = re.compile(cue["after"]) if "after" in cue else None
        since = re.compile(cue["since"]) if "since" in cue else None
        out.append(_Cue(cue["field"], frozenset(cue.get("holds", "")), since, before, after))
    return tuple(out)


@cache
def _rule(table: str, key: str) -> re.Pattern[str]:
    return re.compile(patterns.table("projects/links")[table][key])


def money_field(text: str, start: int, end: int, *, low: int = 0) -> tuple[str, str] | None:
    """What an amount at [start, end) is, with the words that say so, or None; looks no further back than `low`."""
    before, after = text[max(low, start - _BEFORE) : start], text[end : end + _AFTER]
    clause = _MARK.split(before)[-1]
    for cue in _cues():
        if cue.holds and cue.holds.isdisjoint(clause):
            continue
        found = cue.before.search(clause) if cue.before else None
        if cue.before and not found:
            continue
        if cue.since and not cue.since.search(text, _full_stop(text, start), start):
            continue
        behind = cue.after.search(after) if cue.after else None
        if cue.after and not behind:
            continue
        words = (found.group() if found else "") or (behind.group() if behind else "")
        return cue.field, words
    return None


def _full_stop(text: str, at: int) -> int:
    """Where the sentence begins, its parts before a semicolon included."""
    return max(text.rfind("\N{IDEOGRAPHIC FULL STOP}", 0, at), text.rfind("\n", 0, at), at - _HELD) + 1


def links(scene: Scene, topics: Sequence[Topic]) -> list[Link]:
    """Every tie between a figure and a project, in text order."""
    topics = sorted(topics, key=lambda t: t.at)
    starts = [t.at.start for t in topics]
    names = [t for t in topics if t.of and not t.weak]
    out: list[Link] = []
    for sentence, figures in _by_sentence(scene):
        out += _of_sentence(scene, sentence, figures, topics, starts, names)
    return out


def _by_sentence(scene: Scene) -> Iterator[tuple[Span, list[Mention]]]:
    wanted = (m for m in scene.figures if m.kind in ("money", "measure", "count"))
    for _, group in groupby(wanted, key=lambda m: scene.begins(m.at.start)):
        figures = list(group)
        yield scene.sentence(figures[0].at.start, figures[-1].at.end), figures


def _of_sentence(
    scene: Scene, sentence: Span, figures: list[Mention], topics: Sequence[Topic], starts: list[int], names: list[Topic]
) -> Iterator[Link]:
    apart = _apart(scene, sentence, figures, names)
    yield from apart
    done = {link.attribute.mention for link in apart}
    for figure in figures:
        if figure.key in done or figure.soft or not _in_reach(sentence, figure, topics, starts):
            continue
        found = (
            _money(scene, sentence, figure, topics, starts)
            if figure.kind == "money"
            else _size(scene, figure, topics, starts)
        )
        if found:
            yield found


def _in_reach(sentence: Span, figure: Mention, topics: Sequence[Topic], starts: list[int]) -> bool:
    """Whether any project is near enough before a figure, or in its sentence after it, for a tie."""
    last = bisect_right(starts, figure.at.start) - 1
    if last >= 0 and topics[last].of and figure.at.start - topics[last].at.end < _HELD:
        return True
    i = bisect_left(starts, figure.at.end)
    return i < len(starts) and starts[i] < sentence.end


# Amounts.


def _money(scene: Scene, sentence: Span, figure: Mention, topics: Sequence[Topic], starts: list[int]) -> Link | None:
    last = bisect_right(starts, figure.at.start) - 1
    named = topics[last].at.end if last >= 0 and topics[last].of and not topics[last].weak else 0
    low = max(sentence.start, named if named <= figure.at.start else 0)  # a phase in a name says nothing of amounts
    said = money_field(scene.text, figure.at.start, figure.at.end, low=low) or _parallel(scene, sentence, figure)
    if not said:
        return None
    field, cue = said
    joint = bool(
        _rule("forward", "joint").search(scene.text, max(sentence.start, figure.at.start - 12), figure.at.start)
    )
    joint = joint or _of_name_before(scene, figure, topics, starts)
    forward = None if joint else _ahead(scene, sentence, figure, topics, starts)
    if forward is not None:
        return _tie(forward, field, figure, cue, "before the name")
    if _rule("forward", "of").match(scene.text, figure.at.end) and not _again(scene, figure):
        return None
    topic = _behind(scene, sentence, figure, topics, starts, strict=True)
    if topic and cue[:1] in "（(":
        if scene.text[topic.at.end : figure.at.start].strip() != cue:
            return None
    elif topic and not topic.weak and _of_list(scene, topic, figure):
        return None
    return _tie(_single(topic) if cue[:1] in "（(" else topic, field, figure, cue, "after the name") if topic else None


def _of_name_before(scene: Scene, figure: Mention, topics: Sequence[Topic], starts: list[int]) -> bool:
    """Whether an amount stands right behind a name and nothing is said to come (A总投资3亿元、B总投资2亿元)."""
    last = bisect_right(starts, figure.at.start) - 1
    if last < 0 or not topics[last].of or topics[last].weak:
        return False
    direct = _rule("forward", "direct").fullmatch(scene.text, topics[last].at.end, figure.at.start)
    return bool(direct) and not _rule("forward", "of").match(scene.text, figure.at.end)


def _of_list(scene: Scene, topic: Topic, figure: Mention) -> bool:
    """Whether an amount further on is that of a list: A、B等3个项目，总投资…, or A、B项目开工，总投资…."""
    if _rule("forward", "list_end").match(scene.text, topic.at.end):
        return True
    before = (topic.at.start if topic.lead < 0 else topic.lead) - 1
    if before < 1 or scene.text[before] != "、" or _rule("forward", "direct").fullmatch(
        scene.text, topic.at.end, figure.at.start
    ):
        return False
    if _rule("topics", "lead").fullmatch(scene.text, scene.paragraph(before).start, before + 1):
        return False  # the number of a heading: 一、X项目
    paid = scene.over(before - 1)
    beside = scene.text[before - 1] in ")）" or scene.text[topic.at.end : topic.at.end + 1] in ("(", "（")
    return not beside and not (paid and paid.kind == "money")


def _again(scene: Scene, figure: Mention) -> bool:
    """Whether the words around a figure take up the project named before: 这个总投资3亿元的项目."""
    before = scene.text[max(0, figure.at.start - 14) : figure.at.start]
    return bool(_rule("forward", "again").match(scene.text, figure.at.end) and _rule("forward", "this").search(before))


def _single(topic: Topic | None) -> Topic | None:
    """The one project named right there, of a coordination: a bracket belongs to the name before it."""
    return Topic(topic.at, topic.own) if topic and topic.own else topic


def _parallel(scene: Scene, sentence: Span, figure: Mention) -> tuple[str, str] | None:
    """What an amount without words of its own is in a row: 总投资46亿元的A和30亿元的B."""
    low = max(sentence.start, figure.at.start - _HELD // 4)
    if not _rule("forward", "of").match(scene.text, figure.at.end):
        return None
    if not _rule("forward", "parallel").search(scene.text, low, figure.at.start):
        return None
    before = [m for m in scene.within(low, figure.at.start) if m.kind == "money"]
    if not before or not _rule("forward", "of").match(scene.text, before[-1].at.end):
        return None
    said = money_field(scene.text, before[-1].at.start, before[-1].at.end, low=sentence.start)
    return said or _parallel(scene, sentence, before[-1])


def _tie(topic: Topic | None, field: str, figure: Mention, cue: str, rule: str) -> Link | None:
    if not topic or len(topic.of) != 1:
        return None
    return Link(topic.of[0], Attribute(field, figure.text, figure.at, figure.key, rule, cue))


def _ahead(scene: Scene, sentence: Span, figure: Mention, topics: Sequence[Topic], starts: list[int]) -> Topic | None:
    """The project whose name the amount leads over to; a topic of several where the amount is shared."""
    near = topics[bisect_left(starts, figure.at.end) : bisect_left(starts, sentence.end)]
    after = [t for t in near if t.of and not t.weak]
    if not after:
        return None
    first = after[0]
    between = scene.text[figure.at.end : first.at.start if first.lead < 0 else first.lead]
    if (
        len(between) > 60
        or not _rule("forward", "glue").match(between)
        or _rule("forward", "left").search(between)
    ):
        return None
    others = [t for t in after[1:] if _joined(scene.text[first.at.end : t.at.start])]
    return Topic(first.at, tuple(dict.fromkeys([*first.of, *(i for t in others[:1] for i in t.of)])))


def _joined(between: str) -> bool:
    return bool(_rule("forward", "joined").fullmatch(between))


def _behind(
    scene: Scene, sentence: Span, figure: Mention, topics: Sequence[Topic], starts: list[int], *, strict: bool
) -> Topic | None:
    """The project that is the topic where the figure stands: named or taken up before it in the same paragraph."""
    last = bisect_right(starts, figure.at.start) - 1
    if last < 0:
        return None
    topic = topics[last]
    if not topic.of or not _holds(scene, topic, figure):
        return None
    joint = _rule("forward", "joint").search(scene.text, max(sentence.start, figure.at.start - 12), figure.at.start)
    if joint and (len(topic.of) != 1 or topic.weak):
        return None
    about = opens(scene, sentence) or heads(scene, topic) or heads_below(scene, topic)
    if strict and topic.at.end < sentence.start and not about:
        return None
    return topic


def _holds(scene: Scene, topic: Topic, figure: Mention) -> bool:
    """Whether a topic still holds at a figure: in its own paragraph, or record by record over the lines below it."""
    between = scene.text[topic.at.end : figure.at.start]
    if "\n" not in between:
        return len(between) < _HELD
    if heads_below(scene, topic) and between.count("\n") == 1:
        return len(between) < _HELD
    lines = between.split("\n")
    return len(between) < 300 and all(_rule("topics", "record_line").match(line) for line in lines[1:] if line.strip())


def record_line() -> re.Pattern[str]:
    """A labelled line of a record: 总投资：…, 建设单位：…."""
    return _rule("topics", "record_line")


def heads(scene: Scene, topic: Topic) -> bool:
    """Whether a project is named so that the paragraph is about it."""
    return not topic.weak and heads_at(scene, topic.at)


def heads_at(scene: Scene, at: Span) -> bool:
    """Whether a name opens its paragraph and closes its sentence, so that the paragraph is about it (X项目。总投资…)."""
    return bool(
        _rule("topics", "closes").match(scene.text, at.end)
        and _rule("topics", "lead").fullmatch(scene.text, scene.paragraph(at.start).start, at.start)
    )


def heads_below(scene: Scene, topic: Topic) -> bool:
    """Whether a project is named by a line of its own, so that the paragraph below is about it."""
    return not topic.weak and alone(scene, topic.at)


def alone(scene: Scene, at: Span) -> bool:
    """Whether a name has a line of its own, a number in front and a bracket behind aside."""
    if scene.text[at.end : at.end + 1] not in _CLOSES_LINE:
        return False
    line = scene.paragraph(at.start)
    around = f"{scene.text[line.start : at.start]}X{scene.text[at.end : line.end]}"
    return len(around) < _LINE and bool(_rule("topics", "heading_line").fullmatch(around))


def opens(scene: Scene, sentence: Span) -> bool:
    """Whether a sentence goes on about the topic before it: it opens with a figure word or with building and running it."""
    return bool(_rule("topics", "goes_on").match(scene.text[sentence.start : sentence.start + 24]))


def _apart(scene: Scene, sentence: Span, figures: list[Mention], names: list[Topic]) -> list[Link]:
    """Lists in order: A、B、C总投资分别为1亿元、2亿元、3亿元."""
    out: list[Link] = []
    for apart in _rule("forward", "apart").finditer(scene.text, sentence.start, sentence.end):
        before = [t for t in names if sentence.start <= t.at.start < apart.start()]
        after = [m for m in figures if m.at.start >= apart.end() and m.kind == "money"]
        projects = tuple(dict.fromkeys(i for t in before for i in t.of))
        row = _row(scene, after)
        if len(projects) > 1 and len(row) == len(projects):
            said = money_field(scene.text, apart.start(), apart.end(), low=sentence.start)
            field, cue = said or ("total_investment", apart.group())
            out += [
                Link(p, Attribute(field, m.text, m.at, m.key, "in order", cue))
                for p, m in zip(projects, row, strict=True)
            ]
    return out


def _row(scene: Scene, figures: list[Mention]) -> list[Mention]:
    """The figures of one enumeration from the first on."""
    out: list[Mention] = []
    for figure in figures:
        if out and not _rule("forward", "in_row").fullmatch(scene.text[out[-1].at.end : figure.at.start]):
            break
        out.append(figure)
    return out


# Sizes: capacity, area, jobs.


def _size(scene: Scene, figure: Mention, topics: Sequence[Topic], starts: list[int]) -> Link | None:
    field = size_field(scene.text, figure)
    if not field:
        return None
    sentence = scene.sentence(figure.at.start, figure.at.end)
    topic = _behind(scene, sentence, figure, topics, starts, strict=False) or _ahead(
        scene, sentence, figure, topics, starts
    )
    return _tie(topic, field, figure, field, "size") if topic else None


def size_field(text: str, figure: Mention) -> str | None:
    """`jobs`, `area` or `capacity` where the words around a count or measure say so."""
    before = _MARK.split(text[max(0, figure.at.start - 20) : figure.at.start])[-1]
    after = text[figure.at.end : figure.at.end + 20]
    table = patterns.table("projects/links")
    unit = figure.unit or ""
    if unit in table["jobs"]["units"]:
        both = _rule("jobs", "before").search(before) or _rule("jobs", "after").search(after)
        return "jobs" if both else None
    if unit in table["area"]["units"] and _rule("area", "before").search(before):
        return "area"
    if _rule("capacity", "not_before").search(before) or (
        figure.kind == "count" and unit in table["capacity"]["not_units"]
    ):
        return None
    return (
        "capacity" if _rule("capacity", "before").search(before) or _rule("capacity", "after").search(after) else None
    )
