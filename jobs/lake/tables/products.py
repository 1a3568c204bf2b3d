"""Table products."""

from __future__ import annotations

from typing import get_args

from jobs.lake.tables.definitions import CHANGED_BY, Column, Table, columns_of, one_of
from udfs.reasons import REASONS
from udfs.records import CategoryOrigin, Product

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
        Column(
            "category", "STRING", "Category id of the schema; null where `unknown_category: none` kept it without one."
        ),
        Column(
            "category_origin",
            "STRING",
            "Who says so: seller, title (it names the category outright, and no model can judge that), model, or draft "
            "(the schema's draft found it by title and keys, and there is no model); null without a category.",
        ),
        Column(
            "category_confidence",
            "DOUBLE",
            "0 to 1: 1 where the seller or the title gave the category, the model's where the model did or only an "
            "upper level of the seller's path names it; null without a category, and where a draft found it.",
        ),
        Column("locale", "STRING", "Locale as the source gives it; null when it gives none."),
        *columns_of(Product, "attributes", "numbers"),
        Column("tags", "ARRAY<STRING>", "Tag ids, best first; empty without any."),
        Column(
            "completeness",
            "DOUBLE",
            "Attributes with a standard value / attributes of the category; null without a category.",
        ),
        *columns_of(Product, "missing", "unknown_attributes", "numbers_max", "parts"),
        Column(
            "content_hash",
            "STRING",
            "sha256 of all that standardization reads of the listing. Empty while it is stale: once it is accepted "
            "again, it is made anew.",
            required=True,
        ),
        Column("text_hash", "STRING", "sha256 of what the model reads; key into extractions.", required=True),
        Column("updated_at", "TIMESTAMP", "When the source says the listing changed; null when it does not say."),
        Column(
            "stale",
            "STRING",
            "Why the listing is rejected now, as in table rejected: its values are old and count nowhere. Null for "
            "current products, and for those that the sources just lack.",
        ),
        CHANGED_BY,
        Column(
            "remark",
            "STRING",
            "What was odd as its listing was read: text that had been read in a wrong encoding, a seller's map that "
            "cannot be read, a mapped expression that gave an error. Null when nothing was.",
        ),
    ),
    keys=("product_id",),
    checks={
        "category_origin_known": f"category IS NULL OR {one_of('category_origin', get_args(CategoryOrigin))}",
        "category_confidence_range": "category IS NULL OR category_origin = 'draft' OR "
        "category_confidence BETWEEN 0 AND 1",
        "completeness_range": "category IS NULL OR completeness BETWEEN 0 AND 1",
        "stale_known": f"stale IS NULL OR {one_of('stale', REASONS)}",
    },
    clustered=("category", "product_id"),
    indexed=("product_id", "source", "category", "completeness", "text_hash", "updated_at", "stale"),
)
