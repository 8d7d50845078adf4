"""The corpus files agree with their marked sources and with each other."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

import corpus
from corpus import annotate

SOURCES = sorted((corpus.path() / "sources").glob("*.mark"))


@pytest.mark.parametrize("source", SOURCES, ids=lambda p: p.stem)
def test_documents_and_gold_are_what_their_source_makes(source: Path) -> None:
    """A document or gold file edited by hand, or a source changed without a rebuild, is found out."""
    for target, content in annotate.outputs(source).items():
        assert target.read_bytes() == content, f"{target.name}: run python -m corpus.annotate"


@pytest.mark.parametrize("path", corpus.gold(), ids=lambda p: p.stem)
def test_gold_points_at_the_characters_it_names(path: Path) -> None:
    """Every span of the gold lies in its document, every key it uses exists, no two figures share characters."""
    gold = json.loads(path.read_text(encoding="utf-8"))
    content = next(d for d in corpus.documents() if d.stem == path.stem)
    assert gold["sha256"] == hashlib.sha256(content.read_bytes()).hexdigest()
    text = gold.get("truth") or content.read_text(encoding="utf-8")
    keys = {m["id"] for m in gold["mentions"]}
    end = 0
    for mention in gold["mentions"]:
        assert text[mention["start"] : mention["end"]] == mention["text"]
        assert mention["start"] >= end
        end = mention["end"]
    used = [p[k] for p in gold["projects"] for k in ("total_investment", "annual_plan", "completed") if p[k]]
    used += [i["mention"] for i in gold["indicators"]]
    used += [t for c in gold["checks"] for t in [*c["terms"], c["reported"]] if t]
    assert set(used) <= keys
    for record in [*gold["projects"], *gold["tasks"]]:
        assert 0 <= record["start"] < record["end"] <= len(text)


def test_every_document_has_gold_and_the_reverse() -> None:
    """No document without annotation, no annotation without document."""
    assert {d.stem for d in corpus.documents()} == {g.stem for g in corpus.gold()}


@pytest.mark.parametrize(
    ("print_", "value", "unit", "qualifier"),
    [
        ("142个", "142", "个", "exact"),
        ("1,340.79亿元", "134079000000", "CNY", "exact"),
        ("30余万元", "300000", "CNY", "more_than"),
        ("3500多家", "3500", "家", "more_than"),
        ("0.8 亿\n元", "80000000", "CNY", "exact"),
        ("３．５％", "3.5", "%", "exact"),
        ("2.3个百分点", "2.3", "百分点", "exact"),
        ("10万平方米", "100000", "平方米", "exact"),
    ],
)
def test_plain_prints_are_read_by_the_annotator(print_: str, value: str, unit: str, qualifier: str) -> None:
    """The short form of the sources covers plain prints only, and reads these exactly."""
    read = annotate.reading(print_, "CNY")
    assert (read["value"], read["unit"], read["qualifier"]) == (value, unit, qualifier)


def test_a_print_that_is_not_plain_must_be_spelt_out() -> None:
    """Chinese numerals are left to the annotator's eye."""
    with pytest.raises(annotate.MarkError, match="spell"):
        annotate.reading("三成五", "CNY")
