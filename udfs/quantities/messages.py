"""What is said where a text is no quantity of the kind asked for."""

from __future__ import annotations

from collections.abc import Sequence

from udfs.quantities.formatting import shown_number
from udfs.quantities.registry import same_kind
from udfs.quantities.terms import Term, word_behind

_KIND_NAMES = {
    "ml": "a volume",
    "g": "a weight",
    "cm": "a length",
    "h": "a duration",
    "mAh": "a charge",
    "Wh": "an energy",
    "W": "a power",
    "V": "a voltage",
    "ohm": "a resistance",
    "lm": "a luminous flux",
    "K": "a temperature",
    "g/m^2": "a weight per area",
    "percent": "a share",
    "count": "a number of pieces",
    "bare_number": "a number without a unit",
}


class QuantityError(ValueError):
    """A text is not one quantity of the kind asked for; the message says what was found."""


def fault(text: str, unit: str, found: str) -> QuantityError:
    """The error for a text; ``found`` goes on behind what was expected: "got 3 kg"."""
    return QuantityError(f"expected {_kind_name(unit)}, {found} in {shown(text)}")


def shown(text: str) -> str:
    return repr(text if len(text) <= 60 else text[:59] + "…")


def _kind_name(unit: str) -> str:
    return next((name for example, name in _KIND_NAMES.items() if same_kind(unit, example)), f"a quantity in {unit}")


def found_instead(text: str, terms: Sequence[Term], whole: Sequence[Term], unit: str) -> str:
    """What stands there instead of the quantity."""
    if not terms:
        return "found no number"
    if any(term.is_size and (term.unit is None or same_kind(term.unit, unit)) for term in whole):
        return "found a size of several numbers"
    other = next((term for term in terms if term.unit), None)
    if other and other.unit and same_kind(other.unit, unit):
        return "found only what the goods are compared with"
    if other and other.spelling:
        return f"got {shown_number(other.number)} {other.spelling}"
    word = word_behind(text, terms[0])
    return f"got {shown_number(terms[0].number)} " + (f"with the unknown unit {word!r}" if word else "without a unit")
