"""Peak memory of a Spark application on this machine, by what its processes are."""

from __future__ import annotations

from collections import defaultdict

import psutil

MIB = 1024 * 1024
_WORKER = "pyspark.worker"  # last word of the command that forks workers, whichever module does it


class PeakMemory:
    """The largest memory seen so far, in MiB, below one spark-submit process.

    ``driver_jvm`` is the JVM, in local mode with the executors in it; ``driver_python`` the submitted script;
    ``workers`` all Python workers together at one moment, ``largest_worker`` one of them. Pages that processes share
    are counted once, in parts (PSS): the sums are what the machine needs.
    """

    def __init__(self, pid: int) -> None:
        self._root = psutil.Process(pid)
        self.peaks = dict.fromkeys(("driver_jvm", "driver_python", "workers", "largest_worker"), 0)

    def sample(self) -> None:
        """Look once. Processes that end meanwhile are left out."""
        now: defaultdict[str, int] = defaultdict(int)
        for process in self._family():
            try:
                role = self._role(process)
                size = round(process.memory_full_info().pss / MIB)
            except (psutil.NoSuchProcess, psutil.AccessDenied):
                continue
            now[role] += size
            if role == "workers":
                now["largest_worker"] = max(now["largest_worker"], size)
        self.peaks = {role: max(peak, now[role]) for role, peak in self.peaks.items()}

    def _family(self) -> list[psutil.Process]:
        try:
            return [self._root, *self._root.children(recursive=True)]
        except psutil.NoSuchProcess:
            return []

    def _role(self, process: psutil.Process) -> str:
        if process.pid == self._root.pid or process.name() == "java":
            return "driver_jvm"
        return "workers" if _WORKER in process.cmdline() else "driver_python"
