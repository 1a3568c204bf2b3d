"""What stands around a place: a share of another material, the number of what the product fits."""

from __future__ import annotations

from pathlib import Path

import pytest

from udfs.records import Span
from udfs.resolution.product import ProductMaker
from udfs.schema.loading import load_schema
from udfs.schema.schema import Schema
from udfs.settings import Thresholds


@pytest.fixture(scope="module")
def schema() -> Schema:
    return load_schema(Path(__file__).parents[4] / "conf" / "schema")


def published(schema: Schema, category: str, attribute: str, title: str, raw: str) -> tuple[str, str | None]:
    start = title.index(raw)
    span = Span(attribute, "title", start, start + len(raw), raw, 0.9)
    maker = ProductMaker(schema, Thresholds())
    product = maker.make(category, [span], (), (), entries=(), texts=[title], compare=lambda _: {})
    (fact,) = [fact for fact in product.facts if fact.attribute == attribute] or [None]
    return (fact.status, fact.value or fact.detail) if fact else ("nothing", None)


@pytest.mark.parametrize(
    ("title", "raw", "value"),
    [
        ("Work tee 60% cotton 40% polyester", "60%", "60%"),
        ("65% polyester 35% cotton work tee", "35%", "35%"),
        ("T恤 棉70% 聚酯纤维30%", "70%", "70%"),
        ("Heavy tee, 100% combed ringspun cotton", "100%", "100%"),
        ("oversize tee 80% 燕麦色", "80%", "80%"),
    ],
)
def test_a_share_of_its_own_material_stands(schema: Schema, title: str, raw: str, value: str) -> None:
    assert published(schema, "t_shirt", "cotton_content", title, raw) == ("standard", value)


@pytest.mark.parametrize(
    ("title", "raw", "material"),
    [
        ("100% polyester tee", "100%", "polyester"),
        ("65% polyester 35% cotton work tee", "65%", "polyester"),
        ("速干短袖 聚酯纤维100% 男", "100%", "聚酯纤维"),
    ],
)
def test_a_share_of_another_material_is_none(schema: Schema, title: str, raw: str, material: str) -> None:
    detail = f"expected the share of cotton, got that of {material} beside '{raw}'"
    assert published(schema, "t_shirt", "cotton_content", title, raw) == ("invalid", detail)


def test_a_model_number_of_what_the_product_fits_is_none(schema: Schema) -> None:
    title = "Ear cushions headband for Sony WH-1000XM4 black"
    assert published(schema, "headphones", "model_number", title, "WH-1000XM4") == ("nothing", None)
    own = "Sony WH-1000XM4 headphones for travel"
    assert published(schema, "headphones", "model_number", own, "WH-1000XM4") == ("standard", "WH-1000XM4")
