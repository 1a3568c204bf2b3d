"""Sources to the listings that labels are made of: read and screened as the job does, a fixed sample of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import click
import pyarrow as pa
from py4j.protocol import Py4JJavaError  # type: ignore[import-untyped]
from pydantic import ConfigDict
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

from jobs.cli.run.dry_run import choose_source, open_file
from jobs.config import Reject, Source
from jobs.session.faults import first_line
from jobs.session.short import short_session
from jobs.sources.screening import SCREENED_BY
from jobs.sources.sources import OpenSource, listings
from udfs.config import Strict, load_config
from udfs.errors import SourceError
from udfs.records import Listing
from udfs.schema.schema import Schema
from udfs.spark.functions import screened

CONFIGS = (".yaml", ".yml")
_ROWS = 2_000  # that are screened at once


class Sources(Strict):
    """As much of a job config as reading needs: the rest is for the job."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    sources: tuple[Source, ...] = ()
    reject: Reject = Reject()


@dataclass(frozen=True, slots=True)
class ReadListings:
    """``rejected``: rows by why they cannot be standardized."""

    listings: list[Listing]
    rejected: dict[str, int]


def session(paths: Sequence[str], config: Sources, properties_file: str) -> SparkSession:
    """Spark for reading. Raises ConfigError, EnvironmentFault."""
    delta = any(source.format == "delta" for path in paths for source in _sources(path, config))
    return short_session("facetmill labels", properties_file, delta=delta)


def read_listings(
    spark: SparkSession, paths: Sequence[str], config: Sources, schema: Schema, limit: int
) -> ReadListings:
    """At most ``limit`` rows of each source, the same ones in each run over the same rows.

    A path is a file or table, with the mapping of the config's source that has it or else columns of our own names; or
    a job config, which stands for its sources. Raises ConfigError, SourceError.
    """
    found = ReadListings([], {})
    for source in [source for path in paths for source in _sources(path, config)]:
        _read(spark, source, schema, config.reject.max_characters, limit, found)
    return found


def _sources(path: str, config: Sources) -> Sequence[Source]:
    if path.lower().endswith(CONFIGS):
        return load_config(path, Sources).sources
    return [choose_source(path, config, None)]


def _read(
    spark: SparkSession, source: Source, schema: Schema, max_characters: int, limit: int, found: ReadListings
) -> None:
    opened = open_file(spark, source)
    for note in opened.notes:
        click.echo(f"note: {note}", err=True)
    try:
        for table in _tables(opened, limit):
            columns = tuple(table[name] for name in SCREENED_BY)
            judged = screened(schema, max_characters, columns)
            for row, verdict in zip(table.to_pylist(), judged.to_pylist(), strict=True):
                if verdict["reason"] is None:
                    found.listings.append(_listing(row, verdict))
                else:
                    found.rejected[verdict["reason"]] = found.rejected.get(verdict["reason"], 0) + 1
    except (PySparkException, Py4JJavaError) as cause:
        raise SourceError(f"cannot read the rows of {source.path}: {first_line(cause)}") from cause


def _tables(opened: OpenSource, limit: int) -> Iterator[pa.Table]:
    """A sample drawn by ids: rows that stand together are often of one kind. Of copies the newest leads."""
    by_id = F.xxhash64("product_id"), F.col("product_id")
    rows = listings(opened).orderBy(*by_id, F.desc_nulls_last("updated_at"), F.xxhash64("raw"))
    drawn = rows.limit(limit).toArrow()
    for first in range(0, drawn.num_rows, _ROWS):
        yield drawn.slice(first, _ROWS)


def _listing(row: dict[str, Any], verdict: dict[str, Any]) -> Listing:
    statements = tuple((each["key"], each["value"]) for each in verdict["seller_attributes"] or ())
    return Listing(
        row["product_id"], row["title"], row["description"], verdict["category"], statements, verdict["site"],
        verdict["named"], verdict["wording"], verdict["titled"], verdict["unread"],
    )  # fmt: skip
