"""Figures: offsets, invariants, lists, tables, notes, and text of every pathological kind."""

from __future__ import annotations

import re
import subprocess
import sys
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor import Document, quantities, read
from patterns import table

ROOT = Path(__file__).parent.parent
NUMERALS = "".join(c for name in ("digits", "places", "groups") for c in table("figures/numerals")[name])
RUN = re.compile(f"[0-9{NUMERALS}]+")
PIECES = st.sampled_from([
    "总投资", "同比增长", "约", "12.5", "亿元", "3", "、", "和", "至", "万吨", "%", "，", "。", "\n", "第三", "一", "二〇",
    "年", "月", "（", "）", "个", "项目", "百分之", "余", "多", "以上", "不超过", "1,234", "2×", "千瓦", " ", "\t", "l0", "O",
    "万", "人次", "-", "—", "1.", "：", "/", "半"])


def reading_of(text: str):  # type: ignore[no-untyped-def]
    """All that is read of a text."""
    return read(Document("0" * 16, "test.txt", text))


@given(st.lists(PIECES, max_size=40).map("".join))
@settings(max_examples=300, deadline=None)
def test_no_run_of_digits_is_lost(text: str) -> None:
    """Each digit and numeral lies in a mention or in a number listed as unread; surfaces are what the text prints."""
    result = reading_of(text)
    covered = [False] * (len(text) + 1)
    for item in [*result.mentions, *result.unread]:
        assert text[item.start:item.end] == item.text or not hasattr(item, "kind")
        for i in range(item.start, item.end):
            covered[i] = True
    lost = [text[m.start():m.end()] for m in re.finditer("[0-9]+", text) if not all(covered[m.start():m.end()])]
    assert lost == []


@given(st.lists(PIECES, max_size=40).map("".join))
@settings(max_examples=200, deadline=None)
def test_figures_stand_in_text_order_and_apart(text: str) -> None:
    """No two overlap; a second run says the same."""
    found = quantities(text)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert found == quantities(text)


@pytest.mark.parametrize("text", ["进一步统一思想", "队伍建设", "第三产业", "千方百计", "三〇一医院", "１２３号令"])
def test_chinese_numerals_without_unit_are_listed(text: str) -> None:
    """They land in `unread` with a reason."""
    result = reading_of(text)
    covered = {i for u in [*result.unread, *result.mentions] for i in range(u.start, u.end)}
    assert {i for m in RUN.finditer(text) for i in range(*m.span())} <= covered
    assert all(u.reason for u in result.unread)


@pytest.mark.parametrize(("text", "surface", "reason"), [
    ("一、总体要求", "一", "section number"), ("（三）强化保障", "三", "section number"),
    ("第十四届", "十四", "ordinal"), ("占全国的1/3以上", "1", "fraction"), ("三分之二的代表", "三", "fraction"),
    ("拨打12345热线", "12345", "phone"), ("国发〔2021〕23号", "2021", "document number"), ("世界500强", "500", "idiom"),
    ("3年内建成", "3", "duration"), ("24小时值守", "24", "duration"), ("年满60周岁", "60", "age"),
    ("一批项目", "一", "article"), ("长三角地区", "三", "idiom"), ("PM2.5治理", "2.5", "name"),
    ("比例为3：1", "3", "ratio"),
    ("得分3分", "3", "score"), ("价格指数为102.3", "102.3", "index"), ("新建32项目", "32", "no unit"),
    ("详见https://a.cn/2023/1.html", "2023", "address")])
def test_what_is_no_figure_has_its_reason(text: str, surface: str, reason: str) -> None:
    """The reason says which reading was taken."""
    assert (surface, reason) in {(u.text, u.reason) for u in reading_of(text).unread}


@pytest.mark.parametrize(("text", "surface", "value", "note"), [
    ("到位资金1O0万元", "1O0万元", 1_000_000, "read as 100万"),
    ("完成投资12 6.76亿元", "12 6.76亿元", 12_676_000_000, "read as 126.76亿"),
    ("引进资金126.76忆元", "126.76忆元", 12_676_000_000, "read as 126.76亿")])
