"""Fact, plan or target; and which figures state a rule and none of the three."""

from __future__ import annotations

from datetime import date

from extractor.assemble.indicators_period import Calendar, Kind
from extractor.assemble.indicators_spot import Spot, cue
from extractor.model import Article, Period, Span

Said = tuple[str, str]  # by which rule, by which words


def is_rule(spot: Spot, article: Article | None) -> bool:
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


def in_time(spot: Spot, kind: Kind, said: Said, period: Period | None, today: date | None) -> tuple[Kind, Said]:
    """The kind corrected by the day of writing: no target of a time that is over, no fact of a time to come."""
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


def kind_of(spot: Spot, article: Article | None, calendar: Calendar) -> tuple[Kind, Said]:
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
