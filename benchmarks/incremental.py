"""What a small change costs beside a full run, and whether it leaves the same tables.

    python -m benchmarks.incremental --rows 20000 --json build/incremental.json

One target, one job after the other: ``full``; ``unchanged``, nothing is new; ``changed``, ``added`` and ``gone``, a
``--share`` of the listings has other texts, is new, or is no longer delivered; ``alias``, the first suggestion of the
review queue becomes an alias; ``threshold``, one attribute gets a threshold of its own. Each counts from the first read
to the row in `runs`. Where no text was inferred and no value compared, the encoder was not loaded. At the end ``fresh``
makes everything from nothing in another target, and both are compared: values must be equal, confidences within 0.02,
as other batches round otherwise; what this lifts over a threshold or below it is counted apart, and must be rare
(`benchmarks/speed/same_tables.py`). `--until changed` leaves out what comes after that step, and the comparison.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    # Also as a script: `python benchmarks/incremental.py`.
    sys.path[0] = str(Path(__file__).resolve().parents[1])

from benchmarks.speed import figures
from benchmarks.speed.edits import with_alias, with_threshold
from benchmarks.speed.job import JobRun, job_config, run_job
from benchmarks.speed.listings import SourceRow, write_source
from benchmarks.speed.machine import machine
from benchmarks.speed.options import job_settings, parser_for, scratch_folder, source_rows, spark_of, write_json
from benchmarks.speed.same_tables import equal
from benchmarks.speed.submit import submit
from udfs.schema.loading import load_schema
from udfs.schema.writing import write_schema
from udfs.settings import Thresholds

_STEPS = ("full", "unchanged", "changed", "added", "gone", "alias", "threshold", "fresh")


def main() -> None:
    """Measure, print a table, and write JSON if asked."""
    parser = parser_for(__doc__, rows=2000)
    parser.add_argument("--share", type=float, default=0.01, help="of the listings that change, come and go")
    parser.add_argument("--until", choices=_STEPS, default=_STEPS[-1], help="the last step")
    options = parser.parse_args()
    with scratch_folder(parser, "incremental") as folder:
        report(Incremental(options, folder).measure(), options)


class Incremental:
    """One target and what is changed under it."""

    def __init__(self, options: argparse.Namespace, folder: Path) -> None:
        self.options = options
        self.folder = folder
        self.spark = spark_of(options)
        self.few = max(1, round(options.rows * options.share))
        rows = source_rows(options, options.rows + 2 * self.few)
        self.rows, self.spare = rows[: options.rows], rows[options.rows :]
        self.schema = load_schema(options.schema)
        self.runs: dict[str, JobRun] = {}
        self.edits: dict[str, str] = {}

    def measure(self) -> dict[str, Any]:
        """All runs, one after the other; the figures."""
        edits = {
            "changed": self._change, "added": self._add, "gone": self._remove, "alias": self._alias,
            "threshold": self._threshold,
        }  # fmt: skip
        for step in _STEPS[: _STEPS.index(self.options.until) + 1]:
            edits.get(step, lambda: None)()
            self._run(step, "fresh" if step == "fresh" else "target")
        if "fresh" not in self.runs:
            return self._figures({})
        words = [self.folder / "target", self.folder / "fresh", *self._thresholds()]
        return self._figures(submit(self.spark, "benchmarks/speed/same_tables.py", words).figures())

    def _change(self) -> None:
        self.rows = changed(self.rows, self.spare[: self.few])

    def _add(self) -> None:
        self.rows = [*self.rows, *self.spare[self.few :]]

    def _remove(self) -> None:
        self.rows = self.rows[self.few :]

    def _alias(self) -> None:
        queue = submit(self.spark, "benchmarks/speed/review_queue.py", [self.folder / "target"])
        self.schema, self.edits["alias"] = with_alias(self.schema, queue.figures())

    def _threshold(self) -> None:
        """For the first attribute of the first category."""
        category, found = next(iter(self.schema.categories.items()))
        attribute = next(iter(found.attributes))
        self.schema = with_threshold(self.schema, category, attribute, 0.6)
        self.edits["threshold"] = f"{category}.{attribute} gets 0.6"

    def _thresholds(self) -> set[float]:
        """Those of the job's config, and the attributes' own."""
        usual = Thresholds()
        attributes = [one for category in self.schema.categories.values() for one in category.attributes.values()]
        own = {attribute.threshold for attribute in attributes if attribute.threshold is not None}
        return own | {usual.value, usual.category, usual.tag}

    def _run(self, step: str, target: str) -> None:
        print(f"measuring {step} ...", file=sys.stderr)
        source, schema = self.folder / "listings.parquet", self.folder / f"schema-{step}"
        write_source(self.rows, source)
        write_schema(self.schema, schema)
        settings = job_settings(self.options) | {"schema": str(schema), "when_absent": "delete"}
        config = job_config(source, self.folder / target, **settings)
        self.runs[step] = run_job(self.spark, config, self.folder / "job.yaml")

    def _figures(self, compared: dict[str, Any]) -> dict[str, Any]:
        full = self.runs["full"].seconds
        return {
            "machine": machine(self.options.device),
            "listings": self.options.rows,
            "ratios": {f"{step}_over_full": round(run.seconds / full, 4) for step, run in self.runs.items()},
            "texts_inferred": {step: run.counts["texts_inferred"] for step, run in self.runs.items()},
            "values_compared": {step: run.counts.get("values_compared") for step, run in self.runs.items()},
            "products_changed": {step: run.counts["changed"] for step, run in self.runs.items()},
            "edits": self.edits,
            "equal": equal(compared) if compared else None,
            "tables": compared,
            "stages": {step: run.stages for step, run in self.runs.items()},
            "memory_mb": {step: run.memory for step, run in self.runs.items()},
            "seconds": {step: [run.seconds] for step, run in self.runs.items()},
        }


def changed(rows: list[SourceRow], texts: list[SourceRow]) -> list[SourceRow]:
    """The rows, of which as many as there are ``texts``, spread over all, have another title and description."""
    step = len(rows) // len(texts)
    result = list(rows)
    for place, other in zip(islice(range(0, len(rows), step), len(texts)), texts, strict=True):
        result[place] = replace(rows[place], title=other.title, description=other.description)
    return result


def report(found: dict[str, Any], options: argparse.Namespace) -> None:
    """Print the figures and write them."""
    rows = [
        {
            "": step,
            "seconds": seconds[0],
            "of full": f"{found['ratios'][f'{step}_over_full']:.1%}",
            "texts inferred": found["texts_inferred"][step],
            "values compared": found["values_compared"][step],
            "products changed": found["products_changed"][step],
            **found["stages"][step],
        }
        for step, seconds in found["seconds"].items()
    ]
    print(f"\n{found['listings']:,} listings")
    print(figures.table(rows))
    for step, what in found["edits"].items():
        print(f"{step}: {what}")
    if found["equal"] is not None:
        _report_tables(found)
    write_json(found, options.json)


def _report_tables(found: dict[str, Any]) -> None:
    print("the tables are equal to those of a fresh run" if found["equal"] else "THE TABLES DIFFER from a fresh run's:")
    kinds = ("rows", "fresh_rows", "only_here", "only_fresh", "differing", "at_threshold", "confidence")
    print(figures.table([{"": name} | {kind: one[kind] for kind in kinds} for name, one in found["tables"].items()]))


if __name__ == "__main__":
    main()
