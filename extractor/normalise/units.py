"""Drafts of tasks → records: full names of units, days of deadlines."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

import regex

import patterns
from extractor.model import Article, Reading, Task, TaskDraft, TaskUnit
from patterns import gazetteer

_QUARTERS = {"1": 3, "2": 6, "3": 9, "4": 12}


def tasks(reading: Reading) -> tuple[Task, ...]:
    """The tasks of a reading as records, in text order, their units with full names and their deadlines as days."""
    return tuple(_task(reading, draft, f"t{i}") for i, draft in enumerate(reading.task_drafts, 1))


def _task(reading: Reading, draft: TaskDraft, key: str) -> Task:
    view = reading.view
    article = next((a for a in reading.outline.articles if a.at.start <= draft.at.start < a.at.end), None)
    span = view.read(draft.at.start, draft.at.end)
    places = _places(article)
    names = full_names([u.text for u in draft.units], places)
    units = []
    for unit, name in zip(draft.units, names, strict=True):
        at = view.read(unit.at.start, unit.at.end)
        units.append(TaskUnit(unit.role, unit.text, name, at.start, at.end, unit.rule, unit.cue))
    year = article.date.year if article and article.date else _plan_year(article)
    deadline = deadline_day(draft.deadline.text, year) if draft.deadline else None
    return Task(key, article.key if article else "a1", draft.section, draft.number, draft.title, span.start, span.end,
                deadline, tuple(units), (*((draft.deadline,) if draft.deadline else ()), *draft.targets))


def full_names(units: Sequence[str], places: Sequence[str] = ()) -> list[str]:
    """The full name of each unit of one task: the level of a list carried on, short forms expanded, the place in front.

    places: the document's own place and those around it, the nearest first; each stands for the level it ends with. Where
    none of them is of a unit's level the level stays as it is printed. An office printed without any level is one of the
    document's own place.

    >>> full_names(["市发改委", "工信局", "各区"], ["乌海市"])
    ['乌海市发展和改革委员会', '乌海市工业和信息化局', '各区']
    """
    national = any(_is_national(u) for u in units)
    level = ""
    out = []
    for unit in units:
        own, rest = split_level(unit)
        level = own or level
        if youth := _youth().match(unit):
            level = youth["level"]
            out.append(_cues()["youth"]["full"].replace("{place}", _place(level, places)))
        elif own:
            out.append(_place(own, places) + expanded(rest))
        elif national and not level:
            out.append(str(_cues()["national"].get(unit, expanded(unit))))
        elif level and not _own_name(unit, places):
            out.append(_place(level, places) + expanded(unit))
        elif places and not national and _is_local(unit) and not _own_name(unit, places):
            out.append(places[0] + expanded(unit))
        else:
            out.append(expanded(unit))
    return out


def split_level(unit: str) -> tuple[str, str]:
    """The character that says a unit's level and what stands behind it; no level where the word only begins like one.

    >>> split_level("市场监督管理局"), split_level("市市场监管局")
    (('', '市场监督管理局'), ('市', '市场监管局'))
    """
    for level in _cues()["level"]["prefix"]:
        if unit.startswith(level) and len(unit) > len(level) + 1 and not unit.startswith(_no_level()):
            return level, unit[len(level):]
    return "", unit


def expanded(unit: str) -> str:
    """A unit's name with the short form at its end written in full; others as they are."""
    short: dict[str, str] = _cues()["short"]
    if unit in short:
        return short[unit]
    for ending, full in _cues()["endings"].items():
        if unit.endswith(ending) and len(unit) > len(ending):
            return unit[:-len(ending)] + str(full)
    for beginning, full in _cues()["beginnings"].items():
        if unit.startswith(beginning):
            return str(full) + unit[len(beginning):]
    return unit


