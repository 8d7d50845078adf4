"""One reading → the rows of every table, as tuples in the order of the schema's columns."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Any

from extractor.dataset import schema
from extractor.model import Attribute, Indicator, Mention, Project, Reading, Segment, Span, Task

Row = tuple[Any, ...]
Rows = dict[str, list[Row]]

_EXACT = Context(prec=60, rounding=ROUND_HALF_EVEN)
_SIX = Decimal("0.000001")
_LIMIT = Decimal(10) ** 32


def decimal(value: Decimal | None) -> Decimal | None:
    """The value with six decimals, as the decimal columns hold it; None where it is too large for them.

    >>> decimal(Decimal("33.8"))
    Decimal('33.800000')
    """
    if value is None or not value.is_finite() or abs(value) >= _LIMIT:
        return None
    return value.quantize(_SIX, context=_EXACT)


def rows(reading: Reading) -> Rows:
    """The rows of every table for one document, each list in the order in which it is written."""
    made: dict[str, Iterable[Row]] = {
        "documents": [_document(reading)],
        "articles": _articles(reading),
        "mentions": _mentions(reading),
        "projects": _projects(reading),
        "tasks": _tasks(reading),
        "task_units": _task_units(reading),
        "indicators": _indicators(reading),
        "findings": _findings(reading),
        "derived": _derived(reading),
        "unread": ((reading.document.doc_id, u.start, u.end, reading.document.text[u.start:u.end], u.reason)
                   for u in sorted(reading.unread, key=lambda u: (u.start, u.end))),
        "evidence": sorted(_evidence(reading), key=lambda r: (r[5], r[6], r[1], r[2], r[3], r[4] or "")),
        "skipped": (),
    }
    return {name: list(found) for name, found in made.items()}


def skipped_rows(skipped: Iterable[tuple[str, str, str]]) -> Rows:
    """Rows for the files that were not read: source, reason and detail of each."""
    return {t.name: [(s, r, d or None) for s, r, d in skipped] if t.name == "skipped" else [] for t in schema.TABLES}


def _document(reading: Reading) -> Row:
    """The row of a document; what it leaves open comes from its only article, the title from its first."""
    d, articles = reading.document, reading.outline.articles
    first = articles[0] if articles else None
    only = first if len(articles) == 1 else None
    extra = json.dumps(dict(sorted(d.extra.items())), ensure_ascii=False) if d.extra else None
    return (d.doc_id, d.source, d.media_type, d.loader, d.title or (first.title if first else None),
            d.publisher or (only.publisher if only else None), d.published or (only.date if only else None), d.pages,
            len(d.text), d.text, d.ocr_confidence, d.status, d.error, d.url, extra, list(d.warnings))


def _articles(r: Reading) -> Iterator[Row]:
    for a in sorted(r.outline.articles, key=lambda a: (a.start, a.end)):
        yield (r.document.doc_id, a.key, a.title, a.byline, a.kind, a.dateline, a.start, a.end)


class _Places:
    """Article and section of places in the view, asked for in any order."""

    def __init__(self, reading: Reading) -> None:
        self.articles = sorted(reading.outline.articles, key=lambda a: (a.at.start, -a.at.end))
        self.starts = [a.at.start for a in self.articles]
        self.headings = reading.outline.headings

    def article(self, at: Span) -> str | None:
        for i in range(bisect_right(self.starts, at.start) - 1, -1, -1):
            if at.start < max(self.articles[i].at.end, self.articles[i].at.start + 1):
                return self.articles[i].key
        return None

    def sections(self, places: Sequence[Span]) -> list[str | None]:
        """The heading path of each place; places in text order."""
        out: list[str | None] = []
        open_: list[Segment] = []
        path: str | None = None
        waiting = sorted(self.headings, key=lambda h: (h.at.start, h.level))
        i = 0
        for at in places:
            moved = False
            while i < len(waiting) and waiting[i].at.start <= at.start:
                open_ = [h for h in open_ if h.level < waiting[i].level]
                open_.append(waiting[i])
                i, moved = i + 1, True
            still = [h for h in open_ if h.at.end > at.start]
            if moved or len(still) != len(open_):
                open_ = still
                path = " / ".join(f"{h.number} {h.title}".strip() for h in open_) or None
            out.append(path)
        return out


def _mentions(r: Reading) -> Iterator[Row]:
    places = _Places(r)
    in_order = sorted(r.mentions, key=lambda m: (m.start, m.end, m.kind))
    by_view = sorted(range(len(in_order)), key=lambda i: in_order[i].at.start)
    section: dict[int, str | None] = dict(zip(by_view, places.sections([in_order[i].at for i in by_view]), strict=True))
    for i, m in enumerate(in_order):
        boxes = [{"page": b.page, "x0": b.x0, "top": b.top, "x1": b.x1, "bottom": b.bottom}
                 for b in r.document.locate(Span(m.start, m.end))]
        yield (r.document.doc_id, m.key, places.article(m.at), section[i], m.kind, m.text, m.start, m.end, boxes,
               decimal(m.value), decimal(m.low), decimal(m.high), m.unit, m.qualifier, m.soft, m.role, m.pattern,
               _normal(m), list(m.notes))


def _normal(m: Mention) -> str | None:
    if m.normal or not m.period:
        return m.normal
    first, last = (d.isoformat() if d else ".." for d in (m.period.start, m.period.end))
    return first if first == last else f"{first}/{last}"


def _projects(r: Reading) -> Iterator[Row]:
    for p in sorted(r.projects, key=lambda p: (p.start, p.end)):
        value = {a: _amount(r, p, a) for a in schema.AMOUNTS}
        yield (r.document.doc_id, p.key, p.article, p.name, p.start, p.end, p.owner, p.place, p.region_code, p.industry,
               p.status, *(value[a] for a in schema.AMOUNTS[:3]), _currency(r, p), *(value[a] for a in schema.AMOUNTS[3:]),
               p.signed, p.started, p.finished, *(p.amounts.get(a) for a in schema.AMOUNTS), list(p.capacity),
               p.investor_origin)


def _amount(r: Reading, p: Project, name: str) -> Decimal | None:
    return decimal(r.mention(p.amounts[name]).value) if name in p.amounts else None


def _currency(r: Reading, p: Project) -> str | None:
    """The currency of a project's first amount of money; amounts in another currency are left to their mentions."""
    money = (r.mention(p.amounts[a]) for a in schema.AMOUNTS if a in p.amounts)
    return next((m.unit for m in money if m.kind == "money"), None)


