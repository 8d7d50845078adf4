"""Findings with their evidence: a dataset → the items of an audit report, ready for any format."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import patterns
from extractor.audit.cross import CrossFinding, Tables, between
from extractor.dataset import read
from extractor.model import Box

VERDICTS = ("inconsistent", "warning", "unclear", "consistent")
"""The gravest first."""
_STOP = re.compile(r"[。！？!?](?:[”’」』）)]*)|\n\s*\n")
_AROUND = 90
_APART = 160


@dataclass(frozen=True, slots=True)
class Term:
    """A highlighted stretch of a passage: where it stands in the document as read, and its role in the statement."""

    start: int
    end: int
    role: str


@dataclass(frozen=True, slots=True)
class Passage:
    """The words around the terms of a finding in one document, as pieces: text with the role of a term, or with none."""

    doc_id: str
    source: str
    pieces: tuple[tuple[str, str], ...]
    boxes: tuple[tuple[str, Box], ...] = ()

    @property
    def text(self) -> str:
        return "".join(text for text, _ in self.pieces)

    @property
    def pages(self) -> tuple[int, ...]:
        return tuple(sorted({box.page for _, box in self.boxes}))


@dataclass(frozen=True, slots=True)
class Item:
    """One finding of the report; `key` is unique in the report."""

    key: str
    rule: str
    verdict: str
    formula: str
    message: str
    message_zh: str
    slip: str
    passages: tuple[Passage, ...]
    between: bool = False

    @property
    def sources(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(p.source for p in self.passages))


@dataclass(frozen=True, slots=True)
class Report:
    """All findings of a dataset, the gravest first, with the number of documents and of findings by verdict."""

    name: str
    documents: int
    counts: Mapping[str, int]
    items: tuple[Item, ...]
    omitted: int = 0


def report(folder: Path, *, limit: int = 2000) -> Report:
    """The audit of a dataset: findings within its documents and between them.

    limit: how many consistent findings are kept as items; every other finding is.
    """
    index = read.index(folder)
    findings = read.whole(folder, "findings")
    crossed = between(_tables(folder))
    counts = Counter(dict.fromkeys(VERDICTS, 0))
    counts.update(r["verdict"] for r in findings)
    counts.update(f.verdict for f in crossed)
    grave = [r for r in findings if r["verdict"] != "consistent"]
    calm = [r for r in findings if r["verdict"] == "consistent"]
    items = [*_crossed(folder, crossed, dict(index)), *_within(folder, [*grave, *calm[:limit]], dict(index))]
    items.sort(key=lambda i: VERDICTS.index(i.verdict))
    return Report(folder.name, len(index), dict(counts), tuple(items), max(0, len(calm) - limit))


_MENTION = ["doc_id", "mention", "kind", "text", "start", "end", "value", "low", "high", "unit", "qualifier", "soft"]


def _tables(folder: Path) -> Tables:
    """What is compared between documents: of the mentions only those that an indicator or a project's total rests on."""
    indicators, projects = read.whole(folder, "indicators"), read.whole(folder, "projects")
    wanted = {(r["doc_id"], r["mention"]) for r in indicators}
    wanted |= {(r["doc_id"], r["total_investment_mention"]) for r in projects}
    mentions = [m for m in read.stream(folder, "mentions", _MENTION) if (m["doc_id"], m["mention"]) in wanted]
    return Tables(read.whole(folder, "documents", ["doc_id", "title", "publisher"]), mentions, indicators, projects,
                  read.whole(folder, "derived"))


def _within(folder: Path, rows: Iterable[Mapping[str, Any]], sources: Mapping[str, str]) -> Iterator[Item]:
    by_document: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        by_document.setdefault(row["doc_id"], []).append(row)
    for doc_id, found in by_document.items():
        text, mentions = _document(folder, doc_id)
        for row in found:
            terms, boxes = _terms(row, mentions)
            passages = _passages(doc_id, sources.get(doc_id, doc_id), text, terms, boxes)
            yield Item(f"{doc_id}-{row['finding']}", row["rule"], row["verdict"], row["formula"] or "",
                       row["message"] or "", row["message_zh"] or row["message"] or "", row["slip"] or "", tuple(passages))


def _document(folder: Path, doc_id: str) -> tuple[str, dict[str, Mapping[str, Any]]]:
    document = read.rows_of(folder, "documents", doc_id)
    mentions: dict[str, Mapping[str, Any]] = {m["mention"]: m for m in read.rows_of(folder, "mentions", doc_id)}
    return str(document[0]["text"] or "") if document else "", mentions


