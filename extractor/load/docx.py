"""Word files (`.docx`) → paragraphs, headings with their automatic numbers, and tables."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from extractor.errors import LoadError
from extractor.load.grid import Merged, lay
from extractor.load.numbering import Numbering
from extractor.load.source import document
from extractor.model import Document, Region, Table

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def load_docx(data: bytes, source: str, **options: Any) -> Document:
    """The document of a Word file: a line for each paragraph, with Word's automatic numbers; rows as `grid` lays them.

    Text boxes, comments, footnotes, headers and footers are left out; deleted text of tracked changes too.
    """
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    try:
        file = docx.Document(io.BytesIO(data))
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError, OSError, SyntaxError) as e:
        raise LoadError(source, f"is damaged or encrypted ({type(e).__name__}).",
                        "Open it in Word and save it again.") from e
    parts: list[str] = []
    tables: list[Table] = []
    regions: list[Region] = []
    at = 0
    for piece, table, role in _pieces(file):
        parts.append(piece)
        if table:
            tables.append(table)
            regions.append(Region("table", at, at + len(piece), 0))
        elif role == "title" and not any(r.kind == "title" for r in regions):
            regions.append(Region("title", at, at + len(piece.rstrip("\n")), 0))
        at += len(piece)
    text = "".join(parts)
    if not text.strip():
        raise LoadError(source, "holds no text.", "If it holds pictures of pages, save it as .pdf to have them recognised.")
    properties = file.core_properties
    title = (properties.title or "").strip() or None
    return document(data, source, text, tables=tuple(tables), regions=tuple(regions), title=title)


def _pieces(file: Any) -> Iterator[tuple[str, Table | None, str]]:
    """The paragraphs and tables of a file in order: text, table, and `title` for the paragraph in Word's title style."""
    from docx.table import Table as WordTable
    from docx.text.paragraph import Paragraph

    numbering = Numbering(file)
    at, above = 0, ""
    for item in file.iter_inner_content():
        if isinstance(item, Paragraph):
            words = _words(item)
            if words.strip():
                role = "title" if (item.style is not None and item.style.style_id == "Title") else ""
                above = numbering.label(item) + words + "\n"
                yield above, None, role
                at += len(above)
        elif isinstance(item, WordTable):
            rows, owners, headers = _table(item)
            if any(c.strip() for row in rows for c in row):
                text, table = lay(rows, at, above=above, owners=owners, headers=headers)
                yield text, table, ""
                at += len(text)


def _words(paragraph: Any) -> str:
    """The text of a paragraph with that of its links and insertions; a break becomes a space, a tab stays."""
    out: list[str] = []
    for node in paragraph._p.iter():
        if node.tag == _W + "t" and not any(a.tag in (_W + "txbxContent", _W + "del") for a in node.iterancestors()):
            out.append(node.text or "")
        elif node.tag == _W + "tab" and node.getparent().tag == _W + "r":
            out.append("\t")
        elif node.tag in (_W + "br", _W + "cr"):
            out.append(" ")
        elif node.tag == _W + "noBreakHyphen":
            out.append("-")
    return "".join(out)


def _table(table: Any) -> tuple[list[list[str]], dict[Merged, Merged], int]:
    """The cells of a table, row by row on its grid; the owner of every cell that a merged neighbour covers; header rows."""
    rows: list[list[str]] = []
    owners: dict[Merged, Merged] = {}
    first: dict[Any, Merged] = {}
    marked = 0
    for r, row in enumerate(table.rows):
        line: list[str] = [""] * row.grid_cols_before
        for cell in row.cells:
            here = (r, len(line))
            if cell._tc in first:
                owners[here] = first[cell._tc]
                line.append("")
            else:
                first[cell._tc] = here
                line.append(" ".join(t for p in cell.paragraphs if (t := _words(p).strip())))
        rows.append(line)
        properties = row._tr.trPr
        if properties is not None and properties.find(_W + "tblHeader") is not None and marked == r:
            marked += 1
    down = max((r for (r, _), (o, _c) in owners.items() if o == 0 and r < 4), default=0)
    return rows, owners, max(marked, 1 + down)
