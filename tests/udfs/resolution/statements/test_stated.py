"""What titles and descriptions say in so many words: how many pieces an order holds, and one axis of the product."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

import pytest

from tests.udfs.resolution.comparing import nothing_near
from udfs.records import Fact, Product, Span
from udfs.resolution.product import ProductMaker
from udfs.schema.schema import Schema
from udfs.settings import Thresholds


def names(en: str, zh: str) -> dict[str, dict[str, str]]:
    return {"name": {"en": en, "zh": zh}, "description": {"en": en, "zh": zh}}


def listed(**named: tuple[str, str]) -> dict[str, object]:
    return {key: {"name": {"en": en, "zh": zh}} for key, (en, zh) in named.items()}


PIECES = names("Pieces", "件数") | {"kind": "quantity", "unit": "count", "pack": "pieces", "range": [1, 200]}
VASE = names("Vase", "花瓶") | {
    "aliases": ["vases", "flower jar", "flower jars", "陶瓷花瓶"],
    "attributes": {
        "pieces": PIECES,
        "height": names("Height", "高度")
        | {"kind": "quantity", "unit": "cm", "axis": "height", "aliases": ["vase height", "瓶高"], "range": [2, 300]},
        "color": names("Color", "颜色")
        | {
            "kind": "choice", "mixture": "several",
            "values": listed(
                red=("Red", "红"), white=("White", "白色"), blue=("Blue", "蓝"), navy=("Navy Blue", "藏青"),
                several=("Several colours", "多色"),
            ),
        },
        "neck": names("Neck", "瓶口")
        | {"kind": "choices", "values": listed(frog=("Flower frog", "花插"), rim=("Rim", "口"))},
    },
}  # fmt: skip
COINS = names("Coin set", "硬币") | {
    "attributes": {"pieces": PIECES, "coins": names("Coins", "枚数") | {"kind": "quantity", "unit": "count"}}
}
SCHEMA = Schema.model_validate({"categories": {"vase": VASE, "coins": COINS}})


@pytest.fixture(scope="module")
def maker() -> ProductMaker:
    return ProductMaker(SCHEMA, Thresholds())


def make(
    maker: ProductMaker,
    title: str | None,
    description: str | None = None,
    entries: Mapping[str, str] | None = None,
    spans: Sequence[Span] = (),
    category: str = "vase",
) -> Product:
    return maker.make(
        category, spans, (), (), entries=(entries or {}).items(), texts=[text for text in (title, description) if text],
        compare=nothing_near, description=description,
    )  # fmt: skip


def only(product: Product, attribute: str) -> Fact:
    [fact] = [fact for fact in product.facts if fact.attribute == attribute]
    return fact


@pytest.mark.parametrize(
    ("title", "pieces"),
    [
        ("Pack of 4 hand-made vases red white", 4),
        ("Ceramic vase 2-Pack, Blue", 2),
        ("Glass Vases, Set of Five", 5),
        ("6 pcs flower jars for weddings", 6),
        ("3 x 750ml Vases + 1 Free Brush", 3),
        ("陶瓷花瓶 700ml 两个装", 2),
        ("北欧花瓶5只装 送花剪", 5),
        ("花瓶 300ml*3", 3),
    ],
)
def test_a_count_of_pieces_beside_the_products_name_is_stated(maker: ProductMaker, title: str, pieces: int) -> None:
    fact = only(make(maker, title), "pieces")
    assert (fact.number, fact.origin, fact.confidence, fact.field) == (pieces, "seller", 1.0, "title")
    assert title[fact.start_offset : fact.end_offset] == fact.raw_value


@pytest.mark.parametrize(
    "title",
    [
        "3 in 1 vase",
        "Vase 3 necks",
        "Buy 2 get 1 free vase",
        "Vase with pack of 3 free stickers",
        "Pack of 3 vase stickers",
        "Vase 4 x USB",
        "Vase, 2 pack, 4 pack, 6 pack",
        "2 packs of 6 vases",
        "Vase with brushes (pack of 4)",
        "Brush for vase 3 pack",
        "Vase, set of 3 brushes",
        "花瓶 赠 3只装",
        "花瓶花插3只装",
        "花瓶 两只装可选",
        "第三件装修花瓶",
    ],
)
def test_a_count_of_something_else_or_of_a_choice_says_nothing(maker: ProductMaker, title: str) -> None:
    assert "pieces" not in make(maker, title).numbers


def test_a_description_counts_only_where_a_line_begins_with_it(maker: ProductMaker) -> None:
    said = only(make(maker, "Vase", "Made by hand.\nSet of 3 vases for tulips"), "pieces")
    assert (said.number, said.field, said.raw_value) == (3, "description", "Set of 3")
    assert make(maker, "Vase", "Also sold as a set of 3 vases").numbers == {}
    assert make(maker, "Vase 2 Pack", "Set of 3 vases").numbers == {}


def test_what_a_seller_states_goes_before_and_the_model_behind(maker: ProductMaker) -> None:
    assert make(maker, "Vase 2-pack", entries={"Pieces": "3"}).numbers["pieces"] == 3
    assert make(maker, "Vase 2-pack", "Size: tall\nPieces: 3\nColor: red").numbers["pieces"] == 3
    model = Span("pieces", "title", 13, 15, "10", 0.7)
    assert make(maker, "Vase 2-pack, 10 colours", spans=[model]).numbers["pieces"] == 2


def test_where_two_things_are_counted_nobody_knows_which(maker: ProductMaker) -> None:
    assert make(maker, "Coin set (Pack of 50)", category="coins").numbers == {}


@pytest.mark.parametrize(
    ("title", "height"),
    [
        ("花瓶 底座直径20cm 瓶高45cm 口宽8cm", 45),
        ("花瓶高30厘米", 30),
        ("陶瓷花瓶 高度：0.4米", 40),
        ("Vase, height 45 cm, cord length 1.5 m", 45),
        ("Glass vase 45 cm high", 45),
        ("A 30cm tall vase", 30),
        ("Glass vase H25cm", 25),
        ("The vase is 12 inches tall", 30.48),
        ("Vase with stand, overall height 90 cm", 90),
    ],
)
def test_an_axis_of_the_product_is_stated(maker: ProductMaker, title: str, height: float) -> None:
    assert make(maker, title).numbers["height"] == pytest.approx(height)


@pytest.mark.parametrize(
    "title",
    [
        "花瓶 底座高5cm",
        "花瓶 花插 高5cm",
        "花瓶 瓶高30-45cm",
        "花瓶 瓶高30cm 瓶高45cm",
        "花瓶 适合身高150cm",
        "Vase base height 5 cm",
        "Vase stand 20 cm high",
        "Vase fits up to height 45 cm",
        "Vase, heel height 4 cm",
        "Stand for vase 90 cm high",
        "Vase cord length 1.5 m",
        "Vase 20 x 20 x 45 cm H",
    ],
)
def test_an_axis_of_a_part_or_a_limit_says_nothing(maker: ProductMaker, title: str) -> None:
    assert "height" not in make(maker, title).numbers


def test_hostile_texts_take_linear_time(maker: ProductMaker) -> None:
    texts = [
        "pack of 3 " * 5000,
        "2 pack " * 3000,
        "3 x 5 " * 5000,
        "瓶高" * 20_000,
        "高45cm" * 8_000,
        "red white " * 5000,
        "( - " * 9_000,
    ]
    started = time.process_time()
    for text in texts:
        make(maker, text, text, spans=[Span("color", "title", 0, 3, text[:3], 0.9)])
    assert time.process_time() - started < 10


def color(maker: ProductMaker, title: str, picked: str, description: str | None = None) -> Fact:
    start = title.index(picked)
    span = Span("color", "title", start, start + len(picked), picked, 0.9)
    return only(make(maker, title, description, spans=[span]), "color")


@pytest.mark.parametrize(
    ("title", "picked"),
    [
        ("Vase red white blue", "blue"),
        ("花瓶 红 白色 蓝 三色可选", "红"),
        ("Vases red, blue, white", "red"),
        ("Vase 红、蓝", "蓝"),
    ],
)
def test_one_of_several_values_side_by_side_is_not_the_products(maker: ProductMaker, title: str, picked: str) -> None:
    fact = color(maker, title, picked)
    assert (fact.status, fact.rule) == ("invalid", "variants")
    assert "the listing names several side by side: Red" in (fact.detail or "")


def test_values_that_a_title_joins_are_the_mixture(maker: ProductMaker) -> None:
    assert color(maker, "Striped vase Red/White", "White").value == "Several colours"
    assert color(maker, "Striped vase Red & White", "Red").value == "Several colours"


@pytest.mark.parametrize(
    ("title", "picked", "value"),
    [
        ("Vase navy blue", "navy blue", "Navy Blue"),
        ("Vase light red", "red", "Red"),
        ("Vase red 红 glazed", "red", "Red"),
        ("Red vase, also in red, white, blue", "Red", "Red"),
        ("Red vase with white rim", "Red", "Red"),
    ],
)
def test_shades_and_values_named_alone_stay(maker: ProductMaker, title: str, picked: str, value: str) -> None:
    assert color(maker, title, picked).value == value
