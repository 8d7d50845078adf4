"""Phrases with the figures they hold, as tables by origin: in the wild style, traditional, damaged, negative."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from extractor import Mention, quantities

TABLES = Path(__file__).parent / "figures"


def cases(name: str) -> list[tuple[str, list[str]]]:
    """The lines of a table: a phrase and what is expected of it."""
    out = []
    for line in (TABLES / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            phrase, _, expected = line.rpartition("|") if line.endswith("|") else line.partition("|")
            out.append((phrase.strip(), sorted(e.strip() for e in expected.split(";") if e.strip())))
    return out


def shown(mention: Mention) -> str:
    """A mention in the notation of the tables."""
    if mention.qualifier == "order" or mention.value is not None:
        value = _plain(mention.value)
    else:
        value = f"{_plain(mention.low)}~{_plain(mention.high)}"
    tail = ["" if mention.qualifier == "exact" else f" {mention.qualifier}", " soft" if mention.soft else ""]
    return f"{mention.text} {mention.kind} {value} {mention.unit}{''.join(tail)}"


def _plain(value: Decimal | None) -> str:
    return "" if value is None else format(value.normalize(), "f")


ORIGINS = ("wild", "wild2", "wild3", "behind_digits", "traditional", "damaged", "negative")
CASES = [pytest.param(*case, id=case[0][:40]) for name in ORIGINS for case in cases(name)]


KNOWN = [pytest.param(*case, id=case[0][:40], marks=pytest.mark.xfail(strict=True, reason="see known.txt"))
         for case in cases("known")]


@pytest.mark.parametrize(("phrase", "expected"), CASES + KNOWN)
def test_phrase_holds_these_figures(phrase: str, expected: list[str]) -> None:
    """Each phrase holds the figures of its line and no others."""
    assert sorted(shown(m) for m in quantities(phrase)) == expected
