"""Executors are asked for the checkpoint before any work."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyspark.sql import SparkSession

from jobs.session.executors import check_executors, is_local
from udfs.checkpoint.manifest import read_manifest
from udfs.errors import CheckpointError


class Master:
    """A session of another cluster, as far as it is asked."""

    def __init__(self, master: str) -> None:
        self.sparkContext, self.master = self, master


@pytest.mark.parametrize(
    ("master", "local"),
    [
        ("local", True), ("local[2]", True), ("local[*,3]", True), ("local-cluster[2,1,900]", False),
        ("spark://local:7077", False), ("yarn", False), ("k8s://https://local:6443", False),
    ],
)  # fmt: skip
def test_where_the_workers_are(master: str, local: bool) -> None:
    assert is_local(Master(master)) is local  # type: ignore[arg-type]


def test_workers_that_do_not_see_the_checkpoint_are_told(spark: SparkSession, tiny_checkpoint: Path) -> None:
    check_executors(spark, str(tiny_checkpoint), read_manifest(tiny_checkpoint).fingerprint)
    message = (
        r"^executors do not see `checkpoint: build/ours` as the driver does: on .+: it has no manifest\.json\. "
        r"Workers load it by this path: name an absolute one"
    )
    with pytest.raises(CheckpointError, match=message):
        check_executors(spark, "build/ours", "0" * 16)
