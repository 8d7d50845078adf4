"""Indicators: which figures state a fact, a plan or a target about a place, body, period or event, and what they say."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

import patterns
from extractor.assemble.indicators_about import Subjects, Ties
from extractor.assemble.indicators_dates import Dates
from extractor.assemble.indicators_growth import LED, Growth, growths, runs, sums_up, twins
from extractor.assemble.indicators_kind import YEAR_PLAN, in_time, is_beside, is_rule, kind_of
from extractor.assemble.indicators_metric import Reader
from extractor.assemble.indicators_period import Calendar
from extractor.assemble.indicators_phrase import Metric
from extractor.assemble.indicators_spot import Spot, cue, spots
from extractor.assemble.indicators_tables import in_tables
from extractor.model import Article, Attribute, IndicatorDraft, Reading, Span

_HEADLINE = 44  # characters of a line that may be a headline
_BEHIND = 600  # characters behind a headline in which the text repeats its figure
_STOPS = ("。", "；", "！", "？", "：")
_BEFORE = frozenset({"paragraph", "paragraph before"})  # where a period was told for the sentences before
_FAR = frozenset({"paragraph", "paragraph before", "head of the report", "only date of the article"})
_NEAR = 200  # characters around a figure in which the words of its indicator stand
_VALUES = frozenset({"money", "percent", "count", "measure"})


@dataclass(frozen=True, slots=True)
class _Context:
    """What the figures of a document are read with."""

    dates: Dates
    calendar: Calendar
    ties: Ties
    subjects: Subjects
    published: date | None


def indicators(reading: Reading) -> tuple[IndicatorDraft, ...]:
    """The indicators of a document as drafts, in text order."""
    text = patterns.folded(reading.view.text)
    published = reading.document.published
    dates = Dates([m for m in reading.mentions if m.kind == "date"], reading.outline, text, today=published)
    context = _Context(dates, Calendar(dates), Ties(reading, text), Subjects(text, dates), published)
    out: list[IndicatorDraft] = []
    before: Reader | None = None
    for paragraph, group in groupby(spots(reading, text), key=lambda s: s.paragraph):
        found = list(group)
        soft = [s.figure for s in found if s.figure.soft]
        reader = Reader(dates.within(found[0].paragraph), soft, reading.words)
        if before and cue["kind", "parted"].match(text, paragraph.start):
            reader.go_on(before)
        out.extend(_in_paragraph(found, _article(reading, paragraph.start), context, reader))
        before = reader
    out = list(_repeated(out, reading))
    if text != reading.view.text:
        out = list(_printed(out, reading, text))
    if reading.outline.grids:
        out += in_tables(reading, reading.outline.articles, dates, context.subjects)
        out.sort(key=lambda d: reading.mention(d.mention).at.start)
    return tuple(out)


def _repeated(drafts: list[IndicatorDraft], reading: Reading) -> Iterator[IndicatorDraft]:
    """The drafts, those of headlines with the period of the figure that the text repeats behind them."""
    waiting = {d.mention for d in drafts if not d.period and _in_headline(reading.mention(d.mention).at, reading)}
    known: dict[tuple[str, str], list[IndicatorDraft]] = {}
    for draft in drafts:
        if draft.period and waiting:
            figure = reading.mention(draft.mention)
            known.setdefault((figure.unit or "", str(figure.value)), []).append(draft)
    for draft in drafts:
        if draft.mention not in waiting:
            yield draft
            continue
        figure = reading.mention(draft.mention)
        again = next((d for d in known.get((figure.unit or "", str(figure.value)), ())
                      if 0 < reading.mention(d.mention).at.start - figure.at.end < _BEHIND), None)
        period = again.period if again else None
        yield replace(draft, period=replace(period, basis=("text behind the headline", *period.basis))) if period else draft


def _in_headline(at: Span, reading: Reading) -> bool:
    """Whether a figure stands in a short line that is no sentence."""
    text = reading.view.text
    end = text.find("\n", at.end)
    line = text[text.rfind("\n", 0, at.start) + 1:end if end >= 0 else len(text)]
    return len(line) < _HEADLINE and not line.rstrip().endswith(_STOPS)


def _in_paragraph(found: list[Spot], article: Article | None, context: _Context,
                  reader: Reader) -> Iterator[IndicatorDraft]:
    """The drafts of a paragraph's figures, sentence by sentence."""
    sections = context.dates.sections
    for _, group in groupby(found, key=lambda s: s.sentence):
        sentence = list(group)
        grown, again = growths(sentence), twins(sentence)
        owned: dict[str | None, list[Growth]] = {}
        for growth in grown.values():
            owned.setdefault(growth.value, []).append(growth)
        for spot, run in zip(sentence, runs(sentence), strict=True):
            told = grown.get(spot.figure.key)
            if told.rule == LED if told else spot.figure.kind == "point":
                reader.hear(spot)
            if spot.figure.kind not in _VALUES or spot.figure.soft or spot.figure.key in grown or is_beside(spot):
                continue
            metric = reader.metric(spot, run)
            if metric and not context.ties.about_project(spot, article, metric.phrase) \
                    and not is_rule(spot, article, sections) and not sums_up(spot):
                own = owned.get(spot.figure.key) or owned.get(again.get(spot.figure.key, ""), [])
                yield _draft(spot, metric, own, article, context)


