"""A clause that names units: its text → the units with their roles, its deadline, its ranking rule."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any, Literal

import regex

import patterns
from extractor.assemble.task_tokens import rank, tokens
from extractor.model import Attribute, Span, UnitDraft

Role = Literal["lead", "responsible"]

_MARK = regex.compile(r"[、，,；;/\n\t （(）)<>〈〉＜＞]")
_OPEN, _CLOSE = ("（", "(", "〔", "["), ("）", ")", "〕", "]")
_BRACKETS = {**dict.fromkeys("（(<〈＜", 1), **dict.fromkeys("）)>〉＞", -1)}


@dataclass(frozen=True, slots=True)
class Clause:
    """What one clause says, at its place in the view, brackets included.

    ranks: it states that the first unit of a list leads. sure: every part of it was understood as unit, label or verb.
    marked: it says itself who leads.
    """

    at: Span
    units: tuple[UnitDraft, ...]
    deadline: Attribute | None = None
    ranks: bool = False
    sure: bool = True
    marked: bool = False
    labelled: bool = False

    def ranked(self) -> Clause:
        """The clause under a ranking rule: the first unit leads, unless the clause says who does."""
        if self.marked or not self.units:
            return self
        first = self.units[0]
        led = UnitDraft("lead", first.text, first.at, "rank", first.cue)
        return Clause(self.at, (led, *self.units[1:]), self.deadline, self.ranks, self.sure, True, self.labelled)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of the clause taken for a unit."""

    text: str
    at: Span
    known: bool


def simplified(text: str) -> str:
    """The text with the traditional characters that cues are written in folded to simplified ones, of the same length."""
    return text.translate(_simple()) if _traditional().search(text) else text


def read_clause(text: str, plain: str, at: Span, inside: Span, gaps: Sequence[int] = (), *, sure: bool = False) -> Clause:
    """What the clause at `at` says; `inside` is its text without brackets, `plain` the whole text simplified.

    gaps: where in the view a printed space was dropped, in order; one between two units parts them. sure: read no
    further than the first thing that is not understood.
    """
    return _read(_Reader(text, inside.start, gaps), plain, at, inside, sure=sure)


def read_list(text: str, plain: str, at: Span, role: Role, label: str, gaps: Sequence[int] = ()) -> tuple[UnitDraft, ...]:
    """The units of a stretch that a label elsewhere speaks for, as the head of a column does; its own verbs go first."""
    reader = _Reader(text, at.start, gaps)
    reader.role, reader.cue, reader.labelled = role, label, True
    return tuple(UnitDraft(u.role, u.text, u.at, "column" if u.rule == "label" else u.rule, u.cue)
                 for u in _read(reader, plain, at, at).units)


def is_list(text: str) -> bool:
    """Whether a text in simplified characters holds nothing but units and words for who does what."""
    at = Span(0, len(text))
    clause = _read(_Reader(text, 0), text, at, at)
    return bool(clause.units) and clause.sure


def _read(reader: _Reader, plain: str, at: Span, inside: Span, *, sure: bool = False) -> Clause:
    content = plain[inside.start:inside.end]
    pos = 0
    for token in tokens(content):
        if token.start() < pos:
            continue
        pos = reader.take(token, content, pos)
        if sure and not reader.sure:
            break
    else:
        reader.rest(content[pos:], pos)
    return Clause(at, tuple(reader.units), reader.deadline, reader.ranks, reader.sure, reader.marked, reader.labelled)


