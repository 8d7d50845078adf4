"""`heshu audit`: the findings of a dataset, within its documents and between them, as a report."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from extractor.cli.console import VERDICTS, Lang, Voice, safe, voice

if TYPE_CHECKING:
    from extractor.report.findings import Report

_SHOWN = 20


class Format(StrEnum):
    """The formats of a report."""

    html = "html"
    xlsx = "xlsx"
    json = "json"
    md = "md"


class Grade(StrEnum):
    """The verdicts that can make the command fail, the gravest first."""

    inconsistent = "inconsistent"
    warning = "warning"
    unclear = "unclear"


def command(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A dataset with the format parquet.")],
    html: Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write the report as one HTML page.")] = None,
    form: Annotated[Format | None, typer.Option("--format", help="Format of the report for --out.")] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write the report to a file.")] = None,
    fail_on: Annotated[Grade | None, typer.Option("--fail-on", help="Exit with status 3 at a finding so grave.")] = None,
    limit: Annotated[int, typer.Option("--limit", min=0, help="Consistent statements to list at most.")] = 2000,
    lang: Lang = None,
) -> None:
    """Check a dataset: every figure that its documents let us recompute, and what they say of the same thing."""
    from extractor.report import write
    from extractor.report.findings import report

    speaker = voice(lang)
    made = report(folder, limit=limit)
    if html is not None:
        write.to_file(made, html, "html", language=speaker.lang)
    if out is not None:
        write.to_file(made, out, form.value if form else out.suffix.lstrip(".").lower(), language=speaker.lang)
    elif form is Format.xlsx:
        speaker.fail("--format xlsx needs --out FILE.")
    elif form is not None:
        typer.echo(write.text(made, form.value, language=speaker.lang))
    if form is None or out is not None:
        _tell(made, speaker)
    for written in (html, out):
        if written is not None:
            speaker.note(speaker.say("report_at", out=written))
    wanted = list(Grade)[:list(Grade).index(fail_on) + 1] if fail_on else []
    raise typer.Exit(3 if any(made.counts.get(grade.value) for grade in wanted) else 0)


def _tell(made: Report, speaker: Voice) -> None:
    """The counts and the gravest findings, for a terminal."""
    from extractor.report.findings import VERDICTS as ORDER
    from extractor.report.findings import formula, word

    say = {v: word("verdicts", v, speaker.lang) for v in ORDER}
    speaker.out.print(Text("  ").join(Text(f"{say[v]} {made.counts.get(v, 0)}", style=VERDICTS[v]) for v in ORDER))
    for item in [i for i in made.items if i.verdict != "consistent"][:_SHOWN]:
        line = f"{', '.join(item.sources)}: {formula(item.formula, speaker.lang)}"
        speaker.out.print(Text.assemble((say[item.verdict], VERDICTS[item.verdict]), " ", safe(line)), soft_wrap=True)
