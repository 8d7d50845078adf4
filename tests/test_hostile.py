"""Texts that nobody would write: each is read to the end, in a process of its own with a generous limit."""

import subprocess
import sys
from pathlib import Path

import pytest

from extractor import Document, load, read
from extractor.errors import LoadError

LONG = {
    "marks": ["（", "“", "【", "《", "）", "、", "；"],
    "numerals": ["1234567890", "亿", "万", "百分之", "3，", "3.", "二〇", "3至", "lO0"],
    "blanks": [" ", "\N{IDEOGRAPHIC SPACE}", "\n", "\r\n", "\0", "\N{ZERO WIDTH JOINER}", "\N{COMBINING ACUTE ACCENT}"],
    "cues": ["其中", "占", "合计3亿元，其中1亿元", "分别为3亿元、2亿元，", "其中一期投资3亿元，二期投资2亿元，", "同比增长8%、"],
    "names": ["项目、", "某江水电站项目总投资3亿元，", "由市发改委牵头", "（牵头单位：市发改委、", "有限公司、"],
    "numbers of parts": ["一、", "（一）", "第一条", "1. ", "①"],
    "dates": ["2023年", "2023年至", "今年", "1月1日", "年底前"],
}
PROGRAM = """
import sys
from pathlib import Path
from extractor import Document, read
for block in eval(sys.stdin.read()):
    text = (block * 12000)[:12000]
    reading = read(Document("", "", text))
    assert all(text[m.start:m.end] == m.text for m in reading.mentions)
"""


@pytest.mark.parametrize("kind", LONG)
def test_a_block_repeated_without_end_is_read(kind: str) -> None:
    """Nothing grows so fast that a long line of one thing never ends."""
    done = subprocess.run([sys.executable, "-c", PROGRAM], input=ascii(LONG[kind]), text=True, timeout=240, check=False,
                          capture_output=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("text", ["\ud800总投资3亿元的水电站项目", "总投资3\ud800亿元", "今年\udfff同比增长8%，占\ud83d60%"])
def test_half_a_character_stops_nothing(text: str) -> None:
    assert read(Document("", "", text)).document.text == text


def test_a_coordination_of_many_names_stays_several() -> None:
    """One amount for fifty projects is nobody's own."""
    names = "、".join(f"华{chr(0x4E00 + 7 * i)}水电站项目" for i in range(50))
    reading = read(Document("", "", f"{names}总投资80亿元。"))
    assert all("total_investment" not in p.amounts for p in reading.projects)


def test_a_broken_image_is_refused_in_the_same_words_every_time(tmp_path: Path) -> None:
    """The words go into the dataset: no place in memory may stand in them."""
    broken = tmp_path / "page.png"
    broken.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(40))
    with pytest.raises(LoadError) as refused:
        load(broken)
    assert "0x" not in str(refused.value)
