"""Owners: the company or body that builds or invests, where the text names it in its own right."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any

import patterns
from extractor.assemble import projects_lexicon as lexicon
from extractor.assemble.projects_links import Topic, heads, heads_below, record_line
from extractor.assemble.projects_scene import Scene
from extractor.model import Attribute, Span
from patterns import gazetteer

BARE = 3  # characters of 公司 and 该公司, which name nobody
_REACH = 90
_BACK = 800  # characters before 公司 in which its full name stands
_NEXT = 6  # characters between a name and the company that is told right behind it
_BRAND = 2  # characters of a brand, at the least
_LONG = 8  # characters of a name that may be of common words
_COMMON = frozenset(["generic", "concrete", "product"])


@dataclass(frozen=True, slots=True)
class _Rule:
    name: str
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None


@cache
def _rules() -> tuple[_Rule, ...]:
    return tuple(
        _Rule(
            r["name"],
            re.compile(r["before"]) if "before" in r else None,
            re.compile(r["after"]) if "after" in r else None,
        )
        for r in patterns.table("projects/owners")["rule"]
    )


@cache
def _orgs() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What opens the ending of a company's or body's name, which is fast to search, and the whole of it."""
    table = patterns.table("projects/owners")
    legal, short = lexicon.any_of(table["legal"]), lexicon.any_of([*table["short"], *table["bodies"]])
    trade = lexicon.any_of(table["trade"])
    group = rf"(?:{trade}){{0,4}}?(?:{table['group']})(?:(?:{trade}){{0,3}}(?:{legal}))?"
    whole = rf"(?:{legal})|(?:{short})(?:{group}|{table['inner']}(?:{legal}))?"
    return re.compile(lexicon.any_of([*table["legal"], *table["short"], *table["bodies"]])), re.compile(whole)


@cache
def _label() -> re.Pattern[str]:
    """A label in front of a name, which the dictionary may have glued to it."""
    labels = next(r["before"] for r in patterns.table("projects/owners")["rule"] if r["name"] == "label")
    return lexicon.by_first([labels.removesuffix("$")])[0]


def orgs(scene: Scene, span: Span) -> Iterator[Span]:
    """The companies and bodies named in a stretch of the view."""
    for ending in _endings(scene, span):
        begin = _begun(scene, span.start, ending)
        if (begin < ending.start and _is_named(scene, begin, ending)) or len(ending) > _BRAND:
            yield Span(begin, ending.end)


def _is_named(scene: Scene, begin: int, ending: Span) -> bool:
    """Whether a name without a legal form has a word of its own before its trade (凯高玩具, not 冷链物流)."""
    if len(ending) > _BRAND or ending.end - begin > _LONG:
        return True
    words = scene.reading.words(scene.text[begin : ending.start])
    return any(scene.sort(scene.text[begin + a : begin + b]) not in _COMMON for a, b in words)


def _endings(scene: Scene, span: Span) -> list[Span]:
    """The endings of names of companies and bodies in a stretch of the view."""
    if not scene.endings:
        scene.endings.extend(Span(*e.span()) for e in lexicon.searched(*_orgs(), scene.text))
        scene.endings.append(Span(len(scene.text) + 1, len(scene.text) + 1))
    low = bisect_left(scene.endings, span.start, key=lambda e: e.start)
    high = bisect_left(scene.endings, span.end, low, key=lambda e: e.start)
    return [e for e in scene.endings[low:high] if e.end <= span.end]


def _begun(scene: Scene, low: int, ending: Span) -> int:
    """Where the name with this ending begins, without a label that the dictionary glued to it."""
    begin = scene.begun.get(ending.start)
    if begin is None:
        begin = _begins(scene, ending.start)
        label = _label().search(scene.text, begin, ending.start)
        scene.begun[ending.start] = begin = label.end() if label else begin
    return max(low, begin)


def _begins(scene: Scene, end: int) -> int:
    """Where the name of a company that closes at `end` begins."""
    clause = Span(scene.opens(end), end)
    at = end
    for start, stop in reversed(scene.words(clause)):
        word = scene.text[start:stop]
        if word in ")）":
            opener = max(scene.text.rfind(c, clause.start, start) for c in "(（")
            if opener < 0:
                break
            at = opener
            continue
        if start >= at:
            continue
        if not word.strip() or not word[0].isalnum() or scene.over(start):
            break
        if (_stops(word) and not _inside(scene, start, word)) or scene.apart(stop):
            break
        if len(word) > 1 and word[0] in patterns.table("projects/owners")["glued"] and not scene.reading.known(word):
            return start + 1
        at = start
    return at + 1 if at + 2 < end and scene.text[at] in patterns.table("projects/owners")["glued"] else at


