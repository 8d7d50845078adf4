"""Numerals of every system → exact values: 1,340.79亿, 三百二十, 3亿5000万, 一点二, 十几, 30余万, 15k."""

from __future__ import annotations

import re
from decimal import Context, Decimal
from functools import cache, lru_cache
from typing import Final, NamedTuple

from patterns import table

# Values are exact whatever the caller's decimal context says, and that context is never touched.
_EXACT: Final = Context(prec=80)
_LONGEST: Final = 60
_LONGEST_DIGITS: Final = 40
_ONE: Final = Decimal(1)
# 二三十 and 三五百 are vague; 二六億 has its digits in a row, as Taiwan prints them.
_APART: Final = (1, 2)


class Value(NamedTuple):
    """What a numeral says: one value (low == high) or the interval of a vague one; `open` where a remainder is (余, 多).

    step: the worth of the last printed digit.
    """

    low: Decimal
    high: Decimal
    open: bool
    step: Decimal


def numeral(text: str, shared: str = "") -> Value | None:
    """The value of one numeral with its own multiplier and a shared one printed elsewhere; None where it is no number.

    >>> numeral("1,340.79亿").low, numeral("三百二十").low, numeral("十几").high
    (Decimal('134079000000'), Decimal('320'), Decimal('20'))
    """
    quick = _plain().fullmatch(text)
    if quick:
        return _plain_value(quick, shared)
    text = "".join([c for c in text if not c.isspace() and c not in _word("each") and c not in ",，"])
    if not text or len(text) > _LONGEST or text in _word("several") or text[0] in _word("point"):
        return None
    if plainly := _plain().fullmatch(text):
        return _plain_value(plainly, shared)
    return _spoken(text, shared)


@lru_cache(maxsize=1024)
def _spoken(text: str, shared: str) -> Value | None:
    """The value of a numeral in Chinese notation, without spaces: most are short and read again and again."""
    low = _read(text + shared, upper=False)
    if low is None:
        return None
    value, rest, step = low
    if not _vague(text):
        return Value(value, value, rest, step)
    high = _read(text + shared, upper=True)
    return Value(value, high[0], False, step) if high else None


def multiplied(value: Value, factor: Decimal) -> Value:
    """The value times an exact factor."""
    if factor == 1:
        return value
    by = _EXACT.multiply
    return Value(plain(by(value.low, factor)), plain(by(value.high, factor)), value.open, plain(by(value.step, factor)))


def times(a: Decimal, b: Decimal) -> Decimal:
    """The exact product."""
    return plain(_EXACT.multiply(a, b))


def plus(a: Decimal, b: Decimal) -> Decimal:
    """The exact sum."""
    return plain(_EXACT.add(a, b))


def plain(value: Decimal) -> Decimal:
    """The same value without exponent, so that it prints as people write it."""
    return Decimal(format(value, "f")) if value.as_tuple().exponent else value


def closing_scale(text: str, first: str = "") -> str:
    """The multipliers that a numeral ends with, as `first` may share them.

    One digit shares all of them (两到三百万: 200万), a longer number the groups alone (十八至三十万: 18万).
    """
    scales = _signs("places") + _signs("groups")
    if len(first) == 1 or (first.isdigit() and text[:1].isdigit()):
        alone = re.fullmatch(f"[^{scales}]*?([{scales}]+)", text)
        if alone:
            return alone[1]
    found = re.search(f"[{_signs('groups')}]+$|[{_signs('letters')}]$", text)
    return found[0] if found else ""


def _scaled(whole: str, fraction: str | None, power: int, rest: bool) -> Value:
    value, step = _exactly(whole, fraction, power)
    return Value(value, value, rest, step)


def _exactly(whole: str, fraction: str | None, power: int) -> tuple[Decimal, Decimal]:
    """The value and the worth of its last digit."""
    if "," in whole or "，" in whole:
        whole = whole.replace(",", "").replace("，", "")
    return _shifted(whole, fraction[1:] if fraction else "", power)


def _shifted(whole: str, fraction: str, power: int) -> tuple[Decimal, Decimal]:
    shift = power - len(fraction)
    if shift >= 0:
        return Decimal(f"{whole}{fraction}{'0' * shift}"), _tens(shift)
    return Decimal(f"{whole}{fraction}E{shift}"), _tens(shift)


@cache
def _tens(power: int) -> Decimal:
    return Decimal(10**power) if power >= 0 else Decimal(f"1E{power}")


def simple(text: str) -> tuple[Decimal, Decimal] | None:
    """The value and step of plain digits with or without a multiplier; None for all else, which `numeral` reads."""
    if text.isdecimal() and text.isascii() and len(text) < _LONGEST_DIGITS:
        return Decimal(text), _ONE
    power = _powers().get(text[-1:])
    digits = text if power is None else text[:-1]
    whole, point, fraction = digits.partition(".")
    if whole.isdecimal() and digits.isascii() and len(digits) < _LONGEST_DIGITS and (fraction.isdecimal() or not point):
        return _shifted(whole, fraction, power or 0)  # most numbers are these alone; a pattern takes three times as long
    found = _plain().fullmatch(text)
    if found is None or found[3] or (power := _powers().get(found[4])) is None:
        return None
    return _exactly(found[1], found[2], power)


@cache
def _powers() -> dict[str, int]:
    """The multipliers of one and two characters, and none."""
    single = {**_worth("places"), **_worth("groups"), **_worth("letters")}
    return {"": 0} | single | {a + b: x + y for a, x in single.items() for b, y in single.items()}


def _plain_value(found: re.Match[str], shared: str) -> Value:
    scale, rest = found[4], bool(found[3])
    if scale and scale[-1] in _word("rest"):
        scale, rest = scale[:-1], True
    return _scaled(found[1], found[2], _power(scale + shared) if scale or shared else 0, rest)


