"""`heshu extract`: documents → dataset."""

from __future__ import annotations

import json
import os
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from extractor.cli.console import COLOURS, VERDICTS, Json, Lang, Voice, safe, voice
from extractor.dataset import FORMATS, Rows
from extractor.errors import UsageError

Value = TypeVar("Value")
_LISTED = 20


@dataclass(slots=True)
class Tally:
    """What a run made, counted while it is written."""

    rows: Counter[str] = field(default_factory=Counter)
    status: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    verdicts: Counter[str] = field(default_factory=Counter)
    unread: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    chars: int = 0
    troubles: list[dict[str, str]] = field(default_factory=list)

    def add(self, rows: Rows) -> None:
        from extractor.dataset.schema import table

        def column(name: str, of: str) -> Iterable[Any]:
            at = table(name).names.index(of)
            return (row[at] for row in rows[name])

        self.rows.update({name: len(found) for name, found in rows.items()})
        self.status.update(column("documents", "status"))
        self.kinds.update(column("mentions", "kind"))
        self.verdicts.update(column("findings", "verdict"))
        self.unread.update(column("unread", "reason"))
        self.skipped.update(column("skipped", "reason"))
        self.chars += sum(column("documents", "chars"))
        for source, status, error in zip(*(column("documents", c) for c in ("source", "status", "error")), strict=True):
            if status != "ok":
                self.troubles.append({"source": source, "status": status, "error": error or ""})


def command(
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="Files, folders, globs, archives, -.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder of the dataset; made or replaced.")],
    format_: Annotated[list[str] | None, typer.Option(
        "--format", "-f", help=f"{', '.join(FORMATS)}; several allowed (default: parquet).")] = None,
    metadata: Annotated[Path | None, typer.Option(
        help="CSV file with the columns path, title, publisher, published, url, and any more.")] = None,
    patterns: Annotated[Path | None, typer.Option(
        help="Folder of your own pattern tables, laid over the shipped ones.")] = None,
    workers: Annotated[int, typer.Option(
        "--workers", "-j", min=0, help="Processes; 0: one for each processor, 4 at most.")] = 0,
    timeout: Annotated[float, typer.Option(min=0, help="Seconds for each document; 0: no limit.")] = 600,
    max_pages: Annotated[int | None, typer.Option(min=1, help="Read no more pages of a document than this.")] = None,
    max_pixels: Annotated[int | None, typer.Option(min=1, help="Read no picture of more pixels than this.")] = None,
    ocr: Annotated[str | None, typer.Option(help="Recognition of page pictures: auto, always or never.")] = None,
    progress: Annotated[bool | None, typer.Option(help="Show progress (default: on a terminal).")] = None,
    as_json: Json = False,
    lang: Lang = None,
) -> None:
    """Read documents and write the dataset: one table for documents, figures, projects, tasks, indicators, findings.

    Exit status: 0 all well, 1 some documents failed (the others are in the dataset), 2 wrong use.
    """
    from extractor.batch import Options
    from extractor.load import find, read_metadata

    speaker = voice(lang)
    began = time.monotonic()
    formats = _formats(format_)
    prepare = partial(_overlay, patterns) if patterns else None
    if prepare:
        prepare()
    if ocr not in (None, "auto", "always", "never"):
        raise UsageError(f"--ocr: '{ocr}' is not known. Give auto, always or never.")
    about = read_metadata(metadata) if metadata else None
    soft = 0.85 * timeout if timeout else None  # a reader of pages stops by itself, so that what it has read is kept
    options = Options(about, None, {"max_pages": max_pages, "max_pixels": max_pixels, "ocr": ocr, "timeout": soft})
    with find(paths, leave=[metadata] if metadata else []) as found:
        if about and (unused := about.unused([s.name for s in found.sources])):
            unmet = speaker.say("unused_metadata", file=metadata, count=len(unused), paths=_some(unused))
            speaker.note(unmet, style="yellow")
        tally = _write(found, options, out, formats, workers or min(4, _processors()), timeout or None, prepare,
                       speaker, _wants(progress, as_json, speaker))
    seconds = time.monotonic() - began
    if as_json:
        typer.echo(json.dumps(_report(tally, out, seconds), ensure_ascii=False, indent=1))
    else:
        summary(tally, out, seconds, speaker)
    raise typer.Exit(1 if tally.status["failed"] else 0)


def _formats(given: list[str] | None) -> tuple[str, ...]:
    names = tuple(n.strip() for text in given or ["parquet"] for n in text.split(",") if n.strip())
    for name in names:
        if name not in FORMATS:
            raise UsageError(f"--format: '{name}' is not known. Formats: {', '.join(FORMATS)}.")
    return names


def _overlay(folder: Path) -> None:
    """Lay a user's pattern tables over the shipped ones."""
    from patterns import overlay

    try:
        overlay(folder)
    except ValueError as e:
        raise UsageError(str(e)) from e


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _wants(progress: bool | None, as_json: bool, speaker: Voice) -> bool:
    return progress if progress is not None else speaker.err.is_terminal and not as_json


