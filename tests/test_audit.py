"""What the audit says of a text: relations that words assert, verdicts within rounding, silence where none is."""

from decimal import Decimal

import pytest

from extractor import Document, Reading, read
from extractor.model import Finding


def audited(text: str) -> Reading:
    return read(Document("0" * 16, "<test>", text))


def findings(text: str) -> list[Finding]:
    return list(audited(text).findings)


AGREE = [
    ("全区36个帮扶村中，已验收27个，验收率75%。", "share", "27 ÷ 36 = 75 %, printed 75 %"),
    ("渠道衬砌完成投资4.36亿元，占年度计划5.2亿元的83.8%。", "share", "4.36 ÷ 5.2 = 83.8 %"),
    ("收到群众来信218件，其中涉及物业的57件，占来信总数的26.1%。", "share", "57 ÷ 218"),
    ("茶园面积12.4万亩，其中可采面积9.3万亩，占比75%。", "share", "9.3 ÷ 12.4"),
    ("销售收入620万元，其中茶叶341万元、药材279万元，分别占55%和45%。", "share", "341 ÷ 620 = 55 %"),
    ("床位974.9万张，其中医院床位766.3万张（占78.6%）、卫生院床位174.4万张（占17.9%）。", "share", "766.3 ÷ 974.9"),
    ("年度计划投资48亿元，截至9月底完成投资33.1亿元，完成年度计划的69.0%。", "share", "33.1 ÷ 48"),
    ("本次献血712人次，采血2.35万单位。其中，男性451人次，女性261人次。", "sum", "451 + 261 = 712 人次"),
    ("夏粮产量28.3万吨，其中小麦21.6万吨，大麦6.7万吨。", "sum", "21.6 + 6.7 = 28.3 万吨"),
    ("安排县级资金820万元、镇级资金460万元，合计1280万元。", "sum", "820 + 460 = 1280 万元"),
    ("今年新建充电桩640个（乡镇380个、城区260个）。", "sum", "380 + 260 = 640 个"),
    ("全镇登记养殖户412户，分别为养牛户188户、养羊户224户。", "sum", "188 + 224 = 412 户"),
    ("从96个候选点位中确定41个首批实施，其余55个列入明年计划。", "difference", "96 − 41 = 55 个"),
    ("耕地流转率由38.2%提高到44.9%，提高6.7个百分点。", "difference", "44.9% − 38.2% = 6.7 个百分点"),
    ("发放农机补贴5120万元，比上年的4310万元增加810万元。", "difference", "5120 − 4310 = 810 万元"),
    ("全年出口31.7亿元，进口12.4亿元，实现贸易顺差19.3亿元。", "difference", "31.7 − 12.4 = 19.3 亿元"),
    ("保费收入7.62亿元，同比增加0.58亿元，增长8.2%。", "growth", "0.58 ÷ (7.62 − 0.58)"),
    ("水泥产量由上年的264万吨增加到297万吨，增长12.5%。", "growth", "(297 − 264) ÷ 264 = 12.5 %"),
    ("电费欠缴额3.6亿元，同比减少0.9亿元，下降20%。", "growth", "0.9 ÷ (3.6 + 0.9) = 20 %"),
    ("冷库容量达到38.4万吨，是2018年16万吨的2.4倍。", "multiple", "38.4万吨 ÷ 16万吨 = 2.4 倍"),
    ("培训班开办25场，参训学员2100人次，平均每场参训学员84人次。", "average", "2100人次 ÷ 25场 = 84 人次"),
    ("2022年，图书馆接待读者73万人次，平均每天接待读者2000人次。", "average", "÷ 365 = 2000 人次"),
    ("巡查范围覆盖北坡、南坡、东沟和西沟4个片区。", "list", "北坡、南坡、东沟、西沟 = 4"),
    ("第一产业占8.4%，第二产业占41.1%，第三产业占50.5%。", "sum", "100 − 8.4 − 41.1 = 50.5"),
    ("三次产业比重分别为8.4%、41.1%和50.5%。", "sum", "100 − 8.4 − 41.1 = 50.5"),
    ("普查总户数为38420户，与2010年普查的36100户相比，增加2320户。", "difference", "38420 − 36100 = 2320 户"),
    ("2023年寄递邮件412.6万件，2022年为380.2万件，上升8.5%。", "growth", "(412.6 − 380.2) ÷ 380.2"),
    ("补贴收入预算5200万元。加上上级补助310.4万元、上年结转120.2万元，收入总计5630.6万元。", "sum", "5200"),
    ("全县林地125.1万亩。按权属分，国有林41.2万亩、集体林63.5万亩、个人林20.4万亩。", "sum", "41.2 + 63.5 + 20.4 = 125.1"),
]


