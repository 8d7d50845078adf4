"""The PDFs of the corpus, laid out from their marked sources: a newspaper page, a plan of several pages, a ruled table.

The same source gives the same bytes: no dates, no random keys, no compression, and a font that every reader brings along
(STSong-Light, one of the Adobe CID fonts). `python -m corpus.make_pdfs` writes them, `--out DIR` elsewhere.
"""

from __future__ import annotations

import argparse
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from corpus import annotate

FONT = "STSong-Light"
NOT_FIRST = "，。、；：？！）》”’】％%"  # a line does not begin with these
A4 = (595.0, 842.0)
BROADSHEET = (780.0, 800.0)


def broken(text: str, *, size: float, width: float, indent: float = 0) -> Iterator[str]:
    """The lines of a paragraph in a column of `width` points; figures and words break wherever the line ends."""
    line, room = "", width - indent
    for character in text:
        step = pdfmetrics.stringWidth(character, FONT, size)
        if step > room and character not in NOT_FIRST:
            yield line
            line, room = "", width
        line += character
        room -= step
    if line:
        yield line


class Page:
    """A canvas with the font set and y counted downwards from the top of the page."""

    def __init__(self, target: Path, size: tuple[float, float]) -> None:
        self.canvas = Canvas(str(target), pagesize=size, invariant=1, pageCompression=0)
        self.width, self.height = size

    def text(self, x: float, y: float, line: str, size: float) -> None:
        self.canvas.setFont(FONT, size)
        self.canvas.drawString(x, self.height - y, line)

    def centred(self, y: float, line: str, size: float) -> None:
        self.text((self.width - pdfmetrics.stringWidth(line, FONT, size)) / 2, y, line, size)

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.canvas.line(x0, self.height - y0, x1, self.height - y1)

    def grey(self, x: float, y: float, width: float, height: float) -> None:
        self.canvas.setFillGray(0.8)
        self.canvas.rect(x, self.height - y - height, width, height, stroke=0, fill=1)
        self.canvas.setFillGray(0)


def newspaper(target: Path, lines: list[str], layout: dict[str, Any]) -> None:
    """A broadsheet: one article flowing around two photographs with captions, one in a ruled box under it."""
    parts: dict[str, list[str]] = {}
    for role, line in zip(layout["roles"].split(), lines, strict=True):
        parts.setdefault(role, []).append(line)
    page, margin, gutter, size, lead = Page(target, BROADSHEET), 40.0, 16.0, 13.0, 19.0
    count = layout["columns"]
    column = (page.width - 2 * margin - (count - 1) * gutter) / count
    page.text(margin, 40, layout["masthead"], 20)
    page.text(margin + 150, 40, layout["furniture"], 9)
    page.rule(margin, 50, page.width - margin, 50)
    page.centred(100, parts["headline"][0], 30)
    page.centred(130, parts["subtitle"][0], 16)
    page.centred(154, parts["byline"][0], 11)
    slots = _around_photographs(page, parts["caption"], left=margin, top=180, column=column, gutter=gutter)
    _flow(page, parts["body"], slots, size=size, lead=lead, column=column)
    top, deep = 578.0, 170.0
    for edge in (top, top + deep):
        page.rule(margin, edge, page.width - margin, edge)
    for x in (margin, page.width - margin):
        page.rule(x, top, x, top + deep)
    page.text(margin + 14, top + 34, parts["box_headline"][0], 20)
    wide = (page.width - 2 * margin - 3 * 14) / 2
    half = [(margin + 14 + n * (wide + 14), top + 46, top + 46 + 5.5 * lead) for n in range(2)]
    _flow(page, parts["box_body"], half, size=size, lead=lead, column=wide)
    page.canvas.save()


def _around_photographs(
    page: Page, captions: list[str], *, left: float, top: float, column: float, gutter: float
) -> list[tuple[float, float, float]]:
    """Draws a photograph in the second and one in the third column; returns the free column pieces (x, top, bottom)."""
    xs = [left + n * (column + gutter) for n in range(4)]
    bottom, slots = 562.0, [(xs[0], top, 562.0)]
    for n, y in ((1, top + 120), (2, top)):
        page.grey(xs[n], y, column, 110)
        at = y + 124
        for line in broken(captions[n - 1], size=8, width=column):
            page.text(xs[n], at, line, 8)
            at += 11
        if y > top:
            slots.append((xs[n], top, y - 8))
        slots.append((xs[n], at + 6, bottom))
    return [*slots, (xs[3], top, bottom)]


