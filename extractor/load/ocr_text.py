"""Text made by other OCR programs → Document, boxes kept: hOCR, ALTO, and the JSON of PaddleOCR and RapidOCR."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

import numpy as np
import regex

from extractor.errors import LoadError
from extractor.load.ocr import Read
from extractor.load.pages import from_pages
from extractor.load.scan import page_of
from extractor.model import Document

_BOX = regex.compile(r"bbox\s+(-?[\d.]+)\s+(-?[\d.]+)\s+(-?[\d.]+)\s+(-?[\d.]+)")
_SURE = regex.compile(r"x_wconf\s+([\d.]+)")
_DPI = regex.compile(r"scan_res\s+(\d+)")
_UNITS = {"pixel": 0.0, "mm10": 254.0, "inch1200": 1200.0}
_A4 = 8.27  # inches: the short side of a page whose resolution is not stated
Rect = tuple[float, float, float, float]


@dataclass(slots=True)
class _Word:
    text: str
    box: Rect
    sure: float = 1.0


@dataclass(slots=True)
class _Sheet:
    """One page: its size in the file's own units, units per inch (0: unknown), and the words of each line."""

    width: float = 0.0
    height: float = 0.0
    dpi: float = 0.0
    lines: list[list[_Word]] = field(default_factory=list)


def load_hocr(data: bytes, source: str, **options: Any) -> Document:
    """The document of an hOCR file."""
    parser = _Hocr()
    parser.feed(data.decode("utf-8", errors="replace"))
    return _document(parser.sheets, data, source, "hocr", "text/vnd.hocr+html")


def load_alto(data: bytes, source: str, **options: Any) -> Document:
    """The document of an ALTO file."""
    if b"<!ENTITY" in data[:100_000]:
        raise LoadError(source, "declares entities, which ALTO does not need.", "Remove its DOCTYPE.")
    try:
        root = ElementTree.fromstring(data)
    except ElementTree.ParseError as e:
        raise LoadError(source, f"is no XML that can be read ({e}).", "Get the file again.") from e
    return _document(list(_alto(root)), data, source, "alto", "application/alto+xml")


def load_ocr_json(data: bytes, source: str, **options: Any) -> Document:
    """The document of a JSON file as PaddleOCR (2 and 3) and RapidOCR write it; a list of pages or one."""
    try:
        made = json.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as e:
        raise LoadError(source, f"is no JSON that can be read ({e}).", "Get the file again.") from e
    return _document(_json(made), data, source, "ocr-json", "application/json")


def _document(sheets: Sequence[_Sheet], data: bytes, source: str, loader: str, media_type: str) -> Document:
    sheets = [s for s in sheets if s.lines]
    if not sheets:
        raise LoadError(source, "holds no line of text with a box.", "Export it again with boxes, or give the plain text.")
    pages = []
    for number, sheet in enumerate(sheets, 1):
        reads = [_read(words) for words in sheet.lines if any(w.text for w in words)]
        width = sheet.width or max(float(r.quad[:, 0].max()) for r in reads)
        height = sheet.height or max(float(r.quad[:, 1].max()) for r in reads)
        pages.append(page_of(reads, number, width, height, dpi=sheet.dpi or max(72.0, min(width, height) / _A4)))
    return from_pages(pages, data, source, [], loader=loader, media_type=media_type)


def _read(words: Sequence[_Word]) -> Read:
    """The words of one line as a recognised line, each character where its share of its word is."""
    x0, x1 = min(w.box[0] for w in words), max(w.box[2] for w in words)
    top, bottom = min(w.box[1] for w in words), max(w.box[3] for w in words)
    text, middles, sure = "", [], []
    for word in words:
        bare = "".join(word.text.split())
        widths = np.array([1.0 if ord(c) > 0x2E80 else 0.5 for c in bare])
        ends = np.cumsum(widths)
        for end, wide in zip(ends.tolist(), widths.tolist(), strict=True):
            at = word.box[0] + (word.box[2] - word.box[0]) * (end - wide / 2) / ends[-1]
            middles.append((at - x0) / max(x1 - x0, 0.001))
            sure.append(word.sure)
        text += bare
    quad = np.array([(x0, top), (x1, top), (x1, bottom), (x0, bottom)], np.float32)
    return Read(quad, text, tuple(middles), tuple(sure))


