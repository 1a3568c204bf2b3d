"""What only Spark's own parser and expressions can do, and no function of its API: reached through its JVM."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F

VALUE = "v"
"""Field of what :func:`tried_value` gives."""
# They give one value a query, so Spark calls them steady; the next run's is another.
_OF_THE_QUERY = {"CurrentTimestamp", "CurrentDate", "CurrentTime", "LocalTimestamp", "Now"}
# Spark can't repeat them without the file, but a source has the same files in every pass.
_OF_THE_FILE = {"InputFileName", "InputFileBlockStart", "InputFileBlockLength"}


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument of a call: its text, and its value where it is a literal text."""

    text: str
    literal: str | None


def tried_value(spark: SparkSession, expression: str) -> Column:
    """A struct of the expression's value, null for a row where computing it fails.

    Spark takes what expressions have in common out of them and computes it before, where nothing catches an error. It
    leaves the body of a lambda function as it is.
    """
    jvm: Any = spark._jvm
    parsed = _parsed(spark, f"named_struct('{VALUE}', {expression}\n)")
    safe = jvm.org.apache.spark.sql.catalyst.expressions.TryEval(parsed)
    column: Any = jvm.org.apache.spark.sql.classic.ExpressionUtils.column(safe)
    return F.element_at(F.transform(F.array(F.lit(0)), lambda _: Column(column)), 1)


def unsteady(selected: DataFrame) -> str | None:
    """Name of a function in what a frame selects last that gives another value when it is computed again, or null."""
    plan: Any = selected._jdf.queryExecution().analyzed()
    *_, last = _items(plan.expressions())
    return next(_unsteady(last), None)


def _unsteady(expression: Any) -> Iterator[str]:
    name = str(expression.getClass().getSimpleName())
    below = list(_items(expression.children()))
    if name in _OF_THE_FILE:
        return
    own = not expression.deterministic() and all(child.deterministic() for child in below)
    if own or name in _OF_THE_QUERY:
        yield str(expression.prettyName()).lower()
    for child in below:
        yield from _unsteady(child)


def is_alias(spark: SparkSession, expression: str) -> bool:
    """Whether the whole expression is one with a name of its own, as ``a AS b`` and ``a b`` are."""
    return str(_parsed(spark, expression).getClass().getSimpleName()) == "Alias"


def call(spark: SparkSession, expression: str) -> tuple[str, list[Argument]] | None:
    """Name, in lower case, and arguments of the function that the whole expression calls; None where it calls none."""
    parsed = _parsed(spark, expression)
    if str(parsed.getClass().getSimpleName()) != "UnresolvedFunction":
        return None
    arguments = [_argument(expression, each) for each in _items(parsed.arguments())]
    return str(parsed.nameParts().mkString(".")).lower(), arguments


def _argument(expression: str, parsed: Any) -> Argument:
    origin = parsed.origin()
    units = expression.encode("utf-16-le")  # Java counts its characters of two bytes
    text = units[2 * origin.startIndex().get() : 2 * (origin.stopIndex().get() + 1)].decode("utf-16-le")
    is_text = parsed.getClass().getSimpleName() == "Literal" and parsed.dataType().simpleString() == "string"
    return Argument(text, str(parsed.value().toString()) if is_text else None)


def _parsed(spark: SparkSession, expression: str) -> Any:
    session: Any = spark._jsparkSession
    return session.sessionState().sqlParser().parseExpression(expression)


def _items(sequence: Any) -> Iterator[Any]:
    return (sequence.apply(place) for place in range(sequence.size()))
