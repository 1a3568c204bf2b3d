"""The data sets by name."""

from __future__ import annotations

from typing import Any

from benchmarks.quality.contract import DataSet
from benchmarks.quality.labels.reviews import REVIEWS
from benchmarks.quality.slots.data_set import SLOT_SETS
from benchmarks.quality.spans.jd_titles import JD_TITLES
from benchmarks.quality.spans.taobao import TAOBAO

DATA_SETS: dict[str, DataSet[Any]] = {data_set.name: data_set for data_set in (*SLOT_SETS, JD_TITLES, TAOBAO, REVIEWS)}
