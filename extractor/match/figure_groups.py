"""Numbers that belong together: ranges, sums of a currency's parts, products, lists with one unit for all."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal, NamedTuple

from extractor.match.figure_damage import broken, mended, whole
from extractor.match.figure_tokens import SPACES, Token
from extractor.match.figure_units import Unit, alternatives, spelled
from patterns import table

Relation = Literal["one", "range", "sum", "product", "doubling"]
_WIDEST = 4
_MOST = 4
_new = tuple.__new__


class Group(NamedTuple):
    """Numbers read together. unit: of all of them; shared: the multiplier they share where it is printed elsewhere."""

    tokens: tuple[Token, ...]
    relation: Relation
    unit: Unit | None
    start: int
    stop: int
    shared: str = ""
    joined: str = ""


def groups(text: str, found: list[Token], *, touched: bool) -> list[Group]:
    """The tokens in groups, in text order; a token alone is a group of its own. `touched`: some are next to damage."""
    return _listed(text, _paired(text, mended(text, found, touched=touched)))


def _paired(text: str, found: list[Token]) -> list[Group]:
    out: list[Group] = []
    halves, joints, stop = _halves(), _joints(), -_WIDEST - 1
    for token in found:
        start, unit = token.start, token.unit
        if start - stop <= _WIDEST:
            last = out[-1]
            joined = text[stop] in joints if start > stop else last.unit is not None and (unit is None or unit.part)
            if joined and (wider := _with(text, last, token)) is not None:
                out[-1] = wider
                stop = wider.stop
                continue
            if last.unit is None and unit is not None and token.arabic and last.tokens[0].arabic:
                out.append(_mended(text, token, out))
                stop = out[-1].stop
                continue
        stop = token.stop
        if text[stop:stop + 1] in halves:
            out.append(_single(text, token))
            stop = out[-1].stop
        else:
            out.append(_new(Group, ((token,), "one", unit, start, stop, "", "")))
    return out


def _mended(text: str, token: Token, out: list[Group]) -> Group:
    """A number with the digits broken off before it; `damaged` where they cannot be read together."""
    if token.unit is None or token.unit.kind == "none" or not (made := whole(text, token)):
        single = _single(text, token)
        return single._replace(joined="damaged") if token.unit and broken(text, token) else single
    while out and out[-1].start >= made.start:
        out.pop()
    return Group((made,), "one", made.unit, made.start, made.stop)


def _single(text: str, token: Token) -> Group:
    """A token with the 半 that may follow its unit: 一吨半."""
    unit = token.unit
    if unit and text[token.stop:token.stop + 1] in _halves() and unit.kind in ("measure", "money", "multiple") and (
            not text.startswith(_half_not(), token.stop + 1)) and not token.start - token.at:
        half = Token(token.stop, token.stop, token.stop + 1, token.stop + 1, text[token.stop], False, False, unit)
        return Group((token, half), "sum", unit, token.start, half.stop)
    return Group((token,), "one", unit, token.start, token.stop)


def _with(text: str, group: Group, token: Token) -> Group | None:
    """The group widened by the next token, None where the two do not belong together."""
    between = text[group.stop:token.start]
    sign = between.strip(SPACES)
    if not sign:
        return None if between else _sum(group, token)
    if sign in _signs("neighbours"):
        return _neighbours(text, group, token)
    if sign in _signs("ranges"):
        return _range(group, token)
    if sign in _signs("products"):
        return _product(group, token)
    if sign in _signs("sums"):
        return _sum(group, token)
    if _about().match(sign):
        wider = _range(group, token)
        return wider._replace(joined="approx") if wider else None
    return None


def _neighbours(text: str, group: Group, token: Token) -> Group | None:
    """四、五百万元: 四五百万元 with a pause; two digits in a row before one multiplier, a section's number aside."""
    first, last, digits = group.tokens[-1], token.text, _digits()
    if group.unit is not None or len(group.tokens) > 1 or first.arabic or token.arabic or _opens(text, group.start):
        return None
    low, high = digits.get(first.text, 0), digits.get(last[0], 0)
    if token.unit is None or token.unit.kind == "none" or not low or high != low + 1 or len(last) < 2 or (
            _scale(last) != last[1:]):
        return None
    made = token._replace(start=first.start, at=first.at, text=first.text + last)
    return Group((made,), "one", token.unit, first.start, token.stop)


def _sum(group: Group, token: Token) -> Group | None:
    """3元5角; 三成五."""
    unit, own = group.unit, token.unit
    if unit is None or group.relation not in ("one", "sum") or len(group.tokens) > _MOST:
        return None
    if unit.kind == "money" and own and own.kind == "money" and own.part and not unit.part and own.unit == unit.unit:
        return Group((*group.tokens, token), "sum", unit, group.start, token.stop)
    if unit.word in _signs("tenths") and own is None and len(token.text) == 1 and group.relation == "one" and (
            group.stop == token.start):
        digit = Unit("", unit.kind, unit.unit, unit.dimension)
        return Group((*group.tokens, token._replace(unit=digit)), "sum", unit, group.start, token.stop)
    return None


