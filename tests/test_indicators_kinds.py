"""Kinds of wording, each with what says the same in other words and with what only looks like it; all of our own wording."""

from __future__ import annotations

from datetime import date

import pytest

from extractor import Document, read

REPORT = "清河县政府工作报告\n——{day}在清河县第七届人民代表大会第三次会议上\n各位代表：\n{text}"


def rows(text: str, today: str | None = None) -> dict[str, tuple[str, str, str]]:
    """Metric, kind and period (`start/end`) of each indicator by its figure as printed, white space dropped."""
    reading = read(Document("x", "<test>", text, published=date.fromisoformat(today) if today else None))
    out = {}
    for draft in reading.indicator_drafts:
        period = "/".join(str(d or "..") for d in (draft.period.start, draft.period.end)) if draft.period else ""
        out["".join(reading.mention(draft.mention).text.split())] = (draft.metric, draft.kind, period)
    return out


def grown(text: str) -> dict[str, tuple[str | None, str | None]]:
    """Growth in percent and in units, as printed, of each indicator by its figure."""
    reading = read(Document("x", "<test>", text))
    said = [(reading.mention(d.mention).text, d.yoy_percent, d.yoy_delta) for d in reading.indicator_drafts]
    return {figure: (p and reading.mention(p).text, d and reading.mention(d).text) for figure, p, d in said}


def report(day: str, text: str) -> str:
    return REPORT.format(day=day, text=text)


YEARS_TOLD = [
    # the years that a report looks back on: what came about is of all of them, how high it stands of the last
    (report("2022年1月9日", "过去五年工作回顾\n过去五年，我们埋头苦干。累计建成农村公路620公里，净增规上企业31户，城镇化率达到52.6%。"),
     {"620公里": "2017-01-01/2021-12-31", "31户": "2017-01-01/2021-12-31", "52.6%": "2021-01-01/2021-12-31"}),
    (report("2021年12月20日", "五年来，全县完成造林4.2万亩。地区生产总值突破260亿元。"),
     {"4.2万亩": "2017-01-01/2021-12-31", "260亿元": "2021-01-01/2021-12-31"}),
    (report("2024年1月16日", "一年来，我们主要做了三方面工作。\n一、稳增长。新签约项目46个。"), {"46个": "2023-01-01/2023-12-31"}),
    (report("2019年12月28日", "一年来，全县新建学校5所。"), {"5所": "2019-01-01/2019-12-31"}),
    (report("2023年2月3日", "过去的三年，全县新增就业2.1万人，森林覆盖率稳定在61%。"),
     {"2.1万人": "2020-01-01/2022-12-31", "61%": "2022-01-01/2022-12-31"}),
    (report("2017年1月10日", "今后五年，计划新建水库3座。"), {"3座": "2017-01-01/2021-12-31"}),
    # look-alikes
    (report("2022年1月9日", "二十五年前，全县只有3所中学。"), {"3所": ""}),
    (report("2022年1月9日", "近年来，全县建成驿站16座。"), {"16座": ""}),
    (report("2022年7月9日", "五年来，全县建成驿站16座。"), {"16座": ""}),
]

YEARS_END = [
    # a level by the end of a year is of that year
    (report("2018年12月20日", "预计到年末，全县生产总值完成98亿元。"), {"98亿元": ("actual", "2018-01-01/2018-12-31")}),
    (report("2020年12月5日", "预计至年底，农村居民人均可支配收入达到13260元。"), {"13260元": ("actual", "2020-01-01/2020-12-31")}),
    (report("2020年12月5日", "预计全年接待游客210万人次。"), {"210万人次": ("actual", "2020-01-01/2020-12-31")}),
    (report("2021年1月15日", "预计2020年完成进出口总额6.3亿元。"), {"6.3亿元": ("actual", "2020-01-01/2020-12-31")}),
    (report("2021年1月15日", "预计全年可实现工业增加值44亿元。"), {"44亿元": ("actual", "2020-01-01/2020-12-31")}),
    # what is expected of a time to come stays a plan
    ("据市统计局消息，上半年全市用电量8亿千瓦时，预计全年用电量17亿千瓦时。", {"17亿千瓦时": ("plan", "2023-01-01/2023-12-31")}),
    (report("2021年1月15日", "预计2021年新增托位800个。"), {"800个": ("plan", "2021-01-01/2021-12-31")}),
    (report("2020年12月5日", "预计明年建成泵站7座。"), {"7座": ("plan", "2021-01-01/2021-12-31")}),
]

