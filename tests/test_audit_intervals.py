"""What a printed figure stands for, exactly."""

from decimal import Decimal
from fractions import Fraction

import pytest

from extractor.audit.intervals import ANY, Interval, bounds, point, printed, step
from extractor.model import Mention, Quantity, Span


def mention(text: str, value: str | None, *, kind: str = "money", qualifier: str = "exact", last: str | None = None,
            low: str | None = None, high: str | None = None) -> Mention:
    quantity = Quantity(*(None if v is None else Decimal(v) for v in (value, low, high)), "CNY", qualifier=qualifier,  # type: ignore[arg-type]
                        step=None if last is None else Decimal(last))
    return Mention(kind, 0, len(text), text, Span(0, len(text)), quantity)  # type: ignore[arg-type]


@pytest.mark.parametrize(("text", "value", "digits", "last"), [
    ("126.76亿元", "12676000000", "126.76", 1_000_000),
    ("1,166个", "1166", "1,166", 1),
    ("400\n名", "400", "400", 1),
    ("３.5%", "3.5", "3.5", Fraction(1, 10)),
])
def test_the_last_digit_is_worth_its_place(text: str, value: str, digits: str, last: Fraction) -> None:
    shown = printed(mention(text, value))
    assert shown and shown[0] == digits
    assert step(mention(text, value)) == last


def test_two_numbers_or_none_are_no_single_print() -> None:
    assert printed(mention("2×34万千瓦", "680000")) is None
    assert printed(mention("三成五", "35")) is None


@pytest.mark.parametrize(("qualifier", "low", "high"), [
    ("exact", "11950000000", "12050000000"),
    ("approx", "11400000000", "12600000000"),
    ("nearly", "10800000000", "12050000000"),
    ("more_than", "11950000000", None),
    ("at_least", "11950000000", None),
    ("less_than", "0", "12050000000"),
    ("at_most", "0", "12050000000"),
])
def test_a_qualifier_is_a_bound(qualifier: str, low: str, high: str | None) -> None:
    found = bounds(mention("120亿元", "12000000000", qualifier=qualifier, last="100000000"))
    assert (found.low, found.high) == (Fraction(low), None if high is None else Fraction(high))


def test_a_count_to_the_last_one_is_exact_as_a_term_and_rounded_as_a_result() -> None:
    three = mention("3个", "3", kind="count")
    assert bounds(three) == point(3)
    assert bounds(three, whole=False) == Interval(Fraction(5, 2), Fraction(7, 2))


def test_digits_cut_off_reach_up_only() -> None:
    assert bounds(mention("2.5%", "2.5", kind="percent"), cut=True) == Interval(Fraction("2.5"), Fraction("2.6"))


def test_a_range_stands_for_itself() -> None:
    found = bounds(mention("3至5亿元", None, low="300000000", high="500000000"))
    assert found == Interval(Fraction(300000000), Fraction(500000000))


def test_arithmetic_keeps_every_value() -> None:
    a, b = Interval(Fraction(9), Fraction(11)), Interval(Fraction(4), Fraction(5))
    assert a + b == Interval(Fraction(13), Fraction(16))
    assert a - b == Interval(Fraction(4), Fraction(7))
    assert a.over(b) == Interval(Fraction(9, 5), Fraction(11, 4))
    assert a.times(b) == Interval(Fraction(36), Fraction(55))


def test_what_is_open_stays_open() -> None:
    more = Interval(Fraction(5), None)
    assert more.meets(point(10**12)) and not more.meets(point(4))
    assert (point(8) - more) == Interval(None, Fraction(3))
    assert point(1).over(ANY) == ANY
    assert point(1).over(Interval(Fraction(0), Fraction(2))) == Interval(Fraction(1, 2), None)
