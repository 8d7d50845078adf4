"""Heshu: read the figures of Chinese policy and news documents, and check them."""

from extractor.errors import HeshuError, LoadError, MissingExtra
from extractor.model import Document, Mention, Reading, Span
from extractor.pipeline import periods, quantities, read

__version__ = "0.1.0"
__all__ = [
    "Document", "HeshuError", "LoadError", "Mention", "MissingExtra", "Reading", "Span", "periods", "quantities", "read",
]
