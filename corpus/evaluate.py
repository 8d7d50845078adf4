"""Scores of a dataset against gold annotations: precision, recall and F1 per kind of thing, with the wrong cases.

Documents are paired by the SHA-256 of the source file. A figure counts as found where its span is exactly gold's (white
space at the ends aside) and its kind the same; names, tasks and their spans need half of their characters in common; what
gold calls soft counts neither way. `check` has no precision, since a true sum that gold does not list is no mistake.
"""

from __future__ import annotations

import calendar
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from corpus.align import realign
from corpus.scores import Case, Scores, render

__all__ = ["evaluate", "render"]

KINDS = frozenset({"money", "percent", "point", "multiple", "count", "measure"})
AMOUNTS = ("total_investment", "annual_plan", "completed")
TABLES = ("documents", "mentions", "projects", "tasks", "indicators", "findings")
ENOUGH = 0.5  # overlap that makes two spans the same thing
ALIKE = 0.6  # common characters that make two metric names the same
IDLE = str.maketrans("", "", "()（）《》“”\"'‘’「」")
VAGUE = re.compile(r"[等各]?(?:市级|省级)?(?:有关|相关)(?:市级|省级)?(?:部门|单位|方面|地区)(?:和(?:单位|部门|地区))?")
Row = Mapping[str, Any]
Span = tuple[int, int]


