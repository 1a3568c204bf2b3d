"""Starting Python workers while the driver prepares: a machine's first one takes seconds to import its libraries."""

from __future__ import annotations

import threading
from contextlib import suppress

from py4j.protocol import Py4JError  # type: ignore[import-untyped]
from pyspark import inheritable_thread_target
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

from udfs.spark.daemon import WITHOUT_MODEL
from udfs.spark.functions import value_key


def start_workers(spark: SparkSession, *, model: bool = True) -> None:
    """Begin to start workers, and return. One slot is left for the driver's own jobs.

    ``model``: whether they will load one; else the process that forks them imports no torch.

    What fails here fails again, and is told, where a worker is needed.
    """
    environment = spark.sparkContext.environment  # workers of another one are others
    if model:
        environment.pop(WITHOUT_MODEL, None)
    else:
        environment[WITHOUT_MODEL] = "1"
    slots = max(1, spark.sparkContext.defaultParallelism - 1)
    rows = spark.range(0, slots, 1, slots).select(value_key()(F.col("id").cast("string")))

    def run() -> None:
        with suppress(PySparkException, Py4JError, OSError):
            rows.write.format("noop").mode("overwrite").save()

    threading.Thread(target=inheritable_thread_target(spark)(run), name="start workers", daemon=True).start()
