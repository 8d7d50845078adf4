"""Web pages → the article's text without navigation, with title, day and publisher where the page states them."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import Any

from extractor.errors import LoadError
from extractor.load.grid import lay
from extractor.load.metadata import day
from extractor.load.source import document
from extractor.load.text import decode
from extractor.model import Document, Region, Table

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s{0,3}=\s{0,3}[\"']?([\w-]{2,20})", re.I)


def load_html(data: bytes, source: str, **options: Any) -> Document:
    """The document of a web page: its headline, then a line for each paragraph, list item and table row of the article."""
    import trafilatura
    from lxml import etree

    page = _page(data, source)
    try:
        made = trafilatura.extract(page, output_format="xml", include_tables=True, include_comments=False,
                                   with_metadata=True, favor_recall=True, deduplicate=False)
        root = etree.fromstring(made.encode("utf-8")) if made else None
    except (ValueError, etree.LxmlError, RecursionError) as e:
        raise LoadError(source, f"is a broken web page ({type(e).__name__}).",
                        "Save it again, or save its text as .txt.") from e
    if root is None:
        raise LoadError(source, "holds no article text.", "Save the text of the page as .txt.")
    title = (root.get("title") or "").strip() or None
    parts, tables, regions = _lay_out(root, title)
    text = "".join(parts)
    if not text.strip():
        raise LoadError(source, "holds no article text.", "Save the text of the page as .txt.")
    publisher = (root.get("sitename") or root.get("hostname") or "").strip() or None
    return document(data, source, text, title=title, publisher=publisher, published=day(root.get("date") or ""),
                    url=root.get("source") or None, tables=tuple(tables), regions=tuple(regions))


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


def _lay_out(root: Any, title: str | None) -> tuple[list[str], list[Table], list[Region]]:
    parts: list[str] = []
    tables: list[Table] = []
    regions: list[Region] = []
    at = 0
    if title:
        parts.append(title + "\n")
        regions.append(Region("title", 0, len(title), 0))
        at = len(title) + 1
    body = root.find("main")
    for node in _blocks(body if body is not None else root):
        if node.tag == "table":
            rows, headers = _rows(node)
            if not rows:
                continue
            line, table = lay(rows, at, above=parts[-1] if parts else "", headers=headers)
            tables.append(table)
            regions.append(Region("table", at, at + len(line), 0))
        else:
            words = " ".join("".join(_texts(node)).split())
            if not words or (words == title and len(parts) == 1):
                continue
            line = words + "\n"
        parts.append(line)
        at += len(line)
    return parts, tables, regions


def _blocks(node: Any) -> Iterator[Any]:
    """The paragraphs, headings, list items and tables of an article, in order."""
    for child in node:
        if child.tag in ("list", "quote", "div", "main") and len(child):
            yield from _blocks(child)
        elif child.tag != "graphic":
            yield child


def _texts(node: Any) -> Iterator[str]:
    """The text of a paragraph; a line break within it is a space."""
    if node.text:
        yield node.text
    for child in node:
        if child.tag == "lb":
            yield "\n"
        else:
            yield from _texts(child)
        if child.tail:
            yield child.tail


def _rows(table: Any) -> tuple[list[list[str]], int]:
    rows, headers = [], 0
    for row in table.iter("row"):
        cells = ["".join(_texts(c)) for c in row.iter("cell")]
        if any(c.strip() for c in cells):
            rows.append(cells)
            if all(c.get("role") == "head" for c in row.iter("cell")) and headers == len(rows) - 1:
                headers += 1
    return rows, max(headers, 1)
