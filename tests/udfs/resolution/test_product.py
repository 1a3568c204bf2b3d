"""From claims to a product: its facts, and its line of table products."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from tests.udfs.resolution.comparing import nothing_near
from udfs.records import Choice, Product, Scored, Span, Wording
from udfs.resolution.product import ProductMaker
from udfs.schema.schema import Schema
from udfs.settings import Thresholds

TAGS = [Scored("b", 0.7), Scored("c", 0.9), Scored("a", 0.7), Scored("d", 0.4)]


@pytest.fixture
def maker(tiny_schema: Schema) -> ProductMaker:
    """Mugs of several colours and capacities."""
    data = tiny_schema.model_dump(mode="json")
    data["categories"]["mug"]["attributes"]["color"]["kind"] = "choices"
    data["categories"]["mug"]["attributes"]["capacity"]["many"] = True
    return ProductMaker(Schema.model_validate(data), Thresholds(tag=0.5, nearest_precision=None))


def make(maker: ProductMaker, entries: dict[str, str], spans: Sequence[Span] = (), **more: object) -> Product:
    given = {"choices": (), "tags": (), "compare": nothing_near} | more
    return maker.make("mug", spans, entries=entries.items(), texts=["Mug"], **given)  # type: ignore[arg-type]


def test_standard_values_are_joined_and_of_numbers_the_first_counts(maker: ProductMaker) -> None:
    product = make(maker, {"Colour": "white, jet black", "容量": "0.35 l", "Glaze": "matte"})
    assert product.attributes == {"color": "Black; White", "capacity": "350 ml"}
    assert product.numbers == {"capacity": 350.0}
    assert (product.missing, product.unknown_attributes) == (("brand",), {"Glaze": "matte"})
    several = make(maker, {"capacity": "350 ml, 0.5 l"})
    assert [fact.number for fact in several.facts if fact.attribute == "capacity"] == [500.0, 350.0]
    assert (several.attributes, several.numbers) == ({"capacity": "500 ml; 350 ml"}, {"capacity": 500.0})
    assert [(fact.attribute, fact.ordinal, fact.status) for fact in product.facts] == [
        ("brand", 0, "missing"), ("capacity", 0, "standard"), ("color", 0, "standard"), ("color", 1, "standard"),
    ]  # fmt: skip


def test_a_shadow_attribute_is_made_and_nothing_else_shows_it(tiny_schema: Schema) -> None:
    data = tiny_schema.model_dump(mode="json")
    for attribute in ("brand", "capacity"):
        data["categories"]["mug"]["attributes"][attribute]["release"] = "shadow"
    schema = Schema.model_validate(data)
    product = make(ProductMaker(schema, Thresholds()), {"Colour": "white", "capacity": "350 ml", "maker": "Nobody"})
    assert [(fact.attribute, fact.value) for fact in product.facts] == [("color", "White")]
    assert [(fact.attribute, fact.value) for fact in product.shadow if fact.status == "standard"] == [
        ("brand", "Nobody"), ("capacity", "350 ml"),
    ]  # fmt: skip
    assert (product.attributes, product.numbers, product.missing) == ({"color": "White"}, {}, ())
    assert product.unknown_attributes is None
    assert schema.model_fingerprint == tiny_schema.model_fingerprint
    assert schema.fingerprint != tiny_schema.fingerprint


def test_what_is_no_standard_value_is_a_fact_alone(maker: ProductMaker) -> None:
    product = make(maker, {"Colour": "墨绿", "capacity": "9 km", "brand": "Acme"})
    assert [(fact.attribute, fact.status, fact.raw_value) for fact in product.facts] == [
        ("brand", "standard", "Acme"), ("capacity", "invalid", "9 km"), ("color", "unmapped", "墨绿"),
    ]  # fmt: skip
    assert (product.attributes, product.numbers) == ({"brand": "Acme"}, {})
    assert (product.missing, product.unknown_attributes) == ((), None)


def test_unknown_values_are_compared_once_for_all(maker: ProductMaker) -> None:
    asked: list[Sequence[Wording]] = []

    def compare(unknown: Sequence[Wording]) -> Mapping[Wording, Sequence[Scored]]:
        asked.append(unknown)
        return {wording: [Scored("white", 0.9)] for wording in unknown}

    spans = [Span("color", "title", 0, 3, "fog", 0.9), Span("brand", "title", 4, 8, "Acme", 0.9)]
    product = make(maker, {"Colour": "墨绿"}, spans, compare=compare)
    assert asked == [[("color", "fog"), ("color", "墨绿")]]
    assert asked[0] == maker.unknown("mug", spans, {"Colour": "墨绿"}.items())
    assert product.attributes == {"brand": "Acme", "color": "White"}


def test_a_choice_of_the_whole_listing_is_a_fact_without_a_place(maker: ProductMaker) -> None:
    (_, fact) = make(maker, {}, choices=[Choice("color", "black", 0.8)]).facts
    assert (fact.value, fact.raw_value, fact.field, fact.confidence) == ("Black", None, None, 0.8)


@pytest.mark.parametrize(("threshold", "kept"), [(0.5, ["c", "a", "b"]), (0.4, ["c", "a", "b", "d"])])
def test_tags_from_the_threshold_on_go_by_score_and_then_by_id(
    tiny_schema: Schema, threshold: float, kept: list[str]
) -> None:
    data = tiny_schema.model_dump(mode="json")
    data["tags"] = {tag.id: data["tags"]["gift"] for tag in TAGS}
    product = make(ProductMaker(Schema.model_validate(data), Thresholds(tag=threshold)), {}, tags=TAGS)
    assert [tag.id for tag in product.tags] == kept
