"""Where a name begins: from its closing word to the left, word by word, to the first that belongs to the sentence."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache
from typing import NamedTuple

import patterns
from extractor.assemble import projects_lexicon as lexicon
from extractor.assemble.projects_scene import Scene
from extractor.model import Mention, Span
from patterns import gazetteer

_OPEN, _CLOSE = "“‘「『《〈【[", "”’」』》〉】]"
_SIGNS = frozenset(_OPEN + _CLOSE + "()（）")
_BRACKET = 14  # characters of a bracket that may stand inside a name
_LEGAL_REACH = 40


class Begin(NamedTuple):
    """Where a name begins and why there; `owner` is the company right before it.

    The reasons: `edge` of the clause, `stop` word, `verb`, `money`, `date`, `count`, `quote`, `owner`, `、`, `and`.
    """

    at: int
    reason: str = ""
    owner: Span | None = None
    seen: str = ""


def begins(scene: Scene, clause: Span, end: int, *, item: bool = False) -> Begin:
    """Where the name that ends (or whose closing word begins) at `end` begins; `item`: no 、 stands inside it."""
    text, low, at, seen = scene.text, clause.start, end, ""
    start, words = end, None
    while at > low:
        step = _sign(text, low, at) if text[at - 1] in _SIGNS else None
        step = step or _figure(scene, at)
        if not step:
            words = words or reversed(scene.words(clause))
            while start >= at:
                start = max(next(words)[0], low)
            nature = _nature(scene, text[start:at])
            if nature == "stop" and at - start == 1 and _opens_place(scene, at):
                nature = "own"
            if nature == "own" or nature == "common":
                at, seen = start, "own" if nature == "own" else seen
                continue
            step = _word(scene, clause, Span(start, at), end, seen, item, nature)
        if step.reason:
            return step
        at, seen = step.at, step.seen or seen
    return Begin(at, "edge")


def _sign(text: str, low: int, at: int) -> Begin | None:
    """Over a bracket or quotation that closes here, or a stop where one opens."""
    sign = text[at - 1]
    if sign in _OPEN or sign in "(（":
        return Begin(at, "quote")
    opener = _opening(text, low, at - 1)
    if opener < 0 or (sign in ")）" and at - opener > _BRACKET) or sign in "》〉】":
        return Begin(at, "stop")
    return Begin(opener, seen="word" if sign in ")）" else "own")


def _figure(scene: Scene, at: int) -> Begin | None:
    figure = scene.over(at - 1)
    if not figure:
        number = _rule("decimal").search(scene.text, max(0, at - _BRACKET), at)
        return Begin(number.start()) if number else None
    reason = _figure_stops(scene, figure)
    return Begin(at, reason) if reason else Begin(figure.at.start, seen="capacity")


def _nature(scene: Scene, word: str) -> str:
    """What a word is on the way to the left: `stop`, `verb`, `work`, `own work`, `common`, `own`, or `ruled`."""
    found = scene.natures.get(word)
    if found is None:
        found = scene.natures[word] = _told().get(word) or _ruled(word) or _plain(scene, word)
    return found


@cache
def _told() -> dict[str, str]:
    """The nature of the words that the tables hold."""
    everyday = [(w, "common") for w in lexicon.generic()] + [(w, "verb") for w in lexicon.verbs() - lexicon.nominal()]
    told = dict([*everyday, *((w, "stop") for w in lexicon.stops())])
    for word in lexicon.generic() & lexicon.nominal() - lexicon.stops():
        told[word] = "work"
    return {word: nature for word, nature in told.items() if not _ruled(word) and not _is_pair(word)}


def _ruled(word: str) -> str:
    """`ruled` for words of which more is asked than what they are."""
    table = lexicon.names()["lists"]
    ruled = word in _by_rule() or word[0] in _first_ruled() or word.endswith(_legal_ends()) or not word.strip()
    return "ruled" if ruled or table["splitting"] in word else ""


@cache
def _by_rule() -> frozenset[str]:
    table = lexicon.names()["lists"]
    return frozenset([*table["localizers"], *table["joints"], *table["reach"], *table["hard"]])


@cache
def _first_ruled() -> frozenset[str]:
    table = lexicon.names()["lists"]
    return frozenset([table["ordinal"], *(j for j in table["joints"] if len(j) == 1)])


def _plain(scene: Scene, word: str) -> str:
    if word in lexicon.stops():
        return "stop"
    if _is_pair(word):
        return "verb"
    sort = scene.sort(word)
    own = sort not in _COMMON
    if word in lexicon.nominal():
        return "own work" if own else "work"
    if word in lexicon.verbs():
        return "verb"
    if sort == "word" and len(word) > 1:
        return _spoken(scene.reading.known(word))
    return "own" if own else "common"


def _spoken(part: str) -> str:
    """What a word of the dictionary's is by its part of speech, where no table tells of it."""
    return "stop" if part in _FUNCTION else "work" if part == "v" else "common"


