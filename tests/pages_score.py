"""How well a page was read, against the truth of `layouts`: the same measures as the project's page score, in little."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from extractor.model import Document
from tests.layouts import Sheet

_FIGURE = re.compile(r"\d[\d.]*(?:亿元|个百分点|%|亩|户|件|个|人|家)")


def flat(text: str) -> str:
    """Without white space."""
    return re.sub(r"\s+", "", text)


def joins(document: Document, sheet: Sheet) -> tuple[int, int]:
    """Line pairs within a paragraph that come out adjacent, of how many."""
    text = flat(document.text)
    pairs = [
        (flat(a.text), flat(b.text)) for i in sheet.items if not i.article.startswith("_") for a, b in pairwise(i.lines)
    ]
    pairs = [(a, b) for a, b in pairs if len(a) > 1 and len(b) > 1]
    return sum(a[-4:] + b[:4] in text for a, b in pairs), len(pairs)


def figures(document: Document, sheet: Sheet) -> tuple[int, int]:
    """Figures that come out whole with eight characters before and two after, of how many."""
    text = flat(document.text)
    wanted = [
        flat(i.text)[max(0, m.start() - 8) : m.end() + 2]
        for i in sheet.items
        if not i.article.startswith("_")
        for m in _FIGURE.finditer(flat(i.text))
    ]
    return sum(w in text for w in wanted), len(wanted)


def bodies(document: Document, sheet: Sheet) -> tuple[int, int]:
    """Paragraphs that come out as one line of the text, of how many."""
    lines = {flat(x) for x in document.text.split("\n")}
    wanted = [flat(i.text) for i in sheet.items if i.kind == "body"]
    return sum(w in lines for w in wanted), len(wanted)


def leaks(document: Document, sheet: Sheet) -> list[str]:
    """Furniture that came out as a line of the text."""
    lines = {flat(x) for x in document.text.split("\n")}
    return [i.text for i in sheet.items if i.article.startswith("_") and flat(i.text) in lines]


def purity(document: Document, sheet: Sheet) -> tuple[int, int]:
    """Paragraphs that stand in an article which is mostly their own, of how many; those that begin alike are not asked."""
    spans: dict[int, list[int]] = {}
    for r in document.regions:
        span = spans.setdefault(r.article, [r.start, r.end])
        span[0], span[1] = min(span[0], r.start), max(span[1], r.end)
    homes = {k: flat(document.text[a:b]) for k, (a, b) in spans.items()}
    heads = [(i.article, flat(i.text)[:40]) for i in sheet.items if i.kind == "body"]
    alike = Counter(h for _, h in heads)
    whole = flat("".join(flat(i.text) for i in sheet.items))
    seats = [
        (article, next((k for k, t in homes.items() if head in t), None))
        for article, head in heads
        if alike[head] == 1 and whole.count(head) == 1
    ]
    main: dict[int | None, str] = {}
    for (home, article), _ in Counter((h, a) for a, h in seats if h is not None).most_common():
        main.setdefault(home, article)
    return sum(main.get(h) == a for a, h in seats), len(seats)


def boxed(document: Document, sheet: Sheet) -> tuple[int, int]:
    """Characters of the text whose box lies in a line of the truth that holds them, of how many."""
    layout = document.layout
    assert layout is not None
    lines = [(t.page + 1, t.box, t.text) for i in sheet.items for t in i.lines]
    good = seen = 0
    for k in range(0, len(document.text), 7):
        if not layout.page[k]:
            continue
        seen += 1
        x, y = (layout.x0[k] + layout.x1[k]) / 2, (layout.top[k] + layout.bottom[k]) / 2
        good += any(
            p == layout.page[k] and b[0] - 1 <= x <= b[2] + 1 and b[1] - 2 <= y <= b[3] + 2 and document.text[k] in t
            for p, b, t in lines
        )
    return good, seen
