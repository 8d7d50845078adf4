"""The items of a document that carry units: numbered items, else paragraphs, each with the clauses that are its own."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache

import patterns
from extractor.assemble.task_clauses import host, inside, line_end
from extractor.assemble.units import Clause
from extractor.model import Reading, Segment, Span

_PROSE = 15  # characters of an item before its units that are more than a title
_PAUSES = "。；：:;"
_AFTER_NUMBER = "）).、．﹒ ，,\n"
_LONGEST = 30  # characters of a title that units follow
_CLOSED = ")）】]〕］"


@dataclass(frozen=True, slots=True)
class Item:
    """A numbered item, or a paragraph without a number, with the clauses that are its own."""

    at: Span
    number: str
    title: str | None
    section: str | None
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class _Tree:
    """The headings of a document in text order, for each the place of the one above it (-1 at the top)."""

    text: str
    headings: list[Segment]
    above: list[int]

    def title_above(self, i: int) -> str | None:
        """The title of the nearest titled heading above."""
        i = self.above[i]
        while i >= 0 and not self.headings[i].title:
            i = self.above[i]
        return self.headings[i].title if i >= 0 else None

    def inner(self, i: int) -> range:
        """The headings inside the section of this one."""
        k = i + 1
        while k < len(self.headings) and self.headings[k].at.start < self.headings[i].at.end:
            k += 1
        return range(i + 1, k)

    def on_own_line(self, clause: Clause) -> bool:
        return self.text[clause.at.start - 1:clause.at.start] in ("", "\n")

    def line(self, at: int) -> int:
        """Where the line around a place begins."""
        return self.text.rfind("\n", 0, at) + 1


def items(reading: Reading, clauses: list[Clause]) -> list[Item]:
    """The items of the document that have units, each with its clauses."""
    said = [(c.at.start, c.at.end) for c in clauses if c.units]
    tree = _tree(reading, [h for h in reading.outline.headings if not inside(said, Span(h.at.start, h.at.start + 1))])
    owned = _owned(tree, clauses)
    _lift(tree, owned)
    out: list[Item] = []
    for i, own in owned.items():
        if not any(c.units for c in own) or _hosted(tree, i, own):
            continue
        if i < 0 or _of_paragraphs(tree, i, own):
            out += _paragraphs(reading, own, tree.headings[i].title or None if i >= 0 else None)
        else:
            out.append(_item(tree, i, own, owned))
    return out


def _hosted(tree: _Tree, i: int, own: list[Clause]) -> bool:
    """Whether clauses say nothing but who holds an event, or runs a site or a journal: none of a numbered item's work."""
    if i >= 0 and not _events().search(tree.headings[i].title):
        return False
    units = [u for c in own for u in c.units]
    return all(u.rule == "label" and host().match(u.cue) for u in units) and any(tree.on_own_line(c) for c in own)


def _tree(reading: Reading, headings: list[Segment]) -> _Tree:
    above, open_ones = [], list[int]()
    for i, heading in enumerate(headings):
        while open_ones and not (headings[open_ones[-1]].level < heading.level
                                 and heading.at.end <= headings[open_ones[-1]].at.end):
            open_ones.pop()
        above.append(open_ones[-1] if open_ones else -1)
        open_ones.append(i)
    return _Tree(reading.view.text, headings, above)


def _owned(tree: _Tree, clauses: list[Clause]) -> dict[int, list[Clause]]:
    """The clauses of each heading by its place: of the innermost section around them; -1 for those outside all."""
    starts = [h.at.start for h in tree.headings]
    out: dict[int, list[Clause]] = {}
    for clause in clauses:
        i = bisect_right(starts, clause.at.start) - 1
        while i >= 0 and tree.headings[i].at.end <= clause.at.start:
            i = tree.above[i]
        out.setdefault(i, []).append(clause)
    return out