def _is_pair(word: str) -> bool:
    """Whether a word is two words of the sentence (全力推进)."""
    return len(word) == 2 * _PAIR and _of_sentence(word[:_PAIR]) and _of_sentence(word[_PAIR:])


def _word(scene: Scene, clause: Span, at: Span, end: int, seen: str, item: bool, nature: str) -> Begin:
    """Over one word to the left, or a stop before it."""
    if nature == "ruled":
        return _by_its_rule(scene, clause, at, end, seen, item)
    if len(at) > 1 and scene.text[at.start] in lexicon.names()["lists"]["leads_in"] and not scene.reading.known(
        scene.text[at.start : at.end]
    ):
        return Begin(at.start + 1, "stop")
    if nature == "stop" and (company := _short_company(scene, clause, at)):
        return Begin(company.start, seen="own")
    if seen != "own" and (made := _makes_of(scene, clause, at)) is not None:
        return Begin(made, seen="capacity")
    if nature in ("stop", "verb") or ("work" in nature and _has_builder(scene, clause, at)):
        return Begin(at.end, "verb" if "work" in nature else nature)
    if seen == "capacity" and _makes_too(scene, clause, at):
        return Begin(at.start, seen="capacity")
    joined = scene.text.startswith(tuple(lexicon.names()["lists"]["softer"]), at.end)  # 精炼及提取 is all of the name
    if "work" in nature and seen in ("own", "capacity") and not joined:  # outside where something of the name's own follows
        return Begin(at.end, "verb")
    return Begin(at.start, seen="own" if "own" in nature else "")


def _makes_of(scene: Scene, clause: Span, at: Span) -> int | None:
    """Where it begins to be told how much a works makes of the product behind this 的."""
    if scene.text[at.start : at.end] != lexicon.names()["lists"]["possessive"]:
        return None
    made = _rule("makes_of").search(scene.text, clause.start, at.end)
    return made.start() if made else None


def _has_builder(scene: Scene, clause: Span, at: Span) -> bool:
    """Whether a word of work is the verb of the sentence: 投资|建设X, 在Y|建设X."""
    word, lists = scene.text[at.start : at.end], lexicon.names()["lists"]
    return word in lists["sets_up"] and bool(_rule("sets_up_here").search(scene.text, clause.start, at.start))


def _by_its_rule(scene: Scene, clause: Span, span: Span, end: int, seen: str, item: bool) -> Begin:
    text, table = scene.text, lexicon.names()["lists"]
    start, at = span.start, span.end
    word = text[start:at]
    if word in table["localizers"] and not _localizes(scene, clause, start):
        return Begin(start)
    if table["splitting"] in word:
        return Begin(start + word.index(table["splitting"]) + 1, "stop")
    if text[start] in table["joints"] and len(word) > 1 and _ends_with_head(text, start):
        return Begin(start + 1, "and")
    if word in table["joints"]:
        crossed = _crosses(scene, clause, span, seen, item)
        return Begin(start) if crossed else Begin(at, "、" if word == "、" else "and")
    if _is_company(text, clause.start, at):
        return Begin(at, "owner", _company(scene, clause, at))
    if word in table["reach"] and _rule("reaching").search(text, at, end + 2):
        return Begin(start, seen="own")
    if not word.strip():
        return Begin(start) if _latin(text, start, at) else Begin(at, "stop")
    if text[start] == table["ordinal"] and _rule("ordinal_not").match(text, start):
        return Begin(start, seen="own")
    hard = word in table["hard"] and at != end and seen not in ("own", "capacity")
    if hard or _is_ordinal(text, start):
        return Begin(at, "stop")
    return _word(scene, clause, span, end, seen, item, _plain(scene, word))


def _opens_place(scene: Scene, at: int) -> bool:
    """Whether a stop of one character is the first of a place's name that the dictionary cut (正|宁宫河 in 正宁)."""
    words = scene.words(Span(scene.opens(at), scene.clause(at, at).end))
    after = next((w for w in words if w[0] == at), None)
    if not after or after[1] - at < _PAIR or scene.text[at - 1 : at + 1] not in gazetteer.short_names():
        return False
    return scene.reading.known(scene.text[at : after[1]]) in ("", "ns", "nr", "nz")


