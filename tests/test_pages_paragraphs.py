"""Where a paragraph begins and ends: heads, signatures, items, bylines, large first characters."""

from __future__ import annotations

import pytest

from extractor.load import load_bytes
from extractor.load.cues import is_leader
from tests.test_pages_input import line, made

ROW = "各镇街要抓住晴好天气抢进度全年计划新建泵站二十七座水渠四十里"[:25]
SHORT = "各镇街要抓住晴好天气抢"


def page(rows, *, size: float = 12):
    """Rows of x and text, 18 points apart."""

    def draw(canvas):
        for k, (x, text) in enumerate(rows):
            line(canvas, x=x, y=760 - 18 * k, text=text, size=size)

    return load_bytes(made(draw), "x.pdf").text.split("\n")


def test_a_signature_its_date_and_the_note_under_them_are_lines_of_their_own():
    rows = [(96, ROW[:23]), (72, ROW), (72, "全部完工。"), (252, "临江县人民政府"), (264, "2025年3月4日"), (72, "（此件公开发布）")]
    assert page(rows) == [ROW[:23] + ROW + "全部完工。", "临江县人民政府", "2025年3月4日", "（此件公开发布）"]


def test_a_head_in_the_middle_of_the_column_ends_before_a_text_without_indent():
    rows = [(96, ROW[:23]), (72, ROW), (72, "全部完工。"), (186, "抢进度"), (72, ROW), (72, ROW), (72, "全部完工。")]
    assert page(rows) == [ROW[:23] + ROW + "全部完工。", "抢进度", ROW + ROW + "全部完工。"]


def test_an_item_that_is_set_in_as_a_whole_runs_on_in_its_second_line():
    rows = [(72, ROW), (72, ROW), (72, "安排如下。"), (96, ROW[:23]), (96, "分三段。"), (96, ROW[:23]), (96, "分两段。"), (72, ROW)]
    assert page(rows) == [ROW * 2 + "安排如下。", ROW[:23] + "分三段。", ROW[:23] + "分两段。", ROW]


def test_entries_of_a_table_of_contents_stay_apart():
    entry = "第{}章 各镇街要抓住晴好天气………………3"
    rows = [(72, ROW), (72, ROW), (72, "目录如下。"), *((96, entry.format(k)) for k in "一二三")]
    assert [x.replace(" ", "") for x in page(rows)[1:]] == [entry.format(k).replace(" ", "") for k in "一二三"]


@pytest.mark.parametrize(("text", "so"), [("一、总则……3", True), ("二、任务 ...... 12", True), ("他说……好", False), ("3.5亿元", False)])
def test_leaders_are_known(text, so):
    assert is_leader(text) is so


def columns(canvas, texts, *, top: float = 640, wide: float = 140):
    for c, rows in enumerate(texts):
        for k, (indent, text) in enumerate(rows):
            line(canvas, x=72 + wide * c + 10 * indent, y=top - 15 * k, text=text, size=10)


BODY = [(2, SHORT[:9]), *[(0, SHORT)] * 4]


def test_a_byline_over_columns_with_rules_between_them_stands_before_them_all():
    def draw(canvas):
        line(canvas, x=150, y=690, text="新渠通水", size=24)
        line(canvas, x=205, y=662, text="●周小满", size=10)
        columns(canvas, [BODY, [(0, SHORT)] * 5, [(0, SHORT)] * 4 + [(0, "完工。")]], wide=124)
        for x in (189, 313):
            canvas.line(x, 650, x, 570)

    text = load_bytes(made(draw), "x.pdf").text.split("\n")
    assert text == ["新渠通水", "●周小满", SHORT[:9] + SHORT * 13 + "完工。"]


def test_punctuation_that_hangs_over_the_edge_of_a_column_closes_no_gutter():
    def draw(canvas):
        line(canvas, x=150, y=690, text="新渠通水", size=24)
        hung = [(2, SHORT[:9]), (0, SHORT), (0, SHORT + "。"), *[(0, SHORT)] * 6]
        columns(canvas, [hung, [(0, SHORT)] * 8 + [(0, "完工。")]], wide=125)

    text = load_bytes(made(draw), "x.pdf").text.split("\n")
    assert text == ["新渠通水", SHORT[:9] + SHORT * 2 + "。" + SHORT * 14 + "完工。"]


def test_a_text_with_a_large_first_character_is_no_rest_of_the_open_column_above():
    def draw(canvas):
        line(canvas, x=150, y=710, text="新渠通水了", size=24)
        columns(canvas, [BODY, [(0, SHORT)] * 4 + [(0, "完工。")]], top=670)
        line(canvas, x=150, y=560, text="旧桥加宽了", size=24)
        line(canvas, x=72, y=508, text="水", size=28)
        lower = [(3, SHORT[:8]), (3, SHORT[:8]), *[(0, SHORT)] * 3]
        columns(canvas, [lower, [(0, SHORT)] * 4 + [(0, "通车。")]], top=523)

    text = load_bytes(made(draw), "x.pdf").text.split("\n")
    assert text == [
        "新渠通水了", SHORT[:9] + SHORT * 8 + "完工。", "旧桥加宽了", "水" + SHORT[:8] * 2 + SHORT * 7 + "通车。",
    ]  # fmt: skip
