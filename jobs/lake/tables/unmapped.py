"""Table unmapped."""

from __future__ import annotations

from jobs.lake.tables.definitions import RUN_ID, Column, Table, one_of

UNMAPPED = Table(
    name="unmapped",
    comment="Review queue: values and seller's attribute names the schema does not know, by products affected.",
    columns=(
        Column("kind", "STRING", "value: a value of `attribute`. attribute: a seller's name for one.", required=True),
        Column("category", "STRING", "Category id of the schema.", required=True),
        Column("attribute", "STRING", "Attribute id of the schema; null for kind attribute."),
        Column(
            "value_key",
            "STRING",
            "raw_value folded: equal for wordings that differ in case, width or spaces.",
            required=True,
        ),
        Column("raw_value", "STRING", "Most frequent wording.", required=True),
        Column("products", "BIGINT", "Products affected.", required=True),
        Column("examples", "ARRAY<STRING>", "Up to three product ids; never empty."),
        Column("suggested_value", "STRING", "Id of the nearest allowed value; null when none was compared."),
        Column(
            "suggested_score",
            "DOUBLE",
            "Chance that the suggestion is right, 0 to 1; of an uncalibrated model its bare score; null without one.",
        ),
        Column(
            "stated_values",
            "ARRAY<STRING>",
            "Of kind attribute: up to three values that sellers state under the name; null of kind value.",
        ),
        RUN_ID,
    ),
    keys=("kind", "category", "attribute", "value_key"),
    checks={"kind_known": one_of("kind", ("value", "attribute")), "products_count": "products >= 1"},
    clustered=("category", "attribute"),
    indexed=("kind", "category", "attribute", "products"),
)
