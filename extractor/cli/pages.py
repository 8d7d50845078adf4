"""`heshu pages`: a picture of each page with what was read of it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.console import Lang, voice


def command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A PDF or an image of pages.")],
    out: Annotated[Path, typer.Option(help="The folder for the pictures, one a page.")],
    max_pages: Annotated[int | None, typer.Option(min=1, help="Draw no more pages than this.")] = None,
    figures: Annotated[bool, typer.Option(help="Mark the figures that were read.")] = True,
    lang: Lang = None,
) -> None:
    """Draw the pages of a file: lines in reading order, articles in colours, captions, furniture and figures."""
    from extractor import pipeline
    from extractor.load import load
    from extractor.report.pages import draw_pages

    speaker = voice(lang)
    document = load(file, max_pages=max_pages)
    for warning in document.warnings:
        speaker.note(warning, style="yellow")
    mentions = pipeline.read(document).mentions if figures else ()
    for path in draw_pages(document, file.read_bytes(), out, mentions=[m for m in mentions if m.kind != "date"]):
        typer.echo(path.as_posix())
