"""When plans, events and lists of paragraphs speak, and what they make a plan; all of our own wording."""

from __future__ import annotations

import pytest
from test_indicators_kinds import grown, rows

PERIODS = [
    # so many years from one that is printed, and all that the plan sets without a date
    ("关于实施工匠计划的意见\n一、目标。2022年起5年内，全县培养技师800名左右，建设实训基地12个。\n二、重点支持60名青年工匠。",
     "2023-05-06", {"800名": "2022-01-01/2026-12-31", "12个": "2022-01-01/2026-12-31", "60名": "2022-01-01/2026-12-31"}),
    ("从2021年起，用三年时间，全市改造老旧小区260个。", "2021-02-03", {"260个": "2021-01-01/2023-12-31"}),
    ("自2024年起连续两年，全区新增学位3000个。", "2024-02-03", {"3000个": "2024-01-01/2025-12-31"}),
    ("带动未来五年制造业投资300亿元以上。", "2023-07-11", {"300亿元": "2023-01-01/2027-12-31"}),
    # look-alikes: a start alone, a year counted from it, years without a start
    ("2022年起，全县培养技师800名。", "2023-05-06", {"800名": "2022-01-01/.."}),
    ("全县五年内培养技师800名。", None, {"800名": ""}),
    ("2022年起第三年，全县培养技师90名。", "2025-01-06", {"90名": "2022-01-01/.."}),
    # the day of a ceremony, which title or first lines tell, is that of what was begun on it, in the title too
    ("清河区12个交通项目集中开工\n\n清河网 2023-02-08\n\n本报讯 2月8日上午，全市2023年度第一批集中开工活动举行。本次全市集中开工项目85个，"
     "2023年计划投资96亿元。其中，清河集中开工建设12个项目，总投资31亿元。\n\n据介绍，此次清河集中开工建设的12个项目中，道路项目7个。",
     "2023-02-08", {"85个": "2023-02-08/2023-02-08", "96亿元": "2023-01-01/2023-12-31", "31亿元": "2023-02-08/2023-02-08",
                    "7个": "2023-02-08/2023-02-08", "12个": "2023-02-08/2023-02-08"}),
    ("东山镇投资20亿建设9个项目\n\n发布时间：2019-06-21\n\n6月18日，东山镇重点项目开工仪式在物流园举行。6个工业项目合计投资14亿元。\n\n"
     "这批项目规模大，9个项目中有4个落户物流园。",
     "2019-06-21", {"20亿": "2019-06-18/2019-06-18", "6个": "2019-06-18/2019-06-18", "4个": "2019-06-18/2019-06-18"}),
    # a day on which something else is held is none
    ("东山镇有9家民宿\n\n发布时间：2019-06-21\n\n6月18日，东山镇召开例会。\n\n全镇现有9家民宿。", "2019-06-21", {"9家": ""}),
    # paragraphs of a list speak of the time of what opens it, unless they tell of now
    ("1—8月，全县在建项目40个，完成投资21亿元。\n\n一是工业项目。正在加快建设15个工业项目，总投资33亿元。\n\n二是农业项目。共有6个项目。\n\n"
     "三是其他。目前，有4个项目停工。", "2021-09-12", {"15个": "2021-01-01/2021-08-31", "33亿元": "2021-01-01/2021-08-31",
                                            "6个": "2021-01-01/2021-08-31", "4个": ""}),
    # clock times, a day shortly behind that of the text, and now as that day says
    ("9月1日0时至9月12日24时，全市累计报告病例320例。", "2022-09-12", {"320例": "2022-09-01/2022-09-12"}),
    ("截至9月14日24时，现有病例45例，重型3例。", "2022-09-12",
     {"45例": "2022-09-14/2022-09-14", "3例": "2022-09-14/2022-09-14"}),
    ("11月14日，全市接诊病人90例。", "2022-09-12", {"90例": "2021-11-14/2021-11-14"}),
    # at a year's end there is so much; what came about did so in the year
    ("2021年末，全县奶牛存栏6.2万头；肉牛存栏3.1万头；生猪出栏28万头。", None,
     {"6.2万头": "2021-12-31/2021-12-31", "3.1万头": "2021-12-31/2021-12-31", "28万头": "2021-01-01/2021-12-31"}),
    ("年底，全县新建公路30公里。", "2022-01-15", {"30公里": "2021-01-01/2021-12-31"}),
]


