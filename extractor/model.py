"""The nouns: what is passed from stage to stage, immutable, standard library only.

Two kinds of offsets occur and never mix. *As read* points into `Document.text`, the contract of the dataset; *in the view*
points into `View.text`, the cleaned text that patterns and rules work on. `View.read` turns the second into the first.
Fields called `start`, `end` are as read; a field called `at` is a `Span` in the view.

What a text has thousands of (spans, figures, mentions, unread numbers) are named tuples: they are made eight times faster.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

Kind = Literal["money", "percent", "point", "multiple", "count", "measure", "date", "org", "place", "project"]
Qualifier = Literal["exact", "approx", "nearly", "more_than", "at_least", "at_most", "less_than", "order"]
DocumentKind = Literal["news", "policy", "report", "notice", "table", "other"]
Status = Literal["ok", "partial", "failed"]
Verdict = Literal["consistent", "inconsistent", "warning", "unclear"]


class Span(NamedTuple):
    """A half-open interval of character offsets; its `len` is that of the interval."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def covers(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def meets(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True, order=True)
class Box:
    """A rectangle on a page (from 1), in PDF points from the page's top left."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Layout:
    """Page and box of every character as read, in columns of equal length; page 0 marks a character printed nowhere."""

    page: array[int]
    x0: array[float]
    top: array[float]
    x1: array[float]
    bottom: array[float]
    sizes: tuple[tuple[float, float], ...] = ()
    confidence: array[float] | None = None

    def boxes(self, span: Span) -> tuple[Box, ...]:
        """One box for each printed line that the span touches, in text order."""
        out: list[Box] = []
        for i in range(span.start, min(span.end, len(self.page))):
            if not self.page[i]:
                continue
            box = Box(self.page[i], self.x0[i], self.top[i], self.x1[i], self.bottom[i])
            last = out[-1] if out else None
            if last and _same_line(last, box):
                out[-1] = Box(last.page, min(last.x0, box.x0), min(last.top, box.top),
                              max(last.x1, box.x1), max(last.bottom, box.bottom))
            else:
                out.append(box)
        return tuple(out)


def _same_line(a: Box, b: Box) -> bool:
    height = max(a.bottom - a.top, b.bottom - b.top)
    overlap = min(a.bottom, b.bottom) - max(a.top, b.top)
    return a.page == b.page and overlap > height / 2 and -height < b.x0 - a.x1 < 3 * height


@dataclass(frozen=True, slots=True)
class Region:
    """What a page reader knows of a stretch of the text as read: its kind and the article it belongs to (from 0)."""

    kind: Literal["title", "kicker", "subtitle", "byline", "body", "caption", "table"]
    start: int
    end: int
    article: int


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table as read; `start == end` where a merged neighbour owns its text (`owner` says which)."""

    start: int
    end: int
    row: int
    column: int
    text: str
    header: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table found in the document: its cells, each with its span, and the unit its header states (`万元`)."""

    start: int
    end: int
    cells: tuple[Cell, ...]
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Furniture:
    """Page furniture that left the text: running header, footer, page number, masthead, jump note."""

    kind: str
    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class Document:
    """A source as read. `text` is never changed after loading; everything points into it."""

    doc_id: str
    source: str
    text: str
    media_type: str = "text/plain"
    loader: str = "text"
    title: str | None = None
    publisher: str | None = None
    published: date | None = None
    url: str | None = None
    extra: Mapping[str, str] = field(default_factory=dict)
    pages: int | None = None
    layout: Layout | None = None
    regions: tuple[Region, ...] = ()
    tables: tuple[Table, ...] = ()
    furniture: tuple[Furniture, ...] = ()
    warnings: tuple[str, ...] = ()
    ocr_confidence: float | None = None
    status: Status = "ok"
    error: str | None = None

    def locate(self, span: Span) -> tuple[Box, ...]:
        """Boxes of a span as read, one for each printed line; empty for sources without pages."""
        return self.layout.boxes(span) if self.layout else ()


@dataclass(frozen=True, slots=True)
class View:
    """The cleaned text with its index map: `index[i]` is where character `i` stands as read; one entry more for the end."""

    text: str
    index: array[int]

    def read(self, start: int, end: int) -> Span:
        """The span as read of a span in the view; what was dropped inside it is in, what was dropped beside it is not."""
        if end <= start:
            here = self.index[min(start, len(self.index) - 1)]
            return Span(here, here)
        first, last = self.index[start], self.index[end - 1]
        if last - first == end - start - 1:
            return Span(first, last + 1)
        inside = self.index[start:end]
        return Span(min(inside), max(inside) + 1)


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the view with a role in the document."""

    kind: Literal["article", "title", "byline", "dateline", "heading", "paragraph", "caption", "sentence", "row"]
    at: Span
    article: int = 0
    level: int = 0
    number: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """One article or notice of a document."""

    key: str
    kind: DocumentKind
    at: Span
    start: int
    end: int
    title: str | None = None
    byline: str | None = None
    dateline: str | None = None
    date: date | None = None
    publisher: str | None = None
    place: str | None = None
    number: str | None = None


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell of a table in the view; one that a merged neighbour covers repeats its words and place (`own` False)."""

    text: str
    at: Span
    own: bool = True


@dataclass(frozen=True, slots=True)
class Grid:
    """A table in the view, row by row; `unit` is what it states for all its amounts."""

    rows: tuple[tuple[GridCell, ...], ...]
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Outline:
    """The document's structure, every list in text order.

    `headings` carry number, title and level and reach from their number to the end of the section they open; `sentences`
    never cross a paragraph, a caption or an article.
    """

    articles: tuple[Article, ...]
    headings: tuple[Segment, ...]
    paragraphs: tuple[Segment, ...]
    sentences: tuple[Segment, ...]
    captions: tuple[Segment, ...]
    rows: tuple[Segment, ...] = ()
    grids: tuple[Grid, ...] = ()


class Quantity(NamedTuple):
    """An exact value with its bounds.

    value, low, high: in base units (yuan, tonnes, …); a range has low and high and no value, an order of magnitude (百亿级)
    has its value as low and ten times that as high. step: the worth of the last
    printed digit in the same units (126.76亿元: 1000000), so that the number stands for [value - step/2, value + step/2).
    per: what a rate is per (`年`, `亩`, `人`), as printed.
    """

    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    unit: str
    dimension: str = ""
    qualifier: Qualifier = "exact"
    soft: bool = False
    step: Decimal | None = None
    per: str | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `start` to `end`, both inclusive, None where open; `basis`: what it was inferred from, step by step."""

    start: date | None
    end: date | None
    basis: tuple[str, ...] = ()