def _some(names: Iterable[str]) -> str:
    names = list(names)
    return ", ".join(names[:5]) + (" …" if len(names) > 5 else "")


def _write(found: Any, options: Any, out: Path, formats: tuple[str, ...], workers: int, timeout: float | None,
           prepare: Any, speaker: Voice, progress: bool) -> Tally:
    """Read the sources and write their rows as they come; what was made."""
    from extractor import dataset
    from extractor.batch import each

    tally = Tally()
    with dataset.Writer(out, formats=formats) as writer:
        made = each(found.sources, dataset.rows, options, workers=workers, timeout=timeout, prepare=prepare)
        try:
            with _tracked(made, len(found.sources), speaker, progress) as steps:
                for rows in steps:
                    writer.add(rows)
                    tally.add(rows)
        finally:
            made.close()
        left_out = dataset.skipped_rows((s.source, s.reason, s.detail) for s in found.skipped)
        writer.add(left_out)
        tally.add(left_out)
    return tally


@contextmanager
def _tracked(items: Iterable[Value], total: int, speaker: Voice, shown: bool) -> Iterator[Iterator[Value]]:
    """The items, with a bar on the error stream; no thread of its own draws it, since processes are forked meanwhile."""
    if not shown:
        yield iter(items)
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=speaker.err, auto_refresh=False, transient=True) as bar:
        task = bar.add_task(speaker.say("reading"), total=total)

        def steps() -> Iterator[Value]:
            for item in items:
                yield item
                bar.advance(task)
                bar.refresh()

        yield steps()


def _report(tally: Tally, out: Path, seconds: float) -> dict[str, Any]:
    """The summary for machines."""
    return {"out": str(out), "documents": {s: tally.status[s] for s in ("ok", "partial", "failed")}, "chars": tally.chars,
            "seconds": round(seconds, 3), "tables": dict(sorted(tally.rows.items())),
            "mentions": dict(sorted(tally.kinds.items())), "findings": dict(sorted(tally.verdicts.items())),
            "unread": dict(sorted(tally.unread.items())), "skipped": dict(sorted(tally.skipped.items())),
            "troubles": tally.troubles}


def summary(tally: Tally, out: Path, seconds: float, speaker: Voice) -> None:
    """Print what a run made: troubles first, then one line for each sort of thing, then where the dataset is."""
    from rich.table import Table
    from rich.text import Text

    for trouble in tally.troubles[:_LISTED]:
        said = speaker.say("error_of", **{**trouble, "error": speaker.translated(trouble["error"] or "")})
        speaker.note(said, style="red" if trouble["status"] == "failed" else "yellow")
    if len(tally.troubles) > _LISTED:
        speaker.note(speaker.say("more_failed", count=len(tally.troubles) - _LISTED), style="red")
    if tally.skipped:
        reasons = ", ".join(f"{n} {r}" for r, n in sorted(tally.skipped.items()))
        speaker.note(speaker.say("skipped_note", count=sum(tally.skipped.values()), reasons=reasons), style="yellow")
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    table.add_column()
    names = {"ok": "read_well", "partial": "partial", "failed": "failed"}
    status = [f"{tally.status[s]:,} {speaker.say(name)}" for s, name in names.items() if tally.status[s]]
    kinds = {k: (speaker.say(f"kinds.{k}"), COLOURS[k]) for k in tally.kinds}
    verdicts = {v: (speaker.say(f"verdicts.{v}"), VERDICTS[v]) for v in tally.verdicts}
    details: dict[str, Text] = {
        "documents": Text(", ".join(status)),
        "mentions": _coloured(tally.kinds, kinds), "findings": _coloured(tally.verdicts, verdicts),
        "unread": _coloured(tally.unread, {r: (speaker.say(f"reasons.{r}"), "") for r in tally.unread})}
    for name in ("documents", "articles", "mentions", "projects", "tasks", "indicators", "findings", "unread"):
        table.add_row(speaker.say(name), Text(f"{tally.rows[name]:,}", style="bold"), details.get(name, Text()))
    speaker.out.print(table)
    speaker.out.print(Text(speaker.say("seconds", chars=f"{tally.chars:,}", seconds=f"{seconds:.1f}"), style="dim"))
    speaker.out.print(Text(safe(speaker.say("dataset_at", out=out)), style="bold"), soft_wrap=True)


def _coloured(counts: Counter[str], names: dict[str, tuple[str, str]]) -> Any:
    from rich.text import Text

    parts = [Text.assemble((names.get(k, (safe(k), ""))[0], names.get(k, ("", ""))[1]), f" {n:,}") for k, n in
             sorted(counts.items(), key=lambda item: (-item[1], item[0]))]
    return Text(", ").join(parts)
