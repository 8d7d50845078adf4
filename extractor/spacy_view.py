"""A reading as a spaCy Doc, and a component that adds heshu's mentions to anybody's spaCy pipeline."""

from __future__ import annotations

from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from extractor.model import Mention, Reading
from extractor.pipeline import quantities

GROUP = "heshu"


def doc(reading: Reading) -> Doc:
    """The document's text as read, one token a character run, with `doc.spans["heshu"]` holding every mention.

    A token never crosses the border of a mention, so that no span is lost; the label is the kind, the id the key of the
    mention, and `doc.user_data["heshu"][key]` the mention itself with its exact value.

    >>> from extractor import Document, read
    >>> made = doc(read(Document("", "", "总投资3亿元。")))
    >>> [(s.text, s.label_) for s in made.spans["heshu"]]
    [('3亿元', 'money')]
    """
    made = spacy.blank("zh").make_doc(reading.document.text)
    return attach(made, reading.mentions)


def attach(made: Doc, mentions: tuple[Mention, ...] | list[Mention]) -> Doc:
    """The same doc with the mentions in `doc.spans["heshu"]`; spans widen to whole tokens where they were cut otherwise."""
    spans: list[Span] = []
    values: dict[str, Mention] = {}
    for number, mention in enumerate(mentions, 1):
        key = mention.key or f"m{number}"
        span = made.char_span(mention.start, mention.end, label=mention.kind, span_id=key, alignment_mode="expand")
        if span is not None:
            spans.append(span)
            values[key] = mention
    made.spans[GROUP] = spans
    made.user_data[GROUP] = values
    return made


@Language.factory("heshu", retokenizes=False)
def component(nlp: Language, name: str) -> Any:
    """A pipeline component: `nlp.add_pipe("heshu")` after `import extractor.spacy_view`."""

    def add(made: Doc) -> Doc:
        return attach(made, quantities(made.text))

    return add
