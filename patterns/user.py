"""A user's pattern file: read, checked, and laid over a shipped table."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import regex


def checked(path: Path) -> dict[str, Any]:
    """The table of a user's TOML file; ValueError, naming file and entry, where it or one of its patterns is broken."""
    try:
        made = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as e:
        raise ValueError(f"{path}: not a TOML file: {e}. Compare it with the shipped table of the same name.") from e
    for entry, text in _strings(made, ""):
        try:
            regex.compile(text)
        except regex.error as e:
            raise ValueError(f"{path}: entry {entry}: '{text}' is no pattern: {e}. "
                             "Escape brackets and other signs of regular expressions with a backslash.") from e
    return made


def merged(base: dict[str, Any], more: dict[str, Any], path: Path, *, at: str = "") -> dict[str, Any]:
    """`base` with `more` over it: lists appended, tables merged, values replaced; ValueError where shapes differ."""
    out = dict(base)
    for key, value in more.items():
        here = f"{at}.{key}" if at else key
        if key not in base:
            out[key] = value
            continue
        old = base[key]
        if type(old) is not type(value):
            raise ValueError(f"{path}: entry {here} is {_shape(value)}, the shipped one is {_shape(old)}. "
                             "Give it the same shape.")
        if isinstance(old, dict):
            out[key] = merged(old, value, path, at=here)
        else:
            out[key] = [*old, *value] if isinstance(old, list) else value
    return out


def _strings(value: Any, at: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield at, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _strings(inner, f"{at}.{key}" if at else key)
    elif isinstance(value, list):
        for number, inner in enumerate(value, 1):
            yield from _strings(inner, f"{at}[{number}]")


def _shape(value: Any) -> str:
    names = {dict: "a table", list: "a list", str: "a text", bool: "true or false", int: "a number"}
    return names.get(type(value), "a value")
