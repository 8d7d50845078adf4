"""The metadata file says what documents do not, or says what is wrong with itself."""

from datetime import date
from pathlib import Path

import pytest

from extractor.errors import UsageError
from extractor.load import day, find, load_source, read_metadata


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "meta.csv"
    path.write_text(text, encoding=encoding)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_rows_reach_their_documents_and_more_columns_are_kept(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.txt").write_text("投资3亿元", encoding="utf-8")
    path = written(tmp_path, "path,title,publisher,published,url,栏目\nsub/a.txt,开工,某报,2024/3/5,http://x/,要闻\n",
                   encoding)
    about = read_metadata(path)
    with find([tmp_path], leave=[path]) as found:
        made = about.apply(load_source(found.sources[0]))
        assert {s.reason for s in found.skipped} == {"metadata"}
        assert about.unused([s.name for s in found.sources]) == ()
    assert (made.title, made.publisher, made.published, made.url) == ("开工", "某报", date(2024, 3, 5), "http://x/")
    assert made.extra == {"栏目": "要闻"}


@pytest.mark.parametrize("name", ["a.txt", "./in/a.txt", "in/a.txt"])
def test_paths_are_meant_from_the_file_or_as_given_or_by_their_end(name: str, tmp_path: Path) -> None:
    about = read_metadata(written(tmp_path, f"path,title\n{name},开工\n"))
    assert about.of((tmp_path / "in" / "a.txt").as_posix()).get("title") == "开工"
    assert about.of("other/b.txt") == {}


def test_rows_without_a_document_are_told(tmp_path: Path) -> None:
    about = read_metadata(written(tmp_path, "path,title\nx.txt,一\ny.txt,二\n"))
    assert about.unused(["in/y.txt"]) == ("x.txt",)


@pytest.mark.parametrize(("text", "words"), [
    ("file,title\na.txt,一\n", "column 'path' is missing"),
    ("path,tittle\na.txt,一\n", "wrong column 'tittle'. Did you mean 'title'?"),
    ("path,Published\na.txt,2024-01-01\n", "Did you mean 'published'?"),
    ("path,title,title\na.txt,一,二\n", "two have the same one"),
    ("path,published\na.txt,soon\n", "row 2: 'soon' is no day"),
    ("path,published\na.txt,2024-02-30\n", "is no day"),
    ("path,title\na.txt,一\na.txt,二\n", "row 3: a.txt is there twice"),
    ("path,title\n,一\n", "row 2 has no path"),
    ("path,title\na.txt,一,二\n", "row 2 has another number of fields"),
    ("path,title\na.txt\n", "row 2 has another number of fields"),
    ("", "column 'path' is missing"),
])
def test_a_wrong_metadata_file_names_file_and_place(text: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        read_metadata(written(tmp_path, text))
    assert words in str(caught.value) and "meta.csv" in str(caught.value)


def test_a_missing_metadata_file_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        read_metadata(tmp_path / "none.csv")


@pytest.mark.parametrize(("text", "made"), [
    ("2024-03-05", date(2024, 3, 5)), ("2024/3/5", date(2024, 3, 5)), ("20240305", date(2024, 3, 5)),
    ("2024年3月5日", date(2024, 3, 5)), ("2024.12.31", date(2024, 12, 31)), ("2024", None), ("5 March", None),
    ("2024-13-01", None)])
def test_days(text: str, made: date | None) -> None:
    assert day(text) == made
