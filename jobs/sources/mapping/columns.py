"""A source's own columns to those of a listing, as its config maps them. No row is lost, and none stops the run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from pyspark.errors import AnalysisException, ParseException
from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F
from pyspark.sql.types import ArrayType, DataType, MapType, StructType

from jobs.config import Columns, SellerAttributes, Source
from jobs.session.faults import first_line
from jobs.sources.files.text_files import CORRUPT
from jobs.sources.mapping.expressions import (
    Expression,
    UnknownColumnError,
    UnsteadyError,
    analyse,
    own_columns,
    quoted,
    read_expression,
)
from jobs.sources.mapping.seller_maps import HELPERS, HelperError, Item, ShapeError, as_text, items
from jobs.sources.mapping.valid_text import valid_text

BLANK = r"\s\p{Z}\p{Cf}"
"""White space of any script and what is not seen, for a character class of an expression that begins with (?U)."""
_EDGES = rf"(?U)^[{BLANK}]+|(?<![{BLANK}])[{BLANK}]+$"
_TRIMMED = ("product_id", "category", "site", "source", "locale")
_BYTES = ("delta", "parquet")  # formats that hold texts as bytes, which may be no characters
_SELLERS = "seller_attributes"
_SIGNS = re.compile(r"[()'\"`+*/=<>,:\[\]]")  # of an expression, none of a name


@dataclass(frozen=True, slots=True)
class Mapped:
    """What a config says of a canonical column, and the name under which it is computed."""

    name: str
    told: str
    column: str
    expression: Expression

    @property
    def value(self) -> Column:
        """The value in the canonical column's type; of ``seller_attributes`` the text of one of its maps."""
        return _as(self.name, self.expression.value(self.column), self.expression.kind)

    @property
    def failure(self) -> str:
        """What is said of a row where computing it fails."""
        return f"{self.name}: {self.told!r} gives an error for this row, and counts as null"

    @property
    def failed(self) -> Column:
        """That, for such a row; null for others."""
        return F.when(self.expression.fails(self.column), F.lit(self.failure))


@dataclass(frozen=True, slots=True)
class Mapping:
    """A source's rows, and what becomes of them."""

    source: Source
    frame: DataFrame
    mapped: tuple[Mapped, ...]

    def listings(self) -> DataFrame:
        """All rows of the source as listings.

        Columns: source, product_id, title, description, category_text, site_text, locale, seller_attributes (texts,
        each a map in a notation of its own that :mod:`udfs.maps.reading` reads), updated_at (null when it is no
        timestamp), raw (the row as JSON, or its original text), corrupt (boolean), failed (which expressions gave an
        error for the row). Everything but source, raw and corrupt may be null.
        """
        own = own_columns(self.frame)
        as_json = F.to_json(F.struct(*(F.col(quoted(name)) for name in own))) if own else F.lit("{}")
        hidden = F.col(CORRUPT) if CORRUPT in self.frame.columns else None
        computed = self.frame.select(
            *(each.expression.column.alias(each.column) for each in self.mapped),
            (as_json if hidden is None else F.coalesce(hidden["text"], as_json)).alias("raw"),
            (F.lit(False) if hidden is None else hidden["corrupt"]).alias("corrupt"),
        )
        found = {name: F.lit(None).cast(_type_of(name)) for name in Columns.model_fields}
        found |= {each.name: each.value for each in self.mapped}
        maps = [each.value for each in self.mapped if each.name == _SELLERS]
        return computed.select(
            F.coalesce(found["source"], F.lit(self.source.name)).alias("source"),
            found["product_id"].alias("product_id"),
            found["title"].alias("title"),
            found["description"].alias("description"),
            found["category"].alias("category_text"),
            found["site"].alias("site_text"),
            found["locale"].alias("locale"),
            (F.array(*maps) if maps else F.lit(None).cast("array<string>")).alias(_SELLERS),
            found["updated_at"].alias("updated_at"),
            "raw",
            "corrupt",
            F.nullif(F.concat_ws("; ", *(each.failed for each in self.mapped)), F.lit("")).alias("failed"),
        )


