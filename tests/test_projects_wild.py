"""Ways in which real news, plans and web pages name their projects, met in texts that nobody had tuned on. Own wording."""

from __future__ import annotations

from typing import Any

import pytest

from extractor import pipeline
from extractor.model import Document, Project


def read(text: str) -> dict[str, Project]:
    return {p.name: p for p in pipeline.read(Document("", "<text>", text)).projects}


NAMED: list[tuple[str, list[str]]] = [
    # what a works makes of a year, up to its name
    ("年产6万吨的甘蔗渣纸浆生产项目，选址石梁镇。", ["年产6万吨的甘蔗渣纸浆生产项目"]),
    ("云溪恒食有限公司年产3万吨的罐头、果汁、速冻食品综合生产线已投产。", ["年产3万吨的罐头、果汁、速冻食品综合生产线"]),
    ("日处理4万吨的柳河污水处理厂扩建工程完工。", ["柳河污水处理厂扩建工程"]),
    # what a thing is said to be
    ("古渡线湖口段是云溪市加快城东发展的一项重要交通工程。该项目总投资4.8亿元。", ["古渡线湖口段"]),
    ("乡村振兴是全省的一项重大民生工程。", []),
    # a line that heads what is told below it
    ("瓯埠邻里中心\n该项目由云溪广源投资发展有限公司投资建设，总投资1.8亿元。", ["瓯埠邻里中心"]),
    ("石梁区中医院\n项目总投资3.7亿元，位于望江路南侧。", ["石梁区中医院"]),
    ("建设内容\n项目总投资3.7亿元，位于望江路南侧。", []),
    ("云溪县两个项目正式开工\n项目总投资3.7亿元，位于望江路南侧。", []),
    # a line that opens with a name, a colon and what it costs
    ("在建项目：\n瑞腾铝业：总投资1.6亿元，占地90亩，一期已投产。\n锦弘数控机床：总投资2.2亿元，占地40亩。", ["瑞腾铝业", "锦弘数控机床"]),
    ("2、石梁换热器：计划总投资1.1亿元，正在建设。", ["石梁换热器"]),
    ("投资规模：总投资1.6亿元。\n建设内容：投资3000万元新建车间。", []),
    ("今年目标：投资3000万元。", []),
    # a sentence of a list of tasks that says only what is built
    ("3\n建成县失能老人照护中心。\n县民政局\n12月底前\n4\n加快推进石梁沟水库建设。\n县水务局", ["县失能老人照护中心", "石梁沟水库"]),
    ("启动区图书馆新馆建设。", ["区图书馆新馆"]),
    ("新建2座人行天桥。", []),
    ("建设县级医院。推进乡村小学建设。加快推进体系建设。", []),
    # a row in which most are projects is of projects
    ("石梁粮油储备库即将建成投用。云溪创新港正式竣工交付。", ["石梁粮油储备库", "云溪创新港"]),
    ("当地风速稳定，可建设300万千瓦大型风电场。", []),
    # what a ceremony is held for
    ("近日，云溪县水景民俗文化长廊举行开工仪式。", ["云溪县水景民俗文化长廊"]),
    ("近日，全市重大项目举行开工仪式。", []),
    # counted rows of lines and works
    ("即将投运的有云溪支线一期、石梁支线二期等5条天然气支线。", ["云溪支线一期", "石梁支线二期"]),
    # a motto in quotation marks is a programme
    ("实施“百名英才”拓展项目，推进国家“南数北算”工程建设。", []),
    ("总投资2亿元的“石梁云海”文旅项目开工。", ["“石梁云海”文旅项目"]),
    # where it lies and what it costs
    ("城北污水泵站位于青石路东侧，占地12亩，总投资约6000万元。", ["城北污水泵站"]),
    ("云溪县位于江北平原，全县总投资增长8%。", []),
    # counted lists, of whatever words
    ("三衡树脂、东浦轮胎、协昌光伏二期等3个外资项目开工。", ["三衡树脂", "东浦轮胎", "协昌光伏二期"]),
    ("恒岳影视、旭升时代等商贸流通项目2个。", ["恒岳影视", "旭升时代"]),
    ("重点引进扬尘治理、危废处理等环保项目。", []),
    # the verb of the sentence is none of the name's
    ("一行详细了解云脊集团羊绒衫项目。", ["云脊集团羊绒衫项目"]),
    ("公司在江西省石梁市投资建设高分子膜材产业园项目。", ["高分子膜材产业园项目"]),
    ("投资3500万元的云溪县改善薄弱学校办学条件项目开工。", ["云溪县改善薄弱学校办学条件项目"]),
    # parts are projects of their own
    ("云岭公路北延工程青石山隧道工地上，工人正在浇筑。云岭公路北延工程总投资10亿元。",
     ["云岭公路北延工程", "青石山隧道"]),
    # one that something else builds is no part of what was named before
    ("还有恒钧集团投资建设的石梁热电项目，以及由禾泽集团捐资建设的云溪禾泽小学等重点项目。", ["石梁热电项目", "云溪禾泽小学"]),
    # what is described, not named
    ("塘口电厂项目是恒钧公司的异地建设项目，总投资近百亿元。", ["塘口电厂项目"]),
    ("典型的磷矿结合项目——开岭集团120万吨磷铵二期项目总投资8.3亿元。", ["开岭集团120万吨磷铵二期项目"]),
    # sections of a report that tell what is built
    ("一、重点项目进展情况\n（一）石梁水库\n大坝已填筑到顶。\n（二）环湖快速通道\n全线开工。", ["石梁水库", "环湖快速通道"]),
    # names of people's programmes, wishes and slogans
    ("实施“云溪英才”培养项目和博士后资助项目。", []),
    ("努力打造世界级化工产业基地。", []),
    ("全力攻坚“五个一批”项目。", []),
    ("大力实施双百双新项目。", []),
    # numbers and blocks inside names
    ("建成投运了石梁港南作业区7号、8号泊位改造工程。", ["石梁港南作业区7号、8号泊位改造工程"]),
    ("开工的有江北新区安居房项目（A-02地块）、江北新区安居房项目（B-09地块）。", ["江北新区安居房项目（A-02地块）", "江北新区安居房项目（B-09地块）"]),
    # rows: what is said to be built, and the object of a verb of building
    ("云溪艺术中心、石梁博物馆建成投用，环湖东快线开工。", ["云溪艺术中心", "石梁博物馆", "环湖东快线"]),
    ("抓好云溪电厂、石梁水库续建和椒岭水库建设。", ["云溪电厂", "石梁水库", "椒岭水库"]),
    ("推进教育、医疗、养老服务体系建设。", []),
    ("推进云溪、石梁、岑岭等地建设。", []),
    ("23项重点工程分别是:(1) 沪岭客运专线云溪至石梁段,(2) 云溪至丽岭公路,(3) 西部风电基地建设。",
     ["沪岭客运专线云溪至石梁段", "云溪至丽岭公路", "西部风电基地建设"]),
    ("未开工项目共3个，分别是：云溪市2个，云溪市绿色交通建设项目和隆禾科技有限公司年产3GW单晶电池项目；石梁市1个，石梁热电联产项目。",
     ["云溪市绿色交通建设项目", "年产3GW单晶电池项目", "石梁热电联产项目"]),
    ("赵奇彬、周春澜、唐火安等县领导参加了4个项目的开工仪式。", []),
    ("先后建设6代线、8.5代线和10.5代线等3个项目。", ["6代线", "8.5代线", "10.5代线"]),
    # behind an end a company or an office
    ("云溪保税港区宏岭码头公司总经理说，业务增长。", []),
    # within quotation marks, once
    ("公司将实施“圆织生产线智能化升级项目”项目，总投资3亿元。", ["圆织生产线智能化升级项目"]),
    ("全县首个医用线缆生产项目，总投资2.1亿元。", ["医用线缆生产项目"]),
    ("云溪第四方舱医院开工建设。", ["云溪第四方舱医院"]),
    # a short name that leaves words out behind the owner's
    ("云脊羊绒集团年产40万件羊绒衫加工项目开工。一行考察了云脊羊绒集团羊绒衫项目。", ["云脊羊绒集团年产40万件羊绒衫加工项目"]),
]

