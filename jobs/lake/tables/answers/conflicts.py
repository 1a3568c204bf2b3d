"""Table conflicts."""

from __future__ import annotations

from jobs.lake.tables.definitions import RUN_ID, Column, Table, one_of

CONFLICT_KINDS = ("seller and text", "two statements")
_WITHIN = "null for values of a seller's map"

CONFLICTS = Table(
    name="conflicts",
    comment="Attributes of which a product's seller and text, or two statements of sellers, say different things.",
    columns=(
        Column("product_id", "STRING", "The product, as its source names it.", required=True),
        Column("category", "STRING", "Category id of the schema.", required=True),
        Column("attribute", "STRING", "Attribute id of the schema.", required=True),
        Column(
            "kind",
            "STRING",
            "seller and text: the model found another value in the text. two statements: the seller states two.",
            required=True,
        ),
        Column("value", "STRING", "The value that stands, as in table attributes.", required=True),
        Column("raw_value", "STRING", "The text that states it, as written.", required=True),
        Column("origin", "STRING", "Who says so: seller, person or model.", required=True),
        Column("field", "STRING", f"Field that holds the text: title or description; {_WITHIN}."),
        Column("start_offset", "INT", f"First character of the text in the raw field, from 0; {_WITHIN}."),
        Column("end_offset", "INT", f"One past its last character; {_WITHIN}."),
        Column("other_value", "STRING", "The value that does not stand.", required=True),
        Column("other_raw_value", "STRING", "The text that states the other value, as written.", required=True),
        Column("other_origin", "STRING", "Who says so.", required=True),
        Column("other_field", "STRING", "Field that holds that text; null for values of a seller's map, or not kept."),
        Column(
            "other_start_offset", "INT", "First character of that text in the raw field; null where other_field is."
        ),
        Column("other_end_offset", "INT", "One past its last character; null where other_field is."),
        Column("other_confidence", "DOUBLE", "0 to 1: the model's; 1 for what a seller states.", required=True),
        RUN_ID,
    ),
    keys=("product_id", "attribute", "other_value"),
    checks={
        "kind_known": one_of("kind", CONFLICT_KINDS),
        "values_differ": "value <> other_value",
        "other_confidence_range": "other_confidence BETWEEN 0 AND 1",
    },
    clustered=("category", "attribute", "product_id"),
    indexed=("product_id", "category", "attribute", "kind", "origin", "other_origin", "other_confidence"),
    optional=True,
)
