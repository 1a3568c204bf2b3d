"""Each change of a value is laid to what was changed between two runs of the job, on real Delta tables."""

from __future__ import annotations

from pyspark.sql import SparkSession

from jobs.reading.changes.compared import Compared
from jobs.reading.changes.sides import sides
from tests.jobs.run.job import Job
from tests.jobs.run.test_history import DECIDED


def changes(job: Job) -> dict[str, set[tuple[str, str, str]]]:
    """Product, attribute and kind of what the last run changed, by cause."""
    found: dict[str, set[tuple[str, str, str]]] = {}
    for row in Compared(*sides(str(job.target), (), None, None)).rows().read_all().to_pylist():
        found.setdefault(row["cause"], set()).add((row["product_id"], row["attribute"], row["kind"]))
    return found


def test_what_was_changed_between_two_runs_is_the_cause(job: Job, spark: SparkSession) -> None:
    job.edit("shop.csv", "jet black", "white")
    job.run()
    assert changes(job) == {"text": {("a1", "color", "changed")}}

    job.edit("schema/tiny.yaml", "jet black, 黑", "jet black, 黑, 墨绿")
    job.run()
    assert changes(job) == {"alias or rule": {("a2", "color", "gained")}}

    job.edit("schema/tiny.yaml", "        required: true\n", "")
    job.run()
    assert changes(job) == {"schema": {("a1", "brand", "status")}}

    spark.sql(DECIDED).write.format("delta").mode("append").save(job.store.path("decisions"))
    job.run()
    assert changes(job) == {"decision": {("a2", "color", "remapped")}}

    job.run("thresholds.value=0")
    assert changes(job).keys() == {"threshold"}

    job.run("thresholds.value=0", "sources.1.columns.seller_attributes=null")
    assert ("l1", "power", "lost") in changes(job)["source"]


def test_of_several_causes_all_are_named(job: Job, spark: SparkSession) -> None:
    job.edit("schema/tiny.yaml", "jet black, 黑", "jet black, 黑, 墨绿")
    job.edit("shop.csv", "一桶", "0.5 l")
    job.run()
    assert changes(job) == {"alias or rule + text": {("a2", "color", "gained"), ("a2", "capacity", "gained")}}

    spark.sql(DECIDED).write.format("delta").mode("append").save(job.store.path("decisions"))
    job.run("thresholds.value=0.99")
    assert ("a2", "color", "remapped") in changes(job)["decision + threshold"]