def _lift(tree: _Tree, owned: dict[int, list[Clause]]) -> None:
    """A clause behind the last of several sub-items of which no other has one goes to the item above them."""
    for i in sorted((k for k in owned if k >= 0), reverse=True):
        parent = tree.above[i]
        if parent < 0 or parent in owned:
            continue
        children = [k for k in tree.inner(parent) if tree.headings[k].level == tree.headings[i].level]
        if len(children) < 2 or children[-1] != i or any(k in owned for k in children[:-1]):
            continue
        spread = len({tree.line(tree.headings[k].at.start) for k in children}) > 1
        if tree.headings[i].level >= 4 or not spread or tree.on_own_line(owned[i][0]):
            owned[parent] = owned.pop(i)


def _of_paragraphs(tree: _Tree, i: int, own: list[Clause]) -> bool:
    """Whether a section's clauses belong to its several paragraphs, which have no numbers."""
    if tree.headings[i].level > 2 or len(own) < 2:
        return False
    lines = {tree.line(c.at.start) for c in own if not tree.on_own_line(c)}
    return len(lines) > 1 and tree.line(tree.headings[i].at.start) not in lines


def _item(tree: _Tree, i: int, own: list[Clause], owned: dict[int, list[Clause]]) -> Item:
    heading, text = tree.headings[i], tree.text
    at = Span(heading.at.start, _end(tree, i, own, owned))
    return Item(at, heading.number, _title(text, heading, own[0].at.start), tree.title_above(i), tuple(own))


def _end(tree: _Tree, i: int, own: list[Clause], owned: dict[int, list[Clause]]) -> int:
    """Where an item ends: with its last clause, or with its section where the units come before its text or parts."""
    heading, text = tree.headings[i], tree.text
    inner = tree.inner(i)
    following = next((tree.headings[k].at.start for k in inner if k in owned), heading.at.end)
    last = max(c.at.end for c in own)
    before = text[heading.at.start:own[0].at.start]
    leads = len(before) - len(heading.title) < _PROSE and _PAUSES[0] not in before
    parts = bool(inner) and not any(k in owned for k in inner) and tree.headings[inner[0]].at.start > last \
        and not text[last:tree.headings[inner[0]].at.start].strip(_PAUSES + " \n")
    end = following if leads or parts else last
    if text[last - 1] not in _CLOSED:  # the sentence that names the units goes on
        end = max(end, min(following, line_end(text, last)))
    end = max(end, last)
    while end > heading.at.start and text[end - 1].isspace():
        end -= 1
    return end


def _title(text: str, heading: Segment, clause: int) -> str | None:
    """The item's title without the clause that stands right behind it."""
    if not heading.title:
        words = text[text.find(heading.number, heading.at.start) + len(heading.number):clause].strip(_AFTER_NUMBER)
        return words if 0 < len(words) <= _LONGEST and not any(c in words for c in _PAUSES) else None
    found = text.find(heading.title, heading.at.start)
    if found < 0:
        return None
    return text[found:min(found + len(heading.title), max(clause, found))].strip(_PAUSES + "，, ") or None


def _paragraphs(reading: Reading, own: list[Clause], section: str | None) -> list[Item]:
    """Paragraphs without a number that carry units; a clause on a line of its own belongs to the paragraph above it."""
    text = reading.view.text
    places = [c.at.start for c in own]
    lines = [p.at for p in reading.outline.paragraphs
             if p.kind == "paragraph" or any(p.at.start <= place < p.at.end for place in places)]
    starts = [at.start for at in lines]
    labelled = {c.at.start for c in own}
    out: dict[int, list[Clause]] = {}
    for clause in own:
        i = bisect_right(starts, clause.at.start) - 1
        while i > 0 and lines[i].start in labelled:
            i -= 1
        if i >= 0 and clause.units:
            out.setdefault(i, []).append(clause)
    found = []
    for i, clauses in out.items():
        above = text[lines[i - 1].start:lines[i - 1].end] if i > 0 else ""
        headed = 0 < len(above) <= 30 and above[-1] not in _CLOSED and not any(c in above for c in _PAUSES)
        title = above if headed else None
        at = Span(lines[i].start, max(c.at.end for c in clauses))
        found.append(Item(at, "", title, section, tuple(clauses)))
    return found


@cache
def _events() -> re.Pattern[str]:
    return re.compile(patterns.table("tasks/clauses")["host"]["events"])
