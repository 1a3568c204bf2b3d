"""Source tables and files to canonical listings. Whatever is broken in them, every row arrives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from py4j.protocol import Py4JJavaError  # type: ignore[import-untyped]
from pyspark.errors import AnalysisException, PySparkException
from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.types import ArrayType, DataType, MapType, StringType, StructType

from jobs.config import Columns, Source
from jobs.session import files
from jobs.session.faults import first_line
from jobs.sources.text_files import CORRUPT as CORRUPT
from jobs.sources.text_files import read_csv, read_json, whole_characters
from udfs.errors import SourceError

_MAP = "map<string,string>"

BLANK = r"\s\p{Z}\p{Cf}"
"""White space of any script and what is not seen, for a character class of an expression that begins with (?U)."""
_EDGES = rf"(?U)^[{BLANK}]+|(?<![{BLANK}])[{BLANK}]+$"
_VISIBLE = rf"(?U)[^{BLANK}]"


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


def _column_faults(opened: OpenSource) -> Iterator[str]:
    if not _own_columns(opened.frame):
        return  # a file without any row and header: nothing can be mapped, and nothing is lost
    works = True
    for name, expression in opened.source.columns:
        if expression is None:
            continue
        try:
            _canonical_column(opened, name, expression)
        except AnalysisException as error:
            works = False
            yield _say(opened, name, expression, error)
    if works:
        try:
            listings(opened)
        except AnalysisException as error:
            yield f"its columns cannot be read together: {first_line(error)}"


def _say(opened: OpenSource, name: str, expression: str, error: AnalysisException) -> str:
    available = ", ".join(_own_columns(opened.frame))
    if (error.getCondition() or "").startswith("UNRESOLVED_COLUMN"):
        return f"columns.{name}: {expression!r} names a column that does not exist; available: {available}"
    return f"columns.{name}: {expression!r} does not work: {first_line(error)}; available columns: {available}"


def _own_columns(frame: DataFrame) -> list[str]:
    return [name for name in frame.columns if name != CORRUPT]


def listings(opened: OpenSource) -> DataFrame:
    """All rows of a source as canonical listings.

    Columns: source, product_id, title, description, category_text, site_text, locale, seller_attributes (text to text,
    no empty entries), updated_at (null when it is no timestamp), raw (the row as JSON, or its original text), corrupt
    (boolean).
    Everything but source, raw and corrupt may be null.
    """
    frame, own = opened.frame, _own_columns(opened.frame)
    as_json = F.to_json(F.struct(*(F.col(_quoted(name)) for name in own))) if own else F.lit("{}")
    hidden = F.col(CORRUPT) if CORRUPT in frame.columns else None
    expressions = dict(opened.source.columns) if own else {}
    canonical = {name: _canonical_column(opened, name, expressions.get(name)) for name in Columns.model_fields}
    return frame.select(
        F.coalesce(canonical["source"], F.lit(opened.source.name)).alias("source"),
        canonical["product_id"].alias("product_id"),
        canonical["title"].alias("title"),
        canonical["description"].alias("description"),
        canonical["category"].alias("category_text"),
        canonical["site"].alias("site_text"),
        canonical["locale"].alias("locale"),
        canonical["seller_attributes"].alias("seller_attributes"),
        canonical["updated_at"].alias("updated_at"),
        (as_json if hidden is None else F.coalesce(hidden["text"], as_json)).alias("raw"),
        (F.lit(False) if hidden is None else hidden["corrupt"]).alias("corrupt"),
    )


def _canonical_column(opened: OpenSource, name: str, expression: str | None) -> Column:
    """The column for one canonical name. Raises AnalysisException when the expression does not work on the frame."""
    if name == "seller_attributes":
        return _as_map(opened, expression)
    kind = "timestamp" if name == "updated_at" else "string"
    if expression is None:
        return F.lit(None).cast(kind)
    value = F.expr(expression)
    if isinstance(_analyse(opened.frame, value), ArrayType | StructType | MapType) and name == "category":
        value = F.to_json(value)  # a list of levels: cast to text, their commas could not be told from those inside
    value = value.try_cast(kind)
    _analyse(opened.frame, value)
    if name in ("product_id", "category", "site", "source", "locale"):
        return F.nullif(F.regexp_replace(value, _EDGES, ""), F.lit(""))
    return value


def _as_map(opened: OpenSource, expression: str | None) -> Column:
    if expression is None:
        return F.lit(None).cast(_MAP)
    value = F.expr(expression)
    kind = _analyse(opened.frame, value)
    if isinstance(kind, StructType):
        value = F.from_json(F.to_json(value), _MAP)
    elif isinstance(kind, StringType) and opened.source.format == "json":
        value = F.from_json(whole_characters(value), _MAP)  # not all values of the key are objects, today or ever
    elif not isinstance(kind, MapType):
        raise AnalysisException(
            f"it gives {kind.simpleString()}, a map of text to text is needed; JSON text becomes one by "
            f"from_json({expression}, '{_MAP}')"
        )
    texts = value.cast(_MAP)
    _analyse(opened.frame, texts)
    return F.map_filter(texts, lambda key, text: key.rlike(_VISIBLE) & text.rlike(_VISIBLE))


def _analyse(frame: DataFrame, value: Column) -> DataType:
    """Type of an expression. It stands beside the frame's own columns, so one that folds rows, as max does, fails."""
    return (
        frame.select(*(F.col(_quoted(name)) for name in frame.columns), value.alias("value")).schema.fields[-1].dataType
    )


def _quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"
