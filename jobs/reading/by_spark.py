"""A table as Arrow by Spark, for readers that have no session: where delta-rs cannot read it."""

from __future__ import annotations

from typing import Any

from jobs.lake.store import Store
from jobs.session.places import local_properties
from jobs.session.short import short_session
from udfs.errors import TableError


def arrow_table(target: str, name: str, version: int | None, properties: str | None) -> Any:
    """A table at a version, or the newest, as a table of pyarrow. Raises TableError where there is none."""
    store = Store(short_session("facetmill", properties or local_properties(), delta=True), target)
    if name == "runs" and store.version(name) is None:
        raise TableError(f"{target} holds no finished run; do one with `facetmill run`, or correct `target`")
    return store.read(name, version).toArrow()
