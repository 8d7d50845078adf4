"""Numerals written in every system are read back exactly: by enumeration, and by generated values."""

from __future__ import annotations

from decimal import Context, Decimal, localcontext

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor import quantities
from extractor.normalise.numerals import closing_scale, numeral

SIMPLE = ("零一二三四五六七八九", ("", "十", "百", "千"), ("", "万", "亿", "万亿"))
TRADITIONAL = ("零一二三四五六七八九", ("", "十", "百", "千"), ("", "萬", "億", "萬億"))
FINANCIAL = ("零壹贰叁肆伍陆柒捌玖", ("", "拾", "佰", "仟"), ("", "万", "亿", "万亿"))
SYSTEMS = {"simplified": SIMPLE, "traditional": TRADITIONAL, "financial": FINANCIAL}


def written(value: int, system: tuple[str, tuple[str, ...], tuple[str, ...]]) -> str:
    """A whole number in Chinese, as one counts: 10056 is 一万零五十六."""
    digits, places, groups = system
    if value == 0:
        return digits[0]
    out, gap = "", False
    for power in range(15, -1, -1):
        digit = value // 10**power % 10
        group = (power // 4) if power % 4 == 0 else None
        if digit:
            out += (digits[0] if gap and out else "") + digits[digit] + places[power % 4]
            gap = False
        elif out:
            gap = True
        if group and value // 10**power % 10000 and group < 3:
            out += groups[group]
        if group == 3 and value // 10**12:
            out += groups[1]
            if not value // 10**8 % 10000:
                out += groups[2]
                gap = gap or bool(value % 10**8)
    return out


@pytest.mark.parametrize("system", SYSTEMS)
def test_every_number_to_99999_is_read_back(system: str) -> None:
    """Zero to 99,999 in Chinese numerals of each system."""
    read = ((n, numeral(written(n, SYSTEMS[system]))) for n in range(100_000))
    assert [n for n, v in read if v is None or not v.low == n == v.high] == []


def test_every_number_to_99999_is_read_back_in_digits() -> None:
    """Bare, with thousands separators of both widths, digit by digit in Chinese."""
    positional = str.maketrans("0123456789", "〇一二三四五六七八九")
    for n in range(100_000):
        texts = [str(n), f"{n:,}", f"{n:,}".replace(",", "，")]
        if n > 999:
            texts.append(str(n).translate(positional))
        for text in texts:
            value = numeral(text)
            assert value is not None and value.low == n == value.high, text


@pytest.mark.parametrize(("scale", "power"), [
    ("十", 1), ("百", 2), ("千", 3), ("万", 4), ("十万", 5), ("百万", 6), ("千万", 7), ("亿", 8), ("十亿", 9), ("百亿", 10),
    ("千亿", 11), ("万亿", 12), ("兆", 12), ("萬", 4), ("億", 8), ("萬億", 12),
    ("k", 3), ("w", 4), ("拾", 1), ("佰", 2), ("仟", 3)])
def test_every_scale_is_read(scale: str, power: int) -> None:
    """Behind whole and decimal digits, alone, and shared from elsewhere."""
    assert numeral("3" + scale).low == 3 * 10**power  # type: ignore[union-attr]
    assert numeral("1.25" + scale).low == Decimal("1.25") * 10**power  # type: ignore[union-attr]
    assert numeral("7", scale).low == 7 * 10**power  # type: ignore[union-attr]


@given(st.integers(0, 10**16 - 1), st.sampled_from(sorted(SYSTEMS)))
@settings(max_examples=400, deadline=None)
def test_any_number_to_ten_quadrillion_is_read_back(value: int, system: str) -> None:
    """Generated whole numbers in Chinese."""
    read = numeral(written(value, SYSTEMS[system]))
    assert read is not None and read.low == value


@given(st.decimals(0, 10**6, places=3), st.sampled_from(["", "万", "亿", "万亿", "千", "百"]))
@settings(max_examples=300, deadline=None)
def test_any_decimal_with_a_scale_is_exact(value: Decimal, scale: str) -> None:
    """Generated decimals; the step is the worth of the last printed digit."""
    power = {"": 0, "万": 4, "亿": 8, "万亿": 12, "千": 3, "百": 2}[scale]
    read = numeral(f"{value}{scale}")
    assert read is not None
    assert read.low == Context(prec=60).multiply(value, Decimal(10**power))
    assert read.step == Decimal(f"1E{power - 3}")


@given(st.integers(1, 10**12))
@settings(max_examples=150, deadline=None)
def test_amounts_of_any_size_are_read_in_text(value: int) -> None:
    """From print to mention, between words."""
    [mention] = quantities(f"总投资{value:,}元，")
    assert mention.value == value and mention.text == f"{value:,}元"


@pytest.mark.parametrize(("text", "low", "high"), [
    ("几十", 10, 100), ("几百万", 1_000_000, 10_000_000), ("数十亿", 10**9, 10**10), ("十几", 10, 20),
    ("三十几", 30, 40),
    ("三五百", 300, 500), ("二三十", 20, 30), ("七八万", 70_000, 80_000), ("一两", 1, 2), ("數千", 1000, 10_000)])
def test_vague_numerals_are_intervals(text: str, low: int, high: int) -> None:
    """几, 数 and two digits side by side."""
    value = numeral(text)
    assert value is not None and (value.low, value.high) == (low, high)


@pytest.mark.parametrize(("text", "value"), [
    ("廿五", 25), ("卅", 30), ("三万五", 35_000), ("一百零五", 105), ("两千三", 2300), ("一点二亿", 120_000_000),
    ("3亿5000万", 350_000_000), ("5万3千", 53_000), ("1萬8,500", 18_500), ("50个亿", 5 * 10**9), ("1 234", 1234),
    ("四十九兆九千五百九十二億", 49_959_200_000_000), ("半", "0.5"), ("百", 100), ("万亿", 10**12), ("２０", 20)])
def test_odd_spellings(text: str, value: int | str) -> None:
    """Spellings beyond the plain ones."""
    read = numeral(text)
    assert read is not None and read.low == read.high == Decimal(value)


@pytest.mark.parametrize("text", ["30余万", "10多亿", "三十多", "一千余", "1.2亿余", "二百餘"])
def test_open_remainders_are_marked(text: str) -> None:
    """余 and 多 inside or behind a number."""
    assert numeral(text).open  # type: ignore[union-attr]


@pytest.mark.parametrize("text", ["", "元", "1.2.3",  "千百", "万一二三四五六", "点五", "数", "九" * 100])
def test_what_is_no_number_is_none(text: str) -> None:
    """No guess."""
    assert numeral(text) is None


@pytest.mark.parametrize(("text", "first", "scale"), [
    ("三百万", "两", "百万"), ("三十万", "十八", "万"), ("九百亿", "八百", "亿"), ("3百", "2", "百"),
    ("30万", "20", "万"), ("50", "20", "")])
def test_what_a_range_shares(text: str, first: str, scale: str) -> None:
    """A digit shares all multipliers behind it, a longer number the groups of four."""
    assert closing_scale(text, first) == scale


def test_values_do_not_depend_on_the_decimal_context() -> None:
    """Neither is the context changed."""
    with localcontext(Context(prec=4)) as context:
        flags = dict(context.flags)
        [money, percent] = quantities("完成投资1234567.89亿元，下降12.34567%")
        assert money.value == Decimal("123456789000000") and str(percent.value) == "-12.34567"
        assert dict(context.flags) == flags and context.prec == 4
