"""The texts of a run's products, with what its model said of each and how many products share it."""

from __future__ import annotations

from pyspark.sql import DataFrame, Row
from pyspark.sql import functions as F

from jobs.lake.current import current
from jobs.reading.library import Library
from training.labelling.choosing import Unlabelled
from udfs.records import Extraction, Listing
from udfs.spark.arrow import record_from


def unlabelled_texts(library: Library, limit: int) -> list[Unlabelled]:
    """At most ``limit`` different texts of current products, by their hash: as good as at random, always the same."""
    run = library.run_row()
    products = current(library.table("products"))
    texts = products.groupBy("text_hash").agg(
        F.count("*").alias("products"),
        F.min_by(F.struct("product_id", "title", "description", "site", "category", "category_origin"), "product_id")
        .alias("one"),
    )  # fmt: skip
    chosen = texts.orderBy("text_hash").limit(limit)
    own = library.table("extractions").filter(
        (F.col("model") == run["model"]) & (F.col("schema") == run["model_schema"])
    )
    read = own.select("text_hash", F.struct(*_columns(own)).alias("said"))
    rows = chosen.join(read, "text_hash", "left").orderBy("text_hash").toLocalIterator()
    return [_unlabelled(row) for row in rows]


def _columns(extractions: DataFrame) -> list[str]:
    return [name for name in extractions.columns if name in Extraction.__dataclass_fields__]


def _unlabelled(row: Row) -> Unlabelled:
    one, said = row["one"], row["said"]
    category = one["category"] if one["category_origin"] == "seller" else None
    listing = Listing(one["product_id"], one["title"], one["description"], category, site=one["site"])
    extraction = record_from(Extraction, said.asDict(recursive=True)) if said is not None else None
    return Unlabelled(listing, extraction, row["products"])
