"""The dates of a document: by place, and what those of an article's title, head and text say of when it speaks."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from functools import cache

import patterns
from extractor.assemble.indicators_sections import Sections
from extractor.assemble.indicators_spot import cue
from extractor.model import Article, Mention, Outline, Period, Span

SPANS = frozenset({"years", "term", "plan", "plan_name", "range"})  # patterns of dates that name the span of a plan
_QUOTED = 60  # characters around a date in which the marks of a document's name stand
_OPENS = 14  # characters before a date that a subject before it takes
_FIRST = 80  # characters of an article without a title in which an event is named


class Dates:
    """The dates that may govern a figure, in text order, and the headings above them."""

    def __init__(self, dates: Sequence[Mention], outline: Outline, text: str, *, today: date | None = None) -> None:
        self.today = today
        named = cue["period", "named"]
        self.compared = {d.at.end: d for d in dates if d.role == "comparison" and d.period}
        self.dates = [d for d in dates if d.role != "comparison" and not named.match(text, d.at.end)
                      and not (is_day(d) and (cue["period", "reported"].match(text, d.at.end)
                                              or cue["period", "written"].match(text, d.at.end)))]
        self.starts = [d.at.start for d in self.dates]
        self.sections, self.text = Sections(outline, text), text
        self.known: dict[str, Mention | None] = {}
        self.titles: dict[str, list[Mention]] = {}

    def within(self, span: Span) -> list[Mention]:
        """The dates inside a span of the view."""
        return self.dates[bisect_left(self.starts, span.start):bisect_left(self.starts, span.end)]

    def opens(self, found: Mention) -> bool:
        """Whether a date opens its clause, or is opened by a short subject (乌海市今年)."""
        before = self.text[max(0, found.at.start - _OPENS):found.at.start]
        return bool(cue["period", "opening"].search(before)) or found.at.start == 0

    def carries(self, at: Span) -> bool:
        """Whether a date holds for the clauses after its own."""
        aside = cue["period", "aside"].search(self.text, max(0, at.start - 3), at.start) or cue[
            "period", "changed_from"].search(self.text, max(0, at.start - 1), at.start)
        return not aside and not cue["period", "attributive"].match(self.text, at.end)

    def own(self, at: Span) -> bool:
        """Whether a date is just that of the amount planned for it, amid other things (…，2022年计划投资3亿元)."""
        return bool(cue["period", "own_amount"].match(self.text, at.end)) and not self.opens_sentence(at)

    def leads(self, found: Mention) -> bool:
        """Whether a date holds for the sentences behind its own."""
        return self.opens(found) and not self.own(found.at)

    def quoted(self, found: Mention) -> bool:
        """Whether a date is part of a document's name between its marks (《2023年目录》)."""
        at = found.at
        return bool(cue["period", "quoted_behind"].match(self.text, at.end, at.end + _QUOTED)
                    and cue["period", "quoted_before"].search(self.text, max(0, at.start - _QUOTED), at.start))

    def opens_sentence(self, at: Span) -> bool:
        """Whether a date stands at the start of its sentence, a short subject before it at most."""
        return bool(cue["period", "sentence_start"].search(self.text[max(0, at.start - _OPENS):at.start])) or at.start == 0

    def newest(self, article: Article | None) -> int:
        """The latest year that an article's title prints; 0 where it prints none."""
        return max((d.period.end.year for d in self.title_dates(article) if d.period and d.period.end), default=0)

    def title_dates(self, article: Article | None) -> list[Mention]:
        """The dates in an article's title: its first lines."""
        if article is None:
            return []
        if article.key not in self.titles:
            self.titles[article.key] = self._read_title(article)
        return self.titles[article.key]

    def _read_title(self, article: Article) -> list[Mention]:
        head = Span(article.at.start, min(article.at.end, article.at.start + _head_length()))
        out = []
        for found in self.within(head):
            line_end = self.text.find("\n", found.at.end)
            line = self.text[self.text.rfind("\n", 0, found.at.start) + 1:line_end if line_end >= 0 else None]
            titled = (article.title or "") and self.text[found.at.start:found.at.end] in (article.title or "")
            alone = not cue["period", "beside"].sub("", line.replace(self.text[found.at.start:found.at.end], ""))
            if titled or (len(line) < 60 and not alone and not cue["period", "prose"].search(line)):
                out.append(found)
        return out

    def title_span(self, article: Article | None) -> Period | None:
        for found in self.title_dates(article):
            if found.period and found.pattern in SPANS:
                return found.period
        return None

    def event(self, article: Article, *, named: bool = False) -> Mention | None:
        """The day, or the few days, of the event that an article is about, named in its first lines.

        named: the sentence at hand speaks of an event (此次活动), so that the title need not.
        """
        key = f"event {named} {article.key}"
        if key not in self.known:
            lead = Span(article.at.start, min(article.at.end, article.at.start + _lead_length()))
            title = article.title or self.text[lead.start:lead.start + _FIRST]
            told = named or cue["period", "event"].search(title)
            held = [d for d in self.within(lead) if self._held(d, told=bool(told))]
            printed = [d for d in held if d.pattern != "golden_week"]  # days printed beat the rule of the week
            spans = [d for d in printed if not is_day(d)]
            golden = len(printed) < len(held)
            self.known[key] = next(iter([*(spans if golden else printed), *held]), None)
        return self.known[key]

    def report(self, article: Article) -> Mention | None:
        """The span of months that opens a report (上半年，…) and holds for what follows without a date."""
        key = f"report {article.key}"
        if key not in self.known:
            lead = Span(article.at.start, min(article.at.end, article.at.start + _lead_length()))
            opening = [d for d in self.within(lead) if d.pattern != "numeric" and self.opens(d) and self._in_prose(d)]
            if article.kind != "report":  # a text that tells no kind is a report where its first sentence opens with a span
                first = opening[:1] if article.kind in ("other", "news") else []
                opening = [d for d in first if not article.title or self.closes(d)]
            self.known[key] = next((d for d in opening if is_span(d) or self.closes(d)), None)
        return self.known[key]

    def plan(self, article: Article) -> Mention | None:
        """The year or years that open a plan and hold for all that it sets (2024年，通过实施…)."""
        key = f"plan {article.key}"
        if key not in self.known:
            lead = Span(article.at.start, min(article.at.end, article.at.start + _lead_length()))
            first = next((d for d in self.within(lead) if self.opens(d)), None) if article.kind == "policy" else None
            sets = first and _is_years(first) and not cue["period", "toward"].match(self.text, first.at.start)
            self.known[key] = first if sets else None
        return self.known[key]

    def _in_prose(self, found: Mention) -> bool:
        """Whether a date stands in a line that is no title."""
        end = self.text.find("\n", found.at.end)
        line = self.text[self.text.rfind("\n", 0, found.at.start) + 1:end if end >= 0 else None]
        return bool(cue["period", "prose"].search(line))

    def closes(self, found: Mention) -> bool:
        """Whether a date is the day to which a report reaches (截至6月20日，…)."""
        return is_day(found) and bool(cue["period", "up_to"].match(self.text, found.at.start))

    def _held(self, found: Mention, *, told: bool) -> bool:
        """Whether a date is the day on which something is held, or spans a few days; told: the title tells of an event."""
        period = found.period
        if period is None or period.start is None or period.end is None or found.pattern == "numeric":
            return False
        if period.start == period.end:
            return bool(cue["period", "held_on" if told else "took_place"].match(self.text, found.at.end))
        return told and found.pattern in ("days", "range", "golden_week") and (period.end - period.start).days < 15

    def only(self, article: Article) -> Mention | None:
        """The date of an article that names but one, closed at both sides."""
        key = f"only {article.key}"
        if key not in self.known:
            inside = [d for d in self.within(article.at) if d.pattern not in ("numeric", "vague", "same_period", "holiday")]
            days = {(d.period.start, d.period.end) if d.period else (None, None) for d in inside}
            sure = len(days) == 1 and None not in next(iter(days)) and self.carries(inside[0].at)
            self.known[key] = inside[0] if sure and not self.quoted(inside[0]) else None
        return self.known[key]


def is_span(found: Mention) -> bool:
    period = found.period
    return period is not None and period.start is not None and period.end is not None and (
        27 < (period.end - period.start).days < 366)


def _is_years(found: Mention) -> bool:
    """Whether a date spans whole years."""
    period = found.period
    return period is not None and period.start is not None and period.end is not None and (
        (period.start.month, period.start.day, period.end.month, period.end.day) == (1, 1, 12, 31))


def is_day(found: Mention) -> bool:
    period = found.period
    return period is not None and period.start is not None and period.start == period.end


@cache
def _lead_length() -> int:
    return int(patterns.table("indicators/cues")["period"]["lead_length"])


@cache
def _head_length() -> int:
    return int(patterns.table("indicators/cues")["period"]["head"])
