"""Indicators in tables: rows that name what is measured, under heads for its value and its growth."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractor.assemble.indicators_about import Subjects
from extractor.assemble.indicators_dates import Dates
from extractor.assemble.indicators_period import Kind
from extractor.assemble.indicators_spot import cue
from extractor.model import Article, Attribute, Grid, GridCell, IndicatorDraft, Mention, Period, Reading, Span

_VALUES = frozenset({"money", "count", "measure", "percent"})
_ABOVE = 120  # characters above a table in which its title stands


class _Column(NamedTuple):
    """A column of values: its place, that of the growth beside it, and what its head says of time."""

    value: int
    growth: int
    kind: Kind
    head: Span


class _Sum(NamedTuple):
    """A column of what is invested: its place and its head."""

    column: int
    head: GridCell


def in_tables(reading: Reading, articles: Sequence[Article], known: Dates,
              subjects: Subjects) -> Iterator[IndicatorDraft]:
    """The drafts of the rows of tables with a column of values and one of growth beside it, and of the sums of others."""
    figures = [m for m in reading.mentions if m.kind in _VALUES and not m.soft]
    starts = [m.at.start for m in figures]
    for grid in reading.outline.grids:
        at = grid.rows[0][0].at.start if grid.rows and grid.rows[0] else 0
        article = next((a for a in articles if a.at.start <= at < a.at.end), None)
        columns: list[_Column] = []
        sums: list[_Sum] = []
        for row in grid.rows:
            sums = [_Sum(i, cell) for i, cell in enumerate(row) if cue["table", "sum_head"].fullmatch(_said(cell))] or sums
            if sums and row and cue["table", "sum"].fullmatch(_said(row[0])):
                yield from _summed(row, sums, figures, starts, article, known, subjects)
            if found := _columns(row):
                columns = found
            elif columns and (label := _label(row)):
                yield from _row(row, label, columns, figures, starts, grid, article, known, subjects)


def _said(cell: GridCell) -> str:
    return "".join(cell.text.split())


def _summed(row: Sequence[GridCell], sums: Sequence[_Sum], figures: Sequence[Mention], starts: Sequence[int],
            article: Article | None, known: Dates, subjects: Subjects) -> Iterator[IndicatorDraft]:
    """The drafts of a row that adds up what is invested in the projects of a table."""
    for column, head in sums:
        value = _figure(row, column, figures, starts)
        if value is None or value.kind != "money":
            continue
        kind: Kind = "actual" if cue["table", "spent"].search(_said(head)) else "plan"
        date = next((d for d in known.within(head.at) if d.period), None)
        period = date.period if date else None
        if period and period.end and period.start == period.end and kind == "actual":
            period = Period(period.end.replace(month=1, day=1), period.end, (*period.basis, "the year to that day"))
        attributes = [Attribute("metric", _said(head), head.at, value.key, "sum of a table", head.text),
                      Attribute("kind", kind, head.at, value.key, "head of the column", "")]
        if date and period:
            attributes.append(Attribute("period", date.text, date.at, date.key, "head of the column", date.text))
        yield IndicatorDraft(value.key, _said(head), kind, subject=subjects.own(article) or None, scope=_said(row[0]),
                             period=period, attributes=tuple(attributes))


def _columns(row: Sequence[GridCell]) -> list[_Column]:
    """The columns of values of a row of heads; none where a value has no growth beside it."""
    out: list[_Column] = []
    for i, cell in enumerate(row[:-1]):
        head = "".join(cell.text.split())
        beside = "".join(row[i + 1].text.split())
        if i and cue["table", "value"].search(head) and cue["table", "growth"].search(beside) \
                and not cue["table", "growth"].search(head):
            planned = cue["table", "target"].search(head) or cue["table", "plan"].search(head)
            kind: Kind = "actual" if not planned else "target" if cue["table", "target"].search(head) else "plan"
            out.append(_Column(i, i + 1, kind, cell.at))
    return out


def _label(row: Sequence[GridCell]) -> str:
    """What a row measures: the words of its first cell; empty where these are a sum or a number."""
    label = cue["table", "lead"].sub("", "".join(row[0].text.split())) if row else ""
    return "" if cue["table", "none"].fullmatch(label) else label


def _row(row: Sequence[GridCell], label: str, columns: Sequence[_Column], figures: Sequence[Mention],
         starts: Sequence[int], grid: Grid, article: Article | None, known: Dates,
         subjects: Subjects) -> Iterator[IndicatorDraft]:
    for column in columns:
        value = _figure(row, column.value, figures, starts)
        if value is None:
            continue
        growth = _figure(row, column.growth, figures, starts)
        grown = growth.key if growth and growth.kind == "percent" else None
        period, dated = _period(column, value, grid, article, known)
        attributes = [Attribute("metric", label, row[0].at, value.key, "row of a table", row[0].text),
                      Attribute("kind", column.kind, column.head, value.key, "head of the column", "")]
        attributes += [dated] if dated else []
        if growth and grown:
            attributes.append(Attribute("yoy_percent", growth.text, growth.at, grown, "column of growth", ""))
        yield IndicatorDraft(value.key, label, column.kind, subject=subjects.own(article) or None, period=period,
                             yoy_percent=grown, attributes=tuple(attributes))


def _figure(row: Sequence[GridCell], column: int, figures: Sequence[Mention], starts: Sequence[int]) -> Mention | None:
    """The only figure of a cell."""
    if column >= len(row) or not row[column].own:
        return None
    at = row[column].at
    inside = figures[bisect_left(starts, at.start):bisect_left(starts, at.end)]
    return inside[0] if len(inside) == 1 else None


def _period(column: _Column, value: Mention, grid: Grid, article: Article | None,
            known: Dates) -> tuple[Period | None, Attribute | None]:
    """The period that the head of a column prints, else the lines above the table, else the article's title."""
    start = min((c.at.start for c in grid.rows[0] if len(c.at)), default=value.at.start)
    above = known.within(Span(max(article.at.start if article else 0, start - _ABOVE), start))
    titled = known.title_dates(article)
    for rule, dates in (("head of the column", known.within(column.head)), ("above the table", above[::-1]),
                        ("title", titled)):
        for found in dates:
            if found.period and found.period.start and found.period.end and found.pattern != "numeric":
                note = f"{rule}: {found.text}"
                made = Period(found.period.start, found.period.end, (note, *found.period.basis))
                return made, Attribute("period", found.text, found.at, found.key, rule, note)
    return None, None
