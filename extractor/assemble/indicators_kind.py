"""Fact, plan or target; and which figures state a rule and none of the three."""

from __future__ import annotations

import re
from datetime import date
from functools import cache, lru_cache

import patterns
from extractor.assemble.indicators_growth import is_share
from extractor.assemble.indicators_period import SOON, Kind
from extractor.assemble.indicators_sections import Sections
from extractor.assemble.indicators_spot import Spot, cue
from extractor.model import Article, Period, Span

_COMPARED = 16  # characters before a figure in which the place compared with stands
_LIST = 1500  # characters before an item in which the line that introduces its list stands
_LAST = "last cue in the sentence"
YEAR_PLAN = "projects of a year's plan"
_NEAR_END = 31  # days before its end from which a year is told as over
Said = tuple[str, str]  # by which rule, by which words


def is_rule(spot: Spot, article: Article | None, sections: Sections) -> bool:
    """Whether a figure states a rule (最高不超过15万元), or only sums the list named before it (两项指标)."""
    ruled = cue["no_indicator", "strong_rule"].search(spot.clause_words)
    if ruled and not cue["no_indicator", "done"].search(spot.lead_words):
        return True
    setting = article is not None and article.kind in ("policy", "notice")
    if setting and cue["no_indicator", "rule"].search(spot.clause_words):
        headed = _headed(spot, article, sections)
        if not headed or headed[0] != "actual":
            return True
    if spot.figure.kind == "count" and cue["no_indicator", "these"].search(spot.before_words):
        return True
    if spot.figure.kind == "money" and cue["no_indicator", "by_company"].search(spot.before_words) and cue[
            "no_indicator", "builds"].match(spot.text, spot.figure.at.end):
        return True
    behind = spot.after_words
    if spot.figure.low is not None and (cue["no_indicator", "between"].match(behind) or (
            spot.figure.kind == "money" and cue["no_indicator", "sized"].match(spot.text, spot.figure.at.end))):
        return True
    start, end = spot.figure.at
    nations = spot.figure.kind == "count" and cue["no_indicator", "nations"].fullmatch(spot.figure.unit or "")
    if nations and cue["no_indicator", "in_brackets"].search(spot.text, max(0, start - 1), start):
        return True
    if spot.figure.kind == "count" and cue["no_indicator", "parts"].match(behind):
        return True
    if spot.figure.kind != "count" and cue["no_indicator", "if_so"].match(spot.text, spot.figure.at.end):
        return True
    size = spot.figure.kind in ("money", "measure") and cue["scope", "of_size"].fullmatch(
        spot.before_words.strip() + spot.text[start:end])
    near = spot.text[max(spot.sentence.start, spot.before.start - _COMPARED):spot.before.start] if size else ""
    if size and cue["scope", "among"].search(cue["scope", "a_count"].sub("", near)):
        return True
    sized = cue["no_indicator", "over"].search(spot.before_words) or cue["no_indicator", "bound"].match(behind)
    if sized and cue["no_indicator", "of_size"].fullmatch(behind) and spot.after.end < spot.clause.end:
        return True
    summed = spot.figure.kind == "count" and cue["no_indicator", "summed"].match(spot.after_words)
    return bool(summed) and "、" in spot.words(Span(spot.clause.start, spot.figure.at.end))


def is_beside(spot: Spot) -> bool:
    """Whether a figure only says by how many places a rank rose, that all places are meant, or what another place has."""
    start = spot.figure.at.start
    if cue["no_indicator", "beside"].search(spot.text, max(spot.sentence.start, start - _COMPARED), start):
        return True
    if spot.figure.kind != "count":
        return False
    unit = spot.figure.unit or ""
    end = spot.figure.at.end
    if cue["no_indicator", "places"].fullmatch(unit) and cue["no_indicator", "for_all"].match(spot.text, end):
        return True
    ranked = cue["no_indicator", "rank"].fullmatch(unit) and cue["no_indicator", "moved"].search(spot.before_words)
    return bool(ranked or cue["no_indicator", "rank_move"].match(spot.text, end)
                or cue["no_indicator", "rank_move"].fullmatch(unit))


