"""Arithmetic whose terms stand sentences apart: said where it fits and words tie the figures, silent where not."""

import pytest

from extractor import Document, read
from extractor.audit.scene import Figure
from extractor.model import Finding


def findings(text: str) -> list[Finding]:
    return list(read(Document("0" * 16, "<test>", text)).findings)


FIT = [
    ("上半年全市开工水利工程122个，总投资41.3亿元。\n开工水利工程中，安岭县51个、总投资18.2亿元，清溪县43个、总投资15.6亿元，"
     "东桥区28个、总投资7.5亿元。\n", "sum", ("51 + 43 + 28 = 122", "18.2 + 15.6 + 7.5 = 41.3")),
    ("四季度计划新开工项目126个，年度计划投资83.5亿元，居全省前列。\n计划总投资5亿元以上项目9个。其中，工业项目61个，年度计划投资42.3亿元；"
     "农业项目38个，年度计划投资20.1亿元；文旅项目27个，年度计划投资21.1亿元。\n", "sum", ("61 + 38 + 27", "42.3 + 20.1 + 21.1")),
    ("园区落实意向签约项目9项。\n在9个项目中，食品加工项目4项，仓储物流项目3项，康养项目2项。\n", "sum", ("4项 + 3项 + 2项 = 9 个",)),
    ("本月到位资金28.46亿元，其中省外资金8.1亿元。在动工的项目中，新建项目64个，本月到位资金10.35亿元；续建项目72个，"
     "本月到位资金18.11亿元。\n", "sum", ("10.35 + 18.11 = 28.46",)),
    ("今年安排重点工程40项，其中：建设项目33项（市级12项、县级21项），前期项目7项（市级3项、县级4项）。\n", "sum", ("33 + 7 = 40",)),
    ("今年重点工程当年计划投资55.3亿元。各级情况。其中：\n省级4项，当年计划投资20.1亿元。\n市级7项，当年计划投资17.4亿元。\n"
     "县级9项，当年计划投资17.8亿元。\n", "sum", ("20.1 + 17.4 + 17.8",)),
    ("全区完成农业总产值182.4亿元。乡村旅游稳步发展，接待能力提升。示范园完成农业总产值141.2亿元，占全区农业总产值比重达77.4%。",
     "share", ("141.2 ÷ 182.4",)),
    ("年度计划完成投资48.36亿元，1—6月份累计完成投资30.1亿元，占年度目标的62.24%。", "share", ("30.1 ÷ 48.36",)),
    ("5\n\n完成生态移民1.2万人。\n\n市农业局\n\n已完成移民13150人，完成率109.6%。\n", "share", ("13150人 ÷ 1.2万人",)),
    ("全年预算下有72项开支，有18项超支共约31.4亿元，约占两成五。", "share", ("18项 ÷ 72项",)),
]


@pytest.mark.parametrize(("text", "rule", "formulas"), FIT, ids=[t[:12] for t, _, _ in FIT])
def test_a_whole_further_up_is_found(text: str, rule: str, formulas: tuple[str, ...]) -> None:
    found = [f for f in findings(text) if f.rule == rule]
    assert {f.verdict for f in found} == {"consistent"}
    assert [formula for formula in formulas if not any(formula in f.formula for f in found)] == []


SILENT = [
    "上半年全市开工水利工程122个。\n在建桥梁中，安岭县52座，清溪县43座，东桥区28座。\n",
    "全市开工项目122个。开工项目中，安岭县51个、清溪县43个、东桥区29个等。",
    "全区发放小额贷款182.4亿元。\n乡村旅游发展较快。\n示范园完成农业总产值141.2亿元，占全区农业总产值比重达77.4%。",
    "计划修缮房屋125间。\n\n市农业局\n\n已完成移民137人，完成率109.6%。\n",
    "甲园完成投资20亿元，乙园完成投资30亿元。会议中，各方交换意见。",
]


@pytest.mark.parametrize("text", SILENT, ids=[t[:12] for t in SILENT])
def test_a_fit_without_words_says_nothing_and_a_misfit_neither(text: str) -> None:
    assert [f.formula for f in findings(text) if f.rule in ("sum", "share")] == []


REPEATED = [
    ("去年签约118项\n\n本报讯 去年全州招商引资签约项目达到118项，到位资金持续增长。\n", "118项 ~ 118项"),
    ("云峪县计划新开工产业项目中，总投资十亿元以上项目有12个。\n\n9月2日，记者获悉有关情况。\n\n"
     "云峪县计划新开工产业项目中，总投资十亿元以上项目有12个。现场机械轰鸣。\n", "12个 ~ 12个"),
    ("望海市集中开工的57个重大项目进展顺利。在57个项目中，产业类占多数。", "57个 ~ 57个"),
    ("项目一期年产8万吨水性涂料。公司介绍，生产线年产8万吨水性涂料。", "8万吨 ~ 8万吨"),
]


@pytest.mark.parametrize(("text", "formula"), REPEATED, ids=[t[:12] for t, _ in REPEATED])
def test_what_is_printed_twice_is_told(text: str, formula: str) -> None:
    assert formula in [f.formula for f in findings(text) if f.rule == "repeat" and f.verdict == "consistent"]


def test_two_projects_of_one_size_are_no_repeat() -> None:
    text = "甲厂房项目，建设期2年，总投资5亿元。\n乙仓库项目，建设期2年，总投资5亿元。\n甲县开工12个项目，乙县开工12个项目。"
    assert [f for f in findings(text) if f.rule == "repeat"] == []


