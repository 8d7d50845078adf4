"""Namings: the stretches of text that may name a project, from the end of the name back to where it begins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from extractor.assemble import projects_lexicon as lexicon
from extractor.assemble.projects_begins import Begin, begins, company_of
from extractor.assemble.projects_features import features
from extractor.assemble.projects_naming import Naming
from extractor.assemble.projects_scene import Scene
from extractor.assemble.projects_told import told
from extractor.model import Span

_OPENING_QUOTE, _CLOSING_QUOTE = "“「『", "”」』"
_ITEM = 40  # characters of an item of a list
_LEAST = 4  # characters of a name that no closing word marks


def namings(scene: Scene) -> list[Naming]:
    """All candidates of a text, in text order, none inside another."""
    named = (_by_list, _by_list_start, _by_inline_number, _by_count_each, _by_verb_list, _by_record, _by_head, _by_route, _by_phase, _by_stage)
    found = (_with_bracket(scene, _unnumbered(scene, n)) for route in (*named, told) for n in route(scene))
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
    number = _rule("enumerator").match(text)
    skip = number.end() if number else int(text[:1] == '"' and text.count('"') == 1)
    if text[:1] in lexicon.names()["lists"]["rest_of_zone"]:
        before = scene.text[max(0, naming.at.start - _LEAST) : naming.at.start]
        skip = max(skip, int(bool(_rule("zone_before").search(before))))
    if naming.end != "record" and _rule("hard_word").search(text, skip, max(len(text) - _LEAST, skip)):
        opening = _rule("apposition").match(text, skip)
        skip = opening.end() if opening else skip
    first = scene.words(naming.at)[0]
    if scene.text[first[0] : first[1]] in lexicon.names()["lists"]["joints"]:
        skip = max(skip, first[1] - first[0])
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
    for naming in sorted(found, key=lambda n: (n.at.start, n.left in ("amount", "invested", "row"), n.listed is None, -n.at.end)):
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


# In lists: A、B、C等31个项目.


def _by_list(scene: Scene) -> Iterator[Naming]:
    for end in lexicon.searched(_rule("end_opens"), _rule("end"), scene.text):
        found = list(_before_list_end(scene, end))
        if len(found) > 1 or end.group()[0] in lexicon.names()["lists"]["etcetera"]:
            yield from found


def _before_list_end(scene: Scene, end: re.Match[str]) -> Iterator[Naming]:
    counted = end["count"] or _rule("counted").match(scene.text, end.start())
    yield from _row_before(scene, end.start(), listed=1 if counted else 0)


def _row_before(scene: Scene, end: int, *, listed: int) -> Iterator[Naming]:
    """The items of a row that ends here, from the last to the first."""
    clause = Span(scene.opens(end), end)
    stop = end
    while stop > clause.start:
        found = begins(scene, Span(clause.start, stop), stop, item=True)
        whole = _whole_item(scene, clause, found, stop)
        if stop - whole.at < 2:  # an item that cannot be told from the sentence: those before it may still be
            if stop == end and scene.text[end : end + 1] not in lexicon.names()["lists"]["etcetera"]:
                return
            stop = _separator(scene.text, clause.start, whole.at)
            continue
        yield Naming(Span(whole.at, stop), "item", whole.reason, whole.owner, listed=listed, group=end)
        if whole.reason not in ("、", "and"):
            break
        stop = whole.at - 1 if found.reason in ("、", "and") else _separator(scene.text, clause.start, whole.at)


def _by_stage(scene: Scene) -> Iterator[Naming]:
    """What the text says to be built, opened, signed: A、B和C建成投用; or, where it opens its clause, A开工."""
    for end in _rule("row_end").finditer(scene.text):
        found = [n for n in _row_before(scene, end.start(), listed=0) if _rule("thing_end").search(scene.text, *n.at)]
        if len(found) > 1 or (found and found[0].left == "edge" and len(found[0].at) > _LEAST):
            yield from (n._replace(features=("thing",)) for n in found)


def _by_verb_list(scene: Scene) -> Iterator[Naming]:
    """What a verb of building governs in a row (抓好A、B续建和C建设), where one of it ends in a thing that is built."""
    for row in _rule("verb_list").finditer(scene.text):
        start, end = row.span("items")
        tail = _rule("list_tail").search(scene.text, start, end)
        for item in _parted(scene.text, start, tail.start() if tail else end):
            begin = begins(scene, item, item.end, item=True)
            if _rule("thing_end").search(scene.text, begin.at, item.end) and item.end - begin.at >= _LEAST:
                yield Naming(Span(begin.at, item.end), "item", "row", begin.owner, ("thing",), listed=0, group=end)


def _parted(text: str, start: int, end: int) -> Iterator[Span]:
    """The items of a row between 、, the last of them parted by 和 too."""
    while start < end:
        stop = text.find("、", start, end)
        last = stop < 0
        stop = end if last else stop
        joint = _rule("item_joint").search(text, start + 2, stop - 2) if last else None
        if joint:
            yield Span(start, joint.start())
            start = joint.end()
        yield Span(start, stop)
        start = stop + 1


def _by_count_each(scene: Scene) -> Iterator[Naming]:
    for row in _rule("counted_each").finditer(scene.text):
        paragraph = scene.paragraph(row.start()).start
        if _rule("about").search(scene.text, max(paragraph, row.start() - 10 * _ITEM), row.start()):
            for item in _parted(scene.text, *row.span("items")):
                yield _item(scene, item.start, item.end, row.start())


def _whole_item(scene: Scene, clause: Span, found: Begin, stop: int) -> Begin:
    """An item of a list from the 、 before it, where a word of work cut its name or what leads up to it is told."""
    low = _separator(scene.text, clause.start, found.at) + 1
    if found.reason in ("、", "and", "edge") or low <= clause.start or stop - low > _ITEM:
        return found
    lead = scene.text[low : found.at]
    if _rule("item_lead").search(lead):
        return found._replace(reason="、")
    words = [scene.text[a:b] for a, b in scene.words(Span(low, stop))]
    if _is_work(words[0]) or any(w in lexicon.stops() for w in words[:-1]):
        return found
    return found if found.owner or scene.within(low, found.at) else Begin(low, "、")


def _is_work(word: str) -> bool:
    return word in lexicon.verbs() or word in lexicon.nominal()


def _separator(text: str, low: int, at: int) -> int:
    """Where the 、 before a place stands, one before `low` where there is none."""
    return max(text.rfind("、", low, at), low - 1)


def _by_list_start(scene: Scene) -> Iterator[Naming]:
    """The items of a list that a count of projects opens: 3个项目，分别是A、B和C; 续建项目3个（A、B、C）."""
    for opening in _rule("start_bracket").finditer(scene.text):
        yield from _items(scene, opening.end())
    for opening in _rule("start").finditer(scene.text):
        sentence = scene.begins(opening.start())
        if not _rule("about").search(scene.text, max(sentence - 60, 0), opening.end()):
            continue
        at = opening.end()
        first = scene.words(Span(at, scene.clause(at, at).end))[:1]
        if not any(_is_work(scene.text[low:high]) for low, high in first):
            yield from _items(scene, at)


def _by_inline_number(scene: Scene) -> Iterator[Naming]:
    """The items of a list that numbers them within its sentence, where it is one of projects: 重点工程是：（1）A，（2）B."""
    found = list(_rule("inline").finditer(scene.text))
    rows: list[list[re.Match[str]]] = []
    for item in found:
        goes_on = rows and int(item["number"]) == len(rows[-1]) + 1 and item.start() - rows[-1][-1].end() < _LEAST
        if goes_on:
            rows[-1].append(item)
        elif item["number"] == "1":
            rows.append([item])
    for row in rows:
        lead = scene.paragraph(row[0].start()).start
        if len(row) > 2 and _rule("about").search(scene.text, max(lead, row[0].start() - _ITEM), row[0].start()):
            for item in row:
                yield Naming(Span(*item.span("name")), "item", "list", None, listed=1, group=row[0].start())


def _items(scene: Scene, at: int) -> Iterator[Naming]:
    group = at
    while item := _rule("item").match(scene.text, at):
        start, end = item.span("name")
        end -= int(scene.text.endswith(lexicon.names()["lists"]["etcetera"], start, end))
        cut = next((p for w in _rule("last").finditer(scene.text, start + 2, end - 2) if (p := w.start())), -1)
        if item["separator"] or cut < 0:
            yield _item(scene, start, end, group)
        else:
            yield _item(scene, start, cut, group)
            yield _item(scene, cut + 1, end, group)
        if not item["separator"]:
            return
        at = item.end()


def _item(scene: Scene, start: int, end: int, group: int) -> Naming:
    """One item of a list, without what leads up to its name (经开区的X)."""
    found = begins(scene, Span(start, end), end, item=True)
    begin = found.at if end - found.at >= _LEAST else start
    return Naming(Span(begin, end), "item", "list", found.owner, listed=1, group=group)


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
