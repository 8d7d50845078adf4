"""The spaCy view shows every mention at its characters and leaves the caller's pipeline alone."""

from decimal import Decimal

import spacy

import extractor.spacy_view as spacy_view
from extractor import Document, read

TEXT = "全市新签约项目62个，协议总投资约134.8亿元，同比增长 33.8%。"


def test_every_mention_is_a_span_at_its_own_characters() -> None:
    reading = read(Document("d", "d.txt", TEXT))
    made = spacy_view.doc(reading)
    assert [(s.text, s.label_, s.id_) for s in made.spans["heshu"]] == [(m.text, m.kind, m.key) for m in reading.mentions]
    assert made.text == TEXT


def test_values_travel_with_the_doc() -> None:
    made = spacy_view.doc(read(Document("d", "d.txt", TEXT)))
    money = [m for m in made.user_data["heshu"].values() if m.kind == "money"]
    assert [m.value for m in money] == [Decimal("13480000000")]


def test_component_joins_any_pipeline() -> None:
    nlp = spacy.blank("zh")
    nlp.add_pipe("heshu")
    made = nlp(TEXT)
    assert {s.label_ for s in made.spans["heshu"]} == {"count", "money", "percent"}
