"""Dates and periods as printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import patterns
from extractor.model import Mention, Outline, Span, View

_GROUP = re.compile(r"\(\?P<[a-z_]+>")


@cache
def _scanner() -> re.Pattern[str]:
    """All patterns in one alternation, each a group of its own name, tried only where a date can begin."""
    grammar = patterns.grammar("dates/dates")
    named = (f"(?P<{name}>{_GROUP.sub('(?:', text)})" for name, text in grammar.items() if name[0] != ".")
    first = "|".join(patterns.table("dates/dates")["scan"]["first"])
    return re.compile(f"(?={first})(?:{'|'.join(named)})")


def _found(text: str) -> Iterator[re.Match[str]]:
    """The dates of a text: its stretches around the characters that every date has are scanned, no other."""
    scan = patterns.table("dates/dates")["scan"]
    start = end = 0
    for key in _keys().finditer(text):
        if key.start() - scan["before"] > end:
            yield from _scanner().finditer(text, start, end)
            start = key.start() - scan["before"]
        end = key.end() + scan["after"]
    yield from _scanner().finditer(text, start, end)


@cache
def _keys() -> re.Pattern[str]:
    return re.compile(patterns.table("dates/dates")["scan"]["near"])


@cache
def _republic() -> re.Pattern[str]:
    """A year of the Republic without its name (113年), which only traditional text writes."""
    return re.compile(patterns.grammar("dates/dates")[".roc_year"])


def dates(view: View, outline: Outline, source: str | None = None) -> tuple[Mention, ...]:
    """Mentions of kind `date` in text order, `pattern` naming how each is written; not yet resolved to days.

    source: the text as read, for the mentions' `text`; without it they carry the text of the view.
    """
    out = []
    folded = patterns.folded(view.text)
    titles = [article.title for article in outline.articles if article.title]
    simplified = folded == view.text
    for found in _found(folded):
        start, end = found.span()
        if simplified and _republic().match(folded, start):
            continue
        if found.lastgroup == "plan_name" and not any(view.text[start:end] in title for title in titles):
            continue
        read = view.read(start, end)
        text = source[read.start:read.end] if source is not None else view.text[start:end]
        out.append(Mention("date", read.start, read.end, text, Span(start, end), pattern=str(found.lastgroup)))
    return tuple(out)
