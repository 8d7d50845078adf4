"""Of whom a figure speaks: the place or body that opens its clause, or one named project (then it is no indicator)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

import patterns
from extractor.assemble.indicators_dates import Dates
from extractor.assemble.indicators_spot import Spot, cue
from extractor.model import Article, Reading, Span
from patterns import gazetteer

_BACK = 1000  # characters of the paragraph before a sentence in which its project is looked for
_CLAUSES = 12  # clauses before a figure whose openings may be its subject
_OPENING = 24  # characters in which a clause's subject ends
_HEAD = 1500  # characters of an article in which it says of which place it speaks
_BEHIND = 24  # characters behind a figure in which the size of an undertaking tells that it is of one
_NAMED = 8  # characters before a count in which the things counted stand
_GOES_ON = 80  # characters after a project's name in which the next sentence still speaks of it


class Ties:
    """What ties a figure to one named project, so that it is no indicator."""

    def __init__(self, reading: Reading, text: str) -> None:
        self.text = text
        counts = sorted(m.at.start for m in reading.mentions if m.kind == "count")
        units = cue["no_indicator", "class_units"]
        things = [m.at for m in reading.mentions if m.kind == "count" and units.fullmatch(m.unit or "")]
        kinds = cue["of_one", "kinds"]
        self.things = [m.at for m in reading.mentions
                       if m.kind == "count" and not m.soft and kinds.fullmatch(m.unit or "")]
        ends = {at.end for at in self.things}
        projects = [p for p in reading.project_drafts if not (
            any(self._is_class(at, counts) for at in (p.at, *p.others)) or self._counts(p.at, things))]
        self.linked = {a.mention for p in projects for a in p.attributes if a.mention and a.field != "capacity"}
        self.sizes = {a.mention for p in projects for a in p.attributes if a.mention and a.field == "capacity"}
        self.named = sorted(at for p in projects for at in (p.at, *p.others) if at.start not in ends)
        self.starts = [s.start for s in self.named]

    def _is_class(self, name: Span, counts: list[int]) -> bool:
        """Whether a count stands right behind a name, which then names a class and no project (加氢站达到100座)."""
        first = bisect_left(counts, name.end)
        between = self.text[name.end:counts[first]] if first < len(counts) else "\n"
        return not between or bool(cue["no_indicator", "counted"].fullmatch(between))

    def _counts(self, name: Span, counts: list[Span]) -> bool:
        """Whether a name holds the number of its things, and so is that of a class (甲县46个“双百”项目)."""
        first = bisect_left(counts, name.start, key=lambda at: at.start)
        return first < len(counts) and counts[first].end <= name.end and bool(
            cue["no_indicator", "class_end"].fullmatch(self.text, counts[first].end, name.end))

    def about_project(self, spot: Spot, article: Article | None, phrase: str) -> bool:
        """Whether a figure, `phrase` its metric, is of a named project or stands in a passage about one."""
        policy = article is not None and article.kind == "policy"  # what a plan sets to build is its target
        if spot.figure.key in self.sizes:
            return not policy
        if spot.figure.key in self.linked or any(s.covers(spot.figure.at) for s in self._inside(spot.clause)):
            return True
        if cue["no_indicator", "that"].match(spot.text, spot.sentence.start, spot.figure.at.start):
            return True
        if policy:
            return self._of_one(spot, phrase)  # a plan's 工程 are programmes
        names = self._inside(Span(spot.part, spot.figure.at.start))
        if names:
            return self._on(names, spot)
        return (spot.part == spot.sentence.start and self._continued(spot)) or self._of_one(spot, phrase)

    def _of_one(self, spot: Spot, phrase: str) -> bool:
        """Whether a figure says by its own words that it is of one undertaking, whether its name was read or not.

        Its place, size and output are (占地, 全长, 年产, 建成后…), and what is invested in all; of several, their count
        stands before (12个项目，总投资…) or a word for all of them.
        """
        kind, behind = spot.figure.kind, spot.after_words
        if kind == "measure" and cue["of_one", "named"].match(behind):
            return True
        if kind == "money" and cue["of_one", "for"].match(behind) and cue["of_one", "invests"].search(spot.before_words):
            return True
        money = kind == "money" and cue["of_one", "invested"].fullmatch(phrase)
        near = min(spot.figure.at.end + _BEHIND, spot.sentence.end)
        if not (money or cue["of_one", "site"].search(spot.text, spot.sentence.start, near)
                or cue["of_one", "done"].search(spot.lead_words)):
            return False
        return kind in ("money", "count", "measure") and not self._aggregate(spot)

    def _aggregate(self, spot: Spot) -> bool:
        """Whether a sentence tells of several things together: by a word for them, or by a count of undertakings."""
        start = spot.sentence.start
        if cue["of_one", "its"].match(spot.text, start) and start > spot.paragraph.start:  # 其总投资: of what stands before
            start = max(spot.paragraph.start, start - _BACK)
        end = spot.clause.end
        if cue["kind", "parted"].match(spot.text, spot.paragraph.start):
            return True
        if cue["of_one", "several"].search(spot.text, start, end):
            return True
        first, last = (bisect_left(self.things, place, key=lambda at: at.start) for place in (start, end))
        return any(cue["of_one", "undertaking"].match(spot.text, at.end) or cue["of_one", "counted"].search(
            spot.text, max(start, at.start - _NAMED), at.start) for at in self.things[first:last])

    def _inside(self, span: Span) -> list[Span]:
        first = bisect_right(self.starts, span.start - 60)
        return [s for s in self.named[first:bisect_right(self.starts, span.end)] if s.meets(span)]

    def _on(self, names: list[Span], spot: Spot) -> bool:
        """Whether the words from the last project named to the figure stay with that project."""
        between = self.text[names[-1].end:spot.figure.at.start]
        if cue["no_indicator", "and_others"].match(between) or cue["no_indicator", "aggregate"].search(between):
            return False
        joint = len({self.text[n.start:n.end] for n in names}) > 1 and names[-1].end <= spot.clause.start
        return not joint and not any(
            cue["no_indicator", "and_others"].search(self.text, n.end, n.end + 2) for n in names)

    def _continued(self, spot: Spot) -> bool:
        """Whether the paragraph has been speaking of one project and this sentence goes on with it."""
        before = self._inside(Span(max(spot.paragraph.start, spot.sentence.start - _BACK), spot.sentence.start))
        names = {self.text[s.start:s.end] for s in before}
        if len(names) != 1:
            return False
        since = self.text[before[-1].end:spot.figure.at.start]
        if cue["no_indicator", "aggregate"].search(since):
            return False
        sentence = self.text[spot.lead.start:spot.lead.end]
        if cue["no_indicator", "project_on"].search(sentence):
            return True
        near = spot.sentence.start - before[-1].end < _GOES_ON
        return near and bool(cue["no_indicator", "of_project"].search(spot.clause_words))


class Subjects:
    """The places and bodies that open clauses."""

    def __init__(self, text: str, dates: Dates) -> None:
        self.text, self.dates = text, dates
        self.known: dict[int, tuple[str, int] | None] = {}
        self.spoken: dict[str, str] = {}

    def subject(self, spot: Spot, article: Article | None) -> str | None:
        """What opens a clause of the sentence before the figure, the nearest; else the article's place."""
        starts = {spot.lead.start, *spot.openings, *(d.at.end for d in self.dates.within(spot.lead))}
        own = self.own(article)
        for start in sorted(starts, reverse=True)[:_CLAUSES]:
            if start not in self.known:
                self.known[start] = self._opening(start, own)
            if (found := self.known[start]) and found[1] <= spot.figure.at.start:
                return found[0] or own or None
        return own or None

    def own(self, article: Article | None) -> str:
        """The article's place, else the word by which it speaks of all of its place (全县)."""
        if article is None or article.place:
            return (article.place if article else None) or ""
        if article.key not in self.spoken:
            end = min(article.at.end, article.at.start + _HEAD)
            said = cue["subject", "standing"].search(self.text, article.at.start, end)
            self.spoken[article.key] = said.group() if said else ""
        return self.spoken[article.key]

    def _opening(self, start: int, own: str) -> tuple[str, int] | None:
        """The subject that opens a clause and its end; an empty one where 全市 stands for the article's place."""
        at = start
        while found := cue["subject", "lead"].match(self.text, at, start + _OPENING):
            at = found.end()
        if whole := cue["subject", "whole"].match(self.text, at):
            level = cue["subject", "level"].search(whole.group())
            same = level is None or not own or own.endswith(level.group())
            return "" if same else whole.group(), whole.end()
        words = self.text[at:start + _OPENING]
        place = gazetteer.named_at(words, 0)
        body = cue["subject", "body"].match(words) if cue["subject", "ends"].search(words, 2) else None
        if place and body and body.end() > len(place[0]):
            place = None  # 甲市工业园区, 甲市某某公司
        if place and (len(place[0]) > 2 or place[0] in own or self._short(words, place[0])):
            return place[0], at + len(place[0])
        return (body.group(), at + body.end()) if body else None

    @staticmethod
    def _short(words: str, place: str) -> bool:
        """Whether a name of two characters is meant as a place: no common word, and what places do follows it."""
        return place not in patterns.table("places/cues")["common_words"] and bool(
            cue["subject", "next"].match(words, len(place)))
