"""The dataset: the schema that was promised, the same bytes always, whole or untouched, harmless in a spreadsheet."""

import csv
import json
import os
import re
from array import array
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow.parquet as pq
import pytest

from extractor import dataset
from extractor.dataset import dictionary, package, schema, validate
from extractor.dataset.formats import escape, number
from extractor.dataset.tables import decimal
from extractor.errors import DatasetError
from extractor.load import doc_id
from extractor.model import (
    Article,
    Attribute,
    Document,
    Finding,
    Indicator,
    Layout,
    Mention,
    Outline,
    Period,
    Project,
    Quantity,
    Reading,
    Segment,
    Span,
    Task,
    TaskUnit,
    Unread,
    View,
)

CONTRACT = {
    "documents": "doc_id source media_type loader title publisher published pages chars text ocr_confidence status error",
    "articles": "doc_id article title byline kind dateline start end",
    "mentions": "doc_id mention article section kind text start end boxes value low high unit qualifier soft role pattern",
    "projects": "doc_id project article name start end owner place region_code industry status total_investment "
                "annual_plan completed currency output_value tax jobs signed started finished total_investment_mention "
                "annual_plan_mention completed_mention output_value_mention tax_mention jobs_mention capacity",
    "tasks": "doc_id task article section number title start end deadline lead responsible",
    "task_units": "doc_id task role unit unit_normal start end",
    "indicators": "doc_id indicator article subject region_code metric scope value unit qualifier kind period_start "
                  "period_end yoy_percent yoy_delta mention",
    "findings": "doc_id finding rule verdict reported expected_low expected_high formula mentions message",
    "unread": "doc_id start end text reason",
}
TEXT = "=项目总投资3.5亿元，其中一期1至2亿元，由市发改局牵头，2024年完成12%。另有7号。"


def mention(key: str, words: str, kind: str, unit: str, value: str | None, low: str | None = None,
            high: str | None = None) -> Mention:
    start = TEXT.index(words)
    at = Span(start, start + len(words))
    decimals = [Decimal(v) if v is not None else None for v in (value, low, high)]
    return Mention(kind, at.start, at.end, words, at, Quantity(*decimals, unit), key=key,
                   pattern=f"{kind}/plain")  # type: ignore[arg-type]


def reading(tail: str = "") -> Reading:
    """A reading with a row in every table, made by hand."""
    text = TEXT + tail
    size = len(text)
    layout = Layout(array("H", [1] * size), *(array("d", [float(x)] * size) for x in (10, 20, 18, 30)))
    document = Document(doc_id(text.encode()), f"in/{tail or 'a'}.txt", text, title="=1+1", layout=layout,
                        extra={"b": "2", "a": "1"}, published=date(2024, 3, 5))
    whole = Span(0, size)
    heading = Segment("heading", whole, level=1, number="一", title="要求")
    mentions = (mention("m1", "3.5亿元", "money", "CNY", "350000000"),
                mention("m2", "1至2亿元", "money", "CNY", None, "100000000", "200000000"),
                mention("m3", "12%", "percent", "%", "12"))
    found = Attribute("total_investment", "3.5亿元", Span(mentions[0].start, mentions[0].end), "m1", "label", "总投资")
    project = Project("p1", "a1", "项目", 1, 3, amounts={"total_investment": "m1", "annual_plan": "m2"}, capacity=("m3",),
                      attributes=(found,))
    task = Task("t1", "a1", None, "1", None, 0, size, units=(TaskUnit("lead", "市发改局", "某市发改局", 20, 24,
                                                                      "lead/by"),))
    indicator = Indicator("i1", "a1", "m3", "完成", "actual", period=Period(date(2024, 1, 1), None),
                          yoy_percent=Decimal("-3.1"))
    finding = Finding("f1", "sum", "consistent", ("m2", "m1"), Decimal(1), Decimal("0.5"), Decimal("1.5"), "1 = 1", "ok")
    return Reading(document, View(text, array("L", range(size + 1))),
                   Outline((Article("a1", "news", whole, 0, size),), (heading,), (), (), ()), mentions,
                   (Unread(TEXT.index("7号"), TEXT.index("7号") + 1, "7", "ordinal"),), projects=(project,), tasks=(task,),
                   indicators=(indicator,), findings=(finding,))


