"""The numbers that Word writes before paragraphs by itself: they stand in no text, only in the file's numbering rules."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import patterns

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_COUNTED = ("chineseCounting", "chineseCountingThousand", "taiwaneseCountingThousand", "japaneseCounting",
            "chineseLegalSimplified")


class Numbering:
    """Counts the numbered paragraphs of one file, in the order in which `label` is asked for them."""

    def __init__(self, file: Any) -> None:
        self.levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self.counts: dict[str, dict[int, int]] = defaultdict(dict)
        self.abstract: dict[str, str] = {}
        try:
            root = file.part.numbering_part.element
        except (KeyError, NotImplementedError, AttributeError):
            return
        for rule in root.iter(_W + "abstractNum"):
            self.levels[rule.get(_W + "abstractNumId")] = {
                int(level.get(_W + "ilvl")): (_value(level, "numFmt", "decimal"), _value(level, "lvlText", ""),
                                              int(_value(level, "start", "1") or 1)) for level in rule.iter(_W + "lvl")}
        for number in root.iter(_W + "num"):
            self.abstract[number.get(_W + "numId")] = _value(number, "abstractNumId", "")

    def label(self, paragraph: Any) -> str:
        """What Word prints before a paragraph, with a space behind an Arabic number; empty for paragraphs without one."""
        rule, level = self._of(paragraph)
        levels = self.levels.get(self.abstract.get(rule, ""), {})
        if level not in levels:
            return ""
        kind, pattern, start = levels[level]
        counts = self.counts[self.abstract[rule]]
        counts[level] = counts.get(level, start - 1) + 1
        for deeper in [d for d in counts if d > level]:
            del counts[deeper]
        if kind in ("bullet", "none"):
            return ""
        for n, (fmt, _text, first) in levels.items():
            pattern = pattern.replace(f"%{n + 1}", write(counts.get(n, first), fmt if n == level else _inner(fmt, kind)))
        return pattern + (" " if pattern[-1:].isdigit() else "")

    def _of(self, paragraph: Any) -> tuple[str, int]:
        """Rule and level of a paragraph: its own, or its style's."""
        style = paragraph.style
        for properties in (paragraph._p.pPr, *(s.element.pPr for s in _bases(style) if s.element.pPr is not None)):
            found = properties.find(_W + "numPr") if properties is not None else None
            if found is not None:
                return _value(found, "numId", "0"), int(_value(found, "ilvl", "0") or 0)
        return "0", 0


def _bases(style: Any) -> list[Any]:
    out: list[Any] = []
    while style is not None and len(out) < 10:
        out.append(style)
        style = style.base_style
    return out


def _inner(kind: str, shown: str) -> str:
    """The format of an outer number within an inner one: decimal levels show all their parts as decimals."""
    return "decimal" if shown == "decimal" else kind


def _value(node: Any, name: str, default: str) -> str:
    child = node.find(_W + name)
    return default if child is None else str(child.get(_W + "val") or default)


def write(number: int, kind: str) -> str:
    """A number in one of Word's formats; formats that are not known are written as decimals.

    >>> write(12, "chineseCounting"), write(3, "upperRoman"), write(2, "lowerLetter")
    ('十二', 'III', 'b')
    """
    digits = patterns.table("load/numbering")["digits"].get(kind)
    if digits and kind in _COUNTED and 0 < number < 1000:
        return _counted(number, digits, patterns.table("load/numbering")["scales"]["legal" if "Legal" in kind else "plain"])
    if digits and kind not in _COUNTED and 0 < number <= len(digits):
        return str(digits[number - 1])
    if kind in ("lowerLetter", "upperLetter") and 0 < number <= 26:
        return chr((97 if kind == "lowerLetter" else 65) + number - 1)
    if kind in ("lowerRoman", "upperRoman") and 0 < number < 40:
        roman = "X" * (number // 10) + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[number % 10]
        return roman.lower() if kind == "lowerRoman" else roman
    return str(number)


def _counted(number: int, digits: str, scales: str) -> str:
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    out = digits[hundreds] + scales[1] if hundreds else ""
    if tens:
        out += ("" if tens == 1 and not hundreds else digits[tens]) + scales[0]
    elif hundreds and ones:
        out += digits[0]
    return out + (digits[ones] if ones else "")
