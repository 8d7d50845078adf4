"""The readers: one table, and how the reader of a source is told from its name and its first bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import PurePath
from typing import Any

from extractor.errors import LoadError, MissingExtra
from extractor.load.source import Source, doc_id
from extractor.model import Document

HEAD = 4096
_UNPACKED = 512 << 20


@dataclass(frozen=True, slots=True)
class Reader:
    """How one kind of source is recognised and read.

    suffixes: names that announce it. magic: first bytes that prove it; a reader with magic reads nothing else. sniff:
    words (lower case) of which one must stand in the head, for suffixes that many formats share. target:
    `module:function`, imported when it is needed and called as `function(data, source, **options)`. options: names of the
    options it understands.
    """

    name: str
    suffixes: tuple[str, ...]
    media_type: str
    target: str
    magic: tuple[bytes, ...] = ()
    sniff: tuple[bytes, ...] = ()
    options: tuple[str, ...] = ()
    extra: str = ""

    def read(self, data: bytes, source: str, options: dict[str, Any]) -> Document:
        """The document, by the reading function; MissingExtra where a library that it needs is not installed."""
        module, _, name = self.target.partition(":")
        try:
            function: Callable[..., Document] = getattr(import_module(module), name)
            return function(data, source, **{k: v for k, v in options.items() if k in self.options and v is not None})
        except ImportError as e:
            if self.extra and not (e.name or "").startswith("extractor"):
                raise MissingExtra(source, f"Reading {self.name} files", self.extra) from e
            raise LoadError(source, f"no reader for {self.name} files is installed ({e}).") from e


_PAGES = ("max_pages", "max_pixels", "ocr", "timeout")
_SHEETS = ("max_cells",)

READERS: tuple[Reader, ...] = (
    Reader("pdf", (".pdf",), "application/pdf", "extractor.load.pdf:load_pdf", magic=(b"%PDF-",), options=_PAGES),
    Reader("image", (".png", ".jpg", ".jpeg", ".tif", ".tiff"), "image", "extractor.load.image:load_image", options=_PAGES,
           magic=(b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*"), extra="ocr"),
    Reader("docx", (".docx",), "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
           "extractor.load.docx:load_docx", magic=(b"PK\x03\x04",), extra="office"),
    Reader("xlsx", (".xlsx",), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
           "extractor.load.sheet:load_xlsx", magic=(b"PK\x03\x04",), extra="office", options=_SHEETS),
    Reader("csv", (".csv", ".tsv"), "text/csv", "extractor.load.sheet:load_csv", options=_SHEETS),
    Reader("hocr", (".hocr",), "text/vnd.hocr+html", "extractor.load.ocr_text:load_hocr",
           sniff=(b"ocr_page", b"ocrx_word", b"ocr_line")),
    Reader("alto", (".xml",), "application/alto+xml", "extractor.load.ocr_text:load_alto", sniff=(b"<alto", b":alto")),
    Reader("ocr-json", (".json",), "application/json", "extractor.load.ocr_text:load_ocr_json",
           sniff=(b'"rec_texts"', b'"dt_polys"', b'"rec_polys"', b'"ocr_res', b'"txts"')),
    Reader("html", (".html", ".htm", ".xhtml"), "text/html", "extractor.load.html:load_html", extra="web"),
    Reader("markdown", (".md", ".markdown"), "text/markdown", "extractor.load.text:load_text"),
    Reader("text", (".txt", ".text"), "text/plain", "extractor.load.text:load_text"),
)
ARCHIVES = (".zip", ".tar.gz", ".tgz", ".tar")

_BY_NAME = {r.name: r for r in READERS}
_REFUSED: tuple[tuple[bytes, str, str], ...] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file (.doc, .xls, .wps)", "Save it as .docx, .xlsx or .pdf."),
    (b"{\\rtf", "a rich text file (RTF)", "Save it as .docx, .txt or .pdf."),
    (b"Rar!\x1a\x07", "a RAR archive", "Unpack it and give the folder."),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "Unpack it and give the folder."),
    (b"\x7fELF", "a program", "Leave it out."), (b"MZ\x90\x00", "a program", "Leave it out."),
    (b"SQLite format 3\x00", "an SQLite database", "Leave it out."), (b"PAR1", "a Parquet file", "Leave it out."),
    (b"GIF8", "a GIF picture", "Save it as .png."), (b"CAJ\x00", "a CAJ file", "Print it to .pdf."),
    (b"HN\x00\x00", "a CAJ file", "Print it to .pdf."), (b"AT&TFORM", "a DjVu file", "Print it to .pdf."),
)


def suffix(name: str) -> str:
    """The suffix of a source's name in lower case; `.tar.gz` counts as one."""
    low = PurePath(name.rpartition("!")[2]).name.lower()
    return ".tar.gz" if low.endswith(".tar.gz") else PurePath(low).suffix


