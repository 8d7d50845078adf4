"""The outline: articles and their facts, headings with their sections, sentences."""

from datetime import date
from itertools import pairwise

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

import patterns
from extractor.model import Document, Outline, View
from extractor.segment import outline, view


def read(text: str) -> tuple[View, Outline]:
    document = Document("d", "d.txt", text)
    made = view(document)
    return made, outline(document, made)


PLAN = """临河市推进冷链物流发展实施方案
（2024—2026年）

为加快推进冷链物流体系建设，结合我市实际，制定本方案。
一、总体目标
到2026年，建成冷库20座。
二、重点任务
（一）完善设施网络
1.建设骨干基地。支持企业新建冷库，完善交易功能。（牵头单位：市商务局）
2.补齐产地短板。建设产地预冷设施。（牵头单位：市农业农村局）
（二）培育市场主体
3.引进龙头企业。一是主动上门招商。二是完善配套服务。（牵头单位：市投资促进局）
三、保障措施
各部门要密切配合。
临河市人民政府办公室
2024年3月5日
"""


def test_headings_reach_to_the_end_of_their_section() -> None:
    made, found = read(PLAN)
    shown = [(h.level, h.number, h.title) for h in found.headings]
    assert shown == [(1, "一", "总体目标"), (1, "二", "重点任务"), (2, "一", "完善设施网络"), (3, "1", "建设骨干基地"),
                     (3, "2", "补齐产地短板"), (2, "二", "培育市场主体"), (3, "3", "引进龙头企业"),
                     (6, "一", "主动上门招商"), (6, "二", "完善配套服务"), (1, "三", "保障措施")]
    second = found.headings[1]
    assert made.text[second.at.start:second.at.end].startswith("二、重点任务")
    assert made.text[second.at.start:second.at.end].rstrip().endswith("市投资促进局）")


def test_an_official_document_says_what_it_is() -> None:
    _, found = read(PLAN)
    (article,) = found.articles
    assert article.title == "临河市推进冷链物流发展实施方案（2024—2026年）"
    assert (article.kind, article.date, article.publisher) == ("policy", date(2024, 3, 5), "临河市人民政府办公室")


NOTICE = """某某省人民政府办公厅关于加强防汛工作的通知
某政办发〔2022〕15号
各市、县人民政府，省政府各部门：
入汛以来降雨偏多，现就有关事项通知如下。
二〇二二年六月十八日
"""


def test_number_and_written_day_of_a_notice() -> None:
    (article,) = read(NOTICE)[1].articles
    assert (article.number, article.date, article.kind) == ("某政办发〔2022〕15号", date(2022, 6, 18), "notice")
    assert article.publisher == "某某省人民政府办公厅"


def test_items_run_together_on_one_line_are_headings_too() -> None:
    text = ("一、优化服务（一）精简流程。合并办理环节，压缩时限。（县政务局牵头）"
            "（二）推行网办。事项全部上网。（县政务局负责）二、强化保障（三）落实资金。（县财政局负责）具体措施：1.2025年底前设立基金。2.完善担保。")
    made, found = read(text)
    assert [(h.number, h.title) for h in found.headings][:5] == [
        ("一", "优化服务"), ("一", "精简流程"), ("二", "推行网办"), ("二", "强化保障"), ("三", "落实资金")]
    assert [h.number for h in found.headings][5:] == ["1", "2"]
    starts = [made.text[s.at.start:s.at.start + 4] for s in found.sentences]
    assert "（二）推" in starts and "2.完善" in starts


NEWS = """商务局发布消费数据
发布时间：2023-07-12 来源：临河日报
本报讯（记者 王小明）7月10日，记者从市商务局获悉，上半年全市消费平稳增长，社会消费品零售总额同比增长6%。
“市场很旺。”店主李女士说。“今年客流多了。”
商圈夜景。张大力 摄
（李四光）
电影节下周开幕
本报讯 为期五天的电影节将于下周在临河开幕，共展映影片六十部，还将举行多场交流活动。
"""


