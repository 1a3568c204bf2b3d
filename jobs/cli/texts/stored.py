"""What the tables know of the texts of a file: products, texts as they are shown, and the newest edit of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import pyarrow as pa
from pyspark.sql import DataFrame, Row
from pyspark.sql import functions as F

from jobs.cli.texts.rows import Key, same_line_ends
from jobs.reading.library import Library
from jobs.reading.products import StoredProduct
from jobs.writing.due import KEY, newest_edits
from udfs.errors import InputError


@dataclass(frozen=True, slots=True)
class State:
    """A text as later runs will have it. ``text`` is null where there is none.

    ``remade``: its edit was taken back, and the next run makes it anew.
    """

    text: str | None
    status: str
    remade: bool = False


@dataclass(frozen=True, slots=True)
class Stored:
    """``products``: rows of table products by id. ``states``: by key, of the texts of table texts and of edits.

    ``editors``: who edited a text last. ``last``: when any of them was edited last; null where none was.
    """

    products: dict[str, Row]
    states: dict[Key, State]
    editors: dict[Key, str]
    last: datetime | None

    @classmethod
    def of(cls, library: Library, ids: Iterable[str]) -> Stored:
        """Of some products, which may be unknown."""
        wanted = _ids(library, ids)
        products = _kept(library.table("products"), wanted)
        names = ("product_id", "title", "description", "site", "category", "stale")
        texts = _kept(library.table("texts"), wanted).select(*KEY, "text", "status").collect()
        edits = newest_edits(_kept(library.store.read("text_edits"), wanted)).collect()
        states = {_key(row): _state(row) for row in texts} | _edited(texts, edits)
        return cls(
            {row["product_id"]: row for row in products.select(*names).collect()},
            states,
            {_key(row): row["edited_by"] for row in edits},
            max((row["edited_at"] for row in edits), default=None),
        )


def require_texts(library: Library) -> None:
    """Raises InputError where no run has made texts."""
    if "texts" not in library.run.table_versions:
        raise InputError(
            f"{library.store.target} holds no texts: its runs had no section `texts` in their config; "
            "add `texts: {}` to it and run the job"
        )


def stored_products(library: Library, ids: Sequence[str]) -> dict[str, StoredProduct]:
    """Products with their facts, of which edited texts are checked."""
    return library.stored(partial(_kept, ids=_ids(library, ids)))


def _edited(texts: Iterable[Row], edits: Iterable[Row]) -> dict[Key, State]:
    """What edits make of texts; one that was taken back counts where the tables still show it."""
    kept = {_key(row) for row in texts if row["status"] != "draft"}
    states = {_key(row): _state(row) for row in edits if row["status"] != "draft"}
    return states | {
        _key(row): State(None, "draft", remade=True) for row in edits if row["status"] == "draft" and _key(row) in kept
    }


def _key(row: Row) -> Key:
    return row["product_id"], row["kind"], row["style"], row["language"]


def _state(row: Row) -> State:
    return State(same_line_ends(row["text"] or ""), row["status"])


def _ids(library: Library, ids: Iterable[str]) -> DataFrame:
    """Ids as a frame that no worker has to read."""
    table = pa.table({"product_id": pa.array(sorted(set(ids)), pa.string())})
    return F.broadcast(library.store.spark.createDataFrame(table))


def _kept(rows: DataFrame, ids: DataFrame) -> DataFrame:
    return rows.join(ids, "product_id", "left_semi")