class Mention(NamedTuple):
    """A figure, date or name as printed: `text == document.text[start:end]`."""

    kind: Kind
    start: int
    end: int
    text: str
    at: Span
    quantity: Quantity | None = None
    period: Period | None = None
    normal: str | None = None
    role: str | None = None
    pattern: str = ""
    notes: tuple[str, ...] = ()
    key: str = ""

    def keyed(self, key: str) -> Mention:
        """The same mention under a key: made in one step, for every mention of a document gets one."""
        return Mention(self.kind, self.start, self.end, self.text, self.at, self.quantity, self.period, self.normal,
                       self.role, self.pattern, self.notes, key)

    @property
    def value(self) -> Decimal | None:
        return self.quantity.value if self.quantity else None

    @property
    def low(self) -> Decimal | None:
        return self.quantity.low if self.quantity else None

    @property
    def high(self) -> Decimal | None:
        return self.quantity.high if self.quantity else None

    @property
    def unit(self) -> str | None:
        return self.quantity.unit if self.quantity else None

    @property
    def qualifier(self) -> Qualifier | None:
        return self.quantity.qualifier if self.quantity else None

    @property
    def soft(self) -> bool:
        return bool(self.quantity and self.quantity.soft)


class Numeral(NamedTuple):
    """One number as printed, spaces and its own multiplier included: `1,340.79亿`, `三百二十`, `30余万`.

    shared: a multiplier printed elsewhere that holds for it (the 亿 of `3、5和8亿元`). factor: what one printed unit of
    it is worth in the figure's unit (成 is 10 %, 角 is 0.1 yuan). repaired: its reading, where the print is damaged.
    """

    text: str
    shared: str = ""
    factor: str = ""
    repaired: str = ""


class Figure(NamedTuple):
    """A figure as matched: the parts it is printed in, before its value is worked out.

    numerals: one, the two ends of a `range`, the terms of a `sum` (3元5角) the factors of a `product` (2×34万), the
    number of `doubling`s (翻两番).
    unit: an ISO code for money, else the unit as printed without its multiplier.
    """

    kind: Kind
    at: Span
    numerals: tuple[Numeral, ...]
    unit: str
    relation: Literal["one", "range", "sum", "product", "doubling"] = "one"
    dimension: str = ""
    qualifier: Qualifier = "exact"
    negative: bool = False
    soft: bool = False
    per: str | None = None
    pattern: str = ""
    notes: tuple[str, ...] = ()


