"""What the place of a model's claim says of it, through all that is made of a product."""

from __future__ import annotations

import pytest

from udfs.records import Fact, Span
from udfs.resolution.product import ProductMaker
from udfs.schema.schema import Schema
from udfs.settings import Thresholds

SCHEMA = Schema.model_validate(
    {
        "categories": {
            "bag": {
                "name": {"en": "Bag", "zh": "包"},
                "description": {"en": "Bags.", "zh": "包。"},
                "attributes": {
                    "brand": {"name": {"en": "Brand"}, "description": {"en": "x"}, "kind": "span", "maker": True},
                    "size": {"name": {"en": "Size"}, "description": {"en": "x"}, "kind": "span"},
                    "item_weight": {
                        "name": {"en": "Item weight"}, "description": {"en": "x"}, "kind": "quantity", "unit": "g",
                    },
                    "shipping_weight": {
                        "name": {"en": "Shipping weight"}, "description": {"en": "x"}, "kind": "quantity", "unit": "kg",
                    },
                },
            }
        },
        "tags": {},
    }
)  # fmt: skip


def facts(title: str, **found: tuple[str, float]) -> dict[str, Fact]:
    """What the model finds in a title, by attribute: its words and how sure it is."""
    places = {attribute: (title.index(raw), raw, confidence) for attribute, (raw, confidence) in found.items()}
    spans = [
        Span(attribute, "title", start, start + len(raw), raw, confidence)
        for attribute, (start, raw, confidence) in places.items()
    ]
    made = ProductMaker(SCHEMA, Thresholds()).make(
        "bag", spans, [], (), entries=(), texts=[title], compare=lambda _: {}, description=None
    )
    return {fact.attribute: fact for fact in made.facts}


@pytest.mark.parametrize(
    ("title", "attribute", "raw", "value", "detail"),
    [
        ("LS4-TOTE lunch bag", "brand", "LS", None, "'LS' is cut out of 'LS4-TOTE lunch'"),
        ("Bag of 4x2GB", "size", "2GB", "2GB", None),
        ("Bag Larger", "size", "Large", None, "'Large' is cut out of 'Bag Larger'"),
        ("LS 4 lunch bag", "brand", "LS", "LS", None),
        ("杯子LS包", "brand", "LS", "LS", None),
        ("Bag Large (4-6X) red", "size", "Large (4-6X", None, "'Large (4-6X' is cut out of 'Bag Large (4-6X) red'"),
        ("Bag Large (4-6X) red", "size", "Large (4-6X)", "Large (4-6X)", None),
    ],
)
def test_a_free_text_is_whole(title: str, attribute: str, raw: str, value: str | None, detail: str | None) -> None:
    fact = facts(title, **{attribute: (raw, 0.9)})[attribute]
    assert (fact.value, fact.status, fact.detail) == (value, "standard" if value else "invalid", detail)


def test_a_number_at_one_place_is_of_the_attribute_that_is_surer() -> None:
    found = facts("Bag of 10 ounces", item_weight=("10 ounces", 0.9), shipping_weight=("10 ounces", 0.8))
    assert (found["item_weight"].value, found["shipping_weight"].value) == ("283.495 g", None)
    assert found["shipping_weight"].detail == "'10 ounces' stands with 'Item weight': said of something else"
    apart = facts("Bag 10 ounces, ships at 1 lb", item_weight=("10 ounces", 0.9), shipping_weight=("1 lb", 0.8))
    assert apart["shipping_weight"].status == "standard"
