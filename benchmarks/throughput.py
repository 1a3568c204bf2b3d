"""How close the whole job comes to its floor, the encoder's forward pass, and how far ahead of the usual ways it is.

    python -m benchmarks.throughput --rows 20000 --repeats 0.3 --gliner build/gliner --json build/throughput.json

On the same listings, with as many one-thread processes as inference tasks: (a) ``ceiling``, the bare encoder in the
precision of the job, on packed batches of tokens, and ``ceiling_fp32`` beside it; (b) ``predictor``, from raw text to
extractions, without Spark; (c) ``job``, from the first read of the listings to the row in `runs`; (d) ``pipeline``, a
Hugging Face pipeline in a pandas UDF; (e) ``gliner``, GLiNER in its place, with random weights. (a) and (b) read the
first ``--sample`` listings, (d) and (e) the first ``--pipeline-rows`` and ``--gliner-rows``, the job all. A rate is all
listings, or all tokens in them, by the seconds: repeats that are not read twice count. With several ``--rounds``
medians are quoted; the ceiling is measured twice in each.

GLiNER needs an older transformers than the project's, so it lives in a folder of its own:

    pip install --target build/gliner --no-deps gliner==0.2.29 'transformers==5.16.*' 'huggingface-hub<2' httpx \\
        httpcore certifi
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    # Also as a script: `python benchmarks/throughput.py`.
    sys.path[0] = str(Path(__file__).resolve().parents[1])

from benchmarks.speed import figures, without_spark
from benchmarks.speed.hugging_face import gliner_labels, write_gliner_config, write_pipeline_model
from benchmarks.speed.job import JobRun, job_config, run_job
from benchmarks.speed.listings import SourceRow, as_listings, write_source
from benchmarks.speed.machine import machine
from benchmarks.speed.options import (
    batching_of,
    job_settings,
    parser_for,
    scratch_folder,
    source_rows,
    spark_of,
    tasks_of,
    write_json,
)
from benchmarks.speed.submit import Spark, submit
from udfs.schema.loading import load_schema
from udfs.serving.processes import run_together
from udfs.settings import Precision

MEASURES = ("ceiling", "ceiling_fp32", "predictor", "job", "pipeline", "gliner")
_ORDER = ("ceiling", "ceiling_fp32", "predictor", "job", "ceiling", "pipeline", "gliner")


def main() -> None:
    """Measure, print a table, and write JSON if asked."""
    parser = parser_for(__doc__, rows=2000)
    parser.add_argument("--sample", type=int, default=2000, help="listings that ceiling and predictor read at most")
    for name in ("pipeline", "gliner"):
        parser.add_argument(f"--{name}-rows", type=int, metavar="N", help=f"listings that {name} reads at most; or all")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--measure", nargs="+", choices=MEASURES, default=list(MEASURES))
    parser.add_argument("--gliner", type=Path, help="folder that GLiNER was installed into (see above)")
    options = parser.parse_args()
    if options.gliner is not None and not (options.gliner / "gliner").is_dir():
        parser.error(f"--gliner: {options.gliner} does not hold the package; install it (see --help)")
    with scratch_folder(parser, "throughput") as folder:
        report(Throughput(options, folder).measure(), options)


class Throughput:
    """One benchmark: its listings, and the seconds that each way of reading them took."""

    def __init__(self, options: argparse.Namespace, folder: Path) -> None:
        self.options = options
        self.folder = folder
        self.tasks = tasks_of(options)
        self.schema = load_schema(options.schema)
        self.rows: list[SourceRow] = source_rows(options, options.rows)
        self.source = folder / "listings.parquet"
        write_source(self.rows, self.source)
        self.tokens = sum(self._together(without_spark.prepare_count, len(self.rows)).counts)
        self.jobs: list[JobRun] = []
        self.load_seconds: list[float] = []
        self.memory: dict[str, dict[str, int]] = {}

    def measure(self) -> dict[str, Any]:
        """Everything asked for, in rounds; the figures."""
        ways: dict[str, Callable[[], float]] = {
            "ceiling": partial(self._ceiling, self.options.precision),
            "ceiling_fp32": partial(self._ceiling, "fp32"),
            "predictor": self._predictor,
            "job": self._job,
            "pipeline": self._pipeline,
        }
        if self.options.gliner is not None:
            ways["gliner"] = self._gliner
        seconds: defaultdict[str, list[float]] = defaultdict(list)
        found = self._figures({})
        for _ in range(self.options.rounds):
            for name in (name for name in _ORDER if name in self.options.measure and name in ways):
                print(f"measuring {name} ...", file=sys.stderr)
                seconds[name].append(ways[name]())
                found = self._figures(dict(seconds))
                write_json(found, self.options.json)  # of hours of measuring nothing is lost when one part fails
        return found

    def _figures(self, seconds: dict[str, list[float]]) -> dict[str, Any]:
        medians = {name: statistics.median(seconds[name]) for name in MEASURES if name in seconds}
        rates = {name: len(self.rows) / taken for name, taken in medians.items()}
        last = self.jobs[-1] if self.jobs else None
        return {
            "machine": machine(self.options.device),
            "tasks": self.tasks,
            "listings": len(self.rows),
            "tokens": self.tokens,
            "ratios": figures.ratios(rates),
            "tokens_per_second": {name: round(self.tokens / taken) for name, taken in medians.items()},
            "listings_per_second": {name: round(rate, 2) for name, rate in rates.items()},
            "stages": last.stages if last else {},
            "start_up": self._start_up(last),
            "memory_mb": self.memory,
            "seconds": {name: [round(one, 2) for one in taken] for name, taken in seconds.items()},
        }

    def _start_up(self, job: JobRun | None) -> dict[str, float]:
        """Seconds before the first inference, without the reading of the listings."""
        parts = {name: job.stages[name] for name in ("session", "prepare")} if job else {}
        return parts | ({"load_model": round(statistics.median(self.load_seconds), 2)} if self.load_seconds else {})

    def _together(self, prepare: Any, n: int, precision: Precision | None = None) -> Any:
        batching = batching_of(self.options).model_copy(update={"precision": precision} if precision else {})
        listings = as_listings(self.rows[:n], self.schema)
        return run_together(prepare, without_spark.shares(self.options.checkpoint, batching, listings, self.tasks))

    def _ceiling(self, precision: Precision) -> float:
        """Seconds for all tokens, at the rate of the sample's."""
        done = self._together(without_spark.prepare_ceiling, self.options.sample, precision)
        return float(done.seconds * self.tokens / sum(done.counts))

    def _predictor(self) -> float:
        """Seconds for all listings, at the rate of the sample's."""
        done = self._together(without_spark.prepare_predictor, self.options.sample)
        self.load_seconds.append(done.load_seconds)
        return float(done.seconds * len(self.rows) / sum(done.counts))

    def _job(self) -> float:
        target = self.folder / f"target-{len(self.jobs)}"
        config = job_config(self.source, target, **job_settings(self.options))
        self.jobs.append(run_job(spark_of(self.options), config, self.folder / "job.yaml"))
        self.memory["job"] = self.jobs[-1].memory
        return self.jobs[-1].seconds

    def _pipeline(self) -> float:
        model = self.folder / "pipeline"
        write_pipeline_model(self.options.checkpoint, self.schema, [row.title for row in self.rows[:200]], model)
        return self._udf("pipeline", spark_of(self.options), self.options.pipeline_rows, model)

    def _gliner(self) -> float:
        model = self.folder / "gliner"
        write_gliner_config(self.options.checkpoint, model)
        spark = spark_of(self.options)
        apart = Spark(spark.properties, spark.cores, packages=self.options.gliner.resolve())
        return self._udf("gliner", apart, self.options.gliner_rows, model, "--labels", *gliner_labels(self.schema))

    def _udf(self, name: str, spark: Spark, most: int | None, model: Path, *more: str) -> float:
        """Seconds for all listings, at the rate of the first ``most``."""
        few = self.rows[:most]
        source = self.folder / f"{name}.parquet"
        write_source(few, source)
        target = Path(tempfile.mkdtemp(dir=self.folder)) / "delta"
        arguments = {"--source": source, "--target": target, "--model": model, "--device": self.options.device}
        pairs = [word for pair in arguments.items() for word in pair]
        done = submit(spark, "benchmarks/speed/tagging_udf.py", [name, *pairs, "--tasks", self.tasks, *more])
        self.memory[name] = done.memory
        return float(done.figures()) * len(self.rows) / len(few)


def report(found: dict[str, Any], options: argparse.Namespace) -> None:
    """Print the figures and write them."""
    print(
        f"\n{found['listings']:,} listings of {found['tokens'] / found['listings']:.0f} tokens, {found['tasks']} tasks"
    )
    rows = [
        {
            "": name,
            "tokens/s": tokens,
            "listings/s": found["listings_per_second"][name],
            **{f"{role} MiB": found["memory_mb"].get(name, {}).get(role) for role in ("driver_jvm", "workers")},
        }
        for name, tokens in found["tokens_per_second"].items()
    ]
    print(figures.table(rows))
    for name, ratio in found["ratios"].items():
        print(f"{name.replace('_', ' ')} = {ratio if ratio is not None else 'not measured'}")
    for what in ("stages", "start_up"):
        parts = ", ".join(f"{name} {seconds} s" for name, seconds in found[what].items())
        print(f"{what.replace('_', '-')}: {parts or 'not measured'}")
    if options.gliner is None and "gliner" in options.measure:
        print("GLiNER was not measured: install it into a folder (see --help) and name it by --gliner")
    write_json(found, options.json)


if __name__ == "__main__":
    main()
