"""Pages whose lines are known → Document; the same for a text layer, for OCR, and for the files of other OCR programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from extractor.load import articles
from extractor.load.bands import banded_tables
from extractor.load.blocks import body_size, find_blocks, mark_crossheads
from extractor.load.columns import unruled_tables
from extractor.load.compose import compose
from extractor.load.cues import ends_sentence
from extractor.load.furniture import take_furniture
from extractor.load.page import Block, GridTable, Page, Paragraph
from extractor.load.paragraphs import paragraphs
from extractor.load.source import document
from extractor.load.tables import ruled_tables
from extractor.model import Document


def from_pages(pages: Sequence[Page], data: bytes, source: str, warnings: list[str], **fields: Any) -> Document:
    """The document made of pages whose lines are known; the same for a text layer and for OCR."""
    before: GridTable | None = None
    for page in pages:
        page.em = body_size(page.lines)
        page.tables = ruled_tables(page)
        page.tables += banded_tables(page, page.em)
        page.tables += [] if page.tables else unruled_tables(page, page.em, before)
        before = page.tables[-1] if page.tables else None
    furniture = take_furniture(pages)
    flow: list[Block] = []
    article = 0
    for page in pages:
        article = _arrange(page, flow, article)
    ordered = _by_article(flow)
    text, layout, regions, tables = compose(pages, ordered)
    notes = warnings + [w for p in pages for w in p.warnings]
    sure = [p.ocr for p in pages if p.ocr is not None]
    partial = any(w.startswith("partial") for w in notes)
    return document(
        data,
        source,
        text,
        pages=len(pages),
        layout=layout,
        regions=regions,
        tables=tables,
        furniture=tuple(furniture),
        warnings=tuple(notes),
        ocr_confidence=round(sum(sure) / len(sure), 4) if sure else None,
        status="partial" if partial else "ok",
        error="; ".join(w for w in notes if w.startswith("partial")) or None,
        **fields,
    )


def _arrange(page: Page, flow: list[Block], article: int) -> int:
    """The page's blocks appended to the flow of the document, in reading order with roles; the last article comes back."""
    em = page.em = body_size([*page.lines, *(x for t in page.tables for c in t.cells for x in c.lines)])
    captions = [articles.caption_block(group, page) for group in articles.caption_lines(page, em)]
    taken = {id(x) for c in captions for x in c.lines}
    blocks = find_blocks([x for x in page.lines if id(x) not in taken], page.rules)
    mark_crossheads(blocks, em, page.rules)
    blocks += [Block([x for c in t.cells for x in c.lines], *t.box, em, role="table", grid=t) for t in page.tables]
    page.newspaper = _columns(blocks, em, page)
    ordered = articles.arrange(page, articles.boxed(blocks, page, em), em)
    opened = bool(flow) and (not page.newspaper or _goes_on(flow, ordered, article))
    if flow and not opened:
        article += 1
    article = articles.assign(ordered, em, first=article, newspaper=page.newspaper, opened=opened, page=page)
    for caption in captions:
        caption.article = articles.owner(caption, ordered)
    if page.sure < 0.95:
        page.warnings.append(f"page {page.number}: the order of {1 - page.sure:.0%} of the text is a guess.")
    page.blocks = ordered + captions
    flow += page.blocks
    return article


def _goes_on(flow: Sequence[Block], ordered: Sequence[Block], article: int) -> bool:
    """Does the page begin within the sentence that the last article of the page before stops in?"""
    last = next((b for b in reversed(flow) if b.role == "body"), None)
    if last is None or not ordered or last.article != article or ends_sentence(last.text):
        return False
    first = ordered[0]
    return (
        first.grid is None
        and len(first.lines) > 1
        and abs(first.size - last.size) < 0.06 * last.size
        and first.lines[0].x0 - first.x0 < 1.2 * first.size
        and not first.lines[0].opens
    )


def _columns(blocks: Sequence[Block], em: float, page: Page) -> bool:
    """Is this page set in columns, with several articles perhaps?"""
    narrow = sum(len(b.text) for b in blocks if b.width < 0.55 * page.width and b.size < 1.2 * em and len(b.lines) > 2)
    return narrow > 0.5 * sum(len(b.text) for b in blocks)


def _by_article(flow: Sequence[Block]) -> list[Paragraph]:
    groups: dict[int, list[Block]] = {}
    for b in flow:
        groups.setdefault(b.article, []).append(b)
    tables: list[list[GridTable]] = []
    return [p for _, group in sorted(groups.items()) for p in paragraphs(group, tables)]