def _localizes(scene: Scene, clause: Span, start: int) -> bool:
    """Whether a localizer stands behind a noun (园区内), not behind a mark or a single character (滇中)."""
    if start == clause.start or scene.text[start - 1] in lexicon.names()["lists"]["unbound"]:
        return False
    return start - _word_start(scene, clause, start) >= _PAIR


def _is_ordinal(text: str, start: int) -> bool:
    table = lexicon.names()["lists"]
    return text.startswith(table["ordinal"], start) and not _rule("ordinal_not").match(text, start)


def _of_sentence(word: str) -> bool:
    return word in lexicon.stops() or word in lexicon.verbs()


_FUNCTION = frozenset(["d", "p", "c", "r", "rr", "u", "ul", "uj", "y", "o"])
_PAIR = 2  # characters of each half of a word like 全力推进
_COMMON = ("generic", "concrete", "word", "product", "works", "phase")


def _word_start(scene: Scene, clause: Span, at: int) -> int:
    """Where the word that ends at `at` begins, or the part of a longer word up to there."""
    words = scene.words(clause)
    i = bisect_left(words, (at, 0)) - 1
    return max(words[i][0] if i >= 0 else at - 1, clause.start)


@cache
def _rule(key: str) -> re.Pattern[str]:
    return lexicon.pattern("names", "lists", key)


def _latin(text: str, start: int, end: int) -> bool:
    """Whether a blank stands between two words of Latin letters."""
    return text[start - 1 : start].isalnum() and text[start - 1].isascii() and text[end : end + 1].isascii()


@cache
def _joints() -> frozenset[str]:
    return frozenset(lexicon.names()["lists"]["joints"])


def _opening(text: str, low: int, close: int) -> int:
    pairs = dict(zip(_CLOSE + ")）", _OPEN + "(（", strict=True))
    sign = text[close]
    wanted = "(（" if sign in ")）" else pairs[sign] + ('"' if sign == '"' else "")
    return max(text.rfind(c, low, close) for c in wanted)


def _figure_stops(scene: Scene, figure: Mention) -> str:
    """Why a figure ends a name's way to the left, or nothing where the name holds it (年产3万吨…, 4台66万千瓦机组)."""
    if figure.kind in ("money", "percent", "point", "multiple"):
        return "money"
    if figure.kind == "date":
        return "date"
    if figure.kind == "count" and patterns.folded(figure.unit or "") in lexicon.names()["lists"]["article_units"]:
        lead = scene.text[max(0, figure.at.start - 3) : figure.at.start]
        return "" if lead.endswith(tuple(lexicon.names()["lists"]["capacity_leads"])) else "count"
    return "" if figure.kind in ("count", "measure") else "stop"


def _crosses(scene: Scene, clause: Span, joint: Span, seen: str, item: bool) -> bool:
    """Whether a 、 or 和 stands inside a name: a list of capacities, two companies, or words that only together name."""
    text, table = scene.text, lexicon.names()["lists"]
    after, before = scene.over(joint.end), text[max(clause.start, joint.start - 16) : joint.start]
    if before.endswith(tuple(table["hard"])) and text.startswith(tuple(table["capacity_leads"]), joint.end):
        return False
    if after and after.kind in ("measure", "count"):
        near = scene.within(joint.start - 14, joint.start)
        return any(lead in before for lead in table["capacity_leads"]) or any(
            m.kind in ("measure", "count") for m in near
        )
    if seen == "capacity" and _makes_too(scene, clause, Span(joint.end, joint.end)):
        return True
    if _rule("numbers").search(before) and _rule("number_next").match(text, joint.end):
        return True
    soft = text[joint.start : joint.end] in table["softer"] and not seen
    hard = text.endswith(tuple(table["hard"]), 0, joint.start)
    if _ends_with_head(text, joint.start) and (hard or not soft or item):
        return False
    if item:
        return soft
    if soft or (not seen and text[joint.start : joint.end] != "、"):
        return True
    if text[joint.start : joint.end] == "、":
        if _rule("makes_several").search(text, clause.start, joint.start):
            return True
        return not seen and not lexicon.heads().search(before) and not _named_alone(scene, clause, joint.start)
    partner = _partner(scene, clause, joint.start)
    return 2 <= len(partner) <= 6 and not lexicon.heads().search(partner) and not _made(scene, partner)


def _makes_too(scene: Scene, clause: Span, verb: Span) -> bool:
    """Whether a verb tells what else is made: 年产3万吨A和回收2000吨B."""
    text, table = scene.text, lexicon.names()["lists"]
    before = text[max(clause.start, verb.start - 17) : verb.start]
    more = before.endswith(tuple(table["joints"])) and _rule("makes_too").match(text, verb.start)
    return bool(more) and any(lead in before for lead in table["capacity_leads"])


