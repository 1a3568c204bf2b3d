"""Mapped expressions that give an error: for one row it counts as null, for every row the config is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from py4j.protocol import Py4JJavaError  # type: ignore[import-untyped]
from pyspark.errors import PySparkException
from pyspark.sql import Column
from pyspark.sql import functions as F

from jobs.session.faults import first_line
from jobs.sources.mapping.columns import Mapped
from jobs.sources.sources import OpenSource
from udfs.errors import SourceError


def failing_rows(opened: OpenSource) -> dict[str, Column]:
    """Aggregates of listings by name: rows for which each mapped expression that Spark can try gave an error."""
    return {name: F.count_if(F.contains("failed", F.lit(each.failure))) for name, each in _tried(opened).items()}


def check_failing(sources: Sequence[OpenSource], figures: Sequence[Mapping[str, int]]) -> None:
    """Raises SourceError where an expression gave an error for every row of its source, all of them with a value.

    ``figures``: ``rows`` and :func:`failing_rows` of each source.
    """
    faults: list[str] = []
    for opened, counts in zip(sources, figures, strict=True):
        wrong = [each for name, each in _tried(opened).items() if 0 < counts["rows"] == counts[name]]
        faults += [f"{fault}; so it does for every row" for fault in _errors(opened, wrong)]
    _raise(faults)


@contextmanager
def failing_named(sources: Sequence[OpenSource]) -> Iterator[None]:
    """What makes Spark stop becomes a SourceError where it is a mapped expression that Spark cannot try row by row."""
    try:
        yield
    except (PySparkException, Py4JJavaError) as cause:
        unsafe: Callable[[Mapped], bool] = lambda each: not each.expression.is_safe  # noqa: E731
        _raise([fault for opened in sources for fault in _errors(opened, list(filter(unsafe, _mapped(opened))))], cause)
        raise


def _mapped(opened: OpenSource) -> tuple[Mapped, ...]:
    return opened.mapping.mapped if opened.mapping else ()


def _tried(opened: OpenSource) -> dict[str, Mapped]:
    return {f"failed_{each.column}": each for each in _mapped(opened) if each.expression.tried}


def _errors(opened: OpenSource, suspects: Sequence[Mapped]) -> Iterator[str]:
    """What Spark says of each suspect, a value included. Each is computed until it fails: the run stops anyway."""
    for each in suspects:
        if opened.mapping is None:
            continue
        try:
            value = F.expr(each.expression.text).alias("value")
            opened.mapping.frame.select(value).write.format("noop").mode("overwrite").save()
        except (PySparkException, Py4JJavaError) as error:
            yield f"source {opened.source.name}: columns.{each.name}: {each.told!r} gives an error: {first_line(error)}"


def _raise(faults: Sequence[str], cause: BaseException | None = None) -> None:
    if faults:
        raise SourceError("nothing was changed; correct the job config:\n  " + "\n  ".join(faults)) from cause
