"""Where a name begins: from its closing word to the left, word by word, to the first that belongs to the sentence."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache

import patterns
from extractor.assemble import projects_lexicon as lexicon
from extractor.assemble.projects_scene import Scene
from extractor.model import Mention, Span

_OPEN, _CLOSE = "“‘「『《〈【[", "”’」』》〉】]"
_BRACKET = 14  # characters of a bracket that may stand inside a name
_LEGAL_REACH = 40


@dataclass(frozen=True, slots=True)
class Begin:
    """Where a name begins and why there; `owner` is the company right before it.

    The reasons: `edge` of the clause, `stop` word, `verb`, `money`, `date`, `count`, `quote`, `owner`, `、`, `and`.
    """

    at: int
    reason: str = ""
    owner: Span | None = None
    seen: str = ""


def begins(scene: Scene, clause: Span, end: int, *, item: bool = False) -> Begin:
    """Where the name that ends (or whose closing word begins) at `end` begins; `item`: no 、 stands inside it."""
    at, seen = end, ""
    while at > clause.start:
        step = _sign(scene, clause, at) or _figure(scene, at) or _word(scene, clause, at, end, seen, item)
        if step.reason:
            return step
        at, seen = step.at, step.seen or seen
    return Begin(at, "edge")


def _sign(scene: Scene, clause: Span, at: int) -> Begin | None:
    """Over a bracket or quotation that closes here, or a stop where one opens."""
    sign = scene.text[at - 1]
    if sign in _OPEN or sign in "(（":
        return Begin(at, "quote")
    if sign not in _CLOSE and sign not in ")）":
        return None
    opener = _opening(scene.text, clause.start, at - 1)
    if opener < 0 or (sign in ")）" and at - opener > _BRACKET) or sign in "》〉":
        return Begin(at, "stop")
    return Begin(opener, seen="word")


def _figure(scene: Scene, at: int) -> Begin | None:
    figure = scene.over(at - 1)
    if not figure:
        return None
    reason = _figure_stops(scene, figure)
    return Begin(at, reason) if reason else Begin(figure.at.start, seen="capacity")


def _word(scene: Scene, clause: Span, at: int, end: int, seen: str, item: bool) -> Begin:
    """Over one word to the left, or a stop before it."""
    text, table = scene.text, lexicon.names()["lists"]
    start = _word_start(scene, clause, at)
    word = text[start:at]
    if word in table["localizers"] and not _localizes(scene, clause, start):
        return Begin(start)
    if table["splitting"] in word:
        return Begin(start + word.index(table["splitting"]) + 1, "stop")
    if text[start] in table["joints"] and len(word) > 1 and _ends_with_head(text, start):
        return Begin(start + 1, "and")
    if word in _joints():
        crossed = _crosses(scene, clause, Span(start, at), seen, item)
        return Begin(start) if crossed else Begin(at, "、" if word == "、" else "and")
    if _is_company(text, clause.start, at):
        return Begin(at, "owner", _company(scene, clause, at))
    if word in table["reach"] and _rule("reaching").search(text, at, end + 2):
        return Begin(start, seen="own")
    if not word.strip():
        return Begin(start) if _latin(text, start, at) else Begin(at, "stop")
    return _plain_word(scene, start, at, seen, at == end)


def _localizes(scene: Scene, clause: Span, start: int) -> bool:
    """Whether a localizer stands behind a noun (园区内), not behind a mark or a single character (滇中)."""
    if start == clause.start or scene.text[start - 1] in lexicon.names()["lists"]["unbound"]:
        return False
    return start - _word_start(scene, clause, start) >= _PAIR


def _plain_word(scene: Scene, start: int, at: int, seen: str, closing: bool) -> Begin:
    word = scene.text[start:at]
    if word in lexicon.stops() or _is_ordinal(scene.text, start):
        return Begin(at, "stop")
    if word in lexicon.names()["lists"]["hard"] and not closing and seen not in ("own", "capacity"):
        return Begin(at, "stop")
    if len(word) == 2 * _PAIR and all(_of_sentence(word[i : i + _PAIR]) for i in (0, _PAIR)):
        return Begin(at, "verb")
    if (word in lexicon.verbs() or word in lexicon.nominal()) and _verb_stops(word, seen):
        return Begin(at, "verb")
    return Begin(start, seen="" if _sort(scene, word) in _COMMON else "own")


def _is_ordinal(text: str, start: int) -> bool:
    table = lexicon.names()["lists"]
    return text.startswith(table["ordinal"], start) and not _rule("ordinal_not").match(text, start)


def _of_sentence(word: str) -> bool:
    return word in lexicon.stops() or word in lexicon.verbs()


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


def _figure_stops(scene: Scene, figure: Mention) -> str:
    """Why a figure ends a name's way to the left, or nothing where the name holds it (年产3万吨…, 4台66万千瓦机组)."""
    if figure.kind in ("money", "percent", "point", "multiple"):
        return "money"
    if figure.kind == "date":
        return "date"
    if figure.kind == "count" and (figure.unit or "") in lexicon.names()["lists"]["article_units"]:
        lead = scene.text[max(0, figure.at.start - 3) : figure.at.start]
        return "" if lead.endswith(tuple(lexicon.names()["lists"]["capacity_leads"])) else "count"
    return "" if figure.kind in ("count", "measure") else "stop"


def _crosses(scene: Scene, clause: Span, joint: Span, seen: str, item: bool) -> bool:
    """Whether a 、 or 和 stands inside a name: a list of capacities, two companies, or words that only together name."""
    text, table = scene.text, lexicon.names()["lists"]
    after, before = scene.over(joint.end), text[max(clause.start, joint.start - 16) : joint.start]
    if after and after.kind in ("measure", "count"):
        near = scene.within(joint.start - 14, joint.start)
        return any(lead in before for lead in table["capacity_leads"]) or any(
            m.kind in ("measure", "count") for m in near
        )
    soft = text[joint.start : joint.end] in table["softer"] and not seen
    hard = text.endswith(tuple(table["hard"]), 0, joint.start)
    if _ends_with_head(text, joint.start) and (hard or not soft or item):
        return False
    if item:
        return soft
    if soft or (not seen and text[joint.start : joint.end] != "、"):
        return True
    if text[joint.start : joint.end] == "、":
        return not seen and not lexicon.heads().search(before)
    partner = _partner(scene, clause, joint.start)
    return 2 <= len(partner) <= 6 and not lexicon.heads().search(partner) and not _made(scene, partner)


def _ends_with_head(text: str, end: int) -> bool:
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
    return _sort(scene, piece[last[0] : last[1]]) in ("product", "generic", "works", "place")


# Companies.


@cache
def _legal() -> tuple[str, ...]:
    return tuple(patterns.table("projects/owners")["legal"])


def _is_company(text: str, low: int, end: int) -> bool:
    return text.endswith(_legal(), low, end)


def company_of(scene: Scene, clause: Span, begin: int) -> Span | None:
    """The company whose project a name tells: X有限公司的Y项目."""
    end = begin - 1
    if end <= clause.start or scene.text[end] != lexicon.names()["lists"]["possessive"]:
        return None
    return _company(scene, clause, end) if _is_company(scene.text, clause.start, end) else None


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
        word = scene.text[start : min(stop, at)]
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
