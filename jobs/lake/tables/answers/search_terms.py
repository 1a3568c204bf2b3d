"""Table search_terms."""

from __future__ import annotations

from typing import get_args

from jobs.lake.tables.definitions import RUN_ID, Column, Table, columns_of, one_of
from udfs.answers.records import Term, TermKind

TERM_KINDS: tuple[TermKind, ...] = get_args(TermKind)

SEARCH_TERMS = Table(
    name="search_terms",
    comment="What a product may be searched by: its values, brand, tags, category and keywords, in each language.",
    columns=(
        Column("product_id", "STRING", "The product, as its source names it; current ones only.", required=True),
        *columns_of(Term),
        RUN_ID,
    ),
    keys=("product_id", "language", "term"),
    checks={"kind_known": one_of("kind", TERM_KINDS), "score_range": "score BETWEEN 0 AND 1"},
    clustered=("product_id",),
    indexed=("product_id", "language", "kind", "attribute", "score"),
    optional=True,
)
