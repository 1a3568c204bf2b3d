"""What files of text have in common as rows: one more column for what did not parse. No row is lost, no value moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import reduce

from pyspark.sql import Column, DataFrame, Row, SparkSession
from pyspark.sql import functions as F

from jobs.config import Source
from jobs.session import files
from jobs.sources.files.lines import FILE, file_key

CORRUPT = "__corrupt_record"
"""Hidden column of rows read from text, a struct: ``text``, the row as it stands in the file (null for a CSV row that
parses), and ``corrupt``, whether it does not parse."""

# Escapes of half a character, which Spark would read as a question mark. An escaped backslash begins none.
_HEX = "[0-9a-fA-F]{2}"
_HIGH, _LOW = rf"\\u[dD][89abAB]{_HEX}", rf"\\u[dD][c-fC-F]{_HEX}"
_BACKSLASHES = r"(?<!\\)((?:\\\\)*+)"
_HALF_PAIRS = (
    rf"{_BACKSLASHES}{_HIGH}(?!{_LOW})",
    rf"{_BACKSLASHES}(?<!(?<!\\)(?:\\\\){{0,8}}{_HIGH}){_LOW}",
)


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a source's files, and sentences on what was left out, merged or passed over."""

    frame: DataFrame
    notes: list[str] = field(default_factory=list)


def whole_characters(text: Column) -> Column:
    """JSON in which the escape of half a character is that of U+FFFD, which screening rejects row by row."""
    whole = text
    for half in _HALF_PAIRS:
        whole = F.regexp_replace(whole, half, r"$1\\ufffd")
    return F.when(text.rlike(r"\\u[dD][89a-fA-F]"), whole).otherwise(text)


def base_folder(spark: SparkSession, source: Source) -> str | None:
    """The folder below which folders named ``key=value`` are columns; null where the path is no one folder."""
    if "basepath" in {name.lower() for name in source.options}:
        return None
    found = files.found(spark, files.pattern(spark, source.path))
    return files.escaped(found[0][0]) if len(found) == 1 and found[0][1] else None


def count_lines(counts: Sequence[DataFrame]) -> dict[str, Row]:
    """Counts by file, of frames with the column ``FILE``, by :func:`jobs.sources.files.lines.file_key`."""
    rows = reduce(DataFrame.unionByName, counts).collect()
    return {file_key(row[FILE]): row for row in rows}