def write(folder: Path, *formats: str, readings: tuple[Reading, ...] = ()) -> Path:
    with dataset.Writer(folder, formats=formats or ("parquet",)) as writer:
        for made in sorted(readings or (reading(),), key=lambda r: r.document.doc_id):
            writer.add(dataset.rows(made))
        writer.add(dataset.skipped_rows([("in/x.bin", "unknown kind", ".bin")]))
    return folder


@pytest.mark.parametrize("table", sorted(CONTRACT))
def test_the_promised_columns_are_there_in_their_order(table: str) -> None:
    names = schema.table(table).names
    promised = CONTRACT[table].split()
    assert list(names[:len(promised)]) == promised


def test_every_table_is_written_with_the_declared_types_and_is_valid(tmp_path: Path) -> None:
    folder = write(tmp_path / "out")
    for t in schema.TABLES:
        assert pq.read_schema(folder / f"{t.name}.parquet").equals(schema.arrow(t.name)), t.name
        assert pq.read_table(folder / f"{t.name}.parquet").num_rows == (2 if t.name == "mentions" else 1) or t.name in (
            "evidence", "mentions", "derived")
    assert validate.faults(folder) == []


def test_an_empty_dataset_has_every_table(tmp_path: Path) -> None:
    with dataset.Writer(tmp_path / "out"):
        pass
    assert {p.stem for p in (tmp_path / "out").glob("*.parquet")} == {t.name for t in schema.TABLES}
    assert validate.faults(tmp_path / "out") == []


def test_values_come_from_the_mentions_that_carry_them(tmp_path: Path) -> None:
    frame = pd.read_parquet(write(tmp_path / "out") / "projects.parquet").iloc[0]
    assert frame.total_investment == Decimal(350000000) and frame.total_investment_mention == "m1"
    assert frame.annual_plan is None and frame.annual_plan_mention == "m2"  # a range has no one value
    assert frame.currency == "CNY" and list(frame.capacity) == ["m3"]


def test_mentions_carry_boxes_section_and_article(tmp_path: Path) -> None:
    row = pq.read_table(write(tmp_path / "out") / "mentions.parquet").to_pylist()[0]
    assert row["boxes"] == [{"page": 1, "x0": 10.0, "top": 20.0, "x1": 18.0, "bottom": 30.0}]
    assert (row["article"], row["section"], row["qualifier"], row["soft"]) == ("a1", "一 要求", "exact", False)


def test_evidence_says_which_rule_tied_what(tmp_path: Path) -> None:
    rows = pq.read_table(write(tmp_path / "out") / "evidence.parquet").to_pylist()
    said = {(r["table"], r["key"], r["field"]): (r["mention"], r["rule"], r["cue"]) for r in rows}
    assert said["projects", "p1", "total_investment"] == ("m1", "label", "总投资")
    assert said["projects", "p1", "annual_plan"] == ("m2", None, None)
    assert said["tasks", "t1", "lead"] == (None, "lead/by", None)
    assert said["findings", "f1", "reported"][0] == "m1" and said["indicators", "i1", "value"][0] == "m3"


def test_the_same_readings_give_the_same_bytes(tmp_path: Path) -> None:
    formats = ("parquet", "csv", "jsonl", "xlsx")
    pytest.importorskip("xlsxwriter")
    several = tuple(reading(str(n)) for n in range(5))
    one, two = write(tmp_path / "1", *formats, readings=several), write(tmp_path / "2", *formats, readings=several[::-1])
    assert sorted(p.name for p in one.iterdir()) == sorted(p.name for p in two.iterdir())
    assert all((two / p.name).read_bytes() == p.read_bytes() for p in one.iterdir())


