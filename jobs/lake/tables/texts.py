"""Table texts."""

from __future__ import annotations

from jobs.lake.tables.definitions import RUN_ID, Column, Table, one_of

TEXT_STATES = ("draft", "approved", "locked")

TEXTS = Table(
    name="texts",
    comment="Texts of products by style and language, with the facts that they state; or why there is none.",
    columns=(
        Column("product_id", "STRING", "The product, as its source names it.", required=True),
        Column("category", "STRING", "Category id of the schema; null where the product has none."),
        Column(
            "kind",
            "STRING",
            "description: made of facts. summary: clauses of the listing's description.",
            required=True,
        ),
        Column("style", "STRING", "Style that the text is for; `summary` for summaries.", required=True),
        Column("language", "STRING", "Language of the text, such as en or zh.", required=True),
        Column("text", "STRING", "The text; null where there is none."),
        Column("reason", "STRING", "Why there is no text, as a code; null where there is one."),
        Column("detail", "STRING", "The same in a sentence, or what speaks against an edited text; null without."),
        Column(
            "facts",
            "ARRAY<STRUCT<attribute: STRING, ordinal: INT, value: STRING, start: INT, end: INT>>",
            "The facts stated, as in table attributes, with half-open characters of the text; empty without any.",
        ),
        Column(
            "quoted",
            "ARRAY<STRUCT<field: STRING, at: INT, start: INT, end: INT>>",
            "Characters of the text that the listing has from character `at` of a field on; empty in descriptions.",
        ),
        Column(
            "generator",
            "STRING",
            "What made it: phrases, extract, a model by its name, or person; null without a text.",
        ),
        Column(
            "verdict",
            "STRING",
            "supported: listing and facts support all of it. Else how it says what they do not; null if unchecked.",
        ),
        Column(
            "status",
            "STRING",
            "draft: made. approved, locked: edited by a person, kept by later runs.",
            required=True,
        ),
        Column("outdated", "BOOLEAN", "Whether a fact that an edited text states has changed since.", required=True),
        Column("edited_by", "STRING", "Who edited it; null for drafts."),
        Column("edited_at", "TIMESTAMP", "When; null for drafts."),
        Column(
            "recipe",
            "STRING",
            "Digest of what decided all texts of the category, beside its products, as the row was last changed.",
            required=True,
        ),
        RUN_ID,
    ),
    keys=("product_id", "kind", "style", "language"),
    checks={
        "kind_known": one_of("kind", ("description", "summary")),
        "status_known": one_of("status", TEXT_STATES),
        "text_or_reason": "(text IS NULL) = (reason IS NOT NULL)",
    },
    clustered=("style", "language", "product_id"),
    indexed=("product_id", "category", "kind", "style", "language", "reason", "verdict", "status"),
    optional=True,
    remarks=("detail",),
)
