"""Table extractions."""

from __future__ import annotations

from jobs.lake.tables.definitions import RUN_ID, Column, Table, columns_of
from udfs.records import Extraction

EXTRACTIONS = Table(
    name="extractions",
    comment="What the model said of each distinct text, before thresholds: the cache that makes reruns cheap.",
    columns=(
        Column(
            "text_hash",
            "STRING",
            "sha256 of title, description, the category id of the seller's wording, and the site if it is known.",
            required=True,
        ),
        Column("model", "STRING", "Fingerprint of the checkpoint that read the text.", required=True),
        Column("schema", "STRING", "Fingerprint of what the model was asked; see model_schema of runs.", required=True),
        *columns_of(Extraction),
        RUN_ID,
    ),
    keys=("text_hash", "model", "schema"),
    checks={"category_confidence_range": "category_confidence BETWEEN 0 AND 1"},
    clustered=("model", "schema", "text_hash"),
    indexed=("text_hash", "model", "schema", "category", "category_confidence"),
    changes=False,
)
