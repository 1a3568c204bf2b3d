"""What a file is that nobody described, where its first line leaves no doubt."""

from __future__ import annotations

from pyspark.sql import SparkSession

from jobs.config import Source
from jobs.session import files
from jobs.sources.files.csv_layout import csv_layout
from jobs.sources.files.encodings import likely_encoding
from jobs.sources.files.found import find, first_lines, listed
from jobs.sources.files.kinds import begins_as_json
from udfs.errors import SourceError

_NEEDED = {"product_id", "title"}
_TEXT = ("csv", "json", "text")


def with_encoding(spark: SparkSession, source: Source) -> Source:
    """The source with the encoding that its first file seems to be in, where that is not UTF-8 and none is told."""
    told = {name.lower() for name in source.options} & {"encoding", "charset"}
    if told or source.format not in _TEXT or not files.matches(spark, files.pattern(spark, source.path)):
        return source
    likely = likely_encoding(first_lines(spark, listed(spark, source)[0]))
    return source.model_copy(update={"options": {**source.options, "encoding": likely}}) if likely else source


def as_it_looks(spark: SparkSession, source: Source, *, sure: bool) -> Source:
    """The source with another format where its first file begins as JSON, or with a header of our own names.

    ``sure``: whether the file's name says something. Raises SourceError where neither does.
    """
    if source.format not in _TEXT or not files.matches(spark, files.pattern(spark, source.path)):
        return source
    found, _ = find(spark, source)
    for file in found[:1]:
        if begins_as_json(file.head):
            return source.model_copy(update={"format": "json", "options": {}})
        layout = csv_layout(file.head, {"sep": "auto"})
        if layout is not None and {name.lower() for name in layout.header} >= _NEEDED:
            return source.model_copy(update={"format": "csv", "options": {"sep": "auto"}})
    if not sure:
        raise SourceError(
            f"cannot tell what {source.path} is: name it .csv, .tsv, .json, .jsonl, .txt (a title a line) or .parquet, "
            "give a Delta table's folder, or use --source"
        )
    return source
