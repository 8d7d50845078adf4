"""Records → tables, the schema, the writers."""

from extractor.dataset.formats import FORMATS, json_object
from extractor.dataset.schema import TABLES, arrow
from extractor.dataset.tables import Rows, rows, skipped_rows
from extractor.dataset.write import Writer, frames

__all__ = ["FORMATS", "TABLES", "Rows", "Writer", "arrow", "frames", "json_object", "rows", "skipped_rows"]
