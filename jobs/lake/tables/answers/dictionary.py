"""Table dictionary."""

from __future__ import annotations

from jobs.lake.tables.definitions import Column, Table

DICTIONARY = Table(
    name="dictionary",
    comment="The schema as a table: a row for each attribute of each category.",
    columns=(
        Column("category", "STRING", "Category id of the schema.", required=True),
        Column("attribute", "STRING", "Attribute id of the schema.", required=True),
        Column("position", "INT", "Place of the attribute in the category, from 1.", required=True),
        Column("category_names", "MAP<STRING, STRING>", "Name of the category by language; never null."),
        Column("names", "MAP<STRING, STRING>", "Name of the attribute by language; never null."),
        Column("descriptions", "MAP<STRING, STRING>", "What the attribute says, by language; never null."),
        Column("kind", "STRING", "Kind of the attribute, such as choice or quantity.", required=True),
        Column("unit", "STRING", "Unit of its numbers; null for kinds without one."),
        Column("range_from", "DOUBLE", "Smallest number that is valid, in `unit`; null where any is."),
        Column("range_to", "DOUBLE", "Largest number that is valid, in `unit`; null where any is."),
        Column("required", "BOOLEAN", "Whether a product without it counts as incomplete.", required=True),
        Column("several", "BOOLEAN", "Whether a product may have several values.", required=True),
        Column("closed", "BOOLEAN", "Whether only the values listed are allowed.", required=True),
        Column(
            "allowed",
            "ARRAY<STRUCT<id: STRING, labels: MAP<STRING, STRING>, aliases: ARRAY<STRING>>>",
            "Values that are allowed, or just known where any other is allowed too, with aliases; empty without any.",
        ),
        Column("aliases", "ARRAY<STRING>", "What sellers call the attribute besides its names; empty without any."),
    ),
    keys=("category", "attribute"),
    checks={"position_counts": "position >= 1"},
    clustered=("category", "attribute"),
    indexed=("category", "attribute", "position", "kind", "unit"),
    changes=False,
    optional=True,
)