def _tasks(r: Reading) -> Iterator[Row]:
    for t in sorted(r.tasks, key=lambda t: (t.start, t.end)):
        roles = {role: [u.unit for u in t.units if u.role == role] for role in ("lead", "responsible")}
        yield (r.document.doc_id, t.key, t.article, t.section, t.number, t.title, t.start, t.end, t.deadline,
               roles["lead"], roles["responsible"])


def _task_units(r: Reading) -> Iterator[Row]:
    units = [(u, t.key) for t in r.tasks for u in t.units]
    for u, task in sorted(units, key=lambda x: (x[0].start, x[0].end, x[1], x[0].role)):
        yield (r.document.doc_id, task, u.role, u.unit, u.unit_normal, u.start, u.end)


def _indicators(r: Reading) -> Iterator[Row]:
    for i in sorted(r.indicators, key=lambda i: r.mention(i.mention).start):
        m = r.mention(i.mention)
        start, end = (i.period.start, i.period.end) if i.period else (None, None)
        yield (r.document.doc_id, i.key, i.article, i.subject, i.region_code, i.metric, i.scope, decimal(m.value), m.unit,
               m.qualifier, i.kind, start, end, decimal(i.yoy_percent), decimal(i.yoy_delta), i.mention)


def _findings(r: Reading) -> Iterator[Row]:
    for f in r.findings:
        yield (r.document.doc_id, f.key, f.rule, f.verdict, decimal(f.reported), decimal(f.expected_low),
               decimal(f.expected_high), f.formula, list(f.mentions), f.message,
               f.message_zh or None, list(f.roles), f.slip or None, [f"{s.start}-{s.end}" for s in f.spans])


def _derived(r: Reading) -> Iterator[Row]:
    for d in r.derived:
        yield (r.document.doc_id, d.key, d.rule, decimal(d.low), decimal(d.high), d.unit, d.formula, list(d.mentions),
               d.metric or None, d.period or None)


def _evidence(r: Reading) -> Iterator[Row]:
    records: list[tuple[str, Project | Task | Indicator]] = [
        *(("projects", p) for p in r.projects), *(("tasks", t) for t in r.tasks),
        *(("indicators", i) for i in r.indicators)]
    for table, record in records:
        for a in record.attributes:
            yield _ground(r, table, record.key, a)
    for t in r.tasks:
        for u in t.units:
            yield (r.document.doc_id, "tasks", t.key, u.role, None, u.start, u.end, u.unit, u.rule, u.cue or None)
    for p in r.projects:
        said = {a.mention for a in p.attributes}
        for field, key in [*p.amounts.items(), *(("capacity", k) for k in p.capacity)]:
            if key not in said:
                yield _bare(r, "projects", p.key, field, key)
    for i in r.indicators:
        if i.mention not in {a.mention for a in i.attributes}:
            yield _bare(r, "indicators", i.key, "value", i.mention)
    for f in r.findings:
        for n, key in enumerate(f.mentions, 1):
            yield _bare(r, "findings", f.key, "reported" if n == len(f.mentions) else f"term {n}", key, f.rule)


def _ground(r: Reading, table: str, key: str, a: Attribute) -> Row:
    at = r.view.read(a.at.start, a.at.end)
    return (r.document.doc_id, table, key, a.field, a.mention, at.start, at.end, a.text, a.rule or None, a.cue or None)


def _bare(r: Reading, table: str, key: str, field: str, mention: str, rule: str | None = None) -> Row:
    m = r.mention(mention)
    return (r.document.doc_id, table, key, field, mention, m.start, m.end, m.text, rule, None)
