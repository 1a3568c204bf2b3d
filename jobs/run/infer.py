"""The only step that runs the model over listings: each distinct text once, stored chunk by chunk.

What is stored is found again by its hash, so a run that was killed goes on with the first chunk it had not stored, and
a run without new texts never loads the model.
"""

from __future__ import annotations

import math

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from jobs.lake.runs import register_model
from jobs.lake.store import Store
from jobs.run.job import Job, ModelKey
from jobs.run.read import Read
from udfs.errors import RunError
from udfs.spark.counting import Counting

_NAME = "extractions"
_FEWEST = 50  # texts of a task; loading the model for fewer takes longer than reading them


def stored_extractions(store: Store, key: ModelKey) -> DataFrame:
    """All extractions this model made under this schema."""
    return store.read(_NAME).filter((F.col("model") == key.model) & (F.col("schema") == key.schema))


def distinct_texts(accepted: DataFrame) -> DataFrame:
    """One row for each text the model has to know: text_hash, title, description, category (of the seller, or null),
    site (or null).
    """
    return accepted.select("text_hash", "title", "description", "category", "site").dropDuplicates(["text_hash"])


def infer(job: Job, read: Read) -> int:
    """Extract every accepted text that is not stored yet; return how many. Raises RunError when some stay missing.

    Texts of listings whose unknown category has decided already are not read, nor are those of categories that the
    model cannot be asked about; without a model none is.
    """
    if job.model is None:
        job.progress.note("0 texts inferred: there is no model")
        return 0
    store, staging, progress, chunk_rows = job.store, job.staging, job.progress, job.config.inference.chunk_rows
    register_model(
        store, job.model.manifest, job.config.checkpoint, job.run_id
    )  # no row may name a model that is not there
    accepted = read.listings.filter(F.col("reason").isNull())
    if job.config.unknown_category == "none":
        accepted = accepted.filter(~F.col("named").eqNullSafe("unknown"))
    if unread := sorted(key for key in job.untrained.new if not job.untrained.reads(key)):
        accepted = accepted.filter(~F.coalesce(F.col("category").isin(unread), F.lit(False)))
    todo = accepted.join(stored_extractions(store, job.key).select("text_hash"), "text_hash", "left_anti")
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
    partitions = job.config.inference.partitions or store.spark.sparkContext.defaultParallelism
    tasks = min(partitions, math.ceil(n_texts / n_chunks / _FEWEST))
    done = 0
    for chunk in range(n_chunks):
        part = texts.filter(F.col("chunk") == chunk) if n_chunks > 1 else texts
        with Counting(store.spark.sparkContext) as counting, watch.following(counting.rows):
            size = _append_chunk(job, part, tasks)
        done += size
        watch.advance(size)
    if done != n_texts:
        raise RunError(f"inferred {done} texts of {n_texts}; run again, finished chunks are kept")
    return done


def _append_chunk(job: Job, texts: DataFrame, partitions: int) -> int:
    """Extract and append one chunk in one commit, with nothing between the UDF and the write; return its texts."""
    # Batches, and with them the last digits of scores, depend on the order of rows: fix it.
    ordered = texts.repartition(partitions, "text_hash").sortWithinPartitions("text_hash")
    extract = job.functions.extract("title", "description", "category", "site")
    extracted = ordered.select("text_hash", extract.alias("e"))
    rows = extracted.select(
        "text_hash",
        F.lit(job.key.model).alias("model"),
        F.lit(job.key.schema).alias("schema"),
        "e.*",
        F.lit(job.run_id).alias("run_id"),
    )
    return job.store.append(_NAME, rows)
