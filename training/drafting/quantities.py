"""Whether a stated text reads as a quantity, as a run would read it from a seller's map."""

from __future__ import annotations

from functools import lru_cache

from udfs.quantities.messages import QuantityError
from udfs.quantities.parsing import parse_quantity


@lru_cache(1 << 14)
def is_quantity(text: str, unit: str) -> bool:
    """Whether the text is one number in the unit or one of its kind; a bare number counts."""
    try:
        parse_quantity(text, unit, bare=True)
    except QuantityError:
        return False
    return True
