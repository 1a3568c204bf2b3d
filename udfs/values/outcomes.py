"""Outcomes that all kinds share: a known value, a text that is its own label, a name of what the product fits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Literal

from udfs.records import Outcome
from udfs.schema.definitions import Attribute
from udfs.text.keys import fold
from udfs.text.languages import not_learnt

DecidedBy = Literal[
    "too long",
    "no value",
    "name",
    "alias",
    "alias within",
    "mixture",
    "negated",
    "nearest value",
    "no match",
    "unit",
    "dimensions",
    "composition",
    "yes or no",
    "identifier",
    "damaged",
    "no maker",
    "several names",
    "company suffix",
    "two scripts",
    "compatible with",
    "text",
    "choice head",
    "variants",
    "other key",
    "no evidence",
    "foreign language",
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


def nothing(definition: Attribute, text: str) -> Outcome:
    """What becomes of a text that says nothing: N/A, 见描述."""
    return Outcome("invalid", "no value", detail=f"{text!r} says nothing about {definition.name.first}")


def denied(text: str, word: str) -> Outcome:
    """What becomes of a value that stands under a negation; ``word`` says so, such as "without"."""
    return Outcome("invalid", "negated", detail=f"{text!r} stands under {word!r}: the product is said not to have it")


def aside_from(text: str, word: str) -> Outcome:
    """What becomes of a value that is said of something else than the product; ``word`` tells, such as "unlike"."""
    return Outcome("invalid", "other key", detail=f"{text!r} stands with {word!r}: said of something else")


def unfounded(name: str, evidence: float) -> Outcome:
    """What becomes of a choice that rests on no words; ``evidence`` is what it has of what is needed."""
    return Outcome("invalid", "no evidence", detail=f"{name!r} rests on no words of the listing ({evidence:.2f} of 1)")


def foreign(language: str, chosen: str | None = None) -> Outcome:
    """What becomes of all that the model says of a text in a language that it has not learnt.

    ``chosen`` is a value of the whole listing, which no raw text names.
    """
    told = f"; the model chose {chosen!r}" if chosen else ""
    return Outcome("invalid", "foreign language", detail=not_learnt(language) + told)


def opposite(definition: Attribute, ids: Iterable[str | None], word: str) -> Outcome | None:
    """The value that the schema names as the opposite of all that ``word`` denies; null where it names none."""
    opposites = {definition.values[key].opposite if key in definition.values else None for key in ids}
    found = opposites.pop() if len(opposites) == 1 else None
    return (
        replace(valued(definition, found, "negated"), detail=f"the opposite of what {word!r} denies") if found else None
    )


def no_maker(text: str, why: str) -> Outcome:
    """What becomes of a text in a maker's column that names none."""
    return Outcome("invalid", "no maker", detail=f"{text!r} {why}")


def two_makers(names: Sequence[str]) -> Outcome:
    """What becomes of several makers in one text: a product has one."""
    return Outcome("invalid", "several names", detail=f"names several makers: {', '.join(names)}")


def target(name: str, word: str) -> Outcome:
    """What becomes of a name that a listing states for what its product fits; ``word`` says so, such as 适用于."""
    return Outcome(
        "invalid", "compatible with", detail=f"{name!r} stands with {word!r}: what the product fits, not its maker"
    )
