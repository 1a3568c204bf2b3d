"""Which runs are at work, by what they leave in their staging."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil
import pytest
from pyspark.sql import SparkSession

from jobs.lake import lease
from jobs.lake.lease import EXPIRED, Lease, machine
from jobs.lake.staging import Staging
from jobs.lake.store import Store

NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)


@pytest.fixture
def parent(spark: SparkSession, tmp_path: Path) -> Path:
    assert spark
    (tmp_path / "_staging").mkdir()
    return tmp_path / "_staging"


def left_behind(parent: Path, run_id: str, *, age: float = 0.0, **facts: Any) -> None:
    """The staging of another run, whose lease was renewed ``age`` seconds ago."""
    (parent / run_id).mkdir()
    file = parent / run_id / "_lease"
    file.write_text(json.dumps(facts) if facts else "", encoding="utf-8")
    os.utime(file, (time.time() - age,) * 2)


def born(pid: int) -> float:
    return psutil.Process(pid).create_time()


def test_the_staging_of_dead_runs_is_deleted_by_the_next_one(spark: SparkSession, parent: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    here = {"machine": machine(), "pid": os.getpid(), "born": born(os.getpid())}
    left_behind(parent, "live-here", **here, age=9999)  # held up, but there
    left_behind(parent, "dead-here", **here | {"pid": ended.pid})
    left_behind(parent, "dead-another-process", **here | {"born": 1.0})
    left_behind(parent, "dead-said-so", **here | {"ended": True})
    left_behind(parent, "live-elsewhere", machine="node7", pid=ended.pid, age=EXPIRED / 2)
    left_behind(parent, "dead-elsewhere", machine="node7", pid=os.getpid(), age=EXPIRED + 60)
    left_behind(parent, "live-unknown", machine=None, pid=1)
    left_behind(parent, "live-being-written")
    left_behind(parent, "live-odd", machine=machine(), pid="x")
    (parent / "20260303T110000Z-live-older-version").mkdir()
    (parent / "20260301T120000Z-dead-older-version").mkdir()
    with Staging(Store(spark, str(parent.parent)), "mine").at_work(NOW):
        assert (parent / "mine" / "_lease").is_file()
        left = {path.name for path in parent.iterdir()}
    assert {name for name in left if "dead" in name} == set()
    assert left == {
        "mine", "live-here", "live-elsewhere", "live-unknown", "live-being-written", "live-odd",
        "20260303T110000Z-live-older-version",
    }  # fmt: skip


def test_a_run_that_fails_says_that_it_is_over(spark: SparkSession, parent: Path) -> None:
    store = Store(spark, str(parent.parent))
    with pytest.raises(KeyboardInterrupt), Staging(store, "first").at_work(NOW):
        raise KeyboardInterrupt
    assert json.loads((parent / "first" / "_lease").read_text(encoding="utf-8"))["ended"] is True
    with Staging(store, "second").at_work(NOW):
        assert [path.name for path in parent.iterdir()] == ["second"]


def test_a_lease_is_renewed(spark: SparkSession, parent: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lease, "RENEWED", 0.05)
    (parent / "mine").mkdir()
    mine = Lease(spark, str(parent / "mine"))
    mine.begin()
    os.utime(parent / "mine" / "_lease", (1.0, 1.0))
    until = time.monotonic() + 20
    while (parent / "mine" / "_lease").stat().st_mtime < 2 and time.monotonic() < until:
        time.sleep(0.02)
    assert (parent / "mine" / "_lease").stat().st_mtime > time.time() - 60
    mine.end()
    time.sleep(0.3)
    assert json.loads((parent / "mine" / "_lease").read_text(encoding="utf-8"))["ended"] is True


def test_a_machine_is_known_by_more_than_its_name() -> None:
    assert machine() != socket.gethostname()
