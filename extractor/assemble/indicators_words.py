"""The words of a metric: what is stripped from a noun phrase, where a long one is cut, how a list of names is parted."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

import patterns
from extractor.assemble.indicators_spot import cue
from patterns import gazetteer

Words = Callable[[str], list[tuple[int, int]]]

LONGEST = 26  # characters of a metric; longer phrases are cut to their last words
_LONG = 14  # characters from which of a phrase with 的 only what stands behind it is kept
_TAIL = 16  # characters of the longest words that go on to the figure
SIGNS = " \t\N{IDEOGRAPHIC SPACE}、，,。；;：:“”\"'‘’（）()《》【】—-·•●■□◆▲★+"
_OPEN, _CLOSE = "“”"


def undated(text: str) -> str:
    """A clause without a date at its start."""
    return cue["strip", "dated"].sub("", text)


def strip(phrase: str) -> str:
    """A phrase without what says nothing of what is measured at its ends."""
    phrase = cue["strip", "numbered"].sub("", phrase.strip(SIGNS))
    while found := last_words(phrase):
        phrase = phrase[:found.start()].rstrip(SIGNS)
    while True:
        shorter = phrase
        found = None if cue["strip", "never"].match(phrase) else cue["strip", "leading"].match(phrase)
        if found:
            shorter = phrase[found.end():].lstrip(SIGNS)
        if shorter == phrase and (place := gazetteer.named_at(phrase, 0)):
            zone = cue["strip", "zone"].match(phrase, len(place[0]))
            if zone or len(place[0]) > 2:
                rest = phrase[zone.end() if zone else len(place[0]):]
                shorter = cue["strip", "inside"].sub("", rest).lstrip(SIGNS)
        if shorter == phrase:
            break
        phrase = shorter
    return phrase


def cut(phrase: str, words: Words) -> str:
    """The part of a long phrase that names what is measured: behind its last adverb or verb of doing."""
    if phrase[:1] in patterns.table("indicators/cues")["strip"]["whole"]:
        return phrase[:LONGEST]
    last = None
    for found in cue["strip", "inner"].finditer(phrase):
        if len(phrase) - found.end() >= 2:
            last = found
    if last:
        rest = phrase[last.end():].lstrip(SIGNS)
        owner = strip(phrase[:last.start()]) if cue["phrase", "summing"].fullmatch(last.group()) else ""
        phrase = owner + rest if owner and cue["phrase", "bare_head"].match(rest) else rest  # 规上工业累计产值
    if len(phrase) > _LONG and (of := cue["phrase", "of"].search(phrase)):
        phrase = phrase[of.end():]
    if len(phrase) <= LONGEST:
        return phrase
    for a, _ in words(phrase):
        if len(phrase) - a <= LONGEST * 2 // 3:
            return phrase[a:].lstrip(SIGNS)
    return phrase[-LONGEST:]


def paired(phrase: str) -> str:
    """A phrase whose opening quotation mark was cut off with what stood before it, with that mark again."""
    close = phrase.find(_CLOSE)
    return _OPEN + phrase if close > 0 and phrase.find(_OPEN, 0, close) < 0 else phrase


def parted(names: str, run: int) -> list[str]:
    """A list of names: cut at fewer marks where that gives as many as there are figures (生活用品及服务 is one name)."""
    found: list[str] = []
    for marks in ("comma", "joined", "between"):
        found = [n for n in cue["scope", marks].split(names) if n.strip(SIGNS)]
        if len(found) == run:
            break
    return found


def spread(names: list[str], tail: str, words: Words) -> str:
    """What the last of a list of names says for all: what is behind its first word, where the others are one word each."""
    first = words(names[-1])[0][1]
    single = all(len(words(n)) == 1 for n in names[:-1])
    return names[-1][first:] if single and 0 < first <= len(names[-1]) - len(tail) else tail


def last_words(phrase: str) -> re.Match[str] | None:
    """The words at a phrase's end that say nothing of what is measured."""
    near = max(0, len(phrase) - _TAIL)
    return _tail().search(phrase, near) or _closing().search(phrase, near)


@cache
def _tail() -> re.Pattern[str]:
    return re.compile(f"(?:{cue['strip', 'trailing'].pattern})$")


@cache
def _closing() -> re.Pattern[str]:
    return re.compile(f"(?:{cue['strip', 'closing'].pattern})$")
