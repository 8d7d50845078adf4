"""Every date pattern matches its examples and none of its counterexamples."""

from __future__ import annotations

import re

import pytest

import patterns

TABLE = patterns.table("dates/dates")["patterns"]
CASES = [(name, text) for name, entry in TABLE.items() for text in entry["examples"]]
AGAINST = [(name, text) for name, entry in TABLE.items() for text in entry["counterexamples"]]


@pytest.mark.parametrize(("name", "text"), CASES)
def test_a_pattern_matches_its_examples(name: str, text: str) -> None:
    """Each example is matched from its first character."""
    assert re.match(patterns.grammar("dates/dates")[name], text)


@pytest.mark.parametrize(("name", "text"), AGAINST)
def test_a_pattern_leaves_its_counterexamples(name: str, text: str) -> None:
    """No counterexample is matched anywhere."""
    assert not re.search(patterns.grammar("dates/dates")[name], text)


@pytest.mark.parametrize("name", TABLE)
def test_a_pattern_says_why(name: str) -> None:
    """Every pattern has a reason and examples, and its first characters are among those the scan looks for."""
    assert TABLE[name]["why"] and TABLE[name]["examples"]
    first = re.compile("|".join(patterns.table("dates/dates")["scan"]["first"]))
    assert all(first.match(text) for text in TABLE[name]["examples"] if not text.startswith("("))
