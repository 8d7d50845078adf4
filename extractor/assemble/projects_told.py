"""Namings without a closing word of their own: by what the text tells of them right before, behind or below."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain

from extractor.assemble import projects_lexicon as lexicon
from extractor.assemble.projects_begins import begins
from extractor.assemble.projects_naming import Naming
from extractor.assemble.projects_scene import Scene
from extractor.model import Segment, Span

_LEAST = 4  # characters of a name that no closing word marks


def told(scene: Scene) -> Iterator[Naming]:
    """All such candidates of a text, by one way of telling after the other."""
    by_words = (_by_amount, _by_amount_before, _by_builder, _by_number, _by_what_it_is, _by_site, _by_ceremony)
    for way in (*by_words, _by_title_line, _by_label, _by_heading, _by_object):
        yield from way(scene)


@cache
def _rule(key: str) -> re.Pattern[str]:
    return lexicon.pattern("names", "lists", key)


# By what follows: X总投资1.6亿元, without any closing word.


def _by_amount(scene: Scene) -> Iterator[Naming]:
    for cue in chain(_rule("amount").finditer(scene.text), _rule("amount_bracket").finditer(scene.text)):
        if not any(m.kind == "money" and not m.soft for m in scene.within(cue.end(), cue.end() + 6)):
            continue
        lead = _rule("amount_lead").search(scene.text, max(0, cue.start() - 6), cue.start())
        stop = lead.start() if lead else cue.start()
        clause = Span(scene.opens(stop), stop)
        found = begins(scene, clause, stop)
        ended = scene.text[stop - 1] not in ")）" or lexicon.phases().search(scene.text, stop - _LEAST, stop)
        whole = found.reason == "edge" or (cue.group()[0] in "（(" and found.reason in ("stop", "、") and not found.owner)
        if whole and ended and stop - found.at > _LEAST:
            yield Naming(Span(found.at, stop), "item", found.reason, found.owner)


def _by_amount_before(scene: Scene) -> Iterator[Naming]:
    """What an investment leads over to, without any closing word: 总投资30亿元的X在…签约."""
    for figure in scene.figures:
        found = _rule("amount_of").match(scene.text, figure.at.end) if figure.kind == "money" else None
        if found and not figure.soft and not _rule("hard_word").search(found["name"]):
            yield Naming(Span(*found.span("name")), "item", "amount", None)

    for figure in scene.figures:
        found = _rule("amount_verb").match(scene.text, figure.at.end) if figure.kind == "money" else None
        if not found or figure.soft or _rule("hard_word").search(found["name"]):
            continue
        if found["soft"] and scene.text[found.end("name")] == "、":
            continue
        if _rule("spends").search(scene.text, max(0, figure.at.start - 10), figure.at.start):
            yield Naming(Span(*found.span("name")), "item", "amount" if found["soft"] else "invested", None)


# By who builds it: 由A承建的X.


def _by_builder(scene: Scene) -> Iterator[Naming]:
    for found in _rule("built_by").finditer(scene.text):
        if not _rule("hard_word").search(found["name"]):
            yield Naming(Span(*found.span("name")), "item", "builder", None, ("builder",))


# By what it is said to be: X是全市的一项重点工程.


def _by_what_it_is(scene: Scene) -> Iterator[Naming]:
    for found in _rule("defined").finditer(scene.text):
        if not _rule("hard_word").search(found["name"]):
            yield Naming(Span(*found.span("name")), "item", "edge", None, ("defined",))


def _by_site(scene: Scene) -> Iterator[Naming]:
    for found in _rule("sited").finditer(scene.text):
        if not _rule("no_item").search(found["name"]) and not _rule("no_title").search(found["name"]):
            yield Naming(Span(*found.span("name")), "item", "edge", None, ("sited",))


def _by_ceremony(scene: Scene) -> Iterator[Naming]:
    """What a ceremony is held for, whatever it ends in: 云溪县水景文化长廊举行开工仪式."""
    for found in _rule("ceremony").finditer(scene.text):
        name = found["name"]
        if not _rule("hard_word").search(name) and not _rule("no_title").search(name):
            yield Naming(Span(*found.span("name")), "item", "edge", None, ("thing",))


# By what is told below it: a line of its own, 该项目… on the next.


def _by_title_line(scene: Scene) -> Iterator[Naming]:
    for found in _rule("title_line").finditer(scene.text):
        name = Span(*found.span("name"))
        text = scene.text[name.start : name.end]
        head = _rule("hard_word").search(text)
        if _rule("no_title").search(text) or (head and not _rule("title_rest").fullmatch(text, head.end())):
            continue
        company = begins(scene, name, name.end).owner
        at = Span(company.end, name.end) if company and company.end < name.end - _LEAST else name
        yield Naming(at, "plain" if head else "item", "edge", company if at != name else None, ("titled",))


def _by_label(scene: Scene) -> Iterator[Naming]:
    """The name that opens a line before a colon and what it costs: X：总投资1.2亿元，占地100亩."""
    for found in _rule("labelled").finditer(scene.text):
        name = Span(*found.span("name"))
        if not _rule("no_title").search(found["name"]):
            yield Naming(name, "plain" if lexicon.closes(found["name"]) else "item", "edge", None, ("titled",))


def _by_object(scene: Scene) -> Iterator[Naming]:
    """What a sentence of a list of tasks says to be built and nothing more: 建成县养老服务中心。"""
    for found in _rule("object").finditer(scene.text):
        if _rule("object_end").search(found["name"]) and not _rule("object_class").match(found["name"]):
            yield Naming(Span(*found.span("name")), "works", "verb", None, ("works", "object"))


def _by_heading(scene: Scene) -> Iterator[Naming]:
    """The numbered headings below a line that says that they are built: 重点项目 / （一）X / （二）Y."""
    sections = [m.end() for m in _rule("project_section").finditer(scene.text)]
    for heading in scene.reading.outline.headings if sections else ():
        name = _title(scene, heading)
        if name and sections[0] < name.start and not _rule("no_title").search(scene.text, name.start, name.end):
            end = "plain" if lexicon.closes(scene.text[name.start : name.end]) else "item"
            yield Naming(name, end, "edge", None, ("headed",))


def _title(scene: Scene, heading: Segment) -> Span | None:
    """The title of a heading that stands on a line of its own and may name something; without a bracket at its end."""
    end = scene.text.find("\n", heading.at.start)
    title = _rule("heading_name").fullmatch(scene.text, heading.at.start, end if end >= 0 else len(scene.text))
    if not title:
        return None
    first = scene.words(Span(*title.span("name")))[0]
    word = scene.text[first[0] : first[1]]
    if word in lexicon.verbs() or word in lexicon.stops() or scene.reading.known(word) == "v":
        return None
    return Span(*title.span("name"))


# By its number in a list that tells who invests what.


def _by_number(scene: Scene) -> Iterator[Naming]:
    for found in _rule("numbered_item").finditer(scene.text):
        yield Naming(Span(*found.span("name")), "record", "record")
