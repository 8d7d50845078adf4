"""Dates and periods as printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import regex

import patterns
from extractor.model import Mention, Outline, Span, View
from patterns.starts import Starts

_POINT, _RANGE = "point", "range"

@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(patterns.grammar("dates/dates")[name])


@cache
def _starts() -> Starts[tuple[str, re.Pattern[str]]]:
    """The patterns by what they begin with; a range begins as a point does."""
    grammar = {name: text for name, text in patterns.grammar("dates/dates").items() if name[0] != "."}
    free = {name: regex.compile(text) for name, text in grammar.items() if name != _RANGE}
    return Starts(((name, _pattern(name)), free[_POINT if name == _RANGE else name]) for name in grammar)


@cache
def _first() -> re.Pattern[str]:
    """What every date begins with."""
    return re.compile(f"(?={'|'.join(patterns.table('dates/dates')['scan']['first'])})")


def _found(text: str) -> Iterator[tuple[str, int, int]]:
    """The dates of a text: its stretches around the characters that every date has are scanned, no other."""
    scan = patterns.table("dates/dates")["scan"]
    start = end = 0
    for key in _keys().finditer(text):
        if key.start() - scan["before"] > end:
            yield from _scanned(text, start, end)
            start = key.start() - scan["before"]
        end = key.end() + scan["after"]
    yield from _scanned(text, start, end)


def _scanned(text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """Name, start and end of the dates in a stretch, the first pattern that matches at a place."""
    starts, done = _starts(), start
    for place in _first().finditer(text, start, end):
        at = place.start()
        if at < done:
            continue
        for name, pattern in starts[text[at:at + 2]]:
            if found := pattern.match(text, at, end):
                done = found.end()
                yield name, at, done
                break


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
    for name, start, end in _found(folded):
        if simplified and _republic().match(folded, start):
            continue
        if name == "plan_name" and not any(view.text[start:end] in title for title in titles):
            continue
        read = view.read(start, end)
        text = source[read.start:read.end] if source is not None else view.text[start:end]
        out.append(Mention("date", read.start, read.end, text, Span(start, end), pattern=name))
    return tuple(out)
