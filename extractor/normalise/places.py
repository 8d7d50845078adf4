"""Place names → GB/T 2260 codes: chains, short names, former names, ambiguous names by the document's own place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache

import patterns
from extractor.model import Article, Reading
from patterns import gazetteer

_HEAD = 400  # characters of an article in which short names of provinces and prefectures count
_LONGEST = 14
Named = tuple[str, tuple[str, ...]]


def resolve(text: str, context: Sequence[str] = ()) -> str | None:
    """The code of the smallest place named in `text`, or None where that is open.

    `context` holds codes that the name may be read by, the nearest first: the document's own place above all. A name of
    several places (朝阳) takes the one inside such a place; without one it has no code. Names read from the left narrow
    those after them (通辽市科尔沁区).

    >>> resolve("通辽市科尔沁区"), resolve("朝阳区"), resolve("朝阳区", ["110000"])
    ('150502', None, '110105')
    """
    codes: tuple[str, ...] = ()
    for name, found in _chain(text, tuple(context)):
        inside = tuple(c for c in found if any(o in gazetteer.above(c) for o in codes))
        if codes and not inside:
            if _is_short(name):
                continue  # a short name outside the place before it is part of another word
            return _choose(codes, context)
        codes = inside or found
    return _choose(codes, context) if codes else None


def home(reading: Reading, article: Article | None = None) -> tuple[str, ...]:
    """Codes of the places that an article (else the document) speaks of, the likeliest first; at most three.

    Read from the article's own place, the title, the dateline and the full names that its text prints most.
    """
    text = reading.view.text[article.at.start:article.at.end] if article else reading.view.text
    heads = tuple(h for h in _heads(reading, article) if h)
    return _home(text, heads, article.place if article else None)


@lru_cache(maxsize=16)  # asked for by every record of an article
def _home(text: str, heads: tuple[str, ...], place: str | None) -> tuple[str, ...]:
    score: Counter[str] = Counter()
    for weight, names in [*((8, _names(h)) for h in heads), (1, _full(text)), (2, _names(text[:_HEAD]))]:
        for name, codes in names:
            if len(codes) == 1 and name not in _common():
                score[codes[0]] += weight
    if place and (code := resolve(place, [c for c, _ in score.most_common(3)])):
        score[code] += 100
    return tuple(c for c, _ in sorted(score.items(), key=lambda e: (-e[1], e[0])))[:3]


def _heads(reading: Reading, article: Article | None) -> tuple[str | None, ...]:
    if article:
        return article.title, article.dateline, article.publisher
    return reading.document.title, reading.document.publisher


def _chain(text: str, context: tuple[str, ...]) -> list[Named]:
    """The place names in the text from left to right; zones stand for the place they lie in."""
    for name, codes in gazetteer.zones().items():
        if name in text:
            return [(name, codes)]
    return [(n, c) for n, c in _names(text) if n not in _common() or _near(c, context)]


def _names(text: str) -> list[Named]:
    """The names of places in a short text, longest first from the left."""
    out, at = [], 0
    while at < len(text):
        found = gazetteer.named_at(text, at)
        if found:
            out.append(found)
        at += len(found[0]) if found else 1
    return out


def _full(text: str) -> list[Named]:
    """The full names of places in a text of any length, found from their last characters."""
    known, out, done = gazetteer.full_names(), [], 0
    for ending in _endings().finditer(text):
        end = ending.end()
        for start in range(max(done, end - _LONGEST), end - 1):
            if codes := known.get(text[start:end]):
                out.append((text[start:end], codes))
                done = end
                break
    return out


def _choose(codes: tuple[str, ...], context: Sequence[str]) -> str | None:
    if len(codes) == 1:
        return codes[0]
    for near in context:
        inside = [c for c in codes if near in gazetteer.above(c)] or [c for c in codes if c in gazetteer.above(near)]
        if len(inside) == 1:
            return inside[0]
        if inside:
            codes = tuple(inside)
    provinces = [c for c in codes if c.endswith("0000")]
    around = provinces or [c for c in codes if all(c in gazetteer.above(o) for o in codes)]
    return around[0] if len(around) == 1 else None


def _near(codes: tuple[str, ...], context: tuple[str, ...]) -> bool:
    return any(near in gazetteer.above(c) or c in gazetteer.above(near) for c in codes for near in context)


def _is_short(name: str) -> bool:
    return name not in gazetteer.full_names()


@cache
def _common() -> frozenset[str]:
    return frozenset(patterns.table("places/cues")["common_words"])


@cache
def _endings() -> re.Pattern[str]:
    return re.compile(f"[{patterns.table('places/cues')['endings']}]")
