"""Namings: the stretches of text that may name a project, from the end of the name back to where it begins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from extractor.assemble import projects_lexicon as lexicon
from extractor.assemble.projects_begins import Begin, begins, company_of
from extractor.assemble.projects_features import features
from extractor.assemble.projects_lists import listed
from extractor.assemble.projects_naming import Naming
from extractor.assemble.projects_scene import Scene
from extractor.assemble.projects_told import told
from extractor.model import Span

_OPENING_QUOTE, _CLOSING_QUOTE = "“「『", "”」』"
_LEAST = 4  # characters of a name that no closing word marks


def namings(scene: Scene) -> list[Naming]:
    """All candidates of a text, in text order, none inside another."""
    ways = (listed, _by_record, _by_head, _by_route, _by_phase, told)
    found = (_with_bracket(scene, _unnumbered(scene, n)) for way in ways for n in way(scene))
    return [_featured(scene, n) for n in _apart(list(found))]


def _featured(scene: Scene, n: Naming) -> Naming:
    """The naming with what its own words say."""
    own = features(scene, n.at, n.end, n.features)
    return n._replace(features=own)


def _with_bracket(scene: Scene, naming: Naming) -> Naming:
    """The naming with the section, phase or fuller name that a bracket behind it gives (X改建工程（A桥至B路段）)."""
    if scene.text[naming.at.end : naming.at.end + 1] not in ("（", "("):
        return naming
    bracket = _rule("bracket").match(scene.text, naming.at.end)
    return naming._replace(at=Span(naming.at.start, bracket.end())) if bracket else naming


def _unnumbered(scene: Scene, naming: Naming) -> Naming:
    """The naming without the number of a heading, a class or a verb in front of it."""
    text = scene.text[naming.at.start : naming.at.end]
    opens = scene.text[naming.at.start - 1 : naming.at.start] in ("", "\n")
    number = _rule("enumerator").match(text) or (_rule("line_number").match(text) if opens else None)
    skip = number.end() if number else int(text[:1] == '"' and text.count('"') == 1)
    if text[:1] in lexicon.names()["lists"]["rest_of_zone"]:
        before = scene.text[max(0, naming.at.start - _LEAST) : naming.at.start]
        skip = max(skip, int(bool(_rule("zone_before").search(before))))
    if naming.end != "record" and _rule("hard_word").search(text, skip, max(len(text) - _LEAST, skip)):
        opening = _rule("apposition").match(text, skip)
        skip = opening.end() if opening else skip
    first = scene.words(naming.at)[0]
    joint = next((j for j in lexicon.names()["lists"]["joints"] if text.startswith(j)), "")
    if joint and (first[1] - first[0] == len(joint) or not scene.reading.known(scene.text[first[0] : first[1]])):
        skip = max(skip, len(joint))
    while verb := _leading().match(text, skip, max(len(text) - _LEAST, skip)):
        skip = verb.end()
    if not skip and naming.left == "money" and text[0] in lexicon.names()["lists"]["builds"] and len(text) > _LEAST:
        skip = 1
    return naming._replace(at=Span(naming.at.start + skip, naming.at.end)) if skip else naming


@cache
def _leading() -> re.Pattern[str]:
    """A verb that does not open a name, as the table orders them."""
    return re.compile("|".join(map(re.escape, lexicon.names()["lists"]["leading"])))


@cache
def _rule(key: str) -> re.Pattern[str]:
    return lexicon.pattern("names", "lists", key)


def _apart(found: list[Naming]) -> list[Naming]:
    """Candidates without those that lie inside another one; a list item that a head also found keeps both its hints."""
    out: list[Naming] = []
    for naming in sorted(found, key=_rank):
        last = out[-1] if out else None
        if last and naming.at.start < last.at.end:
            if last.listed is None and naming.listed is not None:
                out[-1] = last = last._replace(listed=naming.listed, group=naming.group)
            if naming.at == last.at:
                hints = tuple(dict.fromkeys([*last.features, *naming.features]))
                out[-1] = last._replace(features=hints, owner=last.owner or naming.owner)
            continue
        out.append(naming)
    return out


def _rank(naming: Naming) -> tuple[int, bool, bool, int]:
    """By place; of those at one place the surer way first, the longer name first."""
    return naming.at.start, naming.left in ("amount", "invested", "row"), naming.listed is None, -naming.at.end


# By the end of the name.


def _by_head(scene: Scene) -> Iterator[Naming]:
    for head in lexicon.head_ends(scene.text):
        yield from _before_head(scene, head)


def _before_head(scene: Scene, head: re.Match[str]) -> Iterator[Naming]:
    start, end = head.span()
    if start and scene.text[start - 1] in lexicon.names()["lists"]["never_before"] and not head["works"]:
        return
    if scene.text.endswith(tuple(lexicon.names()["lists"]["parts"]), 0, start):
        return
    if _rule("class_tail").search(scene.text, max(0, start - 5), start):
        return
    if scene.text.startswith(tuple(lexicon.names()["lists"]["bodies_after"]), end):
        return
    hard = tuple(lexicon.names()["lists"]["hard"])
    if start and scene.text[start - 1] in _CLOSING_QUOTE and scene.text.endswith(hard, 0, start - 1):
        return  # “X项目”项目 is named within the marks
    clause = Span(scene.opens(start), end)
    quoted = _quoted(scene.text, clause.start, end)
    found = Begin(quoted, "quote") if quoted else begins(scene, clause, start)
    begin, left, owner = _whole(scene, found), found.reason, found.owner or company_of(scene, clause, found.at)
    plain = head["plain"] or head["work"] or lexicon.closes(head.group())
    if owner and len(owner) > _LEAST and left == "owner" and _nameless(scene, begin, start):
        begin, left = owner.start, "company"
    hints = (*(("works",) if head["works"] else ()), *(("given",) if quoted else ()))
    if begin < start or not plain:
        naming = Naming(Span(begin, end), "plain" if plain else "works", left, owner, hints)
        yield naming
        if left == "and":
            yield from _coordinate(scene, clause, naming)


def _whole(scene: Scene, found: Begin) -> int:
    """Where a name begins, the word in front taken in that the dictionary cut at a stop (投资6亿元的东|都X项目)."""
    at, text = found.at, scene.text
    if found.reason in ("stop", "verb") and (paid := _rule("paid").search(text, scene.opens(at), at)):
        return paid.start("name")
    if found.reason == "stop" and text[at - 3 : at - 2] == lexicon.names()["lists"]["possessive"]:
        words = scene.words(Span(scene.opens(at), at))
        if words and words[-1] == (at - 1, at):
            return at - 2
    return at


def _quoted(text: str, low: int, end: int) -> int:
    """Where the quotation begins that this name closes (“X项目”), 0 where none does."""
    if text[end : end + 1] not in _CLOSING_QUOTE:
        return 0
    opener = text.rfind(_OPENING_QUOTE[_CLOSING_QUOTE.index(text[end])], low, end) if text[end : end + 1] else -1
    return (
        opener + 1 if opener >= 0 and end - opener > _LEAST and not set(_CLOSING_QUOTE) & set(text[opener:end]) else 0
    )


def _nameless(scene: Scene, start: int, end: int) -> bool:
    """Whether a company's project has no name but the company's (X有限公司建设项目, but not X有限公司搬迁扩建项目)."""
    words = scene.words(Span(start, end)) if start < end else []
    return len(words) < 2 and all(scene.sort(scene.text[a:b]) == "generic" for a, b in words)


def _coordinate(scene: Scene, clause: Span, right: Naming) -> Iterator[Naming]:
    """The first of two names joined by 和 where only the second carries the closing word (A修复和B项目)."""
    joint = max(clause.start, right.at.start - 1)
    while joint > clause.start and scene.text[joint : right.at.start] not in lexicon.names()["lists"]["joints"]:
        joint -= 1
    found = begins(scene, Span(clause.start, joint), joint)
    if joint - found.at >= 4:
        yield Naming(Span(found.at, joint), "item", found.reason, found.owner, group=right.at.start)


# By the number of a road.


def _by_route(scene: Scene) -> Iterator[Naming]:
    for road in lexicon.routes().finditer(scene.text):
        yield Naming(Span(*road.span()), "works", "route", None, ("route",))
    for section in _rule("section").finditer(scene.text):
        start, end = section.span()
        found = begins(scene, Span(scene.opens(start), end), start)
        if found.at < start:
            yield Naming(Span(found.at, end), "works", "route", found.owner, ("route",))


# By its phase alone: X二期.


def _by_phase(scene: Scene) -> Iterator[Naming]:
    for phase in lexicon.phases().finditer(scene.text):
        start, end = phase.span()
        found = begins(scene, Span(scene.opens(start), end), start)
        if start - found.at >= 2 and scene.text[start - 1] != "、":
            yield Naming(Span(found.at, end), "plain", found.reason, found.owner)


# By a label: 项目名称：X.


def _by_record(scene: Scene) -> Iterator[Naming]:
    for found in _rule("record").finditer(scene.text):
        yield Naming(Span(*found.span("name")), "record", "record")
