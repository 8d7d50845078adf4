"""The pattern loader: a user's tables lie over the shipped ones, and a broken one is refused by name."""

from pathlib import Path

import pytest

from patterns import overlay as overlays
from patterns.user import checked, merged


def write(folder: Path, text: str, name: str = "segment/text.toml") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_lists_are_appended_and_values_replaced(tmp_path: Path) -> None:
    base = {"a": {"words": ["一"], "n": 1}}
    more = checked(write(tmp_path, "[a]\nwords = ['二']\nn = 2\n[b]\nx = 'y'"))
    assert merged(base, more, tmp_path) == {"a": {"words": ["一", "二"], "n": 2}, "b": {"x": "y"}}


@pytest.mark.parametrize(("text", "says"), [
    ("[captions\n", "not a TOML file"),
    ("[headings]\nlevels = ['(摄']", r"headings.levels\[1\]"),
    ("sentences = 'x'", "sentences is a text"),
])
def test_broken_user_pattern_names_file_and_entry(tmp_path: Path, text: str, says: str) -> None:
    write(tmp_path, text)
    with pytest.raises(ValueError, match=says) as caught:
        overlays(tmp_path)
    assert "text.toml" in str(caught.value)


def test_table_that_extends_nothing_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "a = 1", "figures/nothing.toml")
    with pytest.raises(ValueError, match="no table"):
        overlays(tmp_path)


def test_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no such folder"):
        overlays(tmp_path / "none")
