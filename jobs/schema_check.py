"""``facetmill schema check``: what a schema holds, in one table."""

from __future__ import annotations

from collections import Counter

from rich.console import Console

from jobs.display import Cell, grid
from jobs.labels import Labels
from udfs.schema import Category

_KINDS = ("span", "identifier", "quantity", "choice", "choices")


def show_schema(out: Console, folder: str, labels: Labels) -> None:
    """Print a line for each category, the sums, and the fingerprints."""
    schema, say = labels.schema, labels.say
    rows = [_row(key, category) for key, category in schema.categories.items()]
    columns = ("category", "name", "attributes", *_KINDS, "required", "values", "wordings")
    sums = (folder, len(schema.categories), len(schema.tags))
    out.print(grid(out, [say(column) for column in columns], rows))
    out.print(say("{}: no fault in {} categories and {} tags").format(*sums))
    fingerprints = (schema.fingerprint, schema.model_fingerprint)
    out.print(say("fingerprint {}; of what the model reads {}").format(*fingerprints))


def _row(key: str, category: Category) -> list[Cell]:
    attributes = category.attributes.values()
    kinds = Counter[str](attribute.kind for attribute in attributes)
    values = sum(len(attribute.values) for attribute in attributes)
    wordings = sum(len(attribute.value_by_wording) for attribute in attributes)
    names = f"{category.name.en} {category.name.zh}"
    required = sum(attribute.required for attribute in attributes)
    return [key, names, len(attributes), *(kinds[kind] for kind in _KINDS), required, values, wordings]
