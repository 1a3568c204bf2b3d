"""Which category a short title names outright, and which titles only mention one."""

from __future__ import annotations

from pathlib import Path

import pytest

from udfs.schema.loading import load_schema
from udfs.schema.schema import Schema
from udfs.screening import screen


@pytest.fixture(scope="module")
def schema() -> Schema:
    return load_schema(Path(__file__).parents[3] / "conf" / "schema")


@pytest.mark.parametrize(
    ("title", "category"),
    [
        ("Puma running shoes women", "shoes"),
        ("Osprey backpack 24L", "backpack"),
        ("Wireless headphones black", "headphones"),
        ("耳机", "headphones"),
        ("纯棉T恤 女 黑色", "t_shirt"),
        ("台灯 12W", "desk_lamp"),
        ("Cotton T-shirt men short sleeve crew neck", "t_shirt"),
    ],
)
def test_a_short_title_may_name_its_category(schema: Schema, title: str, category: str) -> None:
    assert schema.titled_category(title) == category


@pytest.mark.parametrize(
    "title",
    [
        "Headphones stand black", "Rain cover for backpack", "Backpack rain cover orange",
        "Shoe care cream black", "Shoe rack", "Backpack and shoes",
        "Power bank headphones", "Replacement headphones", "茶叶盒", "电烧水壶", "适用 台灯", "鞋架",
        "Garden hose 20 m", "", None,
        "Osprey backpack 24L with a hip belt, a rain cover, a whistle and a key hook",  # a long title says more
    ],
)  # fmt: skip
def test_a_mention_is_no_name(schema: Schema, title: str | None) -> None:
    assert schema.titled_category(title) is None


@pytest.mark.parametrize(
    ("title", "category"),
    [
        ("Koper 20inch", "suitcase"),
        ("Roda koper 20inch", None),  # a wheel
        ("Suitcase 20inch", "suitcase"),
        ("Acme suitcase", "suitcase"),
        ("Cover 20inch (Suitcase)", None),
        ("【Acme】 Suitcase (20inch)", "suitcase"),
        ("保护套（行李箱）", None),
        ("【行李箱】20寸", "suitcase"),
    ],
)
def test_brackets_and_languages_that_begin_with_what_is_sold(title: str, category: str | None) -> None:
    attributes = {"brand": {"name": {"en": "Brand"}, "description": {"en": "Maker"}, "kind": "span"}}
    names = {"en": "Suitcase", "id": "Koper", "zh": "行李箱"}
    suitcase = {"name": names, "description": {"en": "With wheels"}, "attributes": attributes}
    assert Schema.model_validate({"categories": {"suitcase": suitcase}}).titled_category(title) == category


def test_the_product_s_own_name_is_no_level_of_its_path(schema: Schema) -> None:
    path = "Kitchen >> Coffee Mugs >> Solino Owl Cup"
    above, itself = schema.named_category(path), schema.named_category(path, "Solino Owl Cup")
    assert above is not None
    assert itself is not None
    assert (above.category, above.named, itself.category, itself.named) == ("drinkware", "above", "drinkware", "itself")
    assert schema.named_category(path, "Another cup") == above


@pytest.mark.parametrize(
    ("path", "title", "named"),
    [
        ("Footwear > Boots > Solovair Derby Lace-up", "Solovair Derby", "itself"),  # a level begins as the title does
        ("Footwear | Boots | Solovair Derby", "Solovair Derby 8 eye, oxblood", "itself"),
        ("Footwear > Women's Footwear > Mules", "Acme Lotte", "within"),
        ("Footwear > Women's Footwear > Trees", "Cedar shoe trees", "above"),
    ],
)
def test_two_levels_are_enough_where_the_title_mentions_nothing(
    schema: Schema, path: str, title: str, named: str
) -> None:
    found = screen(
        schema, 99, product_id="1", title=title, description=None, category=path, sites=(), seller_attributes=()
    )
    assert (found.category, found.named) == ("shoes", named)
