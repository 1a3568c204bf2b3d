"""Sellers' names of attributes: which other spellings mean one, and which look like it and do not."""

from __future__ import annotations

import pytest

from udfs.schema.keys import KeyBook, Wordings, is_prose, is_shop_number

BOOK = KeyBook(
    {
        "color": Wordings(("color", "Color", "颜色"), ("颜色分类",), listed=True, maker=False, free=False),
        "fiber": Wordings(("fiber", "Fibre content"), (), listed=True, maker=False, free=False),
        "material": Wordings(("material", "Material", "材质"), ("fabric type",), listed=True, maker=False, free=False),
        "weight": Wordings(("weight", "Weight", "重量"), ("毛重",), listed=False, maker=False, free=False),
        "brand": Wordings(("brand", "Brand", "品牌"), ("maker",), listed=False, maker=True, free=False),
        "model": Wordings(("model_number", "型号"), ("model",), listed=False, maker=False, free=False),
        "pieces": Wordings(("pieces",), ("number of items",), listed=False, maker=False, free=False),
        "made_for": Wordings(("made_for", "Made for"), ("fits",), listed=False, maker=False, free=True),
        "strap_color": Wordings(("strap_color", "Strap colour"), (), listed=True, maker=False, free=False),
    }
)


@pytest.mark.parametrize(
    ("name", "attribute", "closeness"),
    [
        ("Color", "color", 0), ("颜色分类", "color", 1), ("顏色：", "color", 0), ("Main Colour", "color", 2),
        ("colour_name", "color", 2), ("itemColor", "color", 2), ("Colours", "color", 2), ("Color Family", "color", 2),
        ("Available colors", "color", 2), ("主要颜色", "color", 2), ("产品颜色", "color", 2), ("颜色种类", "color", 2),
        ("FIBER CONTENTS", "fiber", 2), ("Material(s)", "material", 2), ("Type of Fabric", "material", 2),
        ("Item Weight", "weight", 2), ("商品毛重", "weight", 2), ("Brand Name", "brand", 2), ("品牌名称", "brand", 2),
        ("Product Model", "model", 2), ("Model No.", "model", 2), ("Number of Items", "pieces", 1),
        ("Strap Colour", "strap_color", 0), ("Color of strap", "strap_color", 2),
        ("attribute_pa_weight", "weight", 2), ("pa_strap-colour", "strap_color", 2), ("custom.material", "material", 2),
        ("属性:材质", "material", 2), ("meta: attribute_brand", "brand", 2),
        ("材质(Material)", "material", 2), ("Weight（重量）", "weight", 2), ("品牌 Brand", "brand", 2),
        ("Fabric Type / 材质", "material", 2), ("Colour (color)", "color", 2),
    ],
)  # fmt: skip
def test_other_spellings_of_a_name_mean_its_attribute(name: str, attribute: str, closeness: int) -> None:
    assert BOOK.find(name) == (attribute, closeness)


@pytest.mark.parametrize(
    "name",
    [
        "Shipping Weight", "Package Weight", "Band Colour", "Lining Material", "包装重量", "表带材质", "Item Number",
        "Item No.", "Product Number", "商品编号", "Model Name", "Weight Type", "Name", "Product Name", "商品名称",
        "Fit", "Main", "商品", "", "x" * 200, "attribute", "属性", "pa_lining_material", "颜色(Material)", "材质(其他)",
        "Lining Material(材质)",
    ],
)  # fmt: skip
def test_names_of_other_things_mean_none(name: str) -> None:
    assert BOOK.find(name) is None


def test_the_name_of_a_part_tells_what_it_would_be_of_the_product() -> None:
    names = ("Package Weight", "包装重量", "Lining Material", "Color", "Strap Colour", "Glaze")
    assert [BOOK.of_part(name) for name in names] == ["weight", "weight", "material", None, None, None]


def test_shops_numbers_and_titles_are_told_apart() -> None:
    assert all(map(is_shop_number, ("SKU", "商品编号", "Item No.")))
    assert not any(map(is_shop_number, ("货号", "Model", "Style number")))
    assert is_prose("温馨提示")
    assert not is_prose("Color")