def announced(name: str) -> Reader | None:
    """The reader that a name announces."""
    end = suffix(name)
    return next((r for r in READERS if end in r.suffixes), None)


def is_archive(name: str, head: bytes) -> bool:
    """Whether a source is an archive of sources (office files, which are zip files too, are not)."""
    end = suffix(name)
    if end in ARCHIVES:
        return head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b")) or head[257:262] == b"ustar"
    return head.startswith(b"\x1f\x8b")


def wanted(name: str, head: bytes) -> bool:
    """Whether a file found in a folder is of a kind that is read: by its suffix, by its head where that is shared."""
    reader = announced(name)
    if reader is None:
        return suffix(name) in ARCHIVES
    return not reader.sniff or any(word in head.lower() for word in reader.sniff)


def recognise(data: bytes, name: str) -> tuple[Reader, str]:
    """The reader of a source and, where its name announces another, a warning; LoadError where no reader fits."""
    if not data:
        raise LoadError(name, "is empty (0 bytes).", "Remove it or get it again.")
    head = data[:HEAD]
    if is_archive(name, head) and suffix(name) in ARCHIVES:
        raise LoadError(name, "is an archive, not a document.", "Give it to `find` or `heshu extract`.")
    named, found = announced(name), _by_magic(data, name)
    if found is None:
        _refuse(head, name)
        if named and named.magic:
            raise LoadError(name, f"is named {suffix(name)} but its content is not {named.name}.",
                            "Give it its right suffix, or get it again.")
        found = _by_words(head, named)
    if named and named is not found and found.name != "text":
        return found, f"named {suffix(name)}, read as {found.name}, which its content is"
    return found, ""


def _by_magic(data: bytes, name: str) -> Reader | None:
    head = data[:1024]
    if head.startswith(b"PK"):
        return _zipped(data, name)
    if b"%PDF-" in head:
        return _BY_NAME["pdf"]
    return next((r for r in READERS if any(head.startswith(m) for m in r.magic)), None)


def _zipped(data: bytes, name: str) -> Reader:
    """Word or Excel, told by the parts of the zip file."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as box:
            names = set(box.namelist()[:5000])
            size = sum(info.file_size for info in box.infolist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as e:
        raise LoadError(name, f"is a damaged or truncated {suffix(name) or 'zip'} file.", "Get it again.") from e
    if size > _UNPACKED and suffix(name) not in ARCHIVES:
        raise LoadError(name, f"unpacks to more than {_UNPACKED >> 20} MB.", "Split it, or save its text as .txt.")
    if "word/document.xml" in names:
        return _BY_NAME["docx"]
    if "xl/workbook.xml" in names:
        return _BY_NAME["xlsx"]
    if "OFD.xml" in names:
        raise LoadError(name, "is an OFD file, which is not read.", "Print it to .pdf.")
    raise LoadError(name, "is an archive, not a document.", "Name it .zip, or unpack it.")


def _refuse(head: bytes, name: str) -> None:
    for magic, what, remedy in _REFUSED:
        if head.startswith(magic):
            raise LoadError(name, f"is {what}, which is not read.", remedy)


def _by_words(head: bytes, named: Reader | None) -> Reader:
    """The reader of a source without magic: by its name, by its first words where the name says plain text or nothing."""
    if named and named.name not in ("text", "markdown"):
        return named
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return _BY_NAME["html"]
    return named or _BY_NAME["text"]


def load_bytes(data: bytes, name: str, **options: Any) -> Document:
    """The document of a source's bytes; LoadError says what is wrong and what to try.

    Options reach the readers that know them: `max_pages`, `max_pixels`, `ocr`, `timeout` (pages), `max_cells` (sheets).
    """
    reader, warning = recognise(data, name)
    made = reader.read(data, name, options)
    media = made.media_type if made.media_type != "text/plain" else reader.media_type
    loader = made.loader if made.loader != "text" else reader.name
    if media == "image":
        media = {b"\x89P": "image/png", b"\xff\xd8": "image/jpeg"}.get(data[:2], "image/tiff")
    warnings = (warning, *made.warnings) if warning else made.warnings
    return replace(made, doc_id=doc_id(data), source=name, text=_writable(made.text), media_type=media, loader=loader,
                   warnings=warnings)


def _writable(text: str) -> str:
    """The text without lone surrogates, which some fonts give and no file can hold."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
    return text


def load_source(source: Source, **options: Any) -> Document:
    """The document of a source that `find` found."""
    if source.error:
        raise LoadError(source.name, source.error)
    return load_bytes(source.read(), source.name, **options)
