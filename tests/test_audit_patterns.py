"""The cue words of the audit: every group matches its examples and none of its counterexamples."""

import re

import pytest

import patterns
from extractor.audit.scene import any_of, use_patterns

USES = patterns.table("audit/uses")
USED = [("percent", "growth"), ("count", "change"), ("count", "reached"), ("count", "base"),
        ("count", "average"), ("percent", "share"), ("percent", "rate")]


def use_of(kind: str, left: str) -> str:
    return next((use for use, pattern in use_patterns(kind) if pattern.search(left)), "level")


@pytest.mark.parametrize(("kind", "use"), USED)
def test_words_before_a_figure_tell_its_use(kind: str, use: str) -> None:
    assert [use_of(kind, e) for e in USES[use]["examples"]] == [use] * len(USES[use]["examples"])
    assert use not in [use_of(kind, c) for c in USES[use]["counterexamples"]]


@pytest.mark.parametrize(("group", "key"), [("share", "whole"), ("completion", "whole")])
def test_the_whole_of_a_share_is_named(group: str, key: str) -> None:
    table = patterns.table("audit/relations")[group]
    pattern = re.compile(table[key])
    assert all(pattern.search(e) for e in table["examples"])
    assert not any(pattern.search(c) for c in table["counterexamples"])


@pytest.mark.parametrize("group", ["real", "compare"])
def test_word_lists_hold_their_examples(group: str) -> None:
    pattern = re.compile(any_of(USES[group]["words"]))
    assert all(pattern.search(e) for e in USES[group]["examples"])
    assert not any(pattern.search(c) for c in USES[group]["counterexamples"])


def test_every_message_is_there_in_both_languages() -> None:
    messages = patterns.table("audit/messages")
    flat = [m for name, m in messages.items() if name not in ("missing", "slip")]
    flat += [*messages["missing"].values(), *messages["slip"].values()]
    for message in flat:
        assert message["en"] and message["zh"]
        assert set(re.findall(r"{(\w+)}", message["en"])) == set(re.findall(r"{(\w+)}", message["zh"]))


def test_a_partition_names_two_things_or_more_once() -> None:
    rows = [tuple(r["names"]) for r in patterns.table("audit/partitions")["partition"]]
    assert len(rows) == len(set(rows))
    assert all(len(r) >= 2 and len(r) == len(set(r)) for r in rows)
