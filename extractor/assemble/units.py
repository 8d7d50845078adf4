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
from extractor.model import Attribute, Span, UnitDraft

Role = Literal["lead", "responsible"]

_MARK = regex.compile(r"[、，,；;/\n\t （(）)]")
_LOOKBEHIND = regex.compile(r"\(\?<[=!](?:[^()\[\]]|\[(?:[^\]\\]|\\.)*\])*\)")
_BRACKETS = {"（": 1, "(": 1, "）": -1, ")": -1}


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


def read_clause(text: str, plain: str, at: Span, inside: Span, gaps: Sequence[int] = ()) -> Clause:
    """What the clause at `at` says; `inside` is its text without brackets, `plain` the whole text simplified.

    gaps: where in the view a printed space was dropped, in order; one between two units parts them.
    """
    return _read(_Reader(text, inside.start, gaps), plain, at, inside)


def read_list(text: str, plain: str, at: Span, role: Role, label: str) -> tuple[UnitDraft, ...]:
    """The units of a stretch that a label elsewhere speaks for, as the head of a column does; its own verbs go first."""
    reader = _Reader(text, at.start)
    reader.role, reader.cue, reader.labelled = role, label, True
    return tuple(UnitDraft(u.role, u.text, u.at, "column" if u.rule == "label" else u.rule, u.cue)
                 for u in _read(reader, plain, at, at).units)


def _read(reader: _Reader, plain: str, at: Span, inside: Span) -> Clause:
    content = plain[inside.start:inside.end]
    pos = 0
    for token in _tokens(_colon().search(content) is not None, _noted().search(content) is not None).finditer(content):
        if not token.group() or token.start() < pos:
            continue
        pos = reader.take(token, content, pos)
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
        self.cue = ""
        self.mute = False
        self.helped = False
        self.awaits = False

    def take(self, token: regex.Match[str], content: str, pos: int) -> int:
        """Read what stands before a token and what the token means; where the text goes on behind it."""
        kind = token.lastgroup or ""
        chunk = content[pos:token.start()]
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
            self.ranks |= _rank().search(token.group()) is not None
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
            if start >= end or _drop().fullmatch(plain):
                continue
            at = Span(self.offset + pos + start, self.offset + pos + end)
            known = is_unit(plain)
            if known or (self.role and not self.mute and _name().fullmatch(plain)):
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
    for mark in _MARK.finditer(chunk):
        c = mark.group()
        depth = max(0, depth + _BRACKETS.get(c, 0))
        if depth == 0 and c not in _BRACKETS:
            yield from _joined(chunk, start, mark.start())
            start = mark.end()
    yield from _joined(chunk, start, len(chunk))


def _joined(chunk: str, start: int, end: int) -> Iterator[tuple[int, int]]:
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
    while end > start and (chunk[end - 1] in " 　。.:：“”\"'】]" or _opens_late(chunk[start:end])):
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


def label_pattern() -> str:
    """A label before units, with its colon or closing bracket; group `who` says of what kind."""
    label = _cues()["label"]
    who = _any(label["lead"] + label["responsible"])
    bodies, note = _any(label["bodies"]), r"(?:[（(][^（）()]{0,30}[）)])?"
    alone = _any(label["alone"]["lead"] + label["alone"]["responsible"])
    close = rf"\s*(?:[】\]）)]\s*[:：]?|[:：]|{label['copula']})"
    other = rf"(?:[{label['and']}]?(?P<other_who>{who}))?"
    long = rf"(?P<who>{who}){note}{other}(?:{bodies}){note}(?:[{label['and']}](?:{bodies}))?{close}"
    bare = rf"(?<![^，,；;。])(?P<who>{who})(?P<other_who>)(?:{bodies})(?=[{label['bare']}])"
    return rf"(?:{long}|(?P<who>{alone})(?P<other_who>)[:：]|{bare})"


def bracketed_label_pattern() -> str:
    """A label in brackets of its own: `【牵头单位】`."""
    label = _cues()["label"]
    who, bodies = _any(label["lead"] + label["responsible"]), _any(label["bodies"])
    return rf"[【\[（(]\s*(?:{who})(?:[{label['and']}]?(?:{who}))?(?:{bodies})\s*[】\])）]"


@cache
def _tokens(labelled: bool, noted: bool) -> regex.Pattern[str]:
    """What divides a clause: verbs, days and pauses; labels where one can be, notes where a word for one is."""
    cues = _cues()
    day, verb = cues["deadline"], cues["verb"]
    pause = r"(?<![^，,；;。、（(：:\s])"
    kinds = {}
    if noted:
        kinds = {"rank": "|".join(cues["rank"]["patterns"]), "note": cues["note"]["pattern"]}
    if labelled:
        kinds |= {
            "person": rf"(?:{_any(cues['person']['labels'])})\s*[】\]]?[:：]",
            "deadline_label": rf"(?:{_any(day['labels'])})\s*(?:[】\]]\s*[:：]?|[:：])",
            "label": label_pattern(),
            "other": rf"(?:{_any(cues['other']['labels'])})\s*[】\]]?[:：]",
        }
    kinds |= {
        "day": rf"{pause}(?:{_any(day['words'])}|[{day['at']}]?(?=[{day['first']}]){day['day']}{day['before']})"
               r"(?=[，,；;。）)\n]|$)",
        "with": verb["with"],
        "lead_verb": rf"(?:{verb['lead']}){verb['ends']}",
        "verb": rf"(?:{verb['responsible']}){verb['ends']}",
        "stop": "[；;。\n◆●■▲★|｜]",
    }
    every = "|".join(f"(?P<{name}>{pattern})" for name, pattern in kinds.items())
    return regex.compile(f"(?=[{_firsts(every)}])(?:{every})")


def _firsts(pattern: str) -> str:
    """The inside of a character class: what a match of the pattern can begin with, whatever stands before it.

    Every alternative is tried at every place, and few begin like the text there: the class is asked first.
    """
    free = regex.compile(_LOOKBEHIND.sub("", pattern))
    if any(free.match(chr(code), partial=True) for code in (0x61, 0x2460, 0x9F98)):  # it begins with a class
        return r"\s\S"
    return "".join(regex.escape(c) for c in sorted({*pattern, *"0123456789\n\t "}) if free.match(c, partial=True))


@cache
def _colon() -> regex.Pattern[str]:
    """What a clause with a label in it has: a colon, a bracket, or the word for the bodies that it labels."""
    return regex.compile(f"[:：】\\]]|{_any(_cues()['label']['bodies'])}")


@cache
def _noted() -> regex.Pattern[str]:
    return regex.compile(_cues()["note"]["some"])


@cache
def _rank() -> regex.Pattern[str]:
    return regex.compile("|".join(_cues()["rank"]["patterns"]))


@cache
def _joint() -> regex.Pattern[str]:
    unit = _cues()["unit"]
    return regex.compile(rf"(?P<join>{_any(unit['joins'])})|(?P<more>{unit['more']})(?={unit['after_and_so_on']})")


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
def _never() -> regex.Pattern[str]:
    return regex.compile(_cues()["unit"]["never"])


@cache
def _name() -> regex.Pattern[str]:
    """What a label may be followed by though nothing else says that it is a unit."""
    return regex.compile(rf"(?!.*(?:{_cues()['unit']['never']}))(?=.*\p{{Han}}).{{2,25}}")


@cache
def _suffix() -> regex.Pattern[str]:
    return regex.compile(rf"(?:{_cues()['unit']['suffix']})(?:[（(][^（）()]{{1,20}}[)）])?$")


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
