"""A column's own words in the config: a column of the source, or else a Spark SQL expression over its columns."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pyspark.errors import AnalysisException
from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F
from pyspark.sql.types import DataType

from jobs.sources.files.text_files import CORRUPT
from jobs.sources.mapping.catalyst import VALUE, is_alias, tried_value, unsteady

_SAYS_AS = re.compile(r"\bas\b", re.IGNORECASE)


class UnsteadyError(Exception):
    """An expression gives another value each time; ``function`` makes it so."""

    def __init__(self, function: str) -> None:
        super().__init__(f"{function}() gives another value each time it is read")
        self.function = function


class UnknownColumnError(Exception):
    """A text is no expression, and names a column that the source does not have."""


@dataclass(frozen=True, slots=True)
class Expression:
    """What a config says of one column.

    ``kind``: type of its value. ``tried``: ``column`` is a struct of the value, null for a row where computing it
    fails. ``is_safe``: no row makes Spark stop.
    """

    text: str
    column: Column
    kind: DataType
    tried: bool = False
    is_safe: bool = True

    def value(self, name: str) -> Column:
        """The value, in a frame that holds ``column`` by that name."""
        return F.col(name)[VALUE] if self.tried else F.col(name)

    def fails(self, name: str) -> Column:
        """Whether computing it failed, in such a frame."""
        return F.col(name).isNull() if self.tried else F.lit(False)


def read_expression(frame: DataFrame, text: str) -> Expression:
    """A column of that very name, whatever signs and blanks are in it, or an expression.

    Raises AnalysisException when it works in no way on the frame, UnknownColumnError, UnsteadyError.
    """
    if (own := own_column(frame, text)) is not None:
        column = F.col(quoted(own))
        return Expression(text, column, analyse(frame, column))
    spark = frame.sparkSession
    value = F.expr(text)
    selected = beside(frame, value)
    if is_alias(spark, text) and not _SAYS_AS.search(text):
        # `Product Name` without such a column would be the column Product by another name.
        raise UnknownColumnError(text)
    if function := unsteady(selected):
        raise UnsteadyError(function)
    kind = selected.schema.fields[-1].dataType
    try:
        safe = tried_value(spark, text)
        analyse(frame, safe)
    except AnalysisException:  # subqueries, window functions and Python's stand in no lambda function
        return Expression(text, value, kind, is_safe=False)
    return Expression(text, safe, kind, tried=True)


def own_columns(frame: DataFrame) -> list[str]:
    """Names of a source's own columns."""
    return [name for name in frame.columns if name != CORRUPT]


def own_column(frame: DataFrame, text: str) -> str | None:
    """The column that a text names; else the only one that differs in case and blanks around it only, or None."""
    names = own_columns(frame)
    if text in names:
        return text
    bare = text.strip().casefold()
    alike = [name for name in names if name.strip().casefold() == bare]
    return alike[0] if len(alike) == 1 else None


def analyse(frame: DataFrame, value: Column) -> DataType:
    """Type of a column. Raises AnalysisException where it does not work."""
    return beside(frame, value).schema.fields[-1].dataType


def beside(frame: DataFrame, value: Column) -> DataFrame:
    """A column behind the frame's own, so that one that folds rows, as max does, fails with an AnalysisException."""
    return frame.select(*(F.col(quoted(name)) for name in frame.columns), value.alias("value"))


def quoted(name: str) -> str:
    """A column's name as SQL takes it, whatever it holds."""
    return "`" + name.replace("`", "``") + "`"
