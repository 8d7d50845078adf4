"""Figures as printed: money, percent, points, multiples, counts and measures, and the numbers that are none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import cast

from extractor.match.figure_context import After, Before, after, before, bounded, denominator, far, sized, upward
from extractor.match.figure_groups import Group, groups
from extractor.match.figure_tables import headed
from extractor.match.figure_tokens import SPACES, Token, tokens
from extractor.match.figure_units import Unit, alternatives
from extractor.match.figure_unread import ordered, reason
from extractor.model import Figure, Kind, Numeral, Outline, Span, Unread, View
from patterns import table

_SHORT = 60


def figures(view: View, outline: Outline) -> tuple[tuple[Figure, ...], tuple[Unread, ...]]:
    """The figures of a view in text order, and the runs of digits and numerals that are none, each with a reason."""
    text = view.text
    local = _local(text)
    addresses = [m.span() for m in _address().finditer(text)] if "://" in text or "www." in text else []
    found: list[Figure] = []
    unread: list[Unread] = []
    spread: list[tuple[bool, bool]] = []
    for group in _all(text):
        figure: Figure | str
        if addresses and any(a <= group.start < b for a, b in addresses):
            figure = "address"
        else:
            figure = _figure(text, group, local, spread)
        if isinstance(figure, str):
            for token in group.tokens:
                at = view.read(token.at, token.end)
                unread.append(Unread(at.start, at.end, text[token.at:token.end], figure))
        else:
            found.append(figure)
    found = _spread(text, found, spread)
    if outline.rows:
        found, unread = _with_tables(view, outline, found, unread)
    return tuple(found), tuple(unread)


def _with_tables(view: View, outline: Outline, found: list[Figure], unread: list[Unread]) -> tuple[list[Figure], list[Unread]]:
    """The figures with those of bare table cells, which leave the list of unread numbers."""
    cells = list(headed(view.text, outline.rows))
    taken = [f.at for f in found]
    cells = [c for c in cells if not any(c.at.meets(t) for t in taken)]
    starts = {view.read(c.at.start, c.at.end).start for c in cells}
    return sorted([*found, *cells], key=lambda f: f.at), [u for u in unread if u.start not in starts]


def _all(text: str) -> list[Group]:
    """The groups of the text; 翻两番 and 打对折 are read as wholes."""
    fixed = [*_fixed(text)]
    every = tokens(text)
    if fixed:
        spans = [(g.start, g.stop) for g in fixed]
        every = [t for t in every if not any(a <= t.start < b for a, b in spans)]
        return sorted([*groups(text, every), *fixed], key=lambda g: g.start)
    return groups(text, every)


def _fixed(text: str) -> Iterator[Group]:
    if table("figures/percent")["multiple"]["times"][0] not in text and "折" not in text:
        return
    multiple = table("figures/percent")["multiple"]["canonical"]
    for found in _doublings().finditer(text):
        number = found["number"]
        unit = Unit(found[0], "multiple" if found["times"] else "percent", multiple if found["times"] else "%",
                    "multiple" if found["times"] else "percent")
        at, end = found.span("number") if number else found.span()
        token = Token(found.start(), at, end, found.end(), number or "1" if found["times"] else "50", True, False, unit)
        yield Group((token,), "doubling" if found["times"] else "one", unit, *found.span())


def _figure(text: str, group: Group, local: str, spread: list[tuple[bool, bool]]) -> Figure | str:
    """The figure that a group is, or the reason why it is none."""
    unit, token = group.unit, group.tokens[0]
    if unit is not None and unit.reason == "grade" and _grouped(group.tokens[-1]):
        unit, group = None, group._replace(unit=None, stop=group.tokens[-1].end)
    if (unit is not None and unit.kind == "none") or ordered(text, group.start):
        return reason(text, group)
    if group.joined == "damaged":
        return "damaged"
    if _named(text, group) or token.text.count(".") > 1:
        return reason(text, group) if unit is None else "name"
    left, right = before(text, group.start), after(text, group.stop)
    qualifier = bounded(left, right)
    if not token.arabic and _bare_scale(token) and left.qualifier is None and upward(text, token.start):
        qualifier = "at_least"
    soft = qualifier == "order"
    if unit is None or (unit.part and not group.joined and group.relation == "one" and unit.word in _lone_parts()):
        unit = _implied(text, group, left, right)
        if unit is None:
            return reason(text, group)
    elif why := _refused(text, group, left, right):
        return why
    soft = soft or _soft(text, group, unit, left, right)
    if qualifier == "exact":
        qualifier = far(text, left.start, share=unit.kind == "percent") or qualifier
    spread.append((right.qualifier is not None and qualifier == right.qualifier, left.each))
    code = unit.unit
    if unit.kind == "money":
        code = left.currency if left.currency and code == "CNY" else local if code == "CNY" and unit.word in "元圓圆" else code
    per = denominator(text, group.stop) or (_rate(text, left.start) if unit.kind in ("measure", "count") else None)
    return Figure(cast(Kind, unit.kind), Span(group.start, group.stop), _numerals(group), code, group.relation,
                  unit.dimension, qualifier, left.negative, soft, per, unit.kind, _notes(group))


def _notes(group: Group) -> tuple[str, ...]:
    return tuple(f"read as {t.repaired}" for t in group.tokens if t.repaired)


def _numerals(group: Group) -> tuple[Numeral, ...]:
    return tuple(Numeral(t.text, group.shared, t.unit.factor if t.unit else group.unit.factor if group.unit else "", t.repaired)
                 if t.unit is None or t.unit.word not in _discounts() else _discount(t) for t in group.tokens)


def _discount(token: Token) -> Numeral:
    """75折 and 七五折 print the percent, 9折 and 6.5折 a tenth of it."""
    digits = table("figures/numerals")["digits"]
    if token.text in table("figures/numerals")["words"]["half"]:
        return Numeral(token.text, factor="100")
    whole = (len(token.text.strip()) == 2 and all(c.isdigit() or c in digits for c in token.text)) or " " in token.text
    text = "".join(str(digits.get(c, c)) for c in token.text) if whole else token.text
    return Numeral(text.replace(" ", ""), factor="" if whole else "10")


def _refused(text: str, group: Group, left: Before, right: After) -> str | None:
    """Why a number with a unit is no figure after all; None where it is one."""
    unit, token = group.unit, group.tokens[0]
    assert unit is not None
    if token.arabic or group.relation in ("sum", "product", "doubling"):
        small = unit.kind == "count" and len(token.text) < 3 and group.relation == "one"
        return "idiom" if small and _quoted(text, group) else None
    if unit.kind == "money":
        if _bare_scale(token) and not _bounded_scale(text, token, left, right):
            return "unit"
        return "name" if len(token.text) == 1 and group.relation == "one" and not _paid(text, group) else None
    small = len(token.text) == 1 and token.text in table("figures/numerals")["digits"]
    if unit.arabic and small:
        return "idiom"
    if unit.kind == "multiple" and small and text[token.start - 1:token.start] in ("事", "加"):
        return "idiom"
    if unit.kind == "count":
        return _slogan(text, group, unit, small, left)
    if unit.kind == "measure" and token.text in _ones() and not group.joined and len(text) > _SHORT:
        return "article"
    if unit.kind == "measure" and _bare_scale(token) and len(token.text) == 1 and not (left.qualifier or right.qualifier):
        return "idiom"
    return None


def _paid(text: str, group: Group) -> bool:
    """Whether 三元 is money: the sentence goes on as behind an amount, or a word for money stands before it."""
    token, unit = group.tokens[0], group.unit
    assert unit is not None
    if len(unit.word) > 1 or _bare_scale(token):
        return True
    follows = text[group.stop:group.stop + 1]
    if unit.word not in _loose_money():
        return not follows or follows in _after_amount() or bool(_cues().search(text[max(0, group.start - 16):group.start]))
    return len(text) < _SHORT and not follows.strip()


def _slogan(text: str, group: Group, unit: Unit, small: bool, left: Before) -> str | None:
    token = group.tokens[0]
    if unit.arabic and not any(c in table("figures/numerals")["places"] for c in token.text):
        return "idiom"
    if _bare_scale(token) and not (left.qualifier or upward(text, token.start) or len(token.text) > 1):
        return "idiom"
    if not small or group.relation != "one" or group.joined:
        return None
    if token.text in _ones():
        return None if _one_counts().search(text, max(0, token.start - 6), token.start) else "article"
    if _quoted(text, group) or _slogans().match(text, group.stop):
        return "idiom"
    return "article" if unit.article else None


def _implied(text: str, group: Group, left: Before, right: After) -> Unit | None:
    """Money where the unit is not printed: behind a currency sign, in a clause about money, or alone in the string."""
    if group.unit is not None and group.unit.part:
        return None
    token = group.tokens[-1]
    money = Unit("", "money", "CNY", "money")
    if left.currency:
        return money
    if not token.scaled or (not token.arabic and not _grouped(token)):
        return None
    if right.qualifier == "order" and token.text[-1:] in _hundred_millions():
        return money
    if len(text) < _SHORT and not text[:group.start].strip(SPACES + left.words) and not text[right.stop:].strip():
        return money
    if token.text[-1] not in _groups():
        return None
    clause = text[max(0, group.start - 16):group.start]
    if (cue := _cues().search(clause)) and not _other_things().search(clause, cue.start()):
        return money
    if _cues_behind().match(text, group.stop) and not _other_things().search(clause):
        return money
    return None


def _soft(text: str, group: Group, unit: Unit, left: Before, right: After) -> bool:
    """Whether the figure names a class: 亿元以上项目, 10千伏线路, 超过100人的企业."""
    token = group.tokens[0]
    if unit.kind == "money" and not token.arabic and _bare_scale(token) and len(group.tokens) == 1:
        return not left.qualifier or right.qualifier is not None
    if unit.dimension == "voltage":
        return sized(text, right.stop)
    if right.qualifier in ("at_least", "at_most"):
        return sized(text, right.stop)
    return left.qualifier in ("more_than", "at_least", "at_most", "less_than") and sized(text, group.stop, near=True)


def _spread(text: str, found: list[Figure], spread: list[tuple[bool, bool]]) -> list[Figure]:
    """A bound printed after the last of a list holds for all of it; so does a sign or 分别 with a bound before the first."""
    shared, behind = _list_signs(), len(found) - 1
    out = list(found)

    def linked(i: int) -> bool:
        a, b = out[i], out[i + 1]
        return b.at.start - a.at.end <= 3 and a.kind == b.kind and text[a.at.end:b.at.start].strip(SPACES) in shared

    for i in range(behind - 1, -1, -1):
        after_list = spread[i + 1][0] and out[i + 1].qualifier != "order"
        if after_list and out[i].qualifier == "exact" and linked(i):
            out[i] = replace(out[i], qualifier=out[i + 1].qualifier, soft=out[i + 1].soft)
            spread[i] = (True, spread[i][1])
    for i in range(behind):
        if (out[i].negative or spread[i][1]) and linked(i):
            each = spread[i][1] and out[i + 1].qualifier == "exact"
            bound = out[i].qualifier if each else out[i + 1].qualifier
            if bound != out[i + 1].qualifier or (out[i].negative and not out[i + 1].negative):
                out[i + 1] = replace(out[i + 1], qualifier=bound, negative=out[i].negative)
            spread[i + 1] = (spread[i + 1][0], spread[i][1])
    return out


def _quoted(text: str, group: Group) -> bool:
    """Whether a small numeral stands in a slogan between quotation marks: “两个屏障、两个基地”."""
    opening, closing = _quotes()
    before_, after_ = text[max(0, group.start - 24):group.start], text[group.stop:group.stop + 24]
    left = max(before_.rfind(c) for c in opening)
    if left < 0 or left < max(before_.rfind(c) for c in closing if c not in opening):
        return False
    inside = before_[left + 1:]
    right = min((after_.find(c) for c in closing if c in after_), default=-1)
    return right >= 0 and not any(c in _stops() for c in inside + after_[:right])


def _named(text: str, group: Group) -> bool:
    """Whether letters stand right before the digits: PM2.5, A3栋; not before money and shares (GDP3%)."""
    at = group.start
    char = text[at - 1:at]
    if char.isascii() and char.isalpha():
        return group.unit is None or (group.unit.kind in ("count", "measure", "none") and before(text, at).currency is None)
    return False


def _bare_scale(token: Token) -> bool:
    """Whether a numeral has multipliers only: 亿, 千, 百亿."""
    scales = _scales()
    return not token.arabic and token.text[0] not in _tens() and all(c in scales for c in token.text)


def _bounded_scale(text: str, token: Token, left: Before, right: After) -> bool:
    if right.qualifier or left.qualifier or upward(text, token.start):
        return True
    return len(token.text) > 1 and token.text[-1] in _hundred_millions()


def _grouped(token: Token) -> bool:
    return token.text[-1] in _groups()


def _rate(text: str, at: int) -> str | None:
    found = _rates().search(text, max(0, at - 6), at)
    return _rate_words()[found[0]] if found else None


def _local(text: str) -> str:
    """What 元 means in this text: the money of Hong Kong, Taiwan or Macao where a traditional text names it."""
    if not any(c in text for c in "萬億幣圓"):
        return "CNY"
    counts = {code: sum(text.count(w) for w in words) for code, words in table("figures/money")["local"].items()}
    best = max(counts, key=lambda code: counts[code])
    return best if counts[best] and "人民幣" not in text else "CNY"


@cache
def _list_signs() -> frozenset[str]:
    return frozenset(table("figures/bounds")["lists"]["shared"])


@cache
def _scales() -> frozenset[str]:
    data = table("figures/numerals")
    return frozenset([*data["places"], *data["groups"]])


@cache
def _tens() -> frozenset[str]:
    return frozenset(k for k, v in table("figures/numerals")["places"].items() if v == 1)


@cache
def _groups() -> frozenset[str]:
    data = table("figures/numerals")
    return frozenset([*data["groups"], *data["letters"]])


@cache
def _hundred_millions() -> frozenset[str]:
    return frozenset(k for k, v in table("figures/numerals")["groups"].items() if v == 8)


@cache
def _ones() -> frozenset[str]:
    return frozenset(k for k, v in table("figures/numerals")["digits"].items() if v == 1)


@cache
def _quotes() -> tuple[str, str]:
    quotes = table("figures/counts")["quotes"]
    return "".join(quotes["open"]), "".join(quotes["close"])


@cache
def _stops() -> frozenset[str]:
    return frozenset(table("figures/counts")["quotes"]["stops"])


@cache
def _loose_money() -> frozenset[str]:
    return frozenset(table("figures/money")["parts"]["loose"])


@cache
def _after_amount() -> frozenset[str]:
    return frozenset(table("figures/money")["parts"]["amount_before"])


@cache
def _discounts() -> frozenset[str]:
    return frozenset(["折"])


@cache
def _lone_parts() -> frozenset[str]:
    return frozenset(table("figures/money")["parts"]["never_alone"])


@cache
def _one_counts() -> re.Pattern[str]:
    data = table("figures/counts")["one"]
    return re.compile(rf"(?:{alternatives(data['after'])}|(?:{alternatives(data['only'])})[\u3400-\u9fff]{{0,3}})\Z")


@cache
def _slogans() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives(table('figures/counts')['slogan_after'])})")


@cache
def _cues() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives(table('figures/money')['cues']['before'])})[^，。；;！？\n]{{0,12}}\Z")


@cache
def _cues_behind() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives(table('figures/money')['cues']['after'])})")


@cache
def _other_things() -> re.Pattern[str]:
    return re.compile(alternatives(table("figures/money")["cues"]["not_before"]))


@cache
def _rate_words() -> dict[str, str]:
    return {w: per for per, words in table("figures/bounds")["rates"]["words"].items() for w in words}


@cache
def _rates() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives(_rate_words())})\Z")


@cache
def _doublings() -> re.Pattern[str]:
    data = table("figures/percent")
    multiple, numerals = data["multiple"], table("figures/numerals")["digits"]
    turn = alternatives(multiple["turn"])
    return re.compile(rf"(?:{turn})(?P<number>[{''.join(numerals)}1-9])?(?P<times>{alternatives(multiple['times'])})"
                      rf"|(?:{alternatives(data['percent']['whole'])})")


@cache
def _address() -> re.Pattern[str]:
    return re.compile(r"(?:https?://|www\.)[!-~]+")
