"""Office and web files become lines of text, tables remember their cells, and other kinds are refused by name."""

import io
import sys
from pathlib import Path

import pytest
import regex

import patterns
from extractor.errors import LoadError
from extractor.load import load_bytes
from extractor.load.grid import lay, unit_of
from extractor.load.numbering import write
from extractor.model import Document, Table

docx = pytest.importorskip("docx")
openpyxl = pytest.importorskip("openpyxl")

PAGE = """<!DOCTYPE html><html><head><meta charset="{charset}"><title>集中开工 - 某网</title>
<meta property="og:site_name" content="某某日报"><meta property="article:published_time" content="2024-03-05"></head><body>
<nav><a href="1">首页</a><a href="2">要闻</a></nav><article><h1>我市举行集中开工仪式</h1>
<p>本报讯 3月5日，我市举行一季度重大项目集中开工仪式，共有36个项目开工，总投资达到128.5亿元，同比增长12.4%。</p>
<p>下一步，各县区将继续抓好项目建设<br>确保年内完成投资100亿元以上，新增就业岗位3000个，为全市经济发展作出更大贡献。</p>
<table><tr><th>项目名称</th><th>总投资（万元）</th></tr><tr><td>城东大桥</td><td>3200</td></tr></table></article>
<footer>版权所有 京ICP备12345678号</footer></body></html>"""


def check_cells(document: Document) -> None:
    for table in document.tables:
        assert 0 <= table.start < table.end <= len(document.text)
        for cell in table.cells:
            if cell.start < cell.end:
                assert document.text[cell.start:cell.end] == cell.text


def word(fill: object) -> Document:
    file = docx.Document()
    fill(file)  # type: ignore[operator]
    out = io.BytesIO()
    file.save(out)
    made = load_bytes(out.getvalue(), "a.docx")
    check_cells(made)
    return made


def sheet(rows: list[list[object]], *merged: str) -> Document:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for area in merged:
        book.active.merge_cells(area)
    out = io.BytesIO()
    book.save(out)
    made = load_bytes(out.getvalue(), "a.xlsx")
    check_cells(made)
    return made


def grid(table: Table) -> list[list[str]]:
    rows: dict[int, list[str]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(cell.text)
    return [rows[r] for r in sorted(rows)]


def test_word_paragraphs_are_lines_and_headings_stay_in_order() -> None:
    def fill(file: object) -> None:
        file.add_heading("某市重点项目计划", 0)  # type: ignore[attr-defined]
        file.add_heading("一、总体要求", 1)  # type: ignore[attr-defined]
        file.add_paragraph("全市完成投资12亿元。")  # type: ignore[attr-defined]
    made = word(fill)
    assert made.text == "某市重点项目计划\n一、总体要求\n全市完成投资12亿元。\n"
    assert [(r.kind, made.text[r.start:r.end]) for r in made.regions] == [("title", "某市重点项目计划")]


def test_numbers_that_word_makes_by_itself_are_in_the_text() -> None:
    def fill(file: object) -> None:
        for words in ("建桥", "修路"):
            file.add_paragraph(words, style="List Number")  # type: ignore[attr-defined]
        file.add_paragraph("不编号", style="List Bullet")  # type: ignore[attr-defined]
    assert word(fill).text == "1.建桥\n2.修路\n不编号\n"


@pytest.mark.parametrize(("number", "kind", "shown"), [
    (1, "chineseCounting", "一"), (10, "chineseCounting", "十"), (12, "chineseCountingThousand", "十二"),
    (20, "chineseCounting", "二十"), (35, "chineseCounting", "三十五"), (105, "chineseCounting", "一百〇五"),
    (3, "chineseLegalSimplified", "叁"), (3, "ideographTraditional", "丙"), (2, "decimalEnclosedCircle", "②"),
    (4, "upperRoman", "IV"), (14, "lowerRoman", "xiv"), (2, "upperLetter", "B"), (7, "decimal", "7"), (7, "unknown", "7")])
def test_numbers_in_the_formats_of_word(number: int, kind: str, shown: str) -> None:
    assert write(number, kind) == shown


def test_word_tables_are_rows_with_tabs_and_merged_cells_know_their_owner() -> None:
    def fill(file: object) -> None:
        file.add_paragraph("单位：万元")  # type: ignore[attr-defined]
        table = file.add_table(3, 3)  # type: ignore[attr-defined]
        for r, row in enumerate([["类别", "项目名称", "总投资"], ["交通", "城东\n大桥", "3200"], ["", "环线", "500"]]):
            for c, words in enumerate(row):
                table.cell(r, c).text = words
        table.cell(1, 0).merge(table.cell(2, 0))
    made = word(fill)
    assert made.text == "单位：万元\n类别\t项目名称\t总投资\n交通\t城东 大桥\t3200\n\t环线\t500\n"
    assert grid(made.tables[0])[2] == ["交通", "环线", "500"] and made.tables[0].unit == "万元"
    assert [c.header for c in made.tables[0].cells] == [True] * 3 + [False] * 6


def test_excel_rows_are_lines_with_title_and_unit_above_and_merged_cells_filled() -> None:
    made = sheet([["重点项目表"], ["单位：亿元"], ["类别", "项目", "投资", "占比"], ["交通", "桥", 3.25, 0.125],
                  [None, "路", 12, None],
                  [None, None, None, None]], "A1:D1", "A4:A5")
    assert made.text == "重点项目表\n单位：亿元\n类别\t项目\t投资\t占比\n交通\t桥\t3.25\t0.125\n\t路\t12\t\n"
    assert made.tables[0].unit == "亿元" and grid(made.tables[0])[2][0] == "交通"


@pytest.mark.parametrize(("name", "data"), [
    ("a.csv", "项目名称,总投资（万元）\r\n\"桥,路\",3000\r\n渠,20\r\n".encode("gb18030")),
    ("a.csv", "\ufeff项目名称;总投资（万元）\n桥,路;3000\n渠;20\n".encode()),
    ("a.tsv", "项目名称\t总投资（万元）\n桥,路\t3000\n渠\t20\n".encode("utf-16"))])
def test_comma_separated_files_become_lines_with_tabs(name: str, data: bytes) -> None:
    made = load_bytes(data, name)
    assert made.text == "项目名称\t总投资（万元）\n桥,路\t3000\n渠\t20\n" and len(made.tables) == 1
    check_cells(made)


@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "gbk"])
def test_web_pages_give_the_article_without_navigation(charset: str) -> None:
    pytest.importorskip("trafilatura")
    made = load_bytes(PAGE.format(charset=charset).encode("gbk" if charset != "utf-8" else charset), "a.html")
    assert made.text.startswith("我市举行集中开工仪式\n本报讯 3月5日")
    assert "128.5亿元" in made.text and "城东大桥\t3200" in made.text
    assert "首页" not in made.text and "ICP" not in made.text
    assert str(made.published) == "2024-03-05" and made.title == "我市举行集中开工仪式"
    check_cells(made)


