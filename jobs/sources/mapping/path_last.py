"""Functions for expressions of a config, beside those that :mod:`jobs.sources.mapping.seller_maps` writes out."""

from __future__ import annotations

from pyspark.sql import SparkSession

# A path parts its levels by one sign. Only where no other is there, a slash does: Caps/Beanies may be one level.
_LEVELS = r"""CASE
  WHEN path RLIKE '^\\s*\\[.*\\]\\s*$' AND from_json(path, 'array<string>') IS NOT NULL
    THEN split(array_join(from_json(path, 'array<string>'), '>'), '[>›»＞→]+')
  WHEN path RLIKE '[>›»＞→]' THEN split(path, '[>›»＞→]+')
  WHEN path RLIKE '[|｜]' THEN split(path, '[|｜]+')
  WHEN path RLIKE '\\\\' THEN split(path, '\\\\+')
  ELSE split(path, '[/／]+')
END"""


def register(spark: SparkSession) -> None:
    """Make ``path_last`` known to a session: the last level of a path that says something, null without one."""
    spark.sql(
        "CREATE OR REPLACE TEMPORARY FUNCTION path_last(path STRING) RETURNS STRING "
        f"RETURN nullif(trim(try_element_at(filter({_LEVELS}, level -> level RLIKE '\\\\S'), -1)), '')"
    )