def _inside(scene: Scene, start: int, word: str) -> bool:
    """Whether a word of sentences is a character of a name, behind one that the dictionary knows by itself only."""
    if word not in patterns.table("projects/owners")["singles"] or start < 1:
        return False
    before = scene.words(scene.clause(start, start))
    left = next((scene.text[a:b] for a, b in before if b == start), "")
    return len(left) == 1 and left.isalpha() and not _stops(left)


def _stops(word: str) -> bool:
    if word in lexicon.stops() or word in patterns.table("projects/owners")["joints"]:
        return True
    return word in lexicon.verbs() and word not in lexicon.nominal()


def _record_end(scene: Scene, topic: Topic) -> int:
    """The end of the labelled lines below a name (建设单位：…)."""
    end = scene.paragraph(topic.at.end).end
    while end + 1 < len(scene.text) and end - topic.at.end < 3 * _REACH:
        line = scene.paragraph(end + 1)
        if not record_line().match(scene.text[line.start : line.end]):
            break
        end = line.end
    return end if end > scene.paragraph(topic.at.end).end else 0


@cache
def _speaker(key: str) -> str:
    return str(patterns.table("projects/owners")["speaker"][key])


def speakers(scene: Scene) -> dict[str, Span]:
    """The company each person speaks for, by name, where the text gives company, office and name in a row."""
    office = re.compile(rf"(?:{_speaker('title')}、?)+{_speaker('person')}")
    out: dict[str, Span] = {}
    for found in office.finditer(scene.text):
        clause = scene.clause(found.start(), found.start())
        here = [o for o in orgs(scene, Span(clause.start, found.start())) if o.end == found.start()]
        if here:
            out.setdefault(found["person"], here[-1])
    return out


def spoken(scene: Scene, topic: Topic, known: dict[str, Span]) -> list[Attribute]:
    """The speaker's company, where a paragraph that a person opens tells of the project."""
    paragraph = scene.paragraph(topic.at.start)
    opening = scene.text[paragraph.start : topic.at.start]
    lead = _says_so("lead").match(opening) if known else None
    for person, org in known.items():
        at = opening.find(person, 0, lead.end() + len(person) if lead else 0)
        if at >= 0 and _says_so("says").match(opening, at + len(person)):
            return [Attribute("owner", scene.text[org.start : org.end], org, None, "speaker", person)]
    return []


@cache
def _says_so(key: str) -> re.Pattern[str]:
    return re.compile(_speaker(key))


@cache
def _company() -> re.Pattern[str]:
    return re.compile(_speaker("company"))


def taken_up(scene: Scene, topic: Topic) -> list[Attribute]:
    """The company that 公司 takes up before the name: the full legal name printed last in the paragraph."""
    paragraph = scene.paragraph(topic.at.start)
    found = list(_company().finditer(scene.text, max(paragraph.start, topic.at.start - _REACH), topic.at.start))
    said = found[-1] if found else None
    if not said or topic.at.start - said.end() > _REACH // 2 or (topic.weak and said.end() < scene.begins(topic.at.start)):
        return []
    legal = tuple(patterns.table("projects/owners")["companies"])
    low = max(scene.paragraph(max(paragraph.start - 1, 0)).start, said.start() - _BACK)
    before = [o for o in orgs(scene, Span(low, said.start())) if len(o) > 2 * _BRAND]
    named = [o for o in before if scene.text.endswith(legal, 0, o.end)]
    return [Attribute("owner", scene.text[o.start : o.end], o, None, "taken up", said.group()) for o in named[-1:]]


def in_order(scene: Scene, projects: Sequence[Topic]) -> dict[int, Attribute]:
    """Who builds each of the projects that a sentence names in a row: A和B分别由X和Y实施."""
    last = projects[-1]
    sentence = scene.sentence(last.at.start, last.at.end)
    found = re.compile(_apart("cue")).search(scene.text, last.at.end, sentence.end)
    if not found:
        return {}
    pieces = re.split(_apart("between"), found["orgs"])
    numbers = tuple(dict.fromkeys(i for t in projects for i in t.own))
    if len(pieces) != len(numbers):
        return {}
    out, at = {}, found.start("orgs")
    for number, piece in zip(numbers, pieces, strict=True):
        start = scene.text.index(piece, at)
        at = start + len(piece)
        out[number] = Attribute("owner", piece, Span(start, at), None, "in order", found["cue"])
    return out


