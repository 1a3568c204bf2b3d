"""Table tags."""

from __future__ import annotations

from jobs.lake.tables.definitions import CHANGED_BY, ORIGINS, Column, Table, one_of

TAGS = Table(
    name="tags",
    comment="Tags of products, one row each.",
    columns=(
        Column("product_id", "STRING", "The product, as its source names it.", required=True),
        Column("tag", "STRING", "Tag id of the schema.", required=True),
        Column("score", "DOUBLE", "0 to 1.", required=True),
        Column("rank", "INT", "1 is the product's best tag.", required=True),
        Column("origin", "STRING", "Who says so: model.", required=True),
        CHANGED_BY,
    ),
    keys=("product_id", "tag"),
    checks={
        "score_range": "score BETWEEN 0 AND 1",
        "rank_counts": "rank >= 1",
        "origin_known": one_of("origin", ORIGINS),
    },
    clustered=("tag", "product_id"),
    indexed=("product_id", "tag", "score", "rank", "origin"),
)
