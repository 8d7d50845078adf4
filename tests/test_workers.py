"""Processes give results in order, end on time, and one that dies costs its own item only."""

import os
import time

import pytest

from extractor.workers import Lost, ordered


def double(item: int) -> int:
    return item * 2


def late_first(item: int) -> int:
    time.sleep(0.2 if item == 0 else 0)
    return item


def stuck_or_dead(item: str) -> str:
    if item == "stuck":
        time.sleep(60)
    if item == "dead":
        os._exit(7)
    return item.upper()


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_results_come_in_the_order_of_items(workers: int) -> None:
    assert list(ordered(double, range(40), workers=workers)) == [2 * n for n in range(40)]


def test_a_slow_item_does_not_change_the_order() -> None:
    assert list(ordered(late_first, range(6), workers=2)) == list(range(6))


def test_items_that_hang_or_kill_their_process_are_lost_alone() -> None:
    items = ["a", "stuck", "b", "dead", "c", "d"]
    made = list(ordered(stuck_or_dead, items, workers=2, timeout=3))
    assert [m if isinstance(m, str) else "lost" for m in made] == ["A", "lost", "B", "lost", "C", "D"]
    problems = [m.problem for m in made if isinstance(m, Lost)]
    assert problems == ["took more than 3 seconds", "its process ended with status 7"]


def test_no_items_start_no_process() -> None:
    assert list(ordered(double, [], workers=3)) == []


def test_leaving_early_ends_all_processes() -> None:
    import multiprocessing
    made = ordered(late_first, range(100), workers=3)
    assert next(made) == 0
    made.close()
    assert multiprocessing.active_children() == []
