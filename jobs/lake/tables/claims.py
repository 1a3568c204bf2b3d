"""Table claims."""

from __future__ import annotations

from jobs.lake.tables.definitions import CHANGED_BY, LOST_BY, ORIGINS, Column, Table, columns_of, one_of
from udfs.records import FIELDS, LostClaim

CLAIMS = Table(
    name="claims",
    comment="Claims about products that lost, a row each: who says what, where, how surely, and why it does not stand.",
    columns=(
        Column("product_id", "STRING", "The product, as its source names it.", required=True),
        Column("category", "STRING", "Category id of the schema.", required=True),
        *columns_of(LostClaim),
        CHANGED_BY,
    ),
    keys=("product_id", "attribute", "place"),
    checks={
        "outcome_known": one_of("outcome", LOST_BY),
        "origin_known": one_of("origin", ORIGINS),
        "field_known": f"field IS NULL OR {one_of('field', FIELDS)}",
        "confidence_range": "confidence BETWEEN 0 AND 1",
        "offsets_ordered": "start_offset IS NULL OR (0 <= start_offset AND start_offset < end_offset)",
    },
    clustered=("category", "attribute", "product_id"),
    indexed=("product_id", "category", "attribute", "place", "outcome", "origin", "confidence", "value_id"),
    changes=False,
)
