"""One checkpoint for one or several data sets, by the product's own training job."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.quality.datasets import DATA_SETS, read_gold, read_notes
from benchmarks.quality.labelled import GROUP, labelled_row, pairs
from benchmarks.quality.schema import categories_of
from training.config import TrainConfig
from training.train import train
from udfs.config import load_config
from udfs.decision_list import Thresholds
from udfs.manifest import Manifest
from udfs.rule_learning import learn
from udfs.schema import Category, Schema
from udfs.schema_writing import write_schema

Report = Callable[[str], None]


def train_checkpoint(
    names: Sequence[str], data: Path, output: Path, *, config: str, overrides: Sequence[str], report: Report
) -> Manifest:
    """Train on all labelled listings of the data sets under ``data``.

    Schema, with its learned rules, and rows are written to ``<output>.data``. Raises what the training job raises.
    """
    folder = output.with_name(f"{output.name}.data")
    schema_folder, rows_file = folder / "schema", folder / "rows.jsonl"
    places = [
        f"schema={json.dumps(str(schema_folder))}",
        f"labelled=[{{format: json, path: {json.dumps(str(rows_file))}}}]",
        f"output={json.dumps(str(output))}",
        f"group={GROUP}",
    ]
    settings = load_config(config, TrainConfig, [*overrides, *places])
    schema, rows = prepare(names, data, report)
    shutil.rmtree(schema_folder, ignore_errors=True)
    write_schema(schema, schema_folder)
    rows_file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return train(settings, rows, report)


def prepare(names: Sequence[str], data: Path, report: Report) -> tuple[Schema, list[dict[str, object]]]:
    """The schema with all it learned from the labels, and the labelled rows."""
    gold = {name: read_gold(DATA_SETS[name], data) for name in names}
    categories: dict[str, Category] = {}
    for name in names:
        categories |= categories_of(DATA_SETS[name], gold[name], read_notes(DATA_SETS[name], data))
    schema = Schema(categories=dict(sorted(categories.items())))
    known = [pair for name in names for item in gold[name] for pair in pairs(item, schema)]
    schema = learn(known, schema, Thresholds())
    report(f"{len(categories)} categories, {len(known)} pairs to learn rules from")
    rows = [labelled_row(DATA_SETS[name], item, schema) for name in names for item in gold[name]]
    return schema, rows