class Unread(NamedTuple):
    """A run of digits or numerals that became no mention, and why."""

    start: int
    end: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute of a draft with its evidence.

    field: a column of the dataset (`total_investment`, `owner`). text: the words that give the value, at `at` in the view.
    mention: key of the mention that carries it, if one does. rule and cue: which rule tied it, by which words.
    """

    field: str
    text: str
    at: Span
    mention: str | None = None
    rule: str = ""
    cue: str = ""


@dataclass(frozen=True, slots=True)
class ProjectDraft:
    """A project as assembled: where it is named, and what the text ties to it."""

    name: str
    at: Span
    attributes: tuple[Attribute, ...] = ()
    others: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitDraft:
    """One unit of a task, white space removed, at its place in the view."""

    role: Literal["lead", "responsible"]
    text: str
    at: Span
    rule: str = ""
    cue: str = ""


@dataclass(frozen=True, slots=True)
class TaskDraft:
    """One numbered item of a plan with the units it names."""

    number: str
    title: str | None
    at: Span
    units: tuple[UnitDraft, ...] = ()
    deadline: Attribute | None = None
    section: str | None = None
    targets: tuple[Attribute, ...] = ()


@dataclass(frozen=True, slots=True)
class IndicatorDraft:
    """One figure about a place, body, period or event: keys of its mentions and the words around it."""

    mention: str
    metric: str
    kind: Literal["actual", "plan", "target"]
    subject: str | None = None
    scope: str | None = None
    period: Period | None = None
    yoy_percent: str | None = None
    yoy_delta: str | None = None
    attributes: tuple[Attribute, ...] = ()


@dataclass(frozen=True, slots=True)
class Project:
    """A row of `projects`; amounts are keys of mentions, whose quantities give the values."""

    key: str
    article: str
    name: str
    start: int
    end: int
    owner: str | None = None
    investor_origin: str | None = None
    place: str | None = None
    region_code: str | None = None
    industry: str | None = None
    status: str | None = None
    amounts: Mapping[str, str] = field(default_factory=dict)
    capacity: tuple[str, ...] = ()
    signed: date | None = None
    started: date | None = None
    finished: date | None = None
    attributes: tuple[Attribute, ...] = ()


@dataclass(frozen=True, slots=True)
class TaskUnit:
    """A row of `task_units`: the unit as printed and its full name."""

    role: Literal["lead", "responsible"]
    unit: str
    unit_normal: str
    start: int
    end: int
    rule: str = ""
    cue: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """A row of `tasks` with its units."""

    key: str
    article: str
    section: str | None
    number: str
    title: str | None
    start: int
    end: int
    deadline: date | None = None
    units: tuple[TaskUnit, ...] = ()
    attributes: tuple[Attribute, ...] = ()


@dataclass(frozen=True, slots=True)
class Indicator:
    """A row of `indicators`; `mention` carries the value."""

    key: str
    article: str
    mention: str
    metric: str
    kind: Literal["actual", "plan", "target"]
    subject: str | None = None
    region_code: str | None = None
    scope: str | None = None
    period: Period | None = None
    yoy_percent: Decimal | None = None
    yoy_delta: Decimal | None = None
    attributes: tuple[Attribute, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One arithmetic statement checked; `mentions` are its terms, the reported figure last.

    roles: what each of the mentions is in the statement (`part`, `whole`, `share`). spans: passages as read that are terms
    without being mentions (the names of a list). slip: the misprint that would explain a disagreement (`swapped` digits, a
    moved `point`, a `unit` of 万 for 亿, one `digit`, a `sign`). message_zh: the message in Chinese.
    """

    key: str
    rule: str
    verdict: Verdict
    mentions: tuple[str, ...]
    reported: Decimal | None = None
    expected_low: Decimal | None = None
    expected_high: Decimal | None = None
    formula: str = ""
    message: str = ""
    message_zh: str = ""
    roles: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
    slip: str = ""


@dataclass(frozen=True, slots=True)
class Derived:
    """A figure that is not printed but follows from printed ones: last year's value behind a growth, the rest of a whole.

    mentions: what it follows from. low, high: where it lies, in base units. metric: the words of the figure it is about;
    period: `base` for the time compared with, else empty.
    """

    key: str
    rule: str
    mentions: tuple[str, ...]
    low: Decimal
    high: Decimal
    unit: str
    formula: str
    metric: str = ""
    period: str = ""


def _characters(text: str) -> list[tuple[int, int]]:
    """Every character a word: for a reading made without a dictionary."""
    return [(i, i + 1) for i in range(len(text))]


def _unknown(word: str) -> str:
    """No word is known: for a reading made without a dictionary."""
    return ""


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read of one document, every intermediate kept; later fields are empty until their stage has run.

    words: asks the project's dictionary where a text's words begin and end; any number of calls, a text at a time.
    known: asks it for a word's part of speech; empty where it does not hold the word.
    """

    document: Document
    view: View
    outline: Outline
    mentions: tuple[Mention, ...] = ()
    unread: tuple[Unread, ...] = ()
    project_drafts: tuple[ProjectDraft, ...] = ()
    task_drafts: tuple[TaskDraft, ...] = ()
    indicator_drafts: tuple[IndicatorDraft, ...] = ()
    projects: tuple[Project, ...] = ()
    tasks: tuple[Task, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    findings: tuple[Finding, ...] = ()
    derived: tuple[Derived, ...] = ()
    words: Callable[[str], list[tuple[int, int]]] = _characters
    known: Callable[[str], str] = _unknown

    def mention(self, key: str) -> Mention:
        """The mention with this key (`m12`: the twelfth in text order); KeyError where there is none."""
        if not key.startswith("m") or not 0 < int(key[1:]) <= len(self.mentions):
            raise KeyError(key)
        return self.mentions[int(key[1:]) - 1]


def within(segments: Iterable[Segment], at: Span) -> tuple[Segment, ...]:
    """The segments that meet a span of the view."""
    return tuple(s for s in segments if s.at.meets(at))