def read_mapping(source: Source, frame: DataFrame, faults: list[str]) -> Mapping:
    """How a source's columns are mapped. What does not work is added to ``faults``, and left out."""
    readable = valid_text(frame) if source.format in _BYTES else frame
    found: list[Mapped] = []
    if own_columns(frame):  # else a file without any row and header: nothing can be mapped, and nothing is lost
        for name, mapped in source.columns:
            if mapped is not None:
                found += _column(readable, name, mapped, faults)
    mapping = Mapping(source, readable, tuple(found))
    if not faults:
        try:
            mapping.listings()
        except AnalysisException as error:
            faults.append(f"its columns cannot be read together: {first_line(error)}")
    return mapping


def _column(frame: DataFrame, name: str, mapped: SellerAttributes, faults: list[str]) -> Iterator[Mapped]:
    try:
        told = [Item(mapped, mapped)] if name != _SELLERS and isinstance(mapped, str) else items(frame, mapped)
    except HelperError as error:
        faults.append(f"columns.{name}: {error}")
        return
    for number, item in enumerate(told):
        try:
            yield Mapped(name, item.told, f"{name}_{number}", _read(frame, name, item))
        except (AnalysisException, UnknownColumnError, UnsteadyError, ShapeError) as error:
            faults.append(f"columns.{name}: {item.told!r} {_said(frame, item.told, error)}")


def _read(frame: DataFrame, name: str, item: Item) -> Expression:
    """Raises AnalysisException, UnknownColumnError, UnsteadyError, ShapeError."""
    expression = read_expression(frame, item.text)
    # What is made of the value has to work as well.
    analyse(frame, _as(name, F.lit(None).cast(expression.kind), expression.kind))
    return expression


def _as(name: str, value: Column, kind: DataType) -> Column:
    if name == _SELLERS:
        return F.make_valid_utf8(as_text(value, kind))
    if name == "updated_at":
        return value.try_cast("timestamp")
    nested = name == "category" and isinstance(kind, ArrayType | StructType | MapType)
    # A list of levels as JSON: cast to text, their commas could not be told from those inside.
    text = F.make_valid_utf8(F.to_json(value) if nested else value.try_cast("string"))
    return F.nullif(F.regexp_replace(text, _EDGES, ""), F.lit("")) if name in _TRIMMED else text


def _type_of(name: str) -> str:
    return "timestamp" if name == "updated_at" else "string"


def _said(frame: DataFrame, text: str, error: Exception) -> str:
    """What is wrong with an expression, and what to do."""
    if isinstance(error, UnsteadyError):
        return (
            f"gives another value each time it is read ({error.function}), so every run would see other listings: "
            "use a column, or what is made of columns, such as sha2(concat_ws('|', sku, shop), 256)"
        )
    own = own_columns(frame)
    available = ", ".join(own)
    if _names_no_column(text, error):
        near = get_close_matches(text.strip(), own, n=1)
        hint = f"; is {near[0]!r} meant?" if near else ""
        return f"names a column that does not exist{hint}; available: {available}"
    what = str(error) if isinstance(error, ShapeError) else first_line(error)
    if any(f"`{helper}`" in what for helper in HELPERS):
        what = f"{' and '.join(HELPERS)} are for seller_attributes, and nothing stands around them"
    return f"does not work: {what}; available columns: {available}"


def _names_no_column(text: str, error: Exception) -> bool:
    """Whether an expression is only a name, such as `Product Name` or 标题, or holds one that the frame has not."""
    if not isinstance(error, AnalysisException):
        return isinstance(error, UnknownColumnError)
    unknown = (error.getCondition() or "").startswith("UNRESOLVED_COLUMN")
    return unknown or (isinstance(error, ParseException) and not _SIGNS.search(text))
