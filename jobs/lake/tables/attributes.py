"""Table attributes."""

from __future__ import annotations

from jobs.lake.tables.definitions import FIELDS, ORIGINS, RUN_ID, STATUSES, Column, Table, one_of

_ALTERNATIVES = (
    "ARRAY<STRUCT<origin: STRING, raw: STRING, value: STRING, confidence: DOUBLE, rule: STRING, reason: STRING>>"
)
_CONFIDENCE = "confidence IS NULL OR confidence BETWEEN 0 AND 1"

ATTRIBUTES = Table(
    name="attributes",
    comment="One row for each standardized value of a product, with its whole audit chain.",
    columns=(
        Column("product_id", "STRING", "The product, as its source names it.", required=True),
        Column("category", "STRING", "Category id of the schema.", required=True),
        Column("attribute", "STRING", "Attribute id of the schema.", required=True),
        Column("ordinal", "INT", "Counts the product's values of this attribute from 0.", required=True),
        Column(
            "status",
            "STRING",
            "standard: a rule made a canonical value. unmapped: no allowed value is known for it. invalid: it breaks "
            "the attribute's rule. missing: required, and nothing usable was found.",
            required=True,
        ),
        Column(
            "value", "STRING", "Canonical value: English label, tidy text, or number and unit. Null unless standard."
        ),
        Column("value_zh", "STRING", "Chinese label of the value; null where it has none."),
        Column("value_id", "STRING", "Id of the allowed or known value; null for free text and quantities."),
        Column("number", "DOUBLE", "The quantity, in `unit`; null for other kinds."),
        Column("unit", "STRING", "Unit of `number`, the one the schema names for the attribute; null for other kinds."),
        Column(
            "raw_value",
            "STRING",
            "The text that states the value, as written; null for choices made from the whole listing and for missing.",
        ),
        Column(
            "field",
            "STRING",
            "Field that holds the statement: title or description; null for sellers' values, choices made from "
            "the whole listing, and missing.",
        ),
        Column(
            "start_offset",
            "INT",
            "First character of the statement in the raw field, from 0; of one that lists several values, the whole "
            "list. Null where field is.",
        ),
        Column(
            "end_offset", "INT", "One past the last character of the statement in the raw field; null where field is."
        ),
        Column(
            "origin",
            "STRING",
            "Who says so: seller, person (a seller's value whose meaning a person decided) or model; null for missing.",
        ),
        Column(
            "rule",
            "STRING",
            "What made the value of raw_value, such as alias, unit or nearest value; null for missing.",
        ),
        Column(
            "confidence", "DOUBLE", "0 to 1: the model's, and 1 for what a seller or person states; null for missing."
        ),
        Column(
            "detail", "STRING", "Why the value is invalid, or which allowed value was nearest; null when all is said."
        ),
        Column(
            "alternatives",
            _ALTERNATIVES,
            "Claims that lost and why, on the row with ordinal 0 of the attribute; empty elsewhere.",
        ),
        Column(
            "source_model", "STRING", "Checkpoint in use when the row was written; see table models.", required=True
        ),
        Column("schema", "STRING", "Fingerprint of the schema in use when the row was written.", required=True),
        RUN_ID,
    ),
    keys=("product_id", "attribute", "ordinal"),
    checks={
        "status_known": one_of("status", STATUSES),
        "origin_known": f"origin IS NULL OR {one_of('origin', ORIGINS)}",
        "field_known": f"field IS NULL OR {one_of('field', FIELDS)}",
        "confidence_range": _CONFIDENCE,
        "ordinal_counts": "ordinal >= 0",
        "offsets_ordered": "start_offset IS NULL OR (0 <= start_offset AND start_offset < end_offset)",
        "value_when_standard": "(status = 'standard') = (value IS NOT NULL)",
    },
    clustered=("category", "attribute", "product_id"),
    indexed=("product_id", "category", "attribute", "ordinal", "status", "value_id", "number", "origin", "confidence"),
)
