"""The dates of a document → days: each read where it stands, with the years that the text around it gives."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache

import patterns
from extractor.model import Mention, Outline, Period, Span, View
from extractor.normalise.date_phrases import Clock, period_of
from extractor.normalise.date_words import cues, explicit_year, openings, regex_of, words_of

_HEAD, _FOOT, _LINE = 400, 200, 48  # characters of a text's head and foot, and of a line that is no sentence
_PROSE = r"[，。；！？]"
_SENTENCE = r"[。；;！？\n]"
_HEADING = 40  # characters of a line that may head a section
_NEAR = 12  # characters beside a year in which a word of planning makes it none of the document's own


def resolved(mentions: Sequence[Mention], view: View, outline: Outline, *,
             reference: date | None = None) -> tuple[Mention, ...]:
    """The date mentions (text order) with their periods; None stays where neither phrase, text nor reference day gives it.

    The day of writing is the article's date, else `reference`, else a full date on a line of its own at the text's head
    or foot, else that of a dateline (甲市5月31日电) in the latest year the article prints; where none is known, that year
    (else the document's latest) stands for it. The basis says which.
    """
    out: list[Mention] = []
    text = patterns.folded(view.text)
    latest = _latest_years(mentions, text, outline)
    named: Mention | None = None  # a date of another year that may be part of a name (2010年农网改造工程)
    printed = _printed_day(mentions, text)
    newest = max(latest.values(), default=None)
    told = _datelines(mentions, text, outline, latest) if not (reference or printed) else {}
    years = _Headed(outline, text)
    clock, sentence, paragraph = Clock(), -1, -1
    articles = [a.at.start for a in outline.articles]
    sentences, paragraphs = [s.at.start for s in outline.sentences], [p.at.start for p in outline.paragraphs]
    for mention in mentions:
        article = max(bisect_right(articles, mention.at.start) - 1, 0)
        here = bisect_right(sentences, mention.at.start), bisect_right(paragraphs, mention.at.start)
        today = (outline.articles[article].date if outline.articles else None) or reference or printed or told.get(article)
        same = here[0] == sentence and (not named or text.find("，", named.at.end, mention.at.start) < 0)
        clock = Clock(today, latest.get(article, newest), clock.year if same else None, clock.month if same else None,
                       clock.day if here[1] == paragraph else None, clock.last if here[1] == paragraph else None,
                       years.at(mention.at.start))
        sentence, paragraph = here
        period = period_of(mention, text, clock)
        role = "comparison" if _compared(mention, text) else None
        out.append(mention._replace(period=period, role=role or mention.role))
        if period and not role:
            before, clock = clock.last, _carried(clock, period)
            if before and mention.text.startswith(tuple(words_of()["months"])):
                clock = replace(clock, last=before)  # another 上月 behind it is the same month
            other = today is not None and period.end is not None and period.end.year != today.year
            named = mention if other and not text.startswith(openings("adverbial"), mention.at.end) else None
    return tuple(out)


class _Headed:
    """The years that headings name for their sections (一、2023年工作回顾, 2024年工作安排)."""

    def __init__(self, outline: Outline, text: str) -> None:
        lines = [Span(p.at.start, len(text)) for p in outline.paragraphs if p.kind == "paragraph" and len(p.at) <= _HEADING
                 and _cue("heading").fullmatch(text, *p.at)]
        for i, following in enumerate(lines[1:]):
            lines[i] = Span(lines[i].start, following.start)
        spans = [*lines, *(h.at for h in outline.headings)]
        self.years: list[tuple[Span, int | None]] = []
        for at in sorted(spans, key=lambda at: (at.start, -at.end)):
            line_end = text.find("\n", at.start, min(at.end, at.start + _HEADING))
            found = set(_cue("heading_year").findall(text, at.start, line_end)) if line_end > 0 else set()
            if found:
                self.years.append((at, int(found.pop()) if len(found) == 1 else None))
        self.starts = [at.start for at, _ in self.years]

    def at(self, place: int) -> int | None:
        """The year of the innermost section around a place whose heading names years; None where it names several."""
        for i in range(bisect_right(self.starts, place) - 1, -1, -1):
            if self.years[i][0].end > place:
                return self.years[i][1]
        return None


def _carried(clock: Clock, period: Period) -> Clock:
    """What the next date of the sentence may take from this one."""
    seen = period.end or period.start
    if seen is None:
        return clock
    first = period.start or seen
    one = (first.year, first.month) == (seen.year, seen.month)
    last = (seen.replace(day=1), one)
    if first.year != seen.year:
        return Clock(clock.today, clock.latest, None, None, clock.day, last, clock.section)
    day = seen if first == seen else clock.day
    return Clock(clock.today, clock.latest, seen.year, seen.month if one else None, day, last, clock.section)


def _compared(mention: Mention, text: str) -> bool:
    """Whether the date is only what something is compared with (比2022年, 较上年同期)."""
    if mention.pattern == "same_period":
        return True
    before = text[max(0, mention.at.start - 4):mention.at.start]
    return before.endswith(openings("compared")) or text.startswith(openings("record"), mention.at.end)


def _printed_day(mentions: Sequence[Mention], text: str) -> date | None:
    """The full date printed on a line of its own at the head of a text, else at its foot (a masthead, a signature)."""
    near = [m for m in mentions if m.pattern in ("numeric", "point") and (
        m.at.start < _HEAD or m.at.end > len(text) - _FOOT)]
    for mention in near:
        line_end = text.find("\n", mention.at.end)
        line = text[text.rfind("\n", 0, mention.at.start) + 1:line_end if line_end >= 0 else len(text)]
        period = period_of(mention, text, Clock())
        alone = len(line) < _LINE and not re.search(_PROSE, line)
        if alone and period and period.start and period.start == period.end and _cue("full_day").search(
                text, mention.at.start, mention.at.end):
            return period.start
    return None


def _datelines(mentions: Sequence[Mention], text: str, outline: Outline, latest: Mapping[int, int]) -> dict[int, date]:
    """The days of datelines without a year, by article: in the latest year that the article prints.

    In the first months it is the year behind that, where the article speaks of last year and prints no later one: then
    the year printed is the one it looks back on.
    """
    out: dict[int, date] = {}
    starts = [a.at.start for a in outline.articles]
    for mention in mentions:
        article = max(bisect_right(starts, mention.at.start) - 1, 0)
        year = latest.get(article)
        if article in out or year is None or mention.pattern != "point" or not _cue("wired").match(text, mention.at.end):
            continue
        back = any(m.text.startswith(openings("year_back")) for m in mentions)
        period = period_of(mention, text, Clock(latest=year))
        if period and period.start and period.start == period.end:
            day = period.start
            late = back and day.month in patterns.table("dates/dates")["cues"]["years_before"]
            out[article] = date(year + 1, day.month, min(day.day, 28)) if late else day
    return out


@cache
def _cue(name: str) -> re.Pattern[str]:
    return re.compile(patterns.table("dates/dates")["cues"][name])


def _latest_years(mentions: Sequence[Mention], text: str, outline: Outline) -> dict[int, int]:
    """The latest year that each article prints, targets (到2025年, 2025年前) and the ends of spans aside."""
    years: dict[int, int] = {}
    starts = [a.at.start for a in outline.articles]
    for mention in mentions:
        for year in _printed_years(mention, text):
            article = max(bisect_right(starts, mention.at.start) - 1, 0)
            years[article] = max(years.get(article, 0), year)
    return years


def _printed_years(mention: Mention, text: str) -> Iterator[int]:
    if mention.pattern not in ("point", "range", "years", "months", "days", "numeric"):
        return
    found = regex_of(mention.pattern).match(text, mention.at.start)
    if not found:
        return
    groups = found.groupdict()
    if (groups.get("prefix") or "").strip() in cues("toward") or (groups.get("suffix") or "") in cues("before"):
        return
    phrase = groups.get("left") or groups.get("from" if mention.pattern == "years" else "year") or groups.get("point") \
        or groups.get("date") or ""
    year = explicit_year(phrase)
    if year is None:
        return
    before = re.split(_SENTENCE, text[max(0, mention.at.start - _NEAR):mention.at.start])[-1]
    after = re.split(_SENTENCE, text[mention.at.end:mention.at.end + _NEAR])[0]
    if not _cue("future").search(before) and not _cue("future").search(after):
        yield year
