"""Source tables and files to canonical listings. Whatever is broken in them, every row arrives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from py4j.protocol import Py4JJavaError  # type: ignore[import-untyped]
from pyspark.errors import AnalysisException, PySparkException
from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.types import MapType, StringType, StructType

from jobs import files
from jobs.config import Source
from udfs.errors import SourceError

CORRUPT = "__corrupt_record"
"""Original text of a CSV or JSON row that could not be parsed, else null."""

_MAP = "map<string,string>"
_TEXTS = ("product_id", "title", "description", "category", "locale")
_DEFAULTS: dict[str, dict[str, str]] = {
    # Sellers' descriptions hold line breaks and doubled quotes; other ways of quoting are set by `options`.
    "csv": {"header": "true", "multiLine": "true", "quote": '"', "escape": '"', "mode": "PERMISSIVE"},
    # 0012 must stay text: an id loses its zeros as a number.
    "json": {"primitivesAsString": "true", "mode": "PERMISSIVE"},
}


@dataclass(frozen=True, slots=True)
class OpenSource:
    """A source whose columns are known. ``version`` is the Delta version it is pinned to, null for files."""

    source: Source
    frame: DataFrame
    version: int | None


def open_sources(spark: SparkSession, sources: Sequence[Source]) -> list[OpenSource]:
    """Find every source and check its mapped columns. Raises one SourceError with the faults of all of them."""
    opened: list[OpenSource] = []
    faults: list[str] = []
    for source in sources:
        try:
            one = _open(spark, source)
        except SourceError as error:
            faults.append(f"source {source.name}: {error}")
            continue
        opened.append(one)
        faults += [f"source {source.name}: {fault}" for fault in _column_faults(one)]
    if faults:
        raise SourceError(f"cannot read {len(faults)} thing(s) the config asks for:\n  " + "\n  ".join(faults))
    return opened


def _open(spark: SparkSession, source: Source) -> OpenSource:
    if not files.matches(spark, source.path):
        raise SourceError(f"there is nothing at {source.path}; correct `path`")
    try:
        if source.format == "delta":
            return _open_delta(spark, source)
        if source.format == "parquet":
            return OpenSource(source, spark.read.options(**source.options).parquet(source.path), None)
        return OpenSource(source, _read_text_rows(spark, source), None)
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


def _read_text_rows(spark: SparkSession, source: Source) -> DataFrame:
    """CSV or JSON lines, read as text with one more column for the rows that do not parse.

    The reader fills that column only when it stands in a given schema, so the columns are found first.
    """
    options = {**_DEFAULTS[source.format], **source.options, "columnNameOfCorruptRecord": CORRUPT}
    reader = spark.read.format(source.format).options(**options)
    inferred = reader.load(source.path)
    columns = [field for field in inferred.schema.fields if field.name != CORRUPT]
    if not inferred.columns:
        return inferred  # no header and no row
    if not columns:
        raise SourceError(f"no row of {source.path} parses as {source.format}; correct `format` or `options`")
    schema = StructType(columns).add(CORRUPT, StringType())
    return reader.schema(schema).load(source.path)


def _column_faults(opened: OpenSource) -> Iterator[str]:
    if not _own_columns(opened.frame):
        return  # a file without any row and header: nothing can be mapped, and nothing is lost
    for name, expression in opened.source.columns:
        if expression is None:
            continue
        try:
            _canonical_column(opened.frame, name, expression)
        except AnalysisException as error:
            yield _say(opened, name, expression, error)


def _say(opened: OpenSource, name: str, expression: str, error: AnalysisException) -> str:
    available = ", ".join(_own_columns(opened.frame))
    if (error.getCondition() or "").startswith("UNRESOLVED_COLUMN"):
        return f"columns.{name}: {expression!r} names a column that does not exist; available: {available}"
    return f"columns.{name}: {expression!r} does not work: {first_line(error)}; available columns: {available}"


def _own_columns(frame: DataFrame) -> list[str]:
    return [name for name in frame.columns if name != CORRUPT]


def listings(opened: OpenSource) -> DataFrame:
    """All rows of a source as canonical listings.

    Columns: source, product_id, title, description, category_text, locale, seller_attributes (text to text, no empty
    entries), updated_at (null when it is no timestamp), raw (the row as JSON, or its original text), corrupt (boolean).
    Everything but source, raw and corrupt may be null.
    """
    frame, own = opened.frame, _own_columns(opened.frame)
    as_json = F.to_json(F.struct(*(F.col(_quoted(name)) for name in own))) if own else F.lit("{}")
    original = F.col(CORRUPT) if CORRUPT in frame.columns else F.lit(None).cast("string")
    columns = dict(opened.source.columns) if own else {}
    canonical = {name: _canonical_column(frame, name, columns.get(name)) for name in _NAMES}
    return frame.select(
        F.lit(opened.source.name).alias("source"),
        canonical["product_id"].alias("product_id"),
        canonical["title"].alias("title"),
        canonical["description"].alias("description"),
        canonical["category"].alias("category_text"),
        canonical["locale"].alias("locale"),
        canonical["seller_attributes"].alias("seller_attributes"),
        canonical["updated_at"].alias("updated_at"),
        F.coalesce(original, as_json).alias("raw"),
        original.isNotNull().alias("corrupt"),
    )


_NAMES = (*_TEXTS, "seller_attributes", "updated_at")


def _canonical_column(frame: DataFrame, name: str, expression: str | None) -> Column:
    """The column for one canonical name. Raises AnalysisException when the expression does not work on the frame."""
    if name == "seller_attributes":
        return _as_map(frame, expression)
    kind = "timestamp" if name == "updated_at" else "string"
    if expression is None:
        return F.lit(None).cast(kind)
    value = F.expr(expression).try_cast(kind)
    frame.select(value)  # analyses at once
    if name in ("product_id", "category", "locale"):
        return F.nullif(F.trim(value), F.lit(""))
    return value


def _as_map(frame: DataFrame, expression: str | None) -> Column:
    if expression is None:
        return F.lit(None).cast(_MAP)
    value = F.expr(expression)
    kind = frame.select(value.alias("value")).schema["value"].dataType
    if isinstance(kind, StructType):
        value = F.from_json(F.to_json(value), _MAP)
    elif not isinstance(kind, MapType):
        raise AnalysisException(
            f"it gives {kind.simpleString()}, a map of text to text is needed; JSON text becomes one by "
            f"from_json({expression}, '{_MAP}')"
        )
    texts = value.cast(_MAP)
    frame.select(texts)
    return F.map_filter(texts, lambda key, text: (F.trim(key) != "") & F.coalesce(F.trim(text) != "", F.lit(False)))


def _quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"


def first_line(error: BaseException) -> str:
    """What Spark or Java says went wrong, without plan and stack trace."""
    if isinstance(error, Py4JJavaError):
        cause = error.java_exception
        while cause.getCause() is not None:
            cause = cause.getCause()
        text = str(cause.toString())
    else:
        text = str(error)
    return next((line.strip() for line in text.splitlines() if line.strip()), type(error).__name__)
