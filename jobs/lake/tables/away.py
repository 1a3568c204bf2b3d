"""Table away."""

from __future__ import annotations

from jobs.lake.tables.definitions import RUN_ID, Column, Table

AWAY = Table(
    name="away",
    comment="Products that the sources lacked as all like them were made anew; made anew too once they are back.",
    columns=(Column("product_id", "STRING", "The product, as its source names it.", required=True), RUN_ID),
    keys=("product_id",),
    checks={},
    clustered=("product_id",),
    indexed=("product_id",),
    changes=False,
)
