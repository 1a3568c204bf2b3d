"""How much a reader wants to know a value: what the schema says of the attribute, times how rare the value is."""

from __future__ import annotations

from collections.abc import Mapping

from udfs.records import Fact, Kind
from udfs.schema.definitions import Attribute, Category
from udfs.writing.planning.free_text import truth
from udfs.writing.planning.groups import Group, group_of, is_code, is_dull, is_kind, is_maker, is_trade
from udfs.writing.planning.statistics import Statistics, value_key
from udfs.writing.planning.wholes import wholes_of

_BY_KIND: Mapping[Kind, float] = {
    "span": 0.9,
    "identifier": 0.8,
    "quantity": 0.9,
    "dimensions": 0.7,
    "composition": 0.9,
    "choice": 1.0,
    "choices": 0.95,
    "ordered": 0.9,
    "boolean": 0.8,
}
_BY_GROUP: Mapping[Group, float] = {
    "identity": 1.2, "look": 1.1, "measures": 1.0, "features": 0.9, "contents": 0.8,
}  # fmt: skip
_REQUIRED = 1.5
_LAST = 0.6  # of the last attribute of the file, the first has 1
_DENIED = 0.2  # what a product lacks is seldom a reason to buy it
_DULL, _TRADE = 0.7, 0.25
_COMMON, _NEUTRAL = 0.3, 0.75  # of a value that all products share; rarity of one that nobody has counted


class Salience:
    """Weighs the facts of one category.

    Of its attributes, ``leading`` name the maker or what the product is, ``wholes`` are said with all values or none,
    ``codes`` are for titles, and ``trade`` tell of the offer.
    """

    def __init__(self, key: str, category: Category, statistics: Statistics) -> None:
        self._key = key
        self._statistics = statistics
        attributes = category.attributes.items()
        self.groups = {own: group_of(category, own, attribute) for own, attribute in attributes}
        self.leading = frozenset(
            own for own, attribute in attributes if is_maker(own, attribute) or is_kind(category, own, attribute)
        )
        self.wholes = wholes_of(category)
        self.trade = frozenset(own for own, attribute in attributes if is_trade(own, attribute))
        self.codes = frozenset(own for own, attribute in attributes if is_code(own, attribute))
        last = max(1, len(category.attributes) - 1)
        self._of = {
            own: self._of_attribute(own, attribute, place / last) for place, (own, attribute) in enumerate(attributes)
        }
        self._shared_of_all = {own: attribute.has_many or attribute.kind == "boolean" for own, attribute in attributes}

    def weight(self, fact: Fact) -> float:
        """Above 0; the more, the sooner a reader wants to know it."""
        share = self._statistics.shared(
            self._key, fact.attribute, value_key(fact), of_all=self._shared_of_all[fact.attribute]
        )
        rarity = _NEUTRAL if share is None else 1.0 - min(1.0, share)
        return self._of[fact.attribute] * (_COMMON + rarity) * (_DENIED if denies(fact) else 1.0)

    def _of_attribute(self, key: str, attribute: Attribute, place: float) -> float:
        """``place``: 0 for the first attribute of the category, 1 for the last."""
        own = _BY_KIND[attribute.kind] * _BY_GROUP[self.groups[key]] * (1.0 - (1.0 - _LAST) * place)
        own *= _REQUIRED if attribute.required else 1.0
        if key in self.trade:
            return own * _TRADE
        return own * (_DULL if is_dull(key, attribute) else 1.0)


def denies(fact: Fact) -> bool:
    """Whether a fact says no and nothing else."""
    return fact.value_id == "no" or truth(fact.value or "") is False
