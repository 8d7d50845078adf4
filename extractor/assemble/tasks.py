"""Drafts of tasks: the items of a plan that name units, each from its number to its end."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import regex

import patterns
from extractor.assemble.task_tables import table_tasks
from extractor.assemble.units import Clause, is_general, label_pattern, read_clause, simplified
from extractor.model import Attribute, Reading, Segment, Span, TaskDraft, UnitDraft

_INNER = r"[（(〔][^（()）〔〕\n]{0,60}[）)〕]"
_BRACKET = regex.compile(rf"[（(【\[〔［]((?:[^（()）【】\[\]〔〕［］\n]|{_INNER}){{2,600}})[）)】\]〕］]")
_SPACE = regex.compile(r"(?<=[\p{Han}）)])[ \t\N{IDEOGRAPHIC SPACE}\N{NO-BREAK SPACE}]+(?=\p{Han})")
_SENTENCE_END = "。；;！？\n"
_PIECE = regex.compile(r"[^。；;！？\n]{4,260}+(?:。|(?=[；;！？\n])|\Z)")
_PROSE = 15  # characters of an item before its units that are more than a title


@dataclass(frozen=True, slots=True)
class _Item:
    """A numbered item, a paragraph without a number, or the row of a table, with the clauses that are its own."""

    at: Span
    number: str
    title: str | None
    section: str | None
    clauses: tuple[Clause, ...]


def tasks(reading: Reading) -> tuple[TaskDraft, ...]:
    """The items of the document that carry units, in text order; a clause of units belongs to the innermost item around it.

    A clause is a bracket (`（牵头单位：A；责任单位：B）`, `（A、B按职责分工负责）`), a line or sentence with a label, or a
    sentence that says nothing but who does the work. Behind the last of several sub-items that name no units it belongs to
    the item above them. A ranking rule (the first unit listed leads) holds from where it stands, in its article.
    """
    text = reading.view.text
    if not _cue().search(text):
        return ()
    plain = simplified(text)
    drafts = [_ranked_row(reading, d, plain) for d in table_tasks(reading, plain)]
    taken = [d.at for d in drafts]
    clauses = [c for c in _clauses(reading, plain) if not any(t.meets(c.at) for t in taken)]
    drafts += [_draft(reading, item, plain) for item in _items(reading, _ranked(reading, clauses, plain))]
    return tuple(sorted(drafts, key=lambda d: (d.at.start, -d.at.end)))


def _clauses(reading: Reading, plain: str) -> list[Clause]:
    """Every clause that names units, in text order."""
    text = reading.view.text
    found: list[Clause] = []
    lists: list[Clause] = []
    gaps = _gaps(reading)
    for bracket in _BRACKET.finditer(plain):
        labelled = _bracketed_label().match(plain, bracket.start())
        if labelled:
            continue  # 【牵头单位】 opens a line of its own
        if not _cue().search(bracket[1]):
            if _ends_line(plain, bracket.end()) and plain[bracket.start() - 1] in _SENTENCE_END + "”":
                clause = read_clause(text, plain, Span(*bracket.span()), Span(*bracket.span(1)), gaps)
                lists += [clause] if _is_bare_list(plain, clause) else []
            continue
        clause = read_clause(text, plain, Span(*bracket.span()), Span(*bracket.span(1)), gaps)
        if all(u.rule == "list" for u in clause.units) and not clause.ranks:
            lists += [clause] if _is_bare_list(plain, clause) else []
        elif clause.ranks or (clause.units and (clause.labelled or clause.sure)):
            found.append(clause)
    if found or len(lists) > 1:
        found += lists
    covered = sorted((c.at.start, c.at.end) for c in found)
    found += [c for c in _lines(text, plain, gaps) if not _inside(covered, c.at)]
    covered = sorted((c.at.start, c.at.end) for c in found)
    found += [c for c in _spoken(reading, plain) if not _inside(covered, c.at)]
    return sorted(found, key=lambda c: c.at.start)


def _gaps(reading: Reading) -> list[int]:
    """Where a space between two Chinese characters was dropped from the view."""
    source, index = reading.document.text, reading.view.index
    if len(source) - len(reading.view.text) < 2:
        return []
    found = (bisect_left(index, m.end()) for m in _SPACE.finditer(source))
    return [i for i in found if 0 < i < len(reading.view.text) and index[i] - index[i - 1] > 1]


def _inside(covered: list[tuple[int, int]], at: Span) -> bool:
    i = bisect_right(covered, (at.start, len(covered) + at.end)) - 1
    return any(0 <= k < len(covered) and covered[k][0] < at.end and at.start < covered[k][1] for k in (i, i + 1))


def _ends_line(plain: str, end: int) -> bool:
    return end >= len(plain) or plain[end] == "\n" or plain[end:end + 2] in ("。", "。\n")


def _is_bare_list(plain: str, clause: Clause) -> bool:
    """Whether a bracket at a paragraph's end holds nothing but units, one of them with a name of its own."""
    named = [u for u in clause.units if not is_general(plain[u.at.start:u.at.end])]
    return bool(named) and clause.sure and _ends_line(plain, clause.at.end)


