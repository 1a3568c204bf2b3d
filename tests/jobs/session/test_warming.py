"""Spark's Python workers: forked from a process that has the heavy libraries, and is fit to be forked."""

from __future__ import annotations

import os
import subprocess
import sys

import psutil
import pyarrow as pa
from pyspark.sql import SparkSession
from pyspark.sql.pandas.functions import arrow_udf
from pyspark.sql.types import LongType

from benchmarks.speed.memory import PeakMemory


@arrow_udf(LongType())
def parent(ids: pa.Array) -> pa.Array:
    """Process id of what forked the worker."""
    return pa.array([os.getppid()] * len(ids))


def test_workers_are_forked_from_one_thread_that_has_torch(spark: SparkSession) -> None:
    (row,) = spark.range(1).select(parent("id").alias("pid")).collect()
    daemon = psutil.Process(row["pid"])
    assert "udfs.spark.daemon" in daemon.cmdline()
    assert any("libtorch" in mapped.path for mapped in daemon.memory_maps())
    # A lock that another thread holds at the moment of the fork stays locked in the worker for ever.
    assert daemon.num_threads() == 1
    memory = PeakMemory(os.getpid())
    memory.sample()
    assert memory.peaks["workers"] > 0  # the benchmarks know it by its command


def test_the_first_name_of_the_daemon_still_starts_it() -> None:
    code = (
        "import runpy, pyspark.daemon; pyspark.daemon.manager = lambda: print('serving'); "
        "runpy.run_module('udfs.daemon', run_name='__main__')"
    )
    started = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert started.stdout == "serving\n"
