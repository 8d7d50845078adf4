"""A picture of each page with what was read of it: lines in reading order, articles in colours, boxes of figures."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from extractor.errors import MissingExtra, UsageError
from extractor.model import Box, Document, Mention, Region, Span

_COLOURS = ("#c0392b", "#2471a3", "#1e8449", "#b9770e", "#7d3c98", "#117a65", "#a04000", "#2c3e50", "#d81b60", "#5d6d7e")
_DASHED = ("caption", "table")


def draw_pages(
    document: Document, data: bytes, out: Path, *, mentions: Sequence[Mention] = (), scale: float = 1.6
) -> list[Path]:
    """The paths of the pictures, `page-001.png` and so on, made in the folder `out` for a PDF or an image of pages."""
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
        _lines(draw, regions.get(number, ()), zoom)
        for box in figures:
            if box.page == number:
                draw.rectangle(_corners(box, zoom), fill=(255, 220, 0, 90))
        for furniture in document.furniture:
            if furniture.box.page == number:
                draw.rectangle(_corners(furniture.box, zoom), outline=(120, 120, 120, 255), fill=(120, 120, 120, 60))
        made.append(out / f"page-{number:03d}.png")
        picture.convert("RGB").save(made[-1])
    return made


def _corners(box: Box, zoom: float) -> tuple[float, float, float, float]:
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
    """The lines of each region, joined by a thread from the end of one to the start of the next."""
    for k, region, boxes in regions:
        colour = _COLOURS[region.article % len(_COLOURS)]
        before = None
        for box in boxes:
            x0, top, x1, bottom = _corners(box, zoom)
            if region.kind in _DASHED:
                draw.rectangle((x0, top, x1, bottom), outline=colour, fill=(0, 160, 200, 40))
            else:
                draw.line(
                    (x0, bottom, x1, bottom), fill=colour, width=3 if region.kind in ("title", "kicker", "subtitle") else 1
                )
            if before is not None:
                draw.line((*before, x0, (top + bottom) / 2), fill=colour + "60", width=1)
            before = (x1, (top + bottom) / 2)
        x0, top, _, _ = _corners(boxes[0], zoom)
        draw.text((max(0, x0 - 18), top), str(k), fill=colour)
        draw.text((max(0, x0 - 18), top + 10), region.kind[0], fill=colour)


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
