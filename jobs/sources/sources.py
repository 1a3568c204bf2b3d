"""Source tables and files to canonical listings. Whatever is broken in them, every row arrives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from py4j.protocol import Py4JJavaError  # type: ignore[import-untyped]
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession

from jobs.config import Source
from jobs.session import files
from jobs.session.faults import first_line
from jobs.sources.helpers import register
from jobs.sources.mapping import Mapping, read_mapping
from jobs.sources.text_files import CORRUPT as CORRUPT
from jobs.sources.text_files import read_csv, read_json
from udfs.errors import SourceError


@dataclass(frozen=True, slots=True)
class OpenSource:
    """A source whose columns are known. ``version`` is the Delta version it is pinned to, null for files.

    ``mapping``: how its columns are mapped; null before that was checked.
    """

    source: Source
    frame: DataFrame
    version: int | None
    mapping: Mapping | None = None


def open_sources(spark: SparkSession, sources: Sequence[Source]) -> list[OpenSource]:
    """Find every source and check its mapped columns. Raises one SourceError with the faults of all of them."""
    register(spark)
    opened: list[OpenSource] = []
    faults: list[str] = []
    for source in sources:
        try:
            one = _open(spark, source)
        except SourceError as error:
            faults.append(f"source {source.name}: {error}")
            continue
        wrong: list[str] = []
        opened.append(replace(one, mapping=read_mapping(source, one.frame, wrong)))
        faults += [f"source {source.name}: {fault}" for fault in wrong]
    if faults:
        raise SourceError(f"cannot read {len(faults)} thing(s) the config asks for:\n  " + "\n  ".join(faults))
    return opened


def _open(spark: SparkSession, source: Source) -> OpenSource:
    try:
        if not files.matches(spark, source.path):
            raise SourceError(f"there is nothing at {source.path}; correct `path`")
        if source.format == "delta":
            return _open_delta(spark, source)
        if source.format == "parquet":
            return OpenSource(source, spark.read.options(**source.options).parquet(source.path), None)
        return OpenSource(source, (read_csv if source.format == "csv" else read_json)(spark, source), None)
    except (PySparkException, Py4JJavaError) as cause:
        raise SourceError(f"cannot read {source.path} as {source.format}: {first_line(cause)}") from cause


def _open_delta(spark: SparkSession, source: Source) -> OpenSource:
    newest = files.delta_version(spark, source.path)
    if newest is None:
        raise SourceError(f"{source.path} is no Delta table; correct `path` or `format`")
    version = newest if source.version is None else source.version
    if version > newest:
        raise SourceError(f"{source.path} has no version {version}; the newest is {newest}")
    reader = spark.read.format("delta").options(**source.options).option("versionAsOf", version)
    return OpenSource(source, reader.load(source.path), version)


def listings(opened: OpenSource) -> DataFrame:
    """All rows of a source that :func:`open_sources` opened: see :meth:`jobs.sources.mapping.Mapping.listings`."""
    assert opened.mapping is not None
    return opened.mapping.listings()
