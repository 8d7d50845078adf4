"""Drafts of indicators → records: keys, the code of the place, growth as exact numbers."""

from __future__ import annotations

import re
from bisect import bisect_right
from decimal import Decimal
from functools import cache

import patterns
from extractor.model import Article, Indicator, IndicatorDraft, Reading
from extractor.normalise import places


def indicators(reading: Reading) -> tuple[Indicator, ...]:
    """The records of a reading's indicator drafts, in text order; `i1` is the first."""
    articles = reading.outline.articles
    starts = [a.at.start for a in articles]
    homes: dict[str, tuple[str, ...]] = {}
    known: dict[tuple[str, str], str | None] = {}
    out = []
    for number, draft in enumerate(reading.indicator_drafts, 1):
        at = reading.mention(draft.mention).at
        article = articles[max(bisect_right(starts, at.start) - 1, 0)] if articles else None
        key = article.key if article else ""
        if key not in homes:
            homes[key] = places.home(reading, article)
        place = (key, draft.subject or "")
        if place not in known:
            known[place] = _region(draft, homes[key])
        out.append(_record(reading, draft, f"i{number}", article, known[place]))
    return tuple(out)


def _record(reading: Reading, draft: IndicatorDraft, key: str, article: Article | None, region: str | None) -> Indicator:
    return Indicator(key, article.key if article else "", draft.mention, draft.metric, draft.kind, subject=draft.subject,
                     region_code=region, scope=draft.scope, period=draft.period,
                     yoy_percent=_value(reading, draft.yoy_percent), yoy_delta=_value(reading, draft.yoy_delta),
                     attributes=draft.attributes)


def _region(draft: IndicatorDraft, home: tuple[str, ...]) -> str | None:
    """The code of the place that the subject names; the document's own place where the text names no other subject."""
    if draft.subject and not _standing().fullmatch(draft.subject):
        return places.resolve(draft.subject, home)
    return home[0] if home else None


@cache
def _standing() -> re.Pattern[str]:
    """Words that stand for the document's own place (全县)."""
    return re.compile(patterns.table("indicators/cues")["subject"]["standing"])


def _value(reading: Reading, key: str | None) -> Decimal | None:
    return reading.mention(key).value if key else None
