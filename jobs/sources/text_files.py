"""CSV and JSON lines as rows of text, with one more column for what did not parse. No row is lost, no value moved."""

from __future__ import annotations

from collections import defaultdict
from functools import reduce
from typing import Any
from urllib.parse import unquote

from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.types import StringType, StructField, StructType

from jobs.config import Source
from udfs.errors import SourceError

CORRUPT = "__corrupt_record"
"""Hidden column of rows read from text, a struct: ``text``, the row as it stands in the file (null for a CSV row that
parses), and ``corrupt``, whether it does not parse."""

# Sellers' descriptions hold line breaks and doubled quotes; other ways of quoting are set by `options`.
_CSV = {"header": "true", "multiLine": "true", "quote": '"', "escape": '"', "mode": "PERMISSIVE"}
# Escapes of half a character, which Spark would read as a question mark. An escaped backslash begins none.
_HEX = "[0-9a-fA-F]{2}"
_HIGH, _LOW = rf"\\u[dD][89abAB]{_HEX}", rf"\\u[dD][c-fC-F]{_HEX}"
_BACKSLASHES = r"(?<!\\)((?:\\\\)*+)"
_HALF_PAIRS = (
    rf"{_BACKSLASHES}{_HIGH}(?!{_LOW})",
    rf"{_BACKSLASHES}(?<!(?<!\\)(?:\\\\){{0,8}}{_HIGH}){_LOW}",
)
_NESTED = {"OBJECT": "map<string,string>", "ARRAY": "array<string>"}


def read_csv(spark: SparkSession, source: Source) -> DataFrame:
    """CSV files, all columns text. Each file is read by its own header; what a file lacks is null in its rows."""
    reader = spark.read.options(**{**_CSV, **source.options, "columnNameOfCorruptRecord": CORRUPT})
    whole = reader.csv(source.path)
    files = [unquote(uri) for uri in whole.inputFiles()]
    by_header: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for file in files if len(files) > 1 else []:
        by_header[tuple(reader.csv(file).columns)].append(file)
    by_header.pop((), None)  # files without header and row
    if len(by_header) < 2:  # the path says more than its files: folders like day=2026-01-01 are columns
        header = tuple(whole.columns) or next(iter(by_header), ())
        return _read_csv(spark, source, header, [source.path]) if header else whole
    parts = (_read_csv(spark, source, header, paths) for header, paths in by_header.items())
    return reduce(lambda left, right: left.unionByName(right, allowMissingColumns=True), parts)


def _read_csv(spark: SparkSession, source: Source, header: tuple[str, ...], paths: list[str]) -> DataFrame:
    # Spark fills the column for corrupt rows only when it stands in a given schema.
    schema = StructType([StructField(name, StringType()) for name in (*header, CORRUPT)])
    reader = spark.read.options(**{**_CSV, **source.options, "columnNameOfCorruptRecord": CORRUPT})
    rows = reader.schema(schema).csv(paths)
    text = F.col(CORRUPT)
    return rows.withColumn(CORRUPT, F.struct(text.alias("text"), text.isNotNull().alias("corrupt")))


def read_json(spark: SparkSession, source: Source) -> DataFrame:
    """JSON lines, one object a line. A key whose values are all objects is a map of text to text, all arrays an array
    of text; every other is text: 0012 stays 0012, what is nested stays JSON.

    Spark's own inference makes structs of objects; their fields have no case, so of ``Color`` and ``color`` one is
    lost. Among keys of the line itself, where SQL knows no case either, the first of them that has a value counts.
    """
    options: dict[str, Any] = {"mode": "PERMISSIVE", **source.options}
    lines = spark.read.options(**options).text(source.path)
    text = _decoded(source.options)
    folders = [name for name in lines.columns if name != "value"]
    texts = lines.select(*folders, text.alias("text")).filter(F.col("text").rlike(r"\S"))
    kinds = _kinds(texts, options)
    rows = texts.withColumn("row", F.from_json(whole_characters(F.col("text")), "map<string,string>", options))
    if not kinds and not rows.isEmpty() and rows.filter(F.col("row").isNotNull()).isEmpty():
        raise SourceError(
            f"no row of {source.path} parses as json, one object a line; correct the file, `format` or `options`"
        )
    columns = [_json_column(names, kinds, options) for names in _same_but_for_case(kinds)]
    original = F.struct("text", F.col("row").isNull().alias("corrupt")).alias(CORRUPT)
    return rows.select(*folders, *columns, original)


def _decoded(options: dict[str, Any]) -> Column:
    """The line as text; bytes that make no character become U+FFFD, which screening rejects row by row."""
    given = {name.lower(): str(value) for name, value in options.items()}
    encoding = given.get("encoding", given.get("charset", "UTF-8"))
    if encoding.upper() in ("UTF-8", "UTF8"):
        return F.make_valid_utf8("value")
    return F.decode(F.col("value").cast("binary"), encoding)


def whole_characters(text: Column) -> Column:
    """JSON in which the escape of half a character is that of U+FFFD, which screening rejects row by row."""
    whole = text
    for half in _HALF_PAIRS:
        whole = F.regexp_replace(whole, half, r"$1\\ufffd")
    return F.when(text.rlike(r"\\u[dD][89a-fA-F]"), whole).otherwise(text)


def _kinds(texts: DataFrame, options: dict[str, Any]) -> dict[str, set[str]]:
    """Key of the lines to the kinds of its values, such as STRING and OBJECT."""
    entries = texts.select(F.explode(F.from_json(whole_characters(F.col("text")), "map<string,variant>", options)))
    kind = F.substring_index(F.schema_of_variant("value"), "<", 1)
    found = entries.groupBy("key").agg(F.collect_set(F.nullif(kind, F.lit("VOID"))).alias("kinds")).collect()
    return {row["key"]: set(row["kinds"]) for row in found}


def _same_but_for_case(names: dict[str, set[str]]) -> list[list[str]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for name in sorted(names):
        groups[name.lower()].append(name)
    return list(groups.values())


def _json_column(names: list[str], kinds: dict[str, set[str]], options: dict[str, Any]) -> Column:
    text = F.coalesce(*(F.col("row")[F.lit(name)] for name in names))
    nested = {_NESTED.get(kind) for name in names for kind in kinds[name]}
    only = nested.pop() if len(nested) == 1 else None
    return (F.from_json(text, only, options) if only else text).alias(names[0])
