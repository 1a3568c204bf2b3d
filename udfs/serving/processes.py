"""Work in several one-thread processes that begin together: what Spark's tasks do, without Spark."""

from __future__ import annotations

import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from threading import BrokenBarrierError
from typing import Any, TypeVar

ShareT = TypeVar("ShareT")
Work = Callable[[], int]
"""What is timed; gives a count of what it did, such as tokens."""

_barriers: list[threading.Barrier] = []  # of this process: filled when it starts, as barriers cannot be sent later


@dataclass(frozen=True, slots=True)
class Together:
    """``seconds`` from the first process that began to the last that ended; ``load_seconds`` of the slowest load."""

    seconds: float
    load_seconds: float
    counts: tuple[int, ...]


def run_together(prepare: Callable[[ShareT], Work], shares: Sequence[ShareT]) -> Together:
    """A process for each share: each prepares its work, waits for the others, and does it.

    ``prepare`` is a function of a module, and loads and warms up whatever should not be timed. Raises what it raises.
    """
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(len(shares))
    with ProcessPoolExecutor(len(shares), context, initializer=_take, initargs=(barrier,)) as pool:
        futures = [pool.submit(_work, prepare, share) for share in shares]
        faults = [fault for future in futures if (fault := future.exception())]
        for fault in sorted(faults, key=lambda fault: isinstance(fault, BrokenBarrierError)):
            raise fault  # of the process that failed, rather than of those that waited for it
        done = [future.result() for future in futures]
    return Together(
        seconds=max(ended for _, _, ended, _ in done) - min(began for _, began, _, _ in done),
        load_seconds=max(load for load, _, _, _ in done),
        counts=tuple(count for _, _, _, count in done),
    )


def _take(barrier: threading.Barrier) -> None:
    os.environ["TOKENIZERS_PARALLELISM"] = "false"  # as conf/spark has it for the workers
    _barriers.append(barrier)


def _work(prepare: Callable[[Any], Work], share: Any) -> tuple[float, float, float, int]:
    """Seconds of loading, begin and end on the clock that all processes share, and the count."""
    started = time.monotonic()
    ready = False
    try:
        work = prepare(share)
        ready = True
    finally:
        if not ready:
            _barriers[0].abort()
    loaded = time.monotonic()
    _barriers[0].wait()
    began = time.monotonic()
    count = work()
    return loaded - started, began, time.monotonic(), count
