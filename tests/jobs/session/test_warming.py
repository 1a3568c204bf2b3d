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
from jobs.session.warming import start_workers
from udfs.spark.daemon import WITHOUT_MODEL


def daemon_of(spark: SparkSession) -> psutil.Process:
    """What forks the workers of a function that is made now."""

    @arrow_udf(LongType())
    def parent(ids: pa.Array) -> pa.Array:
        return pa.array([os.getppid()] * len(ids))

    (row,) = spark.range(1).select(parent("id").alias("pid")).collect()
    return psutil.Process(row["pid"])


def test_a_job_without_a_model_has_workers_without_torch(spark: SparkSession) -> None:
    start_workers(spark, model=False)
    try:
        daemon = daemon_of(spark)
    finally:
        spark.sparkContext.environment.pop(WITHOUT_MODEL)
    assert "udfs.spark.daemon" in daemon.cmdline()
    assert not any("libtorch" in mapped.path for mapped in daemon.memory_maps())


def test_workers_are_forked_from_one_thread_that_has_torch(spark: SparkSession) -> None:
    start_workers(spark)
    daemon = daemon_of(spark)
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