def test_repairs_are_noted_and_the_surface_stays(text: str, surface: str, value: int, note: str) -> None:
    """What is printed stays; what it was read as is on the mention."""
    [mention] = quantities(text)
    assert (mention.text, mention.value, mention.notes) == (surface, value, (note,))


def test_damage_that_leaves_two_readings_is_unread() -> None:
    """No value where digits stand loose before a number."""
    result = reading_of("资金共计2,3.5,6 7亿元")
    assert [m for m in result.mentions if m.kind == "money"] == []
    assert "damaged" in {u.reason for u in result.unread}


@pytest.mark.parametrize(("text", "per"), [
    ("亩均税收20万元/亩", "亩"), ("年产3万吨水泥", "年"), ("日处理污水5000吨", None), ("日处理5000吨", "日"),
    ("补贴600元／头", "头")])
def test_rates_keep_what_they_are_per(text: str, per: str | None) -> None:
    """The denominator stays outside the span."""
    [mention] = quantities(text)
    assert mention.quantity is not None and mention.quantity.per == per


@pytest.mark.parametrize(("text", "step"), [
    ("126.76亿元", "1000000"), ("33.8%", "0.1"), ("100亿元", "100000000"), ("5000人", "1")])
def test_step_is_the_worth_of_the_last_printed_digit(text: str, step: str) -> None:
    """What an audit needs to know how far a figure was rounded."""
    [mention] = quantities(text)
    assert mention.quantity is not None and mention.quantity.step == Decimal(step)


def test_a_column_takes_the_unit_of_its_head() -> None:
    """总投资（亿元） and 占比（%） in the head; counts, years and numbers of rows are none of it."""
    text = ("序号\t项目名称\t总投资（亿元）\t占比（%）\t建设年限\n"
            "1\t某某电厂\t12.5\t33.8\t2023\n2\t某某水库\t1,204.6\t66.2\t2024\n")
    found = quantities_of_document(text)
    assert found == [("12.5", "money", "1250000000", "CNY"), ("33.8", "percent", "33.8", "%"),
                     ("1,204.6", "money", "120460000000", "CNY"), ("66.2", "percent", "66.2", "%")]


def test_a_table_takes_the_unit_above_it() -> None:
    """单位：万元 holds for columns of money only."""
    text = ("重点项目表\n单位：万元\n序号\t项目名称\t项目个数\t总投资\t年度计划\n"
            "1\t道路工程\t12\t48000\t9,600\n2\t管网工程\t3\t1500\t700\n")
    assert quantities_of_document(text) == [
        ("48000", "money", "480000000", "CNY"), ("9,600", "money", "96000000", "CNY"),
        ("1500", "money", "15000000", "CNY"), ("700", "money", "7000000", "CNY")]


def quantities_of_document(text: str) -> list[tuple[str, str, str, str]]:
    """Figures of a document with an outline, so that tables have rows."""
    found = [m for m in reading_of(text).mentions if m.quantity]
    return [(m.text, m.kind, format(m.value, "f"), m.unit or "") for m in found if m.value is not None]


PATHOLOGICAL = """
import sys
from array import array
sys.path.insert(0, sys.argv[1])
from extractor import Document
from extractor.model import Outline, View
from extractor.pipeline import _figures
text = (sys.argv[2] * 100000)[:100000]
view = View(text, array("L", range(len(text) + 1)))
print(len(_figures(Document("", "", text), view, Outline((), (), (), (), ()))) == 2)
"""
FILLERS = ["8", "亿", " ", "（", "一", "1,", "1.", "、3", "3—", "2×", "“", "百分之", "1O", "万\n",
           "约", "3 ", "元角", "3至"]


@pytest.mark.parametrize("filler", FILLERS)
def test_time_grows_no_faster_than_the_text(filler: str) -> None:
    """A hundred thousand characters of one kind come back; a quadratic pattern would not in that time."""
    command = [sys.executable, "-c", PATHOLOGICAL, str(ROOT), filler]
    done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=True)
    assert done.stdout.strip() == "True"
