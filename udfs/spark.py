"""The product as Spark functions: Arrow UDFs, one row in and one row out, and the result types the tables use.

Each factory returns a function of columns. Closures carry a few strings; models and schemas are loaded inside the
worker, once a process, and kept in this importable module (globals of a submitted script would be rebuilt for every
task).
"""

from __future__ import annotations

import functools
import socket
from collections.abc import Callable, Iterator
from typing import Any

import pyarrow as pa
from pyspark import TaskContext
from pyspark.sql.pandas.functions import arrow_udf
from pyspark.sql.pandas.types import from_arrow_type
from pyspark.sql.types import DataType

from udfs import arrow, overview
from udfs.errors import CheckpointError
from udfs.manifest import read_manifest
from udfs.records import Choice, Listing, Resolved, Scored, Span, Wording
from udfs.schema import Schema
from udfs.settings import Batching, Thresholds
from udfs.sites import site_of
from udfs.text import fold

EXTRACTION: DataType = from_arrow_type(arrow.EXTRACTION)
MATCHES: DataType = from_arrow_type(arrow.MATCHES)
WORDINGS: DataType = from_arrow_type(arrow.WORDINGS)
RESOLVED: DataType = from_arrow_type(arrow.RESOLVED)

Columns = tuple[pa.Array, ...]


def extract(checkpoint: str, fingerprint: str, schema_json: str, batching: Batching) -> Any:
    """(title, description, category id or null, site or null) to EXTRACTION: category, spans, choices, tags of a text.

    ``fingerprint`` is the checkpoint's, as the driver verified it. The only pass of the encoder over listings;
    non-deterministic in Spark's sense: it must be written before it is read twice.
    """

    def run(batches: Iterator[Columns]) -> Iterator[pa.Array]:
        for size, columns in _look_ahead(batches, batching.look_ahead):
            predictor = _predictor(checkpoint, fingerprint, schema_json, batching, _gpu())  # no rows, no model
            listings = [
                Listing("", title, description, category, site=site)
                for title, description, category, site in zip(*columns, strict=True)
            ]
            result = arrow.to_arrow(predictor.extract(listings), arrow.EXTRACTION)
            if len(result) != size:
                raise ValueError(f"the predictor returned {len(result)} results for {size} listings")
            yield result

    return _column_function(run, EXTRACTION).asNondeterministic()


def match(checkpoint: str, fingerprint: str, schema_json: str, batching: Batching) -> Any:
    """(category, attribute, raw value) to MATCHES: the nearest allowed values, best first."""

    def run(batches: Iterator[Columns]) -> Iterator[pa.Array]:
        for _, columns in _look_ahead(batches, batching.look_ahead):
            predictor = _predictor(checkpoint, fingerprint, schema_json, batching, _gpu())
            yield arrow.to_arrow(predictor.match(list(zip(*columns, strict=True))), arrow.MATCHES)

    return _column_function(run, MATCHES).asNondeterministic()


def unknown(schema_json: str, thresholds: Thresholds, decisions_json: str) -> Any:
    """(category, spans, seller's attributes) to WORDINGS: raw values that only the model may tell the meaning of.

    ``decisions_json``: see :func:`udfs.claims.decisions_to_json`.
    """

    def run(category: pa.Array, spans: pa.Array, sellers: pa.Array) -> pa.Array:
        claims = _claims(schema_json, thresholds, decisions_json)
        found = [
            claims.unknown(claims.stated(name, said, claims.sellers(name, entries or ())[0]))
            for name, said, entries in zip(
                category.to_pylist(), arrow.records_from(spans, Span), sellers.to_pylist(), strict=True
            )
        ]
        return arrow.to_arrow(found, arrow.WORDINGS)

    return _column_function(run, WORDINGS)


def resolve(schema_json: str, thresholds: Thresholds, decisions_json: str) -> Any:
    """(category, spans, choices, tags, seller's attributes, title, description, matches) to RESOLVED.

    ``matches``: structs of attribute, raw and MATCHES, what the model says of the product's unknown values; or null.
    """

    def run(
        category: pa.Array, spans: pa.Array, choices: pa.Array, tags: pa.Array, sellers: pa.Array, title: pa.Array,
        description: pa.Array, matches: pa.Array,
    ) -> pa.Array:  # fmt: skip
        claims, resolver = _claims(schema_json, thresholds, decisions_json), _resolver(schema_json, thresholds)
        plain = (column.to_pylist() for column in (category, sellers, title, description, matches))
        lists = arrow.records_from(spans, Span), arrow.records_from(choices, Choice), arrow.records_from(tags, Scored)
        results = []
        for name, entries, *texts, near, said, chosen, scored in zip(*plain, *lists, strict=True):
            known, names = claims.sellers(name, entries or ())
            nearest = {
                Wording(own["attribute"], own["raw"]): [Scored(**match) for match in own["matches"]]
                for own in near or ()
            }
            candidates = claims.candidates(name, claims.stated(name, said, known), nearest)
            rows = resolver.resolve(name, candidates, chosen, [text for text in texts if text])
            others = {key: value for key, value in entries or () if key in names}
            results.append(
                Resolved(
                    rows=tuple(rows),
                    attributes=overview.values_of(rows),
                    numbers=overview.numbers_of(rows),
                    missing=overview.missing_of(rows),
                    tags=overview.best_tags(scored, thresholds.tag),
                    unknown_attributes=others or None,
                )
            )
        return arrow.to_arrow(results, arrow.RESOLVED)

    return _column_function(run, RESOLVED)


