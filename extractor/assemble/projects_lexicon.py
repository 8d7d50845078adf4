"""What words are to a project's name: compiled from `patterns/projects/*.toml` and the gazetteer, once a process."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import Any

import patterns
from patterns import gazetteer

# A word's part in a name: generic, concrete, product, works, phase, word; place (of the gazetteer), spot (a river, a
# road, a village), brand, name.
Sort = str


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first; grouped by their first characters, which is fast to search."""
    rest: dict[str, set[str]] = {}
    for word in words:
        rest.setdefault(word[:1], set()).add(word[1:])
    short = rest.pop("", None) is not None
    each = [re.escape(first) + (f"(?:{any_of(more)})" if more != {""} else "") for first, more in sorted(rest.items())]
    return "|".join([*each, *([""] if short else [])])


def by_first(cues: Sequence[str]) -> tuple[re.Pattern[str], tuple[int, ...]]:
    """One pattern for all cues, fast to search where each branch opens with a character; the cue of each of its groups.

    Where several cues match at one place, the first of them does.

    >>> pattern, order = by_first(["(?:签|续)约", "签字"])
    >>> pattern.pattern, order
    ('签(?:(约)|(字))|续(?:(约))', (0, 1, 0))
    """
    branches: dict[str, list[tuple[int, str]]] = {}
    for i, cue in enumerate(cues):
        for branch in _branches(f"(?:{cue})"):
            first = branch[:1] if branch[:1].isalnum() and branch[1:2] not in _REPEATS else ""
            branches.setdefault(first, []).append((i, branch[len(first) :]))
    order = [i for several in branches.values() for i, _ in several]
    text = "|".join(f"{c}(?:{'|'.join(f'({rest})' for _, rest in several)})" for c, several in branches.items())
    return re.compile(text), tuple(order)


_REPEATS = ("?", "*", "+", "{")
_TOKEN = re.compile(r"\\.|\[\^?\]?[^\]]*\]|.", re.DOTALL)


def _branches(cue: str) -> list[str]:
    """A pattern as alternatives that open with a character each: (?:a|b)c as ac, bc; a lookbehind is put after it."""
    if behind := re.match(r"\(\?<!(\w)\)(\w)", cue):
        return [f"{behind[2]}(?<!{behind[1]}{behind[2]}){cue[behind.end():]}"]
    if not cue.startswith("(?:"):
        return [cue]
    cuts, depth, end = [2], 0, 0
    for token in _TOKEN.finditer(cue):
        end = token.start()
        depth += (token.group() == "(") - (token.group() == ")")
        if token.group() == "|" and depth == 1:
            cuts.append(end)
        if not depth:
            break
    rest = cue[end + 1 :]
    if rest.startswith(_REPEATS):
        return [cue]
    return [b for low, high in pairwise([*cuts, end]) for b in _branches(cue[low + 1 : high] + rest)]


@cache
def names() -> dict[str, Any]:
    """The table of names."""
    return patterns.table("projects/names")


def searched(
    opening: re.Pattern[str], whole: re.Pattern[str], text: str, at: int = 0, end: int = sys.maxsize
) -> Iterator[re.Match[str]]:
    """The matches of `whole` in a text, each of which begins where one of `opening` does, which is the faster of both."""
    while found := opening.search(text, at, end):
        hit = whole.match(text, found.start(), end)
        if hit:
            yield hit
        at = hit.end() if hit else found.start() + 1


def head_ends(text: str) -> Iterator[re.Match[str]]:
    """Every end of a name in a text, as matches of `heads`."""
    return searched(_head_words(), heads(), text)


@cache
def _head_words() -> re.Pattern[str]:
    table = names()["heads"]
    return re.compile(any_of([*table["plain"], *table["works"]]))


@cache
def heads() -> re.Pattern[str]:
    """The end of a name: one of the heads, what kind of work it is, its phase, a closing 项目."""
    table = names()["heads"]
    ends, work, phase = any_of([*table["plain"], *table["works"]]), any_of(table["kinds_of_work"]), phases().pattern
    plain = any_of([p for p in table["plain"] if len(p) == 2])
    bad, closing = any_of(table["not_before"]), any_of(table["closing_work"])
    behind = "".join(f"(?<!{word})" for word in names()["lists"]["hard"])
    return re.compile(
        rf"(?!(?:{bad}))(?:(?P<works>{any_of(table['works'])})(?!{table['not_after']})|(?P<plain>{any_of(table['plain'])}))"
        rf"(?:{table['stretch']})?(?:(?!(?:{bad}))(?:{ends}))?"
        rf"(?:[（(](?:{phase})[）)]|(?:{phase}))?(?P<work>(?:{work}){{0,3}}(?!(?:{bad}))(?:{plain}))?(?:[（(](?:{phase})[）)]|(?:{phase})(?:{plain})?)?"
        rf"(?:{behind}(?:{closing})(?={table['work_ends']}))?"
    )


@cache
def _closing() -> re.Pattern[str]:
    plain = "|".join(w for w in names()["heads"]["plain"])
    return re.compile(rf"(?:{plain}|(?:{phases().pattern})[）)]?)$")


def closes(head: str) -> bool:
    """Whether the end of a name says by itself that it is an undertaking: 项目, 二期."""
    return bool(_closing().search(head))


@cache
def last_of_heads() -> frozenset[str]:
    """The characters that end of a name may close with."""
    table = names()["heads"]
    words = [*table["plain"], *table["works"], *table["closing_work"], *table["last"]]
    return frozenset(word[-1] for word in words)


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
def stages() -> tuple[re.Pattern[str], tuple[str, ...]]:
    """The words that say a stage, and the stage of each group of the pattern."""
    told = [(stage["name"], cue) for stage in patterns.table("projects/stages")["stage"] for cue in stage["cues"]]
    pattern, order = by_first([cue for _, cue in told])
    return pattern, tuple(told[i][0] for i in order)


@cache
def products() -> dict[str, str]:
    """Division of the national classification by product word."""
    table = patterns.table("projects/industry")["divisions"]
    return {word: code for code, words in table.items() for word in words}


@cache
def _chemistry() -> frozenset[str]:
    return frozenset(names()["generic"]["chemical"])


@cache
def _endings() -> tuple[str, ...]:
    return tuple(names()["generic"]["endings"])


@cache
def _sorts() -> dict[str, Sort]:
    """The words whose sort a table gives, the surest table first."""
    everyday = set(patterns.table("places/cues")["common_words"])
    out = dict.fromkeys(generic(), "generic")
    for words, sort in (
        (names()["concrete"]["words"], "concrete"),
        (gazetteer.full_names(), "place"),
        ((w for w in gazetteer.short_names() if w not in everyday), "place"),
        (products(), "product"),
    ):
        for word in words:
            out.setdefault(word, sort)
    return out


@cache
def _works() -> frozenset[str]:
    return frozenset(names()["heads"]["works"])


@cache
def _spots() -> tuple[str, ...]:
    return tuple(names()["place"]["endings"])


def sort_of(word: str, known: Callable[[str], str]) -> Sort:
    """What a word contributes to a name: a place, a brand (unknown to the dictionary), a product, a class word …"""
    told = _sorts().get(word)
    if told in ("generic", "concrete"):
        return told
    if word[:1].isascii():
        return "generic" if len(word) < 2 or word.isdigit() else "name"
    if told or _is_chemical(word):
        return told or "product"
    if word in _works():
        return "works"
    if phases().fullmatch(word):
        return "phase"
    part = known(word)
    if len(word) > 2 and word.endswith(_spots()):
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
    return (word[-1] in chemistry and len(word) > 2) or chemistry.issuperset(word)
