"""Workers tell how far they are by datagrams, and the driver adds up."""

from __future__ import annotations

import socket
import time
from typing import Any

import pytest

from udfs.spark import counting as module
from udfs.spark.counting import Counting, row_counter


class Driver:
    """What is asked of a SparkContext."""

    def __init__(self, **settings: str) -> None:
        self.settings = settings
        self.local: dict[str, str | None] = {}

    def getConf(self) -> dict[str, str]:  # noqa: N802  Spark's name
        return {f"spark.driver.{key}": value for key, value in self.settings.items()}

    def setLocalProperty(self, key: str, value: str | None) -> None:  # noqa: N802
        self.local[key] = value


class Task:
    """What is asked of a task's context."""

    def __init__(self, driver: Driver, partition: int) -> None:
        self.driver, self.partition = driver, partition

    def getLocalProperty(self, key: str) -> str | None:  # noqa: N802
        return self.driver.local.get(key)

    def partitionId(self) -> int:  # noqa: N802
        return self.partition


def counter_of(monkeypatch: pytest.MonkeyPatch, task: Task | None) -> Any:
    monkeypatch.setattr(module.TaskContext, "get", lambda: task)
    return row_counter()


def counted(counting: Counting, rows: int) -> bool:
    end = time.monotonic() + 5
    while counting.rows() != rows and time.monotonic() < end:
        time.sleep(0.01)
    return counting.rows() == rows


def test_rows_of_all_tasks_are_added_up_and_a_task_that_begins_anew_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_EVERY", 0.0)
    driver = Driver(host="localhost", bindAddress="127.0.0.1")
    with Counting(driver) as counting:  # type: ignore[arg-type]
        first, second = (counter_of(monkeypatch, Task(driver, number)) for number in (0, 1))
        assert counting.rows() == 0
        for count, rows in ((first, 40), (second, 30), (first, 2)):
            count(rows)
        assert counted(counting, 72)
        counter_of(monkeypatch, Task(driver, 0))(5)
        assert counted(counting, 35)
    assert list(driver.local.values()) == [None]


def test_what_others_send_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_EVERY", 0.0)
    driver = Driver(host="127.0.0.1")
    with Counting(driver) as counting, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stranger:  # type: ignore[arg-type]
        _, port, key = str(*driver.local.values()).split()
        for text in (b"", b"\xff", b"other 0 900", f"{key} 0".encode(), f"{key} 0 x".encode()):
            stranger.sendto(text, ("127.0.0.1", int(port)))
        counter_of(monkeypatch, Task(driver, 3))(7)
        assert counted(counting, 7)


def test_nothing_is_sent_where_no_one_counts_or_no_one_can_listen(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = Driver(host="127.0.0.1", bindAddress="192.0.2.1")  # no address of this machine
    with Counting(driver) as counting:  # type: ignore[arg-type]
        counter_of(monkeypatch, Task(driver, 0))(9)
        counter_of(monkeypatch, None)(9)
        assert (counting.rows(), driver.local) == (0, {})
