"""Headings of a frame's columns, in its metadata: they go with a column as far as a query keeps its name."""

from __future__ import annotations

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from jobs.language.names import Labels
from jobs.language.readable import heading


def with_headings(frame: DataFrame, labels: Labels, category: str | None = None) -> DataFrame:
    """The frame with a heading for each column; in English there is none, as the ids are words already."""
    if labels.lang == "en":
        return frame
    columns = [
        F.col(field.name).alias(
            field.name,
            metadata=field.metadata | {"column": field.name, "heading": heading(field.name, labels, category)},
        )
        for field in frame.schema
    ]
    return frame.select(columns)


def headings(frame: DataFrame) -> list[str]:
    """What stands above the columns of a frame: the heading of a column that kept its name, else its name."""
    return [
        field.metadata["heading"] if field.metadata.get("column", "").lower() == field.name.lower() else field.name
        for field in frame.schema
    ]
