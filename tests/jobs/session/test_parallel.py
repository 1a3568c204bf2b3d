"""Steps that run side by side."""

from __future__ import annotations

import os
import signal
import threading
import time

import pytest
from pyspark.sql import SparkSession

from jobs.session.parallel import together


def test_steps_run_at_one_time_and_their_results_keep_their_order(spark: SparkSession) -> None:
    both = threading.Barrier(2, timeout=20)

    def met(name: str) -> str:
        both.wait()
        return name

    assert together(spark, lambda: met("first"), lambda: met("second")) == ["first", "second"]


def test_steps_belong_to_the_callers_job_group(spark: SparkSession) -> None:
    context = spark.sparkContext
    context.setJobGroup("nightly", "all of it")
    try:
        groups = together(spark, *[lambda: context.getLocalProperty("spark.jobGroup.id")] * 2)
    finally:
        context.setLocalProperty("spark.jobGroup.id", None)  # type: ignore[arg-type]
    assert groups == ["nightly", "nightly"]


def test_steps_end_before_an_interrupt_is_passed_on(spark: SparkSession) -> None:
    ended: list[str] = []

    def long() -> None:
        threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT)).start()
        time.sleep(1)  # between two jobs, when there is nothing to cancel
        try:
            spark.range(1 << 33).selectExpr("sum(id % 7)").collect()
            ended.append("computed")
        finally:
            ended.append("ended")

    with pytest.raises(KeyboardInterrupt):
        together(spark, long)
    assert ended == ["ended"]


def test_an_error_waits_for_the_other_steps_and_the_first_steps_comes_first(spark: SparkSession) -> None:
    failed, ended = threading.Event(), []

    def slow() -> None:
        failed.wait(20)
        ended.append("slow")
        raise ValueError("of the first step")

    def quick() -> None:
        failed.set()
        raise KeyError("of the second")

    with pytest.raises(ValueError, match="of the first step"):
        together(spark, slow, quick)
    assert ended == ["slow"]
