"""The administrative place an article is about, as it is printed there."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

import regex

import patterns
from patterns import gazetteer

_BODY = 2500  # characters in which the place is looked for


def own_place(title: str, body: str) -> str | None:
    """The place in the title, else the one named in full most often in the text; None where none is or two tie.

    A title that begins with a name like those of places counts though the gazetteer does not know it.

    >>> own_place("石城县河长制考核细则", "")
    '石城县'
    """
    named = _full(title)
    if named:
        return named[0]
    unknown = _unlisted().match(title)
    if unknown:
        return str(unknown["place"])
    said = Counter(_full(body[:_BODY]))
    short = gazetteer.named_at(title, 0)
    if short and short[0] not in patterns.table("places/cues")["common_words"]:
        return next((name for name, _ in said.most_common() if name.startswith(short[0])), short[0])
    ranked = said.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]


def _full(text: str) -> list[str]:
    """Full names of administrative places, the longest at each ending, in text order."""
    names = gazetteer.full_names()
    tails = _tails()
    out = []
    for found in _ending().finditer(text):
        end = found.end()
        if text[end - 2:end] not in tails:
            continue
        stretch = text[max(0, end - 12):end]
        name = next((stretch[i:] for i in range(len(stretch) - 1) if stretch[i:] in names), None)
        if name:
            out.append(name)
    return out


@cache
def _tails() -> frozenset[str]:
    """The last two characters of all names."""
    return frozenset(name[-2:] for name in gazetteer.full_names())


@cache
def _unlisted() -> regex.Pattern[str]:
    return regex.compile(patterns.table("segment/articles")["place"]["unlisted"])


@cache
def _ending() -> re.Pattern[str]:
    return re.compile(f"[{patterns.table('segment/articles')['place']['endings']}]")
