"""The clauses of a text that name units: in brackets, behind labels, in sentences of their own."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import regex

import patterns
from extractor.assemble.task_tokens import bracketed_label_pattern, label_pattern, rank
from extractor.assemble.units import Clause, is_general, read_clause
from extractor.model import Reading, Span, TaskDraft

_ARTICLE = 3  # level of 第一条, and of 1.
_INNER = r"[（(〔][^（()）〔〕\n]{0,60}[）)〕]"
_BRACKET = regex.compile(rf"[（(【\[〔［]((?:[^（()）【】\[\]〔〕［］\n]|{_INNER}){{2,600}})[）)】\]〕］]")
_SPACE = regex.compile(r"(?<=[\p{Han}）)])[ \t\N{IDEOGRAPHIC SPACE}\N{NO-BREAK SPACE}]+(?=\p{Han})")
_SENTENCE_END = "。；;！？\n"
_FULL_STOP = "。"
_BEFORE = _SENTENCE_END + "”"  # what units in brackets stand behind
_STOP = re.compile(r"[。；;！？\n]")
_BY = 3  # characters of a bracket and a word for by whom
_FOOT = 60  # characters behind who runs a site
_SHORTEST, _LONGEST = 4, 260  # characters of a sentence that says who does the work


def clauses(reading: Reading, plain: str) -> list[Clause]:
    """Every clause that names units, in text order."""
    gaps = cache(lambda: _gaps(reading))
    found, lists, plain = _bracketed(reading.view.text, plain, gaps)
    found += _apart(_lines(reading.view.text, plain, gaps), found)
    if any(c.units for c in found) or _are_tasks(reading, plain, lists, noted=bool(found)):
        found += _apart(lists, found)
    found = [c for c in found if c.units]
    if found or not _is_law(reading):
        found += _spoken(reading, plain, _places(found))
    return sorted(found, key=lambda c: c.at.start)


def _places(clauses: list[Clause]) -> list[tuple[int, int]]:
    return sorted((c.at.start, c.at.end) for c in clauses)


def _apart(clauses: list[Clause], others: list[Clause]) -> list[Clause]:
    """Those clauses that lie in none of the others."""
    covered = _places([c for c in others if c.units])
    return [c for c in clauses if not inside(covered, c.at)]


def _bracketed(text: str, plain: str, gaps: Callable[[], list[int]]) -> tuple[list[Clause], list[Clause], str]:
    """The clauses in brackets and the bare lists there; the text without brackets that only state a rule.

    Such brackets part no list around them; their clauses have no units.
    """
    found: list[Clause] = []
    lists: list[Clause] = []
    for bracket in _BRACKET.finditer(plain):
        own = plain[bracket.start() - 1] in _BEFORE
        offices = not own and _offices(plain, bracket)
        if not own and not offices and not cue().search(bracket[1]):
            continue
        if _bracketed_label().match(plain, bracket.start()):
            continue  # 【牵头单位】 opens a line of its own
        clause = read_clause(text, plain, Span(*bracket.span()), Span(*bracket.span(1)), gaps())
        if clause.ranks and not clause.units:
            plain = plain[:clause.at.start] + " " * len(clause.at) + plain[clause.at.end:]
        if clause.ranks or (clause.units and any(u.rule != "list" for u in clause.units)):
            sure = clause.ranks or clause.labelled or clause.sure or (_led(clause) and _ends_line(plain, bracket.end()))
            found += [clause] if sure else []
        elif clause.units and clause.sure and (own or offices or _ends_line(plain, bracket.end())):
            lists.append(clause)
    return found, lists, plain


def _offices(plain: str, bracket: regex.Match[str]) -> bool:
    """Whether a bracket behind prose, a pause behind it, holds names of offices; behind a name it gives another one."""
    behind = bracket.end() == len(plain) or plain[bracket.end()] in _SENTENCE_END
    return behind and plain[bracket.start() - 1] not in _table()["offices"] and _office().search(bracket[1]) is not None


def _led(clause: Clause) -> bool:
    """Whether a clause begins with units and their verb of leading, whatever it says behind them."""
    first = clause.units[0]
    return first.rule == "verb" and first.role == "lead" and first.at.start - clause.at.start < _BY


def _is_law(reading: Reading) -> bool:
    """Whether the document is made of articles: who is in charge of what there is law and no task."""
    text = reading.view.text
    numbered = [h for h in reading.outline.headings if h.level == _ARTICLE and not text[h.at.start].isdigit()]
    return len(numbered) > 2


def _gaps(reading: Reading) -> list[int]:
    """Where a space between two Chinese characters was dropped from the view."""
    source, index = reading.document.text, reading.view.index
    if len(source) - len(reading.view.text) < 2:
        return []
    found = (bisect_left(index, m.end()) for m in _SPACE.finditer(source))
    return [i for i in found if 0 < i < len(reading.view.text) and index[i] - index[i - 1] > 1]


def inside(covered: list[tuple[int, int]], at: Span) -> bool:
    i = bisect_right(covered, (at.start, len(covered) + at.end)) - 1
    return any(0 <= k < len(covered) and covered[k][0] < at.end and at.start < covered[k][1] for k in (i, i + 1))


def _ends_line(plain: str, end: int) -> bool:
    return end >= len(plain) or plain[end] == "\n" or plain[end:end + 2] in ("。", "。\n")


def _are_tasks(reading: Reading, plain: str, lists: list[Clause], *, noted: bool) -> bool:
    """Whether bare lists at the ends of paragraphs are units of items: several of them, none just the source of a story."""
    ends = [c for c in lists if plain[c.at.start - 1] in _BEFORE and _ends_line(plain, c.at.end)
            and any(not is_general(plain[slice(*u.at)]) for u in c.units)]
    if noted or len(ends) < 2 or any(len(c.units) > 1 for c in ends):
        return noted or len(ends) > 1
    items = {h.at.start for h in reading.outline.headings}
    return all(plain.rfind("\n", 0, c.at.start) + 1 in items for c in ends)


def _lines(text: str, plain: str, gaps: Callable[[], list[int]]) -> list[Clause]:
    """Clauses without brackets that begin with a label: a line of its own, or behind the end of a sentence."""
    out: list[Clause] = []
    for place in (0, *(pause.end() for pause in _label_places().finditer(plain))):
        label = _label().match(plain, place)
        if label is None or (out and label.start() < out[-1].at.end):
            continue
        end = _clause_end(plain, label.end())
        if end - label.end() < 2 and plain.startswith("\n", end):  # the units stand on the line below their label
            end = _clause_end(plain, end + 1)
        due = _due_below().match(plain, end)
        end = due.end() if due else end
        clause = read_clause(text, plain, Span(label.start(), end), Span(label.start(), end), gaps())
        if clause.units and not (host().match(label["who"]) and _site().search(plain, label.start(), end + _FOOT)):
            out.append(clause)
    return out


def _clause_end(plain: str, start: int) -> int:
    """The end of a labelled clause: its line, or its first full stop with prose behind it."""
    line = line_end(plain, start)
    stop = plain.find("。", start, line)
    more = stop < 0 or stop == line - 1 or _label().match(plain, stop + 1) or _due().match(plain, stop + 1)
    return line if more else stop + 1


def line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def _spoken(reading: Reading, plain: str, covered: list[tuple[int, int]]) -> list[Clause]:
    """Sentences that say nothing but who leads, helps and is responsible, where no other clause stands."""
    out = []
    text = reading.view.text
    for piece in _pieces(plain):
        whole = _sentence_of_units().fullmatch(plain, piece.start, piece.end)
        for found in filter(None, (whole, _head_of_units().match(plain, piece.start, piece.end))):
            start, end = found.span("said")
            at = Span(start, piece.end if found is whole else end)
            if inside(covered, at):
                continue
            clause = read_clause(text, plain, at, Span(start, end), sure=True)
            said = any(u.rule == "verb" for u in clause.units) and not any(len(u.text) > 30 for u in clause.units)
            if said and clause.sure and not clause.labelled:
                out.append(clause)
                break
    return out


def _pieces(plain: str) -> Iterator[Span]:
    """The sentences with a verb of leading or answering for work, with their full stops; of long ones the last part."""
    end = 0
    for cue in _leads().finditer(plain):
        if cue.start() < end:
            continue
        stop = _STOP.search(plain, cue.end())
        last, end = stop.span() if stop else (len(plain), len(plain))
        near = max(last - _LONGEST, 0)
        start = max(near, *(plain.rfind(c, near, cue.start()) + 1 for c in _SENTENCE_END))
        if start + _SHORTEST <= last and start <= cue.start():
            yield Span(start, end if stop and stop.group() == _FULL_STOP else last)


def ranked(reading: Reading, clauses: list[Clause], plain: str) -> list[Clause]:
    """The clauses with the ranking rule applied from where it is stated.

    Stated after them all it holds for them all; stated in an article without any it holds for the articles behind it.
    """
    clauses = _starred(clauses, plain)
    rules = _rules(plain, 0, len(plain)) if clauses else []
    if not rules:
        return clauses
    out, above = [], False
    for article in reading.outline.articles:
        own = [c for c in clauses if article.at.covers(c.at)]
        stated = [r.start for r in rules if article.at.covers(r)]
        first = 0 if above else min(stated, default=len(plain))
        first = 0 if own and stated and first >= own[-1].at.end else first
        out += [c.ranked() if c.at.end > first else c for c in own]
        above |= bool(stated) and not own
    return out


def _starred(clauses: list[Clause], plain: str) -> list[Clause]:
    """The clauses with the units that a star marks as leaders, where a note says what the star means."""
    marks = _table()["star"]["marks"]
    if not clauses or not any(m in plain for m in marks) or not _star().search(plain):
        return clauses
    stars = {i for i, c in enumerate(plain) if c in marks}
    return [replace(c, units=tuple(replace(u, role="lead", rule="star") if u.at.end in stars else u for u in c.units))
            for c in clauses]


def _rules(plain: str, start: int, end: int) -> list[Span]:
    """Where a ranking rule is stated; a word for the first place is looked for first, for it is rare."""
    out = []
    for first in _first_place().finditer(plain, start, end):
        found = rank().search(plain, max(start, first.start() - 24), min(end, first.end() + 60))
        if found:
            out.append(Span(*found.span()))
    return out


def ranked_row(reading: Reading, draft: TaskDraft, plain: str) -> TaskDraft:
    """A row of a table under a ranking rule: stated anywhere in its article it holds for the whole table."""
    article = next((a.at for a in reading.outline.articles if a.at.covers(draft.at)), Span(0, len(plain)))
    if any(u.role == "lead" for u in draft.units) or not _rules(plain, article.start, article.end):
        return draft
    first = draft.units[0]
    return replace(draft, units=(replace(first, role="lead", rule="rank"), *draft.units[1:]))


def _table() -> dict[str, Any]:
    return patterns.table("tasks/clauses")


@cache
def cue() -> re.Pattern[str]:
    """Some word that every clause of units has, but for bare lists of them."""
    return re.compile(_table()["cue"])


@cache
def _due() -> re.Pattern[str]:
    """The label of a deadline."""
    labels = sorted(map(re.escape, _table()["deadline"]["labels"]), key=len, reverse=True)
    return re.compile(rf"[ \t]*[{_table()['label']['marks']}]?(?:{'|'.join(labels)})[】\]]?[:：]?(?<=[】\]:：])")


@cache
def deadline_line() -> re.Pattern[str]:
    """A line that begins with the label of a deadline."""
    return re.compile(rf"\n{_due().pattern}(?P<due>[^\n]{{2,40}})")


@cache
def _star() -> re.Pattern[str]:
    return re.compile(_table()["star"]["rule"])


@cache
def _due_below() -> re.Pattern[str]:
    """A line of a deadline below units, two lines with labels of their own between at most."""
    return re.compile(rf"(?:\n[\u4e00-\u9fff]{{2,8}}[:：][^\n]{{0,80}}){{0,2}}{deadline_line().pattern}")


@cache
def host() -> re.Pattern[str]:
    """A label of those who hold an event, or run a site or a journal."""
    return re.compile(_table()["host"]["labels"])


@cache
def _site() -> re.Pattern[str]:
    """What stands at the foot of a page beside who runs it."""
    return re.compile(_table()["host"]["site"])


@cache
def _first_place() -> re.Pattern[str]:
    return re.compile(_table()["rank"]["first"])


@cache
def _bracketed_label() -> regex.Pattern[str]:
    return regex.compile(bracketed_label_pattern())


@cache
def _label() -> regex.Pattern[str]:
    """A label of units, in brackets of its own or not."""
    return regex.compile(rf"[{_table()['label']['marks']}]?[ \t]*{label_pattern()}")


@cache
def _office() -> re.Pattern[str]:
    return re.compile(rf"(?:[{_table()['offices']}]|{_table()['companies']})(?:$|[、，,])")


@cache
def _label_places() -> re.Pattern[str]:
    """What a label may stand behind: the end of a line or a pause, before a word that one begins with."""
    label = _table()["label"]
    every = [*label["lead"], *label["responsible"], *label["alone"]["lead"], *label["alone"]["responsible"]]
    words = sorted({re.escape(w) for w in every if not any(w != v and w.startswith(v) for v in every)})
    return re.compile(rf"[{_SENTENCE_END}，,.．）)](?=[{label['marks']}]?[ \t]*(?:{'|'.join(words)}))")


@cache
def _sentence_of_units() -> regex.Pattern[str]:
    return regex.compile(_table()["spoken"]["pattern"])


@cache
def _leads() -> re.Pattern[str]:
    return re.compile(_table()["spoken"]["cue"])


@cache
def _head_of_units() -> regex.Pattern[str]:
    return regex.compile(_table()["spoken"]["head"])
