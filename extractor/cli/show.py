"""`heshu show`: a document with its mentions coloured, and the records under it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from extractor.cli.console import COLOURS, VERDICTS, Json, Lang, Voice, bounded_print, safe, voice
from extractor.model import Mention, Reading


def command(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A document of any kind that is read; - is standard input.")],
    keys: Annotated[bool, typer.Option(help="Print the key of every mention behind it.")] = False,
    kind: Annotated[list[str] | None, typer.Option(help="Only mentions of this kind; several allowed.")] = None,
    records: Annotated[bool, typer.Option(help="Print the records under the text.")] = True,
    max_pages: Annotated[int | None, typer.Option(min=1, help="Read no more pages than this.")] = None,
    as_json: Json = False,
    lang: Lang = None,
) -> None:
    """Print a document with its figures coloured by kind, and its projects, tasks, indicators and findings under it."""
    from extractor.errors import UsageError
    from extractor.result import extract

    speaker = voice(lang)
    unknown = set(kind or []) - set(COLOURS)
    if unknown:
        raise UsageError(f"--kind: '{', '.join(sorted(unknown))}' is not known. Kinds: {', '.join(COLOURS)}.")
    result = extract([file], max_pages=max_pages)
    if as_json:
        typer.echo(result.to_json())
    for reading in () if as_json else result.readings:
        document = reading.document
        head = f"{document.source}  {document.doc_id}  {document.loader}"
        speaker.out.print(Text(safe(head), style="dim"), soft_wrap=True)
        if document.status == "failed":
            why = speaker.translated(document.error or "")
            speaker.note(speaker.say("error_of", source=document.source, error=why), style="red")
            continue
        wanted = [m for m in reading.mentions if not kind or m.kind in kind]
        bounded_print(speaker.out, coloured(reading, wanted, keys=keys))
        speaker.out.print(legend(wanted, speaker))
        if records:
            for table in _tables(reading, speaker):
                speaker.out.print()
                speaker.out.print(table)
    raise typer.Exit(1 if any(r.document.status == "failed" for r in result.readings) else 0)


def coloured(reading: Reading, mentions: Iterable[Mention], *, keys: bool = False) -> Text:
    """The text as read, each mention in the colour of its kind; where two share characters both styles show."""
    made = Text()
    at = 0
    text = reading.document.text
    for m in sorted(mentions, key=lambda m: (m.start, -m.end)):
        if m.start > at:
            made.append(safe(text[at:m.start]))
        if m.start >= at:
            made.append(safe(m.text), style=COLOURS.get(m.kind, "bold"))
        elif m.end > at:
            made.append(safe(text[at:m.end]), style=COLOURS.get(m.kind, "bold"))
        if keys:
            made.append(f"[{m.key}]", style="dim")
        at = max(at, m.end)
    made.append(safe(text[at:]))
    return made


def legend(mentions: Sequence[Mention], speaker: Voice) -> Text:
    """The kinds that occur, in their colours, with counts."""
    made = Text(f"{speaker.say('legend')}: ", style="dim")
    for kind in COLOURS:
        count = sum(m.kind == kind for m in mentions)
        if count:
            made.append(speaker.say(f"kinds.{kind}"), style=COLOURS[kind]).append(f" {count}  ")
    return made if mentions else Text(speaker.say("nothing_found"), style="dim")


def value_of(m: Mention) -> str:
    """The exact value of a mention with its unit; a range with its bounds."""
    if m.quantity is None:
        return m.normal or m.text
    return shown_value(m.value, m.low, m.high, m.unit)


def shown_value(value: Any, low: Any, high: Any, unit: str | None) -> str:
    """A value, or bounds, with unit, thousands set apart.

    >>> from decimal import Decimal
    >>> shown_value(Decimal("12500000000"), None, None, "CNY")
    '12,500,000,000 CNY'
    """
    def plain(v: Any) -> str:
        text = f"{v:,f}"
        return text.rstrip("0").rstrip(".") if "." in text else text

    bounds = " – ".join(plain(v) if v is not None else "…" for v in (low, high))
    number = plain(value) if value is not None else bounds if low is not None or high is not None else "?"
    return f"{number}{'' if unit == '%' else ' '}{unit or ''}".strip()


def _tables(reading: Reading, speaker: Voice) -> Iterable[Table]:
    say = speaker.say
    if reading.projects:
        made = _table(say("projects"), (say("key"), say("name"), say("owner"), say("place"), say("amounts"), say("status")))
        for p in reading.projects:
            amounts = "; ".join(f"{say(f'amount_names.{a}')} {value_of(reading.mention(k))} [{k}]"
                                for a, k in p.amounts.items())
            _row(made, p.key, p.name, p.owner, p.place, amounts, p.status)
        yield made
    if reading.tasks:
        made = _table(say("tasks"), (say("key"), say("number"), say("title"), say("lead"), say("responsible")))
        for t in reading.tasks:
            units = {role: "、".join(u.unit for u in t.units if u.role == role) for role in ("lead", "responsible")}
            _row(made, t.key, t.number, _short(t.title or reading.document.text[t.start:t.end]), units["lead"],
                 units["responsible"])
        yield made
    if reading.indicators:
        made = _table(say("indicators"), (say("key"), say("subject"), say("metric"), say("value"), say("period"), "±"))
        for i in reading.indicators:
            growth = f"{i.yoy_percent.normalize():+f}%" if i.yoy_percent is not None else (
                f"{i.yoy_delta.normalize():+f}" if i.yoy_delta is not None else "")
            metric = f"{i.metric} ({i.scope})" if i.scope else i.metric
            _row(made, i.key, i.subject, metric, f"{value_of(reading.mention(i.mention))} [{i.mention}]", _period(i.period),
                 growth)
        yield made
    if reading.findings:
        made = _table(say("findings"), (say("key"), say("verdict"), say("rule"), say("message")))
        for f in reading.findings:
            made.add_row(f.key, Text(say(f"verdicts.{f.verdict}"), style=VERDICTS[f.verdict]), safe(f.rule),
                         Text(safe(f.message or f.formula)))
        yield made


def _table(title: str, columns: Sequence[str]) -> Table:
    made = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False, header_style="dim")
    for column in columns:
        made.add_column(column, overflow="fold")
    return made


def _row(table: Table, *values: object) -> None:
    table.add_row(*(Text(safe(v or "")) for v in values))


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 40 else flat[:39] + "…"


def _period(period: Any) -> str:
    if period is None:
        return ""
    first, last = (d.isoformat() if d else ".." for d in (period.start, period.end))
    return first if first == last else f"{first}/{last}"


