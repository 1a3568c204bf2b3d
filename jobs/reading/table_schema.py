"""A schema of what the tables hold, for readers who have no other: ids as names, attributes that some product has."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from jobs.reading.published.target import Target
from udfs.schema.names import in_usual_order
from udfs.schema.schema import Schema

_MANY = 10_000


def schema_of_tables(tables: Target) -> Schema:
    """Categories with their attributes: with a unit quantities, with several values of one product lists, else text.

    Nothing can be standardized by it: it has neither values nor wordings.
    """
    columns = ["category", "attribute", "ordinal", "unit", "value", "labels"]
    values = tables.arrow("attributes", columns, pc.field("status") == "standard")
    found = values.group_by(["category", "attribute"]).aggregate([("unit", "max"), ("ordinal", "max")])
    categories: defaultdict[str, dict[str, Any]] = defaultdict(dict)
    for category in pc.unique(tables.arrow("products", ["category"]).column(0).drop_null()).to_pylist():
        categories[category] = {}
    for row in sorted(found.to_pylist(), key=lambda row: (row["category"], row["attribute"])):
        categories[row["category"]][row["attribute"]] = _attribute(row)
    named = {key: _named(key) | {"attributes": attributes} for key, attributes in sorted(categories.items())}
    return Schema.model_validate({"languages": _languages(values), "categories": named})


def _attribute(row: dict[str, Any]) -> dict[str, Any]:
    kind = {"kind": "quantity", "unit": row["unit_max"]} if row["unit_max"] else {"kind": "span"}
    return _named(row["attribute"]) | kind | {"many": row["ordinal_max"] > 0}


def _named(key: str) -> dict[str, Any]:
    return {"name": {"en": key}, "description": {"en": key}}


def _languages(values: pa.Table) -> list[str]:
    """Those of labels; first the one that values are written in."""
    labels = values.select(["value", "labels"]).filter(pc.field("labels").is_valid())
    same: Counter[str] = Counter({"en": 0})
    for row in labels.slice(0, _MANY).to_pylist(maps_as_pydicts="strict"):
        same.update({language: int(text == row["value"]) for language, text in row["labels"].items()})
    usual = in_usual_order(same)
    return sorted(usual, key=lambda language: (-same[language], usual.index(language)))
