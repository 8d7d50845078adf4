"""The tables of patterns/figures: each carries examples and counterexamples, and reads them so."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor import Document, read
from patterns import table

NAMES = sorted(p.stem for p in (Path(__file__).parent.parent / "patterns" / "figures").glob("*.toml"))
EXAMPLES = [(name, text) for name in NAMES for text in table(f"figures/{name}").get("examples", {}).get("figures", ())]
COUNTEREXAMPLES = [(name, text) for name in NAMES for text in table(f"figures/{name}").get("examples", {}).get("none", ())]


def figures(text: str) -> list[str]:
    """What is read as figures."""
    return [m.text for m in read(Document("0" * 16, "example.txt", text)).mentions if m.quantity]


@pytest.mark.parametrize("name", NAMES)
def test_every_table_has_examples_and_counterexamples(name: str) -> None:
    """A pattern arrives with what it matches and what it must not."""
    examples = table(f"figures/{name}")["examples"]
    assert examples["figures"] and examples["none"]


@pytest.mark.parametrize(("name", "text"), EXAMPLES)
def test_example_is_read(name: str, text: str) -> None:
    """The figures in braces and no others, each exactly as printed there."""
    marked = [part.split("}")[0] for part in text.split("{")[1:]]
    assert figures(text.replace("{", "").replace("}", "")) == marked


@pytest.mark.parametrize(("name", "text"), COUNTEREXAMPLES)
def test_counterexample_holds_none(name: str, text: str) -> None:
    """No figure in it."""
    assert figures(text) == []
