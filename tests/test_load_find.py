"""What is read of folders, globs, archives and standard input, and what is left out and listed."""

import io
import os
import stat
import tarfile
import zipfile
from pathlib import Path

import pytest

from extractor.errors import LoadError, UsageError
from extractor.load import Bounds, find, load_source

ONE, TWO = "全市完成投资12亿元。", "全县签约30个项目。"


def names(paths: list[str | Path], root: Path, **options: object) -> tuple[dict[str, str | None], dict[str, str]]:
    """Names of sources with their errors, and names left out with their reasons, relative to a folder."""
    with find(paths, **options) as found:  # type: ignore[arg-type]
        short = {s.name.removeprefix(f"{root.as_posix()}/"): s.error for s in found.sources}
        return short, {s.source.removeprefix(f"{root.as_posix()}/"): s.reason for s in found.skipped}


def zipped(**members: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as box:
        for name, data in members.items():
            box.writestr(name, data)
    return made.getvalue()


def test_a_folder_gives_the_kinds_that_are_read_and_lists_the_rest(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    for name, text in {"a.txt": ONE, "sub/b.md": TWO, "c.bin": "x", ".d.txt": "y", "~$e.docx": "z", "f": "w",
                       "g.json": '{"some": 1}', "h.txt": ONE, "README.md": "about"}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    found, skipped = names([tmp_path], tmp_path)
    assert set(found) == {"a.txt", "sub/b.md"}
    assert skipped == {"c.bin": "unknown kind", ".d.txt": "hidden", "~$e.docx": "hidden", "f": "unknown kind",
                       "g.json": "unknown kind", "h.txt": "duplicate", "README.md": "read-me"}


def test_sources_come_in_the_order_of_their_ids_whatever_the_order_of_arguments(tmp_path: Path) -> None:
    for n in range(9):
        (tmp_path / f"{n}.txt").write_text(f"第{n}", encoding="utf-8")
    files = sorted(tmp_path.iterdir())
    with find(files) as one, find(files[::-1]) as other:
        assert [s.doc_id for s in one.sources] == sorted(s.doc_id for s in one.sources) == [s.doc_id for s in other.sources]


def test_a_file_named_by_itself_is_read_whatever_its_suffix(tmp_path: Path) -> None:
    (tmp_path / "notice.log").write_text(ONE, encoding="utf-8")
    with find([tmp_path / "notice.log"]) as found:
        assert load_source(found.sources[0]).text == ONE


def test_globs_and_standard_input(tmp_path: Path) -> None:
    (tmp_path / "a1.txt").write_text(ONE, encoding="utf-8")
    (tmp_path / "b1.txt").write_text(TWO, encoding="utf-8")
    with find([str(tmp_path / "a*.txt"), "-"], stdin=TWO.encode) as found:
        assert {load_source(s).text for s in found.sources} == {ONE, TWO}
        assert "<stdin>" in {s.name for s in found.sources}


@pytest.mark.parametrize("name", ["none.txt", "no*.txt"])
def test_a_path_that_does_not_exist_is_wrong_use(name: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file or folder"), find([tmp_path / name]):
        pass


def test_a_folder_with_none_of_the_kinds_is_wrong_use_that_lists_the_kinds(tmp_path: Path) -> None:
    (tmp_path / "a.bin").write_bytes(b"1")
    with pytest.raises(UsageError, match=r"nothing to read.*1 file.*\.txt"), find([tmp_path]):
        pass


def test_a_dataset_inside_a_folder_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    for name in ("datapackage.json", "mentions.csv"):
        (tmp_path / "out" / name).write_text("{}", encoding="utf-8")
    (tmp_path / "a.txt").write_text(ONE, encoding="utf-8")
    assert names([tmp_path], tmp_path) == ({"a.txt": None}, {"out": "dataset"})


def test_members_of_archives_are_sources_with_names_in_any_encoding(tmp_path: Path) -> None:
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w") as made:
        made.writestr("甲/文.txt", ONE)
        info = zipfile.ZipInfo("x.txt")
        info.filename = "乙.txt".encode("gb18030").decode("cp437")
        made.writestr(info, TWO)
    raw = box.getvalue()
    (tmp_path / "a.zip").write_bytes(raw)
    with tarfile.open(tmp_path / "b.tar.gz", "w:gz") as tar:
        (tmp_path / "c.csv").write_text("项目名称,总投资\n桥,3\n", encoding="utf-8")
        tar.add(tmp_path / "c.csv", "dir/c.csv")
    (tmp_path / "c.csv").unlink()
    found, _ = names([tmp_path], tmp_path)
    assert "a.zip!甲/文.txt" in found and "b.tar.gz!dir/c.csv" in found and len(found) == 3


def test_archives_within_archives_are_opened_to_a_bound(tmp_path: Path) -> None:
    inner = zipped(**{"deep.txt": TWO.encode()})
    middle = zipped(**{"mid.txt": ONE.encode(), "in.zip": inner})
    (tmp_path / "a.zip").write_bytes(zipped(**{"m.zip": middle}))
    found, skipped = names([tmp_path], tmp_path)
    assert set(found) == {"a.zip!m.zip!mid.txt"} and skipped == {"a.zip!m.zip!in.zip": "limit"}
    assert set(names([tmp_path], tmp_path, bounds=Bounds(depth=3))[0]) == {"a.zip!m.zip!mid.txt",
                                                                           "a.zip!m.zip!in.zip!deep.txt"}


def test_members_with_names_that_lead_outside_and_links_are_left_out(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as box:
        for name in ("../up.txt", "/etc/root.txt", "C:\\win.txt", "..\\back.txt"):
            box.writestr(name, ONE + name)
        box.writestr(link, "/etc/passwd")
        box.writestr("fine.txt", TWO)
    with tarfile.open(tmp_path / "b.tar.gz", "w:gz") as tar:
        bad = tarfile.TarInfo("l.txt")
        bad.type, bad.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(bad)
        tar.addfile(tarfile.TarInfo("../../up2.txt"))
    before = set(tmp_path.parent.rglob("*"))
    found, skipped = names([tmp_path], tmp_path)
    assert set(found) == {"a.zip!fine.txt"} and len(skipped) == 7 and set(skipped.values()) == {"unsafe"}
    assert set(tmp_path.parent.rglob("*")) == before


@pytest.mark.parametrize(("bounds", "words"), [
    (Bounds(total_bytes=1 << 20), "unpacks to more than 1 MB"), (Bounds(member_bytes=1 << 20), "unpacks to more than 1 MB"),
    (Bounds(members=2), "more than 2 files")])
def test_a_bomb_is_one_failed_document_and_the_rest_is_read(bounds: Bounds, words: str, tmp_path: Path) -> None:
    (tmp_path / "bomb.zip").write_bytes(zipped(**{"a.txt": b"1" * (3 << 20), "b.txt": b"2", "c.txt": b"3"}))
    (tmp_path / "fine.txt").write_text(ONE, encoding="utf-8")
    found, _ = names([tmp_path], tmp_path, bounds=bounds)
    assert set(found) == {"bomb.zip", "fine.txt"} and words in (found["bomb.zip"] or "")


def test_a_truncated_archive_is_one_failed_document(tmp_path: Path) -> None:
    data = zipped(**{f"{n}.txt": os.urandom(200) for n in range(9)})
    (tmp_path / "cut.zip").write_bytes(data[:900])
    (tmp_path / "cut.tar.gz").write_bytes(b"\x1f\x8b\x08" + b"\x00" * 40)
    found, _ = names([tmp_path], tmp_path)
    assert set(found) == {"cut.zip", "cut.tar.gz"} and all(found.values())


def test_the_files_of_archives_are_gone_afterwards(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped(**{"a.txt": ONE.encode()}))
    with find([tmp_path]) as found:
        spilt = found.sources[0].path
        assert spilt and spilt.exists()
    assert not spilt.exists()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_a_failed_document(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ONE, encoding="utf-8")
    (tmp_path / "a.txt").chmod(0)
    assert "cannot be read" in (names([tmp_path], tmp_path)[0]["a.txt"] or "")


def test_a_broken_source_raises_when_it_is_loaded(tmp_path: Path) -> None:
    (tmp_path / "cut.zip").write_bytes(b"PK\x03\x04rest")
    with find([tmp_path]) as found, pytest.raises(LoadError, match=r"cut\.zip"):
        load_source(found.sources[0])
