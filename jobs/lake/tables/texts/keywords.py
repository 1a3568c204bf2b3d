"""Table keywords."""

from __future__ import annotations

from jobs.lake.tables.definitions import RUN_ID, Column, Table

KEYWORDS = Table(
    name="keywords",
    comment="Words that a product is searched by, the best first, by language.",
    columns=(
        Column("product_id", "STRING", "The product, as its source names it.", required=True),
        Column("language", "STRING", "Language of the keyword, such as en or zh.", required=True),
        Column("rank", "INT", "1 is the product's best keyword of the language.", required=True),
        Column("keyword", "STRING", "The keyword.", required=True),
        Column(
            "kind",
            "STRING",
            "value: of a fact. noun: what the goods are. phrase: words of the listing.",
            required=True,
        ),
        Column("score", "DOUBLE", "How near it is to the listing, times how rare in the category.", required=True),
        Column("attribute", "STRING", "Attribute of the fact; null for nouns and phrases."),
        RUN_ID,
    ),
    keys=("product_id", "language", "keyword"),
    checks={"rank_counts": "rank >= 1"},
    clustered=("language", "product_id"),
    indexed=("product_id", "language", "rank", "kind", "score"),
    optional=True,
)
