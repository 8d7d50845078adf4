"""`heshu explain`: where a value of the dataset comes from, and what rests on it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import regex
import typer
from rich.table import Table
from rich.text import Text

from extractor.cli.console import COLOURS, Json, Lang, Voice, safe, voice
from extractor.cli.show import shown_value
from extractor.errors import UsageError

Row = Mapping[str, Any]
_FEW = 3  # documents named where none or several are meant
_TABLES = {"m": ("mentions", "mention"), "p": ("projects", "project"), "t": ("tasks", "task"),
           "i": ("indicators", "indicator"), "f": ("findings", "finding")}
_CODE = regex.compile(r"[A-Z]\d\d")  # a division of the national classification
_SENTENCE = regex.compile(r"[^。！？；!?\n]{0,400}$")
_REST = regex.compile(r"[^。！？；!?\n]{0,400}[。！？；!?]?")


def command(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A dataset.")],
    doc: Annotated[str, typer.Argument(metavar="DOC_ID", help="A doc_id, its beginning, or a part of the source's path.")],
    mention: Annotated[str, typer.Argument(metavar="MENTION", help="Key of a mention (m12) or record (p3, t7, i40, f5).")],
    as_json: Json = False,
    lang: Lang = None,
) -> None:
    """Explain a value: its sentence, the pattern that read it, and which records use it by which rule."""
    speaker = voice(lang)
    doc_id = _document(folder, doc, speaker)
    found = gather(folder, doc_id, mention, speaker)
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=1, default=str))
    elif "mention" in found:
        _mention(found, speaker)
    else:
        _record(found, speaker)


def _document(folder: Path, wanted: str, speaker: Voice) -> str:
    """The id of the one document that is meant."""
    from extractor.dataset.read import index

    known = index(folder)
    hits = [d for d, _ in known if d == wanted] or [d for d, s in known if d.startswith(wanted) or wanted in s]
    if len(hits) == 1:
        return hits[0]
    some = [f"{d} ({s})" for d, s in known if not hits or d in hits]
    few = ", ".join(some[:_FEW]) + (" …" if len(some) > _FEW else "")
    key = "many_documents" if hits else "no_document"
    raise UsageError(speaker.say(key, folder=folder, doc=wanted, count=len(hits), some=few))


def gather(folder: Path, doc_id: str, key: str, speaker: Voice) -> dict[str, Any]:
    """All that the dataset holds about one key of one document."""
    from extractor.dataset.read import rows_of

    document = rows_of(folder, "documents", doc_id)[0]
    mentions = {m["mention"]: m for m in rows_of(folder, "mentions", doc_id)}
    evidence = rows_of(folder, "evidence", doc_id)
    table, column = _TABLES.get(key[:1], ("", ""))
    about = {"doc_id": doc_id, "source": document["source"], "title": document["title"]}
    if key in mentions:
        m = mentions[key]
        used = [_used(folder, doc_id, e) for e in evidence if e["mention"] == key]
        around = sentence(document["text"], m["start"], m["end"])
        return {**about, "mention": m, "sentence": around, "used": used, "again": _again(m, around)}
    if table and table != "mentions":
        record = next((r for r in rows_of(folder, table, doc_id) if r[column] == key), None)
        if record:
            grounds = [{**e, "sentence": sentence(document["text"], e["start"], e["end"])} for e in evidence
                       if e["table"] == table and e["key"] == key]
            return {**about, "table": table, "record": record, "evidence": grounds,
                    "mentions": {e["mention"]: mentions[e["mention"]] for e in grounds if e["mention"]}}
    names = list(mentions) or ["–"]
    raise UsageError(speaker.say("no_mention", doc=document["source"], wanted=key, first=names[0], last=names[-1]))


def sentence(text: str, start: int, end: int) -> tuple[str, str, str]:
    """The sentence around a span, in three parts: before it, itself, after it; a line ends a sentence only where a blank
    line or the end of a sentence does."""
    line = regex.compile(r"(?<=[^\n。！？；])\r?\n(?=[^\n])")
    before = line.sub(lambda m: " " * len(m[0]), text[max(0, start - 400):start])
    after = line.sub(lambda m: " " * len(m[0]), text[end:end + 400])
    first, rest = _SENTENCE.search(before), _REST.match(after)
    return (first[0].lstrip() if first else "", text[start:end], rest[0].rstrip() if rest else "")


def _used(folder: Path, doc_id: str, e: Row) -> dict[str, Any]:
    from extractor.dataset.read import rows_of

    column = dict(_TABLES.values())[e["table"]]
    record = next((r for r in rows_of(folder, e["table"], doc_id) if r[column] == e["key"]), {})
    name = next((record[c] for c in ("name", "title", "metric", "formula") if record.get(c)), "")
    return {**{c: e[c] for c in ("table", "key", "field", "rule", "cue")}, "name": name}


def _again(m: Row, around: tuple[str, str, str]) -> dict[str, Any] | None:
    """What the mention's sentence gives when it is read again, step by step, or None where it gives no figure there."""
    from extractor.pipeline import derivation

    made = derivation("".join(around), len(around[0]), len(around[0]) + len(around[1]))
    if made is None or made[0].kind != m["kind"]:
        return None
    q, steps = made
    same = all(getattr(q, c) == m[c] for c in ("value", "low", "high")) and (q.unit or None) == (m["unit"] or None)
    return {"same": same, "value": q.value, "low": q.low, "high": q.high, "unit": q.unit, "steps": [list(s) for s in steps]}