def _lines(text: str, plain: str, gaps: list[int]) -> list[Clause]:
    """Clauses without brackets that begin with a label: a line of its own, or behind the end of a sentence."""
    out: list[Clause] = []
    for place in _label_places().finditer(plain):
        label = _label().match(plain, place.end())
        if label is None or (out and label.start() < out[-1].at.end):
            continue
        end = _clause_end(plain, label.end())
        if end - label.end() < 2 and plain.startswith("\n", end):  # the units stand on the line below their label
            end = _clause_end(plain, end + 1)
        clause = read_clause(text, plain, Span(label.start(), end), Span(label.start(), end), gaps)
        if clause.units:
            out.append(clause)
    return out


def _clause_end(plain: str, start: int) -> int:
    """The end of a labelled clause: its line, or its first full stop with prose behind it."""
    line = _line_end(plain, start)
    stop = plain.find("。", start, line)
    return line if stop < 0 or stop == line - 1 or _label().match(plain, stop + 1) else stop + 1


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def _spoken(reading: Reading, plain: str) -> list[Clause]:
    """Sentences that say nothing but who leads, helps and is responsible."""
    out = []
    text = reading.view.text
    for piece in _PIECE.finditer(plain):
        if not _leads().search(plain, *piece.span()):
            continue
        whole, head = _sentence_of_units().fullmatch(plain, *piece.span()), _head_of_units().match(plain, *piece.span())
        for found in filter(None, (whole, head)):
            start, end = found.span("said")
            clause = read_clause(text, plain, Span(start, piece.end() if found is whole else end), Span(start, end))
            if clause.units and clause.sure and not clause.labelled and all(len(u.text) <= 30 for u in clause.units):
                out.append(clause)
                break
    return out


def _ranked(reading: Reading, clauses: list[Clause], plain: str) -> list[Clause]:
    """The clauses with the ranking rule applied from where it is stated; stated after them all it holds for them all."""
    rules = [Span(*m.span()) for m in _rank().finditer(plain)]
    if not rules:
        return clauses
    out = []
    for article in reading.outline.articles:
        own = [c for c in clauses if article.at.covers(c.at)]
        stated = [r.start for r in rules if article.at.covers(r)]
        first = min(stated, default=len(plain))
        first = 0 if own and first >= own[-1].at.end else first
        out += [c.ranked() if c.at.end > first else c for c in own]
    return out


def _ranked_row(reading: Reading, draft: TaskDraft, plain: str) -> TaskDraft:
    """A row of a table under a ranking rule: stated anywhere in its article it holds for the whole table."""
    article = next((a.at for a in reading.outline.articles if a.at.covers(draft.at)), Span(0, len(plain)))
    if any(u.role == "lead" for u in draft.units) or not _rank().search(plain, article.start, article.end):
        return draft
    first = draft.units[0]
    return replace(draft, units=(replace(first, role="lead", rule="rank"), *draft.units[1:]))


