"""SQL over the published tables by Spark, which reads those and nothing else, and writes nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from pyspark.errors import PySparkException

from jobs.language.names import Labels
from jobs.reading.headings import headings
from jobs.reading.library import Library
from jobs.reading.views import register_views
from jobs.reading.wide import view_names
from jobs.session.faults import SPARK_ERRORS, first_line
from jobs.session.settings import compile_queries
from udfs.errors import InputError

_PLANS = "org.apache.spark.sql.catalyst.plans.logical"
_BY_PATH = "spark.sql.runSQLOnFiles"
_READING = re.compile(r"(Show|Describe|Explain)\w*")
# Functions that read files, or run code of the machine.
_OUTSIDE = re.compile(r"\b(reflect|java_method|try_reflect|table_changes\w*|read_\w+)\s*\(", re.IGNORECASE)


# Texts, which may say anything; names in backticks, which may be those of functions; comments, which may part a name.
_SAID = re.compile(r"'(?:[^'\\]|\\.|'')*'|\"(?:[^\"\\]|\\.|\"\")*\"|`([^`]*)`|--[^\n]*|/\*.*?\*/", re.DOTALL)


def _bare(found: re.Match[str]) -> str:
    return " " if found[1] is None else found[1]


class SparkQueries:
    """Views over one run's tables in a session; those that a query names, as planning them all takes many seconds."""

    def __init__(self, library: Library, labels: Labels) -> None:
        self._spark = library.store.spark
        self._library = library
        self._labels = labels
        compile_queries(self._spark)

    def ask(self, statement: str, limit: int | None) -> tuple[list[str], Iterator[Sequence[Any]]]:
        """Headings and rows of a query, at most ``limit``. Raises InputError when Spark cannot or may not run it."""
        self._require_reading(statement)
        register_views(self._library, self._labels, self._named(statement))
        try:
            with self._no_files():
                frame = self._spark.sql(statement)
            rows = frame.toLocalIterator() if limit is None else iter(frame.limit(limit).collect())
        except PySparkException as cause:
            raise InputError(f"cannot run the query: {first_line(cause)}") from cause
        return headings(frame), _told(rows)

    def _named(self, statement: str) -> list[str]:
        """Views that a statement may read; all of them where it asks which there are."""
        names = view_names(self._labels.schema)
        if re.match(r"\s*SHOW\b", statement, re.IGNORECASE):
            return names
        said = statement.casefold()
        return [name for name in names if name.casefold() in said]

    @contextmanager
    def _no_files(self) -> Iterator[None]:
        """A path is no table while a query is analysed; our own commands name tables by it."""
        self._spark.conf.set(_BY_PATH, "false")
        try:
            yield
        finally:
            self._spark.conf.unset(_BY_PATH)

    def _require_reading(self, statement: str) -> None:
        """A query may begin WITH and still insert."""
        if call := _OUTSIDE.search(_SAID.sub(_bare, statement)):
            raise InputError(f"cannot run the query: {call[1]} reads outside the target; only its tables are read here")
        try:
            plan = self._spark._jsparkSession.sessionState().sqlParser().parsePlan(statement)
        except PySparkException as cause:
            raise InputError(f"cannot run the query: {first_line(cause)}") from cause
        jvm = self._spark.sparkContext._gateway.jvm  # type: ignore[union-attr]
        writing = [jvm.java.lang.Class.forName(f"{_PLANS}.{name}") for name in ("Command", "ParsedStatement")]
        for node in _nodes(plan):
            name = str(node.getClass().getSimpleName())
            if any(kind.isInstance(node) for kind in writing) and not _READING.fullmatch(name):
                raise InputError("expected a query, got one that writes; tables are only read here")


def _told(rows: Iterator[Sequence[Any]]) -> Iterator[Sequence[Any]]:
    try:
        yield from rows
    except SPARK_ERRORS as cause:
        raise InputError(f"cannot run the query: {first_line(cause)}") from cause


def _nodes(plan: Any) -> Iterator[Any]:
    yield plan
    children = plan.children()
    for place in range(children.size()):
        yield from _nodes(children.apply(place))
