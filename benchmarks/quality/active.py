"""What labels are worth by how they were chosen: gold answers in place of a person, then a training like any other.

A few random listings are labelled first. The checkpoint that they make chooses the next ones, or chance does; all of
them train a checkpoint anew, and listings of other products, which nobody chose from, say how good it is.
"""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import fmean
from typing import Any

from benchmarks.quality.checkpoint import Report, prepare
from benchmarks.quality.contract import GROUP, Column, Gold
from benchmarks.quality.datasets import DATA_SETS
from benchmarks.quality.folds import fold_numbers
from benchmarks.quality.report import markdown
from benchmarks.quality.serving import open_pipeline
from benchmarks.quality.tasks import TASKS
from training.config import TrainConfig
from training.labelling.choosing import Unlabelled, choose
from training.train import train
from udfs.config import load_config
from udfs.pipeline import Pipeline
from udfs.schema.writing import write_schema
from udfs.serving.vectors import encoder_vectors

FOLDS = 5
SMALL = (
    "optimization.epochs=16",
    "optimization.batch_size=16",
    "optimization.freeze_layers=3",
    "optimization.encoder_rate=2e-4",
    "dev_share=0.08",
)
"""Overrides of the data set's config: some hundred listings are learned in minutes, on one thread."""

NONE = "none"
"""The strategy that adds nothing."""


@dataclass(frozen=True, slots=True)
class Settings:
    """``begin``: listings that are labelled at first; ``n``: how many come to them; ``dev`` and ``pool`` bound the
    listings that judge, and those that are chosen from."""

    config: str
    overrides: tuple[str, ...]
    begin: int = 50
    n: int = 100
    dev: int = 200
    pool: int = 1000


@dataclass(frozen=True, slots=True)
class Setup:
    """A data set with its rows for training, cut by product: ``pool`` may be labelled, ``dev`` judges."""

    name: str
    schema: Path
    pool: list[tuple[Gold, Mapping[str, Any]]]
    dev: list[Gold]


def set_up(name: str, data: Path, output: Path, settings: Settings, report: Report) -> Setup:
    """Cut a data set by product and write its schema: that of all its gold, as somebody who labels has one."""
    gold = DATA_SETS[name].read(data)
    schema, rows = prepare([name], data, report)
    folder = output / "schema"
    shutil.rmtree(folder, ignore_errors=True)
    write_schema(schema, folder)
    numbers = fold_numbers([item.group for item in gold], FOLDS)
    cut = [*zip(gold, rows[name], numbers, strict=True)]
    dev = [item for item, _, number in cut if number == 0]
    return Setup(
        name,
        folder,
        [(item, row) for item, row, number in cut if number],
        random.Random(0).sample(dev, min(settings.dev, len(dev))),
    )


def rounds(
    names: Sequence[str], data: Path, output: Path, strategies: Sequence[str], seeds: int, settings: Settings,
    report: Report,
) -> Iterator[dict[str, Any]]:  # fmt: skip
    """A row of figures for each data set, seed and strategy, that which adds nothing first; F1 in per cent."""
    for name in names:
        setup = set_up(name, data, output / name, settings, report)
        for seed in range(seeds):
            yield from _round(setup, output / name / f"seed-{seed}", strategies, seed, settings, report)


def _round(
    setup: Setup, folder: Path, strategies: Sequence[str], seed: int, settings: Settings, report: Report
) -> Iterator[dict[str, Any]]:
    order = random.Random(seed).sample(setup.pool, len(setup.pool))
    begin, rest = order[: settings.begin], order[settings.begin :][: settings.pool]
    checkpoint = _trained(setup, begin, folder / NONE, settings, report)
    yield _figures(setup, begin, checkpoint, NONE, seed)
    for strategy in strategies:
        chosen = CHOOSING[strategy](open_pipeline(checkpoint), begin, rest, settings.n)
        labelled = [*begin, *(rest[place] for place in chosen)]
        yield _figures(setup, labelled, _trained(setup, labelled, folder / strategy, settings, report), strategy, seed)