def _flow(
    page: Page, paragraphs: list[str], slots: list[tuple[float, float, float]], *, size: float, lead: float, column: float
) -> None:
    """Body text through the free column pieces, one after the other."""
    pieces = iter(slots)
    x, y, bottom = next(pieces)
    for paragraph in paragraphs:
        for number, line in enumerate(broken(paragraph, size=size, width=column, indent=2 * size)):
            if y + lead > bottom:
                x, y, bottom = next(pieces)
            y += lead
            page.text(x + (0 if number else 2 * size), y, line, size)


def plan(target: Path, lines: list[str], layout: dict[str, Any]) -> None:
    """A plan on A4 pages with a running header and page numbers; paragraphs go over from page to page."""
    page, margin, size, lead = Page(target, A4), 80.0, 16.0, 29.0
    number, y = 1, 90.0

    def furniture() -> None:
        page.text(margin, 50, layout["header"], 9)
        page.rule(margin, 56, page.width - margin, 56)
        page.centred(page.height - 40, f"— {number} —", 10)

    furniture()
    for at, line in enumerate(lines):
        heading, title = line[0] in layout["headings"] and line[1] in "、", at in layout["centred"]
        shown = list(broken(line, size=size, width=page.width - 2 * margin, indent=0 if title else 2 * size))
        for piece_number, piece in enumerate(shown):
            if y + lead > page.height - 70:
                page.canvas.showPage()
                number, y = number + 1, 80.0
                furniture()
            y += lead + (6 if heading else 0)
            if title:
                page.centred(y, piece, 18 if at == 0 else size)
            else:
                page.text(margin + (0 if piece_number else 2 * size), y, piece, size)
    page.canvas.save()


def table(target: Path, lines: list[str], layout: dict[str, Any]) -> None:
    """A ruled table on a landscape page: title, unit line, header row, one row per project, a sum row, a note."""
    page, left, size = Page(target, (A4[1], A4[0])), 60.0, 10.0
    widths: list[float] = layout["columns"]
    edges = [left + sum(widths[:n]) for n in range(len(widths) + 1)]
    page.centred(60, lines[0], 18)
    page.text(edges[-1] - pdfmetrics.stringWidth(lines[1], FONT, size), 82, lines[1], size)
    y, cells, note = 90.0, lines[2:-1], lines[-1]
    while cells:
        merged = layout["merged_last_row"] if len(cells) < len(widths) else 1
        count = len(widths) - merged + 1
        bounds = [edges[0], *edges[merged:]]
        row = [list(broken(c, size=size, width=b - a - 8)) for c, a, b in zip(cells, bounds, bounds[1:], strict=False)]
        height = 15.0 * max(map(len, row)) + 7
        page.rule(edges[0], y, edges[-1], y)
        for edge in bounds:
            page.rule(edge, y, edge, y + height)
        for pieces, edge in zip(row, bounds, strict=False):
            for n, piece in enumerate(pieces):
                page.text(edge + 4, y + 15 * (n + 1), piece, size)
        y, cells = y + height, cells[count:]
    page.rule(edges[0], y, edges[-1], y)
    page.text(left, y + 20, note, 9)
    page.canvas.save()


def make(folder: Path) -> list[Path]:
    """Writes every PDF of the corpus into `folder` and returns the paths."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    layouts = tomllib.loads((annotate.HERE / "layouts.toml").read_text(encoding="utf-8"))
    kinds = {"newspaper": newspaper, "plan": plan, "table": table}
    made = []
    for name, layout in sorted(layouts.items()):
        source = annotate.build(annotate.HERE / "sources" / f"{name}.mark")
        target = folder / source.name
        kinds[layout["kind"]](target, source.text.splitlines(), layout)
        made.append(target)
    return made


def main(arguments: list[str] | None = None) -> None:
    """Write the PDFs."""
    parser = argparse.ArgumentParser(description="lay out the PDFs of the corpus")
    parser.add_argument("--out", type=Path, default=annotate.HERE / "documents")
    for path in make(parser.parse_args(arguments).out):
        print(path)


if __name__ == "__main__":
    main()
