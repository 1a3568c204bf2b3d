"""One Spark session with Delta for all job tests, started by the product's own code and settings."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pyspark.sql import SparkSession

from jobs.config import Source
from jobs.lake.store import Store
from jobs.session.short import WITHOUT_CODE
from jobs.session.start import build_session

REPOSITORY = Path(__file__).parents[2]
ONE_PARTITION = {"spark.sql.shuffle.partitions": "1", "spark.databricks.delta.snapshotPartitions": "1"}


@pytest.fixture(scope="session")
def spark() -> Iterator[SparkSession]:
    session = build_session("facetmill tests", REPOSITORY / "conf/spark/local.conf")
    yield session
    session.stop()


@pytest.fixture(autouse=True)
def for_few_rows(request: pytest.FixtureRequest) -> None:
    """Queries over a few rows take a fifth less time than compiling them, and another fifth less in one partition.

    Set for each test: a command that starts a session by itself gives this one its own settings.
    """
    if "spark" in request.fixturenames:
        for key, value in {**WITHOUT_CODE, **ONE_PARTITION}.items():
            request.getfixturevalue("spark").conf.set(key, value)


@pytest.fixture(scope="session")
def empty_target(spark: SparkSession, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A target with all its tables, still empty, to be copied: to create them takes as long as several runs."""
    folder = tmp_path_factory.mktemp("empty") / "target"
    Store(spark, str(folder)).create_missing()
    return folder


@pytest.fixture
def store(spark: SparkSession, tmp_path: Path, empty_target: Path) -> Store:
    """A target with all its tables, still empty."""
    return Store(spark, str(shutil.copytree(empty_target, tmp_path / "target")))


@pytest.fixture
def make_source(tmp_path: Path) -> Callable[..., Source]:
    """Write a file and describe it as a source named ``shop``."""

    def make(kind: str, content: str | bytes, columns: dict[str, str], **options: Any) -> Source:
        path = tmp_path / f"source.{kind}"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return Source.model_validate(
            {"name": "shop", "format": kind, "path": str(path), "columns": columns, "options": options}
        )

    return make
