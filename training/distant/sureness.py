"""How sure a label is, 0..1: by its kind, how often text and sellers agree on the attribute, and what stands beside."""

from __future__ import annotations

from dataclasses import dataclass, field

from udfs.records import Kind
from udfs.schema.definitions import Attribute
from udfs.text.keys import fold

_FOUND: dict[Kind, float] = {
    "quantity": 0.95, "dimensions": 0.95, "identifier": 0.95, "composition": 0.8, "choice": 0.9, "choices": 0.9,
    "ordered": 0.9, "boolean": 0.8, "span": 0.9,
}  # fmt: skip
_ABSENT: dict[Kind, float] = {
    "quantity": 0.9, "dimensions": 0.9, "identifier": 0.8, "composition": 0.8, "choice": 0.7, "choices": 0.6,
    "ordered": 0.7, "boolean": 0.6, "span": 0.6,
}  # fmt: skip
_SHORT, _SHORT_WORTH = 3, 0.7  # letters of a name that may stand there by chance
_BESIDE_OTHERS = 0.6  # where the text holds another value of the attribute as well
_RIVAL = 0.8  # where another attribute, of which nobody knows anything, may be meant by the same number
_ALONE = 0.8  # where no seller says anything
_ROUNDED = 0.8  # where the number is the seller's rounded
_PRIOR, _PRIOR_WEIGHT = 0.8, 4  # agreement of an attribute of which nothing is known yet, and listings that it is worth
LEAST_AGREEMENT, LEAST_SEEN = 0.5, 10
"""An attribute whose sellers say something else than its texts, in so many listings, is not taught at all."""
_LEAST_FOREIGN, _FOREIGN = 5, 0.1
LEAST = 0.05


@dataclass(slots=True)
class Agreement:
    """Of the listings whose text holds some value of an attribute: in how many it is the seller's, in how many not."""

    same: int = 0
    other: int = 0

    @property
    def seen(self) -> int:
        """Listings whose text holds some value."""
        return self.same + self.other

    @property
    def rate(self) -> float:
        """Share that agrees, 0..1, drawn to what is usual where few are known."""
        return (self.same + _PRIOR * _PRIOR_WEIGHT) / (self.seen + _PRIOR_WEIGHT)

    @property
    def is_refuted(self) -> bool:
        """Whether the texts speak of something else than the sellers."""
        return self.seen >= LEAST_SEEN and self.same / self.seen < LEAST_AGREEMENT

    @property
    def is_foreign(self) -> bool:
        """Whether hardly any text means a seller's value so: a unit in which something else is measured."""
        return self.other >= _LEAST_FOREIGN and self.same / self.seen < _FOREIGN


@dataclass(slots=True)
class Agreements:
    """By category and attribute; and by what a value is written by, a unit or a wording, too."""

    by_attribute: dict[tuple[str, str], Agreement] = field(default_factory=dict)
    by_sign: dict[tuple[str, str, str], Agreement] = field(default_factory=dict)

    def of(self, category: str, attribute: str) -> Agreement:
        """That of one attribute; an empty one, kept, where nothing was counted."""
        return self.by_attribute.setdefault((category, attribute), Agreement())

    def foreign(self, category: str) -> set[tuple[str, str]]:
        """Attributes of a category with the signs by which its texts say something else."""
        return {(key, sign) for (name, key, sign), own in self.by_sign.items() if name == category and own.is_foreign}


def found(
    attribute: Attribute,
    wording: str,
    agreement: Agreement,
    *,
    others: bool,
    rival: bool,
    named: bool,
    rounded: bool = False,
) -> float:
    """Of a place that states the seller's value.

    ``others``: whether other values of the attribute stand in the text. ``rival``: whether another attribute that the
    seller does not state may be meant; ``named``: whether the attribute's name stands beside the place.
    """
    sure = _FOUND[attribute.kind] * agreement.rate
    if not named and not attribute.traits.numeric and len(fold(wording)) <= _SHORT and wording.isascii():
        sure *= _SHORT_WORTH
    sure *= _BESIDE_OTHERS if others and not named else 1.0
    sure *= _ROUNDED if rounded else 1.0
    sure *= _RIVAL if rival and not named else 1.0
    return max(LEAST, round(sure, 2))


def alone(attribute: Attribute, agreement: float, *, rival: bool) -> float:
    """Of a place that the text alone tells, by how often such places are what sellers state."""
    return round(_FOUND[attribute.kind] * agreement * _ALONE * (_RIVAL if rival else 1.0), 2)


def absent(attribute: Attribute) -> float:
    """Of an attribute that a text does not state, by how well its values can be told."""
    return _ABSENT[attribute.kind]
