"""The words and numbers that dates are written in, as the table of dates gives them."""

from __future__ import annotations

import re
from functools import cache, lru_cache

import regex

import patterns


@cache
def words_of() -> dict[str, dict[str, int]]:
    return dict(patterns.table("dates/dates")["words"])


@cache
def longest_first(name: str) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(words_of()[name].items(), key=lambda w: -len(w[0])))


@cache
def cues(name: str) -> frozenset[str]:
    return frozenset(patterns.table("dates/dates")["cues"][name])


@cache
def openings(name: str) -> tuple[str, ...]:
    """A list of cues as `str.startswith` takes it."""
    return tuple(patterns.table("dates/dates")["cues"][name])


@cache
def regex_of(name: str) -> re.Pattern[str]:
    return re.compile(patterns.grammar("dates/dates")[name])


@cache
def point_regex() -> regex.Pattern[str]:
    """One side of a date; `regex`, for its alternatives share the names of their groups."""
    return regex.compile(patterns.grammar("dates/dates")[".point"])


@cache
def inner_number() -> re.Pattern[str]:
    return re.compile(r"\d+|[" + "".join([*words_of()["digits"], *words_of()["tens"]]) + "]+")


@cache
def number_of(text: str) -> int | None:
    """A number below 1000 in digits or Chinese numerals, or a string of digit signs (二〇二三); None where it is neither.

    >>> number_of("二十三"), number_of("二〇二三"), number_of("07"), number_of("一百一十二")
    (23, 2023, 7, 112)
    """
    digits, tens = words_of()["digits"], words_of()["tens"]
    if text.isascii() and text.isdigit():
        return int(text)
    if len(text) > 1 and all(c in digits or c.isdigit() for c in text):
        return int("".join(str(digits.get(c, c)) for c in text))
    total = last = 0
    for c in text:
        if c in digits:
            last = digits[c]
        elif c in tens:
            total, last = total + (last or 1) * tens[c], 0
        else:
            return None
    return total + last or None


def straight(year: str) -> str:
    """A year with letters that a scan put for digits set right."""
    return year if year.isdigit() else "".join(str(words_of()["digits"].get(c, c)) for c in year)


@lru_cache(maxsize=4096)
def explicit_year(text: str) -> int | None:
    """The year that a phrase prints, of the common era or of the Republic."""
    if found := regex_of(".year_number").search(text):
        return number_of(straight(found.group()))
    if (found := regex_of(".roc_year").match(text)) and (number := number_of(found.group()[:3])):
        return number + 1911
    if found := regex_of(".minguo_year").search(text):
        number = number_of(found["number"])
        return number + 1911 if number else None
    return None
