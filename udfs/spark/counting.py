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
from functools import lru_cache
from types import TracebackType
from typing import Any

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
        self._socket = _listening(settings.get("spark.driver.bindAddress") or host)
        if self._socket is not None:
            self._spark.setLocalProperty(_PROPERTY, f"{host} {self._socket.getsockname()[1]} {self._key}")
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
                words = self._socket.recv(_LONGEST).decode("ascii", "replace").split()
                if len(words) == 3 and words[0] == self._key and all(word.isdecimal() for word in words[1:]):
                    self._rows[int(words[1])] = int(words[2])
        return sum(self._rows.values())


def _listening(address: str) -> socket.socket | None:
    """A socket on any free port; None where this machine has no such address."""
    try:
        family = socket.getaddrinfo(address, None, type=socket.SOCK_DGRAM)[0][0]
    except OSError:
        return None
    listening = socket.socket(family, socket.SOCK_DGRAM)
    try:
        listening.setblocking(False)
        listening.bind((address, 0))
    except OSError:
        listening.close()
        return None
    return listening


def row_counter() -> Callable[[int], None]:
    """What a task calls with each few rows that it has done; it does nothing where no one counts."""
    context = TaskContext.get()
    address = context.getLocalProperty(_PROPERTY) if context else None
    if context is None or not address:
        return lambda _: None
    host, port, key = address.split()
    task, done, told = context.partitionId(), 0, time.monotonic()

    def count(rows: int) -> None:
        nonlocal done, told
        done += rows
        if time.monotonic() - told >= _EVERY:
            told = time.monotonic()
            _send(host, int(port), f"{key} {task} {done}")

    return count


def _send(host: str, port: int, text: str) -> None:
    with suppress(OSError):
        if (found := _place(host, port)) is not None:
            family, kind, place = found
            with socket.socket(family, kind) as sending:
                sending.setblocking(False)
                sending.sendto(text.encode(), place)


@lru_cache(maxsize=4)
def _place(host: str, port: int) -> tuple[socket.AddressFamily, socket.SocketKind, Any] | None:
    """Asked once: a name server that does not answer must not hold a task up each second."""
    try:
        family, kind, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_DGRAM)[0]
    except OSError:
        return None
    return family, kind, place
