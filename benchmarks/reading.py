"""How long commands that read take from process start to exit.

    python -m benchmarks.reading --config conf/demo/job.yaml --json build/reading.json

Each is started ``--rounds`` times, in turn with the others, after one start that warms the machine's caches. Printed
are median, best and worst of the wall time, and the median of the processor's: wall times say little on a busy machine.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import facetmill
from benchmarks.speed.figures import table
from benchmarks.speed.submit import ROOT
from jobs.config import JobConfig
from udfs.config import load_config

OPEN = "import sys, facetmill; facetmill.open(sys.argv[1]).pandas('attributes')"


def main() -> None:
    """Measure, print a table, and write JSON if asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--config", default="conf/demo/job.yaml", help="a job that has run")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--spark", action="store_true", help="also the same query in Spark")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    rows = measured(commands(options.config, spark=options.spark), options.rounds)
    print(table(rows))
    if options.json:
        found = {"cores": len(os.sched_getaffinity(0)), "load_average": round(os.getloadavg()[0], 1), "rows": rows}
        options.json.write_text(json.dumps(found, indent=1))


def commands(config: str, *, spark: bool) -> dict[str, list[str]]:
    """What is measured, by what it is called."""
    target = load_config(config, JobConfig).target
    tables = facetmill.open(target)
    product = tables.arrow("products", ["product_id"]).column(0)[0].as_py()
    category = tables.arrow("products", ["category"]).column(0).drop_null()[0].as_py()
    query = f"SELECT brand, count(*) FROM {category}_products GROUP BY brand"
    own = [sys.executable, "-m", "jobs.cli.main"]
    found = {
        "help": [*own, "--help"],
        "sql": [*own, "sql", query, "--config", config],
        "show unmapped": [*own, "show", "unmapped", "--config", config],
        "show": [*own, "show", "--config", config],
        "explain": [*own, "explain", product, "--config", config],
        "facetmill.open": [sys.executable, "-c", OPEN, target],
    }
    return found | ({"sql --engine spark": [*found["sql"], "--engine", "spark"]} if spark else {})


def measured(asked: dict[str, list[str]], rounds: int) -> list[dict[str, Any]]:
    """A row of figures for each command, in seconds."""
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in asked}
    for number in range(rounds + 1):
        for name, command in asked.items():
            taken = timed(command)
            if number:
                times[name].append(taken)
    return [figures(name, taken) for name, taken in times.items()]


def timed(command: Sequence[str]) -> tuple[float, float]:
    """Wall and processor time of a command. Raises CalledProcessError when it fails."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def figures(name: str, taken: Sequence[tuple[float, float]]) -> dict[str, Any]:
    """Median, best and worst."""
    walls = [wall for wall, _ in taken]
    return {
        "command": name,
        "median_s": round(statistics.median(walls), 2),
        "best_s": round(min(walls), 2),
        "worst_s": round(max(walls), 2),
        "processor_s": round(statistics.median(processor for _, processor in taken), 2),
    }


if __name__ == "__main__":
    main()
