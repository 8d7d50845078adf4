"""Why a number is no figure."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from extractor.match.figure_groups import Group
from extractor.match.figure_units import Unit, alternatives, spelled
from patterns import table

_OPENERS: Final = tuple("：:。；;）)”")
_CLOSERS: Final = tuple("、.．)）")
_PLUS: Final = tuple("+＋")
# The reasons that hold whatever unit a number carries.
_ORDERS: Final = ("ordinal", "coordinate", "furniture")


def reason(text: str, group: Group) -> str:
    """The reason to list a number without a unit, or with one that makes it no figure."""
    unit = group.unit
    token = group.tokens[0]
    if why := ordered(text, token.start):
        return why
    if unit is not None and unit.kind == "none":
        return unit_reason(unit, group.tokens[-1].text, group.tokens[-1].arabic)
    if unit is not None and unit.part:
        return str(table("figures/unread")["parts"].get(unit.word, "idiom"))
    if not token.arabic:
        return _numeral_reason(text, group)
    return _digits_reason(text, group)


def lone_reason(text: str, at: int) -> str:
    """The reason to list a single Chinese numeral that carries no unit and is joined to nothing."""
    before = text[at - 1:at]
    if before in ordinal_last() and (why := ordered(text, at)):
        return why
    follows = text[at + 1:at + 2]
    if follows in _CLOSERS and (before in _OPENERS or _opening(text, at)):
        return "section number"
    if text.startswith(_fraction_words(), at + 1):
        return "fraction"
    return "idiom"


def ordered(text: str, at: int) -> str:
    """The reason that what stands right before gives whatever follows: 第, 排名, 北纬, 浏览：, 10:; empty without one."""
    if not at or text[at - 1] not in ordinal_last():
        return ""
    if text[at - 1] in _ratio_signs():
        hour = _clock().search(text, max(0, at - 3), at + 4)
        if hour and hour.end() == at + 2:
            return "clock"
    return next((why for why in _ORDERS if _before(why).search(text, max(0, at - 6), at)), "")


def unit_reason(unit: Unit, number: str, arabic: bool) -> str:
    """The reason that a unit gives which makes its number none: 年 behind 2023 and behind 30 are two."""
    if unit.reason == "date" and unit.word in _years():
        return "date" if _calendar(number, arabic) else "duration"
    return unit.reason


def _calendar(number: str, arabic: bool) -> bool:
    """Whether a number before 年 is that of a year: 2023, 二〇二三, 08, 98; not 30."""
    if len(number) == 4:
        return not arabic or number[:2] in ("19", "20")
    return len(number) == 2 and arabic and (number[0] == "0" or number > "49")


def _numeral_reason(text: str, group: Group) -> str:
    at, stop = group.start, group.stop
    if text[stop:stop + 1] in _CLOSERS and (_opening(text, at) or text[at - 1:at] in _OPENERS):
        return "section number"
    if text[at - 1:at] in tuple("（(") and text[stop:stop + 1] in tuple("）)"):
        return "section number"
    if text.startswith(_fraction_words(), stop) or text.endswith(_fraction_words(), 0, at):
        return "fraction"
    return "idiom"


def _digits_reason(text: str, group: Group) -> str:
    at, stop = group.start, group.stop
    digits = group.tokens[0].text
    before, after = text[at - 1:at], text[stop:stop + 1]
    if before in ("〔", "[", "［", "【") or _before("document number").search(text, max(0, at - 6), at):
        return "document number"
    if digits.count(".") > 1:
        return "date" if _DOTTED.fullmatch(digits) else "section number"
    if after in _CLOSERS and not text[stop + 1:stop + 2].isdigit() and (_opening(text, at) or before in _OPENERS):
        return "section number"
    if _opening(text, at) and after in (" ", "\t", ":", "："):
        return "section number"
    if before in _PLUS or after in _PLUS:
        return "idiom"
    if before in ("（", "(") and after in ("）", ")"):
        return "section number"
    if (before.isascii() and before.isalpha()) or (after.isascii() and after.isalpha()):
        return "name"
    dialled = _before("phone").search(text, max(0, at - 8), at) or _hotline().match(text, stop)
    if dialled or (len(digits) >= 7 and digits.isdigit()):
        return "phone" if len(digits) <= 12 else "document number"
    if after in _ratio_signs() or (before in _ratio_signs() and text[at - 2:at - 1].isdigit()):
        return "clock" if _clock().search(text, max(0, at - 6), stop + 5) else "ratio"
    if after in ("/", "／") or before in ("/", "／") or text.startswith(_fraction_words(), stop) or (
            text.endswith(_fraction_words(), 0, at)):
        return "fraction"
    if _before("index").search(text, max(0, at - 8), at):
        return "index"
    if len(digits) == 4 and digits[:2] in ("19", "20"):
        return "date"
    return "no unit"


_DOTTED: Final = re.compile(r"(?:19|20)\d\d\.\d.*|\d\d?\.\d\d?\.(?:19|20)\d\d")


def _opening(text: str, at: int) -> bool:
    return not text[text.rfind("\n", 0, at) + 1:at].strip(" \t\u3000（(")


@cache
def _years() -> frozenset[str]:
    return frozenset(table("figures/unread")["years"]["words"])


@cache
def _before(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives(table('figures/unread')['before'][name])})\Z")


@cache
def _fraction_words() -> tuple[str, ...]:
    return tuple(table("figures/unread")["reasons"]["fraction"]["words"])


@cache
def _ratio_signs() -> frozenset[str]:
    return frozenset(table("figures/unread")["ratios"]["signs"])


@cache
def _clock() -> re.Pattern[str]:
    return re.compile(r"(?<![\d.])(?:[01]?\d|2[0-4])[:：][0-5]\d(?![\d.])")


@cache
def _hotline() -> re.Pattern[str]:
    return re.compile(rf"[”\"’」]?.{{0,6}}?(?:{alternatives(table('figures/unread')['hotlines']['words'])})")


@cache
def ordinal_last() -> frozenset[str]:
    """The characters with which the words of `ordered` end."""
    words = (w[-1] for name in _ORDERS for w in spelled(table("figures/unread")["before"][name]))
    return frozenset([*words, *_ratio_signs()])
