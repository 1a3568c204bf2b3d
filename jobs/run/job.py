"""What all steps of a run share: config, sources, tables, and the product's column functions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from jobs.config import JobConfig
from jobs.display.progress import Progress
from jobs.lake.runs import RunSummary
from jobs.lake.staging import Staging
from jobs.lake.store import Store
from jobs.run.infer import ModelKey
from jobs.sources.sources import OpenSource
from udfs.checkpoint.manifest import Manifest
from udfs.resolution.decisions import Decisions, decisions_to_json
from udfs.schema.schema import Schema
from udfs.spark import functions as product


@dataclass(frozen=True, slots=True)
class Job:
    """All that the steps of one run share."""

    config: JobConfig
    schema: Schema
    manifest: Manifest
    sources: list[OpenSource]
    store: Store
    staging: Staging
    functions: ProductFunctions
    key: ModelKey
    recipes: dict[str, str]
    progress: Progress
    summary: RunSummary

    @property
    def run_id(self) -> str:
        """Id of this run."""
        return self.summary.run_id


def product_functions(config: JobConfig, schema: Schema, model: str, decisions: Decisions) -> ProductFunctions:
    """The product's column functions for one config; ``model`` is the fingerprint its checkpoint must have."""
    text, decided = schema.to_json(), decisions_to_json(decisions)
    return ProductFunctions(
        extract=product.extract(config.checkpoint, model, text, config.batching),
        match=product.match(config.checkpoint, model, text, config.batching),
        unknown=product.unknown(text, config.thresholds, decided),
        resolve=product.resolve(text, config.thresholds, decided),
        screen=product.screen(text, config.reject.max_characters),
        value_key=product.value_key(),
    )


@dataclass(frozen=True, slots=True)
class ProductFunctions:
    """Those of udfs.spark.functions that a run calls, under their names there."""

    extract: Any
    match: Any
    unknown: Any
    resolve: Any
    screen: Any
    value_key: Any
