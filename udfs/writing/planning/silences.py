"""Why facts are not said."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from udfs.records import Fact

Silence = Literal[
    "missing",  # nothing is known
    "unmapped",  # no allowed value is known for it
    "invalid",  # it breaks the attribute's rule
    "unsure",  # the model is not sure enough
    "untrained",  # the model says so and has not learnt the attribute
    "nearest",  # the seller's words are no wording of the value, which is only the nearest one
    "unworded",  # the model chose it, and no word of the listing names it, or words name several
    "disputed",  # another claim says otherwise
    "barcode",  # digits for machines
    "prose",  # free text that is no name or term
    "forbidden",  # the style forbids its words
    "unnamed",  # the attribute or its value has no name in the language
    "repeated",  # another fact has the same words
    "partial",  # it is one of several values that tell the truth only together, and another is not said
    "trade",  # it tells of the offer, and nothing else is said
    "refused",  # the checker refused a text at its place
]
"""Why a fact is not said."""


class LeftOut(NamedTuple):
    """A fact that is not said, named as in table attributes, and why: a code, and words for people."""

    attribute: str
    ordinal: int
    reason: Silence
    detail: str


def without(facts: Iterable[Fact], left: Iterable[LeftOut]) -> list[Fact]:
    """The facts that are not left out."""
    gone = {(each.attribute, each.ordinal) for each in left}
    return [fact for fact in facts if (fact.attribute, fact.ordinal) not in gone]
