"""What Spark and DuckDB both take and mean differently, and which errors of DuckDB speak for asking Spark."""

from __future__ import annotations

import re

import duckdb

_TEXT = re.compile(r"'(?:[^']|'')*'")
_FUNCTIONS = (
    "any_value", "array_agg", "array_distinct", "array_position", "array_sort", "concat", "dayofweek", "element_at",
    "format", "greatest", "hash", "kurtosis", "least", "list_sort", "log", "max_by", "min_by", "regexp_extract",
    "regexp_extract_all", "regexp_replace", "reverse", "skewness", "sort_array", "split", "substr", "substring",
    "typeof", "weekday",
)  # fmt: skip
_CALL = re.compile(rf"\b({'|'.join(_FUNCTIONS)})\s*\(", re.IGNORECASE)
_SIGNS = (
    (
        re.compile(r"(?:\bas\s+|::\s*)(?:tinyint|smallint|int|integer|bigint|long|short|byte)\b", re.IGNORECASE),
        "a number made whole is cut in Spark, and rounded in DuckDB",
    ),
    (re.compile(r'"'), "double quotes hold text in Spark, and names in DuckDB"),
    (re.compile(r"[\w)\]]\s*\[(?!\s*'')"), "elements of arrays are counted from 0 in Spark, and from 1 in DuckDB"),
    (re.compile(r"\^"), "^ is another operator in either"),
    (re.compile(r"\b(dow|dayofweek)\b", re.IGNORECASE), "days of the week are numbered differently"),
)
_MISSING = re.compile(r'Referenced column "(.+?)" (?:was )?not found')


def differs(statement: str) -> str | None:
    """Why a statement may say one thing to Spark and another to DuckDB; null where nothing speaks for it."""
    texts = _TEXT.findall(statement)
    if any("\\" in text for text in texts):
        return "a backslash in a text begins an escape in Spark, and is itself in DuckDB"
    bare = _TEXT.sub("''", statement)
    if call := _CALL.search(bare):
        return f"{call[1]} differs between the two"
    return next((why for sign, why in _SIGNS if sign.search(bare)), None)


def may_be_of_spark(error: duckdb.Error, statement: str) -> bool:
    """Whether Spark may know what DuckDB does not: syntax, functions and types, but no column or table."""
    told = str(error)
    if isinstance(error, duckdb.CatalogException):
        return "Table with name" not in told
    if isinstance(error, duckdb.BinderException):
        missing = _MISSING.search(told)
        return missing is None or f'"{missing[1]}"' in statement
    return isinstance(error, duckdb.ParserException | duckdb.NotImplementedException | duckdb.SyntaxException)


def first_line(error: Exception) -> str:
    """What DuckDB says, without the query that it repeats."""
    lines = [line.strip() for line in re.split(r"\n\s*LINE \d+:", str(error))[0].splitlines()]
    return " ".join(filter(None, lines))