@pytest.mark.parametrize(("text", "today", "expected"), PERIODS, ids=[t[0][:16] for t in PERIODS])
def test_when_it_is(text: str, today: str | None, expected: dict[str, str]) -> None:
    got = rows(text, today)
    assert {figure: got[figure][2] for figure in expected} == expected


KINDS = [
    ("2月25日，东湖区14个工业项目开工，计划总投资80亿元。", {"80亿元": "plan"}),
    ("全县续建项目13个，计划总投资约26亿元。", {"26亿元": "plan"}),
    ("我县2023年重点项目42个，其中新列项目18个，占43%；总投资150亿元，年度计划投资31亿元。",
     {"42个": "plan", "18个": "plan", "43%": "plan", "150亿元": "plan", "31亿元": "plan"}),
    ("计划共列入重点项目90项，其中续建项目50项，总投资300亿元，计划完成投资70亿元。\n从行业看：水利类项目20项，主要是水库。",
     {"90项": "plan", "50项": "plan", "300亿元": "plan", "20项": "plan"}),
    ("2024年项目计划已经县政府批准，共包含60项重点项目，总投资210亿元，计划完成投资50亿元。", {"60项": "plan", "210亿元": "plan"}),
    ("上半年，全县生产总值完成20亿元,占年计划的41%。规模以上工业增加值完成4亿元,占全年计划的53%。", {"20亿元": "actual", "4亿元": "actual"}),
    ("中心数量由十年前的不足百个发展到现在的320个。", {"320个": "actual"}),
    ("11项指标中，有6项没有完成年度目标。", {"6项": "actual"}),
    ("围绕打造航运中心的目标任务，今年新开航线8条。", {"8条": "actual"}),
    # look-alikes
    ("会上签约项目12个，计划总投资58亿元。", {"58亿元": "actual"}),
    ("全县重点项目42个，总投资150亿元，年度计划投资31亿元，已完成投资20亿元。", {"42个": "actual", "150亿元": "actual", "31亿元": "plan"}),
    ("集中开工项目30个，总投资90亿元，年度计划投资12亿元。", {"30个": "actual", "90亿元": "actual", "12亿元": "plan"}),
    ("确保2025年前新建学校6所。", {"6所": "target"}),
    ("年度目标：新建学校6所。", {"6所": "target"}),
]


@pytest.mark.parametrize(("text", "expected"), KINDS, ids=[t[0][:16] for t in KINDS])
def test_fact_or_plan(text: str, expected: dict[str, str]) -> None:
    got = rows(text)
    assert {figure: got[figure][1] for figure in expected} == expected


