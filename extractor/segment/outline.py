"""The structure of a document: articles, headings, paragraphs, sentences, captions, rows."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import replace
from functools import cache
from typing import Literal

import patterns
from extractor.model import Article, Document, Outline, Segment, Span, View
from extractor.segment.articles import Printed, article_facts, title_lines
from extractor.segment.articles import split as split_articles
from extractor.segment.grids import grids
from extractor.segment.headings import headings
from extractor.segment.lines import role

_LINE = re.compile(r"[^\n]+")
_SPOKEN = 6  # level of items that are parts of one paragraph's prose
_Kind = Literal["title", "byline", "dateline", "paragraph", "caption", "row"]
_KINDS: dict[str, _Kind] = {"title": "title", "kicker": "title", "subtitle": "title", "byline": "byline",
                            "header": "dateline", "caption": "caption", "row": "row"}
_REGIONS = {"title": "title", "kicker": "kicker", "subtitle": "subtitle", "byline": "byline", "caption": "caption"}


def outline(document: Document, view: View) -> Outline:
    """The document's structure over its view, every list in text order, with the facts of each article.

    Paragraphs are all lines but captions and rows; their kind says which are titles, bylines and heads (`dateline`). A
    sentence ends with 。！？ or an ellipsis, the quotation marks and brackets that close with it included, or before a
    numbered item that begins inside its paragraph; 。 within round brackets and ； do not end one. Captions and rows have
    sentences too, so that every character of a line belongs to exactly one.
    """
    printed = _printed(document, view)
    articles: list[Article] = []
    found: list[Segment] = []
    paragraphs: list[Segment] = []
    sentences: list[Segment] = []
    captions: list[Segment] = []
    rows: list[Segment] = []
    for n, part in enumerate(_parts(document, view, printed)):
        titles = title_lines(view.text, part)
        body = [p.at for p in part if p.role in ("plain", "heading") and p not in titles]
        items = [_of(h, n) for h in headings(view.text, body)]
        articles.append(article_facts(document, view, part, titles, number=n))
        found += items
        cuts = [h.at.start for h in items if h.level < _SPOKEN]
        for line in part:
            kind = "title" if line in titles else line.role
            segment = Segment(_kind(kind), line.at, n)
            (captions if kind == "caption" else rows if kind == "row" else paragraphs).append(segment)
            sentences += [Segment("sentence", span, n) for span in _sentences(view.text, line.at, cuts)]
    articles = _dated(articles)
    if not articles:
        articles.append(article_facts(document, view, [], [], number=0))
    return Outline(tuple(articles), tuple(found), tuple(paragraphs), tuple(sentences), tuple(captions), tuple(rows),
                   grids(document, view, rows))


def _dated(articles: list[Article]) -> list[Article]:
    """The articles of one page share its day where only one is printed."""
    days = {a.date for a in articles if a.date}
    if len(days) != 1 or any(a.kind in ("policy", "notice") for a in articles):
        return articles
    day = days.pop()
    return [replace(a, date=day) for a in articles]


def _of(heading: Segment, article: int) -> Segment:
    return Segment("heading", heading.at, article, heading.level, heading.number, heading.title)


def _kind(role: str) -> _Kind:
    return _KINDS.get(role, "paragraph")


def _printed(document: Document, view: View) -> list[Printed]:
    """The lines of the view with what each is: as the page reader says, else by its own words."""
    lines = [Span(*m.span()) for m in _LINE.finditer(view.text)]
    if not document.regions:
        return [Printed(at, role(view.text[at.start:at.end])) for at in lines]
    regions = sorted(document.regions, key=lambda r: r.start)
    starts = [r.start for r in regions]
    out, article = [], 0
    for at in lines:
        i = bisect_right(starts, view.index[at.start]) - 1
        region = regions[i] if i >= 0 and view.index[at.start] < regions[i].end else None
        article = region.article if region else article
        own = role(view.text[at.start:at.end])
        told = _REGIONS.get(region.kind, own) if region else own
        out.append(Printed(at, "row" if region and region.kind == "table" and own == "row" else told, article))
    return out


def _parts(document: Document, view: View, printed: list[Printed]) -> list[list[Printed]]:
    """The lines of each article: as the page reader numbered them, else where the text shows a new beginning."""
    if not document.regions:
        return split_articles(view.text, printed)
    out: dict[int, list[Printed]] = {}
    for line in printed:
        out.setdefault(line.article, []).append(line)
    return [out[key] for key in sorted(out, key=lambda k: out[k][0].at.start)]


def _sentences(text: str, line: Span, cuts: list[int]) -> list[Span]:
    """The sentences of a line, cut before the items that begin inside it."""
    inside = cuts[bisect_right(cuts, line.start):bisect_left(cuts, line.end)]
    if not inside and not _stop().search(text, line.start, line.end - 1):
        return [line]
    out = []
    for start, end in zip([line.start, *inside], [*inside, line.end], strict=True):
        out += [Span(*m.span()) for m in _sentence().finditer(text, start, end)]
    return out


@cache
def _stop() -> re.Pattern[str]:
    return re.compile(f"[{re.escape(patterns.table('segment/text')['sentences']['end'])}]")


@cache
def _sentence() -> re.Pattern[str]:
    cues = patterns.table("segment/text")["sentences"]
    end, closing = re.escape(cues["end"]), re.escape(cues["closing"])
    said = rf"(?:[^{end}（(]++|[（(][^（()）]{{0,200}}+[)）]|[（(])++"
    return re.compile(rf"{said}(?:[{end}]++[{closing}]*+)?|[{end}]++[{closing}]*+")
