"""Tables value_statistics and phrase_statistics."""

from __future__ import annotations

from jobs.lake.tables.definitions import RUN_ID, Column, Table

VALUE_STATISTICS = Table(
    name="value_statistics",
    comment="How many products have an attribute and a value, by which texts weigh facts; counted anew when asked for.",
    columns=(
        Column("category", "STRING", "Category id of the schema.", required=True),
        Column("attribute", "STRING", "Attribute id; null in the row that counts the category's products."),
        Column(
            "value",
            "STRING",
            "Id of the value, or its canonical text; null in the row that counts products with any value.",
        ),
        Column("products", "INT", "Products counted in this row, each once.", required=True),
        RUN_ID,
    ),
    keys=("category", "attribute", "value"),
    checks={"products_positive": "products > 0"},
    clustered=("category", "attribute"),
    indexed=("category", "attribute", "products"),
    optional=True,
)

PHRASE_STATISTICS = Table(
    name="phrase_statistics",
    comment="How many listings of a category hold a phrase, by which keywords are chosen; counted anew when asked for.",
    columns=(
        Column("category", "STRING", "Category id of the schema.", required=True),
        Column("language", "STRING", "Language of the listings, such as en or zh.", required=True),
        Column(
            "phrase",
            "STRING",
            "The phrase in plain spelling; empty in the row that counts all listings.",
            required=True,
        ),
        Column("listings", "INT", "Listings that hold it, each once.", required=True),
        RUN_ID,
    ),
    keys=("category", "language", "phrase"),
    checks={"listings_positive": "listings > 0"},
    clustered=("category", "language"),
    indexed=("category", "language", "listings"),
    optional=True,
)
