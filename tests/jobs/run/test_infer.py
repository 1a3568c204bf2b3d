"""Inference of what is not stored yet: a text that gets lost on the way stops the run."""

from __future__ import annotations

import io
from types import SimpleNamespace
from typing import Any

import pytest
from pyspark.sql import SparkSession
from rich.console import Console

from jobs.config import Inference
from jobs.display.progress import Progress
from jobs.lake.staging import Staging
from jobs.lake.store import Store
from jobs.run import infer as inference
from jobs.run.infer import infer
from jobs.run.job import ModelKey
from jobs.run.read import Read
from udfs.errors import RunError
from udfs.schema.untrained import ALL_LEARNT

TEXTS = "text_hash string, title string, description string, category string, site string, reason string"


def test_a_text_that_no_chunk_stored_stops_the_run(
    spark: SparkSession, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.hold()
    sizes: list[int] = []

    def loses_one(_: Any, texts: Any, *__: Any) -> int:
        sizes.append(texts.count())
        return sizes[-1] - (len(sizes) == 1)

    monkeypatch.setattr(inference, "_append_chunk", loses_one)
    monkeypatch.setattr(inference, "register_model", lambda *_: None)
    listings = spark.createDataFrame([(f"h{n % 5}", "Mug", None, None, None, None) for n in range(7)], TEXTS)
    job = SimpleNamespace(
        store=store, staging=Staging(store, "r1"), key=ModelKey("m", "s"), run_id="r1",
        model=SimpleNamespace(manifest=None), untrained=ALL_LEARNT,
        config=SimpleNamespace(
            checkpoint="", unknown_category="model", inference=Inference(chunk_rows=3, partitions=1)
        ),
        progress=Progress(Console(file=io.StringIO())),
    )  # fmt: skip
    with pytest.raises(RunError, match=r"^inferred 4 texts of 5; run again, finished chunks are kept$"):
        infer(job, Read(listings, (7,), None))  # type: ignore[arg-type]
    assert (len(sizes), sum(sizes)) == (2, 5)