GOVERNED = [
    # (text, day of writing, period of a figure)
    ("《产业结构目录》（2019年本）发布以来，全市淘汰落后产能企业50家。", "2023-11-02", {"50家": ""}),
    ("依据《节能办法（2016年修订）》，全市关停小锅炉32台。", "2023-11-02", {"32台": ""}),
    ("2022年，全市落实《2020年行动清单》，改造管网18公里。", "2023-11-02", {"18公里": "2022-01-01/2022-12-31"}),
    ("截至10月底，全市共签约项目25个。到位资金16亿元。", "2023-11-02", {"25个": "../2023-10-31", "16亿元": "../2023-10-31"}),
    ("截至10月底，全市存款余额356亿元。", "2023-11-02", {"356亿元": "2023-10-31/2023-10-31"}),
    ("2023年9月末，公司总资产36亿元，负债12亿元；营业收入8.4亿元，净利润0.9亿元。", "2023-11-02",
     {"36亿元": "2023-09-30/2023-09-30", "8.4亿元": "2023-01-01/2023-09-30", "0.9亿元": "2023-01-01/2023-09-30"}),
    ("截至9月末，公司营业收入8.4亿元。", "2023-11-02", {"8.4亿元": "2023-09-30/2023-09-30"}),
    ("“十三五”以来全市大气好转。2020年，五年累计造林46万亩，PM2.5年均浓度为38微克。", "2023-11-02",
     {"46万亩": "2016-01-01/2020-12-31", "38微克": "2020-01-01/2020-12-31"}),
    ("4月，收入累计完成2.4亿元。", "2024-05-16", {"2.4亿元": "2024-01-01/2024-04-30"}),
    ("镇2014年工作总结及2015年工作计划\n一、2014年工作总结\n全年完成税收870万元。\n二、2015年工作计划\n全年完成税收900万元。", None,
     {"870万元": "2014-01-01/2014-12-31", "900万元": "2015-01-01/2015-12-31"}),
    ("11月份，全市当月完成产值44亿元，累计完成产值425亿元。", "2023-12-02",
     {"44亿元": "2023-11-01/2023-11-30", "425亿元": "2023-01-01/2023-11-30"}),
    ("1—11月，全市完成产值425亿元，其中当月完成44亿元。", "2023-12-12",
     {"425亿元": "2023-01-01/2023-11-30", "44亿元": "2023-11-01/2023-11-30"}),
    ("2024年1-11月全区经济运行情况\n1-11月，规上工业总产值36亿元。", None, {"36亿元": "2024-01-01/2024-11-30"}),
    ("明年度歲入編列112億元。", "2024-07-18", {"112億元": "2025-01-01/2025-12-31"}),
    ("上半年核定貸款86件。預期可創造就業機會240個。", "2024-07-18", {"240個": ""}),
    ("接诉量由2021年的630件降至410件。", "2023-11-02", {"630件": "2021-01-01/2021-12-31", "410件": ""}),
    ("接诉量由2021年的630件降至2022年的410件。", "2023-11-02",
     {"630件": "2021-01-01/2021-12-31", "410件": "2022-01-01/2022-12-31"}),
    ("2021年，受理案件630件，办结410件。", "2023-11-02",
     {"630件": "2021-01-01/2021-12-31", "410件": "2021-01-01/2021-12-31"}),
]

HEADED = [
    # lines without a number head a part of a report, as numbered ones do
    (report("2024年1月16日", "2023年工作回顾\n（一）产业提质。新增规上企业12家。\n（二）城乡变样。新建公园3个。\n2024年工作安排\n"
            "（一）主要目标。规上企业增加15家。\n（二）改善民生。改造小区9个。"),
     {"12家": ("actual", "2023-01-01/2023-12-31"), "3个": ("actual", "2023-01-01/2023-12-31"),
      "15家": ("target", "2024-01-01/2024-12-31"), "9个": ("plan", "2024-01-01/2024-12-31")}),
    (report("2024年1月16日", "一、2023年工作回顾\n（一）重点工作扎实推进。治理沟渠31条。\n二、2024年重点任务\n（一）守护清水。治理沟渠26条。"),
     {"31条": ("actual", "2023-01-01/2023-12-31"), "26条": ("plan", "2024-01-01/2024-12-31")}),
    (report("2024年1月16日", "一、发展形势\n总体要求\n坚持稳字当头。\n二、2023年完成情况\n新建桥梁4座。"), {"4座": ("actual", "2023-01-01/2023-12-31")}),
    # a sentence is no heading, nor is a line that says nothing of what a part does
    (report("2024年1月16日", "2023年工作任务重，全县建成桥梁4座。"), {"4座": ("actual", "2023-01-01/2023-12-31")}),
    (report("2024年1月16日", "清水河畔\n2023年，全县建成桥梁4座。"), {"4座": ("actual", "2023-01-01/2023-12-31")}),
]

