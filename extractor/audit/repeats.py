"""Repeated figures: headline against text, a rounded figure against the exact one, a name against what it names."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

import patterns
from extractor.audit.relation import Relation, finding, holds, likely_slip
from extractor.audit.scene import LEVELS, RATIOS, Figure, Scene, any_of, bigrams
from extractor.model import Finding, Reading

_NOUN = 5
"""Characters that the words after two figures must share for them to be about the same things."""
_NAME = 4
"""The same of a measure: what it is made of or makes."""
_SENTENCE = 20
"""Characters of a sentence that stand before a figure when the sentence is printed again."""
_METRIC = 6
"""Characters that the words before two figures must share."""
_WORDS = re.compile(r"\w*")
_WORDS_FOR = {3: 2, 4: 1}
"""Pairs of characters that stand beside two equal figures of so many digits; with more digits none has to."""
_HEADS = 60
"""Figures in titles of one article that are compared with its text, each with those near it."""
_TITLE = 60
"""Characters of a title at most."""
_REACH = 200
"""How many figures of an article a figure is compared with at most."""


def repeats(scene: Scene, reading: Reading) -> Iterator[Finding]:
    """A finding for every figure printed twice for the same thing, and every headline whose figure the text contradicts."""
    articles: dict[int, list[Figure]] = {}
    for figure in scene.figures:
        if figure.use in LEVELS and figure.value and not figure.mention.soft and figure.family not in RATIOS:
            articles.setdefault(scene.article(figure.start), []).append(figure)
    titles = _titles(reading)
    for figures in articles.values():
        lines = {f.line: f for f in figures}
        titled = {line for line, f in lines.items() if _titled(scene, f, titles)}
        heads = [f for f in figures if f.line in titled]
        body = [f for f in figures if f.line not in titled]
        for head in heads[:_HEADS]:
            near = bisect_left(body, head.order, key=lambda f: f.order)
            yield from _head(head, body[max(0, near - _REACH):near + 2 * _REACH])
        yield from _nouns(body)
        yield from _metrics(body)
        yield from _verbatim(scene, body)
        yield from _taken_up(body)
        yield from _precise(body)


@dataclass(frozen=True, slots=True)
class Titles:
    """Headings by where they begin, the article that begins last, and the articles' titles without white space."""

    headings: dict[int, int]
    last: int
    joined: str


def _titles(reading: Reading) -> Titles:
    outline = reading.outline
    joined = "\n".join("".join(a.title.split()) for a in outline.articles if a.title)
    last = max((a.at.start for a in outline.articles), default=-9)
    return Titles({s.at.start: s.at.end for s in outline.headings}, last, joined)


def _titled(scene: Scene, figure: Figure, titles: Titles) -> bool:
    """Whether the line of a figure has no full stop and is an article's title or a heading."""
    start, end = scene.line(figure.start)
    if end - start > 2 * _TITLE:
        return False
    line = scene.text[start:end].strip()
    if len(line) > _TITLE or line.endswith(tuple("。；;，,：:")):
        return False
    heading = any(titles.headings.get(a, 0) > start for a in range(start - 3, start + 1))
    return heading or start - titles.last < 4 or "".join(line.split()) in titles.joined


def _head(head: Figure, body: list[Figure]) -> Iterator[Finding]:
    """A headline's figure against those of the text that bear the same words."""
    same = [f for f in body if f.family == head.family and _shared(head, f) >= 2][:_REACH]
    fits = [f for f in same if agree(head, f)] or [f for f in body if _echoed(head, f)][:_REACH]
    if fits:
        best = max(fits, key=lambda f: (_shared(head, f), -f.order))
        yield from repeated(best, head)
    else:
        near = [f for f in same if _shared(head, f) >= 4]
        if len(near) == 1 and near[0].firm and head.firm:
            relation = _relation(near[0], head)
            fills = {"a": head.printed, "b": near[0].printed}
            made = finding(_filled(relation, fills), "warning", "repeat_wrong", likely_slip(relation))
            if made:
                yield made


def _echoed(head: Figure, figure: Figure) -> bool:
    """A headline's figure of two digits or more printed again with a word of the headline beside it."""
    if figure.value != head.value or figure.family != head.family or not (figure.firm and head.firm):
        return False
    words = bigrams(_said(head)) & bigrams(_said(figure))
    return len(words) >= 2 or (bool(words) and len(figure.digits.replace(".", "").strip("0")) >= 2)


def _said(figure: Figure) -> str:
    return f"{figure.left[-16:]} {_generic().sub(' ', figure.right[:10])}"


def _precise(body: list[Figure]) -> Iterator[Finding]:
    """126.76亿元 and again 126.76亿元: the more digits, the fewer words must stand beside both to mean one thing."""
    firsts: dict[tuple[str, Fraction | None], Figure] = {}
    for figure in body:
        long = len(figure.digits.replace(".", "").strip("0"))
        if long < min(_WORDS_FOR):
            continue
        first = firsts.setdefault((figure.family, figure.value), figure)
        if first is figure or first.sentence == figure.sentence or not (first.firm and figure.firm):
            continue
        shared = bigrams(_around(first)) & bigrams(_around(figure))
        if len(shared) >= _WORDS_FOR.get(long, 0):
            yield from repeated(first, figure)


def _around(figure: Figure) -> str:
    return f"{_common_words().sub(' ', figure.left[-14:])} {_generic().sub(' ', figure.right[:10])}"