def test_all_formats_hold_the_same_rows(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    folder = write(tmp_path / "out", *dataset.FORMATS)
    base = duckdb.connect(str(folder / "heshu.duckdb"), read_only=True)
    book = openpyxl.load_workbook(folder / "heshu.xlsx")
    for t in schema.TABLES:
        rows = pq.read_table(folder / f"{t.name}.parquet").to_pylist()
        lines = [json.loads(x, parse_float=Decimal) for x in (folder / f"{t.name}.jsonl").read_text("utf-8").splitlines()]
        assert [list(x) for x in lines] == [list(t.names)] * len(rows)
        with (folder / f"{t.name}.csv").open(encoding="utf-8-sig", newline="") as file:
            assert len(list(csv.DictReader(file))) == len(rows)
        assert base.sql(f"SELECT count(*) FROM {t.name}").fetchall() == [(len(rows),)]
        assert book[t.name].max_row == len(rows) + 1
    assert json.loads((folder / "mentions.jsonl").read_text("utf-8").splitlines()[0],
                      parse_float=Decimal)["value"] == 350000000
    assert base.sql("SELECT total_investment FROM projects").fetchall() == [(Decimal(350000000),)]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "\t=1", "\r1", " =1", "\u3000＝1", "＋1", "－1", "＠a", "'a",
                                  "\n=1", "\t1"])
def test_text_like_a_formula_is_escaped_so_that_it_can_be_undone(text: str) -> None:
    assert escape(text) == "'" + text and not re.match(r"[=+\-@\t\r]", escape(text))


@pytest.mark.parametrize("text", ["总投资", "a=1", "3-5", "", "“=1”", "12%"])
def test_other_text_is_not_touched(text: str) -> None:
    assert escape(text) == text


def test_no_cell_of_csv_or_excel_is_a_formula_and_numbers_stay_numbers(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    folder = write(tmp_path / "out", "csv", "xlsx")
    with (folder / "documents.csv").open(encoding="utf-8-sig", newline="") as file:
        row = next(csv.DictReader(file))
    assert row["title"] == "'=1+1" and row["text"] == "'" + TEXT
    with (folder / "indicators.csv").open(encoding="utf-8-sig", newline="") as file:
        assert next(csv.DictReader(file))["yoy_percent"] == "-3.1"
    book = openpyxl.load_workbook(folder / "heshu.xlsx")
    assert all(cell.data_type != "f" and cell.hyperlink is None for sheet in book for row in sheet for cell in row)
    assert book["documents"]["E2"].value == "=1+1"


def test_a_text_too_long_for_a_cell_is_cut_and_says_so(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    folder = write(tmp_path / "out", "xlsx", readings=(reading("长" * 40_000),))
    shown = openpyxl.load_workbook(folder / "heshu.xlsx")["documents"]["J2"].value
    assert len(shown) <= 32_767 and shown.endswith(f"[{len(TEXT) + 40_000} characters]")


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt, SystemExit])
def test_a_run_that_is_stopped_leaves_the_old_dataset_whole(error: type[BaseException], tmp_path: Path) -> None:
    folder = write(tmp_path / "out")
    before = {p.name: p.read_bytes() for p in folder.iterdir()}
    with pytest.raises(error), dataset.Writer(folder, formats=dataset.FORMATS) as writer:
        writer.add(dataset.rows(reading("x")))
        raise error
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == before
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_a_new_dataset_replaces_the_old_one_and_leaves_other_files(tmp_path: Path) -> None:
    folder = write(tmp_path / "out", "parquet", "csv")
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    write(folder, "jsonl", readings=(reading("x"),))
    names = {p.name for p in folder.iterdir()}
    assert "notes.txt" in names and "mentions.jsonl" in names and not any(n.endswith((".parquet", ".csv")) for n in names)
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_a_folder_of_other_things_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_bytes(b"1")
    with pytest.raises(DatasetError, match="holds other files"):
        dataset.Writer(tmp_path)
    (tmp_path / "file").write_bytes(b"1")
    with pytest.raises(DatasetError, match="is a file"):
        dataset.Writer(tmp_path / "file")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_an_error(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(DatasetError, match="cannot write here"):
        dataset.Writer(tmp_path / "out")


def test_an_output_below_a_file_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"1")
    with pytest.raises(DatasetError, match="cannot write here"):
        dataset.Writer(tmp_path / "file" / "out")


