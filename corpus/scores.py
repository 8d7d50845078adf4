"""Tallies of an evaluation: what was found, missed or wrong per measure, by document and in all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Rate:
    """Found, superfluous and missed things of one measure; precision, recall and F1 are None where undefined."""

    found: int = 0
    extra: int = 0
    missed: int = 0

    @property
    def precision(self) -> float | None:
        return self.found / (self.found + self.extra) if self.found + self.extra else None

    @property
    def recall(self) -> float | None:
        return self.found / (self.found + self.missed) if self.found + self.missed else None

    @property
    def f1(self) -> float | None:
        total = 2 * self.found + self.extra + self.missed
        return 2 * self.found / total if total else None

    def add(self, other: Rate) -> None:
        self.found += other.found
        self.extra += other.extra
        self.missed += other.missed


@dataclass(slots=True)
class Share:
    """How many of the found things carry the right attribute."""

    right: int = 0
    total: int = 0

    @property
    def accuracy(self) -> float | None:
        return self.right / self.total if self.total else None

    def note(self, right: bool) -> None:
        self.right += right
        self.total += 1

    def add(self, other: Share) -> None:
        self.right += other.right
        self.total += other.total


@dataclass(frozen=True, slots=True)
class Case:
    """One wrong case: the sort of mistake, its document, and what gold and dataset say."""

    sort: str
    doc: str
    what: str


@dataclass(slots=True)
class Scores:
    """Everything measured, of one document or of many."""

    rates: dict[str, Rate] = field(default_factory=lambda: defaultdict(Rate))
    shares: dict[str, Share] = field(default_factory=lambda: defaultdict(Share))
    false_alarms: int = 0
    absent: list[str] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    documents: dict[str, Scores] = field(default_factory=dict)

    def count(self, measure: str, *, wanted: set[Any], given: set[Any]) -> None:
        """Tally two sets of things against each other."""
        self.rates[measure].add(Rate(len(wanted & given), len(given - wanted), len(wanted - given)))

    def merge(self, name: str, other: Scores) -> None:
        """Take in the scores of one document, kept under its name."""
        for measure, rate in other.rates.items():
            self.rates[measure].add(rate)
        for measure, share in other.shares.items():
            self.shares[measure].add(share)
        self.false_alarms += other.false_alarms
        self.absent += other.absent
        self.cases += other.cases
        self.documents[name] = other

    def only(self, names: Iterable[str]) -> Scores:
        """The scores over some of the documents, as if the others were not there."""
        out = Scores()
        for name in names:
            out.merge(name, self.documents[name])
        return out

    def figure(self, measure: str) -> float | None:
        """The one number that stands for a measure: F1, or recall for `check`, or the share right."""
        if measure in self.rates:
            rate = self.rates[measure]
            return rate.recall if measure == "check" else rate.f1
        return self.shares[measure].accuracy if measure in self.shares else None

    def measures(self) -> list[str]:
        """The names of all measures, sorted."""
        return sorted({*self.rates, *self.shares})

    def as_json(self) -> dict[str, Any]:
        """Plain dicts: measures, wrong cases, and the figures of each document."""
        return {
            "measures": self._measures_json(),
            "false_alarms": self.false_alarms,
            "absent": self.absent,
            "cases": [{"sort": c.sort, "doc": c.doc, "what": c.what} for c in self.cases],
            "documents": {name: scores._measures_json() for name, scores in self.documents.items()},
        }

    def _measures_json(self) -> dict[str, dict[str, float | int | None]]:
        out: dict[str, dict[str, float | int | None]] = {}
        for name, rate in sorted(self.rates.items()):
            check = name == "check"  # a finding that gold does not list may well be right: no precision
            out[name] = {
                "precision": None if check else rate.precision, "recall": rate.recall, "f1": None if check else rate.f1,
                "found": rate.found, "extra": rate.extra, "missed": rate.missed,
            }  # fmt: skip
        for name, share in sorted(self.shares.items()):
            out[name] = {"accuracy": share.accuracy, "right": share.right, "total": share.total}
        return out


def shown(value: float | None) -> str:
    """A figure to three places, a dash where there is none."""
    return "–" if value is None else f"{value:.3f}"


def render(scores: Scores, *, errors: int = 0, documents: bool = False) -> str:
    """A table in plain text; up to `errors` wrong cases of each sort; F1 per document when asked for."""
    lines = [f"{'measure':28} {'precision':>9} {'recall':>7} {'F1':>7}  found/extra/missed"]
    for name, rate in sorted(scores.rates.items()):
        check = name == "check"
        figures = (
            f"{shown(None if check else rate.precision):>9} {shown(rate.recall):>7} {shown(None if check else rate.f1):>7}"
        )
        lines.append(f"{name:28} {figures}  {rate.found}/{rate.extra}/{rate.missed}")
    lines += ["", f"{'share right':28} {'accuracy':>9}  right/total"]
    for name, share in sorted(scores.shares.items()):
        lines.append(f"{name:28} {shown(share.accuracy):>9}  {share.right}/{share.total}")
    lines += ["", f"false alarms of the audit: {scores.false_alarms}"]
    if scores.absent:
        lines.append(f"absent from the dataset: {', '.join(scores.absent)}")
    if documents:
        lines += ["", *_by_document(scores)]
    if errors:
        lines += ["", *_wrong_cases(scores.cases, errors)]
    return "\n".join(lines)


def _by_document(scores: Scores) -> list[str]:
    """One line per document with the F1 of the main measures."""
    names = [n for n in scores.rates if n.count(".") == 0 or n.startswith(("mention.", "project.name", "task."))]
    columns = sorted(n for n in names if n != "project.name.exact")
    lines = ["F1 by document: " + "  ".join(columns)]
    for doc, own in sorted(scores.documents.items()):
        cells = "  ".join(f"{shown(own.figure(c) if c in own.rates else None):>{len(c)}}" for c in columns)
        lines.append(f"{doc[:32]:32} {cells}")
    return lines


def _wrong_cases(cases: list[Case], most: int) -> list[str]:
    """The wrong cases under their sorts, the first `most` of each."""
    sorts: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        sorts[case.sort].append(case)
    lines = []
    for sort, members in sorted(sorts.items()):
        lines.append(f"{sort} ({len(members)})")
        lines += [f"    {c.doc[:28]:28} {c.what}" for c in members[:most]]
    return lines
