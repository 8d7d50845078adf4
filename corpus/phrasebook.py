"""The phrases: short texts by origin with the reading that is expected of them, and how many are read rightly.

A phrase is right when everything it expects is found and nothing else; what its braces call soft counts neither way. The
three kinds: `figures` are read by `extractor.quantities`; `periods` and `units` as small documents by `extractor.extract`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import corpus
from corpus import annotate
from corpus.evaluate import KINDS, bounds, overlap, squash, units


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrase: its table, its text without marks, and what is expected of it."""

    table: str
    kind: str
    text: str
    expected: Any
    written: str = ""


def phrases() -> Iterator[Phrase]:
    """All phrases of the corpus, table by table."""
    for path in corpus.phrases():
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        entries = table["phrases"]
        if table["kind"] == "units":
            for entry in entries:
                yield Phrase(path.stem, "units", entry["text"], (entry["lead"], entry["responsible"]))
        elif table["kind"] == "periods":
            for marked, period in entries.items():
                text, (figure,) = _unmarked(marked)
                yield Phrase(path.stem, "periods", text, (figure, period), table["written"])
        else:
            for marked in entries:
                yield Phrase(path.stem, "figures", *_unmarked(marked))


def _unmarked(marked: str) -> tuple[str, list[dict[str, Any]]]:
    source = annotate.Source("phrase")
    figures = annotate.unmark(marked, source, "CNY")
    return source.text, figures


def misread(phrase: Phrase) -> str:
    """What is wrong with the reading of a phrase, empty where it is right."""
    return {"figures": _figures, "periods": _period, "units": _units}[phrase.kind](phrase)


def _figures(phrase: Phrase) -> str:
    from extractor import quantities

    soft = [(f["start"], f["end"]) for f in phrase.expected if f["soft"]]
    found = [m for m in quantities(phrase.text) if m.kind in KINDS]
    given = {_reading(m) for m in found if not any(overlap((m.start, m.end), s) > 0 for s in soft)}
    wanted = {_reading(SimpleNamespace(**f)) for f in phrase.expected if not f["soft"]}
    return "" if wanted == given else f"expected {sorted(wanted)} got {sorted(given)}"


def _reading(mention: Any) -> tuple[str, ...]:
    """A figure as strings to compare, idle zeros dropped."""
    values = (getattr(mention, name) for name in ("value", "low", "high"))
    numbers = ("" if v is None else annotate.plain(Decimal(v)) for v in values)
    return (mention.kind, f"{mention.start:04}", mention.text, *numbers, mention.unit, mention.qualifier or "exact")


def _period(phrase: Phrase) -> str:
    from extractor import extract

    year, month, day = (int(part) for part in phrase.written.split("-"))
    head = f"青川日报\n{year}年{month}月{day}日\n本报讯　"
    figure, period = phrase.expected
    rows = extract(head + phrase.text).tables()
    keys = {m["mention"] for m in rows["mentions"].to_dict("records") if m["start"] == len(head) + figure["start"]}
    found = [r for r in rows["indicators"].to_dict("records") if r["mention"] in keys]
    if not found:
        return "no indicator"
    got = tuple(_day(found[0][f"period_{end}"]) for end in ("start", "end"))
    wanted = bounds(period) if period else (None, None)
    return "" if got == wanted else f"expected {wanted} got {got}"


def _day(value: Any) -> str | None:
    return None if value is None or value != value or str(value) in ("NaT", "None", "") else str(value)[:10]


def _units(phrase: Phrase) -> str:
    from extractor import extract

    rows = extract("一、主要任务\n" + phrase.text).tables()["tasks"].to_dict("records")
    got = tuple(sorted({u for row in rows for u in units(row[role])}) for role in ("lead", "responsible"))
    wanted = tuple(sorted(squash(u) for u in role) for role in phrase.expected)
    return "" if got == wanted else f"expected {wanted} got {got}"


def results() -> dict[str, tuple[int, int, list[str]]]:
    """Per table: phrases read rightly, phrases in all, and the wrong ones with what is wrong."""
    out: dict[str, tuple[int, int, list[str]]] = {}
    for phrase in phrases():
        right, total, wrong = out.get(phrase.table, (0, 0, []))
        fault = misread(phrase)
        out[phrase.table] = (right + (not fault), total + 1, [*wrong, f"{phrase.text!r}: {fault}"] if fault else wrong)
    return out
