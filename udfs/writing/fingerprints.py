"""When a text has to be made anew: digests over all that decides its words, and over nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields

from udfs.records import Fact
from udfs.schema.fingerprints import digest
from udfs.schema.schema import Schema
from udfs.writing.planning.statistics import Statistics
from udfs.writing.settings import Caution
from udfs.writing.styles import Style

_AUDIT = {"raw_value", "field", "start_offset", "end_offset", "origin", "rule", "confidence", "detail", "lost"}
"""Columns of a fact that tell where it comes from: no text says them."""
_SAID = tuple(column.name for column in fields(Fact) if column.name not in _AUDIT)


def recipe_of(
    schema: Schema,
    category: str,
    styles: Mapping[str, Style],
    *,
    statistics: Statistics,
    caution: Caution,
    phrases: str,
) -> str:
    """16 hex digits over what all texts of a category have in common; ``phrases`` is what the realiser is known by.

    Categories have recipes of their own: a value renamed in one leaves the texts of all others valid.
    """
    return digest(
        {
            "category": schema.category_fingerprint(category),
            "styles": {name: style.model_dump(mode="json") for name, style in styles.items()},
            "statistics": statistics.version_of(category),
            "caution": caution.model_dump(mode="json"),
            "phrases": phrases,
        }
    )


def content_of(recipe: str, product_id: str, facts: Sequence[Fact]) -> str:
    """16 hex digits over a recipe and what may be said of one product: equal as long as its texts stay the same.

    How sure a fact is and where it stands in the listing do not count, only whether it may be said.
    """
    return digest([recipe, product_id, [[getattr(fact, key) for key in _SAID] for fact in facts]])
