"""As many threads as there are cores that nobody else uses: more than that wait for each other at every step."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import torch

from training.progress import Report

_LOOK = 0.5  # seconds that the load of the machine is looked at
_BUSY = 0.5  # a core that others use for more than this share of the time is not ours
_QUOTA = Path("/sys/fs/cgroup/cpu.max")


class Threads:
    """Chooses torch's threads anew whenever it is asked, and tells when it chose others.

    Never more than there were at first: torch's own choice, OMP_NUM_THREADS, or what a program set.
    """

    def __init__(self, report: Report) -> None:
        self._most = torch.get_num_threads()
        self._report = report
        self._told = self._most

    def fit(self) -> None:
        """Look at the load of the machine, and set the threads. Call it while this process does nothing."""
        if self._most == 1:
            return
        cores, busy = allowed_cores(), busy_cores()
        threads = threads_for(cores, busy, self._most)
        torch.set_num_threads(threads)
        if threads != self._told:
            self._told = threads
            word = "thread" if threads == 1 else "threads"
            self._report(f"{threads} {word} from here on: of {cores:g} cores others keep {busy:.1f} busy")


@contextmanager
def fitting_threads(report: Report) -> Iterator[Threads]:
    """Threads that fit the load; afterwards there are as many as before."""
    before = torch.get_num_threads()
    try:
        yield Threads(report)
    finally:
        torch.set_num_threads(before)


def threads_for(cores: float, busy: float, most: int) -> int:
    """How many threads compute fastest beside so many cores' work of others; one at least."""
    idle = cores - (math.floor(busy) + (busy % 1 > _BUSY))
    return max(1, min(most, math.floor(idle)))


def allowed_cores() -> float:
    """Cores that this process may use at one time: those it is bound to, or its container's quota if that is less."""
    bound = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    try:
        quota, period = _QUOTA.read_text(encoding="ascii").split()
        return min(bound, int(quota) / int(period))
    except (OSError, ValueError):  # no such file, or "max"
        return bound


def busy_cores() -> float:
    """Cores' worth of work that is done now on those this process is bound to."""
    own = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else None
    shares = psutil.cpu_percent(interval=_LOOK, percpu=True)
    return sum(share for core, share in enumerate(shares) if own is None or core in own) / 100
