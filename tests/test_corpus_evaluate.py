"""The scorer on datasets made from the gold itself: a perfect one scores 1, each spoilt one loses what was spoilt."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import corpus
from corpus.align import Alignment, realign
from corpus.evaluate import bounds, dice, evaluate, overlap, render, units

Tables = dict[str, list[dict[str, Any]]]


def perfect(gold: dict[str, Any]) -> Tables:
    """The tables that a program would write which finds just what gold holds."""
    doc = {"doc_id": gold["sha256"][:16]}
    projects, indicators, findings = [], [], []
    for p in gold["projects"]:
        linked = {f"{k}_mention": p[k] for k in ("total_investment", "annual_plan", "completed")}
        projects.append(doc | {k: p[k] for k in ("name", "start", "end", "owner", "status")} | linked)
    for i in gold["indicators"]:
        first, last = (None if d == ".." else d for d in bounds(i["period"])) if i["period"] else (None, None)
        indicators.append(doc | i | {"period_start": first, "period_end": last})
    for c in gold["checks"]:
        verdict = "consistent" if c["holds"] else "inconsistent"
        findings.append(doc | {"mentions": [*c["terms"], *([c["reported"]] if c["reported"] else [])], "verdict": verdict})
    return {
        "documents": [doc | {"text": gold.get("truth", "")}],
        "mentions": [doc | m | {"mention": m["id"]} for m in gold["mentions"]],
        "projects": projects,
        "tasks": [doc | t for t in gold["tasks"]],
        "indicators": indicators,
        "findings": findings,
    }


def scored(tmp_path: Path, gold: dict[str, Any], tables: Tables) -> Any:
    """Scores of tables written as Parquet against one gold."""
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "x.json").write_text(json.dumps(gold), encoding="utf-8")
    for name, rows in tables.items():
        if rows:
            pq.write_table(pa.Table.from_pylist(rows), tmp_path / f"{name}.parquet")
    return evaluate(tmp_path / "gold", tmp_path)


def sample(stem: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((corpus.path() / "gold" / f"{stem}.json").read_text(encoding="utf-8"))
    return loaded


@pytest.mark.parametrize("path", corpus.gold(), ids=lambda p: p.stem)
def test_a_perfect_dataset_scores_one(path: Path, tmp_path: Path) -> None:
    """Gold against itself leaves no wrong case."""
    gold = json.loads(path.read_text(encoding="utf-8"))
    scores = scored(tmp_path, gold, perfect(gold))
    assert scores.cases == []
    assert scores.false_alarms == 0
    assert {scores.figure(m) for m in scores.measures()} <= {1.0, None}


def lose_a_mention(tables: Tables) -> None:
    del tables["mentions"][3]


def misread_a_value(tables: Tables) -> None:
    tables["mentions"][1]["value"] = "1"


def change_a_qualifier(tables: Tables) -> None:
    tables["mentions"][1]["qualifier"] = "approx"


def invent_a_mention(tables: Tables) -> None:
    tables["mentions"].append(tables["mentions"][0] | {"start": 0, "end": 2, "text": "临溪", "mention": "m999"})


def unlink_an_amount(tables: Tables) -> None:
    tables["projects"][0]["total_investment_mention"] = None


def rename_an_owner(tables: Tables) -> None:
    tables["projects"][0]["owner"] = "someone else"


def drop_an_indicator(tables: Tables) -> None:
    del tables["indicators"][0]


def shift_a_period(tables: Tables) -> None:
    tables["indicators"][0]["period_end"] = "1999-12-31"


def forget_the_findings(tables: Tables) -> None:
    tables["findings"] = []


def turn_a_verdict(tables: Tables) -> None:
    tables["findings"][0]["verdict"] = "inconsistent"


@pytest.mark.parametrize(
    ("spoil", "measure"),
    [
        (lose_a_mention, "mention.money"),
        (misread_a_value, "value.measure"),
        (change_a_qualifier, "qualifier"),
        (invent_a_mention, "mention.money"),
        (unlink_an_amount, "project.total_investment"),
        (rename_an_owner, "project.owner"),
        (drop_an_indicator, "indicator"),
        (shift_a_period, "indicator.period"),
        (forget_the_findings, "check"),
        (turn_a_verdict, "check.verdict"),
    ],
)
def test_what_is_spoilt_is_what_falls(spoil: Callable[[Tables], None], measure: str, tmp_path: Path) -> None:
    """One spoilt row lowers its measure and is listed."""
    gold = sample("news_linxi_invest")
    tables = perfect(copy.deepcopy(gold))
    spoil(tables)
    scores = scored(tmp_path, gold, tables)
    assert scores.figure(measure) < 1
    assert scores.cases


def test_what_gold_calls_soft_counts_neither_way(tmp_path: Path) -> None:
    """A soft figure may be found or not."""
    gold = sample("news_linxi_invest")
    tables = perfect(copy.deepcopy(gold))
    tables["mentions"] = [m for m in tables["mentions"] if not m["soft"]]
    assert scored(tmp_path, gold, tables).figure("mention.money") == 1.0


def test_a_document_missing_from_the_dataset_is_named(tmp_path: Path) -> None:
    """Its gold all counts as missed."""
    scores = scored(tmp_path, sample("news_linxi_invest"), {})
    assert scores.absent == ["x"]
    assert scores.figure("mention.money") == 0.0


def test_the_rendering_lists_measures_and_wrong_cases(tmp_path: Path) -> None:
    """Plain text for the terminal."""
    gold = sample("plan_manufacturing_leads")
    tables = perfect(copy.deepcopy(gold))
    tables["tasks"][0]["lead"] = ["市商务局"]
    shown = render(scored(tmp_path, gold, tables), errors=3, documents=True)
    assert "task.lead" in shown
    assert "missed ['市工业和信息化局'] extra ['市商务局']" in shown


def test_spans_are_found_again_in_another_reading_of_the_page() -> None:
    """White space, line breaks and the order of blocks may differ."""
    truth = "甲项目总投资3亿元。\n乙项目总投资3亿元。\n"
    text = "乙项目总投\n资3亿 元。甲项 目总投资3亿元。"
    first, second = truth.index("3亿元"), truth.rindex("3亿元")
    alignment = Alignment(truth, text)
    assert [text[slice(*(alignment.span(s, s + 3) or (0, 0)))] for s in (first, second)] == ["3亿元", "3亿 元"]
    assert alignment.span(0, 0) is None


def test_a_span_the_reader_lost_stays_missed() -> None:
    """It is moved beyond the text, so that nothing matches it."""
    gold = {"truth": "总投资3亿元。", "mentions": [{"start": 3, "end": 6, "text": "3亿元"}]}
    assert realign(gold, "别的文字")["mentions"][0]["start"] > 4


@pytest.mark.parametrize(
    ("period", "days"),
    [
        ("2023", ("2023-01-01", "2023-12-31")),
        ("2024-02", ("2024-02-01", "2024-02-29")),
        ("2022-04-27", ("2022-04-27", "2022-04-27")),
        ("2021-09-01/..", ("2021-09-01", None)),
        ("2023-01-01/2023-07-31", ("2023-01-01", "2023-07-31")),
    ],
)
def test_periods_have_a_first_and_a_last_day(period: str, days: tuple[str, str | None]) -> None:
    """A year or month stands for all of it, two dots for an open side."""
    assert bounds(period) == days


def test_small_measures() -> None:
    """Overlap, likeness of names, and units that count."""
    assert overlap((0, 10), (5, 10)) == 0.5
    assert overlap((0, 2), (2, 4)) == 0.0
    assert dice("到位资金", "国内到位资金") == pytest.approx(0.8)
    assert units(["市 商务局", "等有关部门", "各有关单位"]) == {"市商务局"}
