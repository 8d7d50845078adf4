"""Marked sources → sample documents with their gold annotations.

A source `sources/<doc>.mark` holds a document and its annotation side by side, so that the two cannot drift apart and
nobody counts characters. Its first part is the document with marks in it, its second part (after a line `%%`) the records:

    {142个}                  a figure; value, unit and kind are read off plain prints such as this one
    {a:142个}                the same with a label, by which records name it
    {三成五=35 %}             a figure whose reading is spelt out: value (or low..high), then unit
    {135亿元~approx}          the qualifier; a `!` at the end makes it soft: {千亿元=1000亿 CNY~order!}
    «p1:龙马装备基地»         the span of a project or task; figures may stand inside

    doc = news_x.txt         file name to write (or to describe: a `.pdf` is made by make_pdfs)
    currency = HKD           what a bare 元 stands for (CNY)
    skip = indicators        records that this source does not annotate
    S 乌海市                  subject of the indicators that follow
    D 2023-01-01/2023-07-31  period of the indicators that follow (`-` for none)
    I a 国内到位资金; scope=招商引资项目; kind=target; yoy=33.8; delta=-5; subject=…; period=…
    P p1 owner=…; place=…; total=a; annual=b; done=c; cap=d,e; status=在建; name=…
    T t1 number=1; title=…; lead=A、B; resp=C、D
    C share true a b = c # note

`python -m corpus.annotate` writes `documents/*.txt` and `gold/*.json`; with `--check` it only says what differs. In the
gold of a PDF the offsets point into the `truth` given beside them, since its text is known only once it is loaded.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
import tomllib
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
LISTED = re.compile(r"、(?![^（）]*）)")  # not the 、 inside 各县（市、区）人民政府
QUALIFIERS = {"exact", "approx", "nearly", "more_than", "at_least", "at_most", "less_than", "order"}
KEYS = {
    "total": "total_investment", "annual": "annual_plan", "done": "completed", "cap": "capacity", "resp": "responsible",
    "yoy": "yoy_percent", "delta": "yoy_delta",
}  # fmt: skip
NUMBER = r"\d[\d,]*(?:\.\d+)?"
MARK = re.compile(r"\{(?:(?P<label>[a-z]\w*):)?(?P<body>[^{}]*)\}|«(?P<open>[a-z]\w*):|(?P<close>»)")
WIDE = str.maketrans("０１２３４５６７８９．％，", "0123456789.%,")


@dataclass(frozen=True, slots=True)
class Units:
    """What plain prints are made of: scales as powers of ten, currencies by their words, measures, and the pattern."""

    scales: dict[str, int]
    currencies: dict[str, str]
    measures: frozenset[str]
    plain: re.Pattern[str]

    @property
    def prices(self) -> set[str]:
        """The codes that make a figure money."""
        return {"CNY", "TWD", "MYR", *self.currencies.values()}


@cache
def units() -> Units:
    """The tables of `units.toml`."""
    tables = tomllib.loads((HERE / "units.toml").read_text(encoding="utf-8"))
    scale = "|".join(sorted(tables["scales"], key=len, reverse=True))
    plain_print = re.compile(
        rf"(?P<low>{NUMBER})(?:[-—–~～－至](?P<high>{NUMBER}))?"
        rf"(?P<odd>[余多餘])?(?P<scale>{scale})?(?P<odd2>[余多餘])?(?P<unit>\D+)"
    )
    return Units({"": 0, **tables["scales"]}, tables["currencies"], frozenset(tables["measures"].split()), plain_print)


class MarkError(ValueError):
    """A marked source that cannot be read, with its name and the piece at fault."""


@dataclass(slots=True)
class Source:
    """A marked source taken apart: the plain text, its labelled spans and the gold records."""

    name: str
    text: str = ""
    spans: dict[str, tuple[int, int]] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    gold: dict[str, Any] = field(default_factory=dict)


def plain(value: Decimal) -> str:
    """A decimal without exponent or idle zeros, as gold files print it."""
    shown = format(value, "f")
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def scaled(print_: str) -> Decimal:
    """`3.5亿` → 350000000; the short numbers of the records."""
    match = re.fullmatch(rf"(-?{NUMBER})(\D*)", print_.strip())
    if not match or match[2] not in units().scales:
        raise MarkError(f"no number: {print_!r}")
    return Decimal(match[1].replace(",", "")).scaleb(units().scales[match[2]])


def unit_of(print_: str, currency: str) -> str:
    """The unit as gold names it: currency code, `%`, or the print itself."""
    if print_ in units().currencies:
        return units().currencies[print_] or currency
    return "%" if print_ in ("%", "％") else print_


def kind_of(unit: str) -> str:
    """The kind of figure a unit makes."""
    if unit in units().prices:
        return "money"
    fixed = {"%": "percent", "百分点": "point", "倍": "multiple"}
    return fixed.get(unit) or ("measure" if unit in units().measures else "count")


def reading(print_: str, currency: str) -> dict[str, Any]:
    """Value, unit and qualifier of a plain print (`126.76亿元`, `5%—8%`, `3500多家`)."""
    squeezed = re.sub(r"\s", "", print_.translate(WIDE))
    squeezed = re.sub(rf"^({NUMBER})[%]([-—–~～－至])({NUMBER}%)$", r"\1\2\3", squeezed)
    match = units().plain.fullmatch(squeezed)
    if not match:
        raise MarkError(f"not a plain print, spell its reading out: {print_!r}")
    unit = match["unit"].replace("個百分點", "百分点").replace("个百分点", "百分点")
    scale = match["scale"] or ""
    if f"{scale}{unit}" in units().measures or f"{scale}{unit}" == "百分点":  # 千伏 is a unit, not thousand volts
        unit, scale = f"{scale}{unit}", ""
    power = units().scales[scale]
    low = Decimal(match["low"].replace(",", "")).scaleb(power)
    out: dict[str, Any] = {"value": plain(low), "low": None, "high": None, "unit": unit_of(unit, currency)}
    if match["high"]:
        high = Decimal(match["high"].replace(",", "")).scaleb(power)
        out |= {"value": None, "low": plain(low), "high": plain(high)}
    out["qualifier"] = "more_than" if match["odd"] or match["odd2"] else "exact"
    return out


def spelt(spec: str) -> dict[str, Any]:
    """Value and unit of a spelt-out reading: `35 %`, `3亿..5亿 CNY`."""
    number, _, unit = spec.strip().partition(" ")
    low, dots, high = number.partition("..")
    if dots:
        return {"value": None, "low": plain(scaled(low)), "high": plain(scaled(high)), "unit": unit, "qualifier": "exact"}
    return {"value": plain(scaled(low)), "low": None, "high": None, "unit": unit, "qualifier": "exact"}


def mention(key: str, body: str, start: int, currency: str) -> dict[str, Any]:
    """One gold mention from the inside of its braces."""
    soft = body.endswith("!")
    rest, tilde, qualifier = body.rstrip("!").rpartition("~")
    if tilde and qualifier in QUALIFIERS:
        body = rest
    else:
        body, qualifier = body.rstrip("!"), ""
    print_, equals, spec = body.partition("=")
    read = spelt(spec) if equals else reading(print_, currency)
    return {
        "id": key, "kind": kind_of(read["unit"]), "start": start, "end": start + len(print_), "text": print_,
        "value": read["value"], "low": read["low"], "high": read["high"], "unit": read["unit"],
        "qualifier": qualifier or read["qualifier"], "soft": soft,
    }  # fmt: skip


def unmark(marked: str, source: Source, currency: str) -> list[dict[str, Any]]:
    """Take the marks out of a document: fills text, spans and labels, returns its mentions."""
    pieces: list[str] = []
    mentions: list[dict[str, Any]] = []
    stack: list[tuple[str, int]] = []
    at, size = 0, 0
    for match in MARK.finditer(marked):
        between = marked[at : match.start()]
        pieces.append(between)
        size += len(between)
        at = match.end()
        if match["open"]:
            stack.append((match["open"], size))
        elif match["close"]:
            label, start = stack.pop()
            source.spans[label] = (start, size)
        else:
            found = mention(f"m{len(mentions) + 1}", match["body"], size, currency)
            if match["label"]:
                if match["label"] in source.labels:
                    raise MarkError(f"{source.name}: label {match['label']} twice")
                source.labels[match["label"]] = found["id"]
            mentions.append(found)
            pieces.append(found["text"])
            size += len(found["text"])
    pieces.append(marked[at:])
    source.text = "".join(pieces)
    if stack or re.search("[{}«»]", source.text):
        raise MarkError(f"{source.name}: a mark left open or a stray mark: {stack}")
    return mentions


def fields(rest: str) -> tuple[str, dict[str, str]]:
    """`head; key=value; key=value` → head and a dict."""
    head, out = [], {}
    for part in rest.split(";"):
        key, equals, value = part.strip().partition("=")
        if equals and key.strip().isascii():
            out[KEYS.get(key.strip(), key.strip())] = value.strip()
        elif part.strip():
            head.append(part.strip())
    return "; ".join(head), out


class Records:
    """Reads the record lines of one source, keeping the current subject and period."""

    def __init__(self, source: Source, mentions: list[dict[str, Any]]) -> None:
        self.source, self.mentions = source, {m["id"]: m for m in mentions}
        self.subject: str | None = None
        self.period: str | None = None
        self.out: dict[str, list[dict[str, Any]]] = {"projects": [], "tasks": [], "indicators": [], "checks": []}

    def id(self, label: str) -> str:
        if label not in self.source.labels:
            raise MarkError(f"{self.source.name}: no figure is labelled {label!r}")
        return self.source.labels[label]

    def span(self, label: str) -> tuple[int, int]:
        if label not in self.source.spans:
            raise MarkError(f"{self.source.name}: no span is labelled {label!r}")
        return self.source.spans[label]

    def read(self, line: str) -> None:
        sort, _, rest = line.partition(" ")
        if sort == "S":
            self.subject = rest.strip() or None
        elif sort == "D":
            self.period = None if rest.strip() == "-" else rest.strip()
        elif sort in "IPTC" and rest:
            {"I": self.indicator, "P": self.project, "T": self.task, "C": self.check}[sort](rest)
        else:
            raise MarkError(f"{self.source.name}: not a record: {line!r}")

    def indicator(self, rest: str) -> None:
        label, _, tail = rest.partition(" ")
        metric, given = fields(tail)
        value = self.mentions[self.id(label)]
        given = {"subject": self.subject or "", "period": self.period or "", "kind": "actual"} | given
        period = given["period"] if given["period"] not in ("", "-") else None
        self.out["indicators"].append({
            "subject": given["subject"] or None, "metric": metric, "scope": given.get("scope"), "value": value["value"],
            "unit": value["unit"], "period": period, "kind": given["kind"], "yoy_percent": given.get("yoy_percent"),
            "yoy_delta": plain(scaled(given["yoy_delta"])) if "yoy_delta" in given else None, "mention": value["id"],
        })  # fmt: skip

    def project(self, rest: str) -> None:
        label, _, tail = rest.partition(" ")
        _, given = fields(tail)
        start, end = self.span(label)
        name = given.get("name") or re.sub(r"\s", "", self.source.text[start:end])
        amounts = {k: self.id(given[k]) if k in given else None for k in ("total_investment", "annual_plan", "completed")}
        capacity = [self.id(x.strip()) for x in given.get("capacity", "").split(",") if x.strip()]
        self.out["projects"].append({
            "name": name, "start": start, "end": end, "owner": given.get("owner"), "place": given.get("place"), **amounts,
            "capacity": capacity, "status": given.get("status"),
        })  # fmt: skip

    def task(self, rest: str) -> None:
        label, _, tail = rest.partition(" ")
        _, given = fields(tail)
        start, end = self.span(label)
        units = {k: [u for u in LISTED.split(given.get(k, "")) if u] for k in ("lead", "responsible")}
        self.out["tasks"].append(
            {"number": given.get("number"), "title": given.get("title"), **units, "start": start, "end": end}
        )

    def check(self, rest: str) -> None:
        body, _, note = rest.partition("#")
        terms, _, reported = body.partition("=")
        rule, holds, *labels = terms.split()
        self.out["checks"].append({
            "rule": rule, "holds": {"true": True, "false": False}[holds], "terms": [self.id(x) for x in labels],
            "reported": self.id(reported.strip()) if reported.strip() else None, "note": note.strip() or None,
        })  # fmt: skip


def build(path: Path) -> Source:
    """One marked source with its text and gold (the `sha256` still to be filled in)."""
    marked, cut, tail = path.read_text(encoding="utf-8").partition("\n%%\n")
    if not cut:
        raise MarkError(f"{path.name}: no line %% between document and records")
    lines = [line for line in tail.splitlines() if line.strip() and not line.startswith("#")]
    head = dict(re.split(r"\s*=\s*", line, maxsplit=1) for line in lines if re.match(r"(doc|currency|skip)\s*=", line))
    source = Source(head.get("doc", f"{path.stem}.txt"))
    mentions = unmark(marked + "\n", source, head.get("currency", "CNY"))
    records = Records(source, mentions)
    for line in lines:
        if not re.match(r"(doc|currency|skip)\s*=", line):
            records.read(line)
    source.gold = {"doc": Path(source.name).stem, "sha256": "", "mentions": mentions, **records.out}
    if "skip" in head:
        source.gold["skip"] = re.findall(r"\w+", head["skip"])
    for found in mentions:
        if source.text[found["start"] : found["end"]] != found["text"]:
            raise MarkError(f"{path.name}: offsets of {found['text']!r}")
    return source


def outputs(path: Path) -> dict[Path, bytes]:
    """The files that one marked source makes, with their bytes."""
    source = build(path)
    target = HERE / "documents" / source.name
    made: dict[Path, bytes] = {}
    if target.suffix == ".pdf":
        source.gold["truth"] = source.text
        content = target.read_bytes()
    else:
        content = made[target] = source.text.encode("utf-8")
    source.gold["sha256"] = hashlib.sha256(content).hexdigest()
    lists = ("mentions", "projects", "tasks", "indicators", "checks")
    rows = [f'"{k}": ' + json.dumps(v, ensure_ascii=False) for k, v in source.gold.items() if k not in lists]
    for name in lists:
        inner = ",\n  ".join(json.dumps(r, ensure_ascii=False) for r in source.gold[name])
        rows.append(f'"{name}": [\n  {inner}\n ]' if inner else f'"{name}": []')
    made[HERE / "gold" / f"{Path(source.name).stem}.json"] = ("{" + ",\n ".join(rows) + "}\n").encode("utf-8")
    return made


def listing(path: Path) -> str:
    """The annotation in lines to read over: every figure with its reading, then the records."""
    gold = build(path).gold
    rows = [f"== {path.stem}"]
    rows += ["{id} {kind} {text!r} {value} {low} {high} {unit} {qualifier} {soft}".format(**m) for m in gold["mentions"]]
    for name in ("projects", "tasks", "indicators", "checks"):
        rows += [f"{name}: {json.dumps(r, ensure_ascii=False)}" for r in gold[name]]
    return "\n".join(rows)


def main(arguments: list[str] | None = None) -> int:
    """Write the documents and gold files, or with --check say which of them differ."""
    parser = argparse.ArgumentParser(description="marked sources to documents and gold")
    parser.add_argument("--check", action="store_true", help="write nothing, exit 1 when a file differs")
    parser.add_argument("--list", metavar="DOC", help="print one annotation in lines to read over")
    options = parser.parse_args(arguments)
    if options.list:
        print(listing(HERE / "sources" / f"{options.list}.mark"))
        return 0
    differing = []
    for source in sorted((HERE / "sources").glob("*.mark")):
        for target, content in outputs(source).items():
            if not target.exists() or target.read_bytes() != content:
                differing.append(target.name)
                if not options.check:
                    target.write_bytes(content)
    print(f"{'differing' if options.check else 'written'}: {', '.join(differing) or 'none'}")
    return int(options.check and bool(differing))


if __name__ == "__main__":
    sys.exit(main())
