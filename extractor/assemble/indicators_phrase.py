"""The noun phrase before a figure and the noun behind it: what a metric is made of."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import patterns
from extractor.assemble.indicators_growth import of_subject
from extractor.assemble.indicators_spot import Spot, cue
from extractor.assemble.indicators_words import SIGNS, Words, cut, strip
from extractor.model import Mention, Span

_BARE = 2  # characters of a noun that says little without its size class
_TOLD = 72  # characters behind a count in which what its things do may be told
NOUN = 24  # characters behind a figure in which its noun may end
PHRASE = "phrase before the figure"


class Metric(NamedTuple):
    """What a figure measures: the phrase, what limits it, how it was found, and how far behind the figure it reaches."""

    phrase: str
    scope: str | None = None
    rule: str = ""
    end: int = 0
    noun: str = ""

    @property
    def thing(self) -> str:
        """What was counted, without the verb."""
        return self.noun if self.rule == "noun counted" else self.phrase


class Phrases:
    """The phrases of one paragraph, parted at the dates and size classes inside them."""

    def __init__(self, dates: Sequence[Mention], soft: Sequence[Mention], words: Words) -> None:
        self.soft, self.words = soft, words
        self.cuts = sorted(m.at for m in (*dates, *soft))
        self.cut_ends = [at.end for at in self.cuts]

    def phrase(self, spot: Spot, span: Span) -> Metric:
        """The noun phrase before a figure, without dates, size classes, places and words of reaching."""
        scope = None
        pieces = self._pieces(span)
        for i in range(len(pieces) - 1, -1, -1):
            phrase = strip(cue["scope", "bound_before"].sub("", spot.words(pieces[i])))
            grown = of_subject(phrase) if phrase else None
            if phrase and not (grown and not grown["subject"]):
                if soft := next((m for m in self.soft if i and m.at.end == pieces[i].start), None):
                    scope = self.scope(spot, span, soft)
                    bound = cue["scope", "bound"].match(spot.text, soft.at.end)
                    phrase = strip(spot.words(Span(bound.end() if bound else soft.at.end, pieces[i].end)))
                    lead = strip(spot.words(Span(span.start, soft.at.start)))
                    small = len(phrase) < 7 and cue["scope", "small"].fullmatch(lead)
                    if small or kept().search(lead) or (len(phrase) <= _BARE and not (bound and bound["of"])):
                        return Metric(scope + phrase, None, "phrase before the figure with its size class", 0, phrase)
                elif i and (owner := self._owner(spot, pieces[i - 1], phrase)):
                    return Metric(owner + self.cut(phrase), scope, PHRASE, 0, owner + phrase)
                return Metric(self.cut(phrase), scope, PHRASE, 0, phrase)
        return Metric("")

    def _owner(self, spot: Spot, before: Span, phrase: str) -> str:
        """The noun before a date behind which its bare noun stands (规模以上工业企业1—5月产值), else nothing."""
        if not cue["phrase", "bare_head"].match(phrase) or not cue["phrase", "owner"].search(spot.words(before)):
            return ""
        return self.cut(strip(spot.words(before)))

    def scope(self, spot: Spot, span: Span, soft: Mention) -> str:
        """The size class that limits the noun: 总投资500万元以上."""
        lead = strip(spot.words(Span(span.start, soft.at.start)))
        bound = cue["scope", "bound"].match(spot.text, soft.at.end)
        return (self.cut(lead) + spot.text[soft.at.start:soft.at.end] + (bound.group() if bound else "")).strip(SIGNS)

    def _pieces(self, span: Span) -> list[Span]:
        """A span cut at the dates and size classes inside it."""
        out, start = [], span.start
        for at in self.cuts[bisect_right(self.cut_ends, span.start):]:
            if at.start >= span.end:
                break
            out.append(Span(start, max(start, at.start)))
            start = max(start, at.end)
        return [*out, Span(min(start, span.end), span.end)]

    def cut(self, phrase: str) -> str:
        return cut(phrase, self.words)

    def noun(self, spot: Spot) -> tuple[str, int]:
        """The noun behind a figure and where it ends, or ("", 0)."""
        if spot.figure.kind == "count" and (does := cue["predicates", "verbal"].match(
                spot.text, spot.figure.at.end, min(spot.figure.at.end + _TOLD, spot.sentence.end))):
            return does["told"] + does["noun"], does.end()
        text = spot.after_words[:NOUN + 6]
        skipped = cue["scope", "size_words"].match(text)
        text = text[skipped.end():] if skipped else text
        if text.startswith(tuple(_qualifiers())) or cue["predicates", "change"].match(text):
            return "", 0
        text = text[:NOUN]
        start = self._told(text)
        noun = text[start:start + self._stop(text[start:])].strip()
        if not noun and (tail := cue["predicates", "relative"].search(spot.after_words[:60])):
            noun = tail["noun"]
            return noun, spot.after.start
        ends = [m.end() for m in cue["predicates", "heads"].finditer(noun)]
        if ends and len(noun) - ends[-1] and ends[-1] > 1:
            noun = noun[:ends[-1]]
        short = noun.strip(SIGNS)
        whole = len(short) > 1 or bool(short and cue["predicates", "one_character"].fullmatch(short))
        return (short, spot.after.start + start + len(noun)) if whole else ("", 0)

    def _told(self, text: str) -> int:
        """Where the noun begins behind what is told of it (12个进展缓慢的项目); 0 where nothing is."""
        found = cue["predicates", "told"].match(text)
        told = found and any(found["told"][a:b] in _words("noun_end") for a, b in self.words(found["told"]))
        return found.end() if found and told and not cue["predicates", "heads_end"].search(found["told"]) else 0

    def _stop(self, text: str) -> int:
        """Where a noun that begins a text ends: before the first word that is none of it."""
        stays = cue["predicates", "in_state"].match(text) is not None  # 在谈项目
        for a, b in self.words(text):
            word = text[a:b]
            opens = not a and (stays or word in _words("size") or (
                word in _words("modifiers") and cue["predicates", "heads"].search(text)))
            ranked = cue["predicates", "rank"].search(text[:b])
            if (word in _words("noun_end") and not opens and not ranked) or text[a] in _noun_bounds():
                return a
        return len(text)

    def subject(self, text: str) -> str:
        """A text up to the first word that a clause says of its subject."""
        for a, b in self.words(text):
            if a and text[a:b] in _words("clause_verbs"):
                return text[:a].strip(SIGNS)
        return text.strip(SIGNS)

    def given(self, spot: Spot) -> str:
        """What the sums of a list are given as, named behind the last of them (分别给予100%、75%的财政支持)."""
        found = cue["scope", "given_behind"].match(spot.text, spot.figure.at.end, spot.sentence.end)
        return self.until(found["noun"]) if found else ""

    def until(self, text: str) -> str:
        """A text up to the first word that ends a noun."""
        for a, b in self.words(text):
            if a and text[a:b] in _words("noun_end") and not cue["predicates", "rank"].search(text[:b]):
                return text[:a].strip(SIGNS)
        return text.strip(SIGNS)


@cache
def kept() -> re.Pattern[str]:
    return re.compile(f"(?:{cue['predicates', 'kept'].pattern})$")


@cache
def _noun_bounds() -> str:
    return str(patterns.table("indicators/cues")["bounds"]["noun"])


@cache
def _words(key: str) -> frozenset[str]:
    """The words of a list of the table of predicates."""
    return frozenset(patterns.table("indicators/cues")["predicates"][key])


@cache
def _qualifiers() -> tuple[str, ...]:
    return tuple(patterns.table("indicators/cues")["scope"]["qualifiers"])
