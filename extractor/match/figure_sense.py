"""What a number is: a figure with the unit that it carries or implies, a class of size, or the reason why it is none."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from extractor.match import figure_words as words
from extractor.match.figure_context import After, Before, before, sized, upward
from extractor.match.figure_groups import Group
from extractor.match.figure_tokens import SPACES, Token, is_han
from extractor.match.figure_units import Unit, unit_at, unit_firsts

_SHORT: Final = 60
_CLAUSE: Final = 16
_LISTED: Final = 48
_QUOTED: Final = 24
_WORD: Final = 5
_CURRENCY: Final = Unit("", "money", "CNY", "money")


def refused(text: str, group: Group, left: Before, right: After) -> str | None:
    """Why a number with a unit is no figure after all; None where it is one."""
    unit, token = group.unit, group.tokens[0]
    assert unit is not None
    if unit.kind == "count" and numbered(text, group, unit):
        return "ordinal"
    if token.arabic or group.relation in ("sum", "product", "doubling"):
        small = unit.kind == "count" and len(token.text) < 3 and group.relation == "one"
        return "idiom" if small and quoted(text, group.start, group.stop) else None
    cheque = token.text[0] in words.financial() and unit.kind in ("count", "measure")
    if len(token.text) < 3 and (cheque or _fixed_word(text, token.start, group.stop)):
        return "idiom"
    small = len(token.text) == 1 and token.text in words.digits()
    if unit.kind == "money":
        return _no_amount(text, group, small, left, right)
    if unit.kind == "count":
        return _no_count(text, group, unit, small, left)
    if unit.arabic and (small or token.text in words.tens()):
        return "idiom"
    if unit.kind == "multiple" and small and text[token.start - 1:token.start] in words.idiom_before():
        return "idiom"
    if unit.kind == "measure":
        if token.text in words.ones() and not group.joined and len(text) > _SHORT:
            return "article"
        if len(token.text) == 1 and bare_scale(token) and not (left.qualifier or right.qualifier):
            return "idiom"
    return None


def numbered(text: str, group: Group, unit: Unit) -> bool:
    """Whether the number tells a place in a row: 排名由41位升至37位, 十三届五次全会."""
    for entry in words.numbered().get(unit.word, ()):
        if (not entry.after or entry.after.match(text, group.stop)) and entry.before.search(
                text, max(0, group.start - _CLAUSE), group.start):
            return True
    return False


def named(text: str, group: Group) -> bool:
    """Whether letters or a stake stand before the digits: PM2.5, K12+300处; not before money and shares (GDP3%)."""
    at = group.start
    char = text[at - 1:at]
    if char.isascii() and (char.isalpha() or (char == "+" and text[at - 2:at - 1].isdigit())):
        return group.unit is None or (group.unit.kind in ("count", "measure", "none") and before(text, at).currency is None)
    return False


def in_english(text: str, group: Group) -> Group:
    """The group with the English multiplier behind it where a currency stands beside both: US$3.5 billion, $5m."""
    token = group.tokens[-1]
    found = words.english_scale().match(text, token.end) if token.arabic and group.relation in ("one", "range") else None
    if found is None:
        return group
    factor, unit, stop = words.english()[found[1].lower()], unit_at(text, found.end()), found.end()
    if unit is not None and unit.kind == "money" and not unit.part:
        unit, stop = replace(unit, factor=factor), stop + len(unit.word)
    elif before(text, group.start).currency:
        unit = Unit(found[1], "money", "CNY", "money", factor)
    else:
        return group
    return group._replace(tokens=tuple([t._replace(unit=None) for t in group.tokens]), unit=unit, stop=stop)


def implied(text: str, group: Group, left: Before, right: After) -> Unit | None:
    """Money where the unit is not printed: behind a currency sign, in a clause about money, or alone in the string."""
    token = group.tokens[-1]
    if group.unit is not None and group.unit.part:
        return None
    if left.currency:
        return _CURRENCY
    last = token.text[-1]
    if not token.scaled or (not token.arabic and words.big().isdisjoint(token.text)):
        return None
    if right.qualifier == "order" and last in words.hundred_millions():
        return _CURRENCY
    alone = len(text) < _SHORT and not text[group.stop + right.size:].strip()
    if alone and not text[:group.start].strip(SPACES + left.words):
        return _CURRENCY
    if last not in words.big() and (token.arabic or words.big().isdisjoint(token.text)):
        return None
    if not words.each().isdisjoint(token.text):
        return _CURRENCY
    stop, ahead = group.start, group.start - len(left.words)
    if left.words and text[ahead - 1:ahead] in ("，", ","):
        stop = ahead - 1
    clause = text[max(0, stop - _LISTED):stop]
    if (cue := words.money_before().search(clause)) and not words.other_things().search(clause, cue.start()):
        return _CURRENCY
    if words.money_behind().match(text, group.stop) and not words.other_things().search(clause[-_CLAUSE:]):
        return _CURRENCY
    return None


def thing(text: str, group: Group, left: Before) -> bool:
    """Whether 块 behind digits classifies things (218块展板): no word for money stands before, and more than the amount."""
    alone = not text[group.stop:].strip() and not text[:group.start].strip(SPACES + left.words)
    if left.currency or group.relation != "one" or alone:
        return False
    return not words.money_before().search(text[max(0, group.start - _CLAUSE):group.start])


def soft(text: str, group: Group, unit: Unit, left: Before, right: After) -> bool:
    """Whether the figure names a class: 亿元以上项目, 10千伏线路, 超过100人的企业."""
    token = group.tokens[0]
    if right.qualifier == "order":
        return True
    if unit.kind == "money" and len(group.tokens) == 1 and bare_scale(token):
        return not left.qualifier or right.qualifier is not None
    if unit.kind == "money" and not left.qualifier and not right.qualifier:
        return classed(text, group, left)
    if unit.dimension == "voltage" or right.qualifier in ("at_least", "at_most"):
        return sized(text, group.stop + right.size)
    return left.qualifier in ("more_than", "at_least", "at_most", "less_than") and sized(text, group.stop, near=True)


def classed(text: str, group: Group, left: Before) -> bool:
    """Whether a round amount names the class of what follows at once: 10亿元项目; not one project's amount."""
    if group.relation != "one" or left.qualifier or left.currency or not words.at_once().match(text, group.stop):
        return False
    token = group.tokens[0]
    if not bare_scale(token) and token.text.rstrip("".join(words.scales())) not in words.round_figures():
        return False
    ahead = text[max(0, group.start - _CLAUSE):group.start]
    return not ahead.endswith(tuple(words.each())) and not words.money_before().search(ahead)