def in_time(spot: Spot, kind: Kind, said: Said, period: Period | None, today: date | None,
            newest: int = 0, *, told: Period | None = None) -> tuple[Kind, Said]:
    """The kind corrected by the day of writing: no target of a time that is over, no fact of a time to come.

    newest: the latest year of the title, before which a plan's figures are facts. told: the period, where the figure's
    sentence or a heading tells it.
    """
    if said[0] == "kind of document" and period and period.end and period.end.year < newest:
        return "actual", ("before the year of the title", str(newest))
    expected = kind == "plan" and said[0] == _LAST and cue["kind", "expected"].search(said[1])
    if expected and _is_over(told, today, newest):
        return "actual", ("what is expected of a time that is over", said[1])
    if period is None or today is None:
        return kind, said
    if kind == "target" and period.end and period.end < today and cue["kind", "weak"].search(said[1]):
        return "actual", ("the period is over", period.end.isoformat())
    if said[0] == "no cue" and period.start and period.end and (
            (period.start - today).days > SOON or ((period.end - period.start).days > 366 and period.end > today)):
        level = cue["kind", "level"].search(_around(spot))
        return ("target" if level else "plan"), ("the period is to come", period.end.isoformat())
    return kind, said


def _is_over(period: Period | None, today: date | None, newest: int) -> bool:
    """Whether a period had ended, or as good as ended, on the day of writing or before the year of the title."""
    if period is None or period.end is None:
        return False
    return period.end.year < newest or (today is not None and (period.end - today).days <= _NEAR_END)


def _around(spot: Spot) -> str:
    """The words of the clause to the figure and its bound."""
    return spot.words(Span(spot.clause.start, min(spot.figure.at.end + 4, spot.clause.end)))


def kind_of(spot: Spot, article: Article | None, sections: Sections) -> tuple[Kind, Said]:
    """Fact, plan or target, with the rule and the words that say so."""
    clause, before = spot.clause_words, spot.lead_words
    if cue["period", "from"].search(spot.before_words):
        return "actual", ("what it rose or fell from", spot.before_words[-1:])
    if is_share(spot) and cue["kind", "of_plan"].search(spot.before_words):
        return "actual", ("share of a plan", spot.before_words)
    if spot.figure.kind == "count" and (about := cue["kind", "about"].search(spot.before_words)):
        return "actual", ("what something is done about", about.group())
    if planned := cue["period", "of_year"].search(spot.before_words):
        kind: Kind = "target" if cue["kind", "target_heading"].search(planned.group()) else "plan"
        return kind, ("a plan's own figure", planned.group())
    if spot.figure.kind == "money" and (own := cue["kind", "own"].search(spot.before_words)) \
            and not cue["kind", "signed"].search(before):
        return "plan", ("what is planned to be invested", own.group())
    last = _last_cue(before) or _introduced(spot)
    target = cue["kind", "target"].search(clause)
    if target and not (cue["kind", "weak"].search(target.group()) and last and last[1] == "plan"):
        return "target", ("cue in the clause", target.group())
    policy = article is not None and article.kind == "policy"
    setting = policy or (article is not None and article.kind == "notice")
    if setting and spot.figure.kind == "count" and (sets := cue["kind", "sets"].search(before)):
        return "plan", ("what a paper sets", sets.group())
    if policy and (grant := cue["kind", "grant"].search(clause)):
        return "plan", ("a grant", grant.group())
    if policy and (existing := cue["kind", "existing"].search(clause)):
        return "actual", ("what there is", existing.group())
    if (spot.figure.kind in ("count", "money") or is_share(spot)) and (year := _of_year_plan(spot)):
        return "plan", (YEAR_PLAN, year)
    if last and last[1] != "actual":
        if policy and last[1] == "plan" and (level := cue["kind", "level"].search(_around(spot))):
            return "target", ("a level that a plan sets", level.group())
        return last[1], (_LAST, last[2])
    fact = last is not None and cue["kind", "fact"].search(before) is not None
    if not fact and (headed := _headed(spot, article, sections)):
        return headed
    if last:
        return last[1], (_LAST, last[2])
    if policy and cue["kind", "grown"].match(spot.text, spot.figure.at.end):
        return "actual", ("growth or a share of the plan behind it", spot.after_words)
    if policy:
        set_out = cue["kind", "set_out"].search(clause)
        return ("target" if set_out else "plan"), ("kind of document", set_out.group() if set_out else "policy")
    return "actual", ("no cue", "")


