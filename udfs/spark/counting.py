"""How many rows the tasks at work have done, told to the driver while they work: Spark says it when they end.

Workers send datagrams, which cost nothing and may get lost: each has the rows that a task has done so far. Where a
network lets none through, the driver knows of whole chunks only.
"""

from __future__ import annotations

import secrets
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType

from pyspark import SparkContext, TaskContext

_PROPERTY = "facetmill.counting"  # of the thread that starts a job, handed on to its tasks: host, port and key
_EVERY = 1.0  # seconds between two datagrams of a task
_LONGEST = 128  # bytes of a datagram


class Counting:
    """Counts the rows of the jobs that this thread starts within ``with``."""

    def __init__(self, spark: SparkContext) -> None:
        self._spark = spark
        self._key = secrets.token_hex(8)  # what other runs send, or have sent to this port before, does not count
        self._socket: socket.socket | None = None
        self._rows: dict[int, int] = {}

    def __enter__(self) -> Counting:
        settings = self._spark.getConf()
        host = settings.get("spark.driver.host") or socket.gethostname()
        with suppress(OSError):
            family = socket.getaddrinfo(host, None, type=socket.SOCK_DGRAM)[0][0]
            listening = socket.socket(family, socket.SOCK_DGRAM)
            listening.setblocking(False)
            listening.bind((settings.get("spark.driver.bindAddress") or host, 0))
            self._socket = listening
            self._spark.setLocalProperty(_PROPERTY, f"{host} {listening.getsockname()[1]} {self._key}")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._socket is not None:
            if not isinstance(error, KeyboardInterrupt):
                self._spark.setLocalProperty(_PROPERTY, None)  # type: ignore[arg-type]
            self._socket.close()

    def rows(self) -> int:
        """Rows done so far, as far as they are known; a task that is run again begins anew."""
        with suppress(BlockingIOError):
            while self._socket is not None:
                key, *numbers = self._socket.recv(_LONGEST).decode("ascii", "replace").split()
                if key == self._key and len(numbers) == 2 and all(number.isdecimal() for number in numbers):
                    self._rows[int(numbers[0])] = int(numbers[1])
        return sum(self._rows.values())


def row_counter() -> Callable[[int], None]:
    """What a task calls with each few rows that it has done; it does nothing where no one counts."""
    context = TaskContext.get()
    address = context.getLocalProperty(_PROPERTY) if context else None
    if context is None or not address:
        return lambda _: None
    host, port, key = address.split()
    try:
        family, _, _, _, place = socket.getaddrinfo(host, int(port), type=socket.SOCK_DGRAM)[0]
        sending = socket.socket(family, socket.SOCK_DGRAM)
    except OSError:
        return lambda _: None
    sending.setblocking(False)
    task, done, told = context.partitionId(), 0, time.monotonic()

    def count(rows: int) -> None:
        nonlocal done, told
        done += rows
        if time.monotonic() - told >= _EVERY:
            told = time.monotonic()
            with suppress(OSError):
                sending.sendto(f"{key} {task} {done}".encode(), place)

    return count
