"""Web pages → the article's text without navigation, with title, day and publisher where the page states them."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import regex

import patterns
from extractor.errors import LoadError
from extractor.load.grid import lay
from extractor.load.metadata import day
from extractor.load.source import document
from extractor.load.text import decode
from extractor.model import Document, Region, Table

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s{0,3}=\s{0,3}[\"']?([\w-]{2,20})", re.I)
_BLOCKS = frozenset({"p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "blockquote", "ul", "ol",
                     "dl", "dt", "dd", "center", "form", "pre", "figure", "figcaption", "main", "td"})
_UNSEEN = frozenset({"script", "style", "noscript", "template", "iframe", "svg", "button", "select", "textarea"})
_NEAR = 4000
_NAMED = "//*[@id=$n or contains(concat(' ', normalize-space(@class), ' '), $c)]"
Block = str | tuple[list[list[str]], int]


def load_html(data: bytes, source: str, **options: Any) -> Document:
    """The document of a web page: its headline, then a line for each paragraph, list item and table row of the article.

    Title, publisher and day come from the page's tags, else from the lines under its headline; what these leave open
    stays open.
    """
    import trafilatura
    from lxml import etree, html

    page = _page(data, source)
    try:
        made = trafilatura.extract(page, output_format="xml", include_tables=True, include_comments=False,
                                   with_metadata=True, favor_recall=True, deduplicate=False)
        root = etree.fromstring(made.encode("utf-8")) if made else None
        tree = html.document_fromstring(page.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8", huge_tree=False))
    except (ValueError, etree.LxmlError, RecursionError) as e:
        raise LoadError(source, f"is a broken web page ({type(e).__name__}).",
                        "Save it again, or save its text as .txt.") from e
    said = _said(tree)
    title = said.get("title") or ((root.get("title") or "").strip() if root is not None else "") or None
    main = root.find("main") if root is not None else None
    blocks = _best(list(_generic(main if main is not None else root)) if root is not None else [], tree)
    text, tables, regions = _lay_out(blocks, title)
    if not text[len(title or ""):].strip():
        raise LoadError(source, "holds no article text.", "Save the text of the page as .txt.")
    publisher = said.get("publisher") or (_own(root, "sitename") if root is not None else None)
    published = day(said.get("published", "")) or (day(root.get("date") or "") if root is not None else None)
    return document(data, source, text, title=title, publisher=publisher, published=published, url=said.get("url"),
                    tables=tuple(tables), regions=tuple(regions))


def _page(data: bytes, source: str) -> str:
    """The characters of a page, by what it says about its encoding where that holds."""
    stated = _CHARSET.search(data[:4096])
    if stated and not data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        name = stated[1].decode("ascii").lower()
        try:
            return data.decode("gb18030" if name in ("gb2312", "gbk") else name)
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data, source)


def _own(root: Any, name: str) -> str | None:
    return (root.get(name) or "").strip() or None


def _said(tree: Any) -> dict[str, str]:
    """What the page says about itself: in its tags, else in the lines near its headline."""
    tags: dict[str, str] = {}
    for node in tree.iter("meta"):
        name, content = (node.get("name") or node.get("property") or "").lower(), (node.get("content") or "").strip()
        if name and content:
            tags.setdefault(name, content)
    known = patterns.table("load/web")
    out = {field: next((tags[n.lower()] for n in names if n.lower() in tags), "") for field, names in known["meta"].items()}
    near = "\n".join(b for b in _plain(tree) if isinstance(b, str))[:_NEAR]
    for field in known["lines"]:
        found = _line(field).search(near) if not out.get(field) else None
        if found:
            out[field] = found["value"]
    if out.get("published"):  # a tag holds the hour too
        out["published"] = re.split(r"[T ](?=\d{1,2}:)", out["published"])[0]
    return {k: v for k, v in out.items() if v}


@cache
def _line(field: str) -> regex.Pattern[str]:
    return regex.compile(patterns.table("load/web")["lines"][field])


def _best(generic: list[Block], tree: Any) -> list[Block]:
    """The generic reader's blocks, or those of the element that usually holds the article, where some were lost."""
    known = patterns.table("load/web")["body"]
    for name in known["names"]:
        for node in tree.xpath(_NAMED, n=name, c=f" {name} "):
            own = list(_plain(node))
            if _size(own) > 20 and _size(generic) < known["least"] * _size(own):
                return own
            if _size(own) > 20:
                return generic
    if not _size(generic):
        body = tree.find("body")
        return [b for b in _plain(body if body is not None else tree) if not isinstance(b, str) or len(b) > 12]
    return generic


