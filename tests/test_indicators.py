"""Indicators in passages of our own wording: what each figure measures, fact or plan or target, of when, grown by what."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from extractor import Document, read
from extractor.assemble import indicators
from extractor.model import ProjectDraft, Span

TABLE = Path(__file__).parent / "indicator_passages.jsonl"
PASSAGES = [json.loads(line) for line in TABLE.read_text("utf-8").splitlines()]


def found(text: str, today: str | None, projects: Sequence[str] = ()) -> list[list[str | None]]:
    """The indicators of a text as rows: figure, metric, kind, first and last day, growth in percent, growth in units.

    The projects named are given, so that the rows do not hang on how projects are found.
    """
    reading = read(Document("x", "<test>", text, published=date.fromisoformat(today) if today else None))
    starts = [(name, reading.view.text.index(name)) for name in projects]
    drafts = tuple(ProjectDraft(name, Span(start, start + len(name))) for name, start in starts)
    rows: list[list[str | None]] = []
    for draft in indicators(replace(reading, project_drafts=drafts)):
        period = draft.period
        days = [d.isoformat() if d else None for d in ((period.start, period.end) if period else (None, None))]
        growth = [reading.mention(key).text if key else None for key in (draft.yoy_percent, draft.yoy_delta)]
        rows.append([reading.mention(draft.mention).text, draft.metric, draft.kind, *days, *growth])
    return rows


@pytest.mark.parametrize("passage", PASSAGES, ids=lambda p: p["text"][:16])
def test_the_indicators_of_a_passage(passage: dict[str, Any]) -> None:
    """Every figure that states something is an indicator, with its metric, kind, period and growth; no other figure is."""
    assert found(passage["text"], passage["today"], passage.get("projects", ())) == passage["figures"]


@pytest.mark.parametrize("text", [
    "擅自占用河道的，处一万元以上五万元以下罚款。",
    "日常检查占40分，每发现一处问题扣2分。",
])
def test_a_rule_is_no_indicator(text: str) -> None:
    """A fine or a mark in a regulation states no fact, plan or target."""
    head = "关于印发《新区河道管理考核办法》的通知\n\n各有关单位：\n\n一、考核标准"
    notice = f"{head}\n\n{text}\n\n新区管理委员会\n2024年5月8日\n"
    assert found(notice, None) == []


def test_a_size_class_is_no_indicator_and_limits_the_figure_behind_it() -> None:
    """总投资1000万元以上 limits the projects counted."""
    reading = read(Document("x", "<test>", "一季度，全市在建总投资1000万元以上工业项目86个。"))
    assert [(d.metric, d.scope) for d in reading.indicator_drafts] == [("工业项目", "在建总投资1000万元以上")]


def test_the_evidence_is_kept() -> None:
    """Metric, kind and period each say by which rule and words they were tied."""
    draft = read(Document("x", "<test>", "2023年，全市计划新增养老床位800张。")).indicator_drafts[0]
    evidence = {a.field: (a.rule, a.cue) for a in draft.attributes}
    assert evidence["kind"] == ("last cue in the sentence", "计划")
    assert evidence["period"][0] == "sentence"
    assert draft.period is not None and draft.period.basis[-1] == "year 2023 printed"


def test_records_carry_the_code_of_the_place() -> None:
    """The subject, else the article's own place, gives the GB/T 2260 code."""
    reading = read(Document("x", "<test>", "2023年，杭州市新增就业32万人，其中余杭区5.1万人。"))
    assert [i.region_code for i in reading.indicators] == ["330100", "330110"]
    assert [i.key for i in reading.indicators] == ["i1", "i2"]


def test_metrics_of_traditional_text_stay_as_printed() -> None:
    """What is read in simplified characters is given back in the printed ones."""
    assert found("今年上半年，全縣財政總收入達12.6億元，較去年同期增長8.5%。", "2023-07-20") == [
        ["12.6億元", "財政總收入", "actual", "2023-01-01", "2023-06-30", "8.5%", None]]


@pytest.mark.parametrize(("text", "subjects"), [
    ("全县完成固定资产投资36亿元。工业投资12亿元。", ["全县", "全县"]),
    ("通辽市2023年财政收入6.2亿元。全市完成投资36亿元。全省完成投资980亿元。", ["通辽市", "通辽市", "全省"]),
    ("2023年，全县增设大学学位6000个。", ["全县"]),
    ("记者从通辽市科技园区获悉，全市新增企业36家。", ["通辽市"]),
    ("一季度新开工重大项目中，福州115个、总投资802亿元，厦门17个、总投资88亿元。", ["福州", "福州", "厦门", "厦门"]),
])
def test_a_figure_has_the_place_that_its_clause_names(text: str, subjects: list[str]) -> None:
    """The nearest place or body that opens a clause; a word for all of a place where the text does not name it."""
    reading = read(Document("x", "<test>", text))
    assert [i.subject for i in reading.indicators] == subjects


def test_places_of_a_list_have_the_things_named_before_it() -> None:
    """重大项目中，甲市115个: the places limit what is counted."""
    reading = read(Document("x", "<test>", "一季度新开工重大项目中，福州115个、总投资802亿元，厦门17个、总投资88亿元。"))
    counted = [(d.metric, d.scope) for d in reading.indicator_drafts if d.metric != "总投资"]
    assert counted == [("一季度新开工重大项目", "福州"), ("一季度新开工重大项目", "厦门")]


def test_a_row_of_a_table_is_an_indicator_where_its_growth_stands_beside_it() -> None:
    """The first cell is what is measured; period and kind come from the column's head, the table's title or the article's."""
    text = ("临江市2023年统计公报\n\n2023年主要指标（单位：亿元）\n指标\t1-9月累计\t同比增长(%)\n"
            "规模以上工业增加值\t86.2\t7.1\n其中：国有企业\t12.1\t-3.3\n合计\t98.3\t5.0\n")
    reading = read(Document("x", "<test>", text))
    rows = [(i.metric, i.kind, str(i.yoy_percent), i.period and (str(i.period.start), str(i.period.end)))
            for i in reading.indicators]
    year = ("2023-01-01", "2023-09-30")
    assert rows == [("规模以上工业增加值", "actual", "7.1", year), ("国有企业", "actual", "-3.3", year)]


@pytest.mark.parametrize("table", [
    "项目名称\t总投资（亿元）\t年度计划投资（亿元）\n河湾大桥\t3.2\t1.1\n江口泵站\t2.6\t0.9\n",
    "指标\t2020年（亿元）\t2025年目标（亿元）\n数字经济\t320\t600\n绿色产业\t120\t260\n",
])
def test_a_table_without_growth_gives_no_indicators(table: str) -> None:
    """A table of projects is none, and bare columns do not say enough."""
    assert read(Document("x", "<test>", f"一览表\n\n{table}")).indicator_drafts == ()


def test_size_classes_in_a_row_limit_the_figures_in_turn() -> None:
    """总投资5亿元、10亿元以上项目分别有8个、7个: the bound printed last holds for every class."""
    reading = read(Document("x", "<test>", "全市新开工项目中，总投资5亿元、10亿元以上项目分别有8个、7个。"))
    assert [(d.metric, d.scope) for d in reading.indicator_drafts] == [("项目", "总投资5亿元以上"), ("项目", "总投资10亿元以上")]