def _printed(drafts: list[IndicatorDraft], reading: Reading, text: str) -> Iterator[IndicatorDraft]:
    """The drafts with their words as printed, where they were read in simplified characters."""
    for draft in drafts:
        at = reading.mention(draft.mention).at
        near = Span(max(0, at.start - _NEAR), min(len(text), at.end + _NEAR))
        folded, printed = text[near.start:near.end], reading.view.text[near.start:near.end]
        metric, scope, subject = (_unfolded(words, folded, printed) for words in (draft.metric, draft.scope, draft.subject))
        yield replace(draft, metric=metric or draft.metric, scope=scope, subject=subject)


def _unfolded(words: str | None, folded: str, printed: str) -> str | None:
    """Words as printed: character by character, in order, where they stand in the folded text."""
    if not words:
        return words
    start = folded.rfind(words)
    if start >= 0:
        return printed[start:start + len(words)]
    out, at = [], 0
    for char in words:
        found = folded.find(char, at)
        out.append(printed[found] if found >= 0 else char)
        at = found + 1 if found >= 0 else at
    return "".join(out)


def _draft(spot: Spot, metric: Metric, own: list[Growth], article: Article | None, context: _Context) -> IndicatorDraft:
    """The draft of one figure with the growth that belongs to it, every part with its evidence."""
    key, dates = spot.figure.key, context.dates
    today = (article.date if article else None) or context.published
    kind, said = kind_of(spot, article, dates.sections)
    period, dated = context.calendar.period(spot, "actual" if said[0] == YEAR_PLAN else kind, article)
    told = None if dated and dated.rule in _BEFORE else period
    kind, said = in_time(spot, kind, said, period, today, dates.newest(article), told=told)
    ahead = kind != "actual" and said[0] != YEAR_PLAN
    if dated and dated.rule in _FAR and ahead and period and period.end and today and period.end < today:
        period = dated = None  # what is to come is of no time that the text told of before
    subject = context.subjects.subject(spot, article)
    phrase = _without(subject, metric.phrase)
    attributes = [Attribute("metric", phrase, spot.before, key, metric.rule, spot.before_words),
                  Attribute("kind", kind, spot.clause, key, said[0], said[1])]
    attributes += [dated] if dated else []
    attributes += [Attribute(g.field, g.words, spot.clause, g.figure, g.rule, g.words) for g in own if g.field]
    return IndicatorDraft(key, phrase, kind, subject=subject, scope=metric.scope,
                          period=period, yoy_percent=next((g.figure for g in own if g.field == "yoy_percent"), None),
                          yoy_delta=next((g.figure for g in own if g.field == "yoy_delta"), None),
                          attributes=tuple(attributes))


def _without(subject: str | None, phrase: str) -> str:
    """A metric without the body whose figure it is at its start."""
    rest = phrase.removeprefix(subject) if subject else phrase
    return rest if len(rest) > 2 else phrase


def _article(reading: Reading, start: int) -> Article | None:
    articles = reading.outline.articles
    last = bisect_right([a.at.start for a in articles], start) - 1
    return articles[last] if last >= 0 and start < articles[last].at.end else None

