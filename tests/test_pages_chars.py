"""Characters as they are printed: large first ones, radicals for characters, text turned on its page."""

from __future__ import annotations

from importlib import import_module

import numpy as np
import pytest

from extractor.load import load_bytes
from extractor.load.chars import unified
from tests.test_pages_input import line, made

ROW = "各镇街要抓住晴好天气抢进度全年计划新建泵站二十七座"  # 25 characters


def dropped(size: float, rows: int, *, under: int = 4):
    """A paragraph whose first character is `rows` lines high, with `under` full lines under it and another paragraph."""

    def draw(canvas):
        line(canvas, x=72, y=700 - 18 * (rows - 1), text="水", size=size)
        for k in range(rows):
            line(canvas, x=72 + size, y=700 - 18 * k, text=ROW[:21])
        for k in range(rows, rows + under):
            line(canvas, y=700 - 18 * k, text=ROW if k < rows + under - 1 else "到年底全部完工。")
        for k in range(rows + under, rows + under + 2):
            line(canvas, x=72 + 24 * (k == rows + under), y=700 - 18 * k, text=ROW[:20] + "。" * (k > rows + under))

    return made(draw)


@pytest.mark.parametrize(("size", "rows"), [(30, 2), (48, 3)])
def test_a_large_first_character_goes_back_to_the_head_of_its_paragraph(size, rows):
    text = "水" + ROW[:21] * rows + ROW * 3 + "到年底全部完工。"
    assert load_bytes(dropped(size, rows), "x.pdf").text.split("\n") == [text, ROW[:20] * 2 + "。"]


def test_a_large_character_alone_over_a_text_or_beside_one_line_stays_what_it_is():
    def draw(canvas):
        line(canvas, x=72, y=760, text="水", size=30)
        for k in range(6):
            line(canvas, y=700 - 18 * k, text=ROW)

    assert load_bytes(made(draw), "x.pdf").text.startswith("水\n")


@pytest.mark.parametrize(
    ("drawn", "read"),
    [("⼈⼯⽔", "人工水"), ("⺠⻓⻋⻔", "民长车门"), ("⼾", "户"), ("\uf900", "豈"), ("人民", "人民"), ("ﬁ", "ﬁ")],
)
def test_codes_of_radicals_are_those_of_the_characters_they_print(drawn, read):
    codes = unified(np.array([ord(c) for c in drawn], np.uint32))
    assert "".join(map(chr, codes)) == read


def test_what_has_no_radicals_is_not_copied():
    codes = np.array([0x4EBA, 0x31], np.uint32)
    assert unified(codes) is codes


def test_a_box_that_the_page_inherits_is_its_own():
    data = made(line, size=(500, 900))
    own = b"/MediaBox [ 0 0 500 900 ]"
    assert own in data
    data = data.replace(own, b" " * len(own)).replace(b"/Type /Pages", b"/Type /Pages " + own)
    document = load_bytes(data, "x.pdf")
    assert document.layout.sizes == ((500.0, 900.0),)
    assert document.layout.bottom[0] == pytest.approx(201.4, abs=0.5)


def glyphs(text: str):
    from dataclasses import replace

    from extractor.load.chars import empty

    return replace(empty(), code=np.array([ord(c) for c in text], np.uint32))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("各镇街ÿ全市Ā今\x80完成\x7f方米2项目" * 5, 20),
        ("各镇街全市今年完成A股平方米2项目" * 20, 0),
        ("作者 Ānanda 和 Dürer 的画在市美术馆展出" * 3, 0),
        ("各镇街ÿ全市", 0),
        ("", 0),
    ],
)
def test_letters_that_nobody_writes_between_chinese_characters_show_misnamed_ones(text, count):
    from extractor.load.garbled import misnamed

    assert misnamed(glyphs("".join(text.split()))) == count


def test_a_page_whose_fonts_name_characters_wrongly_is_marked_where_it_cannot_be_read_by_ocr(monkeypatch):
    monkeypatch.setattr(import_module("extractor.load.pdf"), "misnamed", lambda glyphs: 7)
    document = load_bytes(made(line), "x.pdf", ocr="never")
    assert document.status == "partial" and "name 7 characters or more wrongly" in document.error
    assert "12亿元" in document.text


@pytest.mark.parametrize(("right", "left"), [("新渠通水惠及万户", "人家"), ("新渠通水惠及万", "家")])
def test_a_headline_of_two_vertical_lines_is_read_from_right_to_left(right, left):
    def draw(canvas):
        for x, text in ((520, right), (492, left)):
            for k, c in enumerate(text):
                line(canvas, x=x, y=760 - 27 * k, text=c, size=24)
        for c in range(3):
            for k in range(14):
                line(canvas, x=72 + 130 * c, y=770 - 16 * k, text=ROW[: 9 if k == 0 and c == 0 else 11], size=11)

    text = load_bytes(made(draw), "x.pdf").text.split("\n")
    assert right + left in text
