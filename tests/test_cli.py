"""The command line: what it prints, what it writes, and with which status it ends."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import Result
from typer.testing import CliRunner

import patterns
from extractor import extract
from extractor.cli import COMMANDS, app
from extractor.cli.console import safe
from extractor.dataset import TABLES

FILLED = re.compile(r"{(\w+)")
ROOT = Path(__file__).parents[1]
NEWS = ("本报讯 2024年3月5日，城东物流园项目开工，总投资3.5亿元，年度计划投资1.2亿元。\n"
        "今年前2个月，全市完成投资12.5亿元，同比增长8.3%。\n")
PLAN = ("一、主要任务\n"
        "（一）加快路网建设。完成环线工程，里程30公里。（牵头单位：市交通局；责任单位：市发改委、各县区政府）\n")


def run(*args: object, **environment: str) -> Result:
    return CliRunner().invoke(app, [str(a) for a in args], env={"LANG": "C", "LC_ALL": "C", "COLUMNS": "160",
                                                                **environment})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "in"
    made.mkdir()
    (made / "news.txt").write_text(NEWS, encoding="utf-8")
    (made / "plan.txt").write_text(PLAN, encoding="gb18030")
    return made


@pytest.fixture
def dataset(folder: Path, tmp_path: Path) -> Path:
    assert run("extract", folder, "--out", tmp_path / "out").exit_code == 0
    return tmp_path / "out"


def test_extract_writes_every_table_and_says_where(folder: Path, tmp_path: Path) -> None:
    made = run("extract", folder, "--out", tmp_path / "out")
    assert made.exit_code == 0 and f"dataset: {tmp_path / 'out'}" in made.output and "2 read" in made.output
    assert {p.name for p in (tmp_path / "out").iterdir()} == {f"{t.name}.parquet" for t in TABLES} | {"datapackage.json"}


def test_extract_in_several_formats(folder: Path, tmp_path: Path) -> None:
    assert run("extract", folder, "--out", tmp_path / "out", "--format", "csv,jsonl", "-f", "duckdb").exit_code == 0
    assert {p.suffix for p in (tmp_path / "out").iterdir()} == {".csv", ".jsonl", ".duckdb", ".json"}


def test_the_number_of_workers_and_a_second_run_do_not_change_a_byte(folder: Path, tmp_path: Path) -> None:
    for n in range(6):
        (folder / f"more{n}.txt").write_text(NEWS * (n + 2), encoding="utf-8")
    made = []
    for name, workers in (("1", 1), ("2", 2), ("3", 2)):
        assert run("extract", folder, "--out", tmp_path / name, "--workers", workers, "-f",
                   "parquet,csv,jsonl").exit_code == 0
        made.append({p.name: p.read_bytes() for p in (tmp_path / name).iterdir()})
    assert made[0] == made[1] == made[2]


def test_json_for_machines(folder: Path, tmp_path: Path) -> None:
    (folder / "empty.txt").write_bytes(b"")
    (folder / "x.bin").write_bytes(b"1")
    made = run("extract", folder, "--out", tmp_path / "out", "--json")
    report = json.loads(made.stdout)
    assert made.exit_code == 1 and report["documents"] == {"ok": 2, "partial": 0, "failed": 1}
    assert report["skipped"] == {"unknown kind": 1} and report["tables"]["documents"] == 3
    assert [Path(t["source"]).name for t in report["troubles"]] == ["empty.txt"]


def test_failed_documents_have_a_row_and_the_others_are_read(folder: Path, tmp_path: Path) -> None:
    bad = {"empty.txt": (b"", "is empty"), "bytes.txt": (NEWS.encode()[:60] + b"\xff" + NEWS.encode()[60:],
                                                         "cannot be decoded as UTF-8"),
           "zip.docx": (b"PK\x03\x04rest", "damaged"), "text.pdf": (b"some text", "not pdf"),
           "cut.pdf": (b"%PDF-1.7\n1 0 obj\n<<", "PDF"), "sheet.txt": (bytes.fromhex("d0cf11e0a1b11ae1") * 9, "old Office")}
    for name, (data, _) in bad.items():
        (folder / name).write_bytes(data)
    made = run("extract", folder, "--out", tmp_path / "out")
    assert made.exit_code == 1
    rows = {Path(r["source"]).name: r for r in pq.read_table(tmp_path / "out" / "documents.parquet").to_pylist()}
    assert {n for n, r in rows.items() if r["status"] == "ok"} == {"news.txt", "plan.txt"}
    for name, (_, words) in bad.items():
        assert rows[name]["status"] == "failed" and words in rows[name]["error"], (name, rows[name])
        assert f"{name}: {rows[name]['error']}" in made.output.replace("\n", "")
    assert run("validate", tmp_path / "out").exit_code == 0


@pytest.mark.parametrize(("args", "words"), [
    (["extract", "IN"], "--out"), (["extract", "--out", "OUT"], "PATH"), (["extract", "IN/none.txt", "--out", "OUT"],
                                                                          "no such file"),
    (["extract", "IN/empty", "--out", "OUT"], "nothing to read"), (["extract", "IN", "--out", "OUT", "-f", "ods"],
                                                                   "'ods' is not known"),
    (["extract", "IN", "--out", "IN"], "holds other files"), (["extract", "IN", "--out", "IN/news.txt"], "is a file"),
    (["extract", "IN", "--out", "IN/news.txt/out"], "cannot write here"),
    (["extract", "IN", "--out", "OUT", "--metadata", "IN/meta.csv"], "wrong column 'tittle'"),
    (["extract", "IN", "--out", "OUT", "--patterns", "IN/patterns"], "units.toml"),
    (["extract", "IN", "--out", "OUT", "--patterns", "IN/none"], "no such folder"),
    (["extract", "IN", "--out", "OUT", "--lang", "fr"], "'fr' is not known"),
    (["extract", "IN", "--out", "OUT", "--ocr", "maybe"], "'maybe' is not known"),
    (["extract", "IN", "--out", "OUT", "--workers", "-1"], "--workers"), (["nonsense"], "nonsense"),
    (["show", "IN/none.txt"], "no such file"), (["show", "IN/news.txt", "--kind", "sum"], "'sum' is not known"),
    (["explain", "IN", "x", "m1"], "no such table"), (["evaluate", "IN", "IN"], "no gold annotation"),
    (["validate", "IN"], "no such table"),
])
def test_wrong_use_ends_with_status_2_and_a_message(args: list[str], words: str, folder: Path, tmp_path: Path) -> None:
    (folder / "empty").mkdir()
    (folder / "meta.csv").write_text("path,tittle\n", encoding="utf-8")
    (folder / "patterns" / "figures").mkdir(parents=True)
    (folder / "patterns" / "figures" / "units.toml").write_text("[broken", encoding="utf-8")
    made = run(*(a.replace("IN", str(folder)).replace("OUT", str(tmp_path / "out")) for a in args))
    assert made.exit_code == 2, made.output
    assert words in " ".join(made.output.replace("│", " ").split()) and "Traceback" not in made.output
    assert not (tmp_path / "out").exists()


def test_pdfs_that_cannot_be_read_say_why(folder: Path, tmp_path: Path) -> None:
    canvas = pytest.importorskip("reportlab.pdfgen.canvas")
    for name, password in (("locked.pdf", "secret"), ("fine.pdf", None)):
        page = canvas.Canvas(str(folder / name), encrypt=password)
        page.drawString(100, 700, "total 3")
        page.save()
    whole = (folder / "fine.pdf").read_bytes()
    (folder / "cut.pdf").write_bytes(whole[:len(whole) // 2])
    (folder / "none.pdf").write_bytes(
        b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n"
        b"xref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000058 00000 n \n"
        b"trailer\n<< /Size 3 /Root 1 0 R >>\nstartxref\n111\n%%EOF\n")
    assert run("extract", folder, "--out", tmp_path / "out").exit_code == 1
    errors = {Path(r["source"]).stem: r["error"] for r in pq.read_table(tmp_path / "out" / "documents.parquet").to_pylist()}
    for name, words in {"locked": "encrypted", "cut": "truncated", "none": "has no pages"}.items():
        assert words in errors[name], errors[name]
    assert errors["fine"] is None


def test_metadata_reaches_the_documents(folder: Path, tmp_path: Path) -> None:
    (folder / "meta.csv").write_text("path,title,published,topic\nnews.txt,开工,2024-03-06,建设\nlost.txt,无,,\n",
                                     encoding="utf-8")
    made = run("extract", folder, "--out", tmp_path / "out", "--metadata", folder / "meta.csv")
    assert made.exit_code == 0 and "lost.txt" in made.output
    rows = {Path(r["source"]).name: r for r in pq.read_table(tmp_path / "out" / "documents.parquet").to_pylist()}
    assert rows["news.txt"]["title"] == "开工" and str(rows["news.txt"]["published"]) == "2024-03-06"
    assert json.loads(rows["news.txt"]["extra"]) == {"topic": "建设"} and set(rows) == {"news.txt", "plan.txt"}


def test_standard_input_is_read(tmp_path: Path) -> None:
    made = subprocess.run([sys.executable, "-m", "extractor.cli", "extract", "-", "--out", str(tmp_path / "out"),
                           "--json"], cwd=ROOT,
                          input=NEWS.encode("gb18030"), capture_output=True, timeout=60)
    assert made.returncode == 0 and json.loads(made.stdout)["documents"]["ok"] == 1


def test_show_prints_the_text_and_the_figures(folder: Path) -> None:
    made = run("show", folder / "news.txt", "--keys")
    assert made.exit_code == 0 and "3.5亿元[m" in made.output and "money" in made.output


def test_show_as_json_gives_every_table(folder: Path) -> None:
    assert set(json.loads(run("show", folder / "news.txt", "--json").stdout)) == {t.name for t in TABLES}


def test_a_document_cannot_steer_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("投资3亿元 [red]x[/red] [link=http://x]y\x1b[31m\x9b1m\u202e z", encoding="utf-8")
    made = run("show", tmp_path / "a.txt", LANG="C")
    assert made.exit_code == 0 and "[red]x[/red] [link=http://x]y" in made.output
    assert not any(c in made.output for c in "\x1b\x9b\u202e")
    assert safe("a\r\nb\tc\x07") == "a\nb\tc\ufffd"


def test_explain_tells_sentence_value_and_use(dataset: Path) -> None:
    mentions = pq.read_table(dataset / "mentions.parquet").to_pylist()
    money = next(m for m in mentions if m["text"] == "3.5亿元")
    made = run("explain", dataset, "news", money["mention"])
    assert made.exit_code == 0 and "总投资3.5亿元" in made.output and "350,000,000 CNY" in made.output
    assert "the same value" in made.output
    data = json.loads(run("explain", dataset, money["doc_id"], money["mention"], "--json").stdout)
    assert data["mention"]["text"] == "3.5亿元" and data["sentence"][1] == "3.5亿元"


@pytest.mark.parametrize(("doc", "key", "words"), [("news", "m999", "no mention or record 'm999'"),
                                                   ("none", "m1", "no document 'none'"),
                                                   ("txt", "m1", "fits 2 documents")])
def test_explain_says_what_there_is_instead(doc: str, key: str, words: str, dataset: Path) -> None:
    made = run("explain", dataset, doc, key)
    assert made.exit_code == 2 and words in made.output.replace("\n", " ")


def test_evaluate_scores_the_corpus_gold(dataset: Path, tmp_path: Path) -> None:
    (tmp_path / "gold").mkdir()
    doc_id = next(r["doc_id"] for r in pq.read_table(dataset / "documents.parquet").to_pylist() if "news" in r["source"])
    at = NEWS.index("3.5亿元")
    gold = {"doc": "news", "sha256": doc_id + "0" * 48, "mentions": [
        {"id": "g1", "kind": "money", "start": at, "end": at + 5, "text": "3.5亿元", "value": "350000000", "low": None,
         "high": None,
         "unit": "CNY", "qualifier": "exact", "soft": False}], "projects": [], "tasks": [], "indicators": [], "checks": []}
    (tmp_path / "gold" / "news.json").write_text(json.dumps(gold), encoding="utf-8")
    made = run("evaluate", tmp_path / "gold", dataset, "--json")
    assert made.exit_code == 0 and json.loads(made.stdout)["measures"]["mention.money"]["recall"] == 1
    assert run("evaluate", tmp_path / "gold", dataset).exit_code == 0


@pytest.mark.parametrize(("lang", "words"), [("zh", "数据集："), ("en", "dataset: ")])
def test_messages_come_in_two_languages(lang: str, words: str, folder: Path, tmp_path: Path) -> None:
    assert words in run("extract", folder, "--out", tmp_path / "out", "--lang", lang).output
    assert words in run("extract", folder, "--out", tmp_path / "out", LC_ALL=f"{lang}_XX.UTF-8").output


def test_both_languages_have_the_same_messages() -> None:
    def keys(table: dict[str, object], at: str = "") -> set[str]:
        return {k for name, value in table.items() for k in (
            keys(value, f"{at}{name}.") if isinstance(value, dict)
            else {f"{at}{name} {sorted(FILLED.findall(str(value)))}"})}
    assert keys(patterns.table("messages/en")) == keys(patterns.table("messages/zh"))


def test_version_and_help() -> None:
    from extractor import __version__
    assert run("--version").output == f"heshu {__version__}\n"
    for name in COMMANDS:
        assert run(name, "--help").exit_code == 0


def test_an_interrupted_run_leaves_the_old_dataset_and_no_litter(dataset: Path, tmp_path: Path) -> None:
    before = {p.name: p.read_bytes() for p in dataset.iterdir()}
    big = tmp_path / "big"
    big.mkdir()
    for n in range(200):
        (big / f"{n}.txt").write_text(f"{n}\n" + NEWS * 300, encoding="utf-8")
    process = subprocess.Popen([sys.executable, "-m", "extractor.cli", "extract", str(big), "--out", str(dataset), "-j",
                                "2"], cwd=ROOT,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    for _ in range(200):
        time.sleep(0.05)
        if list(tmp_path.glob(".out.*.part")):
            break
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 130 and b"Interrupted" in err and b"Traceback" not in err
    assert {p.name: p.read_bytes() for p in dataset.iterdir()} == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["big", "in", "out"]


def test_a_document_that_takes_too_long_is_failed_alone(folder: Path, tmp_path: Path) -> None:
    (folder / "long.txt").write_text(NEWS * 60_000, encoding="utf-8")
    extract(NEWS)  # patterns compiled here are there in the processes too, so that the short documents take no time
    made = run("extract", folder, "--out", tmp_path / "out", "--timeout", "3", "--json")
    assert made.exit_code == 1 and json.loads(made.stdout)["documents"] == {"ok": 2, "partial": 0, "failed": 1}
    assert "took more than 3 seconds" in json.loads(made.stdout)["troubles"][0]["error"]


def test_progress_goes_to_the_error_stream_only_when_asked(folder: Path, tmp_path: Path) -> None:
    made = run("extract", folder, "--out", tmp_path / "out", "--progress")
    assert made.exit_code == 0 and "reading" not in made.stdout


def test_starting_is_light() -> None:
    code = ("import sys, extractor.cli; "
            "heavy = {'pandas', 'spacy', 'trafilatura', 'docx', 'openpyxl', 'onnxruntime', 'cv2', 'rapidocr'};"
            "print(sorted(heavy & set(sys.modules)))")
    made = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60,
                          env={**os.environ})
    assert made.stdout.strip() == "[]"
