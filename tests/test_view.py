"""The cleaned view: what is dropped, what is joined, and where every character stands as read."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import patterns
from extractor.model import Document
from extractor.segment import view
from extractor.segment.lines import role
from extractor.segment.view import fold


def cleaned(text: str, loader: str = "text") -> str:
    return view(Document("d", "d.txt", text, loader=loader)).text


@pytest.mark.parametrize(("text", "expected"), [
    ("协议总投资 85.49 亿元，增 长 5 %", "协议总投资85.49亿元，增长5%"),
    ("完成投资\u200b12\u00ad亿元", "完成投资12亿元"),
    ("１２．５％的企业，Ａ级", "12.5%的企业，A级"),
    ("二○二三年，二O二四年", "二〇二三年，二〇二四年"),
    ("New energy 项目 3 个", "New energy项目3个"),
    ("装机 5 GW，3 4", "装机5GW，3 4"),
    ("\u3000\u3000全市开工项目。\r\n\r\n\u3000\u3000二季度推进。", "全市开工项目。\n二季度推进。"),
    ("⼯业增加值", "工业增加值"),
    ("名称\t总投资\t年份\n甲厂\t3.5\t2021", "名称\t总投资\t年份\n甲厂\t3.5\t2021"),
    ("指标  2020年  2021年\n产值  12.1  13.5", "指标\t2020年\t2021年\n产值\t12.1\t13.5"),
])
def test_what_says_nothing_is_dropped(text: str, expected: str) -> None:
    assert cleaned(text) == expected


COLUMN = """    城区今年安排了一批惠民项目，其
中道路改造十八条，总投资126.
76亿元，涉及沿线居民三千户。目
前已完成投资12
6.5亿元，进度比去年同期快了两成

