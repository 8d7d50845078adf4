"""The period a figure speaks of: by its phrase, clause, sentence, paragraph, section, then the title or the only date."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Literal

import patterns
from extractor.assemble.indicators_dates import SPANS, Dates, is_day
from extractor.assemble.indicators_growth import is_reference
from extractor.assemble.indicators_spot import Spot, cue
from extractor.model import Article, Attribute, Mention, Period, Span

Kind = Literal["actual", "plan", "target"]
_NAME = 24  # characters between a day and the date in the name of what was held on it
_BACK = 1500  # characters before a figure in which the date that governs it is looked for
_AS_BEFORE = "as the figure before"
_AVERAGE = "average over the dates of the sentence"
_PUT_BACK = "lies far after the reference day"  # what the basis says of a date that was read as last year's
_WORD = 2  # characters of a word of expecting
_EARLY = 3  # the month from which a report expects something of its own year
SOON = 15  # days after the day of writing on which a day told as a fact is of a later story
_LATE = 92  # days after the day of writing to which a fact's period may still reach


class Calendar:
    """The dates of a document, asked in text order for the one that governs each figure."""

    def __init__(self, dates: Dates) -> None:
        self.dates, self.text, self.sections = dates, dates.text, dates.sections
        self.last: tuple[Spot, Period, Attribute] | None = None
        self.listed: tuple[Spot, Period, Attribute] | None = None  # what opens a list of paragraphs (…。一是…。二是…)

    def period(self, spot: Spot, kind: Kind, article: Article | None) -> tuple[Period | None, Attribute | None]:
        """The next figure's period with its evidence; (None, None) where the text gives none."""
        if self.last is None or self.last[0].paragraph != spot.paragraph:
            self._enter(spot)
        period, attribute = self._period(spot, kind, article)
        if period is None or attribute is None:
            self.last = None
            return None, None
        if period.end and kind == "actual" and _is_month(period) and cue["period", "to_date"].search(spot.before_words):
            period = Period(date(period.end.year, 1, 1), period.end, (*period.basis, "added up: the year to that month"))
        if not self.dates.own(attribute.at) and (attribute.rule != "clause" or self.dates.carries(attribute.at)):
            self.last = (spot, period, attribute)  # 其中9月份, 2020年的 are for their own clause
        period = self._own(period, spot, kind, article)
        if period.end and kind == "actual" and self._flow(period, attribute, spot):
            period = Period(date(period.end.year, 1, 1), period.end, (*period.basis, "a sum: the year to that day"))
        return period, attribute

    def _own(self, period: Period, spot: Spot, kind: Kind, article: Article | None) -> Period:
        """The period as the figure's own words narrow it to one end, or widen it to the span of the plan."""
        if period.end and cue["period", "of_year"].search(spot.before_words):
            year = period.end.year
            return Period(date(year, 1, 1), date(year, 12, 31), (*period.basis, "the plan of the year"))
        if (over := cue["period", "averaged"].search(spot.before_words)) and _is_year(period) and period.end:
            years = int(patterns.table("dates/dates")["words"]["digits"][over["years"]])
            first = date(period.end.year - years + 1, 1, 1)
            return Period(first, period.end, (*period.basis, f"an average over {years} years"))
        title = self.dates.title_span(article) if kind == "target" else None
        wide = title and title.start and period.start and period.end == title.end and title.start < period.start
        own = spot.words(Span(spot.clause.start, spot.figure.at.start))
        part = re.split("[；;。]", spot.lead_words)[-1]
        whole = cue["period", "cumulative"].search(own) or (
            cue["period", "carried"].search(part) and not cue["kind", "level"].search(own))
        if title and wide and whole:
            return Period(title.start, period.end, (*period.basis, "cumulative over the span of the title"))
        return self._side(period, spot)

    def _period(self, spot: Spot, kind: Kind, article: Article | None) -> tuple[Period | None, Attribute | None]:
        if is_reference(spot) and (other := self._reference(spot)):
            period, attribute = self._noted(other, "clause")
            if period and period.end and self.last and self.last[1].end and cue["period", "year_before"].search(other.text):
                year = self.last[1].end.year - 1
                period = Period(date(year, 1, 1), date(year, 12, 31), (*period.basis, f"the year before {year + 1}"))
            return period, attribute
        dates = self.dates.within(spot.lead)
        if len(dates) > 1 and cue["growth", "average"].search(spot.before_words):
            nearest = next((d for d in reversed(dates) if d.period), None)
            over = _over(nearest.period, dates) if nearest and nearest.period else None
            if nearest and over and nearest.period != over:
                note = "sentence: from its first date to its last"
                return over, Attribute("period", nearest.text, nearest.at, nearest.key, "sentence", note)
        if self.last and self.last[0].sentence == spot.sentence and not self._turned(spot):
            since = self.dates.within(Span(self.last[0].figure.at.end, spot.figure.at.start))
            if not any(d.at.start >= spot.clause.start or self.dates.carries(d.at) for d in since):
                return self._again("sentence")
        for rule, span in (("clause", spot.clause), ("sentence", spot.sentence), ("paragraph", spot.paragraph)):
            reach = Span(max(span.start, spot.figure.at.start - _BACK), spot.figure.at.start)
            dates = self.dates.within(reach)
            if not dates:
                if self._reset(reach) and not self._says_when(reach.start):
                    return None, None
                continue
            governing = self._governing(dates, spot, rule)
            if governing is None:
                continue
            told = governing.at.end + self._closing(governing)
            if governing.period is None or self._reset(Span(told, spot.figure.at.start)):
                return None, None
            if rule == "paragraph" and self.last and governing.at.start < self.last[0].sentence.end \
                    and self.last[0].paragraph == spot.paragraph and _AVERAGE not in self.last[1].basis:
                return self._again(rule)
            return self._made(governing, dates, spot, kind, rule, article)
        if self.last and self._goes_on(spot):
            return self._again("paragraph before")
        if self.listed and kind == "actual" and not self._reset(spot.lead):
            self.last = self.listed
            return self._again("lead of the list")
        return self._outer(spot, kind, article)

    def _enter(self, spot: Spot) -> None:
        """Note what the paragraph before a list of paragraphs spoke of, for all that the list tells without a date."""
        item = cue["period", "item"].match(self.text, spot.paragraph.start)
        if not item:
            self.listed = None
        elif item["first"]:
            before = self.last
            follows = before and not self.text[before[0].paragraph.end:spot.paragraph.start].strip() and not cue[
                "period", "turns"].search(self.text, before[0].sentence.end, before[0].paragraph.end)
            self.listed = before if before and follows and self.dates.opens_sentence(before[2].at) else None

    def _reference(self, spot: Spot) -> Mention | None:
        """The date that a figure is the value of, where another one is compared with it (比上年的260亿元)."""
        ends = range(spot.figure.at.start, max(spot.before.start, spot.figure.at.start - 4), -1)
        return next((self.dates.compared[end] for end in ends if end in self.dates.compared), None)

    def _again(self, rule: str) -> tuple[Period, Attribute]:
        """The period of the figure before."""
        assert self.last is not None
        _, period, attribute = self.last
        basis = period.basis[1:] if period.basis and period.basis[0].endswith(_AS_BEFORE) else period.basis
        return Period(period.start, period.end, (f"{rule}: {_AS_BEFORE}", *basis)), replace(attribute, rule=rule)

    def _goes_on(self, spot: Spot) -> bool:
        """Whether a paragraph opens with figures right behind one that ended with them."""
        assert self.last is not None
        before, _, told = self.last
        gap = self.text[before.sentence.end:spot.paragraph.start]
        return before.paragraph.end <= spot.paragraph.start and not gap.strip("。！？!? \n”") \
            and spot.sentence.start == spot.paragraph.start and spot.clause.start == spot.sentence.start \
            and self.dates.opens_sentence(told.at) and not self.sections.opens(spot.paragraph.start)

    def _governing(self, dates: Sequence[Mention], spot: Spot, rule: str) -> Mention | None:
        """The nearest date before the figure; from sentences before, only one that opens its clause."""
        for found in reversed(dates):
            if found.period is None and found.pattern not in ("vague", "holiday"):
                continue
            if rule != "clause" and not self.dates.carries(found.at):
                continue
            if rule == "paragraph" and not self.dates.leads(found):
                continue
            if self._changed(found, spot) or self.dates.quoted(found):
                continue
            deadline = found.period is not None and found.period.start is None
            if deadline and (rule == "paragraph" or (rule == "sentence" and not self.dates.opens(found))):
                continue
            return found
        return None

    def _changed(self, found: Mention, spot: Spot) -> bool:
        """Whether a date is that of the value before the change that a figure tells (由上月持平转为上涨0.3%)."""
        return bool(self._from(found) and cue["period", "changed_to"].search(self.text, found.at.end, spot.figure.at.start))

    def _from(self, found: Mention) -> bool:
        """Whether a date is told as the one from which something changed; its mention may hold the word for that."""
        start = found.at.start
        return bool(cue["period", "changed_from"].search(self.text, max(0, start - 1), start)
                    or cue["period", "changed_from"].match(self.text[start:start + 1]))

    def _turned(self, spot: Spot) -> bool:
        """Whether a figure is what the one before it came to, of which alone a date tells (由2019年的300次减至200次)."""
        assert self.last is not None
        _, _, told = self.last
        return bool(told.at.start >= spot.clause.start and cue["period", "changed_from"].match(self.text[told.at.start])
                    and cue["period", "to"].search(spot.before_words))

    def _closing(self, governing: Mention) -> int:
        """The characters behind a closing day in which a word for now says that day (截至8月17日24时，现有)."""
        found = self.dates.closes(governing) and cue["period", "now"].match(self.text, governing.at.end)
        return len(found.group()) if found else 0

    def _says_when(self, start: int) -> bool:
        """Whether a closing day stands right before a clause with a word for now."""
        before = self.dates.within(Span(max(0, start - _NAME), start))
        return bool(before) and before[-1].at.end + self._closing(before[-1]) > start

    def _reset(self, span: Span) -> bool:
        return bool(cue["period", "reset"].search(self.text, span.start, span.end))

    def _made(self, governing: Mention, dates: Sequence[Mention], spot: Spot, kind: Kind, rule: str,
              article: Article | None) -> tuple[Period | None, Attribute | None]:
        period = governing.period
        assert period is not None
        words = self.text[spot.lead.start:spot.figure.at.end]
        note = f"{rule}: {self.text[governing.at.start:governing.at.end]}"
        if kind != "actual" and any(_PUT_BACK in note for note in period.basis):
            period = _year_later(period)
        period = (self._finer(governing, rule, spot) if kind == "actual" else None) or period
        period = _joined(period, [*dates, *self.dates.within(spot.lead)], words, self.text)
        by_end = cue["period", "by_year_end"].match(self.text, governing.at.start, governing.at.end)
        if by_end and period.end is not None and period.start == period.end:
            period = Period(date(period.end.year, 1, 1), period.end, (*period.basis, "a level by the year's end: the year"))
        elif period.end is not None and self._counted_up(governing, period, spot):
            period = Period(None, period.end, (*period.basis, "counted up to its last day"))
        elif period.end is not None and (self._up_to_quarter(governing) or self._of_year(governing, spot)):
            period = Period(date(period.end.year, 1, 1), period.end, (*period.basis, "the year to its end"))
        elif rule != "clause" and _edge(governing, self.text) and period.end is not None and not cue[
                "period", "stock"].search(spot.before_words):
            period = Period(date(period.end.year, 1, 1), date(period.end.year, 12, 31),
                            (*period.basis, "an event at the year's end: the year"))
        if kind == "actual" or cue["kind", "fact"].search(spot.clause_words) or self._year_told(governing, article):
            period = self._year_over(period, governing, article)
        made = Period(period.start, period.end, (note, *period.basis))
        return made, Attribute("period", governing.text, governing.at, governing.key, rule, note)

    def _up_to_quarter(self, governing: Mention) -> bool:
        found = cue["period", "up_to_quarter"].match(self.text, governing.at.start)
        return found is not None and found.end() == governing.at.end

    def _of_year(self, governing: Mention, spot: Spot) -> bool:
        """Whether a year's last day closes the year whose work a figure tells (截至去年底，完成产值22亿元)."""
        day = governing.period.end if governing.period and is_day(governing) else None
        return day is not None and (day.month, day.day) == (12, 31) and bool(
            cue["period", "up_to"].match(self.text, governing.at.start)
            and cue["period", "of_the_year"].search(spot.before_words)
            and not cue["period", "cumulative"].search(spot.lead_words, max(0, len(spot.lead_words) - _NAME)))

    def _year_told(self, governing: Mention, article: Article | None) -> bool:
        """Whether a report of the year's first days says what it expects of the year before (预计全年…)."""
        day = article.date if article and article.kind == "report" else None
        start, end = governing.at
        return day is not None and day.month < _EARLY and bool(
            cue["period", "whole_year"].fullmatch(self.text, start, end)
            and cue["kind", "expected"].search(self.text[start - _WORD:start]))

    def _counted_up(self, governing: Mention, period: Period, spot: Spot) -> bool:
        """Whether a figure adds up all to a day, the text leaving open since when (截至5月底，共签约项目20个)."""
        return period.start == period.end and bool(
            cue["period", "up_to"].match(self.text, governing.at.start)
            and cue["period", "in_all"].search(self.text, governing.at.end, spot.figure.at.start))

    def _flow(self, period: Period, told: Attribute, spot: Spot) -> bool:
        """Whether a month's last day closes the months in which a sum came about (9月末，营业收入8亿元)."""
        return period.start == period.end and bool(
            cue["period", "month_end"].fullmatch(self.text, told.at.start, told.at.end)
            and cue["period", "flow"].search(spot.before_words))

    def _side(self, period: Period, spot: Spot) -> Period:
        """One end of a span of years, for a figure that rose from or to it (2020年到2025年，比重从18%提升到36%)."""
        if period.start is None or period.end is None or period.start.year == period.end.year:
            return period
        before = self.text[spot.before.start:spot.figure.at.start]
        if cue["period", "from"].search(before):
            return Period(period.start, date(period.start.year, 12, 31), (*period.basis, "its first year"))
        if cue["period", "to"].search(before):
            return Period(date(period.end.year, 1, 1), period.end, (*period.basis, "its last year"))
        if any(b.startswith("years ") and "day of writing" in b for b in period.basis) and self._level(spot):
            return Period(date(period.end.year, 1, 1), period.end, (*period.basis, "a level: its last year"))
        return period

    def _level(self, spot: Spot) -> bool:
        """Whether a figure tells how high something stands and not how much came about."""
        words = spot.before_words
        return bool(cue["period", "level"].search(words) and not cue["period", "came_about"].search(words))

    def _year_over(self, period: Period, governing: Mention, article: Article | None) -> Period:
        """The year before, where a fact's period without a year of its own would end after the day of writing."""
        today = (article.date if article else None) or self.dates.today
        if today is None or period.start is None or period.end is None:
            return period
        late = 0 if cue["period", "whole_year"].fullmatch(self.text, governing.at.start, governing.at.end) else _LATE
        inferred = period.basis and period.basis[0].startswith(f"year {period.start.year} from the reference day")
        over = period.start <= today and (period.end - today).days <= late
        over = over or (period.start == period.end and (period.end - today).days <= SOON)
        if not inferred or over or period.start.year != period.end.year:
            return period
        year = period.start.year - 1
        last = calendar.monthrange(year, period.end.month)[1]
        end = date(year, period.end.month, last if period.end.day > 27 else period.end.day)
        start = date(year, period.start.month, min(period.start.day, calendar.monthrange(year, period.start.month)[1]))
        return Period(start, end, (*period.basis, f"a fact: the last one before {today.isoformat()}"))

    def _finer(self, governing: Mention, rule: str, spot: Spot) -> Period | None:
        """A day named before in the sentence: inside the year that governs, or the day of the event that a date names."""
        wide = governing.period
        if wide is None or wide.start is None or wide.end is None or wide.start == wide.end:
            return None
        start = spot.paragraph.start if rule == "paragraph" else spot.sentence.start
        for found in reversed(self.dates.within(Span(max(start, governing.at.start - _BACK), governing.at.start))):
            day = found.period
            closing = cue["period", "up_to"].match(self.text, found.at.start)
            if not day or not day.start or not is_day(found) or closing:
                continue
            close = governing.at.start - found.at.end < _NAME
            named = close and cue["period", "held_on"].match(self.text, governing.at.end)
            inside = rule != "paragraph" and (wide.end - wide.start).days > 300 and wide.start <= day.start <= wide.end
            if inside or named or cue["period", "held"].fullmatch(self.text, found.at.end, governing.at.start):
                return day
        return None

    def _outer(self, spot: Spot, kind: Kind, article: Article | None) -> tuple[Period | None, Attribute | None]:
        """The period of the section's heading, of the title, or the article's only date."""
        for heading in self.sections.above(spot.figure.at.start):
            line_end = self.text.find("\n", heading.at.start)
            end = min(heading.at.start + len(heading.number) + len(heading.title) + 4, spot.figure.at.start,
                      line_end if line_end > 0 else spot.figure.at.start)
            for found in self.dates.within(Span(heading.at.start, end)):
                if found.period:
                    return self._noted(found, "heading")
        named = bool(cue["period", "this_event"].match(self.text, spot.sentence.start, spot.figure.at.start))
        event = self.dates.event(article, named=named) if kind == "actual" and article else None
        if event and article and not self._reset(spot.lead) and (
                event.at.start < spot.figure.at.start or _in_title(spot, article)):
            return self._noted(event, "event of the article")
        head = self.dates.report(article) if kind == "actual" and article else None
        if head and head.at.start < spot.figure.at.start and not self._reset(spot.lead):
            title = next((d.period for d in self.dates.title_dates(article) if d.period and d.period.start), None)
            day = head.period.start if head.period and is_day(head) else None
            if title is None or (day and title.start and title.end and title.start <= day <= title.end):
                return self._noted(head, "head of the report")
        for found in self.dates.title_dates(article):
            vague = not found.period or found.pattern in ("numeric", "day", "relative_day")
            dated = is_day(found) and self.text[found.at.end:found.at.end + 1] == "\n"  # a paper's day ends its line
            if vague or dated or found.at.start > spot.figure.at.start:
                continue
            span = found.pattern in SPANS
            past = article is None or article.kind in ("news", "report", "table", "other")
            last = found.period.end if found.period else None
            ahead = last is not None and (self.dates.today is None or last >= self.dates.today)
            if (span and kind != "actual") or (past and kind == "actual" and not span) or (kind != "actual" and ahead):
                return self._noted(found, "title")
        if head and head.at.start < spot.figure.at.start and not self._reset(spot.lead):
            return self._noted(head, "head of the report")
        if kind != "actual" and article and (plan := self.dates.plan(article)) and plan.at.start < spot.figure.at.start:
            return self._noted(plan, "head of the plan")
        return self._only(spot, kind, article)

    def _only(self, spot: Spot, kind: Kind, article: Article | None) -> tuple[Period | None, Attribute | None]:
        first = self.dates.only(article) if article and kind == "actual" else None
        if first is None or first.at.start > spot.figure.at.start or self._reset(spot.lead):
            return None, None
        return self._noted(first, "only date of the article")

    def _noted(self, found: Mention, rule: str) -> tuple[Period | None, Attribute | None]:
        period = found.period
        assert period is not None
        note = f"{rule}: {self.text[found.at.start:found.at.end]}"
        made = Period(period.start, period.end, (note, *period.basis))
        return made, Attribute("period", found.text, found.at, found.key, rule, note)


