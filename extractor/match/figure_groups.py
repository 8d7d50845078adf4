"""Numbers that belong together: ranges, sums of a currency's parts, products, lists with one unit for all."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Literal, NamedTuple

from extractor.match.figure_tokens import SPACES, Token
from extractor.match.figure_units import Unit
from patterns import table

Relation = Literal["one", "range", "sum", "product", "doubling"]
_WIDEST = 4
_SHORT = 20


class Group(NamedTuple):
    """Numbers read together. unit: of all of them; shared: the multiplier they share where it is printed elsewhere."""

    tokens: tuple[Token, ...]
    relation: Relation
    unit: Unit | None
    start: int
    stop: int
    shared: str = ""
    joined: str = ""
    notes: tuple[str, ...] = ()


def groups(text: str, found: list[Token]) -> list[Group]:
    """The tokens in groups, in text order; a token alone is a group of its own."""
    return _listed(text, list(_paired(text, found)))


def _paired(text: str, found: list[Token]) -> Iterator[Group]:
    at, last = 0, len(found) - 1
    while at <= last:
        group = _single(text, found[at])
        while at < last and found[at + 1].start - group.stop <= _WIDEST:
            wider = _with(text, group, found[at + 1])
            if wider is None:
                break
            group, at = wider, at + 1
        yield group
        at += 1


def _single(text: str, token: Token) -> Group:
    """A token with the 半 that may follow its unit: 一吨半."""
    unit = token.unit
    if unit and unit.kind in ("measure", "money", "multiple") and text.startswith(_halves(), token.stop) and (
            not text.startswith(_half_not(), token.stop + 1)) and not token.start - token.at:
        half = Token(token.stop, token.stop, token.stop + 1, token.stop + 1, text[token.stop], False, False, unit)
        return Group((token, half), "sum", unit, token.start, half.stop)
    return Group((token,), "one", unit, token.start, token.stop)


def _with(text: str, group: Group, token: Token) -> Group | None:
    """The group widened by the next token, None where the two do not belong together."""
    between = text[group.stop:token.start]
    sign = between.strip(SPACES)
    if not sign or sign == "\n":
        return _together(text, group, token, between)
    if sign in _signs("ranges"):
        return _range(group, token)
    if sign in _signs("products"):
        return _product(group, token)
    if sign in _signs("sums"):
        return _sum(group, token)
    if sign in ".．" or sign in (".\n", "．\n"):
        return _split(text, group, token)
    return None


def _together(text: str, group: Group, token: Token, between: str) -> Group | None:
    return _sum(group, token) if not between else _split(text, group, token)


def _sum(group: Group, token: Token) -> Group | None:
    """3元5角; 三成五."""
    unit, own = group.unit, token.unit
    if unit is None or group.relation not in ("one", "sum"):
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
    same = unit is None or (own is not None and (unit.kind, unit.unit) == (own.kind, own.unit))
    if not same or len(group.tokens) > 1:
        return None
    return Group((*group.tokens, token), "range", own, group.start, token.stop)


def _product(group: Group, token: Token) -> Group | None:
    """2×34万千瓦."""
    if group.unit is not None or group.relation not in ("one", "product") or token.unit is None or (
            token.unit.kind not in ("measure", "count", "money")):
        return None if group.unit is not None or token.unit is not None else Group(
            (*group.tokens, token), "product", None, group.start, token.stop)
    return Group((*group.tokens, token), "product", token.unit, group.start, token.stop)


def _split(text: str, group: Group, token: Token) -> Group | None:
    """One number that a space or a line break stands inside of: 12 6.76亿元; joined only where one reading is left."""
    first = group.tokens[0]
    own = token.unit
    if (len(group.tokens) > 1 or group.unit is not None or not first.arabic or not token.arabic or first.scaled or own is None
            or own.kind == "none" or not _inside(text, first)):
        return None
    if len(first.text) == 4 and first.text[:2] in ("19", "20"):
        return None
    point = "." in text[first.stop:token.start]
    if "." in first.text or (point and ("." in token.text)):
        return None
    whole = Token(first.start, first.at, token.end, token.stop, text[first.at:token.end], True, token.scaled, own)
    return Group((whole,), "one", own, first.start, token.stop, notes=("space inside the number",))


def _inside(text: str, first: Token) -> bool:
    """Whether a broken number stands in running text, not where a line begins with that of a section."""
    if first.start:
        return "\u3400" <= text[first.start - 1] <= "\u9fff"
    return len(first.text) > 2 or len(text) < _SHORT


def _listed(text: str, found: list[Group]) -> list[Group]:
    """Numbers without a unit take the one at the end of their list: 3、5和8亿元."""
    out = list(found)
    for i in range(len(out) - 2, -1, -1):
        here, after = out[i], out[i + 1]
        if here.unit is not None or after.unit is None or after.start - here.stop > 2 or after.unit.kind == "none":
            continue
        if text[here.stop:after.start].strip(SPACES) not in _signs("lists_shared") or here.relation not in ("one", "range"):
            continue
        token = here.tokens[-1]
        if _opens(text, here.start) or (not token.arabic and len(token.text) < 2 and after.unit.kind == "count"):
            continue
        shared = after.shared or _scale(after.tokens[-1].text)
        out[i] = here._replace(unit=after.unit, shared="" if token.scaled and token.arabic else shared, joined="list")
    return out


def _opens(text: str, at: int) -> bool:
    """Whether a line or clause begins here, where a bare number is that of a section."""
    return at == 0 or text[at - 1] in "\n。；;（(第图表" or not text[max(0, at - 1):at].strip()


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
        "tenths": bounds["sums"]["tenths"],
        "lists_shared": bounds["lists"]["shared"],
        "scales": [*numerals["places"], *numerals["groups"]],
    }[name])


@cache
def _halves() -> tuple[str, ...]:
    return tuple(table("figures/numerals")["words"]["half"])


@cache
def _half_not() -> tuple[str, ...]:
    return tuple(table("figures/bounds")["sums"]["half_not"])