，年底前将全部完工通车，届时城
区东西两侧来往更为便捷。
    下一步还将建设公园。"""


def test_lines_broken_by_a_narrow_column_are_joined() -> None:
    lines = cleaned(COLUMN).split("\n")
    assert lines[0].startswith("城区今年安排了一批惠民项目，其中道路改造十八条，总投资126.76亿元")
    assert lines[0].endswith("年底前将全部完工通车，届时城区东西两侧来往更为便捷。")
    assert lines[1:] == ["下一步还将建设公园。"]


LONG = ("为扩大有效投资，各地加快推进重大工程建设，完善要素保障机制，一批交通、能源、水利项目陆续开工，"
        "其中先进制造业和高新技术产")


@pytest.mark.parametrize(("text", "expected"), [
    (f"{LONG}\n\n业项目占比最高。", [f"{LONG}业项目占比最高。"]),
    (f"{LONG}\n\n新建厂房。王小明 摄\n\n业项目占比最高。\n结尾。",
     [f"{LONG}业项目占比最高。", "新建厂房。王小明 摄", "结尾。"]),
    (f"{LONG}\n\n（二）加强组织领导\n正文。", [LONG, "（二）加强组织领导", "正文。"]),
    (f"{LONG}\n\n聚力攻坚 项目建设再提速\n\n{LONG}。", [LONG, "聚力攻坚项目建设再提速", f"{LONG}。"]),
    ("一、总体要求\n坚持稳中求进。", ["一、总体要求", "坚持稳中求进。"]),
    ("关于做好春耕的通知\n各乡镇人民政府：\n现将有关事项通知如下：\n1.备足种子。\n2.检修农机。",
     ["关于做好春耕的通知", "各乡镇人民政府：", "现将有关事项通知如下：", "1.备足种子。", "2.检修农机。"]),
    ("完成年度任务。\n（牵头单位：市水务局、\n农业局）", ["完成年度任务。", "（牵头单位：市水务局、农业局）"]),
    ("15\n20\n县水利局\n30", ["15", "20", "县水利局", "30"]),
    ("面积\n12\n35.5\n元", ["面积", "12", "35.5", "元"]),
])
def test_lines_that_stand_alone_stay_alone(text: str, expected: list[str]) -> None:
    assert cleaned(text).split("\n") == expected


def test_lines_of_a_page_reader_are_trusted() -> None:
    assert cleaned(COLUMN, loader="pdf").count("\n") == 7


def test_paragraphs_run_together_with_ideographic_spaces_are_parted() -> None:
    parts = ["坚持城乡统筹发展，补齐农村短板。", "二、重点任务", "加快完善路网，提升通行能力，方便群众出行。"]
    assert cleaned("\u3000\u3000".join(parts)).split("\n") == parts


@pytest.mark.parametrize("name", ["byline", "caption"])
def test_lines_are_what_their_examples_say(name: str) -> None:
    cues = patterns.table("segment/text")[name]
    assert [line for line in cues["examples"] if role(line) != name] == []
    assert [line for line in cues["counterexamples"] if role(line) == name] == []


def sources() -> st.SearchStrategy[str]:
    pieces = ["今年全市完成投资", "12.5亿元", "，", "。", "\n", "\n\n", " ", "　　", "１２", "%", "（牵头单位：甲局）",
              "一、总体要求", "王小明 摄", "\t", "VOCs ", "项目建设", "\u200b", "重点推进产业链招商，做好服务保障工作",
              "\r\n", "34", "“", "”", "1.", "：", "X"]
    return st.lists(st.sampled_from(pieces), max_size=40).map("".join)


def seen(text: str) -> list[str]:
    return [c for c in text if not c.isspace() and c != "\u200b"]


@settings(max_examples=200, deadline=None)
@given(sources())
def test_no_character_is_invented_or_lost(text: str) -> None:
    made = view(Document("d", "d.txt", text))
    folded = fold(text)
    assert len(made.index) == len(made.text) + 1
    assert len(set(made.index)) == len(made.index)
    assert sorted(seen(made.text)) == sorted(seen(folded))
    assert all(folded[i] == c or (folded[i].isspace() and c.isspace()) for i, c in zip(made.index, made.text, strict=False))


@settings(max_examples=200, deadline=None)
@given(sources(), st.data())
def test_a_span_reads_back_to_its_own_characters(text: str, data: st.DataObject) -> None:
    made = view(Document("d", "d.txt", text))
    start = data.draw(st.integers(0, len(made.text)))
    end = data.draw(st.integers(start, len(made.text)))
    span = made.read(start, end)
    inside = seen(fold(text)[span.start:span.end])
    wanted = seen(made.text[start:end])
    assert [c for c in wanted if c not in inside] == []
    if list(made.index) == sorted(made.index):
        assert inside == wanted


OCR = """一、工作进展
(一)城北水厂扩建工程。项目总投资4.3亿元，主体结构封顶，设备安装过半，累计完成投资2.1亿
元，预计年底通水。
(二)东环路改造。全长9公里，拆迁工作已经结束，路基施工完成八成，完成投资7
600万元。
二、下步安排
倒排工期，挂图作战。"""


def test_prose_that_a_scan_broke_goes_on_and_headings_do_not() -> None:
    assert cleaned(OCR).split("\n") == [
        "一、工作进展",
        "(一)城北水厂扩建工程。项目总投资4.3亿元，主体结构封顶，设备安装过半，累计完成投资2.1亿元，预计年底通水。",
        "(二)东环路改造。全长9公里，拆迁工作已经结束，路基施工完成八成，完成投资7600万元。",
        "二、下步安排",
        "倒排工期，挂图作战。",
    ]


@pytest.mark.parametrize(("text", "expected"), [
    ("开工率较上月提高3.\n5个百分点，居全市前列。", ["开工率较上月提高3.5个百分点，居全市前列。"]),
    ("兑现资金3,\n280万元，惠及企业。", ["兑现资金3,280万元，惠及企业。"]),
    ("完成投资22.81亿元\n1—5月，全市投资增长。", ["完成投资22.81亿元", "1—5月，全市投资增长。"]),
    ("图为新建车间，工人\n正在调试设备。王小明 摄\n正文开始。", ["图为新建车间，工人正在调试设备。王小明 摄", "正文开始。"]),
    ("2 0 2 2 年1 0月1 2日", ["2022年10月12日"]),
    ("▲东湖区新开书店　5月6日，两座书店开门迎客，首日接待读者一千余人次。",
     ["▲东湖区新开书店", "5月6日，两座书店开门迎客，首日接待读者一千余人次。"]),
    (f"{LONG}\n— 2 —\n业项目占比最高。\n其他。", [f"{LONG}业项目占比最高。", "— 2 —", "其他。"]),
    (f"{LONG}\n临河日报 2024年3月5日 星期二 第3版\n业项目占比最高。\n其他。".replace("临河日报 ", ""),
     [f"{LONG}业项目占比最高。", "2024年3月5日星期二第3版", "其他。"]),
    ("李村、王村道路工程\n张庄、赵庄饮水工程\n刘村、孙村电网工程\n陈庄、吴庄桥梁工程\n周村、郑村水渠工程",
     ["李村、王村道路工程", "张庄、赵庄饮水工程", "刘村、孙村电网工程", "陈庄、吴庄桥梁工程", "周村、郑村水渠工程"]),
    (f"凝心聚力，真抓实干，奋力谱写新篇章\n{LONG}。", ["凝心聚力，真抓实干，奋力谱写新篇章", f"{LONG}。"]),
    ("关于教育、医疗、养老服务的意见\n各县人民政府：", ["关于教育、医疗、养老服务的意见", "各县人民政府："]),
    ("编号　名称　数量 12 个", ["编号名称数量12个"]),
])
def test_figures_and_captions_broken_at_the_end_of_a_line(text: str, expected: list[str]) -> None:
    assert cleaned(text).split("\n") == expected


PARAGRAPHS = st.lists(st.sampled_from([
    "今年以来，全市聚焦重点产业，扎实推进项目建设，取得明显成效。", "一、总体要求", "（二）强化要素保障。落实用地指标。",
    "各县区人民政府：", f"{LONG}。", "3.建设智慧园区。（牵头单位：市工信局）", "新厂房。王小明 摄", "甲\t12\t3.5", "二〇二三年五月一日",
    "关于做好安全生产工作的通知", "本报记者 李四"]), min_size=1, max_size=8)


@settings(max_examples=100, deadline=None)
@given(PARAGRAPHS, st.sampled_from(["\n", "\n\n", "\r\n", "\n　　"]))
def test_a_cleaned_text_is_clean(parts: list[str], between: str) -> None:
    once = cleaned(between.join(parts))
    assert cleaned(once) == once
