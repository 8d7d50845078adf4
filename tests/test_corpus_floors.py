"""The scores on the corpus hold their floors, and the floors belong to this corpus."""

from __future__ import annotations

import pytest

from corpus import floors


@pytest.fixture(scope="module")
def now() -> floors.Floors:
    return floors.measured(floors.scores())


def test_no_score_falls_below_its_floor(now: floors.Floors) -> None:
    """A change that costs accuracy is seen here; lowering a floor is a deliberate act."""
    assert floors.fallen(floors.recorded()["floors"], now) == []


def test_the_floors_were_measured_on_this_corpus() -> None:
    """A changed document, gold or phrase asks for floors measured anew: python -m corpus.floors --update."""
    assert floors.recorded()["digest"] == floors.digest()


def test_every_measure_has_a_floor(now: floors.Floors) -> None:
    """No measure escapes by being new or by having dropped out."""
    held = floors.recorded()["floors"]
    assert {group: set(figures) for group, figures in held.items()} == {
        group: set(figures) for group, figures in now.items()
    }


def test_a_fallen_score_is_named() -> None:
    """Below a floor, above a ceiling, or gone."""
    held = {"all": {"mention.money": 0.9, "task": 0.8}, "at_most": {"false_alarms": 0.0}}
    found = floors.fallen(held, {"all": {"mention.money": 0.89}, "at_most": {"false_alarms": 1.0}})
    assert [line.split(":")[0] for line in found] == ["all mention.money", "all task", "at_most false_alarms"]
