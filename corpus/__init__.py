"""The sample corpus: documents of our own writing, their gold annotations, phrases, scores and floors."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

__all__ = ["documents", "gold", "path", "phrases"]


def path() -> Path:
    """The folder of the corpus as installed, with `documents/`, `gold/` and `phrases/` in it."""
    return Path(str(resources.files(__name__)))


def documents(*, suffix: str | None = None) -> list[Path]:
    """The sample documents in order of their names; only those of one suffix (`.txt`, `.pdf`) when it is given."""
    found = sorted(p for p in (path() / "documents").iterdir() if p.suffix in (".txt", ".pdf"))
    return [p for p in found if suffix is None or p.suffix == suffix]


def gold() -> list[Path]:
    """The gold annotations, one JSON file per document, in order of their names."""
    return sorted((path() / "gold").glob("*.json"))


def phrases() -> list[Path]:
    """The phrase tables (TOML), one per origin and subject, in order of their names."""
    return sorted((path() / "phrases").glob("*.toml"))