def _of_year_plan(spot: Spot) -> str | None:
    """The words that tell what is planned for the year, in a paragraph that counts projects and tells nothing done."""
    return _planned_in(spot.text, spot.paragraph.start, min(spot.paragraph.end, spot.paragraph.start + 2 * _LIST))


@lru_cache(maxsize=4)
def _planned_in(text: str, start: int, end: int) -> str | None:
    """The same of a stretch, kept for the figures of one paragraph."""
    if cue["kind", "parted"].match(text, start):
        start = max(text.rfind("\n", 0, len(text[:start].rstrip())) + 1, start - _LIST)
    found = cue["kind", "year_plan"].search(text, start, end)
    return found.group() if found and not cue["kind", "done_beside"].search(text, start, end) else None


def _introduced(spot: Spot) -> tuple[int, Kind, str] | None:
    """The cue of the line that introduces a list of bullets, for the figures of its items (建议：⏎·…)."""
    bullet = spot.text[spot.paragraph.start:spot.paragraph.start + 1]
    if bullet not in cue_signs():
        return None
    lines = spot.text[max(0, spot.paragraph.start - _LIST):spot.paragraph.start].split("\n")[:-1]
    head = next((line for line in reversed(lines) if not line.startswith(bullet)), "").rstrip()
    found = _last_cue(head) if head.endswith(("：", ":")) else None
    return found if found and found[1] != "actual" else None


def _last_cue(before: str) -> tuple[int, Kind, str] | None:
    """The last cue before a figure; one of a target holds to the next semicolon only, a weak one not beside a plan."""
    last: tuple[int, Kind, str] | None = None
    part = max(before.rfind("；"), before.rfind(";"))
    for hit in _cue_words().finditer(before):
        found = _cues().match(before, hit.start())
        assert found is not None
        kind: Kind = found.lastgroup  # type: ignore[assignment]
        planned = last is not None and last[1] == "plan"
        weak = planned and cue["kind", "weak"].search(found.group()) is not None
        over = kind == "target" and (weak or found.end() <= part)
        if not over:
            last = (found.end(), kind, found.group())
    return last


@cache
def cue_signs() -> frozenset[str]:
    """The signs that open the items of a list."""
    return frozenset(patterns.table("indicators/cues")["bounds"]["bullets"])


_KINDS = ("target", "plan", "actual")


@cache
def _cues() -> re.Pattern[str]:
    """The cues of all kinds in one regex, each kind a group."""
    return re.compile("|".join(f"(?P<{kind}>{cue['kind', kind].pattern})" for kind in _KINDS))


@cache
def _cue_words() -> re.Pattern[str]:
    """The same without groups: as every cue begins with a character of its own, `re` skips to the next of those."""
    return re.compile("|".join(cue["kind", kind].pattern for kind in _KINDS))


def _headed(spot: Spot, article: Article | None, sections: Sections) -> tuple[Kind, Said] | None:
    """What the headings above a figure promise, the innermost that says something first; then the title."""
    titles = [h.title for h in sections.above(spot.figure.at.start)]
    for title in titles:
        if past := cue["kind", "past_heading"].search(title):
            return "actual", ("heading", past.group())
        if cue["kind", "tells"].search(title):
            continue
        if future := cue["kind", "future_heading"].search(title):
            policy = article is not None and article.kind == "policy"
            level = policy and cue["kind", "set_out"].search(spot.clause_words)
            target = level or cue["kind", "target_heading"].search(title)
            return ("target" if target else "plan"), ("heading", future.group())
    return None
