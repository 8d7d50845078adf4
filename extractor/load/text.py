"""Plain text and Markdown: bytes → characters, kept exactly as decoded."""

from __future__ import annotations

import codecs
from functools import cache
from typing import Any

import patterns
from extractor.errors import LoadError
from extractor.load.pipes import pipe_tables
from extractor.load.source import document
from extractor.model import Document

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
         (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_LEGACY = ("gb18030", "big5hkscs")
_CONTROL = bytes(c for c in range(32) if c not in b"\t\n\v\f\r\x1a\x1b\x1c\x1d\x1e\x1f")


def load_text(data: bytes, source: str, **options: Any) -> Document:
    """The document of a text file; `text` is its decoded content, line ends and all, `tables` what it draws with pipes."""
    text = decode(data, source)
    if not text.strip():
        raise LoadError(source, "holds no text, only white space.", "Remove it or get it again.")
    return document(data, source, text, tables=pipe_tables(text))


def decode(data: bytes, source: str) -> str:
    """The characters of a text file, without its byte order mark.

    UTF-8, UTF-16 and UTF-32 by their marks; else UTF-8 if it decodes; else UTF-16 without a mark if every other byte is
    zero or the text reads as Chinese that way; else GB18030 or Big5, whichever reads as Chinese. LoadError names the first
    byte that cannot be decoded, or says that this is no text. It does not repair text that was decoded wrongly before.

    >>> decode("投资".encode("gb18030"), "a.txt")
    '投资'
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strict(data, encoding, source, skip=len(mark))
    wide = _wide(data)
    if wide:
        return _strict(data, wide, source)
    _refuse_binary(data, source)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as e:
        return _legacy(data, source, e)


def _strict(data: bytes, encoding: str, source: str, *, skip: int = 0) -> str:
    try:
        return data[skip:].decode(encoding)
    except UnicodeDecodeError as e:
        raise _undecodable(source, encoding, e.start + skip, data) from e


def _undecodable(source: str, encoding: str, at: int, data: bytes) -> LoadError:
    if at + 8 >= len(data):
        problem = f"ends in the middle of a character (byte {at}, read as {encoding.upper()})."
        return LoadError(source, problem, "Get the file again; it was cut off.")
    return LoadError(source, f"byte {at} (0x{data[at]:02x}) cannot be decoded as {encoding.upper()}.",
                     "Repair the file at this byte, or save it as UTF-8.")


def _wide(data: bytes) -> str | None:
    """The byte order of UTF-16 text without a mark, told by its zero bytes (ASCII) or by how Chinese it reads."""
    head = data[:4000]
    if len(data) < 4 or len(data) % 2:
        return None
    half = len(head) // 2
    zeros = head[0::2].count(0), head[1::2].count(0)
    if max(zeros) > 0.02 * half and max(zeros) > 2 * min(zeros):  # the character U+4E00 has a zero on the other side
        encoding = "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"
        return encoding if _readable(head[:half * 2], encoding) else None
    if zeros == (0, 0) and b"\n" not in head and not _decodes(data, "utf-8"):
        best = max(("utf-16-le", "utf-16-be"), key=lambda e: _commonness(head.decode(e, "replace")))
        text = head.decode(best, "replace")
        if _commonness(text) > max(0.5, *(_commonness(head.decode(e, "replace")) for e in _LEGACY)):
            return best
    return None


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _readable(head: bytes, encoding: str) -> bool:
    """Whether text decoded so is mostly letters, Chinese characters, marks and white space."""
    text = head.decode(encoding, "replace")
    odd = sum(c == "\ufffd" or "\ue000" <= c <= "\uf8ff" or (c < " " and c not in "\t\r\n\f") for c in text)
    return odd <= len(text) * 0.02


def _refuse_binary(data: bytes, source: str) -> None:
    """LoadError for bytes that no text file holds."""
    zero = data.find(0)
    if zero >= 0 or len(data[:65536].translate(None, _CONTROL)) < 0.98 * len(data[:65536]):
        where = f" (a zero at byte {zero})" if zero >= 0 else ""
        raise LoadError(source, f"is not text{where}.", "Give it its right suffix, or leave it out.")


def _legacy(data: bytes, source: str, utf8: UnicodeDecodeError) -> str:
    """Text in a Chinese code page; where none reads as Chinese, the error of the likeliest encoding."""
    tried = {e: data.decode(e, "replace") for e in _LEGACY}
    score = {e: _commonness(t) for e, t in tried.items()}
    score["utf-8"] = _commonness(data.decode("utf-8", "replace"))
    best = max(score, key=lambda e: (score[e], e == "gb18030"))
    if score[best] < patterns.table("load/text")["least"] and score[best] > 0:
        raise LoadError(source, f"byte {utf8.start} (0x{data[utf8.start]:02x}) is no UTF-8, and the text reads as Chinese "
                        f"under none of UTF-8, UTF-16, GB18030 and Big5{_guess(data)}.", "Save it as UTF-8.")
    if best == "utf-8":
        raise _undecodable(source, "utf-8", utf8.start, data) from utf8
    return _strict(data, best, source)


def _guess(data: bytes) -> str:
    """What another encoding detector takes the bytes for, as a hint; such a guess is never read by itself."""
    from charset_normalizer import from_bytes

    best = from_bytes(data[:20_000]).best()
    return f" (it may be {best.encoding})" if best else ""


@cache
def _common() -> frozenset[str]:
    return frozenset(patterns.table("load/text")["common"]) - {"\n"}


def _commonness(text: str) -> float:
    """Share of everyday characters among the characters beyond ASCII (marks and full-width forms aside)."""
    sample = text[:patterns.table("load/text")["sample"]]
    high = [c for c in sample if c > "\x7f" and not ("\u3000" <= c <= "\u303f" or "\uff00" <= c <= "\uffef")]
    return sum(c in _common() for c in high) / len(high) if high else 0.0