def test_an_unknown_format_is_an_error_that_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="'ods' is not known"):
        dataset.Writer(tmp_path / "out", formats=["ods"])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("value", "made"), [
    ("33.8", "33.800000"), ("1e10", "10000000000.000000"), ("-0.1234567", "-0.123457"), (None, None), ("1e40", None),
    ("NaN", None)])
def test_decimals_fit_their_columns(value: str | None, made: str | None) -> None:
    assert decimal(Decimal(value) if value else None) == (Decimal(made) if made else None)


@pytest.mark.parametrize(("value", "shown"), [("100.000000", "100"), ("0.500000", "0.5"), ("-0.000000", "0"),
                                              ("-3.100000", "-3.1")])
def test_numbers_are_shown_without_the_zeros_of_their_column(value: str, shown: str) -> None:
    assert number(Decimal(value)) == shown


def test_the_data_dictionary_is_up_to_date() -> None:
    page = Path(__file__).parents[1] / "docs" / "dataset.md"
    assert page.read_text(encoding="utf-8") == dictionary.dictionary(), "run: make docs"


def test_every_column_has_a_description_and_every_table_a_row() -> None:
    assert all(c.description and t.row for t in schema.TABLES for c in t.columns)


def test_the_datapackage_describes_every_file_with_its_digest(tmp_path: Path) -> None:
    folder = write(tmp_path / "out", "csv", "parquet", "duckdb")
    made = json.loads((folder / "datapackage.json").read_text("utf-8"))
    assert {r["path"] for r in made["resources"]} == {p.name for p in folder.iterdir()} - {"datapackage.json"}
    for resource in made["resources"]:
        if "schema" in resource:
            fields = resource["schema"]["fields"]
            assert [f["name"] for f in fields] == list(schema.table(resource["name"].removesuffix("-csv")).names)
            assert resource["bytes"] == (folder / resource["path"]).stat().st_size
    assert made == package.package(["parquet", "csv", "duckdb"], {}) | {"resources": made["resources"]}


def test_the_csv_files_are_valid_for_frictionless(tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    folder = write(tmp_path / "out", "csv", readings=(reading(), reading("x")))
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert report.valid, report.flatten(["type", "note"])


@pytest.mark.parametrize(("table", "column", "value", "words"), [
    ("mentions", "kind", "sum", "not one of"), ("mentions", "text", "x", "is not 'x'"), ("mentions", "mention", "m2",
                                                                                         "not unique"),
    ("projects", "total_investment_mention", "m9", "is not in mentions"), ("documents", "doc_id", "xyz", "not like"),
    ("findings", "rule", None, "is empty"), ("tasks", "end", 10**6, "is no span")])
def test_faults_are_found(table: str, column: str, value: object, words: str, tmp_path: Path) -> None:
    folder = write(tmp_path / "out")
    frame = pq.read_table(folder / f"{table}.parquet")
    rows = frame.to_pylist()
    rows[0][column] = value
    loose = schema.arrow(table)
    import pyarrow as pa
    pq.write_table(pa.Table.from_pylist(rows, schema=loose), folder / f"{table}.parquet")
    assert any(words in fault for fault in validate.faults(folder))


def test_a_failed_document_is_a_row_with_its_error(tmp_path: Path) -> None:
    empty = Reading(replace(reading().document, text="", layout=None, status="failed", error="is empty."),
                    View("", array("L", [0])), Outline((), (), (), (), ()))
    folder = write(tmp_path / "out", readings=(empty,))
    row = pq.read_table(folder / "documents.parquet").to_pylist()[0]
    assert (row["status"], row["error"], row["chars"]) == ("failed", "is empty.", 0)
    assert validate.faults(folder) == []


def test_a_mounted_folder_gets_its_files_replaced_one_by_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write(tmp_path / "out", "parquet", "csv")
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    monkeypatch.setattr(os.path, "ismount", lambda path: True)
    write(folder, "parquet", readings=(reading("x"),))
    assert {p.suffix for p in folder.iterdir()} == {".parquet", ".json", ".txt"} and validate.faults(folder) == []


def test_a_linked_folder_keeps_its_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write(tmp_path / "link")
    assert (tmp_path / "link").is_symlink() and (tmp_path / "real" / "mentions.parquet").exists()
