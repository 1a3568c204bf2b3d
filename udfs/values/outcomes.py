"""Outcomes that all kinds share: a known value, a text that is its own label, a name of what the product fits."""

from __future__ import annotations

from typing import Literal

from udfs.records import Outcome
from udfs.schema.definitions import Attribute
from udfs.text.keys import fold

DecidedBy = Literal[
    "too long",
    "no value",
    "name",
    "alias",
    "alias within",
    "nearest value",
    "no match",
    "unit",
    "dimensions",
    "composition",
    "yes or no",
    "identifier",
    "company suffix",
    "compatible with",
    "text",
    "choice head",
    "decision",
]
"""What may decide, beside an attribute's own rules: see :mod:`udfs.values.standardizer`."""


def known(definition: Attribute, key: str) -> Outcome | None:
    """The allowed or known value with a wording of this key, see :func:`udfs.text.keys.fold`; null when none has."""
    value_id = definition.value_by_wording.get(key)
    if value_id is None or definition.kind == "composition":  # the name of a part is no whole
        return None
    name = definition.values[value_id].name
    return valued(definition, value_id, "name" if key in map(fold, name.texts) else "alias")


def valued(definition: Attribute, value_id: str, rule: str) -> Outcome:
    """An allowed or known value, by its id; of an ordered list with its place, from 1."""
    value = definition.values[value_id]
    names = value.name
    place = list(definition.values).index(value_id) + 1.0 if definition.kind == "ordered" else None
    return Outcome("standard", rule, names.first, names.get("zh"), value_id, number=place, labels=names.root)


def own_label(rule: str, text: str) -> Outcome:
    """A text that is its own label in all languages."""
    return Outcome("standard", rule, text, text)


def too_long(n_characters: int, allowed: int) -> Outcome:
    """What becomes of a raw value that no rule reads."""
    return Outcome(
        "invalid", "too long",
        detail=f"{n_characters:,} characters, allowed are {allowed:,}; map a column that holds single values",
    )  # fmt: skip


def target(name: str, word: str) -> Outcome:
    """What becomes of a name that a listing states for what its product fits; ``word`` says so, such as 适用于."""
    return Outcome(
        "invalid", "compatible with", detail=f"{name!r} stands with {word!r}: what the product fits, not its maker"
    )