def _mention(found: dict[str, Any], speaker: Voice) -> None:
    """Print what is known of a mention."""
    m, say = found["mention"], speaker.say
    _head(found, speaker, m)
    before, words, after = found["sentence"]
    marked = (safe(words), COLOURS.get(m["kind"], "bold") + " reverse")
    _line(speaker, "sentence", Text.assemble(safe(before), marked, safe(after)))
    _line(speaker, "kind", f"{say('kinds.' + m['kind'])} ({m['kind']})")
    if m["value"] is not None or m["low"] is not None or m["high"] is not None:
        which = "value" if m["value"] is not None else "range"
        _line(speaker, which, shown_value(m["value"], m["low"], m["high"], m["unit"]))
    for column in ("normal", "qualifier", "role", "pattern"):
        if m[column]:
            _line(speaker, {"normal": "period" if m["kind"] == "date" else "name"}.get(column, column), m[column])
    if m["soft"]:
        _line(speaker, "qualifier", say("soft"))
    again = found["again"]
    for what, words in again["steps"] if again else ():
        _line(speaker, "derivation", f"{say(f'steps.{what}')}: {words}")
    if again:
        _line(speaker, "", say("replay_same") if again["same"] else say(
            "replay_other", value=shown_value(again["value"], again["low"], again["high"], again["unit"])))
    for note in m["notes"] or []:
        _line(speaker, "notes", note)
    if not found["used"]:
        _line(speaker, "used_by", say("not_used"))
    for use in found["used"]:
        why = "".join(f", {say(c)}: {words}" for c, words in grounds(use, speaker))
        field = speaker.translated(use["field"], "fields")
        _line(speaker, "used_by", f"{say(use['table'])} {use['key']} {use['name']} → {field}{why}")


def _record(found: dict[str, Any], speaker: Voice) -> None:
    """Print a record, field by field with its ground."""
    record = found["record"]
    _head(found, speaker, record)
    for column, value in record.items():
        empty = value is None or value == [] or value == ""
        if not empty and column not in ("doc_id", "start", "end", "article", "section"):
            _line(speaker, column, f"{value.normalize():f}" if hasattr(value, "normalize") else _flat(value))
    for e in found["evidence"]:
        why = "".join(f" · {speaker.say(c)}: {words}" for c, words in grounds(e, speaker))
        before, words, after = e["sentence"]
        label = f"{speaker.translated(e['field'], 'fields')}{' ' + e['mention'] if e['mention'] else ''}{why}"
        speaker.out.print(Text(safe(label), style="dim"))
        _line(speaker, "", Text.assemble(safe(before), (safe(words), "bold reverse"), safe(after)))


def grounds(e: Row, speaker: Voice) -> list[tuple[str, str]]:
    """The rule and the cue that a field rests on, in the reader's language; a code is no cue."""
    rule, cue = e["rule"], e["cue"]
    shown = "" if cue and _CODE.fullmatch(cue) else speaker.translated(cue or "", "fields")
    return [(c, words) for c, words in (("rule", speaker.translated(rule or "", "rules")), ("cue", shown)) if words]


def _head(found: dict[str, Any], speaker: Voice, row: Row) -> None:
    _line(speaker, "document", f"{found['doc_id']}  {found['source']}" + (f"  {found['title']}" if found["title"] else ""))
    section = row.get("section")
    if section:
        _line(speaker, "section", section)
    if "start" in row:
        _line(speaker, "place", speaker.say("characters", start=row["start"], end=row["end"]))
    for box in row.get("boxes") or []:
        _line(speaker, "place", speaker.say("page", **box))


def _line(speaker: Voice, key: str, value: str | Text) -> None:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(min_width=12, no_wrap=True)
    grid.add_column(overflow="fold")
    label = Text(speaker.say(key) if key else "", style="dim")
    grid.add_row(label, value if isinstance(value, Text) else Text(safe(value)))
    speaker.out.print(grid)


def _flat(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, Sequence) and not isinstance(value, str) else str(value)