@cache
def _apart(key: str) -> str:
    return str(patterns.table("projects/owners")["apart"][key])


_ITEMS = 2  # of a list that stand between a company and a project that is not its own any more
_CORE = 4  # characters of a project's own name that a company's may be known by
_PLACE = 6  # characters of the place in front of a company's name
_TIMES = 12  # places of a brand in one paragraph that are looked at


def branded(scene: Scene, naming: Span, named: Sequence[Span]) -> list[Attribute]:
    """The company in the project's paragraph whose name begins as the project's does (铭禾食品 … 铭禾大米加工项目).

    A company inside the name of a project (`named`, in text order) is none.
    """
    start, end = scene.words(naming)[0]
    if scene.sort(scene.text[start:end]) not in ("brand", "name", "word") or naming.start + _BRAND > naming.end:
        return []
    brand = scene.text[naming.start : naming.start + _BRAND]
    if gazetteer.named_at(brand):
        return []
    paragraph = scene.paragraph(naming.start)
    for at in islice(_places(scene.text, brand, paragraph), _TIMES):
        last = bisect_left(named, Span(at + 1, 0)) - 1
        if (last >= 0 and at < named[last].end) or _rule("object").search(scene.text, max(0, at - 1), at):
            continue
        here = [o for o in orgs(scene, Span(at, min(at + 24, paragraph.end))) if o.start == at]
        joined = here and any(c in patterns.table("projects/owners")["glued"] for c in scene.text[at : here[0].end])
        if here and not joined and not any(n.meets(here[0]) for n in named[last + 1 : last + 2]):
            return [Attribute("owner", scene.text[at : here[0].end], here[0], None, "same brand", brand)]
    return []


def namesake(scene: Scene, naming: Span) -> list[Attribute]:
    """The company whose full name opens with all of the project's own (凯沃精密科技项目 … 凯沃精密科技有限公司)."""
    core = _rule("closing").sub("", lexicon.phases().sub("", scene.text[naming.start : naming.end]))
    if len(core) < _CORE:
        return []
    at = scene.text.find(core)
    while at >= 0:
        if tail := _rule("company_tail").match(scene.text, at + len(core)):
            start = _with_place(scene.text, at)
            return [Attribute("owner", scene.text[start : tail.end()], Span(start, tail.end()), None, "same name", core)]
        at = scene.text.find(core, at + 1)
    return []


def _with_place(text: str, at: int) -> int:
    """Where a company's name begins that has the name of a place in front (苏州|长风光电科技有限公司)."""
    for start in range(max(0, at - _PLACE), at - 1):
        place = gazetteer.named_at(text, start)
        if place and start + len(place[0]) == at:
            return start
    return at


def beside(scene: Scene, topic: Topic) -> list[Attribute]:
    """The company on a line of its own right below the line that names the project, or right above it."""
    if not heads_below(scene, topic):
        return []
    line = scene.paragraph(topic.at.start)
    for at in (line.end + 1, line.start - 1):
        near = scene.paragraph(at) if 0 <= at < len(scene.text) else Span(0, 0)
        if _rule("company_line").fullmatch(scene.text, near.start, near.end):
            return [Attribute("owner", scene.text[near.start : near.end].strip(), near, None, "beside the name", "")]
    return []


def _places(text: str, words: str, within: Span) -> Iterator[int]:
    at = text.find(words, within.start, within.end)
    while at >= 0:
        yield at
        at = text.find(words, at + len(words), within.end)


def _behind(scene: Scene, org: Span, topic: Topic) -> Span | None:
    """What is left of a company's name behind the project's name that the dictionary glued to it (X水厂由Y集团)."""
    start = topic.at.end
    start += scene.text[start : start + 1] in patterns.table("projects/owners")["glued"]
    return Span(start, org.end) if org.start < topic.at.end < org.end and start > topic.at.end else None


