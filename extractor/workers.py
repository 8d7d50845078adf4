"""Work handed to processes and taken back in order: each item within a time limit, a process that dies replaced."""

from __future__ import annotations

import multiprocessing
import signal
import sys
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, TypeVar

Item = TypeVar("Item")
Value = TypeVar("Value")

_AHEAD = 4


@dataclass(frozen=True, slots=True)
class Lost:
    """What stands in the place of a result that did not come: `problem` says why."""

    problem: str


@dataclass(slots=True)
class _Worker(Generic[Item, Value]):
    process: Any
    pipe: Connection
    index: int | None = None
    deadline: float | None = None


def ordered(function: Callable[[Item], Value], items: Sequence[Item], *, workers: int = 1, timeout: float | None = None,
            prepare: Callable[[], object] | None = None) -> Generator[Value | Lost]:
    """`function(item)` of every item, in the order of the items, whatever the number of processes.

    An item that takes more than `timeout` seconds, or whose process dies, gives `Lost`; the others go on. Not more than a
    few items a process are begun before the first of them is taken, so that memory stays bounded. function and prepare
    (called once in each process) must be importable by name. All processes have ended when the iterator is closed.
    """
    pool = _Pool(function, items, timeout, prepare)
    try:
        yield from pool.run(min(workers, len(items)))
    finally:
        pool.stop()


class _Pool(Generic[Item, Value]):
    """The processes of one run, what each is doing, and results that wait for their turn."""

    def __init__(self, function: Callable[[Item], Value], items: Sequence[Item], timeout: float | None,
                 prepare: Callable[[], object] | None) -> None:
        self.function, self.items, self.timeout, self.prepare = function, items, timeout, prepare
        # fork is ten times faster to start, but unsafe beside the threads of macOS's frameworks and unknown to Windows
        self.context: Any = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
        self.workers: list[_Worker[Item, Value]] = []
        self.done: dict[int, Value | Lost] = {}
        self.next = 0

    def run(self, workers: int) -> Iterator[Value | Lost]:
        self.workers = [self._start() for _ in range(workers)]
        for index in range(len(self.items)):
            while index not in self.done:
                self._feed(index)
                self._collect()
            yield self.done.pop(index)

    def stop(self) -> None:
        for worker in self.workers:
            worker.pipe.close()
            worker.process.kill()
        for worker in self.workers:
            worker.process.join()
        self.workers.clear()

    def _start(self) -> _Worker[Item, Value]:
        here, there = self.context.Pipe()
        mates = [w.pipe for w in self.workers] + [here] if self.context.get_start_method() == "fork" else []
        process = self.context.Process(target=_serve, args=(self.function, there, self.prepare, mates), daemon=True)
        process.start()
        there.close()
        return _Worker(process, here)

    def _feed(self, taken: int) -> None:
        """Give an item to every idle process, as long as not too many results wait."""
        for worker in self.workers:
            if worker.index is None and self.next < min(len(self.items), taken + _AHEAD * len(self.workers)):
                worker.index, self.next = self.next, self.next + 1
                worker.deadline = time.monotonic() + self.timeout if self.timeout else None
                with suppress(OSError):  # a process that died is found when its answer is read
                    worker.pipe.send(self.items[worker.index])

    def _collect(self) -> None:
        """Wait for the next answer, death or deadline, and note what came."""
        busy = [w for w in self.workers if w.index is not None]
        limits = [w.deadline for w in busy if w.deadline is not None]
        left = max(0.0, min(limits) - time.monotonic()) if limits else None
        ready = set(wait([w.pipe for w in busy], left))
        for worker in busy:
            assert worker.index is not None
            if worker.pipe in ready:
                try:
                    self.done[worker.index] = worker.pipe.recv()
                    worker.index = None
                except (EOFError, OSError):
                    worker.process.join(5)
                    self._replace(worker, f"its process ended with status {worker.process.exitcode}")
            elif worker.deadline is not None and time.monotonic() >= worker.deadline:
                self._replace(worker, f"took more than {self.timeout:g} seconds")

    def _replace(self, worker: _Worker[Item, Value], problem: str) -> None:
        assert worker.index is not None
        self.done[worker.index] = Lost(problem)
        worker.pipe.close()
        worker.process.kill()
        worker.process.join()
        self.workers.remove(worker)
        self.workers.append(self._start())


def _serve(function: Callable[[Item], Value], pipe: Connection, prepare: Callable[[], object] | None,
           mates: Sequence[Connection]) -> None:
    """Life of a process: answer items until the pipe closes. An interrupt is the parent's business."""
    with suppress(ValueError, AttributeError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for other in mates:  # inherited ends of other processes' pipes would keep those alive
        other.close()
    if prepare:
        prepare()
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            pipe.send(function(pipe.recv()))
