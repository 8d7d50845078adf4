"""Document → view → outline: cleaned text with its index map, then articles, headings, paragraphs and sentences."""

from extractor.segment.outline import outline
from extractor.segment.view import view
from extractor.segment.words import known, words

__all__ = ["known", "outline", "view", "words"]
