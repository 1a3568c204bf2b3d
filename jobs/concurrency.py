"""How many inference tasks Spark runs at one time with given settings."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass

from jobs.config import Inference


@dataclass(frozen=True, slots=True)
class Concurrency:
    """``tasks`` at one time, of ``threads`` each, ``where``: in this process or on each executor; ``why``: by what."""

    tasks: int
    threads: int
    where: str
    why: str


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
    if inference.partitions is not None:
        limits[f"inference.partitions is {inference.partitions}"] = inference.partitions
    why = min(limits, key=lambda name: limits[name])
    return Concurrency(max(1, limits[why]), threads, "here" if local else "on each executor", why)


def available_cores() -> int:
    """Cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
