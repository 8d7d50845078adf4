"""PDF → Document: pages read one by one, arranged, and composed into one text with a box for every character."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Literal

import numpy as np
import pypdfium2

from extractor.errors import LoadError, MissingExtra
from extractor.load.chars import frame, quarter_turns, read_chars, without_doubles
from extractor.load.garbled import garbled, misnamed
from extractor.load.lines import find_lines
from extractor.load.page import Page
from extractor.load.pages import from_pages
from extractor.load.rules import Rules, read_rules, walls
from extractor.model import Document

Ocr = Literal["auto", "never", "always"]
_GARBLED = 0.2  # share of unreadable characters above which a page is read as an image
_GIVE_UP = 20  # damaged pages running after which the rest is not tried
_FEW = 12  # characters below which a page full of ink is an image

_NO_PAGES = re.compile(rb"/Kids\s{0,9}\[\s{0,9}\]")


def load_pdf(
    data: bytes,
    source: str,
    *,
    ocr: Ocr = "auto",
    max_pages: int = 3000,
    max_pixels: int = 60_000_000,
    max_chars: int = 200_000,
    timeout: float = 900.0,
) -> Document:
    """The document of a PDF: text in reading order, paragraphs one a line, page and box of every character.

    A page without readable text (a scan, a font that maps to nothing) is read by OCR (`ocr="never"`: it is left out). What
    the bounds cut off is said in `warnings`, and `status` is `partial` then. LoadError for a file that cannot be opened.
    """
    warnings: list[str] = []
    reader = _Reader(data, source, ocr, max_pixels, max_chars, warnings)
    pages = list(reader.pages(max_pages=max_pages, timeout=timeout))
    return from_pages(pages, data, source, warnings, media_type="application/pdf", loader="pdf")


def _open(data: bytes, source: str) -> Any:
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as e:
        if "password" in str(e).lower():
            raise LoadError(
                source, "is encrypted with a password.", "Save it without a password first (qpdf --decrypt)."
            ) from e
        if _NO_PAGES.search(data):  # pdfium calls this damaged too
            raise LoadError(source, "has no pages.", "Get the file again.") from e
        raise LoadError(
            source, "is no PDF that can be read: it is truncated or damaged.", "Get the file again, or repair it with qpdf."
        ) from e
    if not len(pdf):
        pdf.close()
        raise LoadError(source, "has no pages.", "Get the file again.")
    return pdf


class _Reader:
    """One PDF being read, page by page; nothing of a page but its glyphs and lines is kept."""

    def __init__(self, data: bytes, source: str, ocr: Ocr, max_pixels: int, max_chars: int, warnings: list[str]) -> None:
        self.data, self.source, self.ocr = data, source, ocr
        self.max_pixels, self.max_chars, self.warnings = max_pixels, max_chars, warnings

    def pages(self, *, max_pages: int, timeout: float) -> Iterator[Page]:
        pdf = _open(self.data, self.source)
        started = time.monotonic()
        damaged: list[int] = []
        try:
            for number in range(1, min(len(pdf), max_pages) + 1):
                if time.monotonic() - started > timeout:
                    self.warnings.append(f"partial: stopped before page {number} of {len(pdf)}, {timeout:g} s were over.")
                    return
                page = self._page(pdf, number)
                if page is None:
                    damaged.append(number)
                    if damaged[-_GIVE_UP:] == list(range(number - _GIVE_UP + 1, number + 1)):
                        self.warnings.append(
                            f"partial: stopped at page {number} of {len(pdf)}, {_GIVE_UP} pages running were damaged."
                        )
                        return
                yield page or _blank(number)
            if len(pdf) > max_pages:
                self.warnings.append(f"partial: only the first {max_pages} of {len(pdf)} pages were read.")
        finally:
            if damaged:
                some = ", ".join(map(str, damaged[:8])) + (" …" if len(damaged) > 8 else "")
                self.warnings.append(f"partial: damaged pages were left out: {some}")
                if len(damaged) == min(len(pdf), max_pages):
                    pdf.close()
                    raise LoadError(
                        self.source, "has no page that can be read: it is damaged.", "Get the file again, or repair it."
                    )
            pdf.close()

    def _page(self, pdf: Any, number: int) -> Page | None:
        """The page, None where it is damaged."""
        try:
            page = pdf[number - 1]
        except pypdfium2.PdfiumError:
            return None
        try:
            return self._read(page, number)
        except pypdfium2.PdfiumError:
            return None
        finally:
            page.close()

    def _read(self, page: Any, number: int) -> Page:
        at = frame(page)
        textpage = page.get_textpage()
        try:
            if textpage.count_chars() > self.max_chars:
                self.warnings.append(
                    f"partial: page {number} has {textpage.count_chars():,} characters; {self.max_chars:,} were read."
                )
            glyphs = read_chars(textpage, at, limit=self.max_chars)
            turns = quarter_turns(glyphs)
            if turns:
                at = replace(at, turns=(at.turns + turns) % 4)
                glyphs = read_chars(textpage, at, limit=self.max_chars)
            bad = garbled(glyphs, textpage)
        finally:
            textpage.close()
        rules = read_rules(page, at)
        if bad <= _GARBLED and self.ocr != "always" and (wrong := misnamed(glyphs)):
            scanned = self._misnamed(page, number, rules, wrong)
            if scanned is not None:
                return scanned
        elif self.ocr == "always" or bad > _GARBLED or (len(glyphs) < _FEW and _inky(page)):
            scanned = self._scan(
                page, number, rules, f"{bad:.0%} of its characters are unreadable" if bad > _GARBLED else "it is an image"
            )
            if scanned is not None:
                return scanned
            if bad > _GARBLED:
                return _blank(number, *at.size)
        glyphs, lines = find_lines(without_doubles(glyphs), page=number, walls=walls(rules))
        return Page(number, *at.size, glyphs, lines, rules)

    def _misnamed(self, page: Any, number: int, rules: Rules, wrong: int) -> Page | None:
        """The page read as an image; None, with a warning, where its own text must do."""
        from extractor.load.ocr import available

        if self.ocr != "never" and available():
            return self._scan(page, number, rules, "its fonts name characters wrongly")
        how = "--ocr auto" if self.ocr == "never" else "pip install 'heshu[ocr]'"
        self.warnings.append(
            f"partial: page {number}: its fonts name {wrong} characters or more wrongly, so that figures may be false; "
            f"read it by OCR: {how}."
        )
        return None

    def _scan(self, page: Any, number: int, rules: Rules, why: str) -> Page | None:
        """The page read as an image; None, with a warning, where that is not wanted or not possible."""
        from extractor.load.ocr import available
        from extractor.load.scan import scan_page

        if self.ocr == "never":
            self.warnings.append(f"partial: page {number} was left out: {why}, and OCR is off.")
            return None
        if not available():
            raise MissingExtra(self.source, f"Page {number} ({why})", "ocr")
        width, height = page.get_size()
        dpi = _resolution(page, rules)
        most = (self.max_pixels / max(width * height, 1)) ** 0.5 * 72
        if most < 60:
            self.warnings.append(
                f"partial: page {number} is {width:.0f} x {height:.0f} points, too large to read as an image."
            )
            return None
        if most < dpi:
            self.warnings.append(
                f"page {number} was read at {most:.0f} dpi, not {dpi:.0f}, to stay under {self.max_pixels:,} pixels."
            )
            dpi = most
        image = page.render(scale=dpi / 72).to_numpy()[:, :, 2::-1]
        return scan_page(np.ascontiguousarray(image), number, dpi=dpi)


def _blank(number: int, width: float = 0.0, height: float = 0.0) -> Page:
    from extractor.load.chars import empty
    from extractor.load.rules import no_rules

    return Page(number, width, height, empty(), [], no_rules())


def _inky(page: Any) -> bool:
    """Does the page show more than a few specks?"""
    width, height = page.get_size()
    gray = page.render(scale=min(0.5, 600 / max(width, height)), grayscale=True).to_numpy()
    return bool((gray < 160).mean() > 0.004)


def _resolution(page: Any, rules: Rules) -> float:
    """The resolution of the page's largest picture, between 100 and 300 dpi; 200 where it has none."""
    best, dpi = 0.0, 200.0
    for item in page.get_objects(max_depth=2):
        if item.type == 3:
            left, bottom, right, top = item.get_bounds()
            area = (right - left) * (top - bottom)
            if area > best and right > left:
                best, dpi = area, item.get_px_size()[0] / (right - left) * 72
    width, height = page.get_size()
    return min(300.0, max(100.0, dpi)) if best > 0.3 * width * height else 200.0
