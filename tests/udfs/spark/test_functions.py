"""The functions that Spark's workers run, called in this process."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from udfs.errors import CheckpointError
from udfs.records import Extraction, Listing
from udfs.schema.schema import Schema
from udfs.settings import Batching
from udfs.spark import functions as product
from udfs.spark.workers import predictor_of


def test_a_predictor_that_loses_a_listing_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    class Loses:
        def extract(self, listings: list[Listing], **_: object) -> list[Extraction]:
            return [Extraction("mug", 1.0)] * (len(listings) - 1)

    monkeypatch.setattr(product, "predictor_of", lambda *_: Loses())
    columns = tuple(pa.array(["Mug", "Cup"], pa.string()) for _ in range(4))
    extract = product.extract("checkpoint", "fingerprint", "{}", Batching())
    with pytest.raises(ValueError, match=r"^the predictor returned 1 results for 2 listings$"):
        list(extract.func(iter([columns])))


def test_a_worker_refuses_another_checkpoint_than_the_drivers(tiny_checkpoint: Path, tiny_schema: Schema) -> None:
    message = (
        rf"^the checkpoint {tiny_checkpoint} is [0-9a-f]+ on \S+, but 0123456789abcdef on the driver; "
        "copy the same one to every machine and run again$"
    )
    with pytest.raises(CheckpointError, match=message):
        predictor_of(str(tiny_checkpoint), "0123456789abcdef", tiny_schema.to_json(), Batching(), None)
