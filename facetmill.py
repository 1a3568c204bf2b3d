"""facetmill in Python, without Spark: listings standardized in memory, and the published tables of a target.

    import facetmill

    facetmill.standardize([{"product_id": "1", "title": "Brown mug 12 oz", "category": "Mugs"}], schema="conf/schema")

    tables = facetmill.open("build/demo/warehouse")
    tables.pandas("attributes")
    tables.duckdb().sql("SELECT category, count(*) FROM products GROUP BY category")

Reading needs deltalake and pyarrow, and pandas, polars or duckdb where those are asked for.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from typing import Any

from jobs.reading.published.target import Target

__all__ = ["Target", "open", "standardize"]


def open(  # noqa: A001  as gzip.open
    target: str | os.PathLike[str], run: str | None = None, *, storage_options: Mapping[str, str] | None = None
) -> Target:
    """The tables under a folder or URI as a finished run left them: the newest one, or the one with the id ``run``.

    ``storage_options``: keys and endpoints of an object store, as deltalake takes them. What delta-rs cannot read,
    Spark reads where pyspark is installed, and stderr says so. Raises :class:`udfs.errors.TableError` where there is no
    finished run, or not that one.
    """
    return Target(os.fspath(target), run, storage_options)


def standardize(
    listings: Iterable[Mapping[str, Any]],
    *,
    schema: str | os.PathLike[str] | None = None,
    checkpoint: str | os.PathLike[str] = "none",
    lang: str = "en",
) -> list[dict[str, Any]]:
    """What becomes of each listing, in order, as ``facetmill predict`` writes it: category, attributes, tags, or an
    ``error``.

    A listing has product_id and title, and may have description, category, site and seller_attributes; its values are
    those that JSON can hold. ``checkpoint``: a folder that training wrote; none is rules alone, which need a
    ``schema`` folder and no torch. A checkpoint brings its own schema. ``lang``: the language of standard values, en
    or zh. Raises :class:`udfs.errors.InputError` for a schema or checkpoint that is wrong.
    """
    from jobs.config import Reject
    from jobs.display.results import standardized
    from jobs.language.names import Labels
    from udfs.pipeline import load_pipeline
    from udfs.schema.loading import load_schema
    from udfs.settings import Batching, Thresholds

    own = load_schema(os.fspath(schema)) if schema is not None else None
    pipeline = load_pipeline(os.fspath(checkpoint), own, Thresholds(), Batching())
    lines = [(number, json.dumps(dict(each), ensure_ascii=False).encode()) for number, each in enumerate(listings, 1)]
    return standardized(pipeline, lines, Reject().max_characters, Labels(pipeline.schema, lang))
