"""JSON files as rows of text: one object a line, several, one over several lines, or the elements of an array."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import reduce
from typing import Any

from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.types import StructType

from jobs.config import Source
from jobs.sources.files.csv_layout import lines_of, shown
from jobs.sources.files.found import File, find, several
from jobs.sources.files.json_records import by_depth, by_lines, is_by_lines
from jobs.sources.files.lines import BROKEN, FILE, TEXT, each_alone, file_key, folders_of, put_together, read_lines
from jobs.sources.files.options import Options, parser_options, reader_options
from jobs.sources.files.text_files import CORRUPT, Rows, base_folder, count_lines, whole_characters
from udfs.errors import SourceError

_NESTED = {"OBJECT": "map<string,string>", "ARRAY": "array<string>"}
_MAP = "map<string,string>"
# Objects one after the other; that, within a text or an array, is common and means nothing yet.
_NEXT_TO_EACH_OTHER = r"\}\s*+(?:,\s*+)?\{|\}\s*+,\s*+$|^\s*+,"


def read_json(spark: SparkSession, source: Source) -> Rows:
    """JSON objects, whatever their lines. A key whose values are all objects is a map of text to text, all arrays an
    array of text; every other is text: 0012 stays 0012, what is nested stays JSON.

    Spark's own inference makes structs of objects; their fields have no case, so of ``Color`` and ``color`` one is
    lost. Among keys of the object itself, where SQL knows no case either, the first of them that has a value counts.
    """
    given = reader_options(source)
    options: dict[str, Any] = {**parser_options(given), "mode": "PERMISSIVE"}
    found, notes = find(spark, source)
    if faults := list(_faults(found)):
        raise SourceError(several(faults))
    if not found:
        return Rows(spark.createDataFrame([], StructType()), notes)
    lines = _records(spark, given, options, found, base_folder(spark, source))
    texts = lines.select(*folders_of(lines), F.col(TEXT).alias("text"), BROKEN).filter(F.col("text").rlike(r"\S"))
    return Rows(_rows(source, texts, options), notes)


def _faults(found: Iterable[File]) -> Iterator[str]:
    for file in found:
        lines = [line for line in lines_of(file.head) if line.strip()]
        if lines and not any(line.lstrip(" \t,").startswith(("{", "[")) for line in lines):
            yield (
                f"{file.path} holds no JSON, its first line is {shown(lines[0])}: correct `format` (csv is a table "
                "with a header, text a title a line) or `path`"
            )


def _records(
    spark: SparkSession, given: Options, options: dict[str, Any], found: list[File], base: str | None
) -> DataFrame:
    """Objects as they stand in the files, with the columns of :mod:`jobs.sources.files.lines`."""
    by_encoding: defaultdict[str, list[File]] = defaultdict(list)
    for file in found:
        by_encoding[file.encoding].append(file)
    parts: list[DataFrame] = []
    for encoding, alike in by_encoding.items():
        lines = read_lines(spark, given, [file.uri for file in alike], encoding, base)
        parts += _put_together(lines, alike, options)
    return reduce(lambda left, right: left.unionByName(right, allowMissingColumns=True), parts)


def _put_together(lines: DataFrame, found: list[File], options: dict[str, Any]) -> Iterator[DataFrame]:
    counts = count_lines([_counted(lines, options)])
    odd: defaultdict[bool, list[Any]] = defaultdict(list)
    for file in found:
        row = counts.get(file_key(file.uri))
        if row is None:
            continue
        alone = is_by_lines(lines_of(file.head))
        if row["several"] or (row["unread"] and not alone):
            odd[alone].append(row)
    names = [row[FILE] for rows in odd.values() for row in rows]
    yield each_alone(lines.filter(~F.col(FILE).isin(names)) if names else lines)
    for alone, rows in odd.items():
        own = lines.filter(F.col(FILE).isin([row[FILE] for row in rows]))
        yield put_together(own, by_lines if alone else by_depth, sum(row["size"] for row in rows))


def _counted(lines: DataFrame, options: dict[str, Any]) -> DataFrame:
    """By file: bytes, lines that do not parse, and lines of arrays or with more than one object.

    The parser takes the first object of a line and passes over what follows; within an array it does not.
    """
    text = F.col(TEXT)
    alone = F.from_json(text, _MAP, options)
    within = F.from_json(F.concat(F.lit("["), text, F.lit("]")), f"array<{_MAP}>", options)
    more = text.rlike(_NEXT_TO_EACH_OTHER) & alone.isNotNull() & ~F.coalesce(F.size(within) == 1, F.lit(False))
    of_array = alone.isNull() & text.rlike(r"^\s*[\[,]")
    return lines.filter(text.rlike(r"\S")).groupBy(FILE).agg(
        F.sum(F.octet_length(text)).alias("size"), F.count_if(alone.isNull()).alias("unread"),
        F.count_if(more | of_array).alias("several"),
    )  # fmt: skip


def _rows(source: Source, texts: DataFrame, options: dict[str, Any]) -> DataFrame:
    folders = [name for name in texts.columns if name not in ("text", BROKEN)]
    kinds = _kinds(texts, options)
    rows = texts.withColumn("row", F.from_json(whole_characters(F.col("text")), _MAP, options))
    if not kinds and not rows.isEmpty() and rows.filter(F.col("row").isNotNull()).isEmpty():
        raise SourceError(
            f"no row of {source.path} parses as json, one object a line; correct the file, `format` or `options`"
        )
    columns = [_json_column(names, kinds, options) for names in _same_but_for_case(kinds)]
    corrupt = F.col("row").isNull() | F.col(BROKEN)
    taken = {names[0].lower() for names in _same_but_for_case(kinds)}
    own = [name for name in folders if name.lower() not in taken]
    return rows.select(*own, *columns, F.struct("text", corrupt.alias("corrupt")).alias(CORRUPT))


def _kinds(texts: DataFrame, options: dict[str, Any]) -> dict[str, set[str]]:
    """Key of the objects to the kinds of its values, such as STRING and OBJECT."""
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
