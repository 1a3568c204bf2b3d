"""Whether executors see the checkpoint that the driver verified: asked at once, as loading it comes after much work."""

from __future__ import annotations

import re

from pyspark.sql import SparkSession
from pyspark.sql import functions as F

from udfs.errors import CheckpointError
from udfs.spark.functions import unseen

_TOLD = 5  # machines
_MOST = 256  # tasks; each machine is asked long before


def is_local(spark: SparkSession) -> bool:
    """Whether the workers are this machine's, in this folder: then they see what the driver sees."""
    return re.match(r"local(?:\[|$)", spark.sparkContext.master or "") is not None


def check_executors(spark: SparkSession, checkpoint: str, fingerprint: str) -> None:
    """Ask a worker in each slot of the cluster for the checkpoint, in tasks of a moment.

    Raises CheckpointError naming the machines that do not see it, or see another one.
    """
    slots = min(max(1, spark.sparkContext.defaultParallelism), _MOST)
    why = unseen(checkpoint, fingerprint)(F.col("id").cast("string")).alias("why")
    asked = spark.range(0, slots, 1, slots).select(why).collect()
    told = sorted({row["why"] for row in asked if row["why"] is not None})
    if told:
        more = f" and {len(told) - _TOLD} more" if len(told) > _TOLD else ""
        raise CheckpointError(
            f"executors do not see `checkpoint: {checkpoint}` as the driver does: {'; '.join(told[:_TOLD])}{more}. "
            "Workers load it by this path: name an absolute one that holds the same checkpoint on every machine, or "
            "ship it by --archives"
        )
