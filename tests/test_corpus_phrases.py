"""The phrase tables are well formed; how many are read rightly is held by the floors."""

from __future__ import annotations

from collections import Counter

from corpus.phrasebook import phrases


def test_there_are_phrases_of_every_origin_and_kind() -> None:
    """In the wild style, synthetic and negative; figures, periods and units; three hundred or more."""
    tables = Counter(p.table for p in phrases())
    assert tables.total() >= 300
    assert {name.split("_")[0] for name in tables} == {"wild", "synthetic", "negative"}
    assert {p.kind for p in phrases()} == {"figures", "periods", "units"}


def test_figures_of_phrases_point_at_their_text() -> None:
    """The marks come out of the text and leave right offsets."""
    for phrase in phrases():
        if phrase.kind == "figures":
            assert all(phrase.text[f["start"] : f["end"]] == f["text"] for f in phrase.expected)


def test_negative_phrases_expect_nothing() -> None:
    """Their whole point."""
    assert not [p.text for p in phrases() if p.table.startswith("negative") and p.expected]


def test_no_phrase_stands_twice_in_a_table() -> None:
    """Each earns its place."""
    assert not [key for key, count in Counter((p.table, p.text) for p in phrases()).items() if count > 1]
