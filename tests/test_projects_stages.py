"""The stage of a project: said of itself, of the list it stands in, or of the class it is told under. All names are invented."""

import pytest

import extractor


def stages(text: str) -> dict[str, str | None]:
    return {p.name: p.status for p in extractor.extract(text).projects}


# A class told with its names: lists, openings, lines above.
FRAMES = [
    ("1月8日，云溪29个项目开工、15个项目竣工，签约12个项目。\n开工项目中，石柳供水工程计划总投资2亿元；凯沃光伏组件项目位于云溪经开区，计划总投资5亿元，"
     "建成投产后年产值8亿元。\n签约项目中，云溪恒钧新能源有限公司计划投资6亿元，建设石梁分布式光伏发电项目；江苏瑞腾新材料有限公司计划投资1亿元建设瑞腾薄膜项目。\n"
     "竣工项目中，柳河水库总投资5亿元，新建中型水库一座。",
     {"石柳供水工程": "开工", "凯沃光伏组件项目": "开工", "石梁分布式光伏发电项目": "签约", "瑞腾薄膜项目": "签约", "柳河水库": "竣工"}),
    ("此外达成签约的还有投资3亿元的锦弘显示屏模组项目、2亿元的旭升智能家居项目。", {"锦弘显示屏模组项目": "签约", "旭升智能家居项目": "签约"}),
    ("至年底，东岭县锰选项目、石柳商厦项目、云溪县泽丰公司2万吨鲜奶加工项目、锦弘动力电池等6个续建项目已竣工。",
     {"东岭县锰选项目": "竣工", "石柳商厦项目": "竣工"}),
    ("东岭县举行重点项目集中签约仪式\n\n本次共签约项目4个，总投资20亿元。\n\n1.凯沃光伏组件项目　总投资8亿元。\n\n2.旭升智能装备基地　固定资产投资不低于2亿元，投产后年产值3亿元。",
     {"凯沃光伏组件项目": "签约", "旭升智能装备基地": "签约"}),
    ("本次集中开工项目9个，总投资10亿元。其中，产业类6个，总投资8亿元。分别是总投资5亿元的凯沃光伏组件项目，总投资1亿元的旭升智能装备基地。",
     {"凯沃光伏组件项目": "开工", "旭升智能装备基地": "开工"}),
    ("签约的有凯沃光伏组件项目、锦弘动力电池项目；开工的有东岭县石柳物流园、旭升智能装备基地；投产的有禾泽乳品加工项目。",
     {"凯沃光伏组件项目": "签约", "锦弘动力电池项目": "签约", "旭升智能装备基地": "开工", "东岭县石柳物流园": "开工", "禾泽乳品加工项目": "投产"}),
    ("在建项目中，凯沃光伏组件项目总投资8亿元，预计明年投产。", {"凯沃光伏组件项目": "在建"}),
    # What comes further than its class keeps its own stage.
    ("签约项目中，凯沃光伏组件项目总投资8亿元，目前已投产。", {"凯沃光伏组件项目": "投产"}),
    # A class of two stages, one that is planned, and one of another paragraph give none.
    ("投产、在建项目中，凯沃光伏组件项目、旭升智能装备基地等9个项目投资过亿元。", {"凯沃光伏组件项目": None, "旭升智能装备基地": None}),
    ("20日起，东岭县将集中开工8个项目。其中，凯沃光伏组件项目总投资8亿元。", {"凯沃光伏组件项目": None}),
    ("今年以来，东岭县签约项目12个。\n下一步，东岭县将推进凯沃光伏组件项目。", {"凯沃光伏组件项目": None}),
]

# The project itself, in the clause or the sentence that goes on about it.
OWN = [
    ("由东岭县盛禾粮油贸易有限公司投资2亿元建设的玉米深加工项目，正在紧张有序地进行。", {"玉米深加工项目": "在建"}),
    ("位于云溪产业园的凯沃光伏组件项目即将建成投产。目前，25条生产线已进入调试。", {"凯沃光伏组件项目": "在建"}),
    ("凱沃光伏組件項目總投資9億元，計畫2025年投產。現時，項目正在進行基礎施工。", {"凱沃光伏組件項目": "在建"}),
]


@pytest.mark.parametrize(("text", "expected"), [*FRAMES, *OWN])
def test_a_project_has_the_furthest_stage_that_is_said_of_it(text: str, expected: dict[str, str | None]) -> None:
    found = stages(text)
    assert {name: found.get(name, "no such project") for name in expected} == expected
