"""What a seller states and no rule reads may still speak against what the model found in the text.

"12GB+1TB" is no storage that a rule reads, and 256 GB is none of its numbers. "No Brand" leaves no maker to be found.
"""

from __future__ import annotations

from math import isclose

from udfs.quantities.parsing import read_amounts
from udfs.records import Claim
from udfs.schema.definitions import Attribute
from udfs.text.placeholders import names_no_maker

SAME_NUMBER = 0.03
"""Share of the larger number by which two statements of one amount differ: 500 g and 1.1 lb are one weight."""


def contradicts(attribute: Attribute, stated: Claim, found: Claim) -> bool:
    """Whether ``stated``, a seller's claim that is no standard value, leaves no room for the model's ``found``."""
    raw = stated.raw or ""
    if names_no_maker(raw):
        return True
    if attribute.kind != "quantity" or attribute.unit is None or found.outcome.number is None:
        return False
    number = found.outcome.number
    amounts = read_amounts(raw, attribute.unit)
    return bool(amounts) and not any(isclose(number, amount, rel_tol=SAME_NUMBER) for amount in amounts)
