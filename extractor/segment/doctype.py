"""What kind of document an article is, by the cues of `patterns/doctype/<kind>.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import regex

import patterns
from extractor.model import DocumentKind

_LEAST = 3  # weight below which a document is of no kind
_BODY = 3000  # characters looked at: a kind shows early


@dataclass(frozen=True, slots=True)
class _Cue:
    """A sign of one kind: where to look, for what, and what it weighs."""

    kind: DocumentKind
    where: str
    weight: int
    pattern: regex.Pattern[str]


def document_kind(title: str, head: str, body: str, lines: list[tuple[str, str]]) -> DocumentKind:
    """The kind whose cues weigh most, `other` where none weighs enough or two weigh the same.

    lines: every line of the article with its role; a text mostly of rows and cells is a table whatever it says.
    """
    share = patterns.table("doctype/table")["share"]
    cells = sum(role == "row" or (len(line) <= 12 and line[-1:] not in "。！？") for line, role in lines)
    if len(lines) >= 6 and cells >= share * len(lines):
        return "table"
    where = {"title": title, "head": head[:600], "body": body[:_BODY], "foot": body[-200:]}
    where = {name: patterns.folded(text) for name, text in where.items()}
    weights: dict[DocumentKind, int] = {}
    left = _most().copy()
    for cue in _cues():
        if cue.where == "body" and _decided(weights, left):
            break
        left[cue.kind] -= cue.weight
        if cue.pattern.search(where[cue.where]):
            weights[cue.kind] = weights.get(cue.kind, 0) + cue.weight
    ranked = sorted(weights.items(), key=lambda w: -w[1])
    if not ranked or ranked[0][1] < _LEAST or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return "other"
    return ranked[0][0]


def _decided(weights: dict[DocumentKind, int], left: dict[DocumentKind, int]) -> bool:
    """Whether one kind leads by more than the cues that are left can weigh."""
    first = max(weights, key=weights.__getitem__, default=None)
    if first is None or weights[first] < _LEAST:
        return False
    return all(weights.get(kind, 0) + more < weights[first] for kind, more in left.items() if kind != first)


@cache
def _most() -> dict[DocumentKind, int]:
    """What all cues of each kind weigh together."""
    out: dict[DocumentKind, int] = {}
    for cue in _cues():
        out[cue.kind] = out.get(cue.kind, 0) + cue.weight
    return out


@cache
def _cues() -> tuple[_Cue, ...]:
    names = sorted(f.name[:-5] for f in files("patterns").joinpath("doctype").iterdir() if f.name.endswith(".toml"))
    tables: list[dict[str, Any]] = [patterns.table(f"doctype/{name}") for name in names]
    found = [_Cue(t["kind"], c["where"], c["weight"], regex.compile(c["pattern"])) for t in tables for c in t["cue"]]
    return tuple(sorted(found, key=lambda c: (c.where == "body", -c.weight)))  # the short stretches first
