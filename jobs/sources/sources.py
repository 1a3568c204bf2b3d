"""Source tables and files to canonical listings. Whatever is broken in them, every row arrives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from py4j.protocol import Py4JJavaError  # type: ignore[import-untyped]
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession

from jobs.config import Columns, Source
from jobs.session import files
from jobs.session.faults import first_line
from jobs.sources.files import options
from jobs.sources.files.compression import damaged
from jobs.sources.files.csv_files import read_csv
from jobs.sources.files.json_files import read_json
from jobs.sources.files.table_files import check_parquet
from jobs.sources.files.text_files import CORRUPT as CORRUPT
from jobs.sources.files.title_files import read_titles
from jobs.sources.mapping.columns import Mapping, read_mapping
from jobs.sources.mapping.path_last import register
from udfs.errors import SourceError

_READERS = {"csv": read_csv, "json": read_json, "text": read_titles}


@dataclass(frozen=True, slots=True)
class OpenSource:
    """A source whose columns are known. ``version`` is the Delta version it is pinned to, null for files.

    ``notes``: sentences on what stands in its files or beside them and is no row. ``mapping``: how its columns are
    mapped; null before that was checked.
    """

    source: Source
    frame: DataFrame
    version: int | None
    notes: tuple[str, ...] = ()
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


def with_columns(opened: OpenSource, columns: Columns) -> OpenSource:
    """The same source by another mapping. Raises SourceError with all of its faults."""
    source = opened.source.model_copy(update={"columns": columns})
    faults: list[str] = []
    mapped = replace(opened, source=source, mapping=read_mapping(source, opened.frame, faults))
    if faults:
        raise SourceError(f"source {source.name}: " + "; ".join(faults))
    return mapped


def _open(spark: SparkSession, source: Source) -> OpenSource:
    if refused := list(options.faults(source)):
        raise SourceError("; ".join(refused))
    try:
        if not files.matches(spark, files.pattern(spark, source.path)):
            raise SourceError(f"there is nothing at {source.path}; correct `path`")
        if source.format == "delta":
            return _open_delta(spark, source)
        if source.format == "parquet":
            check_parquet(spark, source)
            reader = spark.read.options(**source.options)
            return OpenSource(source, reader.parquet(files.pattern(spark, source.path)), None)
        rows = _READERS[source.format](spark, source)
        return OpenSource(source, rows.frame, None, tuple(rows.notes))
    except (PySparkException, Py4JJavaError) as cause:
        why = damaged(cause) or f"cannot read {source.path} as {source.format}: {first_line(cause)}"
        raise SourceError(why) from cause


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
    """All rows of a source that is open: see :meth:`jobs.sources.mapping.columns.Mapping.listings`."""
    assert opened.mapping is not None
    return opened.mapping.listings()