def _range(group: Group, token: Token) -> Group | None:
    """6-8亿元, 5亿元至10亿元, 百分之五到八."""
    unit, own = group.unit, token.unit
    if group.relation not in ("one", "sum") or (group.relation == "sum" and len(group.tokens) > 1 and own is None):
        return None
    if own is None and unit is not None and group.tokens[0].start < group.tokens[0].at:
        own = unit
        token = token._replace(unit=unit)
    if _shortened(unit, own):
        unit = None
        group = group._replace(tokens=(group.tokens[0]._replace(unit=None),))
    same = unit is None or (own is not None and (unit.kind, unit.unit) == (own.kind, own.unit))
    if not same or len(group.tokens) > 1:
        return None
    return Group((*group.tokens, token), "range", own, group.start, token.stop)


def _product(group: Group, token: Token) -> Group | None:
    """2×34万千瓦."""
    if len(group.tokens) > _MOST:
        return None
    if group.unit is not None or group.relation not in ("one", "product") or token.unit is None or (
            token.unit.kind not in ("measure", "count", "money")):
        return None if group.unit is not None or token.unit is not None else Group(
            (*group.tokens, token), "product", None, group.start, token.stop)
    return Group((*group.tokens, token), "product", token.unit, group.start, token.stop)


def _listed(text: str, found: list[Group]) -> list[Group]:
    """Numbers without a unit take the one at the end of their list: 3、5和8亿元."""
    out = list(found)
    for i in range(len(out) - 2, -1, -1):
        here, after = out[i], out[i + 1]
        if after.start - here.stop > 2 or after.unit is None or after.unit.kind == "none" or (
                here.unit is not None and not _shortened(here.unit, after.unit)):
            continue
        if text[here.stop:after.start].strip(SPACES) not in _signs("lists_shared") or here.relation not in ("one", "range"):
            continue
        token = here.tokens[-1]
        numbered = _opens(text, here.start) and after.joined != "list"  # 3、5亿元 may be item 3; 3、5和8亿元 is a list
        if numbered or (not token.arabic and len(token.text) < 2 and after.unit.kind == "count"):
            continue
        shared = after.shared or _scale(after.tokens[-1].text)
        out[i] = here._replace(unit=after.unit, shared="" if token.scaled and token.arabic else shared, joined="list")
    return out


def _shortened(unit: Unit | None, whole: Unit | None) -> bool:
    """Whether a unit is the beginning of the next one: 1.2个和0.8个百分点."""
    return unit is not None and whole is not None and whole.kind == "point" and unit.kind == "count" and (
        whole.word.startswith(unit.word))


def _opens(text: str, at: int) -> bool:
    """Whether a line or clause begins here, where a bare number is that of a section."""
    return at == 0 or text[at - 1] in _signs("opens") or not text[max(0, at - 1):at].strip()


def _scale(text: str) -> str:
    size = len(text)
    while size and text[size - 1] in _signs("scales"):
        size -= 1
    return text[size:]


@cache
def _signs(name: str) -> frozenset[str]:
    bounds, numerals = table("figures/bounds"), table("figures/numerals")
    return frozenset({
        "ranges": bounds["ranges"]["words"],
        "products": bounds["products"]["words"],
        "sums": bounds["sums"]["words"],
        "opens": bounds["lists"]["opens"],
        "neighbours": ["、"],
        "tenths": bounds["sums"]["tenths"],
        "lists_shared": bounds["lists"]["shared"],
        "scales": [*numerals["places"], *numerals["groups"]],
    }[name])


@cache
def _joints() -> frozenset[str]:
    """The characters that what joins two numbers begins with."""
    words = [w for name in ("neighbours", "ranges", "products", "sums") for w in _signs(name)]
    return frozenset(w[0] for w in (*words, *spelled(table("figures/bounds")["after"]["approx"]))) | frozenset(SPACES)


@cache
def _halves() -> frozenset[str]:
    return frozenset(table("figures/numerals")["words"]["half"])


@cache
def _digits() -> dict[str, int]:
    return {k: int(v) for k, v in table("figures/numerals")["digits"].items()}


@cache
def _about() -> re.Pattern[str]:
    """A bound between the ends of a range: 5%左右至8%."""
    bounds = table("figures/bounds")
    return re.compile(rf"(?:{alternatives(bounds['after']['approx'])})(?:{alternatives(bounds['ranges']['words'])})\Z")


@cache
def _half_not() -> tuple[str, ...]:
    return tuple(table("figures/bounds")["sums"]["half_not"])
