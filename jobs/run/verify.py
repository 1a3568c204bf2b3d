"""The last look at the tables before a run is published: invariants, and figures."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from jobs.run import checks
from jobs.run.categorize import Categorized
from jobs.run.job import Job
from jobs.run.quality import quality
from jobs.session.parallel import together


def verify(job: Job, categorized: Categorized, *, values_changed: bool) -> tuple[dict[str, int], dict[str, float]]:
    """Counts and shares as :func:`jobs.run.quality.quality` gives them. Raises RunError when an invariant is broken."""
    products, attributes = job.store.read("products"), job.store.read("attributes")
    steps: list[Callable[[], Any]] = [
        partial(quality, products, attributes, job.store.read("unmapped")),
        partial(checks.check_rejected, job.store.read("rejected"), categorized.rejected),
        partial(checks.check_products, products, categorized.listings),
    ]
    if values_changed:
        steps.append(partial(checks.check_attributes, attributes, products))
    figures: tuple[dict[str, int], dict[str, float]] = together(job.store.spark, *steps)[0]
    return figures
