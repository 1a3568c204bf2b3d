"""Table changes."""

from __future__ import annotations

from typing import Literal, get_args

from jobs.lake.tables.definitions import Column, Table, one_of

ValueChange = Literal["gained", "lost", "changed", "remapped"]
VALUE_CHANGES: tuple[ValueChange, ...] = get_args(ValueChange)

CHANGES = Table(
    name="changes",
    comment="What each run changed: values of current products that a reader sees otherwise than after the run before.",
    columns=(
        Column("run_id", "STRING", "The run that changed the value; see table runs.", required=True),
        Column("product_id", "STRING", "The product, as its source names it.", required=True),
        Column(
            "category",
            "STRING",
            "Category id of the product after the run, or before it where it is gone.",
            required=True,
        ),
        Column("attribute", "STRING", "Attribute id of the schema.", required=True),
        Column(
            "kind",
            "STRING",
            "gained: there was no value. lost: there is none now. changed: other values of other words. remapped: "
            "other values of the same words.",
            required=True,
        ),
        Column("before", "STRING", "Canonical values before, several joined by '; '; null where it is gained."),
        Column("after", "STRING", "Canonical values after, several joined by '; '; null where it is lost."),
        Column(
            "cause",
            "STRING",
            "What the change is due to, several joined by ' + ': text, model, alias or rule, threshold, decision, "
            "schema, package, source (the product came or went, or its source is mapped otherwise). rejected listing: "
            "it was rejected, or is accepted again. unknown: nothing differs that is noted.",
            required=True,
        ),
    ),
    keys=("run_id", "product_id", "attribute"),
    checks={
        "kind_known": one_of("kind", VALUE_CHANGES),
        "sides_by_kind": "(before IS NULL) = (kind = 'gained') AND (after IS NULL) = (kind = 'lost')",
    },
    clustered=("run_id", "category", "attribute"),
    indexed=("run_id", "product_id", "category", "attribute", "kind", "cause"),
    changes=False,
    optional=True,
)
