"""The tables of projects: every cue reads its own examples, and none of its counterexamples."""

from __future__ import annotations

import re

import pytest

import patterns
from extractor.assemble import projects_lexicon as lexicon
from extractor.assemble.projects_links import money_field
from extractor.assemble.projects_tables import field_of

CUES = patterns.table("projects/links")["cue"]
STAGES = patterns.table("projects/stages")["stage"]
COLUMNS = patterns.table("projects/tables")["column"]


def said(example: str) -> str | None:
    """The field of the amount that stands in braces."""
    start, end = example.index("{"), example.index("}") - 1
    found = money_field(example.replace("{", "").replace("}", ""), start, end)
    return found[0] if found else None


@pytest.mark.parametrize("cue", CUES, ids=[f"{i}-{c['field']}" for i, c in enumerate(CUES)])
def test_cues_of_amounts_read_their_examples(cue: dict[str, list[str]]) -> None:
    assert [e for e in cue["examples"] if said(e) != cue["field"]] == []
    assert [e for e in cue["counterexamples"] if said(e) == cue["field"]] == []


@pytest.mark.parametrize("stage", STAGES, ids=[s["name"] for s in STAGES])
def test_cues_of_stages_read_their_examples(stage: dict[str, list[str]]) -> None:
    assert [e for e in stage["examples"] if not re.search("|".join(stage["cues"]), e)] == []


@pytest.mark.parametrize("column", COLUMNS, ids=[c["field"] for c in COLUMNS])
def test_heads_of_columns_read_their_examples(column: dict[str, list[str]]) -> None:
    assert [e for e in column["examples"] if field_of(e) != column["field"]] == []
    assert [e for e in column["counterexamples"] if field_of(e) == column["field"]] == []


def test_divisions_are_section_and_division() -> None:
    codes = patterns.table("projects/industry")["divisions"]
    assert all(re.fullmatch(r"[A-T]\d{2}", code) for code in codes)
    assert sum(len(words) for words in codes.values()) > 600


ENDS = [
    ("瑞彩纺织项目", "项目"),
    ("石梁热电厂扩建工程", "热电厂扩建工程"),
    ("恒钧智能制造基地（二期）", "基地（二期）"),
    ("年产二万吨薄膜生产线技改项目", "生产线技改项目"),
    ("泽丰生物医药产业园一期工程", "产业园一期工程"),
]


@pytest.mark.parametrize(("name", "end"), ENDS)
def test_the_end_of_a_name_is_taken_whole(name: str, end: str) -> None:
    assert [m.group() for m in lexicon.head_ends(name)][-1] == end


@pytest.mark.parametrize("word", ["工程师", "项目经理", "中心城区", "高速增长", "公路局", "机场集团"])
def test_other_words_are_no_ends(word: str) -> None:
    assert list(lexicon.head_ends(word)) == []


SORTS = [("重点", "generic"), ("通辽市", "place"), ("白塘街道", "spot"), ("锂电池", "product"), ("总装厂", "works"), ("二期", "phase"),
         ("韦尔曼", "brand"), ("老旧小区", "concrete")]


@pytest.mark.parametrize(("word", "sort"), SORTS)
def test_words_have_their_part_in_a_name(word: str, sort: str) -> None:
    # a dictionary that knows none of these words
    assert lexicon.sort_of(word, _unknown) == sort


def _unknown(word: str) -> str:
    return ""


@pytest.mark.parametrize("text", ["开工", "已开工", "未开工后停工", "试车投产", "取得(部分)许可证", "续签", "年产"])
def test_cues_joined_by_their_first_characters_match_as_the_first_of_them_would(text: str) -> None:
    cues = ["(?<!未)开工", "(?:试|开)(?:车|工)(?:后)?停", "(?:正式)?投产", "取得[^，（(]{0,4}(?:[(（][^)）]*[)）])?许可", "续|签"]
    pattern, order = lexicon.by_first(cues)
    plain = re.compile("|".join(f"(?P<c{i}>{cue})" for i, cue in enumerate(cues)))
    found = [(m.span(), f"c{order[(m.lastindex or 1) - 1]}") for m in pattern.finditer(text)]
    assert found == [(m.span(), m.lastgroup) for m in plain.finditer(text)]