def _items(reading: Reading, clauses: list[Clause]) -> list[_Item]:
    """The items of the document with their clauses."""
    said = [(c.at.start, c.at.end) for c in clauses if c.units]
    headings = [h for h in reading.outline.headings if not _inside(said, Span(h.at.start, h.at.start + 1))]
    starts = [h.at.start for h in headings]
    owned: dict[int, list[Clause]] = {}
    for clause in clauses:
        i = bisect_right(starts, clause.at.start) - 1
        if i >= 0 and clause.at.start >= headings[i].at.end:
            i = next((k for k in range(i, -1, -1) if headings[k].at.end > clause.at.start), -1)
        owned.setdefault(i, []).append(clause)
    _lift(reading, headings, owned)
    out: list[_Item] = []
    for i, own in owned.items():
        if not any(c.units for c in own):
            continue
        if i < 0 or _of_paragraphs(reading, headings[i], own):
            out += _paragraphs(reading, own, _section(headings, i, inclusive=True))
        else:
            out.append(_item(reading, headings, i, own, owned))
    return out


def _lift(reading: Reading, headings: list[Segment], owned: dict[int, list[Clause]]) -> None:
    """A clause behind the last of several sub-items of which no other has one goes to the item above them."""
    for i in sorted(owned, reverse=True):
        if i < 0:
            continue
        parent = next((k for k in range(i - 1, -1, -1) if headings[k].level < headings[i].level
                       and headings[k].at.end >= headings[i].at.end), None)
        if parent is None or parent in owned:
            continue
        children = [k for k in range(parent + 1, len(headings))
                    if headings[k].at.start < headings[parent].at.end and headings[k].level == headings[i].level]
        spread = len({reading.view.text.count("\n", headings[parent].at.start, headings[k].at.start) for k in children}) > 1
        deep = headings[i].level >= 4 or not spread
        if len(children) < 2 or children[-1] != i or any(k in owned for k in children[:-1]):
            continue
        own_line = reading.view.text[:owned[i][0].at.start].endswith("\n")
        if deep or own_line:
            owned[parent] = owned.pop(i)


def _of_paragraphs(reading: Reading, heading: Segment, own: list[Clause]) -> bool:
    """Whether a section's clauses belong to its several paragraphs, which have no numbers."""
    if heading.level > 2 or len(own) < 2:
        return False
    text = reading.view.text
    lines = {text.rfind("\n", 0, c.at.start) for c in own if not text[:c.at.start].endswith("\n")}
    return len(lines) > 1 and text.rfind("\n", 0, heading.at.start) not in lines


def _item(reading: Reading, headings: list[Segment], i: int, own: list[Clause], owned: dict[int, list[Clause]]) -> _Item:
    heading = headings[i]
    text = reading.view.text
    inner = [k for k in range(i + 1, len(headings)) if headings[k].at.start < heading.at.end]
    following = next((headings[k].at.start for k in inner if k in owned), heading.at.end)
    last = max(c.at.end for c in own)
    before = text[heading.at.start:own[0].at.start]
    leads = len(before) - len(heading.title) < _PROSE and "。" not in before
    parts = inner and headings[inner[0]].at.start > last and not any(k in owned for k in inner)
    end = following if leads or parts else last
    if text[last - 1] not in ")）】]〕］":  # the sentence that names the units goes on
        end = max(end, min(following, _line_end(text, last)))
    at = Span(heading.at.start, heading.at.start + len(text[heading.at.start:max(end, last)].rstrip()))
    return _Item(at, heading.number, _title(text, heading, own[0].at.start), _section(headings, i), tuple(own))


def _title(text: str, heading: Segment, clause: int) -> str | None:
    """The item's title without the clause that stands right behind it."""
    found = text.find(heading.title, heading.at.start) if heading.title else -1
    if found < 0:
        return None
    return text[found:min(found + len(heading.title), max(clause, found))].strip("。：: ") or None


