"""Drafts of projects → records: keys, region and industry codes, days, one mention for each amount."""

from __future__ import annotations

from datetime import date

from extractor.model import Attribute, Project, ProjectDraft, Reading
from extractor.normalise import places

AMOUNTS = (
    "total_investment",
    "annual_plan",
    "completed",
    "agreed_investment",
    "funds_in_place",
    "phase_investment",
    "fixed_assets",
    "output_value",
    "tax",
    "profit",
    "jobs",
    "area",
)


def projects(reading: Reading) -> tuple[Project, ...]:
    """The records of a reading's project drafts, in text order."""
    return tuple(_record(reading, draft, f"p{i}") for i, draft in enumerate(reading.project_drafts, 1))


def _record(reading: Reading, draft: ProjectDraft, key: str) -> Project:
    article = next((a for a in reading.outline.articles if a.at.covers(draft.at)), None)
    read = reading.view.read(draft.at.start, draft.at.end)
    first = _first(draft)
    return Project(
        key=key,
        article=article.key if article else "",
        name="".join(draft.name.split()),
        start=read.start,
        end=read.end,
        owner=_owner(draft),
        investor_origin=_text(first, "investor_origin"),
        place=_text(first, "park") or _text(first, "place"),
        region_code=_region(reading, first, draft),
        industry=_code(first, "industry"),
        status=_code(first, "status"),
        amounts={f: m for f in AMOUNTS if f in first and (m := first[f].mention)},
        capacity=tuple(dict.fromkeys(a.mention for a in draft.attributes if a.field == "capacity" and a.mention)),
        signed=_day(reading, first, "signed"),
        started=_day(reading, first, "started"),
        finished=_day(reading, first, "finished"),
        attributes=draft.attributes,
    )


def _first(draft: ProjectDraft) -> dict[str, Attribute]:
    """The strongest attribute of each field: drafts list them so."""
    out: dict[str, Attribute] = {}
    for attribute in draft.attributes:
        out.setdefault(attribute.field, attribute)
    return out


def _text(first: dict[str, Attribute], field: str) -> str | None:
    return "".join(first[field].text.split()) if field in first else None


def _owner(draft: ProjectDraft) -> str | None:
    """The surest owner, and behind it those that the same words name with it (由A、B投资建设)."""
    told = [a for a in draft.attributes if a.field == "owner"]
    if not told:
        return None
    with_it = [a.text for a in told[1:] if a.text in told[0].cue]
    return "、".join("".join(name.split()) for name in dict.fromkeys([told[0].text, *with_it]))


def _code(first: dict[str, Attribute], field: str) -> str | None:
    """What the words of an attribute stand for: the stage, the division of industry."""
    return first[field].cue if field in first else None


def _region(reading: Reading, first: dict[str, Attribute], draft: ProjectDraft) -> str | None:
    """The code of the stated place, read by the document's own place; that place itself where none is stated.

    A place in the project's name counts near the document's own places: 北京航天产业园 may lie anywhere.
    """
    article = next((a for a in reading.outline.articles if a.at.covers(draft.at)), None)
    own = places.home(reading, article)
    for text in (_text(first, "place"), _text(first, "park")):
        if text and (code := places.resolve(text, own)):
            return code
    return places.of_name(draft.name, own) or (own[0] if own else None)


def _day(reading: Reading, first: dict[str, Attribute], field: str) -> date | None:
    """The day of a stage where the text dates it to the day; a month or year stays in the evidence."""
    attribute = first.get(field)
    if not attribute or not attribute.mention:
        return None
    period = reading.mention(attribute.mention).period
    return period.end if period and period.start == period.end else None