@pytest.mark.parametrize(("text", "rule", "formula"), AGREE, ids=[t[:12] for t, _, _ in AGREE])
def test_figures_that_agree_are_consistent(text: str, rule: str, formula: str) -> None:
    found = [f for f in findings(text) if f.rule == rule]
    assert {f.verdict for f in found} == {"consistent"}
    assert formula in found[0].formula


DISAGREE = [
    ("全区36个帮扶村中，已验收27个，验收率57%。", "share", "inconsistent", "swapped"),
    ("渠道衬砌完成投资4.36亿元，占年度计划5.2亿元的8.38%。", "share", "inconsistent", "point"),
    ("本次献血712人次，采血2.35万单位。其中，男性451人次，女性241人次。", "sum", "inconsistent", "digit"),
    ("安排县级资金820万元、镇级资金460万元，合计1820万元。", "sum", "inconsistent", "swapped"),
    ("安排县级资金820万元、镇级资金460万元，合计1280亿元。", "sum", "inconsistent", "unit"),
    ("从96个候选点位中确定41个首批实施，其余45个列入明年计划。", "difference", "inconsistent", "digit"),
    ("耕地流转率由38.2%提高到44.9%，提高7.6个百分点。", "difference", "inconsistent", "swapped"),
    ("保费收入7.62亿元，同比增加0.58亿元，增长8.0%。", "growth", "inconsistent", "digit"),
    ("水泥产量由上年的264万吨增加到297万吨，增长15.2%。", "growth", "inconsistent", "swapped"),
    ("冷库容量达到38.4万吨，是2018年12.5万吨的1.3倍。", "multiple", "inconsistent", "swapped"),
    ("培训班开办25场，参训学员2100人次，平均每场参训学员48人次。", "average", "inconsistent", "swapped"),
    ("早稻总产21.35万吨，较上年增产1.12万吨，增幅达6.5%。", "growth", "inconsistent", ""),
    ("2023年保费收入18.4亿元，较2022年的16.9亿元增长了9.8%。", "growth", "inconsistent", ""),
    ("灌区改造一期投资3.2亿元，二期投资4.5亿元，三期投资2.8亿元，总投资11.5亿元。", "sum", "inconsistent", ""),
    ("服务业占比由41.2%上升到45.7%，上升5.4个百分点。", "difference", "inconsistent", "swapped"),
    ("渔船由2.4万艘增至3.6万艘，增长1.5倍。", "multiple", "warning", ""),
    ("堤防加固总投资9600万元。到位资金7200万元，资金到位率为57%。", "share", "warning", "swapped"),
    ("完成造林128.6万亩，同比下降12.4%，较上年同期减少15.2万亩。", "growth", "inconsistent", ""),
    ("电梯由去年的126部增加到今年的189部，同比增长5%。", "growth", "inconsistent", "point"),
    ("新建口袋公园42处，其中主城区26处，县城18处。", "sum", "warning", ""),
    ("建筑业产值562亿元，占全市生产总值（1480亿元）的83.0%。", "share", "inconsistent", "swapped"),
    ("巡查范围覆盖北坡、南坡、东沟和西沟5个片区。", "list", "warning", ""),
    ("第一产业占8.4%，第二产业占41.1%，第三产业占55.5%。", "sum", "inconsistent", ""),
]


@pytest.mark.parametrize(("text", "rule", "verdict", "slip"), DISAGREE, ids=[t[:12] + t[-6:] for t, *_ in DISAGREE])
def test_a_misprint_is_found_and_its_likely_slip_named(text: str, rule: str, verdict: str, slip: str) -> None:
    found = [f for f in findings(text) if f.rule == rule]
    assert [f.verdict for f in found] == [verdict]
    assert found[0].slip == slip or not slip
    assert found[0].message and found[0].message_zh