class _Hocr(HTMLParser):
    """Pages, lines and words of an hOCR file; a line without words is one word."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.sheets: list[_Sheet] = []
        self._word: _Word | None = None
        self._line: _Word | None = None
        self._depth = self._word_depth = self._line_depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("br", "img", "meta", "link", "hr"):
            return
        self._depth += 1
        values = {k: v or "" for k, v in attrs}
        kinds, title = values.get("class", "").split(), values.get("title", "")
        found = _BOX.search(title)
        if not found:
            return
        box = (float(found[1]), float(found[2]), float(found[3]), float(found[4]))
        if "ocr_page" in kinds:
            dpi = _DPI.search(title)
            self.sheets.append(_Sheet(box[2] - box[0], box[3] - box[1], float(dpi[1]) if dpi else 0.0))
        elif self.sheets and {"ocr_line", "ocr_header", "ocr_caption", "ocr_textfloat", "ocrx_line"} & set(kinds):
            self._close_line()
            self.sheets[-1].lines.append([])
            self._line, self._line_depth = _Word("", box), self._depth
        elif self.sheets and "ocrx_word" in kinds:
            sure = _SURE.search(title)
            if self._line is None:
                self.sheets[-1].lines.append([])
            self._word, self._word_depth = _Word("", box, float(sure[1]) / 100 if sure else 1.0), self._depth
            self.sheets[-1].lines[-1].append(self._word)

    def handle_data(self, data: str) -> None:
        holder = self._word or self._line
        if holder is not None:
            holder.text += data

    def handle_endtag(self, tag: str) -> None:
        if self._word is not None and self._depth == self._word_depth:
            self._word = None
        if self._line is not None and self._depth == self._line_depth:
            self._close_line()
        self._depth -= 1

    def _close_line(self) -> None:
        if self._line is not None and not self.sheets[-1].lines[-1] and self._line.text.strip():
            self.sheets[-1].lines[-1].append(self._line)
        self._line = self._word = None


def _alto(root: ElementTree.Element) -> Iterator[_Sheet]:
    def named(node: ElementTree.Element, name: str) -> Iterator[ElementTree.Element]:
        return (x for x in node.iter() if x.tag.rpartition("}")[2] == name)

    unit = next((x.text or "" for x in named(root, "MeasurementUnit")), "pixel").strip()
    for page in named(root, "Page"):
        sheet = _Sheet(_number(page.get("WIDTH")), _number(page.get("HEIGHT")), _UNITS.get(unit, 0.0))
        for line in named(page, "TextLine"):
            words = []
            for s in named(line, "String"):
                x, y = _number(s.get("HPOS")), _number(s.get("VPOS"))
                box = (x, y, x + _number(s.get("WIDTH")), y + _number(s.get("HEIGHT")))
                words.append(_Word(s.get("CONTENT", ""), box, _number(s.get("WC"), 1.0)))
            if words:
                sheet.lines.append(words)
        yield sheet


def _number(text: str | None, otherwise: float = 0.0) -> float:
    try:
        return float(text) if text else otherwise
    except ValueError:
        return otherwise


def _json(made: Any) -> list[_Sheet]:
    """Pages of the shapes that are in use: columns (`rec_texts`, `txts`), records, and [box, [text, score]] pairs."""
    if isinstance(made, dict):
        for key in ("res", "result", "results", "pages", "ocr_res", "ocrResults", "prunedResult", "data"):
            if isinstance(made.get(key), (dict, list)) and "rec_texts" not in made:
                return _json(made[key])
        return [_columns(made)]
    if not isinstance(made, list):
        return []
    if made and all(_entry(x) is not None for x in made):
        return [_Sheet(lines=[[w] for x in made if (w := _entry(x)) is not None and w.text])]
    return [sheet for page in made for sheet in _json(page)]


def _columns(page: dict[str, Any]) -> _Sheet:
    texts = page.get("rec_texts") or page.get("txts") or page.get("texts") or []
    polygons: Any = next((page[k] for k in ("rec_polys", "dt_polys", "boxes", "rec_boxes", "polys") if page.get(k)), [])
    scores = page.get("rec_scores") or page.get("scores") or [1.0] * len(texts)
    sheet = _Sheet(_number(str(page.get("width") or "")), _number(str(page.get("height") or "")))
    for text, polygon, score in zip(texts, polygons, scores, strict=False):
        box = _rect(polygon)
        if box and text:
            sheet.lines.append([_Word(str(text), box, float(score))])
    return sheet


def _entry(item: Any) -> _Word | None:
    """A record {box, txt, score} or a pair [box, [text, score]]; None where it is neither."""
    if isinstance(item, dict):
        box = _rect(next((item[k] for k in ("box", "bbox", "poly", "points", "text_region") if k in item), None))
        text = next((item[k] for k in ("txt", "text", "transcription", "rec_txt") if k in item), None)
        score = next((item[k] for k in ("score", "confidence", "prob") if k in item), 1.0)
    elif isinstance(item, (list, tuple)) and len(item) in (2, 3):
        box = _rect(item[0])
        pair = item[1] if isinstance(item[1], (list, tuple)) else item[1:]
        text, score = (pair[0] if pair else None), (pair[1] if len(pair) > 1 else 1.0)
    else:
        return None
    if box is None or not isinstance(text, str):
        return None
    return _Word(text, box, float(score) if isinstance(score, (int, float)) else 1.0)


def _rect(polygon: Any) -> Rect | None:
    """The upright rectangle round four points or of four numbers."""
    try:
        points = np.array(polygon, dtype=float)
    except (TypeError, ValueError):
        return None
    if points.shape == (4,):
        return float(points[0]), float(points[1]), float(points[2]), float(points[3])
    if points.ndim == 2 and points.shape[0] >= 2 and points.shape[1] == 2:
        return float(points[:, 0].min()), float(points[:, 1].min()), float(points[:, 0].max()), float(points[:, 1].max())
    return None
