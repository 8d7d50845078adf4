"""Namings: the stretches of text that may name a project, from the end of the name back to where it begins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, partial

import patterns
from extractor.assemble import projects_lexicon as lexicon
from extractor.assemble.projects_scene import Scene
from extractor.model import Mention, Span

_OPEN, _CLOSE = "“‘「『《〈【[", "”’」』》〉】]"
_QUOTED = re.compile("[“「『\"][^”」』\"]+[”」』\"]")
_LEGAL_REACH = 40


@dataclass(frozen=True, slots=True)
class Naming:
    """One candidate: `at` its name, `left` why it begins there, `owner` the company right before it.

    end: how it ends (`plain` 项目, `works` a thing that may also just exist, `item` of a list, `phase`, `record`).
    features: what the name itself says, by name of the evidence. listed: how many items its list says it has, 0 where the
    list says nothing, None outside lists. group: namings of one coordination share a number.
    """

    at: Span
    end: str
    left: str = ""
    owner: Span | None = None
    features: tuple[str, ...] = ()
    listed: int | None = None
    group: int = -1
    score: float = 0.0


def namings(scene: Scene) -> list[Naming]:
    """All candidates of a text, in text order, none inside another."""
    found = [*_by_list(scene), *_by_list_start(scene), *_by_record(scene), *_by_head(scene), *_by_amount(scene), *_by_amount_before(scene), *_by_route(scene)]
    return _apart([replace(n, features=features(scene, n)) for n in map(partial(_unnumbered, scene), found)])


def _unnumbered(scene: Scene, naming: Naming) -> Naming:
    """The naming without the number of a heading, a class or a verb in front of it."""
    text = scene.text[naming.at.start:naming.at.end]
    number = _rule("enumerator").match(text)
    skip = number.end() if number else int(text[:1] == '"' and text.count('"') == 1)
    if (opening := _rule("apposition").match(text, skip)) and naming.end != "record":
        skip = opening.end()
    for verb in lexicon.names()["lists"]["leading"]:
        if text.startswith(verb, skip) and len(text) - skip - len(verb) >= 4:
            skip += len(verb)
            break
    return replace(naming, at=Span(naming.at.start + skip, naming.at.end)) if skip else naming


@cache
def _rule(key: str) -> re.Pattern[str]:
    return lexicon.pattern("names", "lists", key)


def _apart(found: list[Naming]) -> list[Naming]:
    """Candidates without those that lie inside another one; a list item that a head also found keeps both its hints."""
    out: list[Naming] = []
    for naming in sorted(found, key=lambda n: (n.at.start, n.left == "amount", n.listed is None, -n.at.end)):
        last = out[-1] if out else None
        if last and naming.at.start < last.at.end:
            if last.listed is None and naming.listed is not None:
                out[-1] = replace(last, listed=naming.listed, group=naming.group)
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
    clause = Span(scene.clause(start, start).start, end)
    begin, left, owner = begins(scene, clause, start)
    plain = head["plain"] or head["work"] or _closes(head.group())
    if owner and left == "owner" and _all_generic(scene, begin, start):
        begin, left = owner.start, "company"
    if begin < start or not plain:
        naming = Naming(Span(begin, end), "plain" if plain else "works", left, owner, ("works",) if head["works"] else ())
        yield naming
        if left == "and":
            yield from _coordinate(scene, clause, naming)


def _all_generic(scene: Scene, start: int, end: int) -> bool:
    """Whether a company's project has no name but the company's (X有限公司建设项目)."""
    return all(_sort(scene, scene.text[a:b]) == "generic" for a, b in scene.words(Span(start, end))) if start < end else True


@cache
def _closing() -> re.Pattern[str]:
    plain = "|".join(w for w in lexicon.names()["heads"]["plain"])
    return re.compile(rf"(?:{plain}|(?:{lexicon.phases().pattern})[）)]?)$")


def _closes(head: str) -> bool:
    """Whether the end of a name says by itself that it is an undertaking: 项目, 二期."""
    return bool(_closing().search(head))


@cache
def _work() -> re.Pattern[str]:
    """A name that ends in a kind of work: …改造工程."""
    table = lexicon.names()["heads"]
    return re.compile(rf"(?:{'|'.join(table['kinds_of_work'])})(?:{'|'.join(table['plain'])})(?:[（(].*)?$")


def _coordinate(scene: Scene, clause: Span, right: Naming) -> Iterator[Naming]:
    """The first of two names joined by 和 where only the second carries the closing word (A修复和B项目)."""
    joint = max(clause.start, right.at.start - 1)
    while joint > clause.start and scene.text[joint:right.at.start] not in _joints():
        joint -= 1
    begin, left, owner = begins(scene, Span(clause.start, joint), joint)
    if joint - begin >= 4:
        yield Naming(Span(begin, joint), "item", left, owner, listed=None, group=right.at.start)


# In lists: A、B、C等31个项目.

def _by_list(scene: Scene) -> Iterator[Naming]:
    for end in _rule("end").finditer(scene.text):
        found = list(_before_list_end(scene, end))
        if len(found) > 1 or end.group()[0] in lexicon.names()["lists"]["etcetera"]:
            yield from found


def _before_list_end(scene: Scene, end: re.Match[str]) -> Iterator[Naming]:
    clause = Span(scene.clause(end.start(), end.start()).start, end.start())
    size = 1 if end["count"] else 0
    stop = end.start()
    while stop > clause.start:
        begin, left, owner = begins(scene, Span(clause.start, stop), stop, item=True)
        if stop - begin < 2:
            break
        yield Naming(Span(begin, stop), "item", left, owner, listed=size, group=end.start())
        if left not in ("、", "and"):
            break
        stop = begin - 1


def _by_list_start(scene: Scene) -> Iterator[Naming]:
    """The items of a list that a count of projects opens: 3个项目，分别是A、B和C."""
    for opening in _rule("start").finditer(scene.text):
        low = scene.sentence(opening.start(), opening.start()).start
        if not _rule("about").search(scene.text, max(low - 60, 0), opening.end()):
            continue
        yield from _items(scene, opening.end())


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
    begin, _, owner = begins(scene, Span(start, end), end, item=True)
    begin = begin if end - begin >= 4 else start
    return Naming(Span(begin, end), "item", "list", owner, listed=1, group=group)


# By the number of a road.

def _by_route(scene: Scene) -> Iterator[Naming]:
    for road in lexicon.routes().finditer(scene.text):
        yield Naming(Span(*road.span()), "works", "route", None, ("route",))


# By a label: 项目名称：X.

def _by_record(scene: Scene) -> Iterator[Naming]:
    for found in _rule("record").finditer(scene.text):
        yield Naming(Span(*found.span("name")), "record", "record")


# By what follows: X总投资1.6亿元, without any closing word.

def _by_amount(scene: Scene) -> Iterator[Naming]:
    for cue in _rule("amount").finditer(scene.text):
        if not any(m.kind == "money" and not m.soft for m in scene.within(cue.end(), cue.end() + 6)):
            continue
        lead = _rule("amount_lead").search(scene.text, max(0, cue.start() - 6), cue.start())
        stop = lead.start() if lead else cue.start()
        clause = Span(scene.clause(stop, stop).start, stop)
        begin, left, owner = begins(scene, clause, stop)
        if begin == clause.start and stop - begin >= 5 and left == "edge":
            yield Naming(Span(begin, stop), "item", left, owner, listed=None)


def _by_amount_before(scene: Scene) -> Iterator[Naming]:
    """What an investment leads over to, without any closing word: 总投资30亿元的X在…签约."""
    for figure in scene.figures:
        if figure.kind == "money" and not figure.soft and (found := _rule("amount_of").match(scene.text, figure.at.end)):
            if not _rule("hard_word").search(found["name"]):
                yield Naming(Span(*found.span("name")), "item", "amount", None)


# Where a name begins.

def begins(scene: Scene, clause: Span, end: int, *, item: bool = False) -> tuple[int, str, Span | None]:
    """Where the name that ends (or whose closing word begins) at `end` begins, why there, and the company before it.

    The reasons: `edge` of the clause, `stop` word, `verb`, `money`, `date`, `count`, `quote`, `owner`, `、`, `and`.
    """
    text, at, seen, table = scene.text, end, "", lexicon.names()["lists"]
    words = [w for w in scene.words(Span(clause.start, max(clause.end, end))) if w[0] < end]
    while at > clause.start:
        sign = text[at - 1]
        if sign in _CLOSE or sign in ")）":
            opener = _opening(text, clause.start, at - 1)
            if opener < 0 or (sign in ")）" and at - opener > 14) or sign in "》〉":
                return at, "stop", None
            at, seen = opener, seen or "word"
            continue
        if sign in _OPEN or sign in "(（":
            return at, "quote", None
        if figure := scene.over(at - 1):
            reason = _figure_stops(scene, figure, at, end)
            if reason:
                return at, reason, None
            at, seen = figure.at.start, "capacity"
            continue
        while words and words[-1][0] >= at:
            words.pop()
        start = max(words[-1][0] if words else at - 1, clause.start)
        word = text[start:at]
        if word in table["localizers"] and (start == clause.start or text[start - 1] in table["unbound"]):
            at = start
            continue
        if table["splitting"] in word:
            return start + word.index(table["splitting"]) + 1, "stop", None
        if text[start] in table["joints"] and len(word) > 1 and _ends_with_head(text, start):
            return start + 1, "and", None
        if word in _joints():
            if not _crosses(scene, clause, start, at, end, seen, item):
                return at, "、" if word == "、" else "and", None
        elif _is_company(text, clause.start, at):
            return at, "owner", _company(scene, clause, at)
        elif not word.strip() and _latin(text, start, at):
            pass
        elif word in table["reach"] and _rule("reaching").search(text, at, end + 2):
            seen = "own"
        elif word in lexicon.stops() or word.startswith(str(table["ordinal"])) or not word.strip():
            return at, "stop", None
        elif (word in lexicon.verbs() or word in lexicon.nominal()) and _verb_stops(word, seen):
            return at, "verb", None
        elif _sort(scene, word) not in ("generic", "concrete", "word", "product", "works", "phase"):
            seen = "own"
        at = start
    return at, "edge", None


def _latin(text: str, start: int, end: int) -> bool:
    """Whether a blank stands between two words of Latin letters."""
    return text[start - 1:start].isalnum() and text[start - 1].isascii() and text[end:end + 1].isascii()


@cache
def _joints() -> frozenset[str]:
    return frozenset(lexicon.names()["lists"]["joints"])


def _sort(scene: Scene, word: str) -> str:
    return lexicon.sort_of(word, scene.reading.known)


def _verb_stops(word: str, seen: str) -> bool:
    """A verb that also stands inside names is outside only where something of the name's own came after it."""
    return word not in lexicon.nominal() or seen in ("own", "capacity")


