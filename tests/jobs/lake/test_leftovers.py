"""What a run leaves that is killed while it creates its tables, and what only looks like it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pyspark.sql import SparkSession

from jobs.lake.migrations import bring_up_to_date
from jobs.lake.store import Store
from jobs.lake.tables.target import TABLES
from udfs.errors import TableError

COMMIT = ".00000000000000000000.json.1b3d0d3e-6a6c-4a3e-9b0b-0d4f7f0c2a11.tmp"
KEPT = ("tags", "runs", "models")


@pytest.fixture(autouse=True)
def few_tables() -> Iterator[None]:
    every = dict(TABLES)  # all of them again, in their order
    for name in every.keys() - KEPT:
        del TABLES[name]
    yield
    TABLES.clear()
    TABLES.update(every)


def test_tables_whose_first_commit_never_happened_are_created(spark: SparkSession, tmp_path: Path) -> None:
    (tmp_path / "tags/_delta_log/_staged_commits").mkdir(parents=True)
    (tmp_path / "tags/_delta_log" / COMMIT).write_text('{"commitInfo":{', encoding="utf-8")
    (tmp_path / "tags/_delta_log" / f".{COMMIT}.crc").write_bytes(b"crc\0")
    (tmp_path / "runs/_delta_log").mkdir(parents=True)
    (tmp_path / "models").mkdir()
    store = Store(spark, str(tmp_path))
    bring_up_to_date(store, print)
    assert store.held() == dict.fromkeys(KEPT, 0)
    assert store.read("tags", 0).isEmpty()
    assert not (tmp_path / "tags/_delta_log" / COMMIT).exists()


@pytest.mark.parametrize(
    "foreign",
    [
        "tags/part-0.parquet", "tags/_delta_log/_last_checkpoint", "tags/_delta_log/notes.txt",
        "tags/_delta_log/00000000000000000003.crc", "tags/_delta_log/_staged_commits/0.json",
    ],
)  # fmt: skip
def test_what_others_wrote_is_never_taken_over(spark: SparkSession, tmp_path: Path, foreign: str) -> None:
    (tmp_path / foreign).parent.mkdir(parents=True)
    (tmp_path / foreign).write_text("mine", encoding="utf-8")
    log = tmp_path / "tags/_delta_log"
    log.mkdir(exist_ok=True)
    (log / COMMIT).write_text("{", encoding="utf-8")
    with pytest.raises(TableError, match="tags holds something that is no Delta table; move it away"):
        bring_up_to_date(Store(spark, str(tmp_path)), print)
    assert (tmp_path / foreign).read_text(encoding="utf-8") == "mine"
    assert (log / COMMIT).exists()
    assert not (tmp_path / "runs").exists()
