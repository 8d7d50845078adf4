"""Tables on pages: merged cells, page breaks, repeated headers, cells cut at their borders."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

from extractor.load import load_bytes
from extractor.pipeline import read
from tests import layouts

HEAD = ["类别", "序号", "项目名称", "总投资（万元）", "牵头单位"]


def table(rows, *, ruled=True, repeat=1, spans=(), title="", stand="MIDDLE") -> bytes:
    layouts.fonts()
    out = io.BytesIO()
    style = [
        ("FONT", (0, 0), (-1, -1), "STSong-Light", 10),
        *(("SPAN", a, b) for a, b in spans),
        ("VALIGN", (0, 0), (-1, -1), stand),
    ]
    if ruled:
        style.append(("GRID", (0, 0), (-1, -1), 0.5, "black"))
    wrap = ParagraphStyle("cell", fontName="STSong-Light", fontSize=10, leading=13, wordWrap="CJK")
    body = [[Paragraph(c, wrap) if len(c) > 10 else c for c in row] for row in rows]
    flow = [Table(body, colWidths=[70, 40, 150, 90, 90], repeatRows=repeat, style=TableStyle(style))]
    if title:
        flow.insert(0, Paragraph(title, ParagraphStyle("t", fontName="STSong-Light", fontSize=18, leading=30)))
    SimpleDocTemplate(out, invariant=1).build(flow)
    return out.getvalue()


def drawn(rows, *style) -> bytes:
    """A table with its heads in the middle, its numbers at the right, and rules or shading of this style."""
    layouts.fonts()
    out = io.BytesIO()
    every = [
        ("FONT", (0, 0), (-1, -1), "STSong-Light", 10),
        ("ALIGN", (0, 0), (-1, 0), "CENTER"),
        ("ALIGN", (3, 1), (3, -1), "RIGHT"),
        *style,
    ]
    flow = Table(rows, colWidths=[70, 40, 150, 120, 90], repeatRows=1, style=TableStyle(every))
    SimpleDocTemplate(out, invariant=1).build([flow])
    return out.getvalue()


def projects(count: int) -> list[list[str]]:
    return [["基础设施", str(k), f"第{k}号道路改造", f"{k * 37}.{k % 10}", "市交通局"] for k in range(1, count + 1)]


def grid(document, number=0) -> list[list[str]]:
    rows: dict[int, list[str]] = {}
    for cell in document.tables[number].cells:
        rows.setdefault(cell.row, []).append(cell.text)
    return list(rows.values())


def test_each_row_is_a_line_with_its_cells_apart():
    document = load_bytes(table([HEAD, *projects(5)]), "x.pdf")
    assert document.text.split("\n") == ["\t".join(r) for r in [HEAD, *projects(5)]]
    assert grid(document) == [HEAD, *projects(5)]
    assert [c.header for c in document.tables[0].cells][:6] == [True] * 5 + [False]


def test_cells_point_at_their_text():
    document = load_bytes(table([HEAD, *projects(5)]), "x.pdf")
    assert all(document.text[c.start : c.end] == c.text for c in document.tables[0].cells)


def test_a_table_goes_on_over_pages_and_its_header_comes_once():
    document = load_bytes(table([HEAD, *projects(90)]), "x.pdf")
    assert document.pages == 3 and len(document.tables) == 1
    assert grid(document) == [HEAD, *projects(90)]


def test_a_merged_cell_is_known_to_all_its_rows_and_printed_in_one():
    rows = projects(6)
    for k in (1, 2):
        rows[k][4] = ""
    document = load_bytes(table([HEAD, *rows], spans=[((4, 1), (4, 3))]), "x.pdf")
    assert [r[4] for r in grid(document)][1:4] == ["市交通局"] * 3
    assert document.text.count("市交通局") == 4


def test_a_wrapped_cell_is_one_cell():
    rows = projects(4)
    rows[1][2] = "高新技术产业开发区地下综合管廊及配套设施改造提升"
    document = load_bytes(table([HEAD, *rows]), "x.pdf")
    assert grid(document)[2][2] == rows[1][2]


def test_the_title_over_a_table_is_no_row():
    document = load_bytes(table([HEAD, *projects(4)], title="重点项目清单"), "x.pdf")
    assert document.text.startswith("重点项目清单\n类别\t") and document.regions[0].kind == "title"


def test_a_table_without_rules_keeps_its_rows():
    document = load_bytes(table([HEAD, *projects(12)], ruled=False), "x.pdf")
    assert grid(document) == [HEAD, *projects(12)]


def grouped() -> tuple[list[list[str]], list[tuple]]:
    """Twelve projects of three categories and six lead units, printed once for the rows they cover, and the merged cells."""
    rows, spans = projects(12), []
    for column, sizes in ((0, (5, 4, 3)), (4, (1, 2, 3, 2, 1, 3))):
        at = 0
        for k, size in enumerate(sizes):
            for row in rows[at : at + size]:
                row[column] = ("产业发展", "基础设施", "民生保障")[k] if column == 0 else f"第{k + 1}工作组"
            if size > 1:
                spans.append(((column, at + 1), (column, at + size)))
            at += size
    return rows, spans


def printed(rows, spans) -> list[list[str]]:
    """The same with the covered cells empty, as they are set."""
    out = [list(row) for row in rows]
    for (column, first), (_, last) in spans:
        for k in range(first, last):
            out[k][column] = ""
    return out


def test_merged_cells_without_rules_are_known_to_their_rows_by_where_they_stand():
    rows, spans = grouped()
    document = load_bytes(table([HEAD, *printed(rows, spans)], spans=spans, ruled=False), "x.pdf")
    assert grid(document) == [HEAD, *rows]


def test_sparse_remarks_without_rules_are_no_merged_cells():
    rows = projects(12)
    for k, row in enumerate(rows):
        row[4] = "已开工" if k in (0, 6) else ""
    document = load_bytes(table([HEAD, *rows], ruled=False), "x.pdf")
    assert [r[4] for r in grid(document)][1:] == [r[4] for r in rows]


@pytest.mark.parametrize("stand", ["TOP", "MIDDLE"])
def test_wrapped_cells_without_rules_stay_with_their_rows(stand):
    rows = projects(14)
    for k in (0, 5, 13):
        rows[k][2] = f"高新技术产业开发区地下综合管廊及配套设施改造提升{k}期"
        rows[k + 1 if k < 13 else 3][4] = "市住房和城乡建设局牵头办理"
    document = load_bytes(table([HEAD, *rows], ruled=False, stand=stand), "x.pdf")
    assert grid(document) == [HEAD, *rows]


def test_a_table_without_rules_goes_on_over_the_page_with_few_rows():
    rows = projects(40)
    document = load_bytes(table([HEAD, *rows], ruled=False), "x.pdf")
    assert document.pages == 2 and len(document.tables) == 1
    assert grid(document) == [HEAD, *rows]


@pytest.mark.parametrize("seed", [100, 101, 102])
def test_rules_and_boxes_of_a_newspaper_are_no_tables(seed):
    assert load_bytes(layouts.newspaper(seed).pdf(), "x.pdf").tables == ()


@pytest.mark.parametrize(
    "style",
    [
        [("LINEBELOW", (0, 0), (-1, -1), 0.5, "black")],
        [("ROWBACKGROUNDS", (0, 1), (-1, -1), ("lightblue", None)), ("BACKGROUND", (0, 0), (-1, 0), "navy")],
        [("LINEBELOW", (0, 0), (-1, -1), 0.5, "black"), ("LINEAFTER", (0, 0), (-2, -1), 0.5, "black")],
        [("LINEABOVE", (0, 0), (-1, 0), 1, "black"), ("LINEBELOW", (0, 0), (-1, 0), 0.5, "black"), ("LINEBELOW", (0, -1), (-1, -1), 1, "black")],
        [],
    ],
    ids=["rules under rows", "every other row shaded", "open sides", "three rules", "nothing drawn"],
)  # fmt: skip
def test_a_table_is_read_however_its_rows_are_parted(style):
    rows = projects(60)
    document = load_bytes(drawn([HEAD, *rows], *style), "x.pdf")
    assert document.pages == 2 and grid(document) == [HEAD, *rows]


def test_rules_under_some_columns_part_the_rows_of_those_only():
    rows = projects(9)
    below = [("LINEBELOW", (1, 0), (-1, -1), 0.5, "black"), *(("LINEBELOW", (0, k), (0, k), 0.5, "black") for k in (0, 3, 6, 9))]
    merged = [[r[0] if k % 3 == 1 else "", *r[1:]] for k, r in enumerate(rows)]
    document = load_bytes(drawn([HEAD, *merged], *below), "x.pdf")
    assert grid(document) == [HEAD, *rows]


def test_a_head_over_several_columns_is_known_to_each_of_them():
    heads = [["序号", "责任", "项目名称", "投资（万元）", ""], ["", "", "", "总投资", "年度投资"]]
    rows = [[str(k), "商务局", f"第{k}号道路改造项目", f"{k * 37}.{k % 10}", f"{k * 9}.5"] for k in range(1, 9)]
    spans = [("SPAN", (3, 0), (4, 0)), *(("SPAN", (c, 0), (c, 1)) for c in range(3)), ("ALIGN", (0, 0), (-1, 1), "CENTER")]
    document = load_bytes(drawn([*heads, *rows], *spans, ("ALIGN", (3, 2), (4, -1), "RIGHT")), "x.pdf")
    assert grid(document)[:3] == [
        ["序号", "责任", "项目名称", "投资（万元）", "投资（万元）"],
        ["序号", "责任", "项目名称", "总投资", "年度投资"],
        rows[0],
    ]
    made = read(document)
    found = [made.mention(p.amounts["total_investment"]).value for p in made.projects]
    assert found == [Decimal(r[3]) * 10000 for r in rows]


def test_lines_and_shaded_boxes_of_a_text_are_no_table():
    layouts.fonts()
    out = io.BytesIO()
    text = Paragraph("全市上半年开工建设一批重点项目，各项工作进展顺利。" * 6, ParagraphStyle("b", fontName="STSong-Light", wordWrap="CJK"))
    style = TableStyle([("LINEBELOW", (0, 0), (-1, -1), 0.5, "black"), ("BACKGROUND", (0, 1), (-1, 1), "lightgrey")])
    SimpleDocTemplate(out, invariant=1).build([Table([[text]] * 8, colWidths=[440], style=style)])
    assert load_bytes(out.getvalue(), "x.pdf").tables == ()


def test_a_head_broken_into_two_lines_beside_shorter_ones_is_one_head():
    style = ParagraphStyle("h", fontName="STSong-Light", wordWrap="CJK", leading=14, alignment=1)
    heads = ["序号", "责任", "项目名称", "总投资", Paragraph("2026年计划完成投资额", style)]
    rows = [[str(k), "商务局", f"第{k}号道路改造项目", f"{k * 37}.{k % 10}", f"{k * 9}.5"] for k in range(1, 9)]
    document = load_bytes(drawn([heads, *rows], ("VALIGN", (0, 0), (-1, 0), "MIDDLE")), "x.pdf")
    assert grid(document)[0] == ["序号", "责任", "项目名称", "总投资", "2026年计划完成投资额"]
