"""The invariants of the design, as properties over made-up prose."""

import re
from decimal import Decimal
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from extractor import Document, Reading, quantities, read

DIGITS = re.compile(r"[0-9０-９]+")
PIECES = st.sampled_from([
    "全市", "完成投资", "同比增长", "下降", "12.5亿元", "3", "、", "5和8亿元", "33.8%", "，", "。", "\n", "\n\n", "约", "以上",
    "2023年", "9月20日", "62个", "项目", "（牵头单位：市发改委）", "1.", "一、", "总投资", "其中", "占", "０.5万吨", " ", "\r\n", "〇",
    "二百三十五", "电话0473-2998123", "“", "”", "第十四届", "500强", "1/3", "2×34万千瓦", "百分之", "\N{IDEOGRAPHIC SPACE}", "\t",
    "<b>", "=1+1", "\x0c", "億", "O", "l",
])
PROSE = st.lists(PIECES, max_size=40).map("".join)
ANY = st.text(max_size=60)


def made(text: str) -> Reading:
    return read(Document("d", "d.txt", text))


@settings(max_examples=150, deadline=None)
@given(PROSE | ANY)
def test_every_mention_is_printed_where_it_says(text: str) -> None:
    reading = made(text)
    for mention in reading.mentions:
        assert text[mention.start:mention.end] == mention.text
    for run in reading.unread:
        assert text[run.start:run.end] == run.text
        assert run.reason


@settings(max_examples=150, deadline=None)
@given(PROSE | ANY)
def test_no_run_of_digits_is_lost(text: str) -> None:
    """Each digit as read lies in a mention or in a listed run of `unread`."""
    reading = made(text)
    seen = [(m.start, m.end) for m in reading.mentions] + [(u.start, u.end) for u in reading.unread]
    for run in DIGITS.finditer(text):
        for i in range(*run.span()):
            assert any(start <= i < end for start, end in seen), (run.group(), text)


@settings(max_examples=100, deadline=None)
@given(PROSE)
def test_figures_never_overlap(text: str) -> None:
    spans = sorted((m.start, m.end) for m in made(text).mentions if m.quantity)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


@settings(max_examples=100, deadline=None)
@given(PROSE)
def test_values_are_decimals_and_say_where_they_come_from(text: str) -> None:
    reading = made(text)
    for mention in reading.mentions:
        for number in (mention.value, mention.low, mention.high):
            assert number is None or isinstance(number, Decimal)
    for finding in reading.findings:
        assert len(finding.mentions) >= 2
        assert all(reading.mention(key).key == key for key in finding.mentions)
    for project in reading.projects:
        assert all(reading.mention(key).quantity for key in project.amounts.values())
    for indicator in reading.indicators:
        assert reading.mention(indicator.mention).quantity


@settings(max_examples=60, deadline=None)
@given(PROSE)
def test_the_same_text_reads_the_same(text: str) -> None:
    assert made(text) == made(text)


@settings(max_examples=60, deadline=None)
@given(st.decimals(min_value=0, max_value=10**9, places=2), st.sampled_from([("亿元", 10**8), ("万元", 10**4), ("元", 1)]))
def test_reading_a_mention_again_gives_the_same_value(number: Decimal, unit: tuple[str, int]) -> None:
    text = f"{number}{unit[0]}"
    (mention,) = quantities(f"总投资{text}。")
    assert mention.text == text
    assert mention.value == number * unit[1]
    (again,) = quantities(mention.text)
    assert again.value == mention.value
