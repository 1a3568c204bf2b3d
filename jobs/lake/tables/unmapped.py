"""Table unmapped."""

from __future__ import annotations

from jobs.lake.tables.definitions import RUN_ID, Column, Table, one_of

CATEGORY_WORDINGS = "category wordings"

UNMAPPED = Table(
    name="unmapped",
    comment="Review queue: sellers' values, attribute names and categories that the schema does not know, by products.",
    columns=(
        Column(
            "kind",
            "STRING",
            f"value: a value of `attribute`. attribute: a seller's name for one. {CATEGORY_WORDINGS}: a seller's for a "
            "category.",
            required=True,
        ),
        Column("category", "STRING", f"Category id of the schema; null for kind {CATEGORY_WORDINGS}."),
        Column("attribute", "STRING", "Attribute id of the schema; null but for kind value."),
        Column(
            "value_key",
            "STRING",
            "raw_value folded: equal for wordings that differ in case, width or spaces.",
            required=True,
        ),
        Column(
            "raw_value",
            "STRING",
            "Most frequent wording; of a path its levels, without the product's own name at its end.",
            required=True,
        ),
        Column("products", "BIGINT", "Products affected, rejected ones included.", required=True),
        Column("examples", "ARRAY<STRING>", "Up to three product ids; never empty."),
        Column(
            "suggested_value",
            "STRING",
            "Id of the nearest allowed value, or of the category that the model guesses most often; null when none was "
            "compared, or nothing guessed.",
        ),
        Column(
            "suggested_score",
            "DOUBLE",
            "Chance that the suggestion is right, 0 to 1; of an uncalibrated model its bare score, of a category the "
            "model's mean confidence over all its products; null without one.",
        ),
        Column(
            "stated_values",
            "ARRAY<STRING>",
            "Of kind attribute: up to three values that sellers state under the name; null of kind value.",
        ),
        Column(
            "decision_fault",
            "STRING",
            "Why a decision on the value has no effect, with the ids that may be meant; null where none is refused.",
        ),
        RUN_ID,
    ),
    keys=("kind", "category", "attribute", "value_key"),
    checks={"kind_known": one_of("kind", ("value", "attribute", CATEGORY_WORDINGS)), "products_count": "products >= 1"},
    clustered=("category", "attribute"),
    indexed=("kind", "category", "attribute", "products"),
)
