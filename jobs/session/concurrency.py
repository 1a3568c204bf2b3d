"""How many inference tasks Spark runs at one time with given settings."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass

from jobs.config import Inference


@dataclass(frozen=True, slots=True)
class Concurrency:
    """``tasks`` at one time, of ``threads`` each, ``where``: in this process or on each executor; ``why``: by what.

    ``executors``: how many there are, or may be; null here, and where no setting tells.
    """

    tasks: int
    threads: int
    where: str
    why: str
    executors: int | None = None


def concurrency(properties: Mapping[str, str], inference: Inference) -> Concurrency:
    """What the settings of Spark and of a job come to: the least of cores, shares of GPUs, and partitions."""
    threads = int(properties.get("spark.task.cpus", 1))
    local = re.fullmatch(r"local(?:\[\s*(\d+|\*)\s*(?:,\s*\d+\s*)?\])?", properties.get("spark.master", ""))
    if local:
        cores = 1 if not local[1] else available_cores() if local[1] == "*" else int(local[1])
        limits = {f"spark.master is {local[0]}": cores // threads}
    else:
        cores = int(properties.get("spark.executor.cores", 1))
        limits = {f"spark.executor.cores is {cores}": cores // threads}
    gpus, share = (properties.get(f"spark.{role}.resource.gpu.amount") for role in ("executor", "task"))
    if gpus and share:
        amount = float(share)
        of_gpus = int(gpus) * int(1 / amount) if amount < 1 else int(int(gpus) / amount)
        limits[f"spark.task.resource.gpu.amount is {share}"] = of_gpus
    executors = None if local else _executors(properties)
    if inference.partitions is not None:  # of the whole cluster
        limits[f"inference.partitions is {inference.partitions}"] = math.ceil(inference.partitions / (executors or 1))
    why = min(limits, key=lambda name: limits[name])
    each = f"on each of {executors} executors" if executors else "on each executor"
    return Concurrency(max(1, limits[why]), threads, "here" if local else each, why, executors)


def _executors(properties: Mapping[str, str]) -> int | None:
    """The most executors that the settings allow; null where they do not say."""
    dynamic = properties.get("spark.dynamicAllocation.enabled", "false").lower() == "true"
    number = properties.get("spark.dynamicAllocation.maxExecutors" if dynamic else "spark.executor.instances")
    return int(number) if number else None


def available_cores() -> int:
    """Cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
