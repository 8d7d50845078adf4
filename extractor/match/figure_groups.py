"""Numbers that belong together: ranges, sums of a currency's parts, products, lists with one unit for all."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import Final, Literal, NamedTuple

from extractor.match.figure_damage import broken, mended, whole
from extractor.match.figure_tokens import SPACES, Bare, Token
from extractor.match.figure_units import Unit, alternatives, spelled
from patterns import table

Relation = Literal["one", "range", "sum", "product", "doubling"]
_WIDEST: Final = 4
_MOST: Final = 4
_new: Final = tuple.__new__  # a named tuple's own constructor takes three times as long


class Group(NamedTuple):
    """Numbers read together. unit: of all of them; shared: the multiplier they share where it is printed elsewhere."""

    tokens: tuple[Token, ...]
    relation: Relation
    unit: Unit | None
    start: int
    stop: int
    shared: str = ""
    joined: str = ""


# A number by itself stands for the group of it alone, as most do.
Item = Bare | Group


def groups(text: str, found: list[Bare], touched: list[int]) -> list[Item]:
    """The tokens in groups, in text order; one by itself stays as it is. `touched`: where some are next to damage."""
    found = mended(text, found, touched)
    near = _near(text, found)
    return _paired(text, found, near) if near else [*found]


def named(item: Item) -> Group:
    """A group whose parts have names, and those of its tokens."""
    if isinstance(item, Group):
        return item
    return _new(Group, ((_new(Token, item),), "one", item[7], item[0], item[3], "", ""))


def place(item: Item) -> int:
    """Where a group begins."""
    return item.start if isinstance(item, Group) else item[0]


def _near(text: str, found: list[Bare]) -> list[int]:
    """Which tokens may belong to the one before them, for so little stands between, or to a 半 behind them."""
    links, halves = _links(), _halves()
    near = [i for i, (a, b) in enumerate(pairwise(found), 1) if b[0] - a[3] <= _WIDEST + 1 and (
        a[7] is None or b[7] is None or b[7].part or text[a[3]:a[3] + 1] in links)]
    if not any(half in text for half in halves):
        return near
    return sorted({*near, *(i for i, token in enumerate(found) if text[token[3]:token[3] + 1] in halves)})


def _paired(text: str, found: list[Bare], near: list[int]) -> list[Item]:
    out: list[Item] = []
    pairs: list[int] = []
    halves, done = _halves(), 0
    for i in near:
        out += found[done:i]
        done = i + 1
        token = found[i]
        if out and (made := _with_last(text, token, out)):
            out.append(made)
        elif token[3] < len(text) and text[token[3]] in halves:
            out.append(_single(text, _new(Token, token)))
        else:
            out.append(token)
        pairs.append(len(out) - 2)
    out += found[done:]
    return _listed(text, out, pairs)


def _with_last(text: str, token: Bare, out: list[Item]) -> Group | None:
    """The last group widened by a token, which leaves the list; or the token mended; None where it is another number."""
    start, unit = token[0], token[7]
    before = out[-1]
    stop, last, arabic = (before.stop, before.unit, before.tokens[0].arabic) if isinstance(before, Group) else (
        before[3], before[7], before[5])
    if start - stop > _WIDEST:
        return None
    joined = text[stop] in _joints() if start > stop else last is not None and (unit is None or unit.part)
    if joined and (wider := _with(text, named(before), _new(Token, token))) is not None:
        out.pop()
        return wider
    return _mended(text, _new(Token, token), out) if last is None and unit is not None and token[5] and arabic else None


def _mended(text: str, token: Token, out: list[Item]) -> Group:
    """A number with the digits broken off before it; `damaged` where they cannot be read together."""
    if token.unit is None or token.unit.kind == "none" or not (made := whole(text, token)):
        single = _single(text, token)
        return single._replace(joined="damaged") if token.unit and broken(text, token) else single
    while out and place(out[-1]) >= made.start:
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


def _listed(text: str, out: list[Item], pairs: list[int]) -> list[Item]:
    """Numbers without a unit take the one at the end of their list: 3、5和8亿元. The list is changed and given back.

    pairs: the places of the groups that the next stands near to.
    """
    for i in reversed(pairs):
        if not 0 <= i < len(out) - 1:
            continue
        here, after = named(out[i]), named(out[i + 1])
        if after.start - here.stop <= 2 and after.unit is not None and after.unit.kind != "none" and (
                here.unit is None or _shortened(here.unit, after.unit)) and (made := _sharing(text, here, after)):
            out[i] = made
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
def _links() -> frozenset[str]:
    """The characters between two numbers with units that may belong together all the same."""
    return _joints() | _halves() | _signs("lists_shared")


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
