"""Files of tables: whether they are what they are told to be, before Spark fails on one of them half way."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

from pyspark.sql import SparkSession

from jobs.config import Source
from jobs.session import files
from jobs.sources.files.found import plain, several
from jobs.sources.files.kinds import foreign, is_parquet
from udfs.errors import SourceError

_LOOKED_AT = 64  # files; one writer wrote the others, most likely
_TABLES = {"_delta_log": "a Delta table: set `format: delta`", ".hoodie": "a Hudi table: write it as Parquet"}


def check_parquet(spark: SparkSession, source: Source) -> None:
    """Raises SourceError where a folder is another table's, whose old files hold old rows, or a file is no Parquet."""
    for path, is_folder in files.found(spark, files.pattern(spark, source.path)):
        for name, _ in files.entries(spark, path) if is_folder else []:
            if name in _TABLES:
                raise SourceError(f"{path} is {_TABLES[name]}")
    if faults := list(_faults(spark, source)):
        raise SourceError(several(faults))


def _faults(spark: SparkSession, source: Source) -> Iterator[str]:
    listed = spark.read.options(**source.options).format("binaryFile").load(files.pattern(spark, source.path))
    for uri in sorted(map(unquote, listed.inputFiles()))[:_LOOKED_AT]:
        head = files.first_bytes(spark, uri, 512)
        if not is_parquet(head):
            what = foreign(head) if head else "is empty: take it out of `path`"
            yield f"{plain(uri)} {what or 'is no Parquet file: correct `format` or `path`'}"
