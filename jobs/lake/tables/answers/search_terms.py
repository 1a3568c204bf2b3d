"""Table search_terms."""

from __future__ import annotations

from jobs.lake.tables.definitions import RUN_ID, Column, Table, one_of

TERM_KINDS = ("brand", "identifier", "value", "alias", "tag", "category", "keyword")

SEARCH_TERMS = Table(
    name="search_terms",
    comment="What a product may be searched by: its values, brand, tags, category and keywords, in each language.",
    columns=(
        Column("product_id", "STRING", "The product, as its source names it; current ones only.", required=True),
        Column("term", "STRING", "What one types, in lower case.", required=True),
        Column("language", "STRING", "Language of the term, such as en or zh; null for text, which is in none."),
        Column(
            "kind",
            "STRING",
            "brand, identifier, value: of a fact. alias: how the listing words its value. tag, category: a name of it. "
            "keyword: of table keywords.",
            required=True,
        ),
        Column("attribute", "STRING", "Attribute of the fact; null for tags, categories and most keywords."),
        Column(
            "score",
            "DOUBLE",
            "0 to 1: confidence times how rare the value was in the category when the product was made, in halvings of "
            "its share, ten at most; half of it for an alias. Of a keyword its own score.",
            required=True,
        ),
        RUN_ID,
    ),
    keys=("product_id", "language", "term"),
    checks={"kind_known": one_of("kind", TERM_KINDS), "score_range": "score BETWEEN 0 AND 1"},
    clustered=("product_id",),
    indexed=("product_id", "language", "kind", "attribute", "score"),
    optional=True,
)