def _in_title(spot: Spot, article: Article) -> bool:
    """Whether a figure stands in the article's title."""
    title = article.title or ""
    return bool(title) and spot.sentence.start < article.at.start + len(title) and spot.figure.text in title


def _year_later(period: Period) -> Period:
    """The same days of the year after: what a plan speaks of lies ahead."""
    start, end = (d and d.replace(year=d.year + 1, day=min(d.day, 28) if d.month == 2 else d.day)
                  for d in (period.start, period.end))
    return Period(start, end, (*period.basis, "a plan: a year later"))


def _is_month(period: Period) -> bool:
    return period.start is not None and period.end is not None and 27 <= (period.end - period.start).days <= 30


def _is_year(period: Period) -> bool:
    return period.start is not None and period.end is not None and (period.end - period.start).days in (364, 365) \
        and period.start.year == period.end.year


def _joined(period: Period, dates: Sequence[Mention], words: str, text: str) -> Period:
    """A closing day and an opening before it as one span: 今年以来，截至9月底 → January to September."""
    if not cue["period", "since_start"].search(words):
        return period
    closing = [d.period for d in dates if d.period and d.period.start and d.period.start == d.period.end
               and cue["period", "up_to"].match(text, d.at.start)]
    if not closing or closing[-1].end is None:
        return period
    close = closing[-1].end
    spans = [period, *(d.period for d in dates if d.period)]
    for span in spans:
        if span.start is not None and span.start < close and (span.end is None or span.end >= close):
            return Period(span.start, close, (*span.basis, f"closed by {close.isoformat()}"))
    return period


def _over(period: Period, dates: Sequence[Mention]) -> Period:
    """The span of an average growth: from the first to the last of the sentence's dates (由2020年的…到2023年的…)."""
    spans = [d.period for d in dates if d.period]
    starts, ends = [s.start for s in spans if s.start], [s.end for s in spans if s.end]
    if len(spans) < 2 or not starts or not ends or min(starts).year == max(ends).year:
        return period
    return Period(min(starts), max(ends), (*period.basis, _AVERAGE))


def _edge(found: Mention, text: str) -> bool:
    """Whether a date is a year's end without 截至 or 到 before it."""
    return found.pattern == "point" and bool(cue["period", "year_end"].fullmatch(text, found.at.start, found.at.end))
