"""Drafts of tasks: the items of a plan that name units, each from its number to its end."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import cache

import regex

import patterns
from extractor.assemble.task_clauses import clauses, cue, deadline_line, ranked, ranked_row
from extractor.assemble.task_items import Item, items
from extractor.assemble.task_tables import table_tasks
from extractor.assemble.units import simplified
from extractor.model import Attribute, Reading, Span, TaskDraft, UnitDraft

_FIGURES = frozenset({"money", "percent", "point", "multiple", "count", "measure"})


def tasks(reading: Reading) -> tuple[TaskDraft, ...]:
    """The items of the document that carry units, in text order; a clause of units belongs to the innermost item around it.

    A clause is a bracket (`（牵头单位：A；责任单位：B）`, `（A、B按职责分工负责）`), a line or sentence with a label, or a
    sentence that says nothing but who does the work. Behind the last of several sub-items that name no units it belongs to
    the item above them. A ranking rule (the first unit listed leads) holds from where it stands, in its article. Rows of a
    table under columns of units are tasks too.
    """
    plain = simplified(reading.view.text)
    if not cue().search(plain):
        return ()
    drafts = [ranked_row(reading, d, plain) for d in table_tasks(reading, plain)]
    taken = [d.at for d in drafts]
    found = [c for c in clauses(reading, plain) if not any(t.meets(c.at) for t in taken)]
    drafts += [_draft(reading, item, plain) for item in items(reading, ranked(reading, found, plain))]
    return tuple(sorted(drafts, key=lambda d: (d.at.start, -d.at.end)))


def _draft(reading: Reading, item: Item, plain: str) -> TaskDraft:
    """An item with each of its units once, as leader where any of its clauses says so."""
    units: dict[str, UnitDraft] = {}
    for unit in (u for c in item.clauses for u in c.units):
        if unit.text not in units or (unit.role == "lead" and units[unit.text].role != "lead"):
            units[unit.text] = unit
    deadline = next((c.deadline for c in item.clauses if c.deadline), None) or _own_deadline(reading, item, plain)
    targets = tuple(_targets(reading, item))
    return TaskDraft(item.number, item.title, item.at, tuple(units.values()), deadline, item.section, targets)


def _targets(reading: Reading, item: Item) -> Iterator[Attribute]:
    """The figures that the item's own words set as its aim: behind a verb of doing or reaching, no condition and no aid."""
    text = reading.view.text
    first = bisect_left(reading.mentions, item.at.start, key=lambda m: m.at.start)
    for mention in reading.mentions[first:]:
        if mention.at.start >= item.at.end:
            break
        if mention.kind not in _FIGURES or mention.soft or any(c.at.covers(mention.at) for c in item.clauses):
            continue
        before = text[max(item.at.start, mention.at.start - 24):mention.at.start]
        aim = _aim().search(before)
        if aim and not _aid().search(before) and not _condition().match(text, mention.at.end):
            yield Attribute("target", mention.text, mention.at, mention.key, "aim of the item", aim["cue"])


def _own_deadline(reading: Reading, item: Item, plain: str) -> Attribute | None:
    """The only day by which the item's own words say that something is done, None where there are several or none."""
    end = min((c.at.start for c in item.clauses), default=item.at.end)
    line = deadline_line().search(plain, item.at.start, item.at.end)
    if line:
        at = Span(*line.span("due"))
        return Attribute("deadline", reading.view.text[at.start:at.end].strip("。；; "), at, rule="label")
    found = [m for m in _by_day().finditer(plain, item.at.start, max(end, item.at.start)) if m.group()]
    if len({m.group() for m in found}) != 1:
        return None
    at = Span(*found[0].span())
    return Attribute("deadline", reading.view.text[at.start:at.end], at, rule="prose")


@cache
def _aim() -> regex.Pattern[str]:
    return regex.compile(patterns.table("tasks/clauses")["targets"]["aim"])


@cache
def _aid() -> regex.Pattern[str]:
    return regex.compile(patterns.table("tasks/clauses")["targets"]["not"])


@cache
def _condition() -> regex.Pattern[str]:
    return regex.compile(patterns.table("tasks/clauses")["targets"]["if"])


@cache
def _by_day() -> regex.Pattern[str]:
    day = patterns.table("tasks/clauses")["deadline"]
    return regex.compile(f"{day['dated']}{day['by']}")
