"""An earlier run published again: all its tables together, or nothing changed; and what heals one that died."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pyspark.sql import SparkSession

from jobs.display.progress import Progress
from jobs.lake.runs import RunSummary
from jobs.lake.tables.target import DERIVED
from jobs.reading.published.target import Target
from jobs.run.release import rollback as module
from jobs.run.release.rollback import rollback
from tests.jobs.run.release.test_held import command, rows, versions
from tests.jobs.run.test_derive import Job
from udfs.errors import InputError, TableError

BY_WHOM = ("Li Wei", "colours are wrong")


@pytest.fixture(scope="module")
def two_runs(
    spark: SparkSession, tmp_path_factory: pytest.TempPathFactory, tiny_schema_folder: Path, empty_target: Path
) -> tuple[Path, RunSummary, RunSummary]:
    """A job that made texts of three products, then lost one, and got another colour, lamp and rejected row."""
    folder = tmp_path_factory.mktemp("two")
    shutil.copytree(empty_target, folder / "target")
    job = Job(spark, folder, tiny_schema_folder)
    first = job.run("texts={}")
    change(job)
    return folder, first, job.run("when_absent=delete")


def change(job: Job) -> None:
    job.edit("jet black", "white")
    job.edit("9 W", "green")
    job.edit("b,艾克米 马克杯,,杯子", "b,,,杯子")


@pytest.fixture
def job(
    two_runs: tuple[Path, RunSummary, RunSummary], spark: SparkSession, tmp_path: Path, tiny_schema_folder: Path
) -> Job:
    shutil.copytree(two_runs[0] / "target", tmp_path / "target")
    copy = Job(spark, tmp_path, tiny_schema_folder)
    change(copy)
    return copy


def test_all_tables_say_again_what_they_said(job: Job, two_runs: tuple[Path, RunSummary, RunSummary]) -> None:
    _, first, second = two_runs
    job.spark.sql(
        f"INSERT INTO delta.`{job.store.path('decisions')}` (category, attribute, raw_value, action, value, "
        "decided_by, decided_at) VALUES ('mug', 'color', 'x', 'map', 'black', 'Li Wei', current_timestamp())"
    )
    assert rows(job.store, first.table_versions) != rows(job.store, second.table_versions)
    told = command("rollback", first.run_id, job, *BY_WHOM)
    target = Target(job.store.target)
    new = target.run["run_id"]
    assert told.stdout == f"run {new} is published: the tables of run {first.run_id}\n"
    assert (target.run["run_id"], target.run["rollback_of"]) == (new, first.run_id)
    assert (target.run["decided_by"], target.run["decided_why"]) == BY_WHOM
    assert target.versions == {name: job.store.version(name) for name in target.versions}
    assert target.versions.keys() >= {*DERIVED, "texts", "keywords", "decisions"}
    restored = rows(job.store, target.versions)
    stays = {name: restored[name] for name in ("decisions", "changes")}
    assert restored == {**rows(job.store, first.table_versions), **stays}
    assert len(restored["decisions"]) == 1
    assert restored["changes"] == rows(job.store, second.table_versions)["changes"] != []
    assert target.run["recipes"] == Target(job.store.target, first.run_id).run["recipes"]

    with pytest.raises(InputError, match=rf"run {new} is the newest live one, and its tables are as it left them"):
        rollback(job.spark, job.store.target, new, *BY_WHOM, Progress())


def test_one_that_dies_half_way_is_noticed_by_nobody_and_healed_by_the_next_run(
    job: Job, two_runs: tuple[Path, RunSummary, RunSummary], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, first, second = two_runs

    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(module, "_restore", dies)
        with pytest.raises(KeyboardInterrupt):
            rollback(job.spark, job.store.target, first.run_id, *BY_WHOM, Progress())
    assert Target(job.store.target).run["run_id"] == second.run_id
    healed = job.run("when_absent=delete")
    assert healed.counts["made_anew"] == healed.counts["standardized"]
    assert rows(job.store, healed.table_versions) == rows(job.store, second.table_versions)


def test_what_is_gone_is_told_before_anything_is_changed(
    job: Job, two_runs: tuple[Path, RunSummary, RunSummary]
) -> None:
    _, first, _ = two_runs
    job.spark.conf.set("spark.databricks.delta.retentionDurationCheck.enabled", "false")
    try:
        job.spark.sql(f"VACUUM delta.`{job.store.path('attributes')}` RETAIN 0 HOURS")
    finally:
        job.spark.conf.unset("spark.databricks.delta.retentionDurationCheck.enabled")
    before = versions(job.store)
    for run, told in (
        (first.run_id, r"VACUUM has deleted files of table attributes at its version 1; nothing was changed"),
        ("none", r"holds no finished run 'none'; there are 2"),
    ):
        with pytest.raises(TableError, match=told):
            rollback(job.spark, job.store.target, run, *BY_WHOM, Progress())
    assert versions(job.store) == before
