"""Text files become exactly the characters they hold, or an error that names the byte."""

from pathlib import Path

import pytest

from extractor.errors import LoadError
from extractor.load import load
from extractor.load.text import decode

PLAIN = "一、总体要求\r\n今年前7个月，全市完成固定资产投资12.5亿元，同比增长8.3%。\n2025年重点项目开工率达到96%，签约30个。"
TRADITIONAL = "政府今年提出，港幣6億元用於發展創新科技產業，帶動就業人數增加，我們會繼續推動經濟發展。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "gbk"])
def test_text_in_any_usual_encoding_comes_out_unchanged(encoding: str) -> None:
    assert decode(PLAIN.encode(encoding), "a.txt") == PLAIN


@pytest.mark.parametrize("encoding", ["big5hkscs", "gb18030", "utf-8"])
def test_traditional_characters_are_told_from_simplified_code_pages(encoding: str) -> None:
    assert decode(TRADITIONAL.encode(encoding), "a.txt") == TRADITIONAL


@pytest.mark.parametrize("text", ["投资3亿元", "全市", "A公司投资5亿元", "abc", "\ufeff投资"[1:]])
def test_short_texts_decode_too(text: str) -> None:
    assert decode(text.encode("gb18030"), "a.txt") == decode(text.encode("utf-8"), "a.txt") == text


@pytest.mark.parametrize(("data", "words"), [
    (PLAIN.encode()[:39] + b"\xff" + PLAIN.encode()[39:], "byte 39 (0xff)"),
    (PLAIN.encode("gb18030")[:40] + b"\xff\xff" + PLAIN.encode("gb18030")[40:], "byte 39"),
    (PLAIN.encode()[:-1], "ends in the middle of a character"),
    (PLAIN.encode("utf-16")[:-1], "ends in the middle of a character"),
    (b"\xef\xbb\xbf" + PLAIN.encode()[:30] + b"\xc0" + PLAIN.encode()[30:], "byte 33 (0xc0)"),
    (b"abc\x00\x01\x02def" * 40, "is not text (a zero at byte 3)"),
    (bytes(range(1, 9)) * 50, "is not text"),
    (b"", "is empty"),
    (b" \r\n\t\n", "holds no text"),
    ("\u3000\n".encode(), "holds no text"),
])
def test_text_that_cannot_be_read_names_the_place_and_a_remedy(data: bytes, words: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.txt"
    path.write_bytes(data)
    with pytest.raises(LoadError) as caught:
        load(path)
    assert words in str(caught.value) and caught.value.remedy and "bad.txt" in str(caught.value)


def test_line_ends_and_invisible_characters_stay_as_they_are(tmp_path: Path) -> None:
    text = "甲\r\n乙\r丙\u3000\u200b丁\x0c戊\n"
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode())
    assert load(path).text == text


def test_a_missing_file_is_an_error_of_ours() -> None:
    with pytest.raises(LoadError, match="cannot be read"):
        load("no/such/file.txt")
