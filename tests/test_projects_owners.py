"""Who builds or invests, where the text names it in its own right. All names are invented."""

import pytest

import extractor
from extractor import pipeline
from extractor.model import Document

NAME = "石梁冷链物流园项目"

OWNERS = [
    ("宏拓集团计划投资3亿元建设石梁冷链物流园项目，目前已完成备案。", "宏拓集团"),
    ("石梁冷链物流园项目由云溪城投公司投资建设，总投资3亿元。", "云溪城投公司"),
    ("县政府与宏拓新能源公司签订石梁冷链物流园项目投资协议。", "宏拓新能源公司"),
    ("云溪县与北京宏拓科技有限公司成功签约石梁冷链物流园项目。", "北京宏拓科技有限公司"),
    ("石梁冷链物流园项目总投资3亿元，由上市公司宏拓股份投资建设。", "宏拓股份"),
    ("石梁冷链物流园项目是宏拓集团在云溪县投资的又一个重大项目。", "宏拓集团"),
    ("石梁冷链物流园项目（浙江宏拓集团有限公司）总投资3亿元。", "浙江宏拓集团有限公司"),
    ("去年以来，宏拓集团加快推进石梁冷链物流园项目建设。", "宏拓集团"),
    ("云溪县引进宏拓集团投资3亿元建设石梁冷链物流园项目。", "宏拓集团"),
    ("宏拓集团是国内冷链行业的后起之秀，此次投资3亿元建设石梁冷链物流园项目。", "宏拓集团"),
    ("石梁冷链物流园项目由业主单位云溪产投公司实施。", "云溪产投公司"),
    ("石梁冷链物流园项目是宏拓集团有限公司投资建设，拟建冷库三座。", "宏拓集团有限公司"),
    ("四川溧都食品有限公司投资2亿元建设石梁冷链物流园项目。", "四川溧都食品有限公司"),
    ("石梁冷链物流园项目的投资方宏拓集团表示，将加快建设。", "宏拓集团"),
    ("云溪城投集团负责建设的石梁冷链物流园项目开工。", "云溪城投集团"),
    ("宏拓公司投入3亿元实施石梁冷链物流园项目。", "宏拓公司"),
    ("石梁冷链物流园项目，引资企业：宏拓集团，总投资3亿元。", "宏拓集团"),
    # A brand without an ending of companies.
    ("总投资3亿元的石梁冷链物流园项目，由宏拓投资建设。", "宏拓"),
    ("宏拓投资3亿元在云溪县原棉纺厂扩建的石梁冷链物流园项目。", "宏拓"),
    ("石梁冷链物流园项目　固定资产投资不低于2亿元，由本地企业宏拓扩建。", "宏拓"),
    ("央企宏拓电投在云溪县投资建设石梁冷链物流园项目。", "宏拓电投"),
    # Places, persons, classes of investors and whoever brought it there are no owners.
    ("今年，云溪县计划投资3亿元建设石梁冷链物流园项目。", None),
    ("香港客商投资3亿元建设的石梁冷链物流园项目开工。", None),
    ("石梁冷链物流园项目由王建国投资3亿元。", None),
    ("石梁冷链物流园项目总投资3亿元，由县财政出资。", None),
    ("石梁冷链物流园项目位于云溪经开区，由云溪经开区管委会引进，总投资3亿元。", None),
    # A company inside another project's name.
    ("总投资9亿元的石梁冷链物流园项目完成投资3亿元，石梁余禾科技肥料项目正式投产。", None),
    ("石梁及医疗领域高科技企业来访。石梁冷链物流园项目总投资3亿元。", None),
    ("石梁冷链物流园项目将对石梁（东岭）冷链有限公司的二期仓库进行改造。", None),
    # The builder of the name that follows.
    ("石梁冷链物流园项目、东岭医院等6个项目已开工建设，由瑞彩国际投资有限公司投资5400万元的东岭县2万吨淀粉生产线项目已竣工。", None),
]


@pytest.mark.parametrize(("text", "owner"), OWNERS)
def test_the_owner_is_whoever_the_text_says_to_build_or_invest(text: str, owner: str | None) -> None:
    found = {p.name: p.owner for p in extractor.extract(text).projects}
    assert found[NAME] == owner


def test_a_place_that_the_dictionary_cuts_stays_whole() -> None:
    project, = extractor.extract("项城市宏拓制衣有限公司年产2000万件雨衣加工项目总投资3亿元。").projects
    assert project.owner == "项城市宏拓制衣有限公司"


def test_a_short_company_before_a_name_stays_in_the_name() -> None:
    """A full legal name goes to the owner (有限公司), a short one (公司) stays where it is printed."""
    short, full = extractor.extract("瑞彩公司3万吨鲜奶加工项目已竣工。\n江苏瑞彩乳业有限公司3万吨酸奶加工项目已竣工。").projects
    assert (short.name, short.owner) == ("瑞彩公司3万吨鲜奶加工项目", None)
    assert (full.name, full.owner) == ("3万吨酸奶加工项目", "江苏瑞彩乳业有限公司")


def test_companies_that_a_list_names_are_told_of_one_by_one() -> None:
    """A list names projects by their companies; what a company's own sentences tell is of its project."""
    text = ("3月8日，泽州区9个工业项目集中开工。长澜光伏二期、明岳阀业等5个外资项目，合计总投资9亿美元。\n"
            "泽州长澜光伏科技有限公司从事硅片切片，本次总投资3亿美元。荣禾电子有限公司是封装企业，公司投资9000万元扩建厂房。"
            "明岳阀业是行业龙头，公司计划总投资2.4亿元扩大产能。\n")
    reading = pipeline.read(Document("", "<text>", text))
    found = {p.name: (p.owner, reading.mention(p.amounts["total_investment"]).text) for p in reading.projects}
    assert found == {"长澜光伏二期": ("泽州长澜光伏科技有限公司", "3亿美元"), "明岳阀业": (None, "2.4亿元")}
