"""Table facets."""

from __future__ import annotations

from jobs.lake.tables.definitions import Column, Table

FACETS = Table(
    name="facets",
    comment="What shoppers filter by: the values of each attribute, in the order to show them, with their products.",
    columns=(
        Column("category", "STRING", "Category id of the schema.", required=True),
        Column("attribute", "STRING", "Attribute id of the schema; identifiers have no facets.", required=True),
        Column("value_id", "STRING", "Id of the allowed or known value; null for free text and quantities."),
        Column(
            "value",
            "STRING",
            "Canonical value as in table attributes; of a quantity with more than ten numbers a range of them.",
            required=True,
        ),
        Column("labels", "MAP<STRING, STRING>", "Label by language, such as en and zh; null for text."),
        Column(
            "position",
            "INT",
            "Place within the attribute from 1: sizes, quantities and ordered values rise; all else by products, then "
            "by value.",
            required=True,
        ),
        Column(
            "range_from",
            "DOUBLE",
            "Of a quantity, the first number that counts, in `unit`; null without a lower end, and of other kinds.",
        ),
        Column(
            "range_to",
            "DOUBLE",
            "The number that counts no more, or `range_from` itself where only that one counts; null without an upper "
            "end, and of other kinds.",
        ),
        Column("unit", "STRING", "Unit of the ends, the one the schema names; null for other kinds than quantities."),
        Column("products", "BIGINT", "Current products with the value, each once.", required=True),
        Column("share", "DOUBLE", "Of the current products of the category, 0 to 1.", required=True),
    ),
    keys=("category", "attribute", "value_id", "value"),
    checks={
        "position_counts": "position >= 1",
        "products_positive": "products > 0",
        "share_range": "share > 0 AND share <= 1",
        "range_rises": "range_from IS NULL OR range_to IS NULL OR range_from <= range_to",
    },
    clustered=("category", "attribute"),
    indexed=("category", "attribute", "value_id", "position", "products", "share"),
    changes=False,
    optional=True,
)
