"""A picture of each page with what was read of it: lines in reading order, articles in colours, boxes of figures."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from extractor.errors import MissingExtra, UsageError
from extractor.model import Box, Document, Mention, Region, Span

Corners = tuple[float, float, float, float]
_COLOURS = ("#c0392b", "#2471a3", "#1e8449", "#b9770e", "#7d3c98", "#117a65", "#a04000", "#2c3e50", "#d81b60", "#5d6d7e")
_FRAMED = ("caption", "table")
_HEADS = ("title", "kicker", "subtitle")
_FIGURE, _FURNITURE, _FRAME = (255, 220, 0, 90), (120, 120, 120, 60), (0, 160, 200, 40)
_LEGEND = (
    ("articles", "text, one colour an article"),
    ("heads", "headline"),
    ("number", "place in the reading order"),
    ("arrow", "reading goes on here"),
    ("framed", "caption or table"),
    ("furniture", "header, footer, page number: left out"),
    ("figure", "figure that was read"),
)


def draw_pages(
    document: Document, data: bytes, out: Path, *, mentions: Sequence[Mention] = (), scale: float = 1.6
) -> list[Path]:
    """The paths of the pictures, `page-001.png` and so on, made in the folder `out` for a PDF or an image of pages.

    Under each page stands what the marks mean.
    """
    if document.layout is None:
        raise UsageError(f"{document.source} has no pages to draw.")
    try:
        from PIL import ImageDraw
    except ImportError as e:
        raise MissingExtra(document.source, "Drawing pages", "ocr") from e
    out.mkdir(parents=True, exist_ok=True)
    regions = _regions(document)
    figures = [box for m in mentions for box in document.locate(Span(m.start, m.end))]
    made = []
    for number, picture, zoom in _pictures(document, data, scale):
        draw = ImageDraw.Draw(picture, "RGBA")
        for box in figures:
            if box.page == number:
                draw.rectangle(_corners(box, zoom), fill=_FIGURE)
        for furniture in document.furniture:
            if furniture.box.page == number:
                draw.rectangle(_corners(furniture.box, zoom), outline=(120, 120, 120, 255), fill=_FURNITURE)
        _lines(draw, regions.get(number, ()), zoom)
        made.append(out / f"page-{number:03d}.png")
        _with_legend(picture.convert("RGB")).save(made[-1])
    return made


def _corners(box: Box, zoom: float) -> Corners:
    return box.x0 * zoom, box.top * zoom, box.x1 * zoom, box.bottom * zoom


def _regions(document: Document) -> dict[int, list[tuple[int, Region, list[Box]]]]:
    """For each page the regions on it: their number in reading order, and the boxes of their lines."""
    out: dict[int, list[tuple[int, Region, list[Box]]]] = {}
    for k, region in enumerate(document.regions, 1):
        pages: dict[int, list[Box]] = {}
        for box in document.locate(Span(region.start, region.end)):
            pages.setdefault(box.page, []).append(box)
        for page, boxes in pages.items():
            out.setdefault(page, []).append((k, region, boxes))
    return out


def _lines(draw: Any, regions: Sequence[tuple[int, Region, list[Box]]], zoom: float) -> None:
    """The lines of each region underlined, its number before it, and an arrow wherever reading goes on elsewhere."""
    before: tuple[int, Corners] | None = None
    for k, region, boxes in regions:
        colour = _COLOURS[region.article % len(_COLOURS)]
        for box in boxes:
            here = x0, top, x1, bottom = _corners(box, zoom)
            if region.kind in _FRAMED:
                draw.rectangle((x0, top, x1, bottom), outline=colour, fill=_FRAME)
                continue
            draw.line((x0, bottom, x1, bottom), fill=colour, width=3 if region.kind in _HEADS else 1)
            if before is not None and before[0] == region.article and _elsewhere(before[1], here):
                _arrow(draw, before[1], here, colour)
            before = region.article, here
        _number(draw, _corners(boxes[0], zoom), k, colour)


def _elsewhere(last: Corners, here: Corners) -> bool:
    """Does this line stand anywhere but under the one before?"""
    high = max(last[3] - last[1], here[3] - here[1])
    return not (-0.5 * high < here[1] - last[3] < 4 * high and here[0] < last[2] and last[0] < here[2])


def _arrow(draw: Any, last: Corners, here: Corners, colour: str) -> None:
    x, y = last[2], (last[1] + last[3]) / 2
    u, v = here[0], (here[1] + here[3]) / 2
    draw.line((x, y, u, v), fill=colour + "90", width=2)
    length = max(((u - x) ** 2 + (v - y) ** 2) ** 0.5, 1.0)
    a, b = (u - x) / length * 9, (v - y) / length * 9
    draw.polygon((u, v, u - a - b / 2, v - b + a / 2, u - a + b / 2, v - b - a / 2), fill=colour)


def _number(draw: Any, corners: Corners, k: int, colour: str) -> None:
    """The number of a region in reading order, before its first line, where the page is white or indented."""
    font = _font(10)
    wide = draw.textlength(str(k), font=font) + 4
    x, middle = max(0.0, corners[0] - wide - 2), (corners[1] + corners[3]) / 2
    draw.rectangle((x, middle - 6, x + wide, middle + 6), fill=colour)
    draw.text((x + wide / 2, middle), str(k), fill="white", font=font, anchor="mm")


@cache
def _font(size: int) -> Any:
    from PIL import ImageFont

    return ImageFont.load_default(size)


def _with_legend(picture: Any) -> Any:
    """The picture with a strip under it that says what the marks mean."""
    from PIL import Image, ImageDraw

    font, high = _font(14), 30
    rows: list[list[tuple[str, str]]] = [[]]
    room = picture.width
    for mark, words in _LEGEND:
        need = _legend_width(font, words)
        if rows[-1] and room < need + 12:
            rows.append([])
            room = picture.width
        rows[-1].append((mark, words))
        room -= need
    out = Image.new("RGB", (picture.width, picture.height + high * len(rows)), "white")
    out.paste(picture, (0, 0))
    draw = ImageDraw.Draw(out, "RGBA")
    draw.line((0, picture.height, out.width, picture.height), fill="#888888")
    for n, row in enumerate(rows):
        x, middle = 12.0, picture.height + high * n + high / 2
        for mark, words in row:
            _mark(draw, mark, x, middle)
            draw.text((x + 40, middle), words, fill="black", font=font, anchor="lm")
            x += _legend_width(font, words)
    return out


def _legend_width(font: Any, words: str) -> float:
    return float(font.getlength(words)) + 64


def _mark(draw: Any, mark: str, x: float, y: float) -> None:
    """One mark of the legend, 34 pixels wide."""
    if mark == "articles":
        for k in range(3):
            draw.line((x + 12 * k, y + 5, x + 12 * k + 10, y + 5), fill=_COLOURS[k], width=1)
    elif mark == "heads":
        draw.line((x, y + 5, x + 34, y + 5), fill=_COLOURS[0], width=3)
    elif mark == "number":
        _number(draw, (x + 28, y - 6, x + 34, y + 6), 12, _COLOURS[0])
    elif mark == "arrow":
        _arrow(draw, (x, y, x, y), (x + 34, y, x + 34, y), _COLOURS[0])
    elif mark == "framed":
        draw.rectangle((x, y - 7, x + 34, y + 7), outline=_COLOURS[0], fill=_FRAME)
    elif mark == "furniture":
        draw.rectangle((x, y - 7, x + 34, y + 7), outline=(120, 120, 120, 255), fill=_FURNITURE)
    else:
        draw.rectangle((x, y - 7, x + 34, y + 7), fill=_FIGURE)


def _pictures(document: Document, data: bytes, scale: float) -> Any:
    """Number, picture and pixels a point, page by page."""
    sizes = document.layout.sizes if document.layout else ()
    if document.media_type == "application/pdf" or data[:1024].find(b"%PDF-") >= 0:
        import pypdfium2

        pdf = pypdfium2.PdfDocument(data)
        for number, (width, height) in enumerate(sizes, 1):
            zoom = min(scale, 4000 / max(width, height, 1))
            page = pdf[number - 1]
            yield number, page.render(scale=zoom).to_pil().convert("RGB"), zoom
            page.close()
        pdf.close()
        return
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(data)) as file:
        for number, (width, height) in enumerate(sizes, 1):
            file.seek(number - 1)
            zoom = min(scale, 4000 / max(width, height, 1))
            picture = ImageOps.exif_transpose(file).convert("RGB")
            yield number, picture.resize((max(1, round(width * zoom)), max(1, round(height * zoom)))), zoom
