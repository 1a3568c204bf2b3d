"""What a run tells beside its products: the rejected rows, and the queue for review."""

from __future__ import annotations

from pyspark.sql import functions as F

from jobs.lake.current import current, of_current
from jobs.lake.synchronize import Changes, synchronize_all
from jobs.lake.tables.unmapped import CATEGORY_WORDINGS
from jobs.review.queue import category_rows, unmapped_rows, with_faults
from jobs.run.categorize import Categorized, rejected_rows
from jobs.run.job import Job
from jobs.run.standardizing.compare import stored_matches


def record(job: Job, categorized: Categorized, *, renewed: bool) -> dict[str, Changes]:
    """Rejected shows this run's rejected rows and no others. What unmapped says of values is made again where it is
    ``renewed``, as values or decisions changed; what it says of categories is, on every run.
    """
    wordings = category_rows(categorized.listings, job.functions.value_key, job.run_id)
    scopes = {}
    if renewed:
        products = job.store.read("products")
        values = unmapped_rows(
            of_current(job.store.read("attributes"), products), current(products), stored_matches(job.store, job.key),
            job.functions.value_key, job.run_id,
        )  # fmt: skip
        rows = values.unionByName(wordings) if categorized.wordings else values
    else:
        rows = wordings
        scopes["unmapped"] = job.store.spark.range(1).select(F.lit(CATEGORY_WORDINGS).alias("kind"))
    rows = with_faults(rows, job.decided.refused)
    # A new table's rows are asked for twice, whether there are any and what they are.
    rows = job.staging.write("unmapped", rows)[0] if job.store.is_new("unmapped") else rows
    tables = {"rejected": rejected_rows(categorized.listings, job.run_id), "unmapped": rows}
    changes = synchronize_all(job.store, job.staging, tables, scopes)
    for name, each in changes.items():
        job.progress.note(f"{name}: {each}")
    return changes
