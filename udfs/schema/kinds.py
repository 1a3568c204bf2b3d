"""The kinds of attributes, a row each: what a definition may say of one, and what its values are.

How a raw value of a kind is read stands in :mod:`udfs.values.readers`, a function for each.
"""

from __future__ import annotations

from dataclasses import dataclass

from udfs.records import Kind


@dataclass(frozen=True, slots=True)
class Traits:
    """``closed``: the values are a closed list that the choice head scores. ``numeric``: they are numbers with a unit.

    ``many``: whether a product may have several values; null where the definition's ``many`` says so. ``settings`` are
    the keys of a definition that belong to the kind, and ``needs`` those it can't do without.
    """

    closed: bool = False
    numeric: bool = False
    many: bool | None = None
    settings: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()


_VALUES = frozenset({"values"})
_WITHIN = frozenset({"fillers"})  # what a wording may stand beside

KINDS: dict[Kind, Traits] = {
    "span": Traits(settings=frozenset({"values", "maker"})),
    "identifier": Traits(settings=frozenset({"pattern", "checksum"})),
    "quantity": Traits(
        numeric=True,
        settings=frozenset({"unit", "range", "pack", "per", "axis", "order", "of"}),
        needs=frozenset({"unit"}),
    ),
    "dimensions": Traits(settings=frozenset({"unit", "range", "order"}), needs=frozenset({"unit"})),
    "composition": Traits(many=False, settings=_VALUES),
    "choice": Traits(closed=True, many=False, settings=_VALUES | _WITHIN | {"mixture"}, needs=_VALUES),
    "choices": Traits(closed=True, many=True, settings=_VALUES | _WITHIN, needs=_VALUES),
    "ordered": Traits(closed=True, many=False, settings=_VALUES | _WITHIN, needs=_VALUES),
    "boolean": Traits(closed=True, many=False, settings=_VALUES),
}


def kinds_with(setting: str) -> str:
    """The kinds that a key of a definition belongs to, in words; "" where it belongs to all."""
    *others, last = [kind for kind, traits in KINDS.items() if setting in traits.settings]
    return f"{', '.join(others)} or {last}" if others else last
