"""Independent steps of a run side by side: much of a small query is planning and commits, which keep one core busy."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from pyspark import inheritable_thread_target
from pyspark.sql import SparkSession

T = TypeVar("T")


def together(spark: SparkSession, *steps: Callable[[], T]) -> list[T]:
    """What the steps return, in their order. Each runs in a thread of its own, under the caller's job group and tags.

    All of them end before this returns or raises; of several errors it raises the first step's.
    """
    with ThreadPoolExecutor(len(steps)) as threads:
        running = [threads.submit(inheritable_thread_target(spark)(step)) for step in steps]
    return [step.result() for step in running]
