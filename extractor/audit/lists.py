"""Counts against lists: 8家 before or behind eight names, 五个方面 before 一是 to 五是."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import patterns
from extractor.audit.relation import say
from extractor.audit.scene import Figure, Scene, any_of
from extractor.model import Finding, Reading, Span, Verdict

_LONGEST = 14
"""Characters of a name in a clean list; longer ones are clauses."""
_MOST = 30
_LEAD, _ENUMERATED = 60, 3000
"""Characters between a count and its 一是, and as far as the last of its ordinals."""
_NOUN = 2
_NEAR = 2
"""How far the count of four names or more may be from the printed one: 中小学、幼儿园17所 counts no names."""


def lists(scene: Scene, reading: Reading) -> Iterator[Finding]:
    """A finding for every count with a closed list of what it counts right before or behind it."""
    for figure in scene.figures:
        if figure.mention.kind != "count" or not figure.firm or figure.value is None or not 2 <= figure.value <= _MOST:
            continue
        items = _before(scene, figure) or _after(scene, figure) or _ordinals(scene, figure)
        if items and (len(items) == figure.value or _theirs(scene, figure, items)):
            yield _finding(reading, figure, items)


def _theirs(scene: Scene, figure: Figure, items: list[Span]) -> bool:
    """Whether a count that differs is still that of the names: nearly as many, and few names bear a noun together."""
    apart = abs(len(items) - int(figure.value or 0))
    named = scene.text[figure.end:figure.end + _NOUN].isalpha()
    return (len(items) > 3 and apart <= _NEAR) or (named and apart == 1)


def _before(scene: Scene, figure: Figure) -> list[Span]:
    """北京、兰州、上海8家: the names joined by 、 right before the number; none where 等 closes the list."""
    text = scene.text
    start = scene.clause(figure.start)[0]
    if figure.order:
        start = max(start, scene.figures[figure.order - 1].end)
    left = text[start:figure.start]
    if "、" not in left or _unlisted().search(left):
        return []
    pieces = _pieces(left, start)
    return _clean(text, [_opened(text, pieces[0]), *pieces[1:-1], *_last(text, pieces[-1])])


def _opened(text: str, first: Span) -> Span:
    """The first name without the words that lead to it."""
    opener = [m.end() for m in _openers().finditer(text, first.start, first.end)]
    return Span(opener[-1], first.end) if opener and opener[-1] < first.end else first


def _after(scene: Scene, figure: Figure) -> list[Span]:
    """5个工作组：A、B…, 分别是A、B…: the names to the next full stop; none where the list stays open."""
    cue = _lead().match(scene.text, figure.end)
    if not cue:
        return []
    end = scene.sentence(figure.end)[1]
    body = scene.text[cue.end():end].rstrip("。；;！？\n")
    for stop in "。；;，,":
        body = body.split(stop)[0]
    if "、" not in body or _unlisted().search(body) or any(
            cue.end() <= f.start < cue.end() + len(body) for f in scene.figures[figure.order + 1:figure.order + 3]):
        return []
    pieces = _pieces(body, cue.end())
    return _clean(scene.text, [*pieces[:-1], *_last(scene.text, pieces[-1])])


def _ordinals(scene: Scene, figure: Figure) -> list[Span]:
    """5个方面工作：一是…；二是…: the ordinals that follow in order up to the first that is missing or stands twice."""
    text = scene.text
    if not _aspects().match(text, figure.end):
        return []
    first, *others = patterns.table("audit/relations")["list"]["ordinals"]
    at = text.find(first, figure.end, figure.end + _LEAD)
    end = text.find(first, at + 1, figure.end + _ENUMERATED)
    end = end if end >= 0 else figure.end + _ENUMERATED
    out: list[Span] = []
    for word in (first, *others) if at >= 0 else ():
        at = text.find(word, at, end)
        if at < 0:
            break
        out.append(Span(at, at + len(word)))
    return out if len(out) > 1 and out[-1].end < min(end, len(text)) - 1 else []


def _last(text: str, piece: Span) -> list[Span]:
    """丙和丁 at the end of a list are two names."""
    joined = _and().search(text[piece.start:piece.end])
    if not joined:
        return [piece]
    return [Span(piece.start, piece.start + joined.start()), Span(piece.start + joined.end(), piece.end)]


def _pieces(text: str, start: int) -> list[Span]:
    out, at = [], start
    for piece in text.split("、"):
        out.append(Span(at, at + len(piece)))
        at += len(piece) + 1
    return out


def _clean(text: str, items: list[Span]) -> list[Span]:
    """The items, or none where one is empty, long or bracketed: then where an item ends is a guess."""
    words = [text[i.start:i.end].strip() for i in items]
    if any(not 2 <= len(w) <= _LONGEST or set(w) & set("（）()《》“”\"：:") for w in words):
        return []
    return items


def _finding(reading: Reading, figure: Figure, items: list[Span]) -> Finding:
    count = len(items)
    fits = figure.value == count
    verdict: Verdict = "consistent" if fits else "warning"
    fills = {"count": str(count), "reported": figure.printed}
    name = "list" if fits else "list_wrong"
    spans = tuple(reading.view.read(i.start, i.end) for i in items)
    names = "、".join(reading.view.text[i.start:i.end].strip() for i in items)
    base = Finding("", "list", verdict, (figure.mention.key,), formula=f"{names} = {count}, printed {figure.printed}",
                   message=say(name, "en", **fills), message_zh=say(name, "zh", **fills), roles=("count",), spans=spans)
    value = figure.mention.value
    return replace(base, reported=value, expected_low=type(value)(count) if value is not None else None,
                   expected_high=type(value)(count) if value is not None else None)


@cache
def _unlisted() -> re.Pattern[str]:
    return re.compile(any_of(patterns.table("audit/relations")["list"]["not_list"]))


@cache
def _aspects() -> re.Pattern[str]:
    return re.compile(any_of(patterns.table("audit/relations")["list"]["aspects"]))


@cache
def _openers() -> re.Pattern[str]:
    return re.compile(any_of(patterns.table("audit/relations")["list"]["openers"]))


@cache
def _lead() -> re.Pattern[str]:
    return re.compile(patterns.table("audit/relations")["list"]["lead"])


@cache
def _and() -> re.Pattern[str]:
    return re.compile(any_of(patterns.table("audit/relations")["list"]["last"]))
