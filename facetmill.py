"""The published tables of a target in one line, without Spark.

    import facetmill

    tables = facetmill.open("build/demo/warehouse")
    tables.pandas("attributes")
    tables.duckdb().sql("SELECT category, count(*) FROM products GROUP BY category")

It needs deltalake and pyarrow, and pandas, polars or duckdb where those are asked for.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from jobs.reading.published.target import Target

__all__ = ["Target", "open"]


def open(  # noqa: A001  as gzip.open
    target: str | os.PathLike[str], run: str | None = None, *, storage_options: Mapping[str, str] | None = None
) -> Target:
    """The tables under a folder or URI as a finished run left them: the newest one, or the one with the id ``run``.

    ``storage_options``: keys and endpoints of an object store, as deltalake takes them. What delta-rs cannot read,
    Spark reads where pyspark is installed, and stderr says so. Raises :class:`udfs.errors.TableError` where there is no
    finished run, or not that one.
    """
    return Target(os.fspath(target), run, storage_options)
