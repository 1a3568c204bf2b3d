"""What the rules make of quantities, dimensions, values and identifiers, without a model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, get_args

from benchmarks.faults.inputs import Got
from udfs.quantities.messages import QuantityError
from udfs.quantities.parsing import parse_quantity
from udfs.records import Axis, Fact, Outcome
from udfs.resolution.product import ProductMaker
from udfs.schema.loading import load_schema
from udfs.schema.schema import Schema
from udfs.settings import Thresholds
from udfs.values.raw import Column
from udfs.values.standardizer import Standardizer

_GOODS = "goods"  # the one category of a schema that is made for an input
_SIZE = "size"


def quantity(given: Mapping[str, Any]) -> Got:
    """The number that a text states in a unit."""
    try:
        found = parse_quantity(given["text"], given["unit"], bare=bool(given.get("bare")))
    except QuantityError as fault:
        return Got("invalid", detail=str(fault))
    notes = "; ".join(found.notes) or None
    return Got("standard", number=found.number, number_max=found.number_max, unit=found.unit, detail=notes)


def dimensions(given: Mapping[str, Any]) -> Got:
    """What the attributes of a product get whose seller says the text of its size, or of each that is no axis.

    The attributes are axes in the order in which the category declares them.
    """
    names, unit = given["attributes"], given["unit"]
    axes = [name for name in names if name in get_args(Axis)]
    own = {
        name: {"kind": "quantity", "unit": unit} | ({"axis": name, "order": axes} if name in axes else {})
        for name in names
    }
    size = {_SIZE: {"kind": "dimensions", "unit": unit, "order": axes}} if axes else {}
    product = ProductMaker(_schema_of(own | size), Thresholds()).make(
        _GOODS, (), (), (),
        entries=[(name, given["text"]) for name in (*size, *(name for name in names if name not in axes))],
        texts=(),
        compare=lambda _: {},
    )  # fmt: skip
    status = "standard" if product.attributes else "invalid"
    asked = {name: shown for name, shown in product.attributes.items() if name in names}
    return Got(status, unit=unit, attributes=asked or product.attributes or None, detail=remarks(product.facts))


def value(given: Mapping[str, Any]) -> Got:
    """The canonical values of one raw value of an attribute."""
    return _standardized(_loaded(given["schema"]), given["category"], given["attribute"], given["raw"], given)


def identifier(given: Mapping[str, Any]) -> Got:
    """The standard form of an identifier."""
    settings = {key: given[key] for key in ("kind", "checksum", "pattern") if given.get(key)}
    return _standardized(_schema_of({"code": settings}), _GOODS, "code", given["raw"], given)


def _standardized(schema: Schema, category: str, attribute: str, raw: str, given: Mapping[str, Any]) -> Got:
    standardizer = Standardizer(schema, match_threshold=Thresholds().match)
    column = Column() if given.get("bare") else None
    outcomes = [
        standardizer.standardize(category, attribute, part, column=column)
        for part in standardizer.parts(category, attribute, raw)
    ]
    values = list(dict.fromkeys(shown for each in outcomes if (shown := english(each))))
    first = next((each for each in outcomes if each.status == "standard"), outcomes[0])
    details = "; ".join(each.detail for each in outcomes if each.detail) or None
    return Got(first.status, first.number, unit=first.unit, values=values or None, detail=details)


def english(found: Outcome | Fact) -> str | None:
    """The value in English where it has a label in it; null unless standard."""
    return (found.labels or {}).get("en", found.value)


def remarks(facts: Iterable[Fact]) -> str | None:
    """What is said of facts beside their values."""
    said = [f"{fact.attribute} {fact.status}: {fact.detail or fact.raw_value}" for fact in facts if _tells(fact)]
    return "; ".join(said) or None


def _tells(fact: Fact) -> bool:
    return fact.detail is not None or fact.status not in ("standard", "missing")


@lru_cache(8)
def _loaded(folder: str) -> Schema:
    return load_schema(folder)


def _schema_of(attributes: Mapping[str, Mapping[str, Any]]) -> Schema:
    """A schema of one category with these attributes, named by their ids."""
    described = {name: _named(name) | dict(own) for name, own in attributes.items()}
    return Schema.model_validate({"categories": {_GOODS: _named(_GOODS) | {"attributes": described}}})


def _named(name: str) -> dict[str, Any]:
    return {"name": {"en": name.capitalize()}, "description": {"en": name.capitalize()}}