def _opening(text: str, low: int, close: int) -> int:
    pairs = dict(zip(_CLOSE + ")）", _OPEN + "(（", strict=True))
    sign = text[close]
    wanted = "(（" if sign in ")）" else pairs[sign] + ('"' if sign == '"' else "")
    return max(text.rfind(c, low, close) for c in wanted)


def _figure_stops(scene: Scene, figure: Mention, at: int, end: int) -> str:
    """Why a figure ends a name's way to the left, or nothing where the name holds it (年产3万吨…, 4台66万千瓦机组)."""
    if figure.kind in ("money", "percent", "point", "multiple"):
        return "money"
    if figure.kind == "date":
        return "date"
    if figure.kind == "count" and (figure.unit or "") in lexicon.names()["lists"]["article_units"]:
        lead = scene.text[max(0, figure.at.start - 3):figure.at.start]
        return "" if lead.endswith(tuple(lexicon.names()["lists"]["capacity_leads"])) else "count"
    return "" if figure.kind in ("count", "measure") else "stop"


def _crosses(scene: Scene, clause: Span, start: int, at: int, end: int, seen: str, item: bool) -> bool:
    """Whether a 、 or 和 stands inside a name: a list of capacities, two companies, or words that only together name."""
    text = scene.text
    after, before = scene.over(at), scene.text[max(clause.start, start - 16):start]
    if after and after.kind in ("measure", "count"):
        leads = lexicon.names()["lists"]["capacity_leads"]
        return any(lead in before for lead in leads) or any(m.kind in ("measure", "count") for m in scene.within(start - 14, start))
    soft = text[start:at] in lexicon.names()["lists"]["softer"] and not seen
    if item or (_ends_with_head(text, start) and not (soft and not text.endswith(tuple(lexicon.names()["lists"]["hard"]), 0, start))):
        return False
    if soft:
        return True
    if text[start:at] == "、":
        return seen == "" and not lexicon.heads().search(before)
    partner = _partner(scene, clause, start)
    if seen == "":
        return True
    return 2 <= len(partner) <= 6 and not lexicon.heads().search(partner) and not _made(scene, partner)