DATELINES = [
    ("新华社青原5月31日电 2021年青原市项目现场会举行，今天集中签约项目40个。", {"40个": "2021-05-31/2021-05-31"}),
    ("青原2月12日电 1995年全市经济向好。据统计，去年完成工业产值36亿元。", {"36亿元": "1995-01-01/1995-12-31"}),
    ("青原8月2日电 2021年全市经济向好。今年前7个月完成投资36亿元。", {"36亿元": "2021-01-01/2021-07-31"}),
]


@pytest.mark.parametrize(("text", "expected"), YEARS_TOLD)
def test_a_report_tells_which_years_it_looks_back_on(text: str, expected: dict[str, str]) -> None:
    """过去五年 of a January report are the five years before its own, of a December report its own is the last."""
    got = rows(text)
    assert {figure: got[figure][2] for figure in expected} == expected


@pytest.mark.parametrize(("text", "expected"), YEARS_END)
def test_what_is_expected_of_a_year_as_good_as_over_is_a_fact(text: str, expected: dict[str, tuple[str, str]]) -> None:
    got = rows(text, None if text.startswith("清河") else "2023-07-20")
    assert {figure: got[figure][1:] for figure in expected} == expected


@pytest.mark.parametrize(("text", "today", "expected"), GOVERNED)
def test_which_date_governs_a_figure(text: str, today: str | None, expected: dict[str, str]) -> None:
    got = rows(text, today)
    assert {figure: got[figure][2] for figure in expected} == expected


@pytest.mark.parametrize(("text", "expected"), HEADED)
def test_lines_without_a_number_head_parts_of_a_report(text: str, expected: dict[str, tuple[str, str]]) -> None:
    got = rows(text)
    assert {figure: got[figure][1:] for figure in expected} == expected


@pytest.mark.parametrize(("text", "expected"), DATELINES)
def test_a_dateline_without_a_year_is_of_the_year_that_the_text_prints(text: str, expected: dict[str, str]) -> None:
    got = rows(text)
    assert {figure: got[figure][2] for figure in expected} == expected


KINDS = [
    # what is there is a fact, whatever is to be done about it
    ("下一步，全市将加快项目建设，对37个开工项目抓好调度，紧盯12个在谈项目。", {"37个": "actual", "12个": "actual"}),
    ("我们将紧紧围绕9条重点产业链招引企业30家。", {"9条": "actual", "30家": "plan"}),
    ("下一步，市水务局将针对16个易涝点逐一整治。", {"16个": "actual"}),
    ("今年全市铺排重点项目80个，年度投资36亿元。", {"80个": "plan", "36亿元": "plan"}),
    ("会上签约项目12个，计划总投资58亿元。", {"12个": "actual", "58亿元": "actual"}),
    ("县里打算新增停车位600个。", {"600个": "plan"}),
    ("据统计，到4月底前，全县开工项目有45个。", {"45个": "actual"}),
    # look-alikes
    ("今年将对外开放景点7处。", {"7处": "plan"}),
    ("今年计划新建泵站6座。", {"6座": "plan"}),
    ("项目完成投资3亿元，为年度计划5亿元的60%；新开工项目21个。", {"21个": "actual"}),
    ("力争年底前建成泵站6座。", {"6座": "target"}),
]

ORDERED = "关于印发清河市2024年重点工作分工方案的通知\n各县区人民政府：\n{text}\n清河市人民政府\n2024年2月6日\n"
SET = [
    ("政府工作报告确定了8个方面96项重点工作。", {"8个": "plan", "96项": "plan"}),
    ("会议明确12项改革任务。", {"12项": "plan"}),
    ("对通过认定的企业最高给予50万元资助，每家最多不超过3次。", {"50万元": "plan"}),
]

