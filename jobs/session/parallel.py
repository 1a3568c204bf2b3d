"""Independent steps of a run side by side: much of a small query is planning and commits, which keep one core busy."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from typing import TypeVar

from pyspark import inheritable_thread_target
from pyspark.sql import SparkSession

T = TypeVar("T")


def together(spark: SparkSession, *steps: Callable[[], T]) -> list[T]:
    """What the steps return, in their order. Each runs in a thread of its own, under the caller's job group and tags.

    All of them end before this returns or raises; of several errors it raises the first step's. When the caller is
    interrupted, Spark's jobs are cancelled until the steps have ended.
    """
    with ThreadPoolExecutor(len(steps)) as threads:
        running = [threads.submit(inheritable_thread_target(spark)(step)) for step in steps]
        try:
            wait(running)
        except KeyboardInterrupt:
            while wait(running, timeout=0.2).not_done:  # a step may have been between two jobs
                spark.sparkContext.cancelAllJobs()
            raise
    return [step.result() for step in running]
