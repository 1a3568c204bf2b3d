"""The lines of text files as rows, and lines put together to records where a record runs over several.

Spark reads lines of one file by many tasks. Which of them belong together is only known in order: few lines are put
together in this process, many by workers, each with whole files.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain, groupby, islice
from urllib.parse import unquote

import pyarrow as pa
from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.types import BooleanType, LongType, StringType, StructField, StructType

from jobs.session import files
from jobs.sources.files.encodings import is_wide
from jobs.sources.files.options import Options, folder_options

TEXT = "__text"
"""Column: a line, or a record of several, without what ends it."""
BROKEN = "__broken"
"""Column: whether the lines of a record could not be put together."""
LINES = "__lines"
"""Column: how many lines a record has."""
DOUBTFUL = "__doubtful"
"""Column: whether a record of several lines may be several."""
FILE, BLOCK, PLACE = "__file", "__block", "__place"
_OURS = (FILE, BLOCK, PLACE, TEXT)
_RECORD = ((TEXT, StringType()), (BROKEN, BooleanType()), (LINES, LongType()), (DOUBTFUL, BooleanType()))
IN_PROCESS = 4_000_000
"""Bytes of lines that are put together in this process: a worker takes seconds to start."""

_BATCH = 4096  # records

Assemble = Callable[[Iterable[str]], Iterator[tuple[str, bool, int, bool]]]
"""The lines of one file to records: text, broken, lines, doubtful."""


def read_lines(
    spark: SparkSession, options: Options, uris: Sequence[str], encoding: str, base: str | None
) -> DataFrame:
    """The lines of files in one encoding, with the columns of folders named ``key=value`` below ``base``."""
    reader = spark.read.options(**folder_options(options))
    reader = reader.option("ignoreCorruptFiles", "false").option("ignoreMissingFiles", "false")
    if base:
        reader = reader.option("basePath", base)
    if is_wide(encoding):
        reader = reader.option("encoding", encoding).option("lineSep", options.get("linesep", "\n"))
    elif "linesep" in options:
        reader = reader.option("encoding", encoding).option("lineSep", options["linesep"])
    lines = reader.text([files.escaped(uri) for uri in uris])
    folders = [name for name in lines.columns if name != "value"]
    text = F.ltrim(_decoded(encoding), F.lit("\ufeff"))
    if is_wide(encoding) or "linesep" in options:  # else Spark cuts at each of CR LF, LF and CR
        text = F.when(text.endswith("\r"), F.rtrim(text, F.lit("\r"))).otherwise(text)
    return lines.select(
        *folders, F.col("_metadata.file_path").alias(FILE), F.col("_metadata.file_block_start").alias(BLOCK),
        F.monotonically_increasing_id().alias(PLACE), text.alias(TEXT),
    )  # fmt: skip


def folders_of(lines: DataFrame) -> list[str]:
    """Names of the columns that folders give."""
    ours = {*_OURS, *(name for name, _ in _RECORD)}
    return [name for name in lines.columns if name not in ours]


def file_key(uri: str) -> str:
    """A file's URI in one spelling, as ``_metadata`` and listings spell it differently."""
    return re.sub("^file:/+", "file:/", unquote(uri))


def each_alone(lines: DataFrame) -> DataFrame:
    """Records of a line each."""
    alone = (F.lit(False).alias(BROKEN), F.lit(1).cast("long").alias(LINES), F.lit(False).alias(DOUBTFUL))
    return lines.select(*folders_of(lines), FILE, TEXT, *alone)


def put_together(lines: DataFrame, assemble: Assemble, size: int) -> DataFrame:
    """Records of all lines, file by file and in order; ``size``: their bytes, about."""
    folders = [lines.schema[name] for name in folders_of(lines)]
    schema = StructType([*folders, StructField(FILE, StringType()), *(StructField(*each) for each in _RECORD)])
    if size > IN_PROCESS:
        ordered = lines.repartition(F.col(FILE)).sortWithinPartitions(FILE, BLOCK, PLACE)
        return ordered.mapInArrow(partial(_records, assemble), schema)
    found = lines.toArrow().sort_by([(name, "ascending") for name in (FILE, BLOCK, PLACE)])
    made = pa.Table.from_batches(list(_records(assemble, found.to_batches())) or [_batch([], _schema(found.schema))])
    return lines.sparkSession.createDataFrame(made, schema)


def _records(assemble: Assemble, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Records of lines in order."""
    coming = iter(batches)
    first = next(coming, None)
    if first is None:
        return
    schema = _schema(first.schema)
    names = [*(name for name in schema.names if name not in dict(_RECORD)), TEXT]
    rows = (
        row
        for batch in chain((first,), coming)
        for row in zip(*(batch[name].to_pylist() for name in names), strict=True)
    )
    made = (
        (*place, *record)
        for place, own in groupby(rows, key=lambda row: row[:-1])
        for record in assemble(row[-1] for row in own)
    )
    while part := list(islice(made, _BATCH)):
        yield _batch(part, schema)


def _schema(lines: pa.Schema) -> pa.Schema:
    folders = [field for field in lines if field.name not in _OURS]
    record = [(TEXT, pa.string()), (BROKEN, pa.bool_()), (LINES, pa.int64()), (DOUBTFUL, pa.bool_())]
    return pa.schema([*folders, (FILE, pa.string()), *record])


def _batch(rows: list[tuple[object, ...]], schema: pa.Schema) -> pa.RecordBatch:
    columns = zip(*rows, strict=True) if rows else ((),) * len(schema)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _decoded(encoding: str) -> Column:
    """The line as text; bytes that make no character become U+FFFD, which screening rejects row by row."""
    if encoding == "UTF-8":
        return F.make_valid_utf8("value")
    return F.decode(F.col("value").cast("binary"), encoding)
