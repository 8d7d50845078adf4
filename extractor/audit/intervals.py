"""Exact interval arithmetic: a printed figure stands for every value that prints so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import lcm

from extractor.model import Mention

_NUMBER = re.compile(r"\d[\d,，]*(?:\.\d+)?")
_SPACE = re.compile(r"\s+")
APPROX = Fraction(1, 20)
"""How far 约 and 左右 reach on both sides, and 近 below, as a part of the value (half the last printed digit if more)."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A closed interval of exact numbers; None is open on that side.

    >>> Interval(Fraction(2), Fraction(3)) + Interval(Fraction(1), Fraction(1))
    Interval(low=Fraction(3, 1), high=Fraction(4, 1))
    """

    low: Fraction | None
    high: Fraction | None

    def meets(self, other: Interval) -> bool:
        return _at_most(self.low, other.high) and _at_most(other.low, self.high)

    def __add__(self, other: Interval) -> Interval:
        return Interval(_sum(self.low, other.low), _sum(self.high, other.high))

    def __neg__(self) -> Interval:
        return Interval(None if self.high is None else -self.high, None if self.low is None else -self.low)

    def __sub__(self, other: Interval) -> Interval:
        return self + (-other)

    def __mul__(self, factor: Fraction | int) -> Interval:
        """Times a number above 0."""
        return Interval(None if self.low is None else self.low * factor, None if self.high is None else self.high * factor)

    def over(self, other: Interval) -> Interval:
        """The quotient where both stand for amounts above 0; anything at all where the divisor may be 0 or less."""
        if other.low is None or other.low <= 0:
            return ANY if other.high is None or other.high <= 0 else Interval(_ratio(self.low, other.high), None)
        low = Fraction(0) if other.high is None else _ratio(self.low, other.high if (self.low or 0) >= 0 else other.low)
        high = _ratio(self.high, other.low if (self.high or 0) >= 0 else other.high)
        return Interval(low, high)

    def times(self, other: Interval) -> Interval:
        """The product where both stand for amounts above 0."""
        low = None if self.low is None or other.low is None else self.low * other.low
        high = None if self.high is None or other.high is None else self.high * other.high
        return Interval(low, high)


ANY = Interval(None, None)


def point(value: Fraction | int) -> Interval:
    """The interval of one value."""
    return Interval(Fraction(value), Fraction(value))


def printed(mention: Mention) -> tuple[str, Fraction] | None:
    """The digits of a mention and what one of them is worth, or None where it prints no single number in digits.

    The second is the scale: the mention's value is its digits times the scale.
    """
    shown = digits(mention)
    if not shown or mention.value is None:
        return None
    number = Decimal(shown.replace(",", "").replace("，", ""))
    if not number:
        return shown, Fraction(1)
    return shown, abs(exact_fraction(mention.value) / exact_fraction(number))


def digits(mention: Mention) -> str:
    """The one number in digits that a mention prints; empty where it prints none or several."""
    found = _NUMBER.findall(_SPACE.sub("", mention.text).translate(_NARROW))
    return found[0] if len(found) == 1 else ""


_NARROW = {c: c - 0xFEE0 for c in range(0xFF10, 0xFF1A)} | {0xFF0E: "."}


def step(mention: Mention) -> Fraction:
    """The worth of the last printed digit, in base units."""
    if mention.quantity and mention.quantity.step:
        return exact_fraction(mention.quantity.step)
    shown = printed(mention)
    if shown is None:
        return Fraction(1)
    number, scale = shown
    return scale / Fraction(10) ** len(number.partition(".")[2])


def exact_fraction(value: Decimal) -> Fraction:
    """`Fraction(value)`, in less time for whole numbers."""
    above, below = value.as_integer_ratio()
    return Fraction(above) if below == 1 else Fraction(above, below)


def bounds(mention: Mention, *, value: Fraction | None = None, whole: bool = True, cut: bool = False) -> Interval:
    """All values that a mention stands for, in base units.

    value: another value printed the same way. whole: a count of things in full digits stands for itself alone (as the
    term of a sum; as an average it was rounded). cut: digits were cut off and not rounded.
    """
    quantity = mention.quantity
    if quantity is None:
        return ANY
    if quantity.value is None:
        return Interval(None if quantity.low is None else Fraction(quantity.low),
                        None if quantity.high is None else Fraction(quantity.high))
    middle = exact_fraction(quantity.value) if value is None else value
    last = step(mention)
    if whole and mention.kind == "count" and last == 1:
        plain = Interval(middle, middle)
    elif cut:
        plain = Interval(middle, middle + last) if middle >= 0 else Interval(middle - last, middle)
    else:
        plain = Interval(*_either_side(middle, last))
    return plain if quantity.qualifier == "exact" else _qualified(quantity.qualifier, middle, last, plain)


def _either_side(middle: Fraction, last: Fraction) -> tuple[Fraction, Fraction]:
    """Half a step below and above: `middle ± last / 2` in whole numbers, at a quarter of the price."""
    below = 2 * middle.denominator * last.denominator
    centre, half = 2 * middle.numerator * last.denominator, last.numerator * middle.denominator
    return Fraction(centre - half, below), Fraction(centre + half, below)


def _qualified(qualifier: str, middle: Fraction, last: Fraction, plain: Interval) -> Interval:
    far = max(abs(middle) * APPROX, last / 2)
    match qualifier:
        case "approx":
            return Interval(middle - far, middle + far)
        case "nearly":
            return Interval(middle - max(2 * far, last), plain.high)
        case "more_than" | "at_least":
            return Interval(plain.low, None)
        case "at_most" | "less_than":
            return Interval(Fraction(0) if middle >= 0 else None, plain.high)
        case "order":
            return Interval(middle, middle * 10)
    return plain


def _at_most(a: Fraction | None, b: Fraction | None) -> bool:
    return a is None or b is None or a <= b


def _sum(a: Fraction | None, b: Fraction | None) -> Fraction | None:
    return None if a is None or b is None else a + b


def total(terms: Sequence[Interval]) -> Interval:
    """The sum of all terms, over one common denominator: a long list costs no fraction for each of its terms.

    >>> total([Interval(Fraction(1, 2), Fraction(1)), Interval(Fraction(1, 4), None)])
    Interval(low=Fraction(3, 4), high=None)
    """
    return Interval(_all([t.low for t in terms]), _all([t.high for t in terms]))


def rest(terms: Sequence[Interval]) -> Interval:
    """The first term less all others."""
    return terms[0] - total(terms[1:])


def _all(numbers: list[Fraction | None]) -> Fraction | None:
    known = [n for n in numbers if n is not None]
    if len(known) < len(numbers):
        return None
    below = lcm(*(n.denominator for n in known))
    return Fraction(sum(n.numerator * (below // n.denominator) for n in known), below)


def _ratio(a: Fraction | None, b: Fraction | None) -> Fraction | None:
    return None if a is None or b is None else a / b
