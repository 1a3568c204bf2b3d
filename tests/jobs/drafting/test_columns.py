"""Columns of exports that nobody described, guessed by their names and by what they hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from jobs.drafting.columns import Guess, guess_columns
from udfs.errors import SourceError


def guessed(*rows: Mapping[str, str | None], times: int = 4) -> Guess:
    """Of a few rows, many: figures in ids and titles keep them apart."""
    many = [
        {name: cell.replace("#", f"{10 * n + place}") if cell else cell for name, cell in row.items()}
        for n in range(times)
        for place, row in enumerate(rows)
    ]
    return guess_columns(list(rows[0]), many)


def columns(guess: Guess) -> dict[str, Any]:
    return guess.columns.model_dump(mode="json", exclude_none=True)


def test_an_english_shop() -> None:
    guess = guessed(
        {
            "Handle": "mug-#", "Title": "Acme mug no. # with a lid", "Body (HTML)": "<p>A mug for tea and coffee.</p>",
            "Vendor": "Acme", "Product Category": "Home > Kitchen > Mugs", "Tags": "mug, tea", "Variant Price": "9.90",
            "Image Src": "https://cdn.example/#.jpg", "Color": "Black", "Material": "Stoneware", "Status": "active",
        },
        {
            "Handle": "lamp-#", "Title": "Desk lamp # of brass", "Body (HTML)": "<p>A lamp that gives light.</p>",
            "Vendor": "Lumi", "Product Category": "Home > Lamps", "Tags": "", "Variant Price": "49.00",
            "Image Src": "https://cdn.example/#.jpg", "Color": "Brass", "Material": None, "Status": "active",
        },
    )  # fmt: skip
    assert columns(guess) == {
        "product_id": "Handle", "title": "Title", "description": "Body (HTML)", "category": "Product Category",
        "seller_attributes": {"Vendor": "Vendor", "Color": "Color", "Material": "Material"},
    }  # fmt: skip


def test_a_chinese_export_with_parameters_as_text() -> None:
    guess = guessed(
        {
            "商品编号": "1000#", "商品标题": "艾克米马克杯 # 黑色 350毫升", "类目": "家居/厨房/水杯", "品牌": "艾克米",
            "价格": "29.9", "规格参数": "颜色:黑色;容量:350ml;材质:陶瓷", "店铺名称": "艾克米旗舰店", "主图": "https://img.example/#.jpg",
            "商品详情": "温润如玉的杯子，适合早餐和下午茶。", "月销量": "300",
        },
        {
            "商品编号": "2000#", "商品标题": "流明台灯 # 铜色", "类目": "家居/灯具", "品牌": "流明", "价格": "99",
            "规格参数": "颜色:铜色;功率:9W;材质:黄铜", "店铺名称": "流明官方店", "主图": "https://img.example/#.jpg",
            "商品详情": "照明柔和，适合书房。", "月销量": "12",
        },
    )  # fmt: skip
    assert columns(guess) == {
        "product_id": "商品编号", "title": "商品标题", "description": "商品详情", "category": "类目",
        "seller_attributes": ["规格参数", {"品牌": "品牌"}],
    }  # fmt: skip


def test_a_marketplace_in_indonesian_with_lists_of_names_and_values() -> None:
    guess = guessed(
        {
            "id_produk": "88#", "nama": "Cangkir Acme # hitam", "kategori": '["Rumah","Dapur","Cangkir"]',
            "harga": "90000", "spesifikasi": '[{"name":"Warna","value":"Hitam"},{"name":"Bahan","value":"Keramik"}]',
            "terjual": "3", "variasi": '[{"name":"Ukuran","variations":["S","M"]}]',
            "tautan": "https://toko.example/p/#", "stok": "5",
        },
        {
            "id_produk": "99#", "nama": "Lampu meja # kuningan", "kategori": '["Rumah","Lampu"]', "harga": "190000",
            "spesifikasi": '[{"name":"Warna","value":"Emas"},{"name":"Daya","value":"9W"}]', "terjual": "0",
            "variasi": "[]", "tautan": "https://toko.example/p/#", "stok": "5",
        },
    )  # fmt: skip
    assert columns(guess) == {
        "product_id": "id_produk", "title": "nama", "category": "kategori", "site": "tautan",
        "seller_attributes": ["spesifikasi", "variasi"],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("chosen", "kept", "told"),
    [
        (
            ('[{"name":"颜色","value":"红"}]', '[{"name":"颜色","value":"黑"},{"name":"Size","value":"M"}]'),
            "chosen", "lists what is on offer; chosen says which one each row is",
        ),
        (
            ('[{"name":"model","value":"红"}]', '[{"name":"model","value":"黑,M"}]'),
            "options", "options of options, joined under one name",
        ),
    ],
)  # fmt: skip
def test_options_on_offer_are_not_those_of_the_row(chosen: tuple[str, str], kept: str, told: str) -> None:
    offered = (
        '[{"name":"颜色","variations":["红","黑","白"]}]',
        '[{"name":"颜色","variations":["红","黑"]},{"name":"Size","variations":["M","L"]}]',
    )
    guess = guessed(
        {"sku": "a#", "title": "棉质衬衫 # 红色", "options": offered[0], "chosen": chosen[0]},
        {"sku": "b#", "title": "Cotton shirt no. # in black", "options": offered[1], "chosen": chosen[1]},
    )
    assert columns(guess)["seller_attributes"] == kept
    assert told in [one.why for one in guess.told]


def test_a_table_of_a_column_for_each_attribute() -> None:
    guess = guessed(
        {"Model": "X#", "Name": "Phone #", "RAM": "8 GB", "Screen Size": "6 in", "Rating": "4.5", "link": "https://a.io/#"},
        {"Model": "Y#", "Name": "Tablet #", "RAM": "4 GB", "Screen Size": "9 in", "Rating": "4.1", "link": "https://a.io/#"},
    )  # fmt: skip
    assert columns(guess) == {
        "product_id": "link", "title": "Name", "site": "link",
        "seller_attributes": {"Model": "Model", "RAM": "RAM", "Screen Size": "Screen Size"},
    }  # fmt: skip


def test_nameless_columns_are_told_by_what_they_hold() -> None:
    guess = guessed(
        {"a": "k#", "b": "A stoneware mug # for tea, with a lid and a spoon", "c": "Home > Kitchen > Mugs > Lids"},
        {"a": "l#", "b": "A desk lamp # of brass that stands on three feet", "c": "Home > Lamps > Desk lamps"},
    )
    assert columns(guess) == {"product_id": "a", "title": "b", "category": "c"}


def test_titles_alone_are_enough() -> None:
    guess = guessed({"title": "Acme mug #"}, {"title": "Desk lamp # of brass"})
    assert columns(guess) == {"product_id": "sha2(`title`, 256)", "title": "title"}


def test_rows_without_an_id_are_told_apart_by_what_they_say() -> None:
    guess = guessed({"name": "Mug", "color": "Black"}, {"name": "Mug", "color": "White"})
    assert columns(guess)["product_id"] == "sha2(concat_ws('|', coalesce(`name`, ''), coalesce(`color`, '')), 256)"


def test_a_price_is_no_id_where_some_rows_lack_theirs() -> None:
    guess = guessed(
        {"SKU": "m#", "Title": "Mug # of clay", "Price": "9.#"},
        {"SKU": None, "Title": "Lamp # of brass", "Price": "8.#"},
        {"SKU": "l#", "Title": "Lamp # of steel", "Price": "7.#"},
        {"SKU": "k#", "Title": "Cup # of tin", "Price": "6.#"},
    )  # fmt: skip
    assert columns(guess) == {"product_id": "SKU", "title": "Title"}


def test_every_column_says_what_became_of_it() -> None:
    guess = guessed(
        {"sku": "a#", "title": "Mug # of clay", "price": "9", "colors": '["Black"]', "color": "Black", "empty": None},
        {"sku": "b#", "title": "Lamp # of brass", "price": "8", "colors": '["Brass"]', "color": "Brass", "empty": ""},
    )
    assert [(told.column, told.role, told.why) for told in guess.told] == [
        ("sku", "product_id", "by its name"),
        ("title", "title", "by its name"),
        ("price", None, "says nothing of the goods"),
        ("colors", None, "the same as a list"),
        ("color", "attribute", "short texts"),
        ("empty", None, "holds nothing in the first rows"),
    ]


def test_no_title_is_a_fault_that_says_what_was_found() -> None:
    with pytest.raises(
        SourceError, match=r"no column looks like a title: there are sku, price; .*Name it in a job config"
    ):
        guessed({"sku": "1#", "price": "9.90"}, {"sku": "2#", "price": "8.00"})
