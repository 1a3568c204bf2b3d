"""A finished run with its sources: each listing's statements beside the values that the run made of them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from pathlib import Path

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from benchmarks.quality.drafted.keys import read_gold
from benchmarks.quality.drafted.statements import Stating, table, tallied
from jobs.config import JobConfig
from jobs.lake.current import current
from jobs.reading.library import Library
from jobs.session.short import short_session
from jobs.sources.screening import SCREENED_BY
from jobs.sources.sources import listings, open_sources
from udfs.config import load_config
from udfs.schema.loading import load_schema
from udfs.spark.facts import facts_from
from udfs.spark.functions import screen
from udfs.text.keys import fold

CONFIG = "facetmill.yaml"
"""The job config that ``facetmill start`` keeps beside its tables."""


def report(target: Path, config_file: Path | None, key_table: Path | None, properties_file: str) -> Iterator[str]:
    """The lines of :func:`benchmarks.quality.drafted.statements.table` for the newest run of a target.

    ``config_file``: the job's, null for the one beside the target. ``key_table``: as ``cameras_keys.csv``; null to
    count all names but those that the schema ignores.
    """
    config = load_config(config_file or target.parent / CONFIG, JobConfig)
    schema = load_schema(config.schema_folder)
    spark = short_session("facetmill statements", properties_file, delta=True)
    keys = None if key_table is None else {fold(key) for key, own in read_gold(key_table).items() if own.attribute}
    yield from table(tallied(_stating(spark, Library.open(spark, str(target)), config), schema, keys))


def _stating(spark: SparkSession, library: Library, config: JobConfig) -> Iterator[Stating]:
    stated = _statements(spark, config)
    products = current(library.table("products")).select("product_id", "category", F.lit(True).alias("accepted"))
    joined = stated.join(products, "product_id", "left")
    for name, stored in (("facts", "attributes"), ("claims", "claims")):
        own = library.table(stored)
        values = own.groupBy("product_id").agg(F.collect_list(F.struct(*own.columns)).alias(name))
        joined = joined.join(values, "product_id", "left")
    for row in joined.toLocalIterator():
        facts = facts_from(*([each.asDict(recursive=True) for each in row[name] or ()] for name in ("facts", "claims")))
        statements = [(each["key"], each["value"]) for each in row["statements"]]
        yield Stating(statements, bool(row["accepted"]), row["category"], facts)


def _statements(spark: SparkSession, config: JobConfig) -> DataFrame:
    """``product_id`` and the ``statements`` of all rows with that id, as the job reads sellers' maps."""
    schema = load_schema(config.schema_folder).to_json()
    judged = screen(schema, config.reject.max_characters)(*SCREENED_BY)
    rows = reduce(DataFrame.unionByName, (listings(each) for each in open_sources(spark, config.sources)))
    entries = rows.select("product_id", F.explode(judged["seller_attributes"]).alias("entry"))
    return entries.groupBy("product_id").agg(F.collect_set("entry").alias("statements"))
