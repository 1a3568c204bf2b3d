"""A script through spark-submit, as a user runs it, with its peak memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.speed.memory import PeakMemory
from udfs.errors import RunError

ROOT = Path(__file__).resolve().parents[2]
FIGURES = "figures: "
INTERVAL = 5.0  # seconds between two looks at the memory, each of which takes a tenth of a second of a core
_SHOWN = 15  # last lines of what a script that failed has said


@dataclass(frozen=True, slots=True)
class Submitted:
    """When it was started, the lines it said, and its peak memory in MiB (see :class:`PeakMemory`)."""

    began: datetime
    lines: list[str]
    memory: dict[str, int]

    def figures(self) -> Any:
        """The line of JSON that a script of ours prints as it ends, among what Spark says."""
        return json.loads(next(line for line in reversed(self.lines) if line.startswith(FIGURES))[len(FIGURES) :])


@dataclass(frozen=True, slots=True)
class Spark:
    """Settings file and number of task slots; ``packages`` is a folder put before all installed packages."""

    properties: Path
    cores: int
    packages: Path | None = None


def submit(spark: Spark, script: str, arguments: Sequence[object]) -> Submitted:
    """Run a script of this checkout to its end. Raises RunError with its last lines when it fails."""
    command = [
        str(Path(sys.executable).parent / "spark-submit"), "--properties-file", str(spark.properties),
        "--master", f"local[{spark.cores}]", "--conf", f"spark.python.factory.idleWorkerMaxPoolSize={spark.cores}",
        script, *map(str, arguments),
    ]  # fmt: skip
    began = datetime.now(UTC)
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(
            command, cwd=ROOT, env=_environment(spark), stdout=said, stderr=subprocess.STDOUT, text=True
        )
        memory = PeakMemory(process.pid)
        while _running(process):
            memory.sample()
        said.seek(0)
        lines = said.read().splitlines()
    if process.returncode:
        last = "\n  ".join(lines[-_SHOWN:])
        raise RunError(f"{script} ended with exit code {process.returncode}; it said last:\n  {last}")
    return Submitted(began, lines, memory.peaks)


def _running(process: subprocess.Popen[str]) -> bool:
    try:
        process.wait(INTERVAL)
    except subprocess.TimeoutExpired:
        return True
    return False


def _environment(spark: Spark) -> dict[str, str]:
    """One Python everywhere, this checkout's modules first, and threads that do not spin while they wait."""
    places = [spark.packages, ROOT, os.environ.get("PYTHONPATH")]
    return os.environ | {
        "PYSPARK_PYTHON": sys.executable,
        "OMP_WAIT_POLICY": "PASSIVE",
        "PYTHONPATH": os.pathsep.join(str(place) for place in places if place),
    }
