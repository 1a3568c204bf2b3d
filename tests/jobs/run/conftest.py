"""The job of these tests before its first run, and after it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pyspark.sql import SparkSession

from jobs.lake.runs import RunSummary
from tests.jobs.run.job import MARKET, SHOP, Job


@pytest.fixture
def new_job(spark: SparkSession, tmp_path: Path, tiny_checkpoint: Path, tiny_schema_folder: Path) -> Job:
    """A job that has never run."""
    shutil.copytree(tiny_schema_folder, tmp_path / "schema")
    (tmp_path / "shop.csv").write_text(SHOP, encoding="utf-8")
    (tmp_path / "market.jsonl").write_text(MARKET, encoding="utf-8")
    return Job(spark, tmp_path, tiny_checkpoint)


@pytest.fixture
def ready_job(new_job: Job, empty_target: Path) -> Job:
    """A job that has never run, whose tables are there."""
    shutil.copytree(empty_target, new_job.target)
    return new_job


@pytest.fixture(scope="session")
def finished(
    spark: SparkSession, tmp_path_factory: pytest.TempPathFactory, tiny_checkpoint: Path, tiny_schema_folder: Path,
    empty_target: Path,
) -> tuple[Path, RunSummary]:  # fmt: skip
    """The folder of a job that has run once, to be copied: a first run is the dearest part of a test."""
    folder = tmp_path_factory.mktemp("finished")
    shutil.copytree(tiny_schema_folder, folder / "schema")
    (folder / "shop.csv").write_text(SHOP, encoding="utf-8")
    (folder / "market.jsonl").write_text(MARKET, encoding="utf-8")
    shutil.copytree(empty_target, folder / "target")
    return folder, Job(spark, folder, tiny_checkpoint).run()


@pytest.fixture
def job(spark: SparkSession, tmp_path: Path, finished: tuple[Path, RunSummary], tiny_checkpoint: Path) -> Job:
    """A job that has run once."""
    shutil.copytree(finished[0], tmp_path / "job")
    return Job(spark, tmp_path / "job", tiny_checkpoint)
