"""Table models."""

from __future__ import annotations

from jobs.lake.tables.definitions import RUN_ID, Column, Table, one_of

MODELS = Table(
    name="models",
    comment="Checkpoints that runs have used.",
    columns=(
        Column("fingerprint", "STRING", "Digest of the checkpoint's files.", required=True),
        Column("path", "STRING", "Where it lay when first used.", required=True),
        Column("backbone", "STRING", "Encoder it was trained from.", required=True),
        Column(
            "model_schema", "STRING", "Fingerprint of the part of the schema that it was trained on.", required=True
        ),
        Column("data_fingerprint", "STRING", "Digest of its training data.", required=True),
        Column("metrics", "STRING", "Evaluation figures as JSON.", required=True),
        Column("parent", "STRING", "Fingerprint of the checkpoint training started from; null for none."),
        Column("stage", "STRING", "candidate, production or retired; set by people.", required=True),
        Column("created_at", "TIMESTAMP", "When it was trained.", required=True),
        RUN_ID,
    ),
    keys=("fingerprint",),
    checks={"stage_known": one_of("stage", ("candidate", "production", "retired"))},
    clustered=("fingerprint",),
    indexed=("fingerprint", "stage", "created_at"),
    changes=False,
    by_people=True,
)
