"""The functions that Spark's workers run, called in this process."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pyarrow as pa
import pytest

from udfs.checkpoint.manifest import read_manifest
from udfs.errors import CheckpointError, RowError
from udfs.records import Extraction, Listing
from udfs.schema.schema import Schema
from udfs.screening import Screened
from udfs.settings import Batching
from udfs.spark import functions as product
from udfs.spark.workers import predictor_of, why_unseen


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


class Chokes:
    """A predictor that cannot read some texts, alone or with another."""

    def __init__(self, *titles: str, together: bool = False) -> None:
        self.titles, self.together = titles, together

    def extract(self, listings: list[Listing], **_: object) -> list[Extraction]:
        found = [listing for listing in listings if listing.title in self.titles]
        if len(found) > (1 if self.together else 0):
            raise IndexError("piece 9 of\n 8")
        return [Extraction("mug", 1.0)] * len(listings)


@pytest.mark.parametrize(
    ("predictor", "named"),
    [
        # The same digest as Spark makes of the text: sha256 of {"title":"坏","category":"mug"}.
        (Chokes("坏"), "the text f0c8e670002cbf55d3adbf0e02b449762fc9361810d057304220b6adb67ac758, title '坏'"),
        (
            Chokes("cup", "lamp", together=True),
            "a batch of 4 rows that begins with the text [0-9a-f]{64}, title 'm",
        ),
    ],
)
def test_a_text_that_the_model_cannot_read_is_named(
    monkeypatch: pytest.MonkeyPatch, predictor: Chokes, named: str
) -> None:
    monkeypatch.setattr(product, "predictor_of", lambda *_: predictor)
    titles = pa.array(["mug", "cup", "坏", "lamp"], pa.string())
    none = pa.nulls(4, pa.string())
    extract = product.extract("checkpoint", "fingerprint", "{}", Batching())
    message = rf"^reading with the model failed for {named}.*: IndexError: piece 9 of 8; take it out of the source"
    with pytest.raises(RowError, match=message):
        list(extract.func(iter([(titles, none, pa.array(["mug"] * 4, pa.string()), none)])))


def test_a_lack_of_memory_is_no_fault_of_a_row(monkeypatch: pytest.MonkeyPatch) -> None:
    class Full:
        def extract(self, _: list[Listing], **__: object) -> list[Extraction]:
            raise MemoryError

    monkeypatch.setattr(product, "predictor_of", lambda *_: Full())
    column = pa.array(["mug"], pa.string())
    with pytest.raises(MemoryError):
        list(product.extract("checkpoint", "fingerprint", "{}", Batching()).func(iter([(column,) * 4])))


def test_a_row_that_cannot_be_screened_is_named(monkeypatch: pytest.MonkeyPatch, tiny_schema: Schema) -> None:
    def chokes(*_: object, title: str, **__: object) -> Screened:
        if title == "灯":
            raise ZeroDivisionError("division by zero")
        return Screened(None, None)

    monkeypatch.setattr(product, "screen_listing", chokes)
    texts = pa.array(["mug", "灯"], pa.string())
    entries = pa.array([[], []], pa.map_(pa.string(), pa.string()))
    with pytest.raises(RowError, match=r"^screening failed for product_id '灯', title '灯': ZeroDivisionError"):
        product.screened(tiny_schema, 99, (texts, texts, texts, texts, texts, entries, pa.array([False, False])))


def test_a_worker_tells_why_it_cannot_load_the_drivers_checkpoint(tiny_checkpoint: Path, tmp_path: Path) -> None:
    fingerprint = read_manifest(tiny_checkpoint).fingerprint
    assert why_unseen(str(tiny_checkpoint), fingerprint) is None
    here = rf"^on \S+, in {Path.cwd()}: "
    assert re.search(rf"{here}it has no manifest\.json$", str(why_unseen("build/x", fingerprint)))
    assert re.search(f"{here}it is {fingerprint} there, and 12 on the d", str(why_unseen(str(tiny_checkpoint), "12")))
    half = shutil.copytree(tiny_checkpoint, tmp_path / "half")
    (half / "model.safetensors").unlink()
    assert re.search(f"{here}.*model.safetensors is unreadable", str(why_unseen(str(half), fingerprint)))