class _Reader:
    """Reads a clause from left to right: labels hold for what follows them, verbs for what stands before them."""

    def __init__(self, text: str, offset: int, gaps: Sequence[int] = ()) -> None:
        self.text, self.offset, self.gaps = text, offset, gaps
        self.units: list[UnitDraft] = []
        self.deadline: Attribute | None = None
        self.ranks = self.marked = self.labelled = False
        self.sure = True
        self.role: Role | None = None
        self.strict = False
        self.cue = ""
        self.mute = False
        self.helped = False
        self.awaits = False

    def take(self, token: regex.Match[str], content: str, pos: int) -> int:
        """Read what stands before a token and what the token means; where the text goes on behind it."""
        kind = token.lastgroup or ""
        chunk = content[pos:token.start()]
        if kind in ("lead_verb", "verb") and chunk[-1:] in _OPEN and content[token.end():token.end() + 1] in _CLOSE:
            self.aside(chunk[:-1], pos, "lead" if kind == "lead_verb" else "responsible", token.group())
            return int(token.end()) + 1
        if kind == "lead_verb":
            self.verb(chunk, pos, "responsible" if self.helped else "lead", token.group())
        elif kind == "verb":
            self.verb(chunk, pos, "responsible", token.group())
        elif kind == "with":
            self.verb(chunk, pos, "lead" if self.pieces(chunk, pos) else "responsible", token.group())
            self.helped = True
        else:
            self.rest(chunk, pos)
            self.open(kind, token, content)
            if kind == "deadline_label":
                end = next((i for i in range(token.end(), len(content)) if content[i] in "；;。，,\n）)】"), len(content))
                self.due(token.end(), end, token.group())
                return end
        return int(token.end())

    def open(self, kind: str, token: regex.Match[str], content: str) -> None:
        """What holds from a label, a pause, a deadline or a ranking rule on."""
        if kind == "label":
            self.role = _role(token)
            self.cue, self.mute, self.labelled, self.helped = token.group(), False, True, False
            self.strict = token["copula"] is not None  # a sentence may go on with anything
            self.ranks |= rank().search(token.group()) is not None
        elif kind in ("person", "other", "deadline_label"):
            self.role, self.mute = None, True
        elif kind == "day":
            self.due(token.start(), token.end(), "")
        elif kind == "rank":
            self.ranks = True
        elif kind == "stop":
            self.helped = False
            self.mute = self.mute and self.role is None and token.group() in "、"

    def due(self, start: int, end: int, cue: str) -> None:
        words = self.text[self.offset + start:self.offset + end].strip()
        if words and self.deadline is None:
            at = Span(self.offset + start, self.offset + end)
            self.deadline = Attribute("deadline", words, at, rule="label" if cue else "clause", cue=cue.strip(":："))

    def verb(self, chunk: str, pos: int, role: Role, cue: str) -> None:
        """Units that stand before a verb, or before a word like 会同."""
        if self.mute and self.role is None and not chunk.strip("，, "):
            return
        found = self.pieces(chunk, pos)
        self.add(found, role, "verb", cue)
        self.mute = False

    def aside(self, chunk: str, pos: int, role: Role, cue: str) -> None:
        """Units of which the last has a verb of its own in brackets."""
        found = self.pieces(chunk, pos)
        self.add(found[:-1], self.role or "responsible", "label" if self.role else "list", self.cue.strip(":："))
        self.add(found[-1:], role, "verb", cue)

    def rest(self, chunk: str, pos: int) -> None:
        """What stands between tokens: units of the label that holds, else nothing that is understood."""
        if self.mute:
            return
        found = self.pieces(chunk, pos)
        if self.role:
            self.add(found, self.role, "label", self.cue.strip(":：】[]【"))
        elif found:
            self.add(found, "responsible", "list", "")
            self.sure = self.sure and all(p.known for p in found)

    def add(self, found: list[_Piece], role: Role, rule: str, cue: str) -> None:
        seen = {u.text for u in self.units}
        for piece in found:
            if piece.text in seen:
                continue
            self.units.append(UnitDraft(role, piece.text, piece.at, rule, cue))
            seen.add(piece.text)
        if found and role == "lead":
            self.marked = True
        if rule == "verb" and not all(p.known for p in found):
            self.sure = False

    def pieces(self, chunk: str, pos: int) -> list[_Piece]:
        """The units in a stretch of the clause, in order."""
        if not chunk:
            return []
        out = []
        for start, end in self.parted(chunk, pos):
            start, end = _trim(chunk, start, end)
            plain = chunk[start:end]
            if start >= end or _drop().fullmatch(plain) or _person().fullmatch(plain):
                continue
            at = Span(self.offset + pos + start, self.offset + pos + end)
            known = is_unit(plain)
            if known or (self.role and not self.mute and not self.strict and _name().fullmatch(plain)):
                out.append(_Piece("".join(self.text[at.start:at.end].split()), at, known))
            else:
                self.sure = False
        return out


    def parted(self, chunk: str, pos: int) -> Iterator[tuple[int, int]]:
        """Pieces of a stretch, cut at printed spaces too where units stand on both sides of all of them."""
        offset = self.offset + pos
        for start, end in _split(chunk):
            if not self.gaps:
                yield start, end
                continue
            inside = self.gaps[bisect_right(self.gaps, offset + start):bisect_left(self.gaps, offset + end)]
            cuts = [start, *(g - offset for g in inside), end]
            if inside and all(is_unit(_bare(chunk[a:b])) for a, b in pairwise(cuts)):
                yield from pairwise(cuts)
            else:
                yield start, end


@lru_cache(maxsize=4096)
def is_unit(name: str) -> bool:
    """Whether a name, in simplified characters, ends or begins as those of public bodies, companies and places do."""
    if not 2 <= len(name) <= _cues()["unit"]["longest"] or _never().search(name):
        return bool(_known().fullmatch(name))
    return bool(_suffix().search(name) or _known().fullmatch(name))


def is_general(name: str) -> bool:
    """Whether a name says a class of units (各部门, 有关单位) and no particular one."""
    return _known().fullmatch(name) is not None or _general().search(name) is not None


