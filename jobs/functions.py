"""The product's column functions, bound to one schema, checkpoint, thresholds and decisions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ProductFunctions:
    """Those of udfs.spark that a run calls, under their names there; ``site_of`` is ``site``."""

    extract: Any
    match: Any
    unknown: Any
    resolve: Any
    category_id: Any
    site_of: Any
    value_key: Any