def owners(scene: Scene, topic: Topic) -> list[Attribute]:
    """Who builds or invests in the project named at `topic`, the surest rule first."""
    sentence = scene.sentence(topic.at.start, topic.at.end)
    low = max(sentence.start, topic.at.start - _REACH)
    whole = scene.paragraph(topic.at.start).end if heads(scene, topic) else sentence.end
    high = max(min(whole, topic.at.end + (_REACH if whole == sentence.end else 3 * _REACH)), _record_end(scene, topic))
    found: list[tuple[int, int, Attribute]] = []
    labelled = bool(_label().search(scene.text, max(0, low - 12), high))
    for ending in _endings(scene, Span(low, high)):
        behind = _said_behind(scene, ending.end)
        if not behind and not labelled:
            continue
        named = Span(_begun(scene, low, ending), ending.end)
        overlaps = named.start < topic.at.end and topic.at.start < named.end
        org = _behind(scene, named, topic) if overlaps else named
        if org is None or len(named) <= _BRAND or not _is_named(scene, named.start, ending):
            continue
        for rank, rule in enumerate(_rules()):
            said = _fits(scene, rule, org, topic, sentence) if not rule.after or rank in behind else None
            if said is not None:
                words = behind.get(rank, "")
                distance = min(abs(org.start - topic.at.end), abs(topic.at.start - org.end))
                for builder in (org, *_with(scene, org, words)):
                    text = scene.text[builder.start : builder.end]
                    told = Attribute("owner", text, builder, None, rule.name, f"{said}…{words}")
                    found.append((rank, distance, told))
                break
    return [a for _, _, a in sorted(found, key=lambda f: f[:2])]


def _with(scene: Scene, org: Span, words: str) -> Iterator[Span]:
    """The companies that stand between a company and the verb of both: 由A、B共同投资."""
    if words[:1] in _joints():
        yield from orgs(scene, Span(org.end, org.end + len(words)))


@cache
def _joints() -> frozenset[str]:
    return frozenset(lexicon.names()["lists"]["joints"])


def _said_behind(scene: Scene, end: int) -> dict[int, str]:
    """The rules, by rank, whose words stand behind a company, with these words."""
    found = scene.told.get(end)
    if found is None:
        after = scene.text[end : end + 60].split("\n")[0]
        said = ((i, r.after.match(after)) for i, r in enumerate(_rules()) if r.after)
        found = scene.told[end] = {i: m.group() for i, m in said if m}
    return found


def _fits(scene: Scene, rule: _Rule, org: Span, topic: Topic, sentence: Span) -> str | None:
    """The words before a company that make it the builder by this rule; None where it is not."""
    before = scene.text[max(0, org.start - 12) : org.start]
    headed = org.start > sentence.end and heads(scene, topic)
    if org.start > sentence.end and rule.name != "label" and not (headed and rule.name == "by"):
        return None
    if rule.name in ("subject", "speaker", "pushes") and org.end > topic.at.start:
        return None
    if rule.name in ("speaker", "partner", "pushes") and scene.text.endswith(
        tuple(patterns.table("projects/owners")["offices"]), 0, org.end
    ):
        return None
    if rule.name in ("subject", "pushes") and (_is_agent(before) or not _own_object(scene, org, topic)):
        return None
    if rule.name == "subject" and len(topic.of) > 1 and _rule("own_work").match(scene.text, org.end):
        return None
    if rule.name in ("is", "bracket", "apposed") and not 0 < org.start - topic.at.end <= _NEXT:
        return None
    left = rule.before.search(before) if rule.before else None
    if rule.before and not left:
        return None
    between = scene.text[topic.at.end : org.start] if org.start > topic.at.end else scene.text[org.end : topic.at.start]
    if rule.name == "by" and ((not headed and _rule("other").search(between)) or _left(org, topic, between)):
        return None
    if rule.name == "by" and org.start > topic.at.end and _leads_on(scene, org, between):
        return None
    return left.group() if left else ""


def _is_agent(before: str) -> bool:
    """Whether the words before a company make it the builder of something else (由A建设)."""
    return bool(_rule("by").search(before))


def _left(org: Span, topic: Topic, between: str) -> bool:
    """Whether the clause about the builder ended before the name, which opens another one."""
    return org.end <= topic.at.start and bool(_rule("left").fullmatch(between))


def _leads_on(scene: Scene, org: Span, between: str) -> bool:
    """Whether a builder told after one name builds another that follows: A已开工，由X公司投资3亿元的B项目…."""
    return bool(_rule("apart_from").search(between) and _rule("next_name").match(scene.text, org.end))


def _own_object(scene: Scene, org: Span, topic: Topic) -> bool:
    """Whether the company before the name is still the subject where the name stands."""
    between = scene.text[org.end : topic.at.start]
    return len(between) < 50 and between.count("、") < _ITEMS and not _rule("other").search(between)


@cache
def _rule(key: str) -> re.Pattern[str]:
    table: dict[str, Any] = patterns.table("projects/owners")
    return re.compile(table[key])
