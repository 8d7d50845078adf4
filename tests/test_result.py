"""What a program gets: readings, records and the tables of the dataset, with exact values."""

from decimal import Decimal
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

import extractor
from extractor import dataset
from extractor.errors import UsageError

TEXT = "城东物流园项目总投资3.5亿元，同比增长8.3%。"


def test_a_text_gives_its_mentions_with_exact_values() -> None:
    result = extractor.extract(TEXT)
    assert [(m.text, m.value) for m in result.mentions if m.kind == "money"] == [("3.5亿元", Decimal("350000000"))]
    assert result.documents[0].source == "<text>" and result.readings[0].view.text


def test_tables_have_the_columns_and_types_of_the_schema() -> None:
    tables = extractor.extract(TEXT).tables()
    assert list(tables) == [t.name for t in dataset.TABLES]
    for name, frame in tables.items():
        assert list(frame.columns) == dataset.arrow(name).names
        assert [d.pyarrow_dtype for d in frame.dtypes] == dataset.arrow(name).types  # type: ignore[union-attr]
    money = tables["mentions"].query("kind == 'money'")
    assert money.value.tolist() == [Decimal("350000000.000000")] and isinstance(money, pd.DataFrame)


def test_files_folders_and_lists_are_read_and_a_bad_one_says_why(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(b"")
    result = extractor.extract(tmp_path)
    assert sorted(d.status for d in result.documents) == ["failed", "ok"]
    assert next(d.error for d in result.documents if d.status == "failed").startswith("is empty")
    path = tmp_path / "a.txt"
    assert extractor.extract([path]) == extractor.extract(str(path)) == extractor.extract(path)


@pytest.mark.parametrize("workers", [1, 2])
def test_processes_give_the_same_result(workers: int, tmp_path: Path) -> None:
    for n in range(4):
        (tmp_path / f"{n}.txt").write_text(TEXT * (n + 1), encoding="utf-8")
    assert extractor.extract(tmp_path, workers=workers, timeout=60) == extractor.extract(tmp_path)


def test_what_a_document_does_not_say_can_be_given() -> None:
    document = extractor.extract("今年完成投资3亿元。", published="2024-03-05", title="标题", publisher="某报",
                                 url="u").documents[0]
    assert (str(document.published), document.title, document.publisher, document.url) == ("2024-03-05", "标题", "某报",
                                                                                           "u")
    with pytest.raises(UsageError, match="is no day"):
        extractor.extract("a", published="soon")


@pytest.mark.parametrize("path", ["none.txt", "folder/none.pdf", "data/*.txt", "x.zip"])
def test_a_path_that_is_not_there_is_no_text(path: str) -> None:
    with pytest.raises(UsageError, match="no such file"):
        extractor.extract(path)


@pytest.mark.parametrize("text", ["投资3亿元", "增长8.3%", "和/或投资3亿元。", "甲\n乙.txt", ""])
def test_strings_that_look_like_no_path_are_text(text: str) -> None:
    assert extractor.extract(text).documents[0].text == text


def test_a_result_is_written_like_the_command_does(tmp_path: Path) -> None:
    out = extractor.extract(TEXT).write(tmp_path / "out", formats=["parquet", "csv"])
    assert pq.read_table(out / "documents.parquet").num_rows == 1 and (out / "mentions.csv").exists()


def test_the_view_for_notebooks_is_escaped() -> None:
    page = extractor.extract("<script>alert(1)</script>投资3亿元")._repr_html_()
    assert "3亿元" in page and "<script>" not in page


def test_load_is_a_function_and_still_a_package() -> None:
    from extractor.load import find
    assert callable(extractor.load) and callable(find)
