"""What all stages of a run share, checked and made before anything is read."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pyspark.sql import SparkSession

from jobs.config import JobConfig
from jobs.display.progress import Progress
from jobs.lake.migrations import bring_up_to_date
from jobs.lake.staging import Staging, run_stamp
from jobs.lake.store import Store
from jobs.review.decisions import current, read_decisions
from jobs.run.recipes import recipes
from jobs.session.executors import check_executors, is_local
from jobs.session.faults import about
from jobs.session.settings import apply_settings
from jobs.session.warming import start_workers
from jobs.sources.sources import OpenSource, open_sources
from udfs.checkpoint.files import located
from udfs.checkpoint.manifest import Knowledge, Manifest, check_schema, read_knowledge, verify
from udfs.confidence.neighbours import UNCALIBRATED
from udfs.resolution.decisions import Decisions, decisions_to_json
from udfs.schema.loading import load_schema
from udfs.schema.schema import Schema
from udfs.spark import functions as product


@dataclass(frozen=True, slots=True)
class ModelKey:
    """What a stored extraction belongs to: checkpoint, and the part of the schema that the model reads."""

    model: str
    schema: str


@dataclass(frozen=True, slots=True)
class ProductFunctions:
    """Those of :mod:`udfs.spark.functions`, bound to one schema, checkpoint, thresholds, limits and decisions."""

    extract: Any
    match: Any
    unknown: Any
    resolve: Any
    screen: Any
    decide: Any
    value_key: Any


@dataclass(frozen=True, slots=True)
class Job:
    """All that the stages of one run share.

    ``suggests_only``: nearest values are suggestions, as nobody knows what the checkpoint's are worth.
    """

    run_id: str
    started_at: datetime
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
    suggests_only: bool


def prepare(spark: SparkSession, config: JobConfig, progress: Progress) -> Job:
    """Check everything a run is given, then create the tables that are not there and change those of other versions."""
    apply_settings(spark)
    start_workers(spark)
    schema = load_schema(config.schema_folder)
    manifest = verify(config.checkpoint)
    check_schema(config.checkpoint, schema)
    if (found := located(config.checkpoint)) != Path(config.checkpoint):
        progress.note(f"{config.checkpoint} is not there; read {found}, which its training has not renamed")
    opened = open_sources(spark, config.sources)
    for one in opened:
        for note in one.notes:
            progress.note(f"{one.source.name}: {note}")
    if not is_local(spark):
        check_executors(spark, config.checkpoint, manifest.fingerprint)
    with about(f"`target: {config.target}`"):
        store = Store(spark, config.target)
        bring_up_to_date(store, progress.note)
    started = datetime.now(UTC)
    run_id = f"{run_stamp(started)}-{uuid.uuid4().hex[:6]}"
    decided = read_decisions(store)
    known = read_knowledge(config.checkpoint)
    calibrated = known.neighbours.fitted
    suggests_only = config.thresholds.least_match(calibrated=calibrated) is None
    if suggests_only:
        progress.note(UNCALIBRATED)
    for gap in known.gaps():
        progress.note(gap)
    return Job(
        run_id=run_id,
        started_at=started,
        config=config,
        schema=schema,
        manifest=manifest,
        sources=opened,
        store=store,
        staging=Staging(store, run_id),
        functions=product_functions(config, schema, manifest.fingerprint, current(decided), known),
        key=ModelKey(manifest.fingerprint, schema.model_fingerprint),
        recipes=recipes(manifest, schema, config, decided),
        progress=progress,
        suggests_only=suggests_only,
    )


def product_functions(
    config: JobConfig, schema: Schema, model: str, decisions: Decisions, known: Knowledge
) -> ProductFunctions:
    """The product's column functions for one config; ``model`` is the fingerprint its checkpoint must have.

    ``known``: what that checkpoint knows of itself.
    """
    text, decided = schema.to_json(), decisions_to_json(decisions)
    calibrated = known.neighbours.fitted
    least_inside = known.outliers.least(config.thresholds.category_precision)
    return ProductFunctions(
        extract=product.extract(config.checkpoint, model, text, config.batching),
        match=product.match(config.checkpoint, model, text, config.batching),
        unknown=product.unknown(text, config.thresholds, decided, calibrated=calibrated),
        resolve=product.resolve(text, config.thresholds, decided, calibrated=calibrated),
        screen=product.screen(text, config.reject.max_characters, config.unknown_category),
        decide=product.decide(config.thresholds, config.unknown_category, least_inside),
        value_key=product.value_key(),
    )
