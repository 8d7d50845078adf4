"""Between documents: the same thing with two values, totals that fall, projects that change; other scopes contradict nothing."""

from dataclasses import replace
from pathlib import Path

import pytest

from extractor import Document, dataset, read
from extractor.report.findings import Item, report


def audited(folder: Path, *texts: str) -> list[Item]:
    """The findings between documents of a dataset made of some texts."""
    out = folder / "dataset"
    with dataset.Writer(out) as writer:
        for i, text in enumerate(texts):
            writer.add(dataset.rows(read(replace(Document(f"{i:016x}", f"{i}.txt", text), title=text.split("\n")[0]))))
    return [i for i in report(out).items if i.between]


def test_one_indicator_with_two_values_is_a_contradiction(tmp_path: Path) -> None:
    found = audited(tmp_path, "望海市月报\n\n2023年1至7月，望海市实际到位资金42.6亿元。\n",
                    "望海市快讯\n\n2023年1至7月，望海市实际到位资金46.2亿元。\n")
    assert [(i.rule, i.verdict) for i in found] == [("repeat", "inconsistent")]
    assert found[0].formula == "42.6亿元 ≠ 46.2亿元"
    assert [p.source for p in found[0].passages] == ["0.txt", "1.txt"]


def test_a_rounded_value_agrees_with_the_exact_one(tmp_path: Path) -> None:
    found = audited(tmp_path, "望海市月报\n\n2023年1至7月，望海市实际到位资金42.6亿元。\n",
                    "望海市快讯\n\n2023年1至7月，望海市实际到位资金42.58亿元。\n")
    assert [i.verdict for i in found] == ["consistent"]


def test_another_scope_is_no_contradiction(tmp_path: Path) -> None:
    found = audited(tmp_path, "望海市月报\n\n2023年1至7月，望海市实施总投资500万元以上招商引资项目142个。\n",
                    "望海市快讯\n\n2023年1至7月，望海市实施总投资5000万元以上招商引资项目61个。\n")
    assert found == []


def test_another_period_is_no_contradiction(tmp_path: Path) -> None:
    assert audited(tmp_path, "望海市月报\n\n2022年，望海市实际到位资金42.6亿元。\n",
                   "望海市快讯\n\n2023年，望海市实际到位资金46.2亿元。\n") == []


@pytest.mark.parametrize(("later", "rules"), [("84.1", ["running"]), ("97.3", [])])
def test_a_running_total_may_not_fall(tmp_path: Path, later: str, rules: list[str]) -> None:
    found = audited(tmp_path, "望海市月报\n\n2023年1至7月，望海市完成固定资产投资86.4亿元。\n",
                    f"望海市月报\n\n2023年1至8月，望海市完成固定资产投资{later}亿元。\n")
    assert [i.rule for i in found] == rules


def test_a_project_whose_total_changes_is_a_warning(tmp_path: Path) -> None:
    name = "青石岭光伏组件生产基地项目"
    found = audited(tmp_path, f"望海市要闻\n\n{name}总投资12.6亿元，已开工建设。\n",
                    f"望海市要闻\n\n{name}总投资16.2亿元，已竣工投产。\n")
    assert [(i.rule, i.verdict) for i in found] == [("project", "warning")]


def test_what_a_growth_implies_is_held_against_last_years_print(tmp_path: Path) -> None:
    found = audited(tmp_path, "望海市月报\n\n2023年1至7月，望海市完成固定资产投资88亿元，同比增长10%。\n",
                    "望海市月报\n\n2022年1至7月，望海市完成固定资产投资71.5亿元。\n")
    assert [(i.rule, i.verdict) for i in found] == [("base", "warning")]
    assert "88亿元 ÷ (1 + 10%) = 80" in found[0].formula
