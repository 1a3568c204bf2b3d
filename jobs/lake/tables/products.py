"""Table products."""

from __future__ import annotations

from jobs.lake.tables.definitions import RUN_ID, Column, Table, one_of

PRODUCTS = Table(
    name="products",
    comment="One row for each standardized product: category, all values in maps, completeness.",
    columns=(
        Column("product_id", "STRING", "The product, as its source names it.", required=True),
        Column("source", "STRING", "Name of the source the listing came from.", required=True),
        Column("site", "STRING", "Web shop, by its host or else its name, in lower case; null when it is not known."),
        Column("title", "STRING", "Title as the seller wrote it; null when the source gives none."),
        Column(
            "description", "STRING", "Description as the seller wrote it, markup included; null when there is none."
        ),
        Column("category", "STRING", "Category id of the schema.", required=True),
        Column("category_origin", "STRING", "Who says so: seller or model.", required=True),
        Column("category_confidence", "DOUBLE", "0 to 1; 1 where the seller gave the category.", required=True),
        Column("locale", "STRING", "Locale as the source gives it; null when it gives none."),
        Column(
            "attributes",
            "MAP<STRING, STRING>",
            "Attribute id to canonical value, several joined by '; '; empty without any.",
        ),
        Column(
            "numbers",
            "MAP<STRING, DOUBLE>",
            "Attribute id of a quantity to its number, in the attribute's unit; empty without any.",
        ),
        Column("tags", "ARRAY<STRING>", "Tag ids, best first; empty without any."),
        Column(
            "completeness", "DOUBLE", "Attributes with a standard value / attributes of the category.", required=True
        ),
        Column("missing", "ARRAY<STRING>", "Required attributes of which nothing usable was found; empty without any."),
        Column(
            "unknown_attributes",
            "MAP<STRING, STRING>",
            "Seller's attributes that the category does not have; null without any.",
        ),
        Column(
            "content_hash",
            "STRING",
            "sha256 of all that standardization reads of the listing. Empty when the sources lacked it as all products "
            "were made anew: once it is back, it is made anew too.",
            required=True,
        ),
        Column("text_hash", "STRING", "sha256 of what the model reads; key into extractions.", required=True),
        Column("updated_at", "TIMESTAMP", "When the source says the listing changed; null when it does not say."),
        RUN_ID,
    ),
    keys=("product_id",),
    checks={
        "category_origin_known": one_of("category_origin", ("seller", "model")),
        "category_confidence_range": "category_confidence BETWEEN 0 AND 1",
        "completeness_range": "completeness BETWEEN 0 AND 1",
    },
    clustered=("category", "product_id"),
    indexed=("product_id", "source", "category", "completeness", "text_hash", "updated_at"),
)
