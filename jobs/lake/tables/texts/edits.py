"""Table text_edits."""

from __future__ import annotations

from jobs.lake.tables.definitions import Column, Table, one_of

TEXT_EDITS = Table(
    name="text_edits",
    comment="Texts that people wrote or corrected; the newest row of a text holds, on every later run.",
    columns=(
        Column("product_id", "STRING", "The product, as its source names it.", required=True),
        Column("kind", "STRING", "description or summary.", required=True),
        Column("style", "STRING", "Style that the text is for; `summary` for summaries.", required=True),
        Column("language", "STRING", "Language of the text.", required=True),
        Column("text", "STRING", "The text; null takes the edit back."),
        Column(
            "status",
            "STRING",
            "approved: kept. locked: kept, and never flagged. draft: the edit is taken back.",
            required=True,
        ),
        Column("edited_by", "STRING", "Who edited it.", required=True),
        Column("edited_at", "TIMESTAMP", "When.", required=True),
        Column("note", "STRING", "Why; null when nothing was noted."),
    ),
    keys=("product_id", "kind", "style", "language", "edited_at"),
    checks={
        "status_known": one_of("status", ("draft", "approved", "locked")),
        "text_unless_draft": "(status = 'draft') = (text IS NULL)",
    },
    clustered=("product_id",),
    indexed=("product_id", "kind", "style", "language", "status", "edited_by", "edited_at"),
    optional=True,
    by_people=True,
)
