"""What words are to a project's name: compiled from `patterns/projects/*.toml` and the gazetteer, once a process."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import patterns
from patterns import gazetteer

# A word's part in a name: generic, concrete, product, works, phase, word; place (of the gazetteer), spot (a river, a
# road, a village), brand, name.
Sort = str


def _any(words: list[str]) -> str:
    return "|".join(map(re.escape, sorted(set(words), key=lambda w: (-len(w), w))))


def names() -> dict[str, Any]:
    """The table of names."""
    return patterns.table("projects/names")


def head_ends(text: str) -> Iterator[re.Match[str]]:
    """Every end of a name in a text, as matches of `heads`; the fast search looks for bare words and asks `heads` there."""
    at, words, whole = 0, _head_words(), heads()
    while found := words.search(text, at):
        head = whole.match(text, found.start())
        if head:
            yield head
        at = max(head.end() if head else 0, found.start() + 1)


@cache
def _head_words() -> re.Pattern[str]:
    table = names()["heads"]
    return re.compile(_any([*table["plain"], *table["works"]]))


@cache
def heads() -> re.Pattern[str]:
    """The end of a name: one of the heads, what kind of work it is, its phase, a closing 项目."""
    table = names()["heads"]
    ends, work, phase = _any([*table["plain"], *table["works"]]), _any(table["kinds_of_work"]), phases().pattern
    plain = _any([p for p in table["plain"] if len(p) == 2])
    bad, closing = _any(table["not_before"]), _any(table["closing_work"])
    behind = "".join(f"(?<!{word})" for word in names()["lists"]["hard"])
    return re.compile(
        rf"(?!(?:{bad}))(?:(?P<works>{_any(table['works'])})(?!{table['not_after']})|(?P<plain>{_any(table['plain'])}))"
        rf"(?:{table['stretch']})?(?:(?!(?:{bad}))(?:{ends}))?"
        rf"(?:[（(](?:{phase})[）)]|(?:{phase}))?(?P<work>(?:{work}){{0,3}}(?!(?:{bad}))(?:{plain}))?(?:[（(](?:{phase})[）)]|(?:{phase})(?:{plain})?)?"
        rf"(?:{behind}(?:{closing})(?={table['work_ends']}))?"
    )


@cache
def routes() -> re.Pattern[str]:
    """A road by its number, with the section of it that is built (国道318线A至B段)."""
    return re.compile(names()["lists"]["road"])


@cache
def phases() -> re.Pattern[str]:
    return re.compile(names()["heads"]["phases"])


@cache
def stops() -> frozenset[str]:
    return frozenset(names()["stop"]["function"])


@cache
def verbs() -> frozenset[str]:
    return frozenset(names()["stop"]["verbs"])


@cache
def nominal() -> frozenset[str]:
    return frozenset(names()["stop"]["nominal"])


@cache
def generic() -> frozenset[str]:
    return frozenset(names()["generic"]["words"])


@cache
def weights() -> dict[str, float]:
    return patterns.table("projects/names")["evidence"]  # type: ignore[no-any-return]


@cache
def pattern(room: str, table: str, key: str) -> re.Pattern[str]:
    """A regular expression of a table, compiled."""
    return re.compile(patterns.table(f"projects/{room}")[table][key])


@cache
def products() -> dict[str, str]:
    """Division of the national classification by product word."""
    table = patterns.table("projects/industry")["divisions"]
    return {word: code for code, words in table.items() for word in words}


@cache
def _concrete() -> frozenset[str]:
    return frozenset(names()["concrete"]["words"])


@cache
def _works() -> frozenset[str]:
    return frozenset(names()["heads"]["works"])


@cache
def _chemistry() -> frozenset[str]:
    return frozenset(names()["generic"]["chemical"])


@cache
def _endings() -> tuple[str, ...]:
    return tuple(names()["generic"]["endings"])


@cache
def _place_cues() -> tuple[tuple[str, ...], frozenset[str]]:
    return tuple(names()["place"]["endings"]), frozenset(patterns.table("places/cues")["common_words"])


@cache
def sort_of(word: str, known: Callable[[str], str]) -> Sort:
    """What a word contributes to a name: a place, a brand (unknown to the dictionary), a product, a class word …"""
    if word in generic():
        return "generic"
    if word in _concrete():
        return "concrete"
    if word[:1].isascii():
        return "generic" if len(word) < 2 or word.isdigit() else "name"
    endings, everyday = _place_cues()
    if word in gazetteer.full_names() or (word in gazetteer.short_names() and word not in everyday):
        return "place"
    if word in products() or _is_chemical(word):
        return "product"
    if word in _works():
        return "works"
    if phases().fullmatch(word):
        return "phase"
    part = known(word)
    if len(word) > 2 and word.endswith(endings):
        return "spot"
    if part == "ns":
        return "place"
    if part in ("nr", "nt", "nz", "nrt", "nrfg"):
        return "name"
    if part:
        return "generic" if len(word) > 1 and word.endswith(_endings()) else "word"
    if len(word) < 2 or word.isdigit() or word[0] in _junk() or word[-1] in _junk():
        return "word"
    return "brand"


@cache
def _junk() -> frozenset[str]:
    return frozenset(names()["lists"]["junk"])


def is_chemical_name(text: str) -> bool:
    """Whether most characters spell a chemical (聚四亚甲基醚二醇), so that a list item is a product."""
    letters = _chemistry() | frozenset(names()["generic"]["chemistry_prefix"])
    return sum(c in letters for c in text) * 10 >= len(text) * 7


def _is_chemical(word: str) -> bool:
    chemistry = _chemistry()
    return all(c in chemistry for c in word) or (len(word) > 2 and word[-1] in chemistry)
