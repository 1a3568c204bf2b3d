"""The only step that runs the model over listings: each distinct text once, stored chunk by chunk.

What is stored is found again by its hash, so a run that was killed goes on with the first chunk it had not stored, and
a run without new texts never loads the model.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from jobs.display.progress import Progress
from jobs.lake.staging import Staging
from jobs.lake.store import Store
from udfs.errors import RunError

NAME = "extractions"
_FEWEST = 50  # texts of a task; loading the model for fewer takes longer than reading them


@dataclass(frozen=True, slots=True)
class ModelKey:
    """What a stored extraction belongs to: checkpoint, and the part of the schema that the model reads."""

    model: str
    schema: str


def stored_extractions(store: Store, key: ModelKey) -> DataFrame:
    """All extractions this model made under this schema."""
    return store.read(NAME).filter((F.col("model") == key.model) & (F.col("schema") == key.schema))


def distinct_texts(accepted: DataFrame) -> DataFrame:
    """One row for each text the model has to know: text_hash, title, description, category (of the seller, or null),
    site (or null).
    """
    return accepted.select("text_hash", "title", "description", "category", "site").dropDuplicates(["text_hash"])


def infer(
    store: Store,
    staging: Staging,
    accepted: DataFrame,
    extract: Any,
    *,
    key: ModelKey,
    run_id: str,
    chunk_rows: int,
    partitions: int,
    progress: Progress,
) -> int:
    """Extract every accepted text that is not stored yet; return how many. Raises RunError when some stay missing."""
    todo = accepted.join(stored_extractions(store, key).select("text_hash"), "text_hash", "left_anti")
    texts, figures = staging.write("texts", distinct_texts(todo), n=F.count(F.lit(1)))
    n_texts = figures["n"]
    if n_texts == 0:
        progress.note("0 texts inferred: all are stored already")
        return 0
    n_chunks = math.ceil(n_texts / chunk_rows)
    # A chunk is a function of the hash alone, so it holds the same texts however the rows arrive.
    chunk_of = F.pmod(F.xxhash64("text_hash"), F.lit(n_chunks))
    if n_chunks > 1:
        texts, _ = staging.write("chunks", texts.withColumn("chunk", chunk_of), "chunk")
    watch = progress.chunks(n_texts, n_chunks)
    progress.note(f"{n_texts:,} texts to infer in {n_chunks} chunk{'s' if n_chunks > 1 else ''}")
    tasks = min(partitions, math.ceil(n_texts / n_chunks / _FEWEST))
    done = 0
    for chunk in range(n_chunks):
        part = texts.filter(F.col("chunk") == chunk) if n_chunks > 1 else texts
        size = _append_chunk(store, part, extract, key, run_id, tasks)
        done += size
        watch.advance(size)
    if done != n_texts:
        raise RunError(f"inferred {done} texts of {n_texts}; run again, finished chunks are kept")
    return done


def _append_chunk(store: Store, texts: DataFrame, extract: Any, key: ModelKey, run_id: str, partitions: int) -> int:
    """Extract and append one chunk in one commit, with nothing between the UDF and the write; return its texts."""
    # Batches, and with them the last digits of scores, depend on the order of rows: fix it.
    ordered = texts.repartition(partitions, "text_hash").sortWithinPartitions("text_hash")
    extracted = ordered.select("text_hash", extract("title", "description", "category", "site").alias("e"))
    rows = extracted.select(
        "text_hash",
        F.lit(key.model).alias("model"),
        F.lit(key.schema).alias("schema"),
        "e.*",
        F.lit(run_id).alias("run_id"),
    )
    return store.append(NAME, rows)
