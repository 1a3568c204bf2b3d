"""Whether the cost of a listing stays the same as the catalog grows.

    python -m benchmarks.scale --sizes 5000 20000 80000 --repeats 0.3 --json build/scale.json

Runs the whole job once for each size, in a fresh target: seconds of each stage against rows with the straight line
through them, seconds a row from the first read to the row in `runs`, and peak memory. ``cost_growth`` is the cost a row
of the largest size by that of the one before it.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    # Also as a script: `python benchmarks/scale.py`.
    sys.path[0] = str(Path(__file__).resolve().parents[1])

from benchmarks.speed import figures
from benchmarks.speed.job import STAGES, JobRun, job_config, run_job
from benchmarks.speed.listings import write_source
from benchmarks.speed.machine import machine
from benchmarks.speed.options import job_settings, parser_for, scratch_folder, source_rows, spark_of, write_json


def main() -> None:
    """Measure, print a table, and write JSON if asked."""
    parser = parser_for(__doc__, rows=None)
    parser.add_argument("--sizes", nargs="+", type=int, default=[5_000, 20_000, 80_000], help="listings of each run")
    options = parser.parse_args()
    if len(set(options.sizes)) < 2:
        parser.error(f"--sizes: a straight line needs two different sizes, got {options.sizes}")
    with scratch_folder(parser, "scale") as folder:
        report(figures_of(measure(options, folder), options), options)


def measure(options: argparse.Namespace, folder: Path) -> dict[int, JobRun]:
    """A job for each size, smallest first: the smaller catalogs are beginnings of the larger ones."""
    rows = source_rows(options, max(options.sizes))
    runs: dict[int, JobRun] = {}
    for size in sorted(set(options.sizes)):
        print(f"measuring {size:,} listings ...", file=sys.stderr)
        source = folder / f"{size}.parquet"
        write_source(rows[:size], source)
        config = job_config(source, folder / f"target-{size}", **job_settings(options))
        runs[size] = run_job(spark_of(options), config, folder / "job.yaml")
    return runs


def figures_of(runs: dict[int, JobRun], options: argparse.Namespace) -> dict[str, Any]:
    """Seconds by size, their straight lines, costs and memory."""
    sizes = sorted(runs)
    lines = {"total": figures.straight_line(sizes, [runs[size].seconds for size in sizes])}
    lines |= {name: figures.straight_line(sizes, [runs[size].stages[name] for size in sizes]) for name in STAGES}
    costs = {size: runs[size].seconds / size for size in sizes}
    return {
        "machine": machine(options.device),
        "lines": {
            name: {
                "seconds_at_0": round(line.intercept, 2),
                "seconds_per_1000_rows": round(1000 * line.slope, 4),
                "r_squared": round(line.r_squared, 4),
            }
            for name, line in lines.items()
        },
        "seconds_per_1000_rows": {str(size): round(1000 * cost, 3) for size, cost in costs.items()},
        "ratios": {"cost_growth": round(costs[sizes[-1]] / costs[sizes[-2]], 3)},
        "stages": {str(size): runs[size].stages for size in sizes},
        "texts_inferred": {str(size): runs[size].counts["texts_inferred"] for size in sizes},
        "memory_mb": {str(size): runs[size].memory for size in sizes},
        "seconds": {str(size): [runs[size].seconds] for size in sizes},
    }


def report(found: dict[str, Any], options: argparse.Namespace) -> None:
    """Print the figures and write them."""
    sizes = list(found["seconds"])
    rows = [
        {
            "seconds": name,
            **{size: found["seconds"][size][0] if name == "total" else found["stages"][size][name] for size in sizes},
            "at 0 rows": line["seconds_at_0"],
            "per 1,000 rows": line["seconds_per_1000_rows"],
            "R²": line["r_squared"],
        }
        for name, line in found["lines"].items()
    ]
    print(figures.table(rows))
    memory = found["memory_mb"]
    print(figures.table([{"MiB": role} | {size: memory[size][role] for size in sizes} for role in memory[sizes[0]]]))
    costs = ", ".join(f"{size}: {cost}" for size, cost in found["seconds_per_1000_rows"].items())
    print(f"seconds a 1,000 rows: {costs}; the largest by the one before: {found['ratios']['cost_growth']}")
    write_json(found, options.json)


if __name__ == "__main__":
    main()
