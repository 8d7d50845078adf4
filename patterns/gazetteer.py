"""The gazetteer: administrative divisions and development zones by code and by name, read from `patterns/places/*.csv`."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from operator import add

import patterns


@dataclass(frozen=True, slots=True)
class Place:
    """One division: its GB/T 2260 code, full and short name, and its parent's code (empty for a province)."""

    code: str
    name: str
    short: str
    parent: str


@cache
def places() -> Mapping[str, Place]:
    """Every division by its code."""
    return {row["code"]: Place(row["code"], row["name"], row["short"], row["parent"]) for row in _rows("divisions")}


@cache
def full_names() -> Mapping[str, tuple[str, ...]]:
    """Codes by full name, former full names included; several codes where several places share the name."""
    return _grouped([(p.name, p.code) for p in places().values()] + [(r["name"], r["code"]) for r in _rows("former")])


@cache
def short_names() -> Mapping[str, tuple[str, ...]]:
    """Codes by short name (two characters or more); ambiguous ones carry all their codes."""
    current = [(p.short, p.code) for p in places().values()]
    former = [(r["short"], r["code"]) for r in _rows("former")]
    extra = [(short, code) for code, names in patterns.table("places/cues")["also"].items() for short in names]
    generic = patterns.table("places/cues")["generic"]
    return _grouped((s, c) for s, c in current + former + extra if len(s) > 1 and s not in generic)


@cache
def zones() -> Mapping[str, tuple[str, ...]]:
    """Codes of the places that development zones lie in, by the zone's name."""
    return _grouped((r["name"], r["parent"]) for r in _rows("zones"))


def above(code: str) -> tuple[str, ...]:
    """The code and those of the places around it, the smallest first.

    >>> above("150303")
    ('150303', '150300', '150000')
    """
    out = []
    while code:
        out.append(code)
        code = places()[code].parent
    return tuple(out)


def named_at(text: str, at: int = 0, *, short: bool = True) -> tuple[str, tuple[str, ...]] | None:
    """The longest place name that starts here, with its codes; None where none does.

    >>> named_at("通辽市科尔沁区", 3)
    ('科尔沁区', ('150502',))
    """
    for size in _sizes().get(text[at:at + 2], ()):
        name = text[at:at + size]
        codes = full_names().get(name) or (short_names().get(name) if short else None)
        if codes:
            return name, codes
    return None


def starts(text: str) -> list[int]:
    """Where in a text a place name may start: told by two characters, much faster than asking at every place.

    >>> starts("在通辽市开工")
    [1]
    """
    sizes = _sizes()
    return [i for i, two in enumerate(map(add, text, text[1:])) if two in sizes]


@cache
def full_sizes() -> dict[str, tuple[int, ...]]:
    """The lengths of the full names that end with two characters, the longest first."""
    out: dict[str, set[int]] = {}
    for name in full_names():
        out.setdefault(name[-2:], set()).add(len(name))
    return {tail: tuple(sorted(sizes, reverse=True)) for tail, sizes in out.items()}


@cache
def _sizes() -> dict[str, tuple[int, ...]]:
    """The lengths of the names that begin with two characters, the longest first."""
    out: dict[str, set[int]] = {}
    for name in (*full_names(), *short_names()):
        out.setdefault(name[:2], set()).add(len(name))
    return {begin: tuple(sorted(sizes, reverse=True)) for begin, sizes in out.items()}


def _rows(name: str) -> list[dict[str, str]]:
    text = files("patterns").joinpath(f"places/{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    out: dict[str, tuple[str, ...]] = {}
    for name, code in pairs:
        if name and code not in out.get(name, ()):
            out[name] = (*out.get(name, ()), code)
    return out