Labelled = Sequence[tuple[Gold, Mapping[str, Any]]]


def at_random(pipeline: Pipeline, begin: Labelled, rest: Labelled, n: int) -> list[int]:  # noqa: ARG001
    """The first ones: they are in a random order."""
    return list(range(min(n, len(rest))))


def by_labels_next(pipeline: Pipeline, begin: Labelled, rest: Labelled, n: int) -> list[int]:
    """What ``facetmill labels next`` picks."""
    unlabelled = [Unlabelled(item.listing) for item, _ in rest]
    return choose(unlabelled, n, partial(encoder_vectors, pipeline.predictor), [item.listing for item, _ in begin])


CHOOSING: dict[str, Callable[[Pipeline, Labelled, Labelled, int], list[int]]] = {
    "random": at_random,
    "next": by_labels_next,
}


def _trained(setup: Setup, labelled: Labelled, folder: Path, settings: Settings, report: Report) -> Path:
    places = [
        f"schema={json.dumps(str(setup.schema))}",
        f"labelled={json.dumps([{'format': 'json', 'path': 'gold'}])}",
        f"output={json.dumps(str(folder))}",
        f"group={GROUP}",
    ]
    config = load_config(settings.config, TrainConfig, [*SMALL, *settings.overrides, *places])
    # As many steps for few listings as for all: in as many epochs the first checkpoint would know nothing to choose by.
    epochs = round(config.optimization.epochs * (settings.begin + settings.n) / len(labelled))
    optimization = config.optimization.model_copy(update={"epochs": epochs})
    train(config.model_copy(update={"optimization": optimization}), [row for _, row in labelled], report)
    return folder


def _figures(setup: Setup, labelled: Labelled, checkpoint: Path, strategy: str, seed: int) -> dict[str, Any]:
    task = TASKS[setup.name]
    whole = next(iter(task.figures(task.score(open_pipeline(checkpoint), setup.dev), checkpoint)))
    return {
        "data": setup.name,
        "seed": seed,
        "strategy": strategy,
        "listings": len(labelled),
        "labels": sum(len(row["spans"]) for _, row in labelled),
        **{key: whole[key] for key in ("precision", "recall", "f1")},
    }


COLUMNS = (
    Column("data", "data"),
    Column("strategy", "strategy"),
    Column("seeds", "seeds", str),
    Column("listings", "listings", str),
    Column("spans labelled", "labels", "{:.0f}".format),
    Column("F1", "f1", "{:.2f}".format),
    Column("over none", "over_none", "{:+.2f}".format),
    Column("over random", "over_random", lambda value: "–" if value is None else f"{value:+.2f}"),
    Column("F1 by seed", "by_seed"),
)


def table(rows: Sequence[Mapping[str, Any]]) -> str:
    """Means over the seeds, in Markdown; differences are of the same seed."""
    kinds = dict.fromkeys((row["data"], row["strategy"]) for row in rows)
    return markdown(COLUMNS, [_mean(rows, data, strategy) for data, strategy in kinds])


def _mean(rows: Sequence[Mapping[str, Any]], data: str, strategy: str) -> dict[str, Any]:
    f1 = {(row["strategy"], row["seed"]): row["f1"] for row in rows if row["data"] == data}
    own = [row for row in rows if (row["data"], row["strategy"]) == (data, strategy)]

    def over(other: str) -> list[float]:
        return [row["f1"] - f1[other, row["seed"]] for row in own if (other, row["seed"]) in f1]

    against = over("random")
    return {
        "data": data,
        "strategy": strategy,
        "seeds": len(own),
        "listings": own[0]["listings"],
        "labels": fmean(row["labels"] for row in own),
        "f1": fmean(row["f1"] for row in own),
        "over_none": fmean(over(NONE)),
        "over_random": fmean(against) if against and strategy not in ("random", NONE) else None,
        "by_seed": " ".join(f"{row['f1']:.1f}" for row in own),
    }
