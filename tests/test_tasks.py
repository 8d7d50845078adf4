"""Tasks: which item names which units, in which role, and what they are called in full."""

from datetime import date

import pytest
import regex
from plans import NOTHING, PLANS

import patterns
from extractor.assemble import tasks
from extractor.model import Document, Reading, TaskDraft
from extractor.normalise.units import deadline_day, full_names
from extractor.pipeline import read
from extractor.segment import outline, view


def drafted(text: str) -> tuple[Reading, tuple[TaskDraft, ...]]:
    document = Document("d", "d.txt", text)
    made = view(document)
    reading = Reading(document, made, outline(document, made))
    return reading, tasks(reading)


def said(draft: TaskDraft) -> tuple[str, list[str], list[str]]:
    return (draft.number, [u.text for u in draft.units if u.role == "lead"],
            [u.text for u in draft.units if u.role == "responsible"])


@pytest.mark.parametrize(("text", "expected"), [p[1:] for p in PLANS], ids=[p[0] for p in PLANS])
def test_an_item_has_the_units_it_names(text: str, expected: list[tuple[str, list[str], list[str]]]) -> None:
    reading, found = drafted(text)
    assert [said(d) for d in found] == expected
    for unit in (u for d in found for u in d.units):
        assert "".join(reading.view.text[unit.at.start:unit.at.end].split()) == unit.text


@pytest.mark.parametrize("text", [t for _, t in NOTHING], ids=[n for n, _ in NOTHING])
def test_prose_about_units_is_no_task(text: str) -> None:
    assert drafted(text)[1] == ()


PLAN = """河滨区口袋公园建设实施方案
河滨区人民政府 2024年3月1日
一、重点任务
（一）扩大供给
1.新建公园。年内建成口袋公园十处。（牵头单位：区园林局；责任单位：住建局、团区委，
各街道；完成时限：10月底前）
2.开放附属绿地。2024年6月底前开放绿地五处。（责任单位：区城管局）
二、保障措施
加强领导。
"""


def test_a_task_reaches_from_its_number_to_its_units() -> None:
    reading, found = drafted(PLAN)
    first = reading.view.read(found[0].at.start, found[0].at.end)
    shown = reading.document.text[first.start:first.end]
    assert shown.startswith("1.新建公园") and shown.endswith("10月底前）")
    assert [(d.title, d.section) for d in found] == [("新建公园", "扩大供给"), ("开放附属绿地", "扩大供给")]


def test_records_have_full_names_and_days() -> None:
    found = read(Document("d", "d.txt", PLAN)).tasks
    assert [t.deadline for t in found] == [date(2024, 10, 31), date(2024, 6, 30)]
    assert [t.key for t in found] == ["t1", "t2"]
    text = PLAN
    for unit in (u for t in found for u in t.units):
        assert "".join(text[unit.start:unit.end].split()) == unit.unit
    assert [u.unit_normal for u in found[0].units][:3] == ["河滨区园林局", "河滨区住房和城乡建设局", "共青团河滨区委员会"]
    assert [a.field for a in found[0].attributes] == ["deadline", "target"]
    assert found[0].attributes[1].text == "十处"
    assert found[0].units[0].cue == "牵头单位"


def test_deadlines_stand_on_lines_of_their_own_too() -> None:
    text = """（一）水质不达标。
责任单位：东山县委、县政府
督导单位：市生态环境局
整改时限：2021年12月底
（二）清理。
完成时限：2022年6月底
责任单位：市住建局
（三）收尾。
【责任单位】市住建局
【完成时限】2022年9月底前
"""
    found = read(Document("d", "d.txt", text)).tasks
    assert [t.deadline for t in found] == [date(2021, 12, 31), date(2022, 6, 30), date(2022, 9, 30)]


@pytest.mark.parametrize(("units", "places", "expected"), [
    (["市发改委", "工信局", "各区"], ["临河市"], ["临河市发展和改革委员会", "临河市工业和信息化局", "各区"]),
    (["市商务局", "市民政局", "雍和区人民政府", "临河农科院", "人民银行临河市分行", "地方金融监管局"], ["临河市"],
     ["临河市商务局", "临河市民政局", "雍和区人民政府", "临河农科院", "中国人民银行临河市分行", "临河市地方金融监督管理局"]),
    (["教育局", "财政局", "各乡镇"], ["石城县"], ["石城县教育局", "石城县财政局", "各乡镇"]),
    (["教育局", "国家税务总局", "某某集团"], [], ["教育局", "国家税务总局", "某某集团"]),
    (["各区", "市卫健委", "国资委"], [], ["各区", "市卫生健康委员会", "市国有资产监督管理委员会"]),
    (["省人社厅", "财政厅", "市场监管局"], ["某某省"],
     ["某某省人力资源和社会保障厅", "某某省财政厅", "某某省市场监督管理局"]),
    (["县市场监管局", "县政府办", "县委政法委"], [], ["县市场监督管理局", "县人民政府办公室", "县委政法委员会"]),
    (["市住建局", "高新技术产业开发区管委会", "职业技术学院"], [],
     ["市住房和城乡建设局", "高新技术产业开发区管理委员会", "职业技术学院"]),
    (["国家发展改革委", "住房城乡建设部", "医保局"], [], ["国家发展和改革委员会", "住房和城乡建设部", "国家医疗保障局"]),
    (["区域合作局", "市民中心"], [], ["区域合作局", "市民中心"]),
    (["县委组织部", "县委宣传部", "教育局"], [], ["县委组织部", "县委宣传部", "县教育局"]),
    (["市委办", "团市委", "市妇联"], ["临河市"], ["临河市委员会办公室", "共青团临河市委员会", "临河市妇女联合会"]),
])
def test_full_names(units: list[str], places: list[str], expected: list[str]) -> None:
    assert full_names(units, places) == expected


@pytest.mark.parametrize(("text", "year", "expected"), [
    ("2025年6月底前完成", None, date(2025, 6, 30)), ("2024年12月", None, date(2024, 12, 31)),
    ("2024年2月15日前", None, date(2024, 2, 15)), ("2026年底前", None, date(2026, 12, 31)),
    ("年底前完成", 2023, date(2023, 12, 31)), ("年底前完成", None, None), ("三季度末", 2024, date(2024, 9, 30)),
    ("上半年完成", 2024, date(2024, 6, 30)), ("明年3月底前", 2024, date(2025, 3, 31)), ("长期坚持", 2024, None),
    ("2024年13月", None, None), ("5月上旬", 2024, date(2024, 5, 10)), ("2025年", None, date(2025, 12, 31)),
])
def test_days_of_deadlines(text: str, year: int | None, expected: date | None) -> None:
    assert deadline_day(text, year) == expected


def test_a_ranking_rule_matches_its_examples() -> None:
    rule = patterns.table("tasks/clauses")["rank"]
    pattern = regex.compile("|".join(rule["patterns"]))
    assert [e for e in rule["examples"] if not pattern.search(e)] == []
    assert [e for e in rule["counterexamples"] if pattern.search(e)] == []


def test_an_item_ends_with_its_units_where_another_list_follows_further_on() -> None:
    text = ("2.完善验收制度。（责任部门：市住建委、市水务局）\n第七条　许可证应当放在现场备查。\n本次汇编到此为止，供参考。\n（99）深化协同执法，互通信息。")
    reading, found = drafted(text)
    assert [reading.view.text[d.at.start:d.at.end] for d in found] == ["2.完善验收制度。（责任部门：市住建委、市水务局）"]