def _taken_up(body: list[Figure]) -> Iterator[Finding]:
    """63个项目已开工。…在63个项目中, 此次签约的3个项目: a count that takes up one before it, nothing of its own."""
    firsts: dict[tuple[str, Fraction | None], Figure] = {}
    lasts: dict[tuple[str, Fraction | None], Figure] = {}
    for figure in body:
        if figure.mention.kind != "count":
            continue
        key = figure.family, figure.value
        first, last = firsts.setdefault(key, figure), lasts.get(key)
        lasts[key] = figure
        if last is None or not figure.firm:
            continue
        pointed = last.firm and last.sentence != figure.sentence and _pointed().fullmatch(figure.left) is not None
        if pointed and bigrams(figure.right[:6]) & bigrams(last.right[:8]):
            yield from repeated(last, figure)
            continue
        if first.sentence == figure.sentence:
            continue
        noun = bigrams(figure.right[:6]) & bigrams(f"{first.left[-6:]} {first.right[:8]}")
        long = len(figure.digits.strip("0")) >= 2
        if noun and (long or figure.sentence - first.sentence <= 1) and _bare().fullmatch(figure.left):
            yield from repeated(first, figure)


def _verbatim(scene: Scene, body: list[Figure]) -> Iterator[Finding]:
    """The same sentence twice, as in a summary: figures behind the same twenty characters of it."""
    firsts: dict[tuple[str, str], Figure] = {}
    for figure in body:
        start, _ = scene.sentence(figure.start)
        words = "".join(scene.text[max(start, figure.start - 3 * _SENTENCE):figure.start].split())[-_SENTENCE:]
        if len(words) < _SENTENCE:
            continue
        first = firsts.setdefault((figure.printed, words), figure)
        if first is not figure and first.sentence != figure.sentence:
            yield from repeated(first, figure)


def _nouns(body: list[Figure]) -> Iterator[Finding]:
    """Figures whose next words are the same long noun: once exact and once round, or the same."""
    by_noun: dict[tuple[str, str], list[Figure]] = {}
    for figure in body:
        length = _NAME if figure.mention.kind == "measure" else _NOUN
        noun = _WORDS.match(figure.right)[0][:length]  # type: ignore[index]
        if len(noun) == length and not _generic().search(noun):
            by_noun.setdefault((figure.family, noun), []).append(figure)
    for group in by_noun.values():
        for i, figure in enumerate(group[1:_REACH], 1):
            earlier = next((f for f in group[:i] if agree(f, figure)), None)
            if earlier:
                hedged = earlier if not earlier.firm else figure
                yield from repeated(figure if hedged is earlier else earlier, hedged)


def _metrics(body: list[Figure]) -> Iterator[Finding]:
    """Figures of three digits or more behind the same long words: 房地产开发完成投资36.7亿元 and …36.71亿元."""
    by_words: dict[tuple[str, str], list[Figure]] = {}
    for figure in body:
        if len(figure.left) < _METRIC or not figure.left[-_METRIC:].isalpha():
            continue
        if len(figure.digits.replace(".", "").strip("0")) >= 3:
            by_words.setdefault((figure.family, figure.left[-_METRIC:]), []).append(figure)
    for group in by_words.values():
        for i, figure in enumerate(group[1:_REACH], 1):
            earlier = next((f for f in group[:i] if agree(f, figure) and f.printed != figure.printed), None)
            if earlier:
                yield from repeated(figure, earlier) if _finer(figure, earlier) else repeated(earlier, figure)


def _finer(a: Figure, b: Figure) -> bool:
    return a.step < b.step


def agree(a: Figure, b: Figure) -> bool:
    """Equal, or one the other rounded, cut off or hedged."""
    if a.value == b.value:
        return True
    if not (a.value and b.value) or abs(a.value - b.value) * 10 > max(a.value, b.value):
        return False
    return a.interval(whole=False).meets(b.interval(whole=False)) or a.interval(whole=False, cut=True).meets(b.interval())


def _shared(a: Figure, b: Figure) -> int:
    """How many characters the words right before two figures share at their ends, and right after at their beginnings."""
    before = _common(a.left[::-1], b.left[::-1])
    after = _common(a.right, b.right)
    across = 2 * len(bigrams(a.right[:10]) & bigrams(b.left[-10:])) + 2 * len(bigrams(b.right[:10]) & bigrams(a.left[-10:]))
    return max(before + after, across)


def _common(a: str, b: str) -> int:
    n = 0
    while n < min(len(a), len(b)) and a[n] == b[n]:
        n += 1
    return n


def _relation(first: Figure, second: Figure) -> Relation:
    return Relation("repeat", (first,), second, lambda t: t[0], "{0}", ("figure", "figure"), whole=False)


def _filled(relation: Relation, fills: dict[str, str]) -> Relation:
    return Relation(relation.rule, relation.terms, relation.reported, relation.compute, relation.formula, relation.roles,
                    whole=False, fills=fills)


def repeated(first: Figure, second: Figure) -> Iterator[Finding]:
    """The finding that two figures are the same, alike, rounded or cut off."""
    relation = _relation(first, second)
    fills = {"a": first.printed, "b": second.printed}
    same = first.value == second.value
    name = "repeat" if same else "repeat_rounded" if holds(relation) else "cut_headline"
    made = finding(_filled(relation, fills), "consistent", name)
    if made:
        yield made


@cache
def _pointed() -> re.Pattern[str]:
    return re.compile(patterns.table("audit/relations")["repeat"]["taken_up"])


@cache
def _bare() -> re.Pattern[str]:
    repeat = patterns.table("audit/relations")["repeat"]
    return re.compile(f"{any_of(repeat['pointing'])}*")


@cache
def _common_words() -> re.Pattern[str]:
    return re.compile(any_of(patterns.table("audit/relations")["repeat"]["common"]))


@cache
def _generic() -> re.Pattern[str]:
    return re.compile(any_of(patterns.table("audit/relations")["repeat"]["generic"]))