@pytest.mark.parametrize(("name", "data", "words"), [
    ("a.pdf", b"plain text", "its content is not pdf"),
    ("a.docx", b"PK\x03\x04broken", "damaged or truncated"),
    ("a.docx", "投资".encode(), "its content is not docx"),
    ("a.doc", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "an old Office file"),
    ("a.txt", b"{\\rtf1 text}", "a rich text file"),
    ("a.txt", b"Rar!\x1a\x07\x00", "a RAR archive"),
    ("a.txt", b"\x7fELF" + bytes(100), "a program"),
    ("a.xlsx", b"", "is empty"),
    ("a.html", b"<html><body></body></html>", "no article text"),
    ("a.csv", b",,,\n,,\n", "no filled cell"),
])
def test_files_of_another_kind_are_refused_with_a_remedy(name: str, data: bytes, words: str) -> None:
    with pytest.raises(LoadError) as caught:
        load_bytes(data, name)
    assert words in str(caught.value) and caught.value.remedy and str(caught.value).startswith(f"{name}: ")


def test_a_file_under_a_wrong_suffix_is_read_by_its_content_with_a_warning() -> None:
    out = io.BytesIO()
    file = docx.Document()
    file.add_paragraph("投资3亿元")
    file.save(out)
    made = load_bytes(out.getvalue(), "a.txt")
    assert made.loader == "docx" and made.warnings == ("named .txt, read as docx, which its content is",)


def test_a_sheet_of_too_many_cells_is_refused() -> None:
    with pytest.raises(LoadError, match="more than 4 cells"):
        load_bytes(b"a,b\nc,d\ne,f\n", "a.csv", max_cells=4)


@pytest.mark.parametrize(("texts", "unit"), [
    (["单位：万元"], "万元"), (["（金额单位:亿元）"], "亿元"), (["单位：万元、亩"], "万元"), (["责任单位", "单位名称"], ""),
    (["单位：万元", "单位：亿元"], "")])
def test_the_unit_of_a_table_is_what_it_states_once(texts: list[str], unit: str) -> None:
    assert unit_of(texts) == unit


def test_cells_keep_their_places_from_any_start() -> None:
    text, table = lay([["a", "b\nc"], ["", "d"]], 10, owners={(1, 0): (0, 0)})
    assert text == "a\tb c\n\td\n" and (table.start, table.end) == (10, 10 + len(text))
    assert [(c.start, c.end, c.text) for c in table.cells] == [(10, 11, "a"), (12, 15, "b c"), (16, 16, "a"), (17, 18, "d")]


