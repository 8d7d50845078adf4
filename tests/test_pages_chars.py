"""Characters as they are printed: large first ones, radicals for characters, text turned on its page."""

from __future__ import annotations

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
