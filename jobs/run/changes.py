"""What this run changed, as rows of table changes: its values beside those of the last finished run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from delta.tables import DeltaTable
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from jobs.lake.current import current
from jobs.lake.local import local_frame
from jobs.lake.runs import Published
from jobs.lake.scope import Scope
from jobs.lake.synchronize import Changes
from jobs.reading.changes.causes import Combined, causes_by_category, combined, joined
from jobs.reading.changes.definition import changes_query
from jobs.run.job import Job
from jobs.run.read import Read
from jobs.run.standardizing.standardize import Standardized

NAME = "changes"
_COMPARED = ("attributes", "products")


def write_changes(job: Job, read: Read, standardized: Standardized, scope: Scope | None) -> Changes:
    """Append what differs to a reader from the last finished run, in one commit; nothing where nothing does.

    A first run has nothing before it: it writes none. ``scope``: products of which this run wrote a row; null compares
    all, as a run that died may have written what this one found as it should be.
    """
    last = read.last
    if last is None:
        return Changes()
    _drop_unfinished(job, last)
    written = (each for name, each in standardized.changes.items() if name in _COMPARED)
    if scope is not None and all(each.rows is None for each in written):
        return Changes()
    rows = _changes(job, last, scope).withColumn("run_id", F.lit(job.run_id))
    staged, figures = job.staging.write(NAME, rows, rows=F.count(F.lit(1)))
    return Changes(inserted=job.store.append(NAME, staged)) if figures["rows"] else Changes()


def _drop_unfinished(job: Job, last: Published) -> None:
    """Take back what a run appended that was never published."""
    published = last.table_versions.get(NAME, 0)  # version 0 created the table
    if not job.store.unchanged_since(NAME, published):
        with job.store.commit(NAME):
            DeltaTable.forPath(job.store.spark, job.store.path(NAME)).restoreToVersion(published)


def _changes(job: Job, last: Published, scope: Scope | None) -> DataFrame:
    spark = job.store.spark
    causes = causes_by_category({"recipe_parts": last.parts}, {"recipe_parts": job.recipe_parts})
    named = ({"category": category, "causes": joined(found)} for category, found in causes.items())
    return spark.sql(
        changes_query(),
        **_side(job, "before", scope, last.table_versions),
        **_side(job, "after", scope, job.store.held()),
        category_causes=local_frame(spark, "category STRING, causes STRING", named),
        combined_causes=local_frame(
            spark, "before STRING, after STRING, edited BOOLEAN, cause STRING", map(Combined._asdict, combined(causes))
        ),
    )


def _side(job: Job, side: str, scope: Scope | None, versions: Mapping[str, int]) -> dict[str, Any]:
    """The products and values of one side, see :mod:`jobs.reading.changes.definition`."""

    def read(name: str) -> DataFrame:
        rows = job.store.read(name, versions[name])
        return scope.within(rows) if scope else rows

    products = read("products").select("product_id", "category", "content_hash", "stale")
    own = read("attributes").join(current(products).select("product_id"), "product_id", "left_semi")
    return {f"{side}_products": products, f"{side}_values": _values(own)}


def _values(attributes: DataFrame) -> DataFrame:
    standard = F.col("status") == "standard"
    in_order = F.array_sort(F.collect_list(F.when(standard, F.struct("ordinal", "value"))))
    return attributes.groupBy("product_id", "attribute").agg(
        F.first("category").alias("category"),
        F.when(F.bool_or(standard), F.array_sort(F.collect_list(F.when(standard, F.col("value"))))).alias("keys"),
        F.when(F.bool_or(standard), F.array_join(in_order["value"], "; ")).alias("shown"),
        F.array_sort(F.collect_list(F.coalesce("raw_value", F.lit("")))).alias("raws"),
        F.array_join(F.array_sort(F.collect_set("raw_value")), " | ").alias("raw"),
    )