STATUS: list[tuple[str, dict[str, str | None]]] = [
    # of the ceremony that an article reports, where nothing is said of the project itself
    ("云溪县一季度集中开工12个重大项目\n其中，锦弘动力电池项目总投资12亿元，旭升智能装备项目总投资3亿元。",
     {"锦弘动力电池项目": "开工", "旭升智能装备项目": "开工"}),
    ("云溪县12个项目集中开竣工\n其中，锦弘动力电池项目总投资12亿元。", {"锦弘动力电池项目": None}),
    ("4个集中开工的社会民生项目是：\n投资3000万元的云溪县坝口文化活动中心。\n投资2600万元的石梁气象站迁建工程。",
     {"云溪县坝口文化活动中心": "开工", "石梁气象站迁建工程": "开工"}),
    # of a list, in the words that follow it or lead over to it
    ("深江通道、常溪大桥、乌岭高速等重大工程有序实施。", {"深江通道": "在建", "常溪大桥": "在建", "乌岭高速": "在建"}),
    ("上半年建成投运了包括石梁港四期工程、云溪航道整治工程等。", {"石梁港四期工程": "投产"}),
    # of a row, with other things named among them
    ("云西快线、潘岭大道、工业大道南、市民大道三期开工建设。", {"云西快线": "开工", "潘岭大道": "开工", "市民大道三期": "开工"}),
    # in the paragraph below the line that names it
    ("一、重点交通建设\n1. 环湖轻轨线\n全长14.8公里，设12座车站，2009年7月4日通车营运。", {"环湖轻轨线": "投产"}),
]

