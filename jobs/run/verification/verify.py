"""The last look at the tables before a run is published: invariants, and figures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from pyspark.sql import Row

from jobs.lake.current import of_current
from jobs.run.categorize import Categorized
from jobs.run.job import Job
from jobs.run.verification import checks
from jobs.run.verification.outside import samples
from jobs.run.verification.quality import quality
from jobs.session.parallel import together


@dataclass(frozen=True, slots=True)
class Verified:
    """Counts and shares as :func:`jobs.run.verification.quality.quality` gives them, with the share ``outside``; and
    ``samples``, see :func:`jobs.run.verification.outside.samples`.
    """

    counts: dict[str, int]
    quality: dict[str, float]
    samples: tuple[Row, ...] = ()


def verify(job: Job, categorized: Categorized, *, values_changed: bool) -> Verified:
    """Look at the tables, and for what people should look at. Raises RunError when an invariant is broken."""
    products, attributes = job.store.read("products"), job.store.read("attributes")
    steps: list[Callable[[], Any]] = [
        partial(quality, products, of_current(attributes, products), *map(job.store.read, ("claims", "unmapped"))),
        partial(samples, categorized.listings) if categorized.outside or categorized.unsure else list,
        partial(checks.check_rejected, job.store.read("rejected"), categorized.rejected),
        partial(checks.check_products, products, categorized.listings),
    ]
    if values_changed:
        steps.append(partial(checks.check_attributes, attributes, products))
    (counts, shares), shown, *_ = together(job.store.spark, *steps)
    if categorized.share_outside is not None:
        shares["outside"] = round(categorized.share_outside, 4)
    return Verified(counts, shares, tuple(shown))