def deadline_day(text: str, year: int | None = None) -> date | None:
    """The last day that a deadline leaves: of the year, half, quarter or month it names; None where the text names no year
    and none is given, and for what has no end (长期坚持).

    >>> deadline_day("2025年6月底前"), deadline_day("年底前", 2024), deadline_day("长期坚持")
    (datetime.date(2025, 6, 30), datetime.date(2024, 12, 31), None)
    """
    found = next((m for m in _day().finditer(text) if m.group() and _says(m)), None)
    if found is None:
        return None
    named = int(found["year"]) if found["year"] else year
    if named is None:
        return None
    named += bool(found["next"])
    if found["month"]:
        return _of_month(named, int(found["month"]), found["day"], found["part"] or "")
    if found["quarter"]:
        digits = patterns.table("segment/headings")["numerals"]["digits"]
        quarter = found["quarter"]
        return _of_month(named, _QUARTERS[quarter if quarter.isascii() else str(digits.index(quarter))], None, "")
    if found["half"]:
        return date(named, 6, 30) if found["half"] == _cues()["half"]["first"] else date(named, 12, 31)
    return date(named, 12, 31)


def _says(found: regex.Match[str]) -> bool:
    return any(found[name] for name in ("year", "this", "next", "end", "half", "quarter", "month"))


def _of_month(year: int, month: int, day: str | None, part: str) -> date | None:
    if not 1 <= month <= 12:
        return None
    last = calendar.monthrange(year, month)[1]
    if day:
        return date(year, month, int(day)) if 1 <= int(day) <= last else None
    return date(year, month, _cues()["parts"].get(part, last))


def _places(article: Article | None) -> tuple[str, ...]:
    """The article's own place and those around it by their full names, the nearest first."""
    if article is None or not article.place or article.place[:2] not in (article.title or article.place):
        return ()
    codes = gazetteer.full_names().get(article.place) or gazetteer.short_names().get(article.place) or ()
    if len(codes) != 1:
        return (article.place,)
    return tuple(gazetteer.places()[code].name for code in gazetteer.above(codes[0]) if code in gazetteer.places())


def _place(level: str, places: Sequence[str]) -> str:
    return next((p for p in places if p.endswith(level)), level)


def _is_national(unit: str) -> bool:
    cues = _national()
    return cues[0].search(unit) is not None and cues[1].search(unit) is None and not split_level(unit)[0]


def _is_local(unit: str) -> bool:
    """Whether a unit is an office such as every place has one of."""
    return _local().search(unit) is not None


def _own_name(unit: str, places: Sequence[str]) -> bool:
    """Whether a unit has a place or a name of its own, so that no level of a list goes before it."""
    if _own().search(unit) or any(unit.startswith(p[:-1]) for p in places if len(p) > 2):
        return True
    named = gazetteer.named_at(unit, 0, short=False)
    return named is not None and len(named[0]) < len(unit)


def _plan_year(article: Article | None) -> int | None:
    """The only year that a plan's title names."""
    years = set(regex.findall(r"20[0-9]{2}", article.title or "")) if article else set()
    return int(years.pop()) if len(years) == 1 else None


def _cues() -> dict[str, Any]:
    return patterns.table("tasks/units")


@cache
def _no_level() -> tuple[str, ...]:
    return tuple(_cues()["level"]["not"])


@cache
def _own() -> regex.Pattern[str]:
    return regex.compile(_cues()["level"]["own"])


@cache
def _local() -> regex.Pattern[str]:
    return regex.compile(_cues()["level"]["local"])


@cache
def _youth() -> regex.Pattern[str]:
    return regex.compile(_cues()["youth"]["pattern"])


@cache
def _national() -> tuple[regex.Pattern[str], regex.Pattern[str]]:
    cue = _cues()["national_cue"]
    return regex.compile(cue["pattern"]), regex.compile(cue["not"])


@cache
def _day() -> regex.Pattern[str]:
    return regex.compile(patterns.table("tasks/clauses")["deadline"]["day"])