def _size(blocks: list[Block]) -> int:
    return sum(len(b) if isinstance(b, str) else sum(len(c) for row in b[0] for c in row) for b in blocks)


def _generic(node: Any) -> Iterator[Block]:
    """The paragraphs, headings, list items and tables that the generic reader found, in order."""
    for child in node:
        if child.tag in ("list", "quote", "div", "main") and len(child):
            yield from _generic(child)
        elif child.tag == "table":
            rows, headers = [], 0
            for row in child.iter("row"):
                cells = [" ".join("".join(_texts(c)).split()) for c in row.iter("cell")]
                if any(cells):
                    rows.append(cells)
                    headers += all(c.get("role") == "head" for c in row.iter("cell")) and headers == len(rows) - 1
            if rows:
                yield rows, max(headers, 1)
        elif child.tag != "graphic":
            yield from (words for part in "".join(_texts(child)).split("\n") if (words := " ".join(part.split())))


def _texts(node: Any) -> Iterator[str]:
    """The text of a paragraph; a line break of the page (not of its source) is a line break."""
    yield (node.text or "").replace("\n", " ")
    for child in node:
        if child.tag == "lb":
            yield "\n"
        else:
            yield from _texts(child)
        yield (child.tail or "").replace("\n", " ")


def _plain(node: Any) -> Iterator[Block]:
    """The blocks of an element of the page itself, in order."""
    line: list[str] = []

    def flush() -> Iterator[Block]:
        words = " ".join("".join(line).split())
        line.clear()
        if words:
            yield words

    def walk(here: Any) -> Iterator[Block]:
        if not isinstance(here.tag, str) or here.tag in _UNSEEN:
            return
        if here.tag == "table" and _is_data(here):
            yield from flush()
            yield [[" ".join(c.text_content().split()) for c in row if c.tag in ("td", "th")] for row in here.iter("tr")], 1
            return
        block = here.tag in _BLOCKS or here.tag == "br"
        if block:
            yield from flush()
        line.append(here.text or "")
        for child in here:
            yield from walk(child)
            line.append(child.tail or "")
        if block:
            yield from flush()

    yield from walk(node)
    yield from flush()


def _is_data(table: Any) -> bool:
    """Whether a table holds data: rows of cells without tables or whole articles in them."""
    rows = [[c for c in row if c.tag in ("td", "th")] for row in table.iter("tr")]
    return (len(rows) > 1 and max(map(len, rows)) > 1 and not any(table.iterdescendants("table"))
            and all(len(c.text_content()) < 1000 for row in rows for c in row))


def _lay_out(blocks: list[Block], title: str | None) -> tuple[str, list[Table], list[Region]]:
    """The text of the blocks under the title, its tables, and what is title or table in it."""
    parts: list[str] = []
    tables: list[Table] = []
    regions: list[Region] = []
    at = 0
    if title:
        parts.append(title + "\n")
        regions.append(Region("title", 0, len(title), 0))
        at = len(title) + 1
    for block in blocks:
        if isinstance(block, str):
            if block == title and len(parts) == 1:
                continue
            line = block + "\n"
        else:
            line, table = lay(block[0], at, above=parts[-1] if parts else "", headers=block[1])
            tables.append(table)
            regions.append(Region("table", at, at + len(line), 0))
        parts.append(line)
        at += len(line)
    return "".join(parts), tables, regions
