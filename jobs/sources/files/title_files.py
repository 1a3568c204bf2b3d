"""Plain text as listings: a title a line."""

from __future__ import annotations

from functools import reduce

from pyspark.sql import SparkSession
from pyspark.sql import functions as F
from pyspark.sql.types import StructType

from jobs.config import Source
from jobs.sources.files.found import find, several
from jobs.sources.files.kinds import begins_as_json
from jobs.sources.files.lines import TEXT, folders_of, read_lines
from jobs.sources.files.options import reader_options
from jobs.sources.files.text_files import CORRUPT, Rows, base_folder
from udfs.errors import SourceError

COLUMNS = ("product_id", "title")
"""Columns of such a file."""
_ID = 32  # hexadecimal digits
_EDGES = r"(?U)^[\s\p{Cf}]+|(?<![\s\p{Cf}])[\s\p{Cf}]+$"


def read_titles(spark: SparkSession, source: Source) -> Rows:
    """Lines that hold anything: ``title`` without white space at its ends, ``product_id`` the first half of its sha256.

    Equal lines have one id: all but one of them are rejected as copies.
    """
    found, notes = find(spark, source)
    if faults := [f"{file.path} is JSON: set `format: json`" for file in found if begins_as_json(file.head)]:
        raise SourceError(several(faults))
    if not found:
        return Rows(spark.createDataFrame([], StructType()), notes)
    options, base = reader_options(source), base_folder(spark, source)
    encodings = {file.encoding for file in found}
    parts = [
        read_lines(spark, options, [file.uri for file in found if file.encoding == encoding], encoding, base)
        for encoding in sorted(encodings)
    ]
    lines = reduce(lambda left, right: left.unionByName(right, allowMissingColumns=True), parts)
    title = F.regexp_replace(TEXT, _EDGES, "")
    digest = F.left(F.sha2(title, 256), F.lit(_ID))
    corrupt = F.struct(F.col(TEXT).alias("text"), F.lit(False).alias("corrupt")).alias(CORRUPT)
    own = [name for name in folders_of(lines) if name.lower() not in COLUMNS]
    return Rows(
        lines.filter(title != "").select(*own, digest.alias("product_id"), title.alias("title"), corrupt), notes
    )