def bare_scale(token: Token) -> bool:
    """Whether a numeral has multipliers only: 亿, 千, 百亿; 十万 is a number."""
    if token.arabic or token.text[0] not in words.scales() or token.text[0] in words.tens():
        return False
    return all(c in words.scales() for c in token.text)


def quoted(text: str, start: int, stop: int) -> bool:
    """Whether a small number stands in a slogan between quotation marks: “两个屏障、两个基地”."""
    if not words.opening_quotes().search(text, start - _QUOTED if start > _QUOTED else 0, start):
        return False
    opening, closing, stops = words.quotes()
    ahead = text[max(0, start - _QUOTED):start]
    behind = text[stop:stop + _QUOTED]
    left = max(ahead.rfind(c) for c in opening)
    if left < 0 or left < max(ahead.rfind(c) for c in closing if c not in opening):
        return False
    right = min((behind.find(c) for c in closing if c in behind), default=-1)
    return right >= 0 and not any(c in stops for c in ahead[left + 1:] + behind[:right])


def _no_amount(text: str, group: Group, small: bool, left: Before, right: After) -> str | None:
    """万元 without a bound is a unit; 三元 in a name is none, 一块 a piece."""
    token, unit = group.tokens[0], group.unit
    assert unit is not None
    if bare_scale(token):
        bounded = right.qualifier or left.qualifier or upward(text, token.start)
        large = len(token.text) > 1 and token.text[-1] in words.hundred_millions()
        return None if bounded or large or classed(text, group, left) else "unit"
    if not small or group.relation != "one" or len(unit.word) > 1:
        return None
    follows = text[group.stop:group.stop + 1]
    if unit.word in words.loose_money():
        return None if len(text) < _SHORT and not follows.strip() else "article"
    if not follows or follows in words.after_amount():
        return None
    return None if words.money_before().search(text[max(0, group.start - _CLAUSE):group.start]) else "name"


def _no_count(text: str, group: Group, unit: Unit, small: bool, left: Before) -> str | None:
    """一 and two to nine before a classifier may be an article, a slogan or an idiom."""
    token = group.tokens[0]
    if unit.arabic and not any(c in words.places() for c in token.text):
        return "idiom"
    if len(token.text) == 1 and bare_scale(token) and not (left.qualifier or upward(text, token.start)):
        return "idiom"
    if len(token.text) < 3 and group.relation == "one" and quoted(text, group.start, group.stop):
        return "idiom"
    if not small or group.relation != "one" or group.joined:
        return None
    if token.text in words.ones():
        return None if words.one_counts().search(text, max(0, token.start - 8), token.start) else "article"
    if _twin(text, token.start) or words.slogans().match(text, group.stop):
        return "idiom"
    return "article" if unit.article else None


def _fixed_word(text: str, start: int, stop: int) -> bool:
    """Whether a numeral and its unit lie within an idiom, a term or the name of a place: 七台河, 二次供水."""
    window = max(0, start - _WORD)
    found = words.idioms().search(text, window, stop + _WORD)
    while found and found.start() <= start:
        if found.end() >= stop:
            return True
        found = words.idioms().search(text, found.start() + 1, stop + _WORD)
    return False


def _twin(text: str, at: int) -> bool:
    """Whether two small numerals make an idiom together: 三番五次."""
    between = text[at - 1:at]
    return at > 1 and text[at - 2] in words.digits() and is_han(between) and between not in unit_firsts()
