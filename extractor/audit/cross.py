"""Checks between documents: the same indicator or project with different values, running totals that fall.

Works on the rows of a dataset's tables, as dicts; scope decides: figures of different scope contradict nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import combinations
from typing import Any

import patterns
from extractor.audit.intervals import Interval, bounds
from extractor.audit.scene import bigrams, family_of
from extractor.model import Mention, Quantity, Span, Verdict

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Side:
    """One document's part in a finding: where it prints what."""

    doc_id: str
    start: int
    end: int
    text: str
    key: str = ""
    scope: str = ""


@dataclass(frozen=True, slots=True)
class CrossFinding:
    """A statement about figures of two documents; `sides` in the order of the documents' periods or ids."""

    rule: str
    verdict: Verdict
    sides: tuple[Side, ...]
    formula: str = ""
    message: str = ""
    message_zh: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """An indicator of one document, ready to be compared."""

    doc_id: str
    subject: str
    metric: str
    scope: str
    kind: str
    start: date | None
    end: date | None
    mention: Mention
    shown: str
    family: str
    interval: Interval


@dataclass(frozen=True, slots=True)
class Tables:
    """The rows that the checks need; a generator of each table is enough."""

    documents: Sequence[Row]
    mentions: Sequence[Row]
    indicators: Sequence[Row]
    projects: Sequence[Row]
    derived: Sequence[Row] = field(default=())


def between(tables: Tables) -> list[CrossFinding]:
    """The findings between documents, in the order of the documents and places they cite."""
    mentions = {(r["doc_id"], r["mention"]): r for r in tables.mentions}
    homes = {r["doc_id"]: _home(r) for r in tables.documents}
    statements = [s for r in tables.indicators if (s := _statement(r, mentions, homes))]
    found = [*_indicators(statements), *_running(statements), *_projects(tables.projects, mentions),
             *_bases(tables.derived, tables.indicators, statements, mentions, homes)]
    found.sort(key=lambda f: (f.verdict == "consistent", f.rule, [(s.doc_id, s.start) for s in f.sides]))
    return [CrossFinding(f.rule, f.verdict, f.sides, f.formula, f.message, f.message_zh, f"x{i}")
            for i, f in enumerate(found, 1)]


def _statement(row: Row, mentions: Mapping[tuple[str, str], Row], homes: Mapping[str, str]) -> Statement | None:
    printed = mentions.get((row["doc_id"], row["mention"]))
    if printed is None or printed["soft"] or not row["metric"]:
        return None
    mention = mention_of(printed)
    family, factor = family_of(mention)
    own, metric = _own_subject(row)
    subject = own or homes[row["doc_id"]] or _squash(row["region_code"] or "")
    if not subject or (row["period_start"] is None and row["period_end"] is None):
        return None
    return Statement(row["doc_id"], subject, plain_metric(metric), _squash(row["scope"] or ""), row["kind"],
                     row["period_start"], row["period_end"], mention, own, family, bounds(mention) * factor)


def _own_subject(row: Row) -> tuple[str, str]:
    """The subject of an indicator and its metric; a place that opens the metric is the subject where none was read."""
    metric = _squash(row["metric"])
    if row["subject"]:
        return _squash(row["subject"]), metric
    found = _place().match(metric)
    return (found["place"], found["rest"]) if found else ("", metric)


def _home(row: Row) -> str:
    """Whom a document is about where a statement does not say: the place that opens its title, else its publisher."""
    found = _place().match(_squash(row.get("title") or ""))
    return found["place"] if found else _squash(row.get("publisher") or "")


def mention_of(row: Row) -> Mention:
    """The mention of a row of `mentions`, with the quantity it prints."""
    def plain(value: Decimal | None) -> Decimal | None:
        return None if value is None else value.normalize() + Decimal(0)

    quantity = Quantity(plain(row["value"]), plain(row["low"]), plain(row["high"]), row["unit"] or "",
                        qualifier=row["qualifier"] or "exact", soft=row["soft"])
    return Mention(row["kind"], row["start"], row["end"], row["text"], Span(row["start"], row["end"]), quantity,
                   key=row["mention"])


def plain_metric(metric: str) -> str:
    """A metric without the words that do not change what is measured."""
    return _drop().sub("", _squash(metric)) or _squash(metric)


# ---- indicators ---------------------------------------------------------------------------------------------------------

