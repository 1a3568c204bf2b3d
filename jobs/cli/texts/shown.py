"""The texts of one product: as the tables hold them, or made on the fly of its published facts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from pyspark.sql import Row
from pyspark.sql import functions as F

from jobs.config import JobConfig, Texts
from jobs.reading.library import Library
from jobs.reading.products import StoredProduct
from jobs.run.job import kit_of
from jobs.writing.due import newest_edits
from jobs.writing.statistics import counts_of
from udfs.records import Listing
from udfs.schema.schema import Schema
from udfs.spark.arrow import record_from
from udfs.writing.edits import StatedFact
from udfs.writing.extracts.vectors import hashed
from udfs.writing.products import Due, WrittenKeyword
from udfs.writing.records import Quoted, Subject, TextKind


@dataclass(frozen=True, slots=True)
class ShownText:
    """A row of table texts, as far as a person reads it; null meanings as there."""

    kind: TextKind
    style: str
    language: str
    text: str | None
    reason: str | None
    detail: str | None
    facts: tuple[StatedFact, ...]
    quoted: tuple[Quoted, ...]
    generator: str | None
    verdict: str | None
    outdated: bool
    status: str = "draft"
    edited_by: str | None = None
    edited_at: datetime | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells it from the product's other texts."""
        return self.kind, self.style, self.language


@dataclass(frozen=True, slots=True)
class Shown:
    """All texts and keywords of a product. ``made_now``: no table holds them. ``waiting``: rows of table text_edits
    that no run has shown yet, by key."""

    texts: tuple[ShownText, ...]
    keywords: tuple[WrittenKeyword, ...]
    made_now: bool
    waiting: dict[tuple[str, str, str], Row]


def texts_of(library: Library, product: StoredProduct, schema: Schema, config: JobConfig) -> Shown:
    """The texts of the newest finished run; of a product that has none there, texts made now, which are not written."""
    own = F.col("product_id") == F.lit(product.row["product_id"])
    rows = library.table("texts").filter(own).orderBy("kind", "style", "language").collect()
    texts = tuple(record_from(ShownText, row.asDict(recursive=True)) for row in rows)
    if not texts:
        return _made_now(library, product, schema, config)
    words = library.table("keywords").filter(own).orderBy("language", "rank").collect()
    keywords = tuple(WrittenKeyword(*(row[name] for name in WrittenKeyword._fields)) for row in words)
    edits = newest_edits(library.store.read("text_edits").filter(own)).collect()
    return Shown(texts, keywords, made_now=False, waiting=_waiting(texts, edits))


def _waiting(texts: Iterable[ShownText], edits: Iterable[Row]) -> dict[tuple[str, str, str], Row]:
    """Edits that are newer than what is shown; one that was taken back before any run showed it is none."""
    shown = {text.key: text.edited_at for text in texts}
    wanted = {(row["kind"], row["style"], row["language"]): row for row in edits}
    return {
        key: row
        for key, row in wanted.items()
        if (None if row["status"] == "draft" else row["edited_at"]) != shown.get(key)
    }


def _made_now(library: Library, product: StoredProduct, schema: Schema, config: JobConfig) -> Shown:
    kit = kit_of(config.texts or Texts(), schema, config.schema_folder)
    counts = counts_of(library.table("value_statistics"), library.table("phrase_statistics"))
    (made,) = kit.product_writer(counts, hashed).write([Due(subject_of(product))])
    texts = sorted((ShownText(*each) for each in made.texts), key=lambda text: text.key)
    return Shown(tuple(texts), made.keywords, made_now=True, waiting={})


def subject_of(product: StoredProduct) -> Subject:
    """A stored product as the run's writer reads it."""
    row = product.row
    listing = Listing(row["product_id"], row["title"], row["description"], row["category"], site=row["site"])
    return Subject(listing, row["category"], tuple(product.facts))
