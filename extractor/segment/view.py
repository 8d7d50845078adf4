"""The cleaned view of a text with its index map."""

from __future__ import annotations

from array import array

import regex

from extractor.model import Document, View

_HAN = r"\p{Han}\p{P}０-９，。、；：？！"
_DROP = regex.compile(rf"(?<=[{_HAN}])[ \t\N{{IDEOGRAPHIC SPACE}}\N{{NO-BREAK SPACE}}]+(?=[{_HAN}])|\r")
_WIDE = {c: c - 0xFEE0 for c in range(0xFF10, 0xFF1A)}


def view(document: Document) -> View:
    """The document's text without white space between Chinese characters and with half-width digits."""
    source = document.text
    index = array("L")
    parts: list[str] = []
    at = 0
    for gap in _DROP.finditer(source):
        parts.append(source[at:gap.start()])
        index.extend(range(at, gap.start()))
        at = gap.end()
    parts.append(source[at:])
    index.extend(range(at, len(source) + 1))
    return View("".join(parts).translate(_WIDE), index)
