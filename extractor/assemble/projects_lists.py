"""Namings in lists: A、B、C等31个项目; 2个项目，分别是A和B; A、B建成投用; 抓好A、B续建."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from extractor.assemble import projects_lexicon as lexicon
from extractor.assemble.projects_begins import Begin, begins
from extractor.assemble.projects_naming import Naming
from extractor.assemble.projects_scene import Scene
from extractor.model import Span

_ITEM = 40  # characters of an item of a list
_LEADS = 12  # characters between a row and its verb
_LEAST = 4  # characters of a name that no closing word marks


def listed(scene: Scene) -> Iterator[Naming]:
    """All such candidates of a text, by one kind of list after the other, the surest first."""
    for kind in (_by_list, _by_list_start, _by_inline_number, _by_count_each, _by_verb_list, _by_stage):
        yield from kind(scene)


@cache
def _rule(key: str) -> re.Pattern[str]:
    return lexicon.pattern("names", "lists", key)


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
    for verb in lexicon.searched(_rule("row_opens"), _rule("row_verbs"), scene.text):
        low = scene.opens(verb.start())
        end = _rule("row_end").search(scene.text, max(low, verb.start() - _LEADS), verb.start())
        if end and end.start() - low >= _LEAST - 1:
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
    """What is counted for each place or body: 吴岭市1个，X；银岭市2个，Y和Z."""
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
    """The items of a list of projects that numbers them within its sentence: 重点工程是：（1）A，（2）B."""
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
