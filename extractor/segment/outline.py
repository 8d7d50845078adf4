"""The structure of a document: articles, headings, paragraphs, sentences, captions."""

from __future__ import annotations

import regex

from extractor.model import Article, Document, Outline, Segment, Span, View

_SENTENCE = regex.compile(r"[^。！？；\n]+[。！？；]?[”’"r'"」』）)]*')


def outline(document: Document, view: View) -> Outline:
    """One article; a paragraph for each line; sentences within it."""
    whole = Span(0, len(view.text))
    read = view.read(0, len(view.text))
    paragraphs, sentences = [], []
    for line in regex.finditer(r"[^\n]+", view.text):
        if not line.group().strip():
            continue
        paragraphs.append(Segment("paragraph", Span(*line.span())))
        for part in _SENTENCE.finditer(view.text, *line.span()):
            sentences.append(Segment("sentence", Span(*part.span())))
    article = Article("a1", "other", whole, read.start, read.end, title=document.title, date=document.published)
    return Outline((article,), (), tuple(paragraphs), tuple(sentences), ())
