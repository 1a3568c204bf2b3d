"""Whether the run that a staging folder belongs to is at work: a file in it that its driver renews.

On the machine that began the run, the process tells: it is there, or it is not. Anywhere else the file's age tells, by
the clock of the storage that both files lie on, so that clocks of drivers do not matter.
"""

from __future__ import annotations

import json
import os
import socket
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
from pyspark.sql import SparkSession

from jobs.session import files
from jobs.session.faults import SPARK_ERRORS

RENEWED = 60.0
"""Seconds after which a run at work renews its lease."""
EXPIRED = 600.0
"""Seconds after which nobody renews it: a driver that was held up for so long is taken for dead."""
_PATIENCE = 10.0  # seconds that a storage may take
_NAME = "_lease"


class Lease:
    """The lease of one staging folder, held by this process."""

    def __init__(self, spark: SparkSession, folder: str) -> None:
        self.spark = spark
        self.path = f"{folder}/{_NAME}"
        self._ended = threading.Event()
        self._renewing = threading.Thread(target=self._renew, name="renew the lease", daemon=True)

    def begin(self) -> None:
        """Write it, and renew it from now on."""
        files.write(self.spark, self.path, _said())
        self._renewing.start()

    def end(self) -> None:
        """Renew it no more, and say that the run is over. What cannot be written is told by its age."""
        self._ended.set()
        if self._renewing.is_alive():
            self._renewing.join(_PATIENCE)  # else it might write after this
        with suppress(*SPARK_ERRORS, OSError):
            files.write(self.spark, self.path, _said(ended=True))

    def _renew(self) -> None:
        while not self._ended.wait(RENEWED):
            with suppress(*SPARK_ERRORS, OSError):  # the next time may do: there are several before it expires
                files.write(self.spark, self.path, _said())

    def at_work(self, folder: str) -> bool | None:
        """Whether the run of another staging folder is at work; null where it has no lease, as once there were none."""
        theirs = f"{folder}/{_NAME}"
        written, now = files.modified(self.spark, theirs), files.modified(self.spark, self.path)
        if written is None:
            return None
        facts = _facts(files.read(self.spark, theirs))
        if facts.get("ended"):
            return False
        known = _process_is_there(facts)
        return known if known is not None else now is None or now - written < EXPIRED


def _said(*, ended: bool = False) -> str:
    own = psutil.Process()
    return json.dumps({"machine": machine(), "pid": own.pid, "born": own.create_time(), "ended": ended})


def _facts(text: str | None) -> dict[str, Any]:
    """What a lease says; nothing while it is being written."""
    with suppress(ValueError):
        found = json.loads(text or "")
        if isinstance(found, dict):
            return found
    return {}


def machine() -> str | None:
    """What tells this machine, this start of it, and its view of processes from all others; null where nothing does.

    Containers may share a name, and each counts its processes from 1.
    """
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        return f"{socket.gethostname()} {boot} {os.readlink('/proc/self/ns/pid')}"
    except OSError:
        return None


def _process_is_there(facts: dict[str, Any]) -> bool | None:
    """Whether the process of a lease runs; null where it was another machine's, or nobody can tell."""
    if not facts.get("machine") or facts["machine"] != machine() or type(facts.get("pid")) is not int:
        return None
    try:
        return abs(psutil.Process(facts["pid"]).create_time() - float(facts.get("born", 0.0))) < 1.0
    except (psutil.NoSuchProcess, OverflowError):
        return False
    except (psutil.Error, TypeError, ValueError):
        return None
