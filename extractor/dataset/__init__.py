"""Records → tables, the schema, the writers."""

from extractor.dataset.schema import TABLES, arrow
from extractor.dataset.tables import failed, rows
from extractor.dataset.write import FORMATS, Writer

__all__ = ["FORMATS", "TABLES", "Writer", "arrow", "failed", "rows"]
