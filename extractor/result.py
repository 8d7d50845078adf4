"""What a program gets back: readings, records, and the same tables as the dataset's."""

from __future__ import annotations

import html
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor import batch, dataset
from extractor.errors import UsageError
from extractor.load import ARCHIVES, READERS, Skip, Source, day, doc_id, find, read_metadata
from extractor.model import Document, Finding, Indicator, Mention, Project, Reading, Task, Unread

if TYPE_CHECKING:
    import pandas as pd

_SHOWN = 20
_SIGNS = "，。；：、！？％%"


@dataclass(frozen=True, slots=True, repr=False)
class Result:
    """All that was read of some documents, in the order of their ids, every intermediate kept in `readings`."""

    readings: tuple[Reading, ...]
    skipped: tuple[Skip, ...] = ()

    @property
    def documents(self) -> tuple[Document, ...]:
        return tuple(r.document for r in self.readings)

    @property
    def mentions(self) -> tuple[Mention, ...]:
        return tuple(m for r in self.readings for m in r.mentions)

    @property
    def projects(self) -> tuple[Project, ...]:
        return tuple(p for r in self.readings for p in r.projects)

    @property
    def tasks(self) -> tuple[Task, ...]:
        return tuple(t for r in self.readings for t in r.tasks)

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        return tuple(i for r in self.readings for i in r.indicators)

    @property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(f for r in self.readings for f in r.findings)

    @property
    def unread(self) -> tuple[Unread, ...]:
        return tuple(u for r in self.readings for u in r.unread)

    def __repr__(self) -> str:
        counts = ("documents", "mentions", "projects", "tasks", "indicators", "findings")
        return f"<Result: {', '.join(f'{len(getattr(self, name))} {name}' for name in counts)}>"

    def tables(self) -> dict[str, pd.DataFrame]:
        """Every table of the dataset as a DataFrame with Arrow types: decimals stay exact, days stay days."""
        import pandas as pd

        return {name: table.to_pandas(types_mapper=pd.ArrowDtype) for name, table in dataset.frames(self._rows()).items()}

    def to_json(self) -> str:
        """The tables as one JSON object: for each its rows as objects, decimals with all their digits."""
        rows: dict[str, list[str]] = {t.name: [] for t in dataset.TABLES}
        for part in self._rows():
            for name, found in part.items():
                rows[name] += [dataset.json_object(name, row) for row in found]
        return "{" + ",\n".join(f'"{name}": [' + ",\n".join(found) + "]" for name, found in rows.items()) + "}"

    def write(self, out: str | os.PathLike[str], *, formats: Iterable[str] = ("parquet",)) -> Path:
        """Write the dataset into a folder; the folder."""
        with dataset.Writer(out, formats=formats) as writer:
            for rows in self._rows():
                writer.add(rows)
        return Path(out)

    def _rows(self) -> list[dataset.Rows]:
        return [*(dataset.rows(r) for r in self.readings),
                dataset.skipped_rows((s.source, s.reason, s.detail) for s in self.skipped)]

    def _repr_html_(self) -> str:
        """The counts, then the first figures, for a notebook."""
        counts = {"documents": self.readings, "mentions": self.mentions, "projects": self.projects, "tasks": self.tasks,
                  "indicators": self.indicators, "findings": self.findings, "unread": self.unread}
        head = "".join(f"<th>{name}</th>" for name in counts)
        line = "".join(f"<td>{len(found)}</td>" for found in counts.values())
        rows = "".join(_figure_row(r, m) for r in self.readings for m in r.mentions[:_SHOWN])
        bad = "".join(f"<p><b>{html.escape(d.source)}</b>: {html.escape(d.error or d.status)}</p>"
                      for d in self.documents if d.status != "ok")
        names = "".join(f"<th>{name}</th>" for name in ("document", "mention", "kind", "text", "value", "unit"))
        return f"<table><tr>{head}</tr><tr>{line}</tr></table>{bad}<table><tr>{names}</tr>{rows}</table>"


def _figure_row(reading: Reading, m: Mention) -> str:
    bounds = " – ".join(f"{v:f}" for v in (m.low, m.high) if v is not None)
    value = f"{m.value:f}" if m.value is not None else bounds or m.normal or ""
    shown = (reading.document.source, m.key, m.kind, m.text, value, m.unit or "")
    return "<tr>" + "".join(f"<td>{html.escape(v)}</td>" for v in shown) + "</tr>"


def extract(source: str | os.PathLike[str] | Sequence[str | os.PathLike[str]], *, workers: int = 1,
            timeout: float | None = None, metadata: str | os.PathLike[str] | None = None, title: str | None = None,
            publisher: str | None = None, published: date | str | None = None, url: str | None = None,
            **readers: Any) -> Result:
    """All that can be read of a text, a file, a folder, a glob, or a list of them.

    A string that names nothing on the disk is a text, unless it looks like a path. A document that cannot be read is
    there with `status` `failed` and its `error`. workers: processes; with one and no timeout all is read in this one.
    timeout: seconds for each document. metadata: a CSV file about the sources. title, publisher, published, url: what the
    documents do not say. readers: `max_pages`, `max_pixels`, `ocr`, `max_cells`. UsageError where a path does not exist.

    >>> result = extract("项目总投资3亿元。")
    >>> len(result.documents), result.documents[0].source
    (1, '<text>')
    """
    given = {"title": title, "publisher": publisher, "published": _day(published), "url": url}
    options = batch.Options(read_metadata(metadata) if metadata else None,
                            {k: v for k, v in given.items() if v is not None}, readers)
    if isinstance(source, str) and _is_text(source):
        data = source.encode("utf-8", "replace")
        return Result((_text(source, Source("<text>", None, doc_id(data), data), options),))
    paths = [source] if isinstance(source, str | os.PathLike) else list(source)
    with find(paths, leave=[metadata] if metadata else []) as found:
        if workers > 1 or timeout:
            readings = tuple(batch.each(found.sources, _same, options, workers=workers, timeout=timeout))
        else:
            readings = tuple(batch.attempt(s, options) for s in found.sources)
        return Result(readings, found.skipped)


def _text(text: str, source: Source, options: batch.Options) -> Reading:
    """The reading of a string; whatever bytes it might look like, it is text."""
    from extractor.pipeline import read

    return read(Document(source.doc_id, source.name, text, **(options.given or {})))


def _same(reading: Reading) -> Reading:
    return reading


def _is_text(source: str) -> bool:
    """Whether a string is a text and no path: it names nothing on the disk and does not look like a path."""
    if "\n" in source or len(source) > 1000 or not source:
        return True
    if source == "-" or os.path.lexists(source):
        return False
    bare = not any(c.isspace() or c in _SIGNS for c in source)
    known = source.lower().endswith((*ARCHIVES, *(s for r in READERS for s in r.suffixes)))
    return not (known or (bare and ("*" in source or ("/" in source and Path(source).parent.is_dir()))))


def _day(value: date | str | None) -> date | None:
    if value is None or isinstance(value, date):
        return value
    found = day(value)
    if found is None:
        raise UsageError(f"published: '{value}' is no day. Write it as 2024-03-05.")
    return found