SILENT = [
    "签约项目36个，投资额12亿元。去年共完成项目36个。",
    "带队外出招商，达成签约项目296个；全年共签约1166个。",
    "工业税收3.2亿元，固定资产投资15.8亿元，旅游收入19亿元。",
    "生活垃圾处理量占全省的12%，处理量38万吨，比邻市31万吨多。",
    "城镇居民人均可支配收入43210元，农村居民人均可支配收入20180元，全体居民人均可支配收入35120元。",
    "甲企业研发投入2.1亿元，乙企业研发投入3.4亿元，两家企业获补助0.3亿元。",
    "共有项目20个，其中亿元以上项目12个，工业项目14个。",
    "地区生产总值1286亿元，增长6.2%；上年为1233亿元。",
    "全县实现产值100亿元，甲、乙两镇产值分别为30亿元、20亿元。",
    "新建中小学、幼儿园17所，新增学位1.35万个。",
    "推广蔬菜、水果、食用菌等12个品种。",
    "管网改造开工156处，长度268公里，完成年度计划（150处）的104%。",
    "毕业生3200人，就业2800人、升学180人，就业率93.1%。",
    "收入96.8亿元，支出88.3亿元，年末滚存结余102.7亿元。",
    "备案项目20个（含市级3个、县级2个）。",
    "完成投资18.4亿元，较计划增加1.5亿元，增长9.8%。",
    "抽检样品500批次，合格486批次，不合格14批次，合格率97.2%。",
    "税收6.1亿元，增长3%，税收占全市的14.2%；固定资产投资42.9亿元。",
    "出口占全省的31%，进口占全省的22%，税收占全省的40%，就业占全省的25%。",
    "协议总投资1340亿元的62个项目集中签约。正在实施的项目到位资金105.3亿元，占总投资资金的83.1%。",
]


@pytest.mark.parametrize("text", SILENT, ids=[t[:14] for t in SILENT])
def test_figures_that_no_words_relate_are_never_called_wrong(text: str) -> None:
    assert [f.formula for f in findings(text) if f.verdict != "consistent"] == []


def test_traditional_text_is_read_alike() -> None:
    text = "全縣36個社區中，已驗收27個，驗收率{p}%。其餘未動。從96個站點中選出41個，其餘{r}個明年辦理。"
    assert {f.verdict for f in findings(text.format(p=75, r=55))} == {"consistent"}
    assert [f.verdict for f in findings(text.format(p=57, r=65))] == ["inconsistent", "inconsistent"]


def test_soft_figures_prove_nothing() -> None:
    """约, 近, 超 and 余 are bounds: what lies beyond them is at most unclear."""
    for text in ("计划投资约48亿元，已完成投资近20亿元，占年度计划的69.0%。",
                 "全区36个帮扶村中，已验收约20个，验收率75%。"):
        assert {f.verdict for f in findings(text)} <= {"unclear", "consistent"}


def test_digits_cut_off_are_told_from_digits_rounded() -> None:
    """59 of 300 is 19.67 %: 19.7 by rounding, 19.6 with the rest cut off."""
    cut = findings("收到群众来信300件，其中涉及物业的59件，占来信总数的19.6%。")[0]
    assert cut.verdict == "warning" and "cut off" in cut.message


def test_a_rate_that_grew_by_a_percentage_is_a_warning_with_both_readings() -> None:
    found = findings("设备完好率92.4%，同比增长3.1%。")
    assert [f.verdict for f in found] == ["warning"]
    assert "89.3" in found[0].message and "89.62" in found[0].message


def test_a_share_whose_named_whole_does_not_fit_names_the_one_that_does() -> None:
    found = findings("实施技改项目总投资86.3亿元，到位资金41.7亿元，其中设备投资30.5亿元，占总投资的73.1%。")
    assert [(f.rule, f.verdict) for f in found] == [("share", "warning")]
    assert "41.7亿元" in found[0].message


