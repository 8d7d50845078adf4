"""The order: document → view → outline → mentions → drafts → records → findings; the only file that knows it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from extractor import assemble, audit, segment
from extractor.match.dates import dates
from extractor.match.figures import figures
from extractor.model import Document, Mention, Outline, Reading, Segment, Span, Unread, View
from extractor.normalise import records
from extractor.normalise.derive import derivation as derived
from extractor.normalise.figures import figures as valued
from extractor.normalise.periods import resolved

_SURE = 0.9  # in blurred print every wrong digit was below, and one right digit in twenty


def read(document: Document) -> Reading:
    """All that can be read of one document, every intermediate kept."""
    view = segment.view(document)
    outline = segment.outline(document, view)
    mentions, unread = _figures(document, view, outline)
    days = resolved(dates(view, outline, document.text), view, outline, reference=document.published)
    mentions = _doubtful(mentions, document)
    found = sorted([*mentions, *days], key=lambda m: (m.start, m.end, m.kind))
    keyed = tuple(m.keyed(f"m{i}") for i, m in enumerate(found, 1))
    reading = Reading(document, view, outline, keyed, _without(unread, days), words=segment.words, known=segment.known)
    reading = replace(reading, project_drafts=assemble.projects(reading), task_drafts=assemble.tasks(reading))
    reading = replace(reading, indicator_drafts=assemble.indicators(reading))
    reading = replace(reading, projects=records.projects(reading), tasks=records.tasks(reading),
                      indicators=records.indicators(reading))
    findings, derived = audit.checked(reading)
    return replace(reading, findings=tuple(replace(f, key=f"f{i}") for i, f in enumerate(findings, 1)), derived=derived)


def quantities(text: str) -> list[Mention]:
    """The figures of any string, in text order: `text[m.start:m.end] == m.text`, values as exact decimals in base units."""
    document = Document("", "<text>", text)
    view = segment.view(document)
    whole = Segment("sentence", Span(0, len(view.text)))
    outline = Outline((), (), (whole,), (whole,), ())
    return list(_figures(document, view, outline)[0])


def derivation(text: str, start: int, end: int) -> tuple[Mention, tuple[tuple[str, str], ...]] | None:
    """The figure printed at a place of a text, read anew, with the steps to its value; None where none is read."""
    document = Document("", "<text>", text)
    view = segment.view(document)
    whole = Segment("sentence", Span(0, len(view.text)))
    for figure in figures(view, Outline((), (), (whole,), (whole,), ()))[0]:
        if view.read(figure.at.start, figure.at.end) == Span(start, end):
            made = valued((figure,), document, view)[0]
            return (made[0], derived(figure)) if made else None
    return None


def periods(text: str, reference: date | None = None) -> list[Mention]:
    """The dates of any string in text order, each with first and last day as far as the text or `reference` gives them.

    `reference` is the day of writing: it gives a date without year its year. Where nothing places a date it has no period.
    """
    document = Document("", "<text>", text)
    view = segment.view(document)
    outline = segment.outline(document, view)
    return list(resolved(dates(view, outline, text), view, outline, reference=reference))


def _figures(document: Document, view: View, outline: Outline) -> tuple[tuple[Mention, ...], tuple[Unread, ...]]:
    found, unread = figures(view, outline)
    mentions, valueless = valued(found, document, view)
    if valueless:
        unread = tuple(sorted([*unread, *valueless], key=lambda u: u.start))
    return mentions, _printed(unread, document.text)


def _printed(unread: tuple[Unread, ...], text: str) -> tuple[Unread, ...]:
    """The numbers with their text as read, where the view shows another (full-width digits)."""
    return tuple([u if text[u[0]:u[1]] == u[2] else u._replace(text=text[u.start:u.end]) for u in unread])


def _doubtful(mentions: tuple[Mention, ...], document: Document) -> tuple[Mention, ...]:
    """Mentions of a recognised page with a note on those with a character read less surely than `_SURE`."""
    sure = document.layout.confidence if document.layout else None
    if sure is None:
        return mentions
    least = [min((sure[i] for i in range(m.start, m.end) if not document.text[i].isspace()), default=1.0) for m in mentions]
    return tuple(m._replace(notes=(*m.notes, f"low confidence {c:.2f}")) if c < _SURE else m
                 for m, c in zip(mentions, least, strict=True))


def _without(unread: tuple[Unread, ...], days: Iterable[Mention]) -> tuple[Unread, ...]:
    """What no date mention covers."""
    spans = sorted((d.start, d.end) for d in days)
    starts = [s for s, _ in spans]
    return tuple(u for u in unread if not (i := bisect_right(starts, u.start)) or spans[i - 1][1] <= u.start)
