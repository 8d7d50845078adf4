"""Document → view → outline: cleaned text with its index map, then articles, headings, paragraphs and sentences."""

from extractor.segment.outline import outline
from extractor.segment.view import view
from extractor.segment.words import words

__all__ = ["outline", "view", "words"]