def category_id(schema_json: str) -> Any:
    """(a seller's wording of the category) to the schema's category id, or null when none is known by it."""

    def run(*columns: pa.Array) -> pa.Array:
        schema = _schema(schema_json)
        return pa.array([schema.find_category(text) for (text,) in _rows(columns)], pa.string())

    return _column_function(run, "string")


def site() -> Any:
    """(a URL, host or shop's name) to the site it stands for, or null when it stands for none."""

    def run(*columns: pa.Array) -> pa.Array:
        return pa.array([site_of(text) for (text,) in _rows(columns)], pa.string())

    return _column_function(run, "string")


def value_key() -> Any:
    """(raw value) to the folded key under which its wordings meet; null stays null."""

    def run(*columns: pa.Array) -> pa.Array:
        return pa.array([None if raw is None else fold(raw) for (raw,) in _rows(columns)], pa.string())

    return _column_function(run, "string")


def _column_function(run: Callable[..., Any], result: DataType | str) -> Any:
    """An Arrow UDF of the kind that ``run``'s type hints say; pyspark's stub knows no structs and no ``*columns``."""
    return arrow_udf(run, result)  # type: ignore[call-overload]


def _rows(columns: Columns) -> Iterator[tuple[Any, ...]]:
    return zip(*(column.to_pylist() for column in columns), strict=True)


def _look_ahead(batches: Iterator[Columns], n_rows: int) -> Iterator[tuple[int, list[list[Any]]]]:
    """Arrow batches gathered to at least ``n_rows`` rows (the last may have fewer), as columns of Python values."""
    gathered: list[list[Any]] = []
    for columns in batches:
        values = [column.to_pylist() for column in columns]
        gathered = [have + new for have, new in zip(gathered, values, strict=True)] if gathered else values
        if len(gathered[0]) >= n_rows:
            yield len(gathered[0]), gathered
            gathered = []
    if gathered and gathered[0]:
        yield len(gathered[0]), gathered


@functools.lru_cache(maxsize=4)
def _schema(schema_json: str) -> Schema:
    return Schema.from_json(schema_json)


@functools.lru_cache(maxsize=4)
def _standardizer(schema_json: str, match_threshold: float) -> Any:
    from udfs.standardization import Standardizer

    return Standardizer(_schema(schema_json), match_threshold=match_threshold)


@functools.lru_cache(maxsize=4)
def _resolver(schema_json: str, thresholds: Thresholds) -> Any:
    from udfs.resolution import Resolver

    return Resolver(_schema(schema_json), _standardizer(schema_json, thresholds.match), thresholds)


@functools.lru_cache(maxsize=4)
def _claims(schema_json: str, thresholds: Thresholds, decisions_json: str) -> Any:
    from udfs.claims import Claims, decisions_from_json

    standardizer = _standardizer(schema_json, thresholds.match)
    return Claims(_schema(schema_json), standardizer, thresholds, decisions_from_json(decisions_json))


@functools.lru_cache(maxsize=4)
def _predictor(checkpoint: str, fingerprint: str, schema_json: str, batching: Batching, gpu: str | None) -> Any:
    """The model of this worker process on the GPU of its task; torch is imported here, so the driver never needs it.

    Raises CheckpointError when the folder holds another checkpoint on this machine than the driver verified: its claims
    would be stored under the wrong name.
    """
    import torch

    from udfs.device import choose_device
    from udfs.predictor import Predictor

    found = read_manifest(checkpoint).fingerprint
    if found != fingerprint:
        raise CheckpointError(
            f"the checkpoint {checkpoint} is {found} on {socket.gethostname()}, but {fingerprint} on the driver; "
            "copy the same one to every machine and run again"
        )
    context = TaskContext.get()
    torch.set_num_threads(max(1, context.cpus() if context else 1))
    device = choose_device(batching.device, gpu)
    return Predictor.load(checkpoint, _schema(schema_json), batching, device)


def _gpu() -> str | None:
    """Address of the GPU that Spark gave the task, if any. The next task of a worker may be given another one."""
    context = TaskContext.get()
    resource = context.resources().get("gpu") if context else None
    return resource.addresses[0] if resource else None