def evaluate(gold_dir: str | Path, dataset_dir: str | Path) -> Scores:
    """The scores of the Parquet tables in `dataset_dir` over all gold files of `gold_dir`."""
    tables = {name: _table(Path(dataset_dir), name) for name in TABLES}
    total = Scores()
    for path in sorted(Path(gold_dir).glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        rows = {name: table.get(gold["sha256"][:16], []) for name, table in tables.items()}
        total.merge(path.stem, score_document(path.stem, gold, rows))
    return total


def score_document(name: str, gold: dict[str, Any], rows: Mapping[str, Sequence[Row]]) -> Scores:
    """The scores of one document; `rows` holds its rows of each table."""
    scores = Scores()
    if not rows["documents"]:
        scores.absent.append(name)
    elif "truth" in gold:
        gold = realign(gold, rows["documents"][0].get("text") or "")
    return _Document(name, gold, _within(rows, gold.get("annotated_until")), scores).score()


class _Document:
    """One document's gold beside its rows, scored area by area."""

    def __init__(self, name: str, gold: dict[str, Any], rows: Mapping[str, Sequence[Row]], scores: Scores) -> None:
        self.name, self.gold, self.rows, self.scores = name, gold, rows, scores
        self.skip = set(gold.get("skip", ()))
        self.wanted = {m["id"]: _span(m) for m in gold["mentions"]}  # key of a mention → its span
        self.given = {m["mention"]: _span(m) for m in rows["mentions"]}
        self.soft = {_span(m) for m in gold["mentions"] if m.get("soft")}

    def score(self) -> Scores:
        self.mentions()
        self.projects()
        self.tasks()
        if "indicators" not in self.skip:
            self.indicators()
        self.checks()
        return self.scores

    def wrong(self, sort: str, what: str) -> None:
        self.scores.cases.append(Case(sort, self.name, what))

    def mentions(self) -> None:
        wanted = {(m["kind"], *_span(m)): m for m in self.gold["mentions"] if not m.get("soft")}
        hard = [m for m in self.rows["mentions"] if m["kind"] in KINDS and not self.touches_soft(_span(m))]
        given = {(m["kind"], *_span(m)): m for m in hard}
        for key in sorted(wanted.keys() | given.keys(), key=_place):
            kind, both = key[0], key in wanted and key in given
            right = both and self.same_value(wanted[key], given[key])
            found, value = self.scores.rates[f"mention.{kind}"], self.scores.rates[f"value.{kind}"]
            found.found += both
            found.missed += key not in given
            found.extra += key not in wanted
            value.found += right
            value.missed += key in wanted and not right
            value.extra += key in given and not right
        for key in sorted(wanted.keys() - given.keys(), key=_place):
            self.wrong(f"mention {key[0]} missed", f"{key[1]} {wanted[key]['text']!r}")
        for key in sorted(given.keys() - wanted.keys(), key=_place):
            self.wrong(f"mention {key[0]} extra", f"{key[1]} {given[key]['text']!r}")

    def touches_soft(self, span: Span) -> bool:
        return any(overlap(span, other) > 0 for other in self.soft)

    def same_value(self, gold: Row, row: Row) -> bool:
        """Whether value, bounds and unit agree; where they do, the qualifier is compared as well."""
        same = all(_number(gold.get(f)) == _number(row.get(f)) for f in ("value", "low", "high"))
        same = same and squash(gold["unit"]) == squash(row.get("unit"))
        if not same:
            self.wrong(f"value {gold['kind']} wrong", f"{gold['text']!r} gold {_reading(gold)} got {_reading(row)}")
            return False
        qualifiers = gold.get("qualifier") or "exact", row.get("qualifier") or "exact"
        self.scores.shares["qualifier"].note(qualifiers[0] == qualifiers[1])
        if qualifiers[0] != qualifiers[1]:
            self.wrong("qualifier wrong", f"{gold['start']} {gold['text']!r} gold {qualifiers[0]} got {qualifiers[1]}")
        return True

    def projects(self) -> None:
        wanted, given = self.gold.get("projects", []), self.rows["projects"]
        mates = pairs(wanted, given, lambda g, p: overlap((g["start"], g["end"]), (p["start"], p["end"])))
        back = {j: i for i, j in mates.items()}
        exact = sum(squash(wanted[i]["name"]) == squash(given[j]["name"]) for i, j in mates.items())
        for measure, hits in (("project.name", len(mates)), ("project.name.exact", exact)):
            rate = self.scores.rates[measure]
            rate.found, rate.extra, rate.missed = hits, len(given) - hits, len(wanted) - hits
        for i, project in enumerate(wanted):
            if i not in mates:
                self.wrong("project missed", project["name"])
            elif squash(project["name"]) != squash(given[mates[i]]["name"]):
                self.wrong("project name differs", f"gold {project['name']!r} got {given[mates[i]]['name']!r}")
        for j, row in enumerate(given):
            if j not in back:
                self.wrong("project extra", str(row["name"]))
        for amount in AMOUNTS:
            self.amounts(amount, wanted, given, back)
        for i, j in mates.items():
            self.attributes(wanted[i], given[j])

    def amounts(self, amount: str, wanted: Sequence[Row], given: Sequence[Row], back: Mapping[int, int]) -> None:
        """Pairs of a project and the span of its amount."""
        gold = {(i, self.wanted[g[amount]]) for i, g in enumerate(wanted) if g.get(amount) in self.wanted}
        keys = {j: p.get(f"{amount}_mention") for j, p in enumerate(given)}
        got = {(back.get(j, -1 - j), self.given.get(str(key))) for j, key in keys.items() if not _missing(key)}
        self.scores.count(f"project.{amount}", wanted=gold, given=got)
        for i, span in sorted(gold - got):
            self.wrong(f"project {amount} missed", f"{wanted[i]['name']} @{span[0]}")
        for i, place in sorted(got - gold, key=str):
            name = wanted[i]["name"] if i >= 0 else given[-1 - i]["name"]
            self.wrong(f"project {amount} extra", f"{name} @{place}")

    def attributes(self, gold: Row, row: Row) -> None:
        for name in ("owner", "status"):
            if gold.get(name):
                right = squash(gold[name]) == squash(row.get(name))
                self.scores.shares[f"project.{name}"].note(right)
                if not right:
                    self.wrong(f"project {name} wrong", f"{gold['name']}: gold {gold[name]} got {row.get(name)}")

    def tasks(self) -> None:
        wanted, given = self.gold.get("tasks", []), self.rows["tasks"]
        mates = pairs(wanted, given, lambda g, p: overlap((g["start"], g["end"]), (p["start"], p["end"])))
        carrying = sum(bool(_items(t.get("lead")) or _items(t.get("responsible"))) for t in given)
        rate = self.scores.rates["task"]
        rate.found, rate.missed, rate.extra = len(mates), len(wanted) - len(mates), max(0, carrying - len(mates))
        for role in ("lead", "responsible"):
            for i, task in enumerate(wanted):
                gold = units(task.get(role) or ())
                got = units(_items(given[mates[i]].get(role))) if i in mates else set()
                self.scores.count(f"task.{role}", wanted=gold, given=got)
                if gold != got:
                    what = f"missed {sorted(gold - got)} extra {sorted(got - gold)}"
                    self.wrong(f"task {role} wrong", f"{task.get('number')} {task.get('title')}: {what}")
            for j, row in enumerate(given):
                if j not in mates.values():
                    loose = units(_items(row.get(role)))
                    self.scores.rates[f"task.{role}"].extra += len(loose)
                    if loose:
                        self.wrong(f"task {role} extra", f"@{row['start']}: {sorted(loose)}")

    def indicators(self) -> None:
        by_span = {self.wanted[r["mention"]]: r for r in self.gold.get("indicators", []) if r["mention"] in self.wanted}
        wanted = {span: r for span, r in by_span.items() if span not in self.soft}
        spans = [(self.given.get(r["mention"]), r) for r in self.rows["indicators"]]
        given = {span: r for span, r in spans if span is not None and not (span in self.soft and span in by_span)}
        self.scores.count("indicator", wanted=set(wanted), given=set(given))
        for span in sorted(wanted.keys() - given.keys()):
            self.wrong("indicator missed", f"{span[0]} {wanted[span]['metric']}")
        for span in sorted(given.keys() - wanted.keys()):
            self.wrong("indicator extra", f"{span[0]} {given[span].get('metric')}")
        for span in sorted(wanted.keys() & given.keys()):
            self.indicator(wanted[span], given[span])

    def indicator(self, gold: Row, row: Row) -> None:
        """The attributes of an indicator that was found."""
        period = tuple(_day(row.get(f"period_{end}")) for end in ("start", "end"))
        tests = [("metric", True, dice(gold["metric"], row.get("metric")) >= ALIKE, row.get("metric"))]
        tests.append(("kind", bool(gold.get("kind")), gold.get("kind") == row.get("kind"), row.get("kind")))
        if gold.get("period"):
            tests.append(("period", True, bounds(gold["period"]) == period, "/".join(map(str, period))))
        for growth in ("yoy_percent", "yoy_delta"):
            if not _missing(gold.get(growth)):
                tests.append(("yoy", True, _number(gold[growth]) == _number(row.get(growth)), row.get(growth)))
        for name, stated, right, got in tests:
            if stated:
                self.scores.shares[f"indicator.{name}"].note(right)
                if not right:
                    said = gold.get(name) or gold.get("yoy_percent") or gold.get("yoy_delta")
                    self.wrong(f"indicator {name} wrong", f"{gold['metric']}: gold {said} got {got}")

    def checks(self) -> None:
        wanted = [] if "checks" in self.skip else self.gold.get("checks", [])
        findings = [({self.given.get(m) for m in _items(f.get("mentions"))}, f) for f in self.rows["findings"]]
        caught = 0
        for check in wanted:
            met = self.met(check, findings)
            self.scores.rates["check"].add(type(self.scores.rates["check"])(bool(met), 0, not met))
            if not met:
                self.wrong("check missed", f"{check['rule']} {check.get('note')}")
                continue
            right = any((f["verdict"] == "consistent") == check["holds"] for f in met)
            self.scores.shares["check.verdict"].note(right)
            caught += right and not check["holds"]
            if not right:
                self.wrong("check verdict wrong", f"{check['rule']} {check.get('note')}: got {[f['verdict'] for f in met]}")
        alarms = [f for _, f in findings if f["verdict"] == "inconsistent"]
        self.scores.false_alarms += max(0, len(alarms) - caught)
        if all(check["holds"] for check in wanted):
            for finding in alarms:
                self.wrong("false alarm", str(finding.get("formula") or finding.get("message")))

    def met(self, check: Row, findings: Iterable[tuple[set[Span | None], Row]]) -> list[Row]:
        """The findings that state the check: all of its figures, or else its reported one with another of them."""
        pool = list(findings)
        spans = {self.wanted[key] for key in (*check["terms"], check.get("reported")) if key in self.wanted}
        whole = [f for have, f in pool if spans and spans <= have]
        reported = self.wanted.get(str(check.get("reported")))
        return whole or [f for have, f in pool if reported in have and len(spans & have) >= 2]


def squash(text: object) -> str:
    """Text to compare names by: no white space, brackets or quotation marks."""
    return "".join(str(text or "").split()).translate(IDLE)


def units(names: Iterable[Any]) -> set[str]:
    """Unit names to compare; a closing 等有关部门 counts neither way."""
    return {name for name in map(squash, names) if name and not VAGUE.fullmatch(name)}


def overlap(a: Span, b: Span) -> float:
    """Common characters over all characters of two spans."""
    common = min(a[1], b[1]) - max(a[0], b[0])
    return common / (max(a[1], b[1]) - min(a[0], b[0])) if common > 0 else 0.0


def dice(a: object, b: object) -> float:
    """How much of their characters two names share, order aside."""
    left, right = Counter(squash(a)), Counter(squash(b))
    size = left.total() + right.total()
    return 2 * (left & right).total() / size if left and right else 0.0


def pairs(gold: Sequence[Row], rows: Sequence[Row], alike: Callable[[Row, Row], float]) -> dict[int, int]:
    """One-to-one pairs of indices, the best first, none below half."""
    ranked = sorted(((-alike(g, p), i, j) for i, g in enumerate(gold) for j, p in enumerate(rows)))
    mates: dict[int, int] = {}
    for score, i, j in ranked:
        if -score >= ENOUGH and i not in mates and j not in mates.values():
            mates[i] = j
    return mates


def bounds(period: str) -> tuple[str | None, str | None]:
    """First and last day of a period; a bare year or month stands for all of it, `..` for an open side."""
    first, _, last = period.partition("/")
    last = last or first
    first += {4: "-01-01", 7: "-01"}.get(len(first), "")
    if len(last) == 4:
        last += "-12-31"
    elif len(last) == 7:
        last += f"-{calendar.monthrange(int(last[:4]), int(last[5:7]))[1]:02d}"
    return _day(first), _day(last)


def _table(folder: Path, name: str) -> dict[str, list[dict[str, Any]]]:
    """The rows of a table by document, none where the table is not there."""
    path, out = folder / f"{name}.parquet", dict[str, list[dict[str, Any]]]()
    for row in pq.read_table(path).to_pylist() if path.exists() else ():
        out.setdefault(row["doc_id"], []).append(row)
    return out


def _within(rows: Mapping[str, Sequence[Row]], until: int | None) -> Mapping[str, Sequence[Row]]:
    """The rows of the part that is annotated, where only the beginning of a text is."""
    if not until:
        return rows
    cut = {name: [r for r in rows[name] if int(r["start"]) < until] for name in ("mentions", "projects", "tasks")}
    return {**rows, **cut}


def _span(record: Row) -> Span:
    """A record's span without the white space at its ends."""
    text = record["text"] or ""
    return (
        int(record["start"]) + len(text) - len(text.lstrip()),
        int(record["end"]) - len(text) + len(text.rstrip()),
    )


def _place(key: tuple[str, int, int]) -> Span:
    return key[1:]


def _missing(value: object) -> bool:
    return value is None or value != value or str(value) in ("", "NaT", "<NA>")


def _number(value: object) -> Decimal | None:
    try:
        return None if _missing(value) else Decimal(str(value)).normalize()
    except InvalidOperation:
        return None


def _reading(record: Row) -> str:
    return "/".join(str(record.get(f)) for f in ("value", "low", "high", "unit"))


def _day(value: object) -> str | None:
    return None if _missing(value) or value == ".." else str(value)[:10]


def _items(value: Any) -> list[Any]:
    return [] if value is None else list(value)