def test_columns_printed_side_by_side_confirm_each_other() -> None:
    """Where the money adds up, the people beside it claim to as well."""
    text = "累计救助1893人，发放救助金264万元。其中，为{a}名低保对象发放121万元，为712名特困人员发放143万元。"
    assert [f.verdict for f in findings(text.format(a=1181))] == ["consistent", "consistent"]
    assert sorted(f.verdict for f in findings(text.format(a=1811))) == ["consistent", "inconsistent"]


def test_a_table_column_is_checked_against_its_total_row() -> None:
    rows = ("单位：万元\n\n名称\t总投资\t完成投资\n东渠整治\t1200\t600\n西渠整治\t850\t300\n"
            "水闸改造\t430\t{x}\n合计\t2480\t1100\n")
    assert [f.verdict for f in findings(rows.format(x=200)) if f.rule == "sum"] == ["consistent", "consistent"]
    assert sorted(f.verdict for f in findings(rows.format(x=220)) if f.rule == "sum") == ["consistent", "inconsistent"]


def test_a_headline_is_held_against_the_text() -> None:
    text = "安岭{n}所学校完成供暖改造\n\n安岭市教育局介绍，今年共有48所学校完成供暖改造，惠及师生3.1万人。\n"
    assert [f.verdict for f in findings(text.format(n=48)) if f.rule == "repeat"] == ["consistent"]
    assert [f.verdict for f in findings(text.format(n=84)) if f.rule == "repeat"] == ["warning"]


def test_what_growth_and_shares_imply_is_derived() -> None:
    text = "清溪县完成工业投资66亿元，同比增长10%；税收9.6亿元，占全县税收收入的32%。\n"
    implied = {d.rule: d for d in audited(text).derived}
    assert implied["growth"].low < Decimal(6_000_000_000) < implied["growth"].high
    assert implied["growth"].period == "base"
    assert "66亿元 ÷ (1 + 10%) = 60" in implied["growth"].formula


def test_growth_in_constant_prices_implies_nothing() -> None:
    assert audited("地区生产总值318亿元，同比增长6%。").derived == ()


def test_every_finding_cites_evidence_in_the_text() -> None:
    for text, *_ in (*AGREE, *DISAGREE):
        made = audited(text)
        for f in made.findings:
            assert len(f.mentions) + len(f.spans) >= 2
            assert len(f.roles) == len(f.mentions)
            assert all(made.mention(k).text in text for k in f.mentions)
            assert all(0 <= s.start < s.end <= len(text) for s in f.spans)


def test_shares_of_a_whole_named_further_up_are_compared_with_it() -> None:
    """甲 a 人，占 x%；乙 b 人，占 y%: the odd one out is a warning, and nothing where all fit."""
    text = "一、总数\n参训学员48620人。\n二、构成\n男学员30143人，占62.00%；女学员18477人，占{}%。\n"
    assert {f.verdict for f in findings(text.format("38.00"))} == {"consistent"}
    wrong = [f for f in findings(text.format("35.00")) if f.verdict == "warning"]
    assert [f.rule for f in wrong] == ["share"]


def test_growth_against_a_compared_level_is_not_that_of_the_level() -> None:
    """与 A 相比，增加 B，增长 P%: A is the base; the figures agree."""
    found = findings("全镇常住人口52310人，与2010年普查的48120人相比，增加4190人，增长8.71%。")
    assert {f.verdict for f in found} == {"consistent"}


@pytest.mark.parametrize("text", [
    "补贴收入预算520万元。加上级补助收入310.4万元、债券收入120.2万元，收入总计1630.6万元。".replace("加上级", "加上上级"),
    "本级支出61.4万元，加上对下补助支出182.5万元等，支出总计291.7万元。",
    "分片区看，东片18.6亿元、南片12.4亿元、西片6.3亿元，其余片区合计15.01亿元。",
])
def test_lists_that_leave_something_out_are_no_sums(text: str) -> None:
    """加上 takes up a figure from before, 等 leaves parts unnamed, 其余 without a whole is taken from nothing."""
    assert not [f for f in findings(text) if f.verdict in ("inconsistent", "warning")]