def test_paths_as_given_are_sources(tmp_path: Path) -> None:
    from extractor.load import load
    (tmp_path / "a.txt").write_text("投资3亿元", encoding="utf-8")
    assert load(tmp_path / "a.txt").source == (tmp_path / "a.txt").as_posix()


def page(body: str, head: str = "") -> Document:
    pytest.importorskip("trafilatura")
    made = load_bytes(f"<html><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>".encode(), "a.html")
    check_cells(made)
    return made


WORDS = ("全市上下聚焦项目建设，1至9月完成固定资产投资128.5亿元，同比增长12.4%，"
         "其中工业投资60.2亿元，增长15.1%，新开工项目36个。")


def test_tags_of_government_sites_give_title_publisher_and_day() -> None:
    made = page(f"<div class='nav'>首页 要闻</div><div class='TRS_Editor'><p>{WORDS}</p><p>{WORDS[:40]}</p></div>",
                "<meta name='ArticleTitle' content='前三季度投资平稳增长'><meta name='PubDate' content='2024-10-15 09:30'>"
                "<meta name='ContentSource' content='市统计局'>")
    assert (made.title, made.publisher, str(made.published)) == ("前三季度投资平稳增长", "市统计局", "2024-10-15")
    assert made.text.splitlines()[:2] == ["前三季度投资平稳增长", WORDS] and "要闻" not in made.text


def test_the_lines_under_a_headline_give_publisher_and_day() -> None:
    made = page("<h1>前三季度投资平稳增长</h1><div>发布时间：2024年10月15日 来源：市统计局 字号：大 中 小</div>"
                f"<div id='zoom'><p>{WORDS}</p>"
                f"<p>{WORDS}</p></div>")
    assert (made.publisher, str(made.published)) == ("市统计局", "2024-10-15")


def test_line_breaks_of_the_page_part_paragraphs_and_those_of_its_source_do_not() -> None:
    made = page(f"<div id='zoom'>{WORDS}<br><br>{WORDS[:30]}\n{WORDS[30:]}<br/>一、主要任务</div>")
    assert [line.replace(" ", "") for line in made.text.splitlines()][-3:] == [WORDS, WORDS, "一、主要任务"]


def test_the_article_element_is_used_where_the_generic_reader_loses_text() -> None:
    rows = "".join(f"<tr><td>{n}</td><td>第{n}号桥梁工程</td><td>{n}00</td></tr>" for n in range(1, 9))
    made = page("<div>首页 &gt; 公开</div><div id='UCAP-CONTENT'><p>单位：万元</p><table><tr><td>序号</td><td>项目名称</td>"
                f"<td>总投资</td></tr>{rows}</table></div>", "<title>重点项目表</title>")
    assert "3\t第3号桥梁工程\t300\n" in made.text and made.tables[0].unit == "万元"


def test_layout_tables_and_scripts_are_no_data() -> None:
    made = page(f"<table><tr><td><script>var a=1;</script><p>{WORDS}</p><p>{WORDS[:50]}</p></td></tr></table>")
    assert "var a" not in made.text and WORDS in made.text


def _examples() -> list[tuple[str, str, str, str | None]]:
    out: list[tuple[str, str, str, str | None]] = []
    for name, place in (("load/web", "lines"), ("load/tables", "")):
        table = patterns.table(name)
        source = table[place] if place else table
        for field, cases in table["examples"].items():
            out += [(name, source[field], text, value) for text, value in cases]
        for field, texts in table["counterexamples"].items():
            out += [(name, source[field], text, None) for text in texts]
    return out


@pytest.mark.parametrize(("name", "pattern", "text", "value"), _examples())
def test_patterns_of_the_readers_match_their_examples(name: str, pattern: str, text: str, value: str | None) -> None:
    found = regex.search(pattern, text)
    assert (next(iter(found.groupdict().values())) if found else None) == value


def test_a_format_at_the_far_corner_makes_no_million_rows() -> None:
    book = openpyxl.Workbook()
    book.active.append(["项目名称", "总投资"])
    book.active.append(["城东大桥", 3])
    book.active["XFD1048576"].number_format = "0.00"
    out = io.BytesIO()
    book.save(out)
    assert load_bytes(out.getvalue(), "a.xlsx").text == "项目名称\t总投资\n城东大桥\t3\n"


def test_an_office_file_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["extractor.load.readers"], "_UNPACKED", 1000)
    with pytest.raises(LoadError, match="unpacks to more than"):
        sheet([["项目"], ["桥"]])