OF_ONE = [
    # of one undertaking, whether its name is read or not: no indicator of the place
    ("青溪水厂位于城东，占地45亩，总建筑面积1.2万平方米，总投资约2.3亿元。", []),
    ("本路线全长12.6公里，设车站9座，建成后日均客流可达4万人次。", []),
    ("投资3500万元的青溪县文化活动中心、投资8000万元的城东幼儿园改造工程同日开工。", []),
    ("活动当天还有国能集团等企业投资建设的40万吨聚烯烃项目奠基。", []),
    ("厂房设3条生产线，年生产能力0.6万吨。", []),
    ("该一体化项目全部达产后，可实现年营收40亿元，新增就业600人。", []),
    ("在全省考评中位列第18位，较上年前移6位。", []),
    ("2023年全年，18区共植树2.4万棵。", ["2.4万棵"]),
    # of several, or of the place
    ("全市集中开工项目18个，总投资96.2亿元。", ["18个", "96.2亿元"]),
    ("这批项目全部达产后，预计年新增产值35亿元、税收2亿元。", ["35亿元", "2亿元"]),
    ("消费额在501至1000元之间的游客最多。", []),
    ("园区引进了一家投资1.3亿元的包装有限公司。", []),
    ("全县新建农村公路全长120公里。", ["120公里"]),
    ("今年全县工业投资完成23亿元。", ["23亿元"]),
    ("全市累计建成标准厂房20万平方米，占地面积300亩。", ["20万平方米", "300亩"]),
]

GROWN = [
    # (text, figure: growth in percent, growth in units)
    ("甲类贷款余额54亿元，占贷款合计的4.3%，余额比年初增加7亿元。", {"54亿元": (None, "7亿元"), "4.3%": (None, None)}),
    ("全年受理咨询337次，较2019年的402次，减少65次。", {"337次": (None, "65次"), "402次": (None, None)}),
    ("全年开庭4070次，比2019年的2801次，足足多了1269次（增加45%）。", {"4070次": ("45%", "1269次")}),
    ("区本级产值全市占比63.1%，同比下降16.9%。", {"63.1%": (None, None), "16.9%": (None, None)}),
    ("住宅成交1.4万套，高基数下同比仍增长3.9%。", {"1.4万套": ("3.9%", None)}),
    ("这些城市去年完成产值190亿元，比开放前的1991年增长九成。", {"190亿元": ("九成", None)}),
    ("其中，饮料类、烟酒类消费受春节影响，分别增长13%、23.8%。", {"13%": (None, None), "23.8%": (None, None)}),
    ("一般公共预算收入12.4亿元，同口径增长7.8%。", {"12.4亿元": ("7.8%", None)}),
    ("存款余额623亿元，比年初增加48亿元，同比多增5亿元。", {"623亿元": (None, "48亿元")}),
    ("利润总额31.4亿元，由1—3月下降2.2%转为增长1.6%。", {"31.4亿元": ("1.6%", None)}),
    ("撥款1.2億元資助項目186個，較前一年度增加22個。", {"186個": (None, "22個")}),
    ("4月，收入累计完成2.4亿元，完成年初预算数6亿元的40%，比上年减收0.1亿元，下降4.2%。",
     {"2.4亿元": ("4.2%", "0.1亿元"), "6亿元": (None, None)}),
    # look-alikes: the growth is of the value before it
    ("税收12亿元，占财政收入的60%，同比增长5%。", {"12亿元": ("5%", None)}),
    ("新建项目144个，开工率88.9%，同比增长11.8%。", {"88.9%": ("11.8%", None)}),
    ("完成投资50亿元，同比、环比分别增长5%、3%。", {"50亿元": ("5%", None)}),
    ("固定资产投资完成268亿元，为年度目标1400亿元的19.1%，同比增加31亿元。", {"268亿元": (None, "31亿元")}),
]