GROWTHS = [
    # the same value in another unit; a bracket that closes before the growth
    ("全年水稻种植面积12.5万公顷(187.5万亩)，比上年增长3.5%；油菜种植面积2万公顷（30万亩），下降1.2%。",
     {"12.5万公顷": ("3.5%", None), "187.5万亩": ("3.5%", None), "2万公顷": ("1.2%", None), "30万亩": ("1.2%", None)}),
    ("我市重点项目126个（不含9个省管项目），为历年最多，比上年增加7个。", {"126个": (None, "7个")}),
    # growth told of the values before as such
    ("全县接待游客21万人次，实现旅游收入1.3亿元，两项指标分别比上年同期增长12%和15%。",
     {"21万人次": ("12%", None), "1.3亿元": ("15%", None)}),
    # growth before what it led to
    ("一般公共预算收入增长6.2%、突破90亿元。", {"90亿元": ("6.2%", None)}),
    ("全区生产总值增长5.5%、约310亿元。", {"310亿元": ("5.5%", None)}),
    ("设施农业面积比上年增加2万亩，达到近30万亩。", {"30万亩": (None, "2万亩")}),
    ("公司实现营收37亿元，同比+12.6%。", {"37亿元": ("12.6%", None)}),
    # look-alikes: a bracket's own growth, two things told apart, a size that is not what it led to
    ("全区出口90亿元（其中机电产品30亿元，增长5%）。", {"90亿元": (None, None), "30亿元": ("5%", None)}),
    ("工业增加值增长6.2%、固定资产投资70亿元。", {"70亿元": (None, None)}),
    ("茶园面积比上年增加2万亩，产值达到6亿元。", {"6亿元": (None, None)}),
]


@pytest.mark.parametrize(("text", "expected"), GROWTHS, ids=[t[0][:16] for t in GROWTHS])
def test_what_grew(text: str, expected: dict[str, tuple[str | None, str | None]]) -> None:
    got = grown(text)
    assert {figure: got[figure] for figure in expected} == expected


def test_what_takes_up_values_before_is_no_indicator() -> None:
    assert set(rows("全县接待游客21万人次，实现旅游收入1.3亿元，两项指标分别比上年同期增长12%和15%。")) == {"21万人次", "1.3亿元"}
    assert "两项" not in rows("上半年，两项指标均居全市前列。")


METRICS = [
    # a size told as a range, or behind the count
    ("续建项目中，5000万元至2亿元项目28个，已完成投资9亿元。", {"28个": "5000万元至2亿元项目"}),
    ("这18个项目中有6个总投资超过20亿元。", {"6个": "总投资超过20亿元项目"}),
    # what the things do, told between count and noun
    ("全市资助60名具有高级职称、长期在乡村任教的教师。", {"60名": "资助具有高级职称、长期在乡村任教的教师"}),
    ("聚焦全区310家有出口实绩的外贸企业，逐家走访。", {"310家": "有出口实绩的外贸企业"}),
    # a paragraph that parts what the one before counts
    ("2023年重点项目60个，总投资90亿元。\n从区域看：东山区26个，总投资41亿元；西湖高新区34个，总投资49亿元。",
     {"26个": "重点项目", "34个": "重点项目", "41亿元": "总投资", "49亿元": "总投资"}),
    ("全县共实施20个项目，其中民生项目总投资12亿元，产业项目总投资31亿元。", {"12亿元": "总投资", "31亿元": "总投资"}),
    ("午盘，临江银行漲0.8%，临江国企指数漲1.2%。", {"0.8%": "漲", "1.2%": "临江国企指数漲"}),
    ("对评为示范工厂的企业，分别给予80 万元、30 万元奖励。", {"80 万元": "奖励", "30 万元": "奖励"}),
]


@pytest.mark.parametrize(("text", "expected"), METRICS, ids=[t[0][:16] for t in METRICS])
def test_what_is_measured(text: str, expected: dict[str, str]) -> None:
    got = rows(text)
    expected = {"".join(figure.split()): metric for figure, metric in expected.items()}
    assert {figure: got[figure][0] for figure in expected} == expected


@pytest.mark.parametrize(("text", "none"), [
    ("续建项目中，5000万元至2亿元项目28个。", "5000万元至2亿元"),
    ("这18个项目中有6个总投资超过20亿元。", "20亿元"),
    ("会议提出抓好以下七个方面工作。", "七个"),
    ("县五家班子领导参加活动。", "五家"),
    ("对欧盟（27国）出口增长3%。", "27国"),
    ("软件企业年销售收入首次突破1000万元、5000万元的，分别给予一次性奖励。", "5000万元"),
])
def test_what_is_no_indicator(text: str, none: str) -> None:
    assert none not in rows(text)
