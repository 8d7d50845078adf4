"""The knowledge: TOML tables, word lists and gazetteers, and this small loader."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """The TOML table `patterns/<name>.toml`, parsed once; callers must not change it.

    >>> sorted(table("segment/text"))[0]
    'byline'
    """
    return tomllib.loads(files("patterns").joinpath(f"{name}.toml").read_text(encoding="utf-8"))


@cache
def words(name: str) -> tuple[str, ...]:
    """The lines of `patterns/<name>.txt`, without blank lines and comments (#)."""
    lines = files("patterns").joinpath(f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return tuple(w for line in lines if (w := line.split("#")[0].strip()))
