"""Numbers that belong together: ranges, sums of a currency's parts, products, lists with one unit for all."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal, NamedTuple

from extractor.match.figure_damage import broken, mended, whole
from extractor.match.figure_tokens import SPACES, Bare, Token
from extractor.match.figure_units import Unit, alternatives, spelled
from patterns import table

Relation = Literal["one", "range", "sum", "product", "doubling"]
_WIDEST = 4
_MOST = 4
_new = tuple.__new__  # a named tuple's own constructor takes three times as long
# A group as it is put together, bare as its tokens are.
BareGroup = tuple[tuple[Bare, ...], Relation, Unit | None, int, int, str, str]


class Group(NamedTuple):
    """Numbers read together. unit: of all of them; shared: the multiplier they share where it is printed elsewhere."""

    tokens: tuple[Token, ...]
    relation: Relation
    unit: Unit | None
    start: int
    stop: int
    shared: str = ""
    joined: str = ""


def groups(text: str, found: list[Bare], touched: list[int]) -> list[BareGroup]:
    """The tokens in groups, in text order; a token alone is a group too. `touched`: where some are next to damage."""
    return _listed(text, _paired(text, mended(text, found, touched)))


def named(group: BareGroup) -> Group:
    """A group whose parts have names, and those of its tokens."""
    if isinstance(group, Group):
        return group
    parts, relation, unit, start, stop, shared, joined = group
    return _new(Group, (tuple([_new(Token, t) for t in parts]), relation, unit, start, stop, shared, joined))


def _paired(text: str, found: list[Bare]) -> list[BareGroup]:
    out: list[BareGroup] = []
    joints, stop, last = _joints(), -_WIDEST - 1, None
    halves = _halves() if any(half in text for half in _halves()) else frozenset()
    for token in found:
        start, _, _, end, _, arabic, _, unit, _ = token
        if start - stop <= _WIDEST:
            joined = text[stop] in joints if start > stop else last is not None and (unit is None or unit.part)
            if joined and (wider := _with(text, named(out[-1]), Token(*token))) is not None:
                out[-1], stop, last = wider, wider.stop, wider.unit
                continue
            if last is None and unit is not None and arabic and out[-1][0][0][5]:
                made = _mended(text, Token(*token), out)
                out.append(made)
                stop, last = made.stop, made.unit
                continue
        stop, last = end, unit
        if halves and text[stop:stop + 1] in halves:
            out.append(made := _single(text, Token(*token)))
            stop = made.stop
        else:
            out.append(((token,), "one", unit, start, stop, "", ""))
    return out


def _mended(text: str, token: Token, out: list[BareGroup]) -> Group:
    """A number with the digits broken off before it; `damaged` where they cannot be read together."""
    if token.unit is None or token.unit.kind == "none" or not (made := whole(text, token)):
        single = _single(text, token)
        return single._replace(joined="damaged") if token.unit and broken(text, token) else single
    while out and out[-1][3] >= made.start:
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


def _listed(text: str, out: list[BareGroup]) -> list[BareGroup]:
    """Numbers without a unit take the one at the end of their list: 3、5和8亿元. The list is changed and given back."""
    begin, next_ = len(text) + 3, None
    for i in range(len(out) - 1, -1, -1):
        _, _, unit, start, stop, _, _ = out[i]
        if begin - stop <= 2 and next_ is not None and next_.kind != "none" and (unit is None or _shortened(unit, next_)):
            made = _sharing(text, named(out[i]), named(out[i + 1]))
            if made is not None:
                out[i], unit = made, made.unit
        begin, next_ = start, unit
    return out


def _sharing(text: str, here: Group, after: Group) -> Group | None:
    """A group with the unit of the one behind it in its list; None where they make no list."""
    assert after.unit is not None
    if text[here.stop:after.start].strip(SPACES) not in _signs("lists_shared") or here.relation not in ("one", "range"):
        return None
    token = here.tokens[-1]
    numbered = _opens(text, here.start) and after.joined != "list"  # 3、5亿元 may be item 3; 3、5和8亿元 is a list
    if numbered or (not token.arabic and len(token.text) < 2 and after.unit.kind == "count"):
        return None
    shared = after.shared or _scale(after.tokens[-1].text)
    return here._replace(unit=after.unit, shared="" if token.scaled and token.arabic else shared, joined="list")


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
