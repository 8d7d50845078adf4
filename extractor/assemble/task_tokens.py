"""What divides a clause of units: its labels, verbs, days, pauses and notes, found one after the other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import regex

import patterns
from patterns.starts import Starts

_LOOKBEHIND = regex.compile(r"\(\?<[=!](?:[^()\[\]]|\[(?:[^\]\\]|\\.)*\])*\)")


def tokens(content: str) -> Iterator[regex.Match[str]]:
    """The tokens of a clause in order, none over another; the group that matched (`lastgroup`) says of which kind."""
    scan = _scan(_colon().search(content) is not None, _noted().search(content) is not None)
    end = 0
    for place in scan.first.finditer(content):
        at = place.start()
        if at < end or not scan.starts[content[at:at + 2]]:
            continue
        token = scan.pattern.match(content, at)
        if token and token.end() > at:
            end = token.end()
            yield token


class _Scan:
    """One alternation of all kinds, asked only where its first character stands and a match can go on to the second.

    Every alternative is tried at every place asked, and few begin like the text there.
    """

    def __init__(self, every: str) -> None:
        free = regex.compile(_LOOKBEHIND.sub("", every))
        self.pattern = regex.compile(every)
        self.first = re.compile(f"[{_firsts(free, every)}]")
        self.starts = Starts([(True, free)])


def _firsts(free: regex.Pattern[str], every: str) -> str:
    """The inside of a character class: what a match of a pattern can begin with, whatever stands before it."""
    if any(free.match(chr(code), partial=True) for code in (0x61, 0x2460, 0x9F98)):  # it begins with a class
        return r"\s\S"
    return "".join(re.escape(c) for c in sorted({*every, *"0123456789\n\t "}) if free.match(c, partial=True))


def label_pattern() -> str:
    """A label before units, with its colon or closing bracket; group `who` says of what kind."""
    label = _cues()["label"]
    who = _any(label["lead"] + label["responsible"])
    bodies, note = _any(label["bodies"]), r"(?:[（(][^（）()]{0,30}[）)])?"
    alone = _any(label["alone"]["lead"] + label["alone"]["responsible"])
    close = rf"\s*(?:[】\]）)]\s*[:：]?|[:：]|[;；](?=[{label['bare']}])|(?P<copula>{label['copula']}))"
    other = rf"(?:[{label['and']}]?(?P<other_who>{who}))?"
    long = rf"(?:{label['level']})?(?P<who>{who}){note}{other}(?:{bodies}){note}(?:[{label['and']}](?:{bodies}))?{close}"
    bare = rf"(?<![^，,；;。])(?P<who>{who})(?P<other_who>)(?:{bodies})(?=[{label['bare']}])"
    return rf"(?:{long}|(?P<who>{alone})(?P<other_who>)[:：]|{bare})"


def bracketed_label_pattern() -> str:
    """A label in brackets of its own: `【牵头单位】`."""
    label = _cues()["label"]
    who, bodies = _any(label["lead"] + label["responsible"]), _any(label["bodies"])
    return rf"[【\[（(]\s*(?:{who})(?:[{label['and']}]?(?:{who}))?(?:{bodies})\s*[】\])）]"


def column_pattern(who: str = "?P<who>") -> str:
    """The head of a column of units; group `who` says of what kind."""
    label = _cues()["label"]
    kinds, bodies = _any(label["lead"] + label["responsible"]), _any([*label["bodies"], *label["columns"]])
    joint, note = f"[{label['and']}]", r"(?:[（(].{0,20}[）)])?"
    other = f"(?:{joint}?(?{'P<other_who>' if who else ':'}{kinds}))?"
    return f"(?:({who or '?:'}{kinds}){note}{other}(?:{bodies}){note}(?:{joint}(?:{kinds})?(?:{bodies}))?)"


@cache
def rank() -> regex.Pattern[str]:
    """A rule that the first unit of a list leads."""
    return regex.compile("|".join(_cues()["rank"]["patterns"]))


@cache
def _scan(labelled: bool, noted: bool) -> _Scan:
    """All kinds that a clause can hold: labels where one can be, notes where a word for one is."""
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
        "lead_verb": rf"(?:{verb['lead']}){verb['ends']}|{verb['run_on']}",
        "verb": rf"(?:{verb['responsible']}){verb['ends']}",
        "stop": "[；;。\n◆●■▲★|｜]",
    }
    return _Scan("|".join(f"(?P<{name}>{pattern})" for name, pattern in kinds.items()))


@cache
def _colon() -> re.Pattern[str]:
    """What a clause with a label in it has: a colon, a bracket, or the word for the bodies that it labels."""
    return re.compile(f"[:：】\\]]|{_any(_cues()['label']['bodies'])}")


@cache
def _noted() -> re.Pattern[str]:
    return re.compile(_cues()["note"]["some"])


def _cues() -> dict[str, Any]:
    return patterns.table("tasks/clauses")


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))