def _indicators(statements: Iterable[Statement]) -> Iterator[CrossFinding]:
    """The same subject, metric, scope, period and kind in two documents."""
    groups: dict[tuple[object, ...], list[Statement]] = {}
    for s in statements:
        groups.setdefault((s.subject, s.metric, s.scope, s.kind, s.start, s.end, s.family), []).append(s)
    for same in groups.values():
        yield from _compared(same)


def _compared(same: list[Statement]) -> Iterator[CrossFinding]:
    """Each document's statement against those before; a document that prints several values says nothing."""
    firsts: dict[str, list[Statement]] = {}
    for s in same:
        firsts.setdefault(s.doc_id, []).append(s)
    clear = [found[0] for found in firsts.values() if len({f.mention.value for f in found}) == 1]
    clear.sort(key=lambda s: (s.doc_id, s.mention.start))
    agreed: list[Statement] = []
    for s in clear:
        other = next((a for a in agreed if not a.interval.meets(s.interval)), None)
        if other:
            firm = (_firm(s) and _firm(other) and bool(s.shown and other.shown) and s.kind == "actual"
                    and bool(s.start and s.end))
            yield _made("indicator", "inconsistent" if firm else "warning", other, s)
        elif agreed:
            yield _made("agrees", "consistent", agreed[0], s)
        if not other:
            agreed.append(s)


def _firm(s: Statement) -> bool:
    return s.mention.qualifier == "exact" and s.mention.value is not None


def _made(name: str, verdict: Verdict, a: Statement, b: Statement, **more: str) -> CrossFinding:
    fills = {"subject": a.shown or b.shown, "metric": a.metric, "period": _period(a),
             "scope": f"；{a.scope}" if a.scope else "", "a": _text(a.mention), "b": _text(b.mention), **more}
    return CrossFinding("repeat" if name in ("indicator", "agrees") else "running", verdict, (_side(a), _side(b)),
                        f"{_text(a.mention)} {'=' if verdict == 'consistent' else '≠'} {_text(b.mention)}",
                        _say(name, "en", fills), _say(name, "zh", fills))


def _side(s: Statement) -> Side:
    return Side(s.doc_id, s.mention.start, s.mention.end, _text(s.mention), s.mention.key, s.scope)


# ---- running totals -----------------------------------------------------------------------------------------------------

def _running(statements: Iterable[Statement]) -> Iterator[CrossFinding]:
    """1至8月 below 1至7月: a total that runs from the first of January may not fall."""
    groups: dict[tuple[object, ...], list[Statement]] = {}
    for s in statements:
        if (s.kind == "actual" and s.start and s.end and s.end > s.start and (s.start.month, s.start.day) == (1, 1)
                and s.family not in ("percent", "point", "multiple") and not _stock().search(s.metric) and s.mention.value):
            groups.setdefault((s.subject, s.metric, s.scope, s.start, s.family), []).append(s)
    for group in groups.values():
        ordered = sorted(group, key=lambda s: (s.end or date.max, s.doc_id, s.mention.start))
        for a, b in combinations(ordered[:50], 2):
            if a.doc_id == b.doc_id or a.end == b.end or not _firm(a) or not _firm(b):
                continue
            if a.interval.low is not None and b.interval.high is not None and b.interval.high < a.interval.low:
                firm = bool(a.shown and b.shown)
                made = _made("running", "inconsistent" if firm else "warning", a, b, end_a=str(a.end), end_b=str(b.end))
                yield CrossFinding("running", made.verdict, made.sides, f"{_text(a.mention)} > {_text(b.mention)}",
                                   made.message, made.message_zh)
                break


# ---- projects -----------------------------------------------------------------------------------------------------------