def _named_alone(scene: Scene, clause: Span, end: int) -> bool:
    """Whether the last item before a 、 names something by itself (庆云市大剧院、…), so that no name runs over it."""
    sorts: list[str] = []
    for start, stop in reversed([w for w in scene.words(clause) if w[1] <= end and w[0] >= clause.start]):
        word = scene.text[start:stop]
        if word in _joints() or word in lexicon.stops():
            break
        sorts.append(scene.sort(word))
    return len(sorts) > 1 and bool({"place", "brand", "name", "spot"} & set(sorts))


def _ends_with_head(text: str, end: int) -> bool:
    if text[end - 1] not in lexicon.last_of_heads():
        return False
    if any(phase.end() == end for phase in lexicon.phases().finditer(text, max(0, end - 4), end)):
        return True
    return any(head.end() == end for head in lexicon.heads().finditer(text, max(0, end - 12), end))


def _partner(scene: Scene, clause: Span, end: int) -> str:
    """The words before a 和, back to the nearest stop."""
    words = [w for w in scene.words(clause) if w[1] <= end and w[0] >= clause.start]
    begin = end
    for start, stop in reversed(words):
        word = scene.text[start:stop]
        if (
            word in lexicon.stops()
            or word in lexicon.verbs()
            or word in _joints()
            or scene.over(start)
            or word in _OPEN
        ):
            break
        begin = start
    return scene.text[begin:end]


def _made(scene: Scene, piece: str) -> bool:
    """Whether a short piece ends in a product or a class word, so that it is no company."""
    last = scene.reading.words(piece)[-1]
    return scene.sort(piece[last[0] : last[1]]) in ("product", "generic", "works", "place")


# Companies.


@cache
def _legal() -> tuple[str, ...]:
    table = patterns.table("projects/owners")
    return tuple(word for word in table["legal"] if word not in table["not_full"])


@cache
def _legal_ends() -> tuple[str, ...]:
    return tuple({ending[-1] for ending in _legal()})


def _is_company(text: str, low: int, end: int) -> bool:
    return text.endswith(_legal(), low, end)


def _short_company(scene: Scene, clause: Span, at: Span) -> Span | None:
    """The short name of a company that closes with this word, which stays in the name (瑞彩公司3万吨鲜奶加工项目)."""
    if scene.text[at.start : at.end] not in patterns.table("projects/owners")["not_full"]:
        return None
    company = _company(scene, clause, at.end)
    words = [scene.text[low:high] for low, high in scene.words(clause) if company.start <= low < at.start]
    return company if any("own" in _nature(scene, word) for word in words) else None


def company_of(scene: Scene, clause: Span, begin: int) -> Span | None:
    """The company whose project a name tells: X有限公司的Y项目, X有限公司投资建设的Y项目, X有限公司新建|Y项目."""
    link = _rule("company_link").search(scene.text, clause.start, begin)
    end = link.start() if link else begin
    if end <= clause.start or end == begin:
        return None
    legal = tuple(patterns.table("projects/owners")["legal"])
    return _company(scene, clause, end) if scene.text.endswith(legal, clause.start, end) else None


def _sentence_word(word: str) -> bool:
    """Whether a word belongs to the sentence around a company's name and not to the name."""
    return word in lexicon.stops() or (word in lexicon.verbs() and word not in lexicon.nominal())


def _ends_company(scene: Scene, start: int, word: str) -> bool:
    return word in _joints() or not word[:1].isalnum() or bool(scene.over(start)) or _sentence_word(word)


def _company(scene: Scene, clause: Span, end: int) -> Span:
    """The company's full name that ends here, without dashes and numbers in front of it."""
    at = end - 2
    words = [w for w in scene.words(clause) if w[0] < at]
    while words and at > max(clause.start, end - _LEGAL_REACH):
        start, stop = words.pop()
        if start >= at:
            continue
        word = scene.text[start : min(stop, at)]
        if word in ")）":
            opener = _opening(scene.text, clause.start, start)
            if opener < 0:
                break
            at = opener
        elif _ends_company(scene, start, word) or scene.apart(min(stop, at)):
            break
        else:
            at = start
    known = scene.reading.known(scene.text[at : at + _PAIR])
    glued = not known and scene.text[at] in patterns.table("projects/owners")["glued"]
    return Span(at + 1 if glued else _whole_place(scene.text, clause.start, at), end)


def _whole_place(text: str, low: int, at: int) -> int:
    """Where a place begins whose name the dictionary cut in two (项|城市凯森制衣有限公司)."""
    for start in range(max(low, at - _PAIR), at):
        place = gazetteer.named_at(text, start, short=False)
        if place and start + len(place[0]) > at:
            return start
    return at