def _ends_with_head(text: str, end: int) -> bool:
    return any(head.end() == end for head in lexicon.heads().finditer(text, max(0, end - 12), end))


def _partner(scene: Scene, clause: Span, end: int) -> str:
    """The words before a 和, back to the nearest stop."""
    words = [w for w in scene.words(clause) if w[1] <= end and w[0] >= clause.start]
    begin = end
    for start, stop in reversed(words):
        word = scene.text[start:stop]
        if word in lexicon.stops() or word in lexicon.verbs() or word in _joints() or scene.over(start) or word in _OPEN:
            break
        begin = start
    return scene.text[begin:end]


def _made(scene: Scene, piece: str) -> bool:
    """Whether a short piece ends in a product or a class word, so that it is no company."""
    last = scene.reading.words(piece)[-1]
    return _sort(scene, piece[last[0]:last[1]]) in ("product", "generic", "works", "place")


# Companies.

@cache
def _legal() -> tuple[str, ...]:
    return tuple(patterns.table("projects/owners")["legal"])


def _is_company(text: str, low: int, end: int) -> bool:
    return text.endswith(_legal(), low, end)


def _sentence_word(word: str) -> bool:
    """Whether a word belongs to the sentence around a company's name and not to the name."""
    return word in lexicon.stops() or (word in lexicon.verbs() and word not in lexicon.nominal())


