"""What all stages of a run share, checked and made before anything is read."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from pyspark.sql import SparkSession

from jobs.config import JobConfig, Texts
from jobs.display.progress import Progress
from jobs.lake.migrations import bring_up_to_date
from jobs.lake.staging import Staging, run_stamp
from jobs.lake.store import Store, sign
from jobs.review.checking import Checked, check_decisions
from jobs.review.decisions import current, read_decisions
from jobs.run.recipes import recipe_parts, recipes
from jobs.session.executors import check_executors, is_local
from jobs.session.faults import about
from jobs.session.settings import apply_settings
from jobs.session.warming import start_workers
from jobs.sources.sources import OpenSource, open_sources
from udfs.checkpoint.files import located
from udfs.checkpoint.manifest import Knowledge, Manifest, check_schema, read_knowledge, verify
from udfs.confidence.neighbours import UNCALIBRATED
from udfs.resolution.categories import RULES_ALONE, Needs
from udfs.resolution.decisions import Decisions, decisions_to_json
from udfs.schema.loading import load_schema
from udfs.schema.schema import Schema
from udfs.schema.untrained import ALL_LEARNT, Asked, Untrained
from udfs.serving.generation.finding import check_model, find_model
from udfs.settings import NO_CHECKPOINT, NOTHING_INFERRED
from udfs.spark import functions as product
from udfs.spark.writing import Generating
from udfs.writing.kit import Kit
from udfs.writing.settings import Wanted


@dataclass(frozen=True, slots=True)
class ModelKey:
    """What a stored extraction belongs to: checkpoint, and the part of the schema that the model reads."""

    model: str
    schema: str

    @classmethod
    def of(cls, model: Model | None, schema: Schema) -> ModelKey:
        """That of a model, or of a job without one, under which nothing is stored."""
        if model is None:
            return cls(NO_CHECKPOINT, schema.model_fingerprint)
        return cls(model.manifest.fingerprint, model.asked.schema.model_fingerprint)


@dataclass(frozen=True, slots=True)
class Model:
    """A checkpoint that was verified: by which schema it is asked, and what it knows of itself."""

    manifest: Manifest
    asked: Asked
    known: Knowledge


@dataclass(frozen=True, slots=True)
class ProductFunctions:
    """Those of :mod:`udfs.spark.functions`, bound to one schema, checkpoint, thresholds, limits and decisions.

    ``extract`` and ``match`` are null without a model.
    """

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

    ``model``: null where rules alone work. ``kit``: how texts are written; null where none are wanted. ``generating``:
    a model that words them; null leaves that to phrase rules.
    ``suggests_only``: nearest values are suggestions, as nobody knows what the checkpoint's are worth. ``decided``: the
    decisions of people, of which only those applied count.
    """

    run_id: str
    started_at: datetime
    config: JobConfig
    schema: Schema
    model: Model | None
    sources: list[OpenSource]
    store: Store
    staging: Staging
    functions: ProductFunctions
    key: ModelKey
    recipes: dict[str, str]
    recipe_parts: dict[str, dict[str, str]]
    progress: Progress
    suggests_only: bool
    decided: Checked
    kit: Kit | None = None
    generating: Generating | None = None

    @property
    def untrained(self) -> Untrained:
        """What the checkpoint has not learnt of the schema."""
        return self.model.asked.untrained if self.model else ALL_LEARNT


class Begun(NamedTuple):
    """A run that goes on: its id, and when it began."""

    run_id: str
    started_at: datetime


