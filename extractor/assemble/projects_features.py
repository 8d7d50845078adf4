"""What a name says by itself: the kinds of words it is made of, a capacity, quotation marks, the number of a road."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from extractor.assemble import projects_lexicon as lexicon
from extractor.assemble.projects_scene import Scene
from extractor.model import Span

_QUOTED = re.compile('[“「『"][^”」』"]{4,}[”」』"]')
_QUOTES = frozenset('“「『"')
_CLOSING, _SHORT = 2, 6  # characters of 项目, and the most of 二期工程 and the like
_ZONE = {"place", "spot", "works", "generic", "word", "place_only"}


def features(scene: Scene, at: Span, end: str, hints: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The kinds of evidence in a candidate's own words, each once; `end` and `hints` as in `Naming`."""
    text = scene.text[at.start : at.end]
    if _is_class(text):
        return ("generic",)
    if end == "item" and lexicon.is_chemical_name(text):
        return ("product",)
    out = [*hints, *(("works",) if end == "works" else ()), *_sorts(scene, at)]
    return tuple(dict.fromkeys([*out, *_shape(scene, at, set(out), end)]))


def _is_class(text: str) -> bool:
    """Whether nothing is left of a name without its closing words, or only a word of a class."""
    if text in lexicon.generic() or text[:-_CLOSING] in lexicon.generic() or _rule("by_code").match(text):
        return True
    return len(text) <= _SHORT and not lexicon.phases().sub("", lexicon.heads().sub("", text))


def _sorts(scene: Scene, at: Span) -> Iterator[str]:
    leads = lexicon.names()["lists"]["capacity_leads"]
    text = scene.text[at.start : at.end]
    before = ""
    for start, stop in scene.words(at):
        figure = scene.over(start)
        if not figure or figure.kind not in ("measure", "count"):
            word = scene.text[start:stop]
            sort = scene.sort(word)
            yield "named_word" if sort == "name" else sort
            if before in ("word", "brand", "name") and word in _spots():
                yield "spot"
            before = sort if len(word) > 1 else ""
        elif not figure.soft and not _rule("class_measure").match(figure.text):
            yield "capacity" if figure.kind == "measure" or any(lead in text for lead in leads) else "word"


def _shape(scene: Scene, at: Span, own: set[str], end: str) -> Iterator[str]:
    """What the whole of a name says beside its single words."""
    text = scene.text[at.start : at.end]
    article = _rule("article").match(text)
    if article and not _in_a_word(scene, at, article.end()):
        yield "quantified"
    if not _QUOTES.isdisjoint(text) and _QUOTED.search(text):
        yield "given"
    if "、" in text and "capacity" not in own:
        yield "enumerated"
    if _work().search(text):
        yield "work"
    if _ends_as_class(text, own) or _rule("slogan").search(text):
        yield "class_end"
    if own <= {"place", "generic"}:
        yield "place_only"
    if own <= _ZONE and (
        ("word" not in own and _rule("zone").search(text)) or _rule("zone_of_government").search(text)
    ):
        yield "zone"
    if (company := _rule("company_inside").match(text)) and not _all_common(scene, at.start, company.end("who")):
        yield "company_inside"
    if _rule("rating").match(text):
        yield "rating"
    if _rule("programme").search(text):
        yield "programme"
    if _rule("aspiration").match(text):
        yield "aspiration"
    if end == "item" and _rule("no_item").search(text):
        yield "class_word"
    if _rule("route").search(text):
        yield "route"


def _ends_as_class(text: str, own: set[str]) -> bool:
    """Whether a name closes as classes do (…重大项目) and nothing in it is one's own."""
    if not text.endswith(_hard()) or {"capacity", "brand"} & own:
        return False
    ending = _rule("class_end").search(text)
    if not ending:
        return False
    return "works" not in own or bool(_rule("zone").search(text[: ending.start()]))


def _all_common(scene: Scene, start: int, at: int) -> bool:
    """Whether every word of a stretch is a class word (大型|集团)."""
    stretch = scene.text[start : start + at]
    return all(scene.sort(stretch[a:b]) in ("generic", "concrete") for a, b in scene.reading.words(stretch))


def _in_a_word(scene: Scene, at: Span, size: int) -> bool:
    """Whether what looks like a count is of a longer word or the name of a place (五台山水库)."""
    start, end = scene.words(at)[0]
    return end > at.start + size or (end == at.start + size and scene.sort(scene.text[start:end]) in ("place", "spot"))


@cache
def _spots() -> frozenset[str]:
    """What makes the name of a place of the word before it, where the dictionary cuts them (下港|片区)."""
    return frozenset(lexicon.names()["place"]["parts"])


@cache
def _hard() -> tuple[str, ...]:
    return tuple(lexicon.names()["lists"]["hard"])


@cache
def _rule(key: str) -> re.Pattern[str]:
    return lexicon.pattern("names", "lists", key)


@cache
def _work() -> re.Pattern[str]:
    """A name that ends in a kind of work: …改造工程."""
    table = lexicon.names()["heads"]
    return re.compile(rf"(?:{'|'.join(table['kinds_of_work'])})(?:{'|'.join(table['plain'])})(?:[（(].*)?$")
