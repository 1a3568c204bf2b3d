"""Table decisions."""

from __future__ import annotations

from jobs.lake.tables.definitions import Column, Table, one_of

DECISIONS = Table(
    name="decisions",
    comment="What people decided that raw values mean; the newest row of a value holds, on every later run.",
    columns=(
        Column("category", "STRING", "Category id of the schema.", required=True),
        Column("attribute", "STRING", "Attribute id of the schema.", required=True),
        Column("raw_value", "STRING", "The raw value; its folded key is what matters.", required=True),
        Column("action", "STRING", "map: it means `value`. reject: it is no value of the attribute.", required=True),
        Column("value", "STRING", "Value id or canonical value; null for reject."),
        Column("decided_by", "STRING", "Who decided.", required=True),
        Column("decided_at", "TIMESTAMP", "When.", required=True),
        Column("note", "STRING", "Why; null when nothing was noted."),
    ),
    keys=("category", "attribute", "raw_value", "decided_at"),
    checks={
        "action_known": one_of("action", ("map", "reject")),
        "value_when_mapped": "(action = 'map') = (value IS NOT NULL)",
    },
    clustered=("category", "attribute"),
    indexed=("category", "attribute", "action", "decided_by", "decided_at"),
    by_people=True,
)