def prepare(spark: SparkSession, config: JobConfig, progress: Progress, begun: Begun | None = None) -> Job:
    """Check everything a run is given, then create the tables that are not there and change those of other versions.

    ``begun``: a run that has read its sources, of which nothing is asked any more.
    """
    apply_settings(spark)
    start_workers(spark, model=config.has_model or config.has_generator)
    schema = load_schema(config.schema_folder)
    model = _model(config, schema, progress) if config.has_model else None
    kit, generating = _kit(config, schema), _generating(config)
    opened = [] if begun else open_sources(spark, config.sources)
    for one in opened:
        for note in one.notes:
            progress.note(f"{one.source.name}: {note}")
    if model and not is_local(spark):
        check_executors(spark, config.checkpoint, model.manifest.fingerprint)
    run_id, started = begun or new_run()
    sign(spark, run_id)
    with about(f"`target: {config.target}`"):
        store = Store(spark, config.target)
        if config.strict_decisions:
            check_decisions(read_decisions(store), schema).require_sound()
        bring_up_to_date(store, progress.note, optional=config.texts is not None)
    decided = check_decisions(read_decisions(store), schema)
    for told in decided.told():
        progress.note(told)
    suggests_only = model is not None and (
        config.thresholds.least_match(calibrated=model.known.neighbours.fitted) is None
    )
    for told in _told(model, suggests_only=suggests_only):
        progress.note(told)
    key, untrained = ModelKey.of(model, schema), model.asked.untrained if model else ALL_LEARNT
    return Job(
        run_id=run_id,
        started_at=started,
        config=config,
        schema=schema,
        model=model,
        sources=opened,
        store=store,
        staging=Staging(store, run_id),
        functions=product_functions(config, schema, model, current(decided.applied)),
        key=key,
        recipes=recipes(key.model, untrained, schema, config, decided.applied),
        recipe_parts=recipe_parts(key.model, untrained, schema, config, decided.applied),
        progress=progress,
        suggests_only=suggests_only,
        decided=decided,
        kit=kit,
        generating=generating,
    )


def new_run() -> Begun:
    """A run that begins now; its id is one of its own."""
    started = datetime.now(UTC)
    return Begun(f"{run_stamp(started)}-{uuid.uuid4().hex[:6]}", started)


def _kit(config: JobConfig, schema: Schema) -> Kit | None:
    """How texts are written; null where none are wanted."""
    return None if config.texts is None else kit_of(config.texts, schema, config.schema_folder)


def kit_of(own: Texts, schema: Schema, folder: str) -> Kit:
    """How texts are written that a config asks for, by the schema of a folder.

    Raises ConfigError for faults of styles and phrases.
    """
    wanted = Wanted(**{key: getattr(own, key) for key in Wanted.model_fields})
    return Kit.load(schema, folder, wanted=wanted, styles=own.styles, style_folder=own.style_folder)


def _generating(config: JobConfig) -> Generating | None:
    """The model that words texts, verified; null without one. Raises ConfigError."""
    own = config.texts.generator if config.texts else None
    if own is None:
        return None
    found = find_model(own)
    check_model(own, found)
    return Generating(own, found.revision, found.fingerprint)


def _model(config: JobConfig, schema: Schema, progress: Progress) -> Model:
    """The config's checkpoint, verified, for a schema. Raises CheckpointError."""
    manifest = verify(config.checkpoint)
    asked = check_schema(config.checkpoint, schema, config.untrained)
    if (found := located(config.checkpoint)) != Path(config.checkpoint):
        progress.note(f"{config.checkpoint} is not there; read {found}, which its training has not renamed")
    return Model(manifest, asked, read_knowledge(config.checkpoint))


def _told(model: Model | None, *, suggests_only: bool) -> Iterator[str]:
    """What a run tells of its model."""
    if model is None:
        yield NOTHING_INFERRED
        return
    if suggests_only:
        yield UNCALIBRATED
    yield from model.known.gaps()
    if untrained := model.asked.untrained.told():
        yield untrained


def product_functions(config: JobConfig, schema: Schema, model: Model | None, decisions: Decisions) -> ProductFunctions:
    """The product's column functions for one config, and the checkpoint that it must find."""
    text, decided = schema.to_json(), decisions_to_json(decisions)
    calibrated = model is not None and model.known.neighbours.fitted
    untrained = model.asked.untrained if model else ALL_LEARNT
    asked = (
        (config.checkpoint, model.manifest.fingerprint, model.asked.schema.to_json(), config.batching)
        if model
        else None
    )
    return ProductFunctions(
        extract=product.extract(*asked) if asked else None,
        match=product.match(*asked) if asked else None,
        unknown=product.unknown(text, config.thresholds, decided, calibrated=calibrated, untrained=untrained),
        resolve=product.resolve(text, config.thresholds, decided, calibrated=calibrated, untrained=untrained),
        screen=product.screen(text, config.reject.max_characters, config.unknown_category),
        decide=product.decide(_needs(config, model), config.unknown_category),
        value_key=product.value_key(),
    )


def _needs(config: JobConfig, model: Model | None) -> Needs:
    """What is asked of a guess of the model."""
    if model is None:
        return RULES_ALONE
    own = config.thresholds
    least = model.known.outliers.least(own.category_precision)
    return Needs(own.category, least, untrained=model.asked.untrained, new=own.untrained)
