"""Table matches."""

from __future__ import annotations

from jobs.lake.tables.definitions import RUN_ID, Column, Table, delta_type
from udfs.records import Scored

MATCHES = Table(
    name="matches",
    comment="Nearest allowed values of likely raw values that no rule knows, by embedding: a cache like extractions.",
    columns=(
        Column("category", "STRING", "Category id of the schema.", required=True),
        Column("attribute", "STRING", "Attribute id of the schema.", required=True),
        Column("raw_value", "STRING", "The value as written.", required=True),
        Column("model", "STRING", "Fingerprint of the checkpoint that compared.", required=True),
        Column("schema", "STRING", "Fingerprint of what the model was asked; see model_schema of runs.", required=True),
        Column(
            "matches",
            delta_type(tuple[Scored, ...]),
            "Ids of allowed values with scores, which are chances of being right if the model is calibrated, best "
            "first; empty when the list is open.",
        ),
        RUN_ID,
    ),
    keys=("category", "attribute", "raw_value", "model", "schema"),
    checks={},
    clustered=("model", "schema", "category", "attribute"),
    indexed=("category", "attribute", "model", "schema"),
    changes=False,
)
