"""Tasks in tables: rows under a header that has columns of units."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, pairwise
from typing import Any

import regex

import patterns
from extractor.assemble.task_cells import Row, barred, loose_tables, printed_gaps, spaced_tables
from extractor.assemble.task_tokens import column_pattern
from extractor.assemble.units import Role, is_list, is_unit, read_list, simplified
from extractor.model import Attribute, GridCell, Reading, Span, TaskDraft, UnitDraft

_COUNTED = re.compile(r"[（(]?([0-9]{1,3})[）).．、]\s*(?=[^0-9\s])")
_NUMBER = regex.compile(r"[\s（(]*([0-9]{1,3}|\p{Han}{1,4})[\s）).、]*")
_STOPS = "。；;"
_GROUP = 40  # characters of a line between the parts of a table


@dataclass(frozen=True, slots=True)
class _Header:
    """What each column of a table of tasks holds, by column; -1 where there is none."""

    number: int
    title: int
    deadline: int
    units: tuple[tuple[int, Role, str], ...]


def table_tasks(reading: Reading, plain: str) -> Iterator[TaskDraft]:
    """The rows of tables with columns of units, as drafts; rows without units of their own are none."""
    taken: list[Span] = []
    header: _Header | None = None
    width, end = 0, -1
    for rows in chain((g.rows for g in reading.outline.grids), loose_tables(reading, plain), spaced_tables(reading, plain)):
        between = _between(plain, end, rows) if 1 < len(rows[0]) <= width else None
        header, section = (header, between or None) if between is not None else (None, None)
        for row in rows:
            found = _header(row)
            if found:
                header, width = found, len(row)
            elif header is None or any(c.text in _cues()["sums"] for c in row[:2]):
                continue
            elif len({c.text for c in row if c.text}) == 1 and len(row[0].text) > 2:
                section = row[0].text  # a row merged across the table names the group of rows below it
            elif (draft := _draft(reading, plain, header, row, section)) and not any(t.meets(draft.at) for t in taken):
                taken.append(draft.at)
                yield draft
        end = rows[-1][-1].at.end
    yield from (d for d in _counted(reading, plain) if not any(t.meets(d.at) for t in taken))


def _counted(reading: Reading, plain: str) -> Iterator[TaskDraft]:
    """Tasks of tables that kept their bars and lost their merged cells: each from its counted first cell to the next.

    The lines between hold the parts of one task with units of their own: the last cell that is nothing but units.
    """
    for head, lines in barred(reading, plain):
        header = _header(head)
        if header is None:
            continue
        starts = [i for i, row in enumerate(lines) if _COUNTED.match(row[0].text)]
        for first, following in pairwise([*starts, len(lines)]):
            rows = lines[first:following]
            _, role, label = header.units[0]
            units: dict[str, UnitDraft] = {}
            for row in rows:
                cell = next((c for c in reversed(row[1:]) if is_list(plain[c.at.start:c.at.end])), None)
                gaps = printed_gaps(reading, cell.at) if cell else ()
                for unit in read_list(reading.view.text, plain, cell.at, role, label, gaps) if cell else ():
                    units.setdefault(unit.text, unit)
            number = _COUNTED.match(rows[0][0].text)
            if number and units:
                at = Span(rows[0][0].at.start, rows[-1][-1].at.end)
                yield TaskDraft(number[1], rows[0][0].text[number.end():] or None, at, tuple(units.values()), None, None)


def _between(plain: str, end: int, rows: Sequence[Row]) -> str | None:
    """The line between two parts of one table, which names the rows below it; None where another table begins."""
    words = plain[end:rows[0][0].at.start].strip() if end <= rows[0][0].at.start else "\n"
    return words if len(words) <= _GROUP and "\n" not in words else None


def _draft(reading: Reading, plain: str, header: _Header, row: Sequence[GridCell], section: str | None) -> TaskDraft | None:
    units: list[UnitDraft] = []
    for column, role, label in header.units:
        if column < len(row) and row[column].text:
            at = row[column].at
            units += read_list(reading.view.text, plain, at, role, label, printed_gaps(reading, at))
    if not any(is_unit(simplified(u.text)) for u in units):
        return None
    number = _NUMBER.fullmatch(row[header.number].text) if 0 <= header.number < len(row) else None
    title = row[header.title].text.rstrip(_STOPS) if 0 <= header.title < len(row) else ""
    due = row[header.deadline] if 0 <= header.deadline < len(row) else None
    deadline = Attribute("deadline", due.text, due.at, rule="column") if due and due.text else None
    own = [c.at for c in row if c.own and c.text]
    at = Span(min(s.start for s in own), max(s.end for s in own))
    shown = title if 0 < len(title) <= 60 else None
    return TaskDraft(number[1] if number else "", shown, at, tuple(units), deadline, section)


def _header(row: Sequence[GridCell]) -> _Header | None:
    """The columns of a header row; None where no cell names a column of units."""
    names = [simplified(c.text) for c in row]
    units: list[tuple[int, Role, str]] = []
    for column, name in enumerate(names):
        found = _label().fullmatch(name)
        if found and (column == 0 or names[column - 1] != name):
            lead = found["who"] in patterns.table("tasks/clauses")["label"]["lead"] and not found["other_who"]
            units.append((column, "lead" if lead else "responsible", row[column].text))
    cues = _cues()
    projects = any(n.startswith(tuple(cues["projects"])) for n in names) and not any(cues["work"] in n for n in names)
    if not units or len(row) < 2 or projects:
        return None
    first = {key: next((i for i, n in enumerate(names) if n in cues[key]), -1) for key in ("number", "deadline")}
    titles = [i for i, n in enumerate(names) if n in cues["title"]]
    if not titles and any(n in cues["addresses"] for n in names):
        return None
    return _Header(first["number"], titles[-1] if titles else -1, first["deadline"], tuple(units))


def _cues() -> dict[str, Any]:
    table: dict[str, Any] = patterns.table("tasks/clauses")["table"]
    return table


@cache
def _label() -> re.Pattern[str]:
    return re.compile(column_pattern())