METRICS = [
    ("2月份，全区规模以上工业企业当月产值同比下降12.6%；1—2月，规上工业累计产值同比下降9.7%。",
     {"12.6%": "规模以上工业企业产值下降", "9.7%": "规上工业产值下降"}),
    ("1—5月，房地产开发企业1—5月到位资金21亿元。", {"21亿元": "到位资金"}),
    ("市区产值全市占比63.1%，同比下降16.9%。", {"63.1%": "市区产值全市占比", "16.9%": "市区产值"}),
    ("下一步，对12个进展缓慢的项目挂牌督办。", {"12个": "项目"}),
    ("全市确定15家主业突出的链主企业。", {"15家": "链主企业"}),
    ("对在谈的85个在谈项目加快对接。", {"85个": "在谈项目"}),
    ("限额以上单位20类主要零售商品实现增长。", {"20类": "主要零售商品"}),
    ("甲镇、乙镇、丙乡等6乡镇的老化指数偏高。", {"6乡镇": "乡镇"}),
    ("全市土地有93%为山坡地。", {"93%": "山坡地"}),
    ("工业用地税额标准为非工业用地税额标准的50%。", {"50%": "工业用地税额标准"}),
    ("对年度考核优秀的企业，分别给予100%、75%的财政支持。", {"100%": "财政支持", "75%": "财政支持"}),
    ("全盟开工投资亿元以上项目有45个。", {"45个": "开工投资亿元以上项目"}),
    ("此前一周内有13个项目开竣工。", {"13个": "开竣工项目"}),
    ("接诉量由2021年的630件降至410件。", {"630件": "接诉量", "410件": "接诉量"}),
    ("粮食播种面积稳定在48万亩以上、总产量达到21万吨。", {"21万吨": "粮食总产量"}),
    ("去年完成投资186亿元，今年的目标是突破210亿元。", {"210亿元": "完成投资"}),
    ("国有商业银行资产总额27亿元，城市商业银行资产总额3亿元。", {"27亿元": "资产总额", "3亿元": "资产总额"}),
    ("新认定高新技术企业16家，累计达到62家。", {"62家": "认定高新技术企业"}),
    ("新建农村公路80公里，改造老旧小区18个。", {"18个": "改造老旧小区"}),
    ("云山景区接待游客18.6万人次，日均2.7万人次。", {"2.7万人次": "接待游客"}),
    ("新能源车比例每年提高5个百分点，2026年达到30%。", {"30%": "新能源车比例"}),
    ("1—11月，原煤、钢材、水泥等“去产能”行业产品产量持续下降，同比分别下降3.5%、28.6%、11.8%。",
     {"3.5%": "原煤产量下降", "11.8%": "水泥产量下降"}),
    ("从经济类型看，国有企业、集体企业和外资企业增长较快，分别增长13.2%、17.1%和12.5%。", {"12.5%": "外资企业增长"}),
    ("旅游人次已经达到去年同期的近六成。", {"六成": "旅游人次"}),
    ("日均客运量与去年国庆假期相比降幅约1%。", {"1%": "日均客运量降幅"}),
    ("收入2.8亿元，占调整预算105%，占财政总收入的48%。", {"105%": "占调整预算", "48%": "占财政总收入"}),
    ("并网风电装机容量98万千瓦。", {"98万千瓦": "并网风电装机容量"}),
    # look-alikes
    ("全市累计投资12亿元。", {"12亿元": "投资"}),
    ("归属于上市公司股东的净利润4.8亿元。", {"4.8亿元": "归属于上市公司股东的净利润"}),
    ("3个县的干部参加。", {"3个": "县"}),
    ("一季度，投资1亿元以上的项目12个。", {"12个": "项目"}),
    ("完成投资3亿元，占年度计划的60%。", {"60%": "占年度计划"}),
]


def test_the_sum_of_a_table_of_projects_is_an_indicator() -> None:
    """What is invested in all the projects above: planned, but for what was spent; the projects' own amounts are none."""
    text = ("江陵新区重点项目表\n\n（单位：万元）\n\n序号\t项目名称\t总投资\t2024年计划投资\t截至6月底完成投资\n"
            "1\t河湾泵站\t3200\t1200\t500\n2\t城东水厂\t9800\t4000\t2100\n合计\t—\t13000\t5200\t2600\n")
    got = [(d.metric, d.kind, d.scope) for d in read(Document("x", "<test>", text)).indicator_drafts]
    assert got == [("总投资", "plan", "合计"), ("2024年计划投资", "plan", "合计"), ("截至6月底完成投资", "actual", "合计")]


@pytest.mark.parametrize(("text", "expected"), KINDS)
def test_what_is_there_is_a_fact_and_what_is_to_come_a_plan(text: str, expected: dict[str, str]) -> None:
    got = rows(text, "2024-05-10")
    assert {figure: got[figure][1] for figure in expected} == expected


@pytest.mark.parametrize(("text", "expected"), SET)
def test_what_a_paper_sets_is_planned(text: str, expected: dict[str, str]) -> None:
    got = rows(ORDERED.format(text=text))
    assert {figure: got[figure][1] for figure in expected} == expected


@pytest.mark.parametrize(("text", "figures"), OF_ONE)
def test_figures_of_one_undertaking_are_no_indicators(text: str, figures: list[str]) -> None:
    assert list(rows(text)) == figures


@pytest.mark.parametrize(("text", "expected"), GROWN)
def test_growth_goes_with_the_value_that_grew(text: str, expected: dict[str, tuple[str | None, str | None]]) -> None:
    got = grown(text)
    assert {figure: got[figure] for figure in expected} == expected


@pytest.mark.parametrize(("text", "expected"), METRICS)
def test_what_a_figure_measures(text: str, expected: dict[str, str]) -> None:
    got = rows(text)
    assert {figure: got[figure][0] for figure in expected} == expected
