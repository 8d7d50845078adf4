"""Heshu: read the figures of Chinese policy and news documents, and check them."""

from extractor.errors import DatasetError, HeshuError, LoadError, MissingExtra, UsageError
from extractor.load import load
from extractor.model import Document, Mention, Reading, Span
from extractor.pipeline import periods, quantities, read
from extractor.result import Result, extract

__version__ = "0.1.0"
__all__ = [
    "DatasetError", "Document", "HeshuError", "LoadError", "Mention", "MissingExtra", "Reading", "Result", "Span",
    "UsageError", "extract", "load", "periods", "quantities", "read",
]
