"""Words: a private dictionary that agrees with jieba and covers its text."""

import re
from importlib.resources import files
from pathlib import Path

import jieba
import pytest
from hypothesis import given
from hypothesis import strategies as st

import patterns
from extractor.segment import words

PROSE = [
    "全市重点产业链新签约项目二十三个，到位资金同比增长百分之十二。",
    "县发改委会同住建局编制城市更新规划，统筹推进老旧小区改造和污水处理厂扩建。",
    "年产十万吨负极材料项目落户高新技术产业开发区，建成后可带动就业三百人。",
    "各地区要压实责任，加强跟踪调度，定期通报进展情况，确保各项任务落到实处。",
]


@pytest.fixture(scope="module")
def reference() -> jieba.Tokenizer:
    tokenizer = jieba.Tokenizer()
    for name in ("units", "industry"):
        for line in patterns.words(f"words/{name}"):
            word, _, frequency = line.partition(" ")
            tokenizer.add_word(word, int(frequency) if frequency else None)
    return tokenizer


@pytest.mark.parametrize("text", PROSE)
def test_cuts_are_those_of_jieba(text: str, reference: jieba.Tokenizer) -> None:
    assert [text[a:b] for a, b in words(text)] == list(reference.cut(text))


def test_cuts_agree_with_jieba_on_every_document_of_the_corpus(reference: jieba.Tokenizer) -> None:
    """Runs of Chinese characters: what stands between them (figures, Latin) jieba's own pattern cuts differently."""
    folder = Path(str(files("corpus").joinpath("documents")))
    texts = [p.read_text(encoding="utf-8") for p in sorted(folder.glob("*.txt"))]
    runs = {run for text in texts for run in re.findall(r"[\u4e00-\u9fa5]{2,}", text)}
    assert len(runs) > 1000
    assert [run for run in sorted(runs) if [run[a:b] for a, b in words(run)] != list(reference.cut(run))] == []


@given(st.text(alphabet="市发展改革委员会负责12.5亿元，。 \nab项目", max_size=40))
def test_words_cover_the_text_without_gaps(text: str) -> None:
    borders = words(text)
    assert "".join(text[a:b] for a, b in borders) == text
    assert all(a < b for a, b in borders)


def test_the_process_wide_dictionary_of_jieba_is_left_alone() -> None:
    words("源网荷储一体化")
    assert not jieba.dt.initialized or "源网荷储" not in jieba.dt.FREQ