TABLE = """2023年，全市实现生产总值520.61亿元。其中，第一产业增加值31.2亿元。

表1 生产总值
| 绝对数（亿元） | 比上年增长（%） |
地区生产总值 | 520.61 | 5.1 |
第一产业 | {first} | 2.2 |
第二产业 | 281.30 | 4.4 |
第三产业 | 208.11 | 6.3 |
"""


def test_rows_that_make_up_the_row_above_them_are_summed_and_found_in_the_text() -> None:
    found = findings(TABLE.format(first="31.20"))
    assert "31.20 + 281.30 + 208.11 = 520.61, printed 520.61" in [f.formula for f in found if f.rule == "sum"]
    assert "520.61亿元 ~ 520.61" in [f.formula for f in found if f.rule == "repeat"]
    wrong = [f for f in findings(TABLE.format(first="13.20")) if f.rule == "sum"]
    assert [(f.verdict, f.slip) for f in wrong] == [("warning", "swapped")]


BESIDE = [
    ("全市工业增加值增长6.4%，其中云峪县增长8.9%，高于全市平均水平2.5个百分点。", ["8.9% − 6.4% = 2.5"]),
    ("全省城镇化率为64.2%。本市城镇化率达到61.5%，低于全省平均水平2.7个百分点。", ["64.2% − 61.5% = 2.7"]),
    ("全市投资完成率71.3%。\n甲县、乙县投资完成率分别为52.1%和49.8%，低于全市平均水平19.2和21.5个百分点。",
     ["71.3% − 52.1% = 19.2", "71.3% − 49.8% = 21.5"]),
    ("全省增长6.4%。云峪县增长8.9%，高于全省平均水平2.8个百分点。", []),
    ("云峪县增长8.9%，比上年增长6.4%时提高2.5个百分点，高于全国平均水平2.5个百分点。", []),
]


@pytest.mark.parametrize(("text", "formulas"), BESIDE, ids=[t[:12] for t, _ in BESIDE])
def test_points_above_an_average_are_held_against_its_rate(text: str, formulas: list[str]) -> None:
    found = [f.formula for f in findings(text) if f.rule == "difference"]
    assert [f for f in formulas if not any(f in g for g in found)] == []
    assert len(found) == len(formulas)


def test_spending_a_head_is_that_of_all_visits() -> None:
    text = "接待游客218.4万人次，增长8.2%，其中过夜游客61.3万人次，一日游游客157.1万人次；旅游收入9.61亿元，增长9.5%，人均花费440元。"
    assert "9.61亿元 ÷ 218.4万人次" in " ".join(f.formula for f in findings(text) if f.rule == "average")


ASPECTS = [
    ("下一步重点抓好4个方面工作：一是抓修复；二是抓渠道；三是抓水库；四是抓管护。", "consistent"),
    ("下一步重点抓好5个方面工作。\n一是抓修复。\n二是抓渠道。\n三是抓水库。\n四是抓管护。\n", "warning"),
    ("下一步重点抓好3个方面工作：一是抓修复；二是抓渠道；三是抓水库，一是建坝、二是清淤。", "consistent"),
    ("下一步重点抓好8个方面工作：一是抓修复；二是抓渠道；三是抓水库。", None),
    ("改造5个片区，一是抓修复；二是抓渠道；三是抓水库；四是抓管护。", None),
]


@pytest.mark.parametrize(("text", "verdict"), ASPECTS, ids=[t[:14] for t, _ in ASPECTS])
def test_ordinals_are_held_against_the_count_before_them(text: str, verdict: str | None) -> None:
    found = [f.verdict for f in findings(text) if f.rule == "list"]
    assert found == ([verdict] if verdict else [])


def test_titles_are_compared_with_the_text_near_them_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twice the text takes no more than twice the comparisons, and a few."""
    from extractor.audit import repeats

    def steps(count: int) -> int:
        made = 0

        def counted(a: Figure, b: Figure) -> int:
            nonlocal made
            made += 1
            return shared(a, b)

        monkeypatch.setattr(repeats, "_shared", counted)
        findings("\n".join(f"{i}．开展第{i}项工作，完成投资{i}万元。（责任单位：市发改委）" for i in range(1, count)))
        return made

    shared = repeats._shared
    assert steps(800) <= 2 * steps(400) + 1000


def test_precise_figures_printed_again_are_told_and_round_ones_need_words() -> None:
    again = "云峪县公路总里程达58249公里。经过多年建设，目前通车里程58249公里。"
    assert "58249公里 ~ 58249公里" in [f.formula for f in findings(again)]
    assert [f for f in findings("甲桥长125米。经过多年努力，乙渠深125米。") if f.rule == "repeat"] == []


def test_parts_named_by_what_makes_up_a_whole_are_summed() -> None:
    text = "全区共谋划水利项目143个，总投资90亿元。预计一季度末，112个续建项目全部复工，31个新建项目陆续开工。"
    assert "112 + 31 = 143" in " ".join(f.formula for f in findings(text) if f.rule == "sum")
    assert [f for f in findings(text.replace("31个新建", "31个其他")) if f.rule == "sum"] == []


def test_hedged_figures_are_no_sum_by_structure() -> None:
    text = "全县产值约12亿元。甲镇约4亿元，乙镇约3亿元，丙镇约5亿元。"
    assert [f for f in findings(text) if f.rule == "sum"] == []
