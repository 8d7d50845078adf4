"""Words by which captions and bylines are known."""

from __future__ import annotations

from functools import cache

import regex

from patterns import table

_ENDS = "。！？：…；!?"
_CLOSING = '”’）)】』」》"'


@cache
def _pattern(name: str) -> regex.Pattern[str]:
    return regex.compile(table("pages/captions")[name]["pattern"])


def ends_caption(text: str) -> bool:
    """Does this text close like a caption, with the photographer's name?"""
    return bool(regex.search(_pattern("end").pattern + "$", text[-24:]))


def starts_caption(text: str) -> bool:
    """Does this text open like a caption?"""
    return bool(_pattern("start").match(text))


def is_byline(text: str) -> bool:
    """Is this a line that says who wrote the piece?"""
    return len(text) <= 36 and bool(_pattern("byline").fullmatch(text)) and text[-1] not in "。！？；"


def is_leader(text: str) -> bool:
    """Is this a line of a table of contents: dots that lead over to a page number?"""
    return bool(_pattern("leader").search(text))


def ends_sentence(text: str) -> bool:
    """Does the text close a sentence, closing quotes and brackets apart?"""
    bare = text.rstrip(_CLOSING)
    return (bool(bare) and bare[-1] in _ENDS) or (bool(text) and text[-1] in "）)】" and not bare)
