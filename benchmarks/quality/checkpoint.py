"""One checkpoint for one or several data sets, by the product's own training job."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.quality.contract import GROUP
from benchmarks.quality.datasets import DATA_SETS
from training.config import TrainConfig
from training.rules.decision_list import Thresholds
from training.rules.learning import learn
from training.train import train
from udfs.checkpoint.manifest import Manifest
from udfs.config import load_config
from udfs.schema.definitions import Category
from udfs.schema.schema import Schema
from udfs.schema.writing import write_schema

Report = Callable[[str], None]


def train_checkpoint(
    names: Sequence[str], data: Path, output: Path, *, config: str, overrides: Sequence[str], report: Report
) -> Manifest:
    """Train on all labelled listings of the data sets under ``data``.

    Schema, with its learned rules, and the rows of each data set are written to ``<output>.data``. Raises what the
    training job raises.
    """
    folder = output.with_name(f"{output.name}.data")
    schema_folder, rows_folder = folder / "schema", folder / "rows"
    files = {name: rows_folder / f"{name}.jsonl" for name in names}
    places = [
        f"schema={json.dumps(str(schema_folder))}",
        f"labelled={json.dumps([{'format': 'json', 'path': str(file)} for file in files.values()])}",
        f"output={json.dumps(str(output))}",
        f"group={GROUP}",
    ]
    settings = load_config(config, TrainConfig, [*overrides, *places])
    if len(names) > 1 and not settings.optimization.epoch_share:
        shares = {category: share for name in names for category, share in DATA_SETS[name].epoch_share().items()}
        settings = load_config(
            config, TrainConfig, [*overrides, *places, f"optimization.epoch_share={json.dumps(shares)}"]
        )
    schema, rows = prepare(names, data, report)
    for part in (schema_folder, rows_folder):
        shutil.rmtree(part, ignore_errors=True)
    write_schema(schema, schema_folder)
    rows_folder.mkdir()
    for name, file in files.items():
        file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows[name]), encoding="utf-8")
    return train(settings, [row for own in rows.values() for row in own], report)


def prepare(names: Sequence[str], data: Path, report: Report) -> tuple[Schema, dict[str, list[dict[str, Any]]]]:
    """The schema with all it learned from the labels, and the labelled rows of each data set."""
    gold = {name: DATA_SETS[name].read(data) for name in names}
    categories: dict[str, Category] = {}
    for name, own in gold.items():
        categories |= DATA_SETS[name].categories(own, data)
    schema = Schema(categories=dict(sorted(categories.items())))
    known = [pair for name, own in gold.items() for item in own for pair in DATA_SETS[name].pairs(item, schema)]
    schema = learn(known, schema, Thresholds())
    report(f"{len(categories)} categories, {len(known)} pairs to learn rules from")
    return schema, {name: [DATA_SETS[name].row(item, schema) for item in own] for name, own in gold.items()}
