"""Table extractions."""

from __future__ import annotations

from jobs.lake.tables.definitions import RUN_ID, Column, Table

SCORED = "ARRAY<STRUCT<id: STRING, score: DOUBLE>>"
_SPANS = "ARRAY<STRUCT<attribute: STRING, field: STRING, start: INT, end: INT, text: STRING, confidence: DOUBLE>>"
_CHOICES = "ARRAY<STRUCT<attribute: STRING, value: STRING, confidence: DOUBLE>>"

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
        Column("schema", "STRING", "Fingerprint of the part of the schema that the model reads.", required=True),
        Column("category", "STRING", "Category asked about, or guessed; null when the model knows none."),
        Column(
            "category_confidence",
            "DOUBLE",
            "Probability of the category, 0 to 1; where category is null, of being none of them.",
            required=True,
        ),
        Column("categories", SCORED, "Best three categories with their probabilities; empty for a text without words."),
        Column(
            "spans",
            _SPANS,
            "Statements found in the text, best first; offsets are half-open characters of the raw field. Those of an "
            "attribute with one value are alternatives: at most one holds, their confidences add up to at most 1, and "
            "the place of each stands for all mentions of its wording. Those of an attribute with several values each "
            "stand for themselves. Empty without any.",
        ),
        Column("choices", _CHOICES, "Values of closed lists that the whole listing suggests; empty without any."),
        Column("tags", SCORED, "Tags with their scores, best first; empty without any."),
        Column("tokens", "INT", "Subword pieces of the text.", required=True),
        Column("windows", "INT", "Encoder windows the text was read in; more than 1 for long text.", required=True),
        RUN_ID,
    ),
    keys=("text_hash", "model", "schema"),
    checks={"category_confidence_range": "category_confidence BETWEEN 0 AND 1"},
    clustered=("model", "schema", "text_hash"),
    indexed=("text_hash", "model", "schema", "category", "category_confidence"),
    changes=False,
)
