"""Figures as matched → mentions with exact values, bounds and units."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from extractor.model import Document, Figure, Mention, Numeral, Qualifier, Quantity, Unread, View
from extractor.normalise.numerals import Value, closing_scale, multiplied, numeral, plus, simple, times

_new: Final = tuple.__new__  # a named tuple's own constructor takes three times as long


def figures(found: Iterable[Figure], document: Document, view: View) -> tuple[tuple[Mention, ...], tuple[Unread, ...]]:
    """The figures with their values, in text order, and those whose print gives none (reason `damaged`)."""
    mentions: list[Mention] = []
    unread: list[Unread] = []
    text, index = document.text, view.index
    for figure in found:
        kind, at, _, _, _, _, _, _, _, _, pattern, notes = figure
        first, last = at
        start, end = index[first], index[last - 1] + 1
        if end - start != last - first:
            start, end = view.read(first, last)
        value = quantity(figure)
        surface = text[start:end]
        if value is None:
            unread.append(Unread(start, end, surface, "damaged"))
        else:
            mentions.append(_new(Mention, (kind, start, end, surface, at, value, None, None, None, pattern, notes, "")))
    return tuple(mentions), tuple(unread)


def quantity(figure: Figure) -> Quantity | None:
    """The quantity of a figure in base units; None where its numerals give no value."""
    _, _, numerals, unit, relation, dimension, bound, negative, soft, per, _, _ = figure
    text, shared, factor, repaired = numerals[0]
    if relation == "one" and bound != "order" and not (shared or factor or repaired) and (plainly := simple(text)):
        number, step = plainly
        return _new(Quantity, (number.copy_negate() if negative else number, None, None, unit, dimension, bound, soft, step,
                               per))
    if relation == "range":
        return _range(figure)
    values = [_value(n) for n in figure.numerals]
    value = values[0]
    if value is None:
        return None
    for other in values[1:]:
        if other is None:
            return None
        value = _added(value, other) if figure.relation == "sum" else _product(value, other)
    if figure.relation == "doubling":
        value = value._replace(low=Decimal(2 ** int(value.low)), high=Decimal(2 ** int(value.high)))
    return _stated(figure, value)


def _stated(figure: Figure, value: Value) -> Quantity:
    if value.low != value.high:
        vague: Qualifier = "approx" if figure.qualifier == "exact" else figure.qualifier
        return _between(figure, value.low, value.high, value.step, vague)
    number = value.low.copy_negate() if figure.negative else value.low
    bound: Qualifier = "more_than" if value.open and figure.qualifier in ("exact", "approx") else figure.qualifier
    low = high = None
    if bound == "order" and str(number).rstrip("0") == "1":
        low, high = number, times(number, Decimal(10))
    return Quantity(number, low, high, figure.unit, figure.dimension, bound, figure.soft, value.step, figure.per)


def _between(figure: Figure, low: Decimal, high: Decimal, step: Decimal, bound: Qualifier) -> Quantity:
    if figure.negative:
        low, high = high.copy_negate(), low.copy_negate()
    return Quantity(None, low, high, figure.unit, figure.dimension, bound, figure.soft, step, figure.per)


def _range(figure: Figure) -> Quantity | None:
    """Low and high; the low end shares the multiplier of the high one where it prints none and stays below it."""
    first, second = figure.numerals[0], figure.numerals[-1]
    high, low = _value(second), _value(first)
    if high is None or low is None:
        return None
    scale = first.shared or closing_scale(second.text, first.text)
    if scale and closing_scale(first.text)[-1:] != scale[-1:]:
        tried = _value(Numeral(first.text, scale, first.factor))
        if tried is not None and tried.low < high.high:
            low = tried
    if low.low > high.high:
        return None
    return _between(figure, low.low, high.high, high.step, figure.qualifier)


def _value(part: Numeral) -> Value | None:
    value = numeral(part.repaired or part.text, part.shared)
    return multiplied(value, Decimal(part.factor)) if value is not None and part.factor else value


def _added(a: Value, b: Value) -> Value:
    return Value(plus(a.low, b.low), plus(a.high, b.high), a.open or b.open, min(a.step, b.step))


def _product(a: Value, b: Value) -> Value:
    return Value(times(a.low, b.low), times(a.high, b.high), a.open or b.open, times(a.low, b.step))