@cache
def _power(scale: str) -> int:
    worth = {**_worth("places"), **_worth("groups"), **_worth("letters")}
    return sum(worth[c] for c in scale)


@cache
def _plain() -> re.Pattern[str]:
    words = table("figures/numerals")["words"]
    scale = f"[{_signs('places')}{_signs('groups')}{_signs('letters')}]*"
    rest = f"[{''.join(words['rest'])}]?"
    whole = r"(\d{1,40}|\d{1,3}(?:[,，]\d{3}){1,12})([.．]\d{1,40})?"
    return re.compile(rf"{whole} ?({rest})({scale}{rest})")


@cache
def _signs(name: str) -> str:
    return "".join(table("figures/numerals")[name])


@cache
def _worth(name: str) -> dict[str, int]:
    return {k: int(v) for k, v in table("figures/numerals")[name].items()}


@cache
def _word(name: str) -> frozenset[str]:
    return frozenset(table("figures/numerals")["words"][name])


def _vague(text: str) -> bool:
    return any(c in _word("some") or c in _word("several") for c in text) or _neighbours(text) is not None


def _neighbours(text: str) -> int | None:
    """Where two digits stand side by side as in 三五百 and 二三十: the place of the first; None where they do not."""
    digits = _worth("digits")
    places = [i for i, c in enumerate(text[:-1]) if digits.get(c) and digits.get(text[i + 1])]
    if len(places) != 1:
        return None
    at = places[0]
    after = text[at + 2] if at + 2 < len(text) else ""
    before = text[at - 1] if at else ""
    scaled = bool(after) and (after in _worth("places") or after in _worth("groups"))
    first, second = digits[text[at]], digits[text[at + 1]]
    if second - first not in _APART or (second - first == 2 and first != 3) or before in digits or after in digits or (
            after and not scaled):
        return None
    return at


def _read(text: str, *, upper: bool) -> tuple[Decimal, bool, Decimal] | None:
    """Value, open remainder and step of a numeral without spaces; of a vague one its lower or upper end."""
    if (at := _neighbours(text)) is not None:
        text = text[:at] + text[at + 1:] if upper else text[: at + 1] + text[at + 2:]
    if text in _word("half"):
        return Decimal("0.5"), False, Decimal("0.5")
    rest = any(c in _word("rest") for c in text)
    text = "".join(c for c in text if c not in _word("rest"))
    cut = next((i for i, c in enumerate(text) if c in _word("point")), None)
    if cut is not None:
        return _pointed(text[:cut], text[cut + 1:], rest)
    if all(c in _worth("digits") for c in text):
        return Decimal(int("".join(str(_worth("digits")[c]) for c in text))), rest, Decimal(1)
    found = _whole(text, upper=upper)
    return (Decimal(found[0]), rest, Decimal(found[1])) if found else None


def _pointed(whole: str, tail: str, rest: bool) -> tuple[Decimal, bool, Decimal] | None:
    digits = _worth("digits")
    size = next((i for i, c in enumerate(tail) if c not in digits), len(tail))
    fraction, scale = tail[:size], tail[size:]
    first = _whole(whole, upper=False) if any(c not in digits for c in whole) else (
        int("".join(str(digits[c]) for c in whole) or "0"), 1)
    if not fraction or first is None or any(c not in _worth("places") and c not in _worth("groups") and c not in
                                            _worth("letters") for c in scale):
        return None
    value = _scaled(str(first[0]), "." + "".join(str(digits[c]) for c in fraction), _power(scale), rest)
    return value.low, rest, value.step


def _whole(text: str, *, upper: bool) -> tuple[int, int] | None:
    """A whole number in Chinese or mixed notation and its step, by one pass with a stack of two: group and total.

    Digits in a row before 万, 亿 or 兆 (一七四五億) are read by their places.
    """
    if row := _in_row().fullmatch(text):
        digits = _worth("digits")
        scale = 10 ** _power(row[2])
        return int("".join(str(digits[c]) for c in row[1])) * scale, scale
    total = section = 0
    digit: int | None = None
    last, step, zero, lowest = 0, 1, False, 99
    for part in re.findall(r"\d+|[^\d]", text):
        if part in _word("some") or part in _word("several"):
            digit = 10 if upper else (0 if section else 1)
        elif (value := _digit(part)) is not None:
            if digit:
                return None
            digit, zero = value, value == 0 or zero
            step = 1
        elif part in _worth("tens"):
            section, step = section + _worth("tens")[part], 10
        elif part in _worth("places"):
            last = _worth("places")[part]
            if digit is None and section and last != 1:
                return None
            section += (1 if digit is None or (digit == 0 and zero) else digit) * 10**last
            digit, step, zero = None, 10**last, False
        elif (power := _worth("groups").get(part) or _worth("letters").get(part)) is not None:
            section += digit or 0
            if not section and not total:
                section = 1
            if not section:
                total *= 10**power
            elif power > lowest:
                total = (total + section) * 10**power
            else:
                total += section * 10**power
            lowest = min(power, lowest) if section else power
            last, section, digit, step, zero = power, 0, None, 10**power, False
        else:
            return None
    if digit and last > 1 and not zero and digit < 10 and text[-1] not in _word("some"):
        digit, step = digit * 10 ** (last - 1), 10 ** (last - 1)
    return total + section + (digit or 0), step


@cache
def _in_row() -> re.Pattern[str]:
    return re.compile(f"([{_signs('digits')}]{{2,}})([{_signs('groups')}]+)")


def _digit(part: str) -> int | None:
    return int(part) if part[0] in "0123456789" else _worth("digits").get(part)
