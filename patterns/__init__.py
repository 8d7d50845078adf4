"""The knowledge: TOML tables, word lists and gazetteers, and this small loader."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from patterns.user import checked, merged

_overlays: list[Path] = []
_REFERENCE = re.compile("<<([a-z_]+)>>")
_NAMED = re.compile(r"\(\?P<[a-z_]+>")


@cache
def table(name: str) -> dict[str, Any]:
    """The TOML table `patterns/<name>.toml`, parsed once, with the user's tables over it; callers must not change it.

    >>> sorted(table("segment/text"))[0]
    'byline'
    """
    made = _shipped(name)
    for folder in _overlays:
        path = folder / f"{name}.toml"
        if path.exists():
            made = merged(made, checked(path), path)
    return made


@cache
def words(name: str) -> tuple[str, ...]:
    """The lines of `patterns/<name>.txt`, without blank lines and comments (#), and then those of the user's file."""
    texts = [files("patterns").joinpath(f"{name}.txt").read_text(encoding="utf-8")]
    texts += [path.read_text(encoding="utf-8") for folder in _overlays if (path := folder / f"{name}.txt").exists()]
    return tuple(w for text in texts for line in text.splitlines() if (w := line.split("#")[0].strip()))


def overlay(folder: Path) -> tuple[str, ...]:
    """Add a user's folder of tables over the shipped ones for the rest of the process; the names of those it extends.

    The folder mirrors `patterns/`: `figures/units.toml`, `words/project.txt`. Lists are appended to the shipped lists,
    tables merged key by key, single values replaced. Call it before the first document is read, for compiled patterns
    are kept. Errors: ValueError, naming file and entry, where a file is no TOML, extends no shipped table, differs in
    shape from it or holds a pattern that does not compile; nothing is added then.
    """
    if not folder.is_dir():
        raise ValueError(f"{folder}: no such folder of patterns. Give the folder that holds e.g. figures/units.toml.")
    names: list[str] = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).with_suffix("").as_posix()
        if path.suffix not in (".toml", ".txt"):
            continue
        if not files("patterns").joinpath(f"{name}{path.suffix}").is_file():
            raise ValueError(f"{path}: heshu has no table '{name}{path.suffix}' to extend. "
                             "Name it as in heshu's patterns/ folder.")
        if path.suffix == ".toml":
            merged(_shipped(name), checked(path), path)
        names.append(name)
    _overlays.append(folder)
    table.cache_clear()
    words.cache_clear()
    grammar.cache_clear()
    return tuple(names)


def _shipped(name: str) -> dict[str, Any]:
    return tomllib.loads(files("patterns").joinpath(f"{name}.toml").read_text(encoding="utf-8"))


@cache
def grammar(name: str) -> dict[str, str]:
    """The regexes of `patterns/<name>.toml` in its order: every `<<fragment>>` replaced, group names kept at the top only.

    Keys are the names of `[patterns]`, and of `[fragments]` with a leading dot (`.point`).
    """
    data = table(name)
    fragments: dict[str, str] = data.get("fragments", {})

    def expand(text: str) -> str:
        return _REFERENCE.sub(lambda m: f"(?:{_NAMED.sub('(?:', expand(fragments[m[1]]))})", text)

    found = {key: expand(entry["regex"]) for key, entry in data["patterns"].items()}
    return found | {f".{key}": expand(text) for key, text in fragments.items()}


def folded(text: str) -> str:
    """A text with its traditional characters simplified one for one, so that every offset stays; itself where it has none.

    >>> folded("較去年增長"), folded("計畫"), folded("增长")
    ('较去年增长', '计划', '增长')
    """
    marks, characters = _folding()
    if not marks.search(text):
        return text
    text = text.translate(characters)
    for word, simplified in table("traditional")["words"]:
        text = text.replace(word, simplified)
    return text


@cache
def _folding() -> tuple[re.Pattern[str], dict[int, str]]:
    pairs = table("traditional")["pairs"]
    made = {ord(a): b for traditional, simplified in pairs for a, b in zip(traditional, simplified, strict=True)}
    return re.compile(f"[{''.join(map(chr, made))}]"), made