def test_a_bulletin_of_several_items_is_several_articles() -> None:
    made, found = read(NEWS)
    first, second = found.articles
    assert (first.title, first.kind, first.date) == ("商务局发布消费数据", "news", date(2023, 7, 12))
    assert first.publisher == "临河日报"
    assert first.byline and "李四光" in first.byline
    assert second.title == "电影节下周开幕"
    assert [made.text[c.at.start:c.at.end] for c in found.captions] == ["商圈夜景。张大力 摄"]


@pytest.mark.parametrize(("text", "expected"), [
    ("“市场很旺。”他说。明年更好！", ["“市场很旺。”", "他说。", "明年更好！"]),
    ("建成（一期。二期在建）三座；新增两座。", ["建成（一期。二期在建）三座；新增两座。"]),
    ("滑雪、溜冰……热闹得很", ["滑雪、溜冰……", "热闹得很"]),
])
def test_sentences(text: str, expected: list[str]) -> None:
    made, found = read(text)
    assert [made.text[s.at.start:s.at.end] for s in found.sentences] == expected


@pytest.mark.parametrize("kind", patterns.table("segment/headings")["kind"], ids=lambda k: k["name"])
def test_numbers_match_their_examples(kind: dict[str, object]) -> None:
    pattern = regex.compile(str(kind["pattern"]))
    assert [e for e in kind["examples"] if not pattern.match(e)] == []  # type: ignore[attr-defined]
    assert [e for e in kind["counterexamples"] if pattern.match(e)] == []  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["news", "policy", "report", "notice", "table"])
def test_cues_of_kinds_match_their_examples(name: str) -> None:
    cues = patterns.table(f"doctype/{name}")["cue"]
    assert [c["example"] for c in cues if not regex.search(c["pattern"], c["example"])] == []


PIECES = ["一、总体要求", "\n", "（一）", "1.", "全市完成投资12亿元", "。", "，", "！", "……", "”", "“", "（", "）", "二是",
          "本报讯", "；", "王小明 摄", "\t", "2023年5月1日", "第三条 ", "关于开展检查的通知", "：", "（李四）", "——"]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_every_character_of_a_line_belongs_to_one_sentence(text: str) -> None:
    made, found = read(text)
    covered = sorted((s.at.start, s.at.end) for s in found.sentences)
    assert all(a[1] <= b[0] for a, b in pairwise(covered))
    assert sum(b - a for a, b in covered) == len(made.text.replace("\n", ""))
    lines = sorted((p.at.start, p.at.end) for p in (*found.paragraphs, *found.captions, *found.rows))
    assert all(any(a <= s and e <= b for a, b in lines) for s, e in covered)
    assert all(h.at.start < h.at.end <= len(made.text) for h in found.headings)


BRIEFS = """要闻速递

▲东湖区新开两座书店　5月6日，东湖区两座社区书店同时开门迎客，首日接待读者一千余人次，周边居民纷纷点赞。（王小明）

▲南岭县发放春耕补贴　记者从南岭县农业农村局获悉，今年已向种粮农户发放补贴三百万元，惠及农户八千余户。（通讯员　李四）

2024年5月7日　星期二　第3版　编辑：赵六
"""


def test_briefs_behind_marks_are_articles_of_their_own() -> None:
    _, found = read(BRIEFS)
    assert [a.title for a in found.articles][-1] == "南岭县发放春耕补贴"
    assert {a.date for a in found.articles} == {date(2024, 5, 7)}


@pytest.mark.parametrize(("text", "title"), [
    ("某某市人民政府\n关于扩大绿地的实施意见\n各区人民政府：\n现提出如下意见。", "某某市人民政府关于扩大绿地的实施意见"),
    ("向绿而行\n本报记者 王小明\n湿地公园里水鸟成群，游人如织，一派生机勃勃的景象。", "向绿而行"),
    ("水务局召开会议\n（2024年3月1日）\n会议研究了防汛工作，部署了下一步任务。", "水务局召开会议"),
    ("今天多云，明天转晴，气温上升。", None),
])
def test_titles(text: str, title: str | None) -> None:
    assert read(text)[1].articles[0].title == title