OWNERS: list[tuple[str, dict[str, str | None]]] = [
    ("新材料 石梁特钢有限责任公司年产5万吨铝材项目总投资6亿元。", {"年产5万吨铝材项目": "石梁特钢有限责任公司"}),
    ("由禾泽集团捐资建设的云溪禾泽小学开工。", {"云溪禾泽小学": "禾泽集团"}),
    ("年产5万吨的生物有机复合肥项目，利禾生态农业发展公司主体投资。", {"年产5万吨的生物有机复合肥项目": "利禾生态农业发展公司"}),
    ("烨白光电科技有限公司主要生产触控屏。\n烨白光电科技项目总投资6.8亿元。", {"烨白光电科技项目": "烨白光电科技有限公司"}),
    ("云钢石梁项目\n云钢石梁汽车钢有限公司\n云钢石梁项目占地210亩，总投资约25亿元。", {"云钢石梁项目": "云钢石梁汽车钢有限公司"}),
    ("天岭水电设备有限公司新建厂房项目、宝恒公司标准厂房、云溪县八里街学校开工。", {"云溪县八里街学校": None}),
    ("走访了冷链物流建设进展、南岭总部一期建设进展。", {"南岭总部一期": None}),
    ("由恒钧能源有限公司、云溪产投集团共同投资建设的石梁储能电站项目总投资5亿元。",
     {"石梁储能电站项目": "恒钧能源有限公司、云溪产投集团"}),
]


@pytest.mark.parametrize(("text", "names"), NAMED)
def test_projects_are_named_so(text: str, names: list[str]) -> None:
    assert sorted(read(text)) == sorted(names)


def held(text: str, field: str, expected: dict[str, Any]) -> None:
    found = read(text)
    assert {name: getattr(found[name], field) if name in found else "?" for name in expected} == expected


@pytest.mark.parametrize(("text", "expected"), STATUS)
def test_stages_are_told_so(text: str, expected: dict[str, str | None]) -> None:
    held(text, "status", expected)


@pytest.mark.parametrize(("text", "expected"), OWNERS)
def test_owners_are_told_so(text: str, expected: dict[str, str | None]) -> None:
    held(text, "owner", expected)


def test_amounts_below_a_line_that_names_a_project_are_its_own() -> None:
    text = "瓯江地块填土工程项目\n瓯江地块填土面积约90亩。计划总投资0.21亿元。"
    [project] = read(text).values()
    assert "total_investment" in project.amounts


def test_a_headline_is_not_where_a_project_is_named() -> None:
    text = "关于锦弘动力电池产业化项目的公告\n公司拟投资建设锦弘动力电池产业化项目，总投资3亿元。"
    [project] = read(text).values()
    assert project.start > text.index("\n")
