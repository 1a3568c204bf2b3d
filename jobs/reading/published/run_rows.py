"""Rows of table runs, those of runs that are held or discarded included."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

from jobs.lake.tables.runs import RUNS
from jobs.reading.published.delta import CannotRead, dataset, normal, open_table
from jobs.reading.published.fallback import by_spark
from jobs.reading.published.runs import no_run
from jobs.reading.published.shapes import arrow_schema, shaped


def run_rows(
    place: str, options: Mapping[str, str] | None = None, spark_properties: str | None = None
) -> list[dict[str, Any]]:
    """All of them, in any order; columns that came later are null. Raises TableError where there is no such table."""
    place = normal(place)
    uri = f"{place}/{RUNS.name}"
    try:
        opened = open_table(uri, None, options)
        if opened is None:
            raise no_run(place)
        found = dataset(opened, uri).to_table()
    except CannotRead as cause:
        sys.stderr.write(f"delta-rs cannot read {uri} ({cause}); Spark reads it\n")
        found = by_spark(place, RUNS.name, None, spark_properties, cause)
    rows: list[dict[str, Any]] = shaped(found, arrow_schema(RUNS)).to_pylist(maps_as_pydicts="strict")
    return rows
