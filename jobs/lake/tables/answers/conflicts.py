"""Table conflicts."""

from __future__ import annotations

from typing import get_args

from jobs.lake.tables.definitions import RUN_ID, Column, Table, columns_of, one_of
from udfs.answers.records import Conflict, ConflictKind

CONFLICT_KINDS: tuple[ConflictKind, ...] = get_args(ConflictKind)

CONFLICTS = Table(
    name="conflicts",
    comment="Attributes of which a product's seller and text, or two statements of sellers, say different things.",
    columns=(
        Column("product_id", "STRING", "The product, as its source names it.", required=True),
        Column("category", "STRING", "Category id of the schema.", required=True),
        *columns_of(Conflict),
        RUN_ID,
    ),
    keys=("product_id", "attribute", "other_value"),
    checks={
        "kind_known": one_of("kind", CONFLICT_KINDS),
        "values_differ": "value <> other_value",
        "other_confidence_range": "other_confidence BETWEEN 0 AND 1",
    },
    clustered=("category", "attribute", "product_id"),
    indexed=("product_id", "category", "attribute", "kind", "origin", "other_origin", "other_confidence"),
    optional=True,
)
