"""The audit report in its formats: one HTML page, Markdown, JSON, an Excel workbook."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

from extractor.errors import MissingExtra, UsageError
from extractor.report.findings import VERDICTS, Item, Passage, Report, formula, word
from extractor.report.page import page

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


def text(report: Report, form: str, *, language: str = "en") -> str:
    """The report as a string: `html`, `md` or `json`."""
    makers: dict[str, Callable[[], str]] = {
        "html": lambda: page(report, language=language), "md": lambda: markdown(report, language=language),
        "json": lambda: as_json(report)}
    if form not in makers:
        raise UsageError(f"--format: {form!r} is not known. Formats: html, xlsx, json, md.")
    return makers[form]()


def to_file(report: Report, path: Path, form: str, *, language: str = "en") -> None:
    """Write the report to a file; its folder is made where it is missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if form == "xlsx":
        workbook(report, path, language=language)
    else:
        path.write_text(text(report, form, language=language), encoding="utf-8")


def as_json(report: Report) -> str:
    """The report as JSON: counts, and every item with its passages, their roles and boxes."""
    return json.dumps({"dataset": report.name, "documents": report.documents, "counts": dict(report.counts),
                       "omitted": report.omitted, "findings": [_plain(i) for i in report.items]},
                      ensure_ascii=False, indent=1)


def _plain(item: Item) -> dict[str, object]:
    return {"key": item.key, "rule": item.rule, "verdict": item.verdict, "formula": item.formula, "message": item.message,
            "message_zh": item.message_zh, "slip": item.slip or None, "between": item.between,
            "passages": [_quoted(p) for p in item.passages]}


def _quoted(passage: Passage) -> dict[str, object]:
    return {"doc_id": passage.doc_id, "source": passage.source, "text": passage.text,
            "terms": [{"text": t, "role": r} for t, r in passage.pieces if r],
            "boxes": [{"role": r, "page": b.page, "x0": b.x0, "top": b.top, "x1": b.x1, "bottom": b.bottom}
                      for r, b in passage.boxes]}


# ---- Markdown -----------------------------------------------------------------------------------------------------------

def markdown(report: Report, *, language: str = "en") -> str:
    """The report as Markdown: a table of counts, then the findings with their passages, the gravest first."""
    def say(group: str, name: str) -> str:
        return word(group, name, language)

    lines = [f"# {say('words', 'title')}: {_md(report.name)}", "",
             f"| {say('words', 'documents')} | " + " | ".join(say("verdicts", v) for v in VERDICTS) + " |",
             "|" + "---:|" * (1 + len(VERDICTS)),
             f"| {report.documents} | " + " | ".join(str(report.counts.get(v, 0)) for v in VERDICTS) + " |", ""]
    for number, item in enumerate(report.items, 1):
        message = item.message_zh if language == "zh" else item.message
        lines += [f"## {number}. {say('verdicts', item.verdict)} · {say('rules', item.rule)}", "",
                  f"`{formula(item.formula, language).replace('`', '')}`", "", _md(message), ""]
        for passage in item.passages:
            words = "".join(f"**{_md(t)}**" if r else _md(t) for t, r in passage.pieces if t)
            lines += [f"> {words}", f"> — {_md(passage.source)}{_pages(passage)}", ""]
    if report.omitted:
        lines += [f"{report.omitted} {say('words', 'omitted')}", ""]
    return "\n".join(lines)


def _md(words: str) -> str:
    """Words that Markdown and the HTML in it leave alone."""
    plain = _CONTROL.sub("\N{REPLACEMENT CHARACTER}", words).replace("\n", " ")
    return re.sub(r"([\\`*_\[\]<>|#])", r"\\\1", plain).replace("\\<", "&lt;").replace("\\>", "&gt;")


def _pages(passage: Passage) -> str:
    return f", p. {', '.join(map(str, passage.pages))}" if passage.pages else ""


# ---- Excel --------------------------------------------------------------------------------------------------------------

def workbook(report: Report, path: Path, *, language: str = "en") -> None:
    """The report as a workbook: one row a finding, coloured by verdict; no cell is taken for a formula."""
    try:
        import xlsxwriter
    except ImportError as e:
        raise MissingExtra(str(path), "a report as an Excel workbook", "xlsx") from e
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False,
                                           "strings_to_numbers": False})
    sheet = book.add_worksheet("findings")
    head = book.add_format({"bold": True, "bottom": 1, "valign": "top"})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    tones = {v: book.add_format({"valign": "top", "bold": True, "font_color": c}) for v, c in
             zip(VERDICTS, ("#b3261e", "#97650a", "#5f6b7a", "#2c7a4b"), strict=True)}
    columns = (("key", 22), ("verdict", 14), ("rule", 16), ("formula", 46), ("message", 56), ("passage", 80),
               ("source", 34))
    for column, (name, width) in enumerate(columns):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, word("words", name, language), head)
    for row, item in enumerate(report.items, 1):
        message = item.message_zh if language == "zh" else item.message
        values = (item.key, word("verdicts", item.verdict, language), word("rules", item.rule, language),
                  formula(item.formula, language), message, "\n".join(p.text for p in item.passages),
                  "\n".join(f"{p.source}{_pages(p)}" for p in item.passages))
        for column, value in enumerate(values):
            safe = _CONTROL.sub("\N{REPLACEMENT CHARACTER}", value)[:32_000]
            sheet.write_string(row, column, safe, tones[item.verdict] if column == 1 else wrap)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, len(report.items)), len(columns) - 1)
    book.close()
