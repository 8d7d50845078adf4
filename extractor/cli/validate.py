"""`heshu validate`: a dataset checked against its schema and its invariants."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.console import Json, Lang, safe, voice


def command(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A dataset with the format parquet.")],
    as_json: Json = False,
    lang: Lang = None,
) -> None:
    """Check a dataset: columns, keys and references, order, and that every offset points at the words it gives."""
    from extractor.dataset.validate import faults

    speaker = voice(lang)
    found = faults(folder)
    if as_json:
        typer.echo(json.dumps({"folder": str(folder), "faults": found}, ensure_ascii=False, indent=1))
    else:
        for fault in found[:100]:
            typer.echo(safe(fault))
        typer.echo(speaker.say("invalid" if found else "valid", folder=folder, count=len(found)))
    raise typer.Exit(1 if found else 0)
