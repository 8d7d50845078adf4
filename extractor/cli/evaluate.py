"""`heshu evaluate`: a dataset scored against gold annotations."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.console import Json, Lang, safe, voice
from extractor.errors import UsageError


def command(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="A folder of gold annotations, one JSON file a document.")],
    dataset: Annotated[Path, typer.Argument(metavar="DATASET", help="A dataset made from the same documents.")],
    errors: Annotated[int, typer.Option(min=0, help="Print up to this many wrong cases of each sort.")] = 5,
    as_json: Json = False,
    lang: Lang = None,
) -> None:
    """Score a dataset: precision, recall and F1 for each kind of thing, with the wrong cases."""
    from corpus.evaluate import evaluate, render

    voice(lang)
    if not any(gold.glob("*.json")):
        raise UsageError(f"{gold}: no gold annotation (*.json) there. Give the folder that holds them.")
    if not (dataset / "documents.parquet").is_file():
        raise UsageError(f"{dataset}: no dataset there. Give the folder that heshu extract wrote, with the format parquet.")
    scores = evaluate(gold, dataset)
    shown = json.dumps(scores.as_json(), ensure_ascii=False, indent=1) if as_json else render(scores, errors=errors)
    typer.echo(safe(shown))