def _paragraphs(reading: Reading, own: list[Clause], section: str | None) -> list[_Item]:
    """Paragraphs without a number that carry units; a clause on a line of its own belongs to the paragraph above it."""
    text = reading.view.text
    lines = [p for p in reading.outline.paragraphs if p.kind == "paragraph"]
    starts = [p.at.start for p in lines]
    out: dict[int, list[Clause]] = {}
    for clause in own:
        i = bisect_right(starts, clause.at.start) - 1
        while i > 0 and lines[i].at.start == clause.at.start:
            i -= 1
        if i >= 0 and clause.units:
            out.setdefault(i, []).append(clause)
    items = []
    for i, clauses in out.items():
        title = None
        if i and len(lines[i - 1].at) <= 30 and text[lines[i - 1].at.end - 1] not in "。；：:;":
            title = text[lines[i - 1].at.start:lines[i - 1].at.end]
        at = Span(lines[i].at.start, max(c.at.end for c in clauses))
        items.append(_Item(at, "", title, section, tuple(clauses)))
    return items


def _section(headings: list[Segment], i: int, *, inclusive: bool = False) -> str | None:
    """The title of the heading above an item."""
    if i < 0:
        return None
    if inclusive:
        return headings[i].title or None
    at = headings[i].at
    above = (h for h in reversed(headings[:i]) if h.at.covers(at) and h.level < headings[i].level)
    return next((h.title for h in above if h.title), None)


def _draft(reading: Reading, item: _Item, plain: str) -> TaskDraft:
    units: list[UnitDraft] = []
    for unit in (u for c in item.clauses for u in c.units):
        if not any(u.text == unit.text and (u.role == unit.role or u.role == "lead") for u in units):
            units.append(unit)
    deadline = next((c.deadline for c in item.clauses if c.deadline), None) or _own_deadline(reading, item, plain)
    return TaskDraft(item.number, item.title, item.at, tuple(units), deadline, item.section)


def _own_deadline(reading: Reading, item: _Item, plain: str) -> Attribute | None:
    """The only day by which the item's own words say that something is done, None where there are several or none."""
    end = min((c.at.start for c in item.clauses), default=item.at.end)
    found = [m for m in _by_day().finditer(plain, item.at.start, max(end, item.at.start)) if m.group()]
    if len({m.group() for m in found}) != 1:
        return None
    at = Span(*found[0].span())
    return Attribute("deadline", reading.view.text[at.start:at.end], at, rule="prose")


def _table() -> dict[str, Any]:
    return patterns.table("tasks/clauses")


@cache
def _cue() -> regex.Pattern[str]:
    """Some word that every clause of units has, but for bare lists of them."""
    return regex.compile(_table()["cue"])


@cache
def _rank() -> regex.Pattern[str]:
    return regex.compile("|".join(_table()["rank"]["patterns"]))


@cache
def _bracketed_label() -> regex.Pattern[str]:
    return regex.compile(rf"[【\[（(]\s*{label_pattern()}(?<=[】\])）][:：]?)")


@cache
def _label() -> regex.Pattern[str]:
    """A label of units, in brackets of its own or not."""
    return regex.compile(rf"[{_table()['label']['marks']}]?\s*{label_pattern()}")


@cache
def _label_places() -> regex.Pattern[str]:
    """Where a label may begin: at the start of a line or behind a pause, before a character that one begins with."""
    label = _table()["label"]
    words = {w[0] for w in (*label["lead"], *label["responsible"])}
    return regex.compile(rf"(?:[{_SENTENCE_END}，,]|\A)(?=[{label['marks']}]?\s*[{''.join(sorted(words))}])")


@cache
def _sentence_of_units() -> regex.Pattern[str]:
    return regex.compile(_table()["spoken"]["pattern"])


@cache
def _leads() -> regex.Pattern[str]:
    return regex.compile(_table()["spoken"]["cue"])


@cache
def _head_of_units() -> regex.Pattern[str]:
    return regex.compile(_table()["spoken"]["head"])


@cache
def _by_day() -> regex.Pattern[str]:
    day = _table()["deadline"]
    return regex.compile(f"{day['dated']}{day['by']}")
