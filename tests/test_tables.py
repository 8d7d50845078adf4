"""Tables of any source: cells keep their places in the view, merged ones their owner, bare numbers their header's unit."""

import io
from decimal import Decimal

import pytest

import extractor
from extractor import read
from extractor.load import load_bytes
from extractor.model import Document, Grid, Reading

LIST = [["序号", "项目名称", "建设单位", "总投资", "年度计划投资"], ["1", "城东大桥新建工程", "市交投公司", "32000",
                                                                     "8000"],
        ["2", "北部水厂扩建工程", "市水务公司", "1,250.5", "300"], ["", "合计", "", "33250.5", "8300"]]


def grid_text(grid: Grid) -> list[list[str]]:
    return [[c.text for c in row] for row in grid.rows]


def sheet(rows: list[list[str]], *merged: str) -> Reading:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append([cell or None for cell in row])
    for area in merged:
        book.active.merge_cells(area)
    out = io.BytesIO()
    book.save(out)
    return read(load_bytes(out.getvalue(), "a.xlsx"))


def table(rows: list[list[str]]) -> str:
    return "单位：万元\n" + "".join("\t".join(row) + "\n" for row in rows)


@pytest.mark.parametrize("reading", [
    lambda: read(Document("x", "x", table(LIST))), lambda: sheet([["单位：万元"], *LIST]),
    lambda: read(load_bytes(("单位：万元,,,,\n" + "".join(",".join(f'"{c}"' for c in r) + "\n" for r in LIST)).encode(),
                            "a.csv"))],
    ids=["text", "xlsx", "csv"])
def test_each_row_is_a_project_with_the_amounts_of_its_columns(reading: object) -> None:
    made: Reading = reading()  # type: ignore[operator]
    found = [(p.name, p.owner, *(made.mention(p.amounts[a]).value for a in ("total_investment", "annual_plan")))
             for p in made.projects]
    assert found == [("城东大桥新建工程", "市交投公司", Decimal(320000000), Decimal(80000000)),
                     ("北部水厂扩建工程", "市水务公司", Decimal(12505000), Decimal(3000000))]


def test_cells_stand_in_the_view_and_merged_ones_repeat_their_owner() -> None:
    made = sheet([["类别", "项目 名称", "总投资"], ["交通", "城东大桥", "3"], ["", "环城 北路", "5"]], "A2:A3")
    (grid,) = made.outline.grids
    assert grid_text(grid) == [["类别", "项目名称", "总投资"], ["交通", "城东大桥", "3"], ["交通", "环城北路", "5"]]
    assert all(made.view.text[c.at.start:c.at.end] == c.text for row in grid.rows for c in row)
    assert [c.own for c in grid.rows[2]] == [False, True, True]


def test_a_figure_does_not_go_from_one_cell_into_the_next() -> None:
    made = sheet([["单位：万元"], ["项目名称", "总投资", "责任单位"], ["城东大桥", "8520", "市交通局"],
                  ["环城北路", "960", "市住建局"]])
    assert [(m.text, m.value) for m in made.mentions] == [("8520", Decimal(85200000)), ("960", Decimal(9600000))]


def test_an_amount_that_a_merged_cell_gives_to_several_rows_is_of_none() -> None:
    made = sheet([["单位：万元"], ["序号", "项目名称", "总投资"], ["1", "城东大桥工程", "8520"],
                  ["2", "环城北路工程", ""]], "C3:C4")
    assert [bool(p.amounts) for p in made.projects] == [False, False]


def test_two_rows_of_one_name_are_two_projects() -> None:
    made = sheet([["单位：万元"], ["序号", "项目名称", "总投资"], ["1", "老旧小区改造", "100"],
                  ["2", "老旧小区改造", "200"]])
    assert [p.name for p in made.projects] == ["老旧小区改造"] * 2


def test_a_table_of_units_gives_tasks_in_the_order_of_its_rows() -> None:
    made = sheet([["序号", "工作任务", "牵头单位", "责任单位"], ["1", "完善路网", "市交通局", "各县区政府"],
                  ["2", "整治河道", "市水务局", ""], ["3", "绿化荒山", "", ""]], "D2:D4")
    assert [(t.number, [u.unit for u in t.units if u.role == "lead"]) for t in made.tasks][:2] == [
        ("1", ["市交通局"]), ("2", ["市水务局"])]


def test_rows_of_a_spreadsheet_reach_the_dataset() -> None:
    text = table(LIST)
    frame = extractor.extract(text).tables()["projects"]
    assert frame.total_investment.tolist() == [Decimal("320000000.000000"), Decimal("12505000.000000")]


MARKDOWN = """# 重点项目

单位：万元

| 序号 | 项目名称 | 总投资 |
|:---|---|---:|
| 1 | 城东大桥工程 | 3200 |
| 2 | 环城\\|北路工程 | 500 |

正文一段。
"""


def test_tables_drawn_with_pipes_are_read_and_the_text_stays() -> None:
    made = load_bytes(MARKDOWN.encode(), "a.md")
    assert made.text == MARKDOWN and made.tables[0].unit == "万元"
    assert all(made.text[c.start:c.end] == c.text for c in made.tables[0].cells)
    assert next((p.name, len(p.amounts)) for p in read(made).projects) == ("城东大桥工程", 1)