def _terms(row: Mapping[str, Any],
           mentions: Mapping[str, Mapping[str, Any]]) -> tuple[list[Term], dict[Term, list[Box]]]:
    roles = list(row["roles"] or ())
    terms: list[Term] = []
    boxes: dict[Term, list[Box]] = {}
    for i, key in enumerate(row["mentions"] or ()):
        mention = mentions.get(key)
        if mention:
            term = Term(mention["start"], mention["end"], roles[i] if i < len(roles) else "term")
            terms.append(term)
            boxes[term] = [Box(**b) for b in mention["boxes"] or ()]
    terms += [Term(int(a), int(b), "item") for a, _, b in (s.partition("-") for s in row["spans"] or ())]
    return terms, boxes


def _crossed(folder: Path, found: Iterable[CrossFinding], sources: Mapping[str, str]) -> Iterator[Item]:
    texts: dict[str, tuple[str, dict[str, Mapping[str, Any]]]] = {}
    for f in found:
        passages: list[Passage] = []
        for side in f.sides:
            if side.doc_id not in texts:
                texts[side.doc_id] = _document(folder, side.doc_id)
            text, mentions = texts[side.doc_id]
            term = Term(side.start, side.end, "side")
            boxes = [Box(**b) for b in mentions.get(side.key, {}).get("boxes") or ()]
            passages += _passages(side.doc_id, sources.get(side.doc_id, side.doc_id), text, [term], {term: boxes})
        yield Item(f.key, f.rule, f.verdict, f.formula, f.message, f.message_zh, "", tuple(passages), between=True)


def _passages(doc_id: str, source: str, text: str, terms: list[Term],
              boxes: Mapping[Term, list[Box]]) -> Iterator[Passage]:
    """The sentences that hold the terms; terms far apart get passages of their own."""
    groups: list[list[Term]] = []
    for term in sorted(terms, key=lambda t: (t.start, t.end)):
        if groups and term.start - groups[-1][-1].end <= _APART:
            groups[-1].append(term)
        else:
            groups.append([term])
    for group in groups:
        start, end = _window(text, group[0].start, group[-1].end)
        yield Passage(doc_id, source, tuple(_pieces(text, start, end, group)),
                      tuple((t.role, b) for t in group for b in boxes.get(t, ())))


def _window(text: str, start: int, end: int) -> tuple[int, int]:
    """From the end of the sentence before to the end of the sentence, no further than a line or two."""
    low, high = max(0, start - _AROUND), min(len(text), end + _AROUND)
    stops = [m.end() for m in _STOP.finditer(text, low, start)]
    stops += [i + 1 for i in range(low, start) if text[i] == "\n" and _ends_paragraph(text, i)]
    ends = [m.end() for m in [_STOP.search(text, end, high)] if m]
    ends += [i for i in range(end, high) if text[i] == "\n" and _ends_paragraph(text, i)][:1]
    return max(stops, default=low), min(ends, default=high)


def _ends_paragraph(text: str, newline: int) -> bool:
    """A line much shorter than the next ends a paragraph or is a headline; lines of one length are one paragraph's."""
    before = newline - (text.rfind("\n", 0, newline) + 1)
    after = text.find("\n", newline + 1)
    return before < 0.6 * ((after if after >= 0 else len(text)) - newline - 1)


def _pieces(text: str, start: int, end: int, terms: Iterable[Term]) -> Iterator[tuple[str, str]]:
    at = start
    for term in terms:
        if term.start < at:
            continue
        yield _joined(text[at:term.start]), ""
        yield _joined(text[term.start:term.end]), term.role
        at = term.end
    yield _joined(text[at:end]).rstrip(), ""


def _joined(text: str) -> str:
    """Without the line breaks of the print."""
    return re.sub(r"(?<=[^\x00-\x7f])[ \t]*\r?\n\s*(?=[^\x00-\x7f])", "", text).replace("\n", " ").replace("\r", "")


# ---- words --------------------------------------------------------------------------------------------------------------

def word(group: str, name: str, language: str) -> str:
    """A word of the report, by the table of `patterns/audit/report.toml`; the name itself where there is none."""
    found = patterns.table("audit/report")[group].get(name)
    return str(found[language == "zh"]) if found else name


def formula(text: str, language: str) -> str:
    """A formula with its one word in the language of the reader."""
    return text.replace(", printed ", f", {word('words', 'printed_word', 'zh')} ") if language == "zh" else text