def _projects(rows: Iterable[Row], mentions: Mapping[tuple[str, str], Row]) -> Iterator[CrossFinding]:
    """A project named alike in two documents whose total, owner or place changes."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        name = plain_name(row["name"])
        if len(name) >= patterns.table("audit/cross")["project"]["least"]:
            groups.setdefault(name, []).append(row)
    for group in groups.values():
        firsts = {row["doc_id"]: row for row in reversed(group)}
        for a, b in combinations([firsts[d] for d in sorted(firsts)][:20], 2):
            yield from _project(a, b, mentions)


def _project(a: Row, b: Row, mentions: Mapping[tuple[str, str], Row]) -> Iterator[CrossFinding]:
    totals = [mentions.get((r["doc_id"], r.get("total_investment_mention") or "")) for r in (a, b)]
    if totals[0] and totals[1]:
        first, second = (mention_of(t) for t in totals if t)
        if first.unit == second.unit and not first.soft and not second.soft:
            fits = bounds(first).meets(bounds(second))
            sides = tuple(Side(r["doc_id"], m.start, m.end, _text(m), m.key) for r, m in ((a, first), (b, second)))
            if not fits:
                yield _changed("total", "total_investment", a, sides)
    for name in ("owner", "place"):
        one, other = _squash(a.get(name) or ""), _squash(b.get(name) or "")
        if one and other and not _within(one, other):
            sides = tuple(Side(r["doc_id"], r["start"], r["end"], r[name], r["project"]) for r in (a, b))
            yield _changed("place", name, a, sides)


def _changed(message: str, field_: str, row: Row, sides: tuple[Side, ...]) -> CrossFinding:
    english, chinese = patterns.table("audit/cross")["fields"][field_]
    fills = {"name": row["name"], "a": sides[0].text, "b": sides[1].text}
    return CrossFinding("project", "warning", sides, f"{sides[0].text} ≠ {sides[1].text}",
                        _say(message, "en", {**fills, "field": english}), _say(message, "zh", {**fills, "field": chinese}))


def _within(a: str, b: str) -> bool:
    """One name inside the other, an abbreviation of it, or both with a part in common: no change that is certain."""
    short, long = sorted((a, b), key=len)
    rest = iter(long)
    return all(c in rest for c in short) or bool(bigrams(a) & bigrams(b))


def plain_name(name: str) -> str:
    """A project's name without quotation marks and closing words."""
    bare = re.sub(r"[\s“”\"'‘’《》「」（）()·]", "", name)
    for closing in patterns.table("audit/cross")["project"]["closings"]:
        bare = bare.removesuffix(closing)
    return bare


# ---- derived figures ----------------------------------------------------------------------------------------------------

def _bases(derived: Iterable[Row], indicators: Iterable[Row], statements: Iterable[Statement],
           mentions: Mapping[tuple[str, str], Row], homes: Mapping[str, str]) -> Iterator[CrossFinding]:
    """Last year's value behind a growth against what another document prints for last year."""
    of_mention = {(r["doc_id"], r["mention"]): r for r in indicators}
    printed: dict[tuple[object, ...], list[Statement]] = {}
    for s in statements:
        printed.setdefault((s.subject, s.metric, s.scope, s.start, s.end, s.family), []).append(s)
    for row in derived:
        if row["period"] != "base":
            continue
        own = of_mention.get((row["doc_id"], row["mentions"][0]))
        now = _statement(own, mentions, homes) if own else None
        if now is None or now.start is None or now.end is None or now.kind != "actual":
            continue
        _, factor = family_of(now.mention)
        implied = Interval(Fraction(row["low"]) * factor, Fraction(row["high"]) * factor)
        key = (now.subject, now.metric, now.scope, _year_before(now.start), _year_before(now.end), now.family)
        for other in printed.get(key, ()):
            if other.doc_id != now.doc_id and not implied.meets(other.interval) and _firm(other):
                fills = {"subject": now.shown or other.shown, "metric": now.metric, "formula": row["formula"],
                         "b": _text(other.mention), "period": _period(other)}
                yield CrossFinding("base", "warning", (_side(now), _side(other)),
                                   f"{row['formula']}, printed {_text(other.mention)}",
                                   _say("base", "en", fills), _say("base", "zh", fills))


def _year_before(day: date) -> date:
    return date(day.year - 1, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)


# ---- words --------------------------------------------------------------------------------------------------------------

def _say(name: str, language: str, fills: Mapping[str, str]) -> str:
    return str(patterns.table("audit/cross")[name][language]).format_map({"scope": "", **fills})


def _text(mention: Mention) -> str:
    return "".join(mention.text.split())


def _period(s: Statement) -> str:
    return f"{s.start or '..'} – {s.end or '..'}" if s.start != s.end else str(s.start)


def _squash(text: str) -> str:
    return re.sub(r"\s+", "", text)


@cache
def _place() -> re.Pattern[str]:
    return re.compile(patterns.table("audit/cross")["subject"]["place"])


@cache
def _drop() -> re.Pattern[str]:
    words = sorted(patterns.table("audit/cross")["metric"]["drop"], key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))


@cache
def _stock() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, patterns.table("audit/cross")["stock"]["words"])))
