"""Parts of what the paragraph before counts, lists of names behind counts, counts taken up again; all of our own wording."""

from __future__ import annotations

import pytest
from test_audit import findings

PARTED = """2023年重点项目60个，总投资90.2亿元。
从区域看：东山区16个，总投资41.1亿元；北岭区10个，总投资20.0亿元；西湖高新区34个，总投资29.1亿元。
从行业看：交通项目20个，总投资50.1亿元；水利项目30个，总投资20.1亿元；能源项目10个，总投资20亿元。"""

AGREE = [
    (PARTED, "sum", "41.1 + 20.0 + 29.1 = 90.2 亿元"),
    (PARTED, "sum", "50.1 + 20.1 + 20 = 90.2 亿元"),
    (PARTED, "sum", "20 + 30 + 10 = 60 个"),
    ("据介绍，此次开工的12个项目中，道路项目4个，分别为甲路、乙路（一期）；桥梁项目5个，分别为丙桥、丁桥；管网项目3个。", "sum", "4 + 5 + 3 = 12"),
    ("从规模上看，在113个续建项目中，亿元以上项目有75个，其他项目38个。", "sum", "75 + 38 = 113"),
    ("会议讨论了4070次，比2019年（上届最后一年）的2801次，足足多了1269次（增加45%）。", "difference", "4070 − 2801 = 1269"),
    ("东山县有3个项目成功签约。县领导出席活动。\n据了解，东山县此次签约的3个项目，总金额6亿元。", "repeat", "3个"),
    ("全县有4个车间投产，总投资2亿元。\n这4个车间分别是甲、乙等。", "repeat", "4个"),
]


@pytest.mark.parametrize(("text", "rule", "formula"), AGREE, ids=[f"{a[1]} {a[2]}" for a in AGREE])
def test_what_agrees_is_found(text: str, rule: str, formula: str) -> None:
    made = [f for f in findings(text) if f.rule == rule and formula in (f.formula or "")]
    assert [f.verdict for f in made[:1]] == ["consistent"]


@pytest.mark.parametrize("text", [
    # the list of names ended; what follows is a part beside and not a part of it
    "此次开工项目中，道路项目4个，分别为甲路、乙路（一期）；桥梁项目5个，分别为丙桥、丁桥；管网项目3个。",
    # columns that come to nothing of the paragraph before are of another footing
    "2023年重点项目60个，总投资90.2亿元。\n从区域看：东山区16个，总投资41.1亿元；北岭区10个，总投资26.0亿元；西湖高新区30个，总投资29.1亿元。",
    "会议讨论了4070次，比2019年（上届最后一年）的2801次，足足多了1269次（增加45%）。",
    "东山县有3个项目签约。西岭乡这3户居民搬迁。",
])
def test_nothing_is_said_to_disagree(text: str) -> None:
    assert [f.formula for f in findings(text) if f.verdict == "inconsistent"] == []
