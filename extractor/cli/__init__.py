"""The command line: one module a command."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(name="heshu", no_args_is_help=True, pretty_exceptions_enable=False)


@app.callback()
def _root() -> None:
    """Read the figures of Chinese policy and news documents, and check them."""


@app.command()
def extract(paths: list[Path], out: Annotated[Path, typer.Option()]) -> None:
    """Documents → dataset (first version)."""
    from extractor import dataset, load, pipeline
    from extractor.errors import LoadError
    from extractor.load.source import doc_id
    from extractor.model import Document
    files: dict[str, Path] = {}
    for p in paths:
        for f in sorted(p.rglob("*")) if p.is_dir() else [p]:
            if f.suffix in (".txt", ".md", ".pdf") or f == p:
                files.setdefault(doc_id(f.read_bytes()), f)
    bad = 0
    with dataset.Writer(out) as writer:
        for key, f in sorted(files.items()):
            try:
                writer.add(dataset.rows(pipeline.read(load.load(f))))
            except (LoadError, ImportError) as e:
                bad += 1
                writer.add(dataset.failed(Document(key, str(f), "", status="failed", error=str(e))))
    typer.echo(f"{len(files)} documents, {bad} failed: {out}")
    raise typer.Exit(1 if bad else 0)


def main() -> None:
    """Entry point of `heshu`."""
    app()
