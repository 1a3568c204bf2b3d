"""Table rejected."""

from __future__ import annotations

from jobs.lake.tables.definitions import RUN_ID, Column, Table, one_of
from udfs.reasons import REASONS

REJECTED = Table(
    name="rejected",
    comment="Source rows of the last run that were not standardized, each with its reason.",
    columns=(
        Column("row_hash", "STRING", "sha256 of source and raw row.", required=True),
        Column("source", "STRING", "Name of the source.", required=True),
        Column("product_id", "STRING", "The product, as its source names it; null when it does not."),
        Column(
            "reason",
            "STRING",
            f"{', '.join(REASONS[:-1])} or {REASONS[-1]}.",
            required=True,
        ),
        Column(
            "detail", "STRING", "What exactly was wrong, as the row was last changed; null when the reason says it all."
        ),
        Column("copies", "BIGINT", "How many identical rows the source holds that are rejected.", required=True),
        Column("raw", "STRING", "The row as JSON; its original text when it could not be parsed.", required=True),
        RUN_ID,
    ),
    keys=("row_hash",),
    checks={"reason_known": one_of("reason", REASONS), "copies_count": "copies >= 1"},
    clustered=("reason", "source"),
    indexed=("row_hash", "source", "product_id", "reason"),
    remarks=("detail",),
)
