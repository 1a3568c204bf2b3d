"""Distant labels against rows that a person has checked: precision and recall by attribute."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from training.data.examples import Example, read_examples
from training.evaluation.metrics import Counts
from udfs.errors import LabelError
from udfs.schema.schema import Schema
from udfs.text.keys import fold
from udfs.values.standardizer import Standardizer

Value = tuple[str, str]
"""An attribute and the key of a value."""


def compare(
    schema: Schema, rows: Iterable[Mapping[str, Any]], checked: Iterable[Mapping[str, Any]]
) -> dict[tuple[str, str], Counts]:
    """By category and attribute, the values of distant rows against those of checked rows of the same product_id.

    Precision is over attributes that the checked row is labelled for; recall over all that it states. The category is
    counted as attribute ``category`` of category "". Raises LabelError where no product is in both.
    """
    gold_rows = [*checked]
    gold, rejected = read_examples(gold_rows, schema)
    mine, _ = read_examples(rows, schema)
    own = {example.listing.product_id: example for example in mine}
    both = [(own[example.listing.product_id], example) for example in gold if example.listing.product_id in own]
    if not both:
        why = f"; the first that cannot be used: {rejected[0].reason}" if rejected else ""
        raise LabelError(
            f"cannot compare with the checked rows: none of {len(gold_rows)} has the product_id of a labelled listing"
            f"{why}"
        )
    standardizer = Standardizer(schema, match_threshold=None)
    found: dict[tuple[str, str], Counts] = {}
    for label, right in both:
        found.setdefault(("", "category"), Counts()).add([label.listing.category], [right.listing.category])
        if label.listing.category is not None and label.listing.category == right.listing.category:
            _add(found, standardizer, label, right)
    return found


def _add(found: dict[tuple[str, str], Counts], standardizer: Standardizer, label: Example, right: Example) -> None:
    predicted = {value for value in _values(standardizer, label) if right.is_labelled(value[0])}
    gold = _values(standardizer, right)
    for key in {key for key, _ in predicted | gold}:
        count = found.setdefault((right.listing.category or "", key), Counts())
        count.add((each for each in predicted if each[0] == key), (each for each in gold if each[0] == key))


def _values(standardizer: Standardizer, example: Example) -> set[Value]:
    """Ids of choices; of other attributes what the rules make of the labelled words."""
    category = example.listing.category or ""
    found = {(key, value) for key, values in example.choices.items() for value in values}
    for span in example.spans:
        if span.attribute not in example.choices:
            outcome = standardizer.standardize(category, span.attribute, example.wording(span))
            key = outcome.key if outcome.status == "standard" else fold(example.wording(span))
            found.add((span.attribute, key))
    return found