def _split(chunk: str) -> Iterator[tuple[int, int]]:
    """Pieces between separators outside brackets, cut again at words that join units and behind 等."""
    depth, start = 0, 0
    whole = _levels().search(chunk)
    for mark in _MARK.finditer(chunk):
        c = mark.group()
        while whole and whole.end() <= mark.start():
            whole = _levels().search(chunk, whole.end())
        if whole and whole.start() < mark.start():
            continue  # 各县、市、区政府 are one unit
        depth = max(0, depth + _BRACKETS.get(c, 0))
        if depth == 0 and c not in _BRACKETS:
            yield from _joined(chunk, start, mark.start())
            start = mark.end()
    yield from _joined(chunk, start, len(chunk))


def _joined(chunk: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    if not _may_join().search(chunk, start, end):
        yield start, end
        return
    for joint in _joint().finditer(chunk, start, end):
        if joint.start() < start:
            continue
        left = chunk[start:joint.start()]
        if joint["more"]:
            if not is_unit(_bare(left)) and len(left) > 1:
                continue
        elif not is_unit(_bare(left)) or _whole().search(chunk, max(start, joint.start() - 3), min(end, joint.end() + 3)):
            continue
        if joint.end() < end or joint["more"]:
            yield start, joint.start()
            start = joint.end()
    yield start, end


def _bare(piece: str) -> str:
    return str(_lead_in().sub("", piece.strip()))


def _trim(chunk: str, start: int, end: int) -> tuple[int, int]:
    while start < end and chunk[start] in " 　:：“”\"'【[◆●■▲★·":
        start += 1
    while end > start and (chunk[end - 1] in " 　。.:：“”\"'】]*＊★☆※" or _opens_late(chunk[start:end])):
        end -= 1
    lead = _lead_in().match(chunk[start:end])
    return (start + lead.end() if lead else start), end


def _opens_late(piece: str) -> bool:
    """Whether a piece ends with a bracket that was opened before it."""
    return piece[-1] in ")）" and piece.count("（") + piece.count("(") < piece.count("）") + piece.count(")")


def _role(token: regex.Match[str]) -> Role:
    words = _cues()["label"]
    return "lead" if token["who"] in words["lead"] and not token["other_who"] else "responsible"


def _cues() -> dict[str, Any]:
    return patterns.table("tasks/clauses")


def _any(words: list[str]) -> str:
    return "|".join(sorted(map(regex.escape, words), key=len, reverse=True))


@cache
def _joint() -> regex.Pattern[str]:
    unit = _cues()["unit"]
    return regex.compile(rf"(?P<join>{_any(unit['joins'])})|(?P<more>{unit['more']})(?={unit['after_and_so_on']})")


@cache
def _may_join() -> re.Pattern[str]:
    """The characters that words joining units begin with: most names have none of them."""
    unit = _cues()["unit"]
    return re.compile(f"[{''.join(sorted({w[0] for w in (*unit['joins'], *unit['more'].split('|'))}))}]")


@cache
def _levels() -> re.Pattern[str]:
    """A list of levels that ends with what each of them has: one unit."""
    return re.compile(_cues()["unit"]["levels"])


@cache
def _whole() -> regex.Pattern[str]:
    return regex.compile(_any(_cues()["unit"]["whole"]))


@cache
def _lead_in() -> regex.Pattern[str]:
    return regex.compile(_cues()["verb"]["lead_in"])


@cache
def _drop() -> regex.Pattern[str]:
    return regex.compile(_cues()["unit"]["drop"])


@cache
def _person() -> regex.Pattern[str]:
    return regex.compile(_cues()["person"]["named"])


@cache
def _never() -> regex.Pattern[str]:
    return regex.compile(_cues()["unit"]["never"])


@cache
def _name() -> regex.Pattern[str]:
    """What a label may be followed by though nothing else says that it is a unit."""
    unit = _cues()["unit"]
    return regex.compile(rf"(?!.*(?:{unit['never']}))(?!.*(?:{unit['no_name']}))(?=.*\p{{Han}}).{{2,25}}")


@cache
def _suffix() -> regex.Pattern[str]:
    return regex.compile(rf"(?:{_cues()['unit']['suffix']})(?:[（(〈<＜][^（）()]{{1,20}}[)）〉>＞])?$")


@cache
def _known() -> regex.Pattern[str]:
    return regex.compile(_cues()["unit"]["known"])


@cache
def _general() -> regex.Pattern[str]:
    return regex.compile(_cues()["unit"]["general"])


@cache
def _simple() -> dict[int, str]:
    pairs = _cues()["traditional"]
    return {ord(a): b for a, b in zip(pairs["from"], pairs["to"], strict=True)}


@cache
def _traditional() -> re.Pattern[str]:
    return re.compile(f"[{_cues()['traditional']['from']}]")
