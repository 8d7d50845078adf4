"""The audit report: what it holds, in every format, with every word of a document escaped."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from extractor import Document, dataset, read
from extractor.cli import app
from extractor.model import Box
from extractor.report.crops import crop
from extractor.report.findings import Report, report
from extractor.report.page import page
from extractor.report.write import as_json, markdown, to_file

EVIL = "<script>document.title='owned'</script>"
TEXTS = {
    "right.txt": "北坡县教育简报\n\n全县36所学校中，已完成改造27所，改造率75%。收到捐款820万元、拨款460万元，合计1280万元。\n",
    "wrong.txt": f"南坡县教育简报\n\n{EVIL}全县96个教学点中，已联网41个，联网率72.4%。水泥产量由上年的264万吨增加到297万吨，增长15.2%。\n",
    "warns.txt": "东坡县卫生简报\n\n设备完好率92.4%，同比增长3.1%。\n",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("report") / "set"
    with dataset.Writer(out) as writer:
        for i, (name, text) in enumerate(sorted(TEXTS.items())):
            writer.add(dataset.rows(read(replace(Document(f"{i:016x}", name, text)))))
    return out


@pytest.fixture(scope="module")
def made(folder: Path) -> Report:
    return report(folder)


def test_the_gravest_come_first(made: Report) -> None:
    verdicts = [i.verdict for i in made.items]
    assert verdicts == sorted(verdicts, key=("inconsistent", "warning", "unclear", "consistent").index)
    assert made.counts == {"inconsistent": 2, "warning": 1, "unclear": 0, "consistent": 2}


def test_a_passage_marks_its_terms_with_their_roles(made: Report) -> None:
    item = next(i for i in made.items if i.rule == "share" and i.verdict == "consistent")
    assert [(t, r) for t, r in item.passages[0].pieces if r] == [("36所", "whole"), ("27所", "part"), ("75%", "share")]


def test_the_page_escapes_every_word_of_a_document_and_asks_the_network_for_nothing(made: Report) -> None:
    html = page(made, language="en")
    assert EVIL not in html and "&lt;script&gt;" in html
    assert not re.search(r"""(?:src|href)\s*=\s*["']?(?:https?:)?//""", html)
    assert html.count("<script") == 1


def test_the_page_speaks_both_languages(made: Report) -> None:
    html = page(made, language="zh")
    assert 'data-lang="zh"' in html and "不相合" in html and "Inconsistent" in html


def test_json_holds_every_finding_with_its_terms(made: Report) -> None:
    data = json.loads(as_json(made))
    assert len(data["findings"]) == 5
    assert data["findings"][0]["passages"][0]["terms"]


def test_markdown_shows_markup_of_a_document_as_text(made: Report) -> None:
    text = markdown(made, language="en")
    assert "<script" not in text and "&lt;script&gt;" in text
    assert "(297 − 264) ÷ 264" in text


def test_a_workbook_takes_no_cell_for_a_formula(made: Report, tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    tricky = replace(made, items=(replace(made.items[0], formula="=HYPERLINK(1)"), *made.items[1:]))
    to_file(tricky, tmp_path / "r.xlsx", "xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "r.xlsx").active
    assert sheet["D2"].value == "=HYPERLINK(1)" and sheet["D2"].data_type == "s"
    assert sheet.max_row == 6


@pytest.mark.parametrize(("arguments", "status"), [
    ([], 0), (["--fail-on", "inconsistent"], 3), (["--fail-on", "unclear"], 3), (["--format", "md"], 0),
])
def test_the_command_fails_only_where_it_is_asked_to(folder: Path, arguments: list[str], status: int) -> None:
    assert CliRunner().invoke(app, ["audit", str(folder), *arguments]).exit_code == status


def test_the_command_does_not_fail_on_what_is_not_there(tmp_path: Path) -> None:
    out = tmp_path / "set"
    with dataset.Writer(out) as writer:
        writer.add(dataset.rows(read(Document("0" * 16, "a.txt", TEXTS["right.txt"]))))
    assert CliRunner().invoke(app, ["audit", str(out), "--fail-on", "inconsistent"]).exit_code == 0


def test_the_command_writes_the_page(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "sub" / "report.html"
    assert CliRunner().invoke(app, ["audit", str(folder), "--html", str(target), "--lang", "en"]).exit_code == 0
    assert target.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_a_folder_that_is_no_dataset_is_named(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["audit", str(tmp_path)])
    assert done.exit_code == 2


def test_two_runs_give_the_same_page(folder: Path) -> None:
    assert page(report(folder)) == page(report(folder))


def test_a_crop_shows_the_place_on_the_page_with_its_boxes(tmp_path: Path) -> None:
    canvas = pytest.importorskip("reportlab.pdfgen.canvas")
    path = tmp_path / "a.pdf"
    drawn = canvas.Canvas(str(path), pagesize=(595, 842))
    drawn.drawString(100, 700, "105.33 of 126.76")
    drawn.save()
    made = crop(str(path), 1, [("part", Box(1, 100, 130, 140, 145))])
    assert made and made.uri.startswith("data:image/png;base64,")
    role, left, top, width, height = made.boxes[0]
    assert role == "part" and 16 < left < 18 and 0 < top < top + height < 100 and 6 < width < 8


@pytest.mark.parametrize("source", ["missing.pdf", "text.txt"])
def test_no_crop_where_there_is_no_page(tmp_path: Path, source: str) -> None:
    assert crop(str(tmp_path / source), 1, [("part", Box(1, 0, 0, 9, 9))]) is None
