"""One damage of print at a time: the figure is read right or not at all, never as another value."""

from __future__ import annotations

import pytest

import extractor

LOOKALIKES = {"0": "OoＯ〇○", "1": "lI|!", "5": "S", "8": "B", "2": "Zz", ".": ",，。· ．", "亿": "忆乙", "万": "方"}
CASES = [
    ("同比增长{0.3%}，比", "percent"), ("完成投资{1005.36万元}，同比", "money"), ("加快{10.3个百分点}。", "point"),
    ("总投资{126.8亿元}的项目", "money"), ("引进企业{215个}，总", "count"), ("产值{12,345.6万元}，", "money"),
    ("占比{8.51%}，较", "percent"), ("生产原煤{8520.15万吨}，", "measure"), ("收入{21580元}，", "money"),
]  # fmt: skip


def damaged(figure: str) -> list[str]:
    """The figure with one character misread, or a blank or a line end inside it."""
    out = [figure[:i] + other + figure[i + 1:] for i, c in enumerate(figure) for other in LOOKALIKES.get(c, "")]
    return out + [figure[:i] + gap + figure[i:] for i in range(1, len(figure)) for gap in " \n"]


@pytest.mark.parametrize(("case", "kind"), CASES)
def test_one_damage_never_gives_another_value(case: str, kind: str) -> None:
    """And most damages are repaired."""
    head, figure, tail = case.replace("}", "{").split("{")
    (true,) = extractor.quantities(head + figure + tail)
    assert true.kind == kind
    right, prints = 0, damaged(figure)
    for printed in prints:
        found = extractor.quantities(f"前三季度，全县经济运行平稳，{head}{printed}{tail}全年目标有望实现。")
        assert all(m.value == true.value for m in found), printed
        right += bool(found)
    assert right >= 0.7 * len(prints)