def _company(scene: Scene, clause: Span, end: int) -> Span:
    """The company's full name that ends here, without dashes and numbers in front of it."""
    at = end - 2
    words = [w for w in scene.words(clause) if w[0] < at]
    while words and at > max(clause.start, end - _LEGAL_REACH):
        start, stop = words.pop()
        if start >= at:
            continue
        word = scene.text[start:min(stop, at)]
        if word in ")）":
            opener = _opening(scene.text, clause.start, start)
            if opener < 0:
                break
            at = opener
        elif word in _joints() or not word[:1].isalnum() or scene.over(start) or _sentence_word(word):
            break
        else:
            at = start
    return Span(at, end)


# What the name itself says.


def features(scene: Scene, naming: Naming) -> tuple[str, ...]:
    """The kinds of evidence in a candidate's own words, each once."""
    text = scene.text[naming.at.start:naming.at.end]
    out: list[str] = [*naming.features, *(("works",) if naming.end == "works" else ())]
    leads = lexicon.names()["lists"]["capacity_leads"]
    for start, end in scene.words(naming.at):
        word = scene.text[start:end]
        figure = scene.over(start)
        if figure and (figure.soft or _rule("class_measure").match(figure.text)):
            continue
        if figure and figure.kind in ("measure", "count"):
            out.append("capacity" if figure.kind == "measure" or any(lead in text for lead in leads) else "word")
            continue
        sort = _sort(scene, word)
        out.append({"name": "named_word"}.get(sort, sort))
    if naming.at.start < naming.at.end and _rule("article").match(text):
        out.append("quantified")
    if text in lexicon.generic() or lexicon.heads().sub("", text) in lexicon.generic():
        out = ["generic"]
    if any(len(q) > 5 for q in _QUOTED.findall(text)):
        out.append("given")
    if "、" in text and "capacity" not in out:
        out.append("enumerated")
    if _work().search(text):
        out.append("work")
    ending = _rule("class_end").search(text)
    if ending and not {"capacity", "brand"} & set(out) and ("works" not in out or _rule("zone").search(text[:ending.start()])):
        out.append("class_end")
    if set(out) <= {"place", "generic"}:
        out.append("place_only")
    if _rule("zone").search(text) and set(out) <= {"place", "spot", "works", "generic", "word", "place_only"}:
        out.append("zone")
    if not lexicon.phases().sub("", lexicon.heads().sub("", text)):
        out = ["generic"]
    if naming.end == "item" and lexicon.is_chemical_name(text):
        out = ["product"]
    if naming.end == "item" and _rule("no_item").search(text):
        out.append("class_word")
    if _rule("route").search(text):
        out.append("route")
    return tuple(dict.fromkeys(out))
