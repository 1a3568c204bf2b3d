"""What a run tells beside its products: the rejected rows, and the queue for review."""

from __future__ import annotations

from jobs.lake.synchronize import Changes, synchronize_all
from jobs.review.queue import unmapped_rows
from jobs.run.categorize import Categorized, rejected_rows
from jobs.run.compare import stored_matches
from jobs.run.job import Job


def record(job: Job, categorized: Categorized, *, values_changed: bool) -> dict[str, Changes]:
    """Rejected shows this run's rejected rows and no others; unmapped is made again when the values changed."""
    tables = {"rejected": rejected_rows(categorized.listings, job.run_id)}
    if values_changed:
        rows = unmapped_rows(
            job.store.read("attributes"), job.store.read("products"), stored_matches(job.store, job.key),
            job.functions.value_key, job.run_id,
        )  # fmt: skip
        # A new table's rows are asked for twice, whether there are any and what they are.
        tables["unmapped"] = job.staging.write("unmapped", rows)[0] if job.store.is_new("unmapped") else rows
    changes = synchronize_all(job.store, job.staging, tables)
    for name, each in changes.items():
        job.progress.note(f"{name}: {each}")
    return changes
