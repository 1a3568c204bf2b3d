"""What our own code asks of a Spark session, whatever properties it was started with."""

from __future__ import annotations

from pyspark.sql import SparkSession

_SETTINGS = {
    # This rule drops whole branches of a plan whose rows turn out to be none, and the counts observed in them.
    "spark.sql.adaptive.optimizer.excludedRules": ("org.apache.spark.sql.execution.adaptive.AQEPropagateEmptyRelation"),
    # A MERGE's differences lie in staging: no need to copy them first so that both its passes see the same.
    "spark.databricks.delta.merge.materializeSource": "none",
    # Bytes that make no character in a source's encoding become U+FFFD, and their row is rejected; else the run stops.
    "spark.sql.legacy.codingErrorAction": "true",
    # A JSON object that names a key twice is read; else nothing of its row is.
    "spark.sql.variant.allowDuplicateKeys": "true",
}


def apply_settings(spark: SparkSession) -> SparkSession:
    """The session, set up for the job and for all who read its tables."""
    for key, value in _SETTINGS.items():
        spark.conf.set(key, value)
    return spark


def compile_queries(spark: SparkSession) -> None:
    """Have Spark compile its queries from now on: worth it where one may read the whole catalog."""
    spark.conf.set("spark.sql.codegen.wholeStage", "true")
