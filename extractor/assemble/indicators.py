"""Indicators: which figures state a fact, a plan or a target about a place, body, period or event, and what they say."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

import patterns
from extractor.assemble.indicators_growth import Growth, growths, runs
from extractor.assemble.indicators_metric import Metric, Reader
from extractor.assemble.indicators_period import Calendar, Kind
from extractor.assemble.indicators_spot import Spot, cue, spots
from extractor.model import Article, Attribute, IndicatorDraft, Period, Reading, Span
from patterns import gazetteer

_BACK = 1000  # characters of the paragraph before a sentence in which its project is looked for
_NEAR = 200  # characters around a figure in which the words of its indicator stand
_VALUES = frozenset({"money", "percent", "count", "measure"})


def indicators(reading: Reading) -> tuple[IndicatorDraft, ...]:
    """The indicators of a document as drafts, in text order."""
    dates = [m for m in reading.mentions if m.kind == "date"]
    text = patterns.folded(reading.view.text)
    calendar = Calendar(dates, reading.outline, text, today=reading.document.published)
    ties = _Ties(reading, text)
    out: list[IndicatorDraft] = []
    for paragraph, group in groupby(spots(reading, text), key=lambda s: s.paragraph):
        found = list(group)
        reader = Reader(calendar.within(paragraph),
                        [s.figure for s in found if s.figure.soft], reading.words)
        article = _article(reading, paragraph.start)
        for _, sentence in groupby(found, key=lambda s: s.sentence):
            figures = list(sentence)
            grown = growths(figures)
            owned: dict[str | None, list[Growth]] = {}
            for growth in grown.values():
                owned.setdefault(growth.value, []).append(growth)
            for spot, run in zip(figures, runs(figures), strict=True):
                if spot.figure.kind not in _VALUES or spot.figure.soft or spot.figure.key in grown:
                    continue
                metric = reader.metric(spot, run)
                draft = metric and _draft(spot, metric, owned.get(spot.figure.key, []), ties, calendar, article, reading)
                if draft:
                    out.append(draft)
    return tuple(out) if text == reading.view.text else tuple(_printed(out, reading, text))


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


def _draft(spot: Spot, metric: Metric, own: list[Growth], ties: _Ties, calendar: Calendar,
           article: Article | None, reading: Reading) -> IndicatorDraft | None:
    """The draft of one figure with the growth that belongs to it, or None where it is no indicator."""
    figure = spot.figure
    if ties.about_project(spot, article) or _is_rule(spot, article):
        return None
    kind, said = _kind(spot, article, calendar)
    period, dated = calendar.period(spot, kind, article)
    kind, said = _in_time(spot, kind, said, period, article, reading)
    subject = _subject(spot, article, calendar)
    percent = next((g.figure for g in own if g.field == "yoy_percent"), None)
    delta = next((g.figure for g in own if g.field == "yoy_delta"), None)
    attributes = [Attribute("metric", metric.phrase, spot.before, figure.key, metric.rule, spot.words(spot.before)),
                  Attribute("kind", kind, spot.clause, figure.key, said[0], said[1])]
    attributes += [dated] if dated else []
    attributes += [Attribute(g.field, g.words, spot.clause, g.figure, g.rule, g.words) for g in own if g.field]
    return IndicatorDraft(figure.key, metric.phrase, kind, subject=subject, scope=metric.scope, period=period,
                          yoy_percent=percent, yoy_delta=delta, attributes=tuple(attributes))


class _Ties:
    """What ties a figure to one named project, so that it is no indicator."""

    def __init__(self, reading: Reading, text: str) -> None:
        self.text = text
        counts = sorted(m.at.start for m in reading.mentions if m.kind == "count")
        projects = [p for p in reading.project_drafts if not self._is_class(p.at, counts)]
        self.linked = {a.mention for p in projects for a in p.attributes if a.mention}
        self.named = sorted(at for p in projects for at in (p.at, *p.others))
        self.starts = [s.start for s in self.named]

    def _is_class(self, name: Span, counts: list[int]) -> bool:
        """Whether a count stands right behind a name, which then names a class and no project (加氢站达到100座)."""
        first = bisect_left(counts, name.end)
        between = self.text[name.end:counts[first]] if first < len(counts) else "\n"
        return not between or bool(cue("no_indicator", "counted").fullmatch(between))

    def about_project(self, spot: Spot, article: Article | None) -> bool:
        """Whether a figure is an attribute of a named project or stands in a passage about one."""
        if spot.figure.key in self.linked or any(s.covers(spot.figure.at) for s in self._inside(spot.clause)):
            return True
        start = spot.lead.start
        if cue("no_indicator", "that").match(spot.text, spot.sentence.start, spot.figure.at.start):
            return True
        for bound in cue("no_indicator", "part").finditer(spot.text, start, spot.figure.at.start):
            start = bound.end()
        if article is not None and article.kind == "policy":
            return False  # a plan's 工程 are programmes
        names = self._inside(Span(start, spot.figure.at.start))
        if names:
            return self._on(names, spot)
        return start == spot.sentence.start and self._continued(spot)

    def _inside(self, span: Span) -> list[Span]:
        first = bisect_right(self.starts, span.start - 60)
        return [s for s in self.named[first:bisect_right(self.starts, span.end)] if s.meets(span)]

    def _on(self, names: list[Span], spot: Spot) -> bool:
        """Whether the words from the last project named to the figure stay with that project."""
        between = self.text[names[-1].end:spot.figure.at.start]
        if between.startswith("等") or cue("no_indicator", "aggregate").search(between):
            return False
        joint = len({self.text[n.start:n.end] for n in names}) > 1 and names[-1].end <= spot.clause.start
        return not joint and not any("等" in self.text[n.end:n.end + 2] for n in names)

    def _continued(self, spot: Spot) -> bool:
        """Whether the paragraph has been speaking of one project and this sentence goes on with it."""
        before = self._inside(Span(max(spot.paragraph.start, spot.sentence.start - _BACK), spot.sentence.start))
        names = {self.text[s.start:s.end] for s in before}
        if len(names) != 1:
            return False
        since = self.text[before[-1].end:spot.figure.at.start]
        if cue("no_indicator", "aggregate").search(since):
            return False
        sentence = self.text[spot.lead.start:spot.lead.end]
        return bool(cue("no_indicator", "project_on").search(sentence)) or spot.sentence.start - before[-1].end < 80


def _is_rule(spot: Spot, article: Article | None) -> bool:
    """Whether a figure states a rule (最高不超过15万元), or only sums the list named before it (两项指标)."""
    around = spot.words(Span(spot.clause.start, spot.figure.at.end))
    if cue("no_indicator", "strong_rule", plain=False).search(spot.words(spot.clause)) and not cue(
            "no_indicator", "done").search(spot.words(spot.lead)):
        return True
    if article is not None and article.kind in ("policy", "notice") and cue("no_indicator", "rule", plain=False).search(
            spot.words(spot.clause)):
        return True
    if spot.figure.kind == "count" and cue("no_indicator", "these").search(spot.words(spot.before)):
        return True
    behind = spot.words(spot.after)
    sized = cue("no_indicator", "over").search(spot.words(spot.before)) or cue("no_indicator", "bound").match(behind)
    if sized and cue("no_indicator", "of_size").fullmatch(behind) and spot.after.end < spot.clause.end:
        return True
    summed = spot.figure.kind == "count" and cue("no_indicator", "summed").match(spot.words(spot.after))
    return bool(summed) and "、" in around


def _in_time(spot: Spot, kind: Kind, said: tuple[str, str], period: Period | None, article: Article | None,
             reading: Reading) -> tuple[Kind, tuple[str, str]]:
    """The kind corrected by the day of writing: no target of a time that is over, no fact of a time to come."""
    today = (article.date if article else None) or reading.document.published
    if period is None or today is None:
        return kind, said
    if kind == "target" and period.end and period.end < today and cue("kind", "weak").search(said[1]):
        return "actual", ("the period is over", period.end.isoformat())
    if said[0] == "no cue" and period.start and period.end and (
            period.start > today or ((period.end - period.start).days > 366 and period.end > today)):
        words = spot.words(Span(spot.clause.start, min(spot.figure.at.end + 4, spot.clause.end)))
        level = cue("kind", "level").search(words)
        return ("target" if level else "plan"), ("the period is to come", period.end.isoformat())
    return kind, said


def _kind(spot: Spot, article: Article | None, calendar: Calendar) -> tuple[Kind, tuple[str, str]]:
    """Fact, plan or target, with the rule and the words that say so."""
    clause = spot.words(Span(spot.clause.start, spot.clause.end))
    for found in cue("kind", "target", plain=False).finditer(clause):
        return "target", ("cue in the clause", found.group())
    before = spot.words(spot.lead)
    last: tuple[int, Kind, str] = (-1, "actual", "")
    kinds: tuple[Kind, ...] = ("actual", "plan", "target")
    for name in kinds:
        for found in cue("kind", name, plain=False).finditer(before):
            if found.end() >= last[0]:
                last = (found.end(), name, found.group())
    if article is not None and article.kind == "policy" and (existing := cue("kind", "existing").search(clause)):
        return "actual", ("what there is", existing.group())
    if last[0] >= 0 and last[1] != "actual":
        return last[1], ("last cue in the sentence", last[2])
    heading = " ".join(h.title for h in calendar.sections.above(spot.figure.at.start))
    fact = last[0] >= 0 and cue("kind", "fact").search(before)
    if heading and not fact and (future := cue("kind", "future_heading").search(heading)):
        return ("target" if cue("kind", "target_heading").search(heading) else "plan"), ("heading", future.group())
    if last[0] >= 0:
        return last[1], ("last cue in the sentence", last[2])
    if article is not None and article.kind == "policy":
        return "plan", ("kind of document", article.kind)
    return "actual", ("no cue", "")


def _subject(spot: Spot, article: Article | None, dates: Calendar) -> str | None:
    """The place or body that opens a clause of the sentence before the figure, the nearest; else the article's place."""
    starts = [spot.lead.start]
    starts += [f.end() for f in cue("bounds", "clause").finditer(spot.text, spot.lead.start, spot.lead.end)]
    starts += [d.at.end for d in dates.within(spot.lead)]
    for start in sorted(set(starts), reverse=True):
        words = spot.words(Span(start, spot.figure.at.start))
        while found := cue("subject", "lead").match(words):
            words = words[found.end():]
        if cue("subject", "whole").match(words):
            break
        own = (article.place if article else None) or ""
        if (place := gazetteer.named_at(words, 0)) and (len(place[0]) > 2 or place[0] in own):
            return place[0]
        if body := cue("subject", "body").match(words):
            return body.group()
    return article.place if article else None


def _article(reading: Reading, start: int) -> Article | None:
    articles = reading.outline.articles
    last = bisect_right([a.at.start for a in articles], start) - 1
    return articles[last] if last >= 0 and start < articles[last].at.end else None

