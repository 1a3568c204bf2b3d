"""Parameter blocks in descriptions: what of them reaches an attribute, from which place, and what does not."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

import pytest

from tests.udfs.resolution.comparing import nothing_near
from udfs.records import Choice, Fact, Product, Span
from udfs.resolution.product import ProductMaker
from udfs.schema.schema import Schema
from udfs.settings import Thresholds


def names(en: str, zh: str) -> dict[str, dict[str, str]]:
    return {"name": {"en": en, "zh": zh}, "description": {"en": en, "zh": zh}}


def values(**named: tuple[str, str]) -> dict[str, object]:
    return {key: {"name": {"en": en, "zh": zh}} for key, (en, zh) in named.items()}


JACKET = names("Jacket", "夹克") | {
    "attributes": {
        "brand": names("Brand", "品牌")
        | {"kind": "span", "maker": True, "values": values(arcona=("Arcona", "阿科纳"), norrvik=("Norrvik", "诺维"))},
        "model_number": names("Model number", "型号")
        | {"kind": "identifier", "aliases": ["model", "货号"], "pattern": "[A-Z0-9][A-Z0-9 ./_+-]{1,30}"},
        "color": names("Color", "颜色")
        | {
            "kind": "choice", "mixture": "multi", "aliases": ["颜色分类"],
            "values": values(
                black=("Black", "黑色"), red=("Red", "红色"), blue=("Blue", "蓝色"), multi=("Multicolour", "多色")
            ),
        },
        "material": names("Material", "材质")
        | {
            "kind": "choices", "aliases": ["面料", "材质成分"],
            "values": values(wool=("Wool", "羊毛"), nylon=("Nylon", "锦纶"), cotton=("Cotton", "棉")),
        },
        "wool_content": names("Wool content", "含毛量")
        | {"kind": "quantity", "unit": "percent", "of": ["wool", "羊毛"]},
        "closure": names("Closure", "闭合方式")
        | {"kind": "choice", "values": values(zip=("Zip", "拉链"), buttons=("Buttons", "纽扣"))},
        "heating": names("Heating", "加热")
        | {"kind": "choice", "values": values(battery=("Battery", "电池"), none=("Unheated", "不加热"))},
        "weight": names("Weight", "重量") | {"kind": "quantity", "unit": "g"},
        "gender": names("Gender", "适用性别")
        | {"kind": "choice", "values": values(male=("Male", "男"), female=("Female", "女"))},
    }
}  # fmt: skip
SCHEMA = Schema.model_validate({"categories": {"jacket": JACKET}})


@pytest.fixture(scope="module")
def maker() -> ProductMaker:
    return ProductMaker(SCHEMA, Thresholds())


def make(
    maker: ProductMaker,
    description: str | None,
    entries: Mapping[str, str] | None = None,
    spans: Sequence[Span] = (),
    choices: Sequence[Choice] = (),
) -> Product:
    texts = ["Jacket", *([description] if description else [])]
    return maker.make(
        "jacket", spans, choices, (), entries=(entries or {}).items(), texts=texts, compare=nothing_near,
        description=description,
    )  # fmt: skip


def only(product: Product, attribute: str) -> Fact:
    [fact] = [fact for fact in product.facts if fact.attribute == attribute]
    return fact


# Each form in which shops write parameters, in both languages.
FORMS = [
    ("Brand: Arcona\nMaterial: Wool\nColour: Red", {"brand": "Arcona", "material": "Wool", "color": "Red"}),
    ("品牌：阿科纳；材质：羊毛；颜色：红色", {"brand": "Arcona", "material": "Wool", "color": "Red"}),
    ("品牌: 阿科纳货号: AK-77上市年份季节: 2022年冬季材质: 羊毛颜色: 红色",
     {"brand": "Arcona", "model_number": "AK-77", "material": "Wool", "color": "Red"}),
    ("商品名称：风衣商品重量：0.8kg面料：锦纶闭合方式：拉链",
     {"weight": "800 g", "material": "Nylon", "closure": "Zip"}),
    ("商品品牌：諾維 顏色：黑色 閉合方式：拉鏈 產地：浙江",
     {"brand": "Norrvik", "color": "Black", "closure": "Zip"}),
    ("Brand: Norrvik Color: Blue Closure: Zip Gender: Female",
     {"brand": "Norrvik", "color": "Blue", "closure": "Zip", "gender": "Female"}),
    ("<table><tr><td>Material</td><td>Nylon</td></tr><tr><td>Main Color</td><td><b>Black</b></td></tr></table>",
     {"material": "Nylon", "color": "Black"}),
    ("<tr><th>Closure</th><td>Zip</td><th>Weight</th><td>1.2 kg</td></tr>", {"closure": "Zip", "weight": "1200 g"}),
    ("<ul><li><strong>Closure</strong>: Buttons</li><li>Gender:&nbsp;male</li></ul>",
     {"closure": "Buttons", "gender": "Male"}),
    ("<dl><dt>Item Weight</dt><dd>900 g</dd><dt>Closure</dt><dd>Zip</dd></dl>", {"weight": "900 g", "closure": "Zip"}),
    ("【材质】羊毛【颜色】红色\n【包邮】全国", {"material": "Wool", "color": "Red"}),
    ("[Closure] Zip\n[Material]: wool", {"closure": "Zip", "material": "Wool"}),
    ("| Material | Nylon |\n| Closure | Zip |", {"material": "Nylon", "closure": "Zip"}),
    ("Material\tWool\nClosure\tButtons", {"material": "Wool", "closure": "Buttons"}),
    ("• Material - Wool\n• Closure – Zip\n3. Gender = Male", {"material": "Wool", "closure": "Zip", "gender": "Male"}),
    ("Weight (kg): 1.1\n重量（kg）：1.1", {"weight": "1100 g"}),
    ("✅Material: Nylon ✅Closure: Zip", {"material": "Nylon", "closure": "Zip"}),
    ("Material: Wool | Closure: Zip, Gender: Male", {"material": "Wool", "closure": "Zip", "gender": "Male"}),
    ("Closure Type : Zip\nColor Family : Red", {"closure": "Zip", "color": "Red"}),
    ("Brand: Arcona Closure Type: Zip Gender: Male", {"brand": "Arcona", "closure": "Zip", "gender": "Male"}),
    ("&lt;p&gt;Closure: Zip&lt;/p&gt;&lt;p&gt;Gender: Male&lt;/p&gt;", {"closure": "Zip", "gender": "Male"}),
    ("Specs → Closure: Zip; Material: Wool", {"closure": "Zip", "material": "Wool"}),
    (r"Brand: Alpin\nModel: AK-77\nClosure: Zip", {"brand": "Alpin", "model_number": "AK-77", "closure": "Zip"}),
    ("材质：\n羊毛\n闭合方式：\n拉链", {"material": "Wool", "closure": "Zip"}),
    ("Material: wool. Closure: zip. 3 pockets", {"material": "Wool", "closure": "Zip"}),
    ("材质成分: 羊毛70% 锦纶30%", {"material": "Wool; Nylon", "wool_content": "70%"}),
    ("材质(Material)：羊毛 闭合方式(Closure)：拉链", {"material": "Wool", "closure": "Zip"}),
    ("Color (颜色): Red\nClosure: Zip", {"color": "Red", "closure": "Zip"}),
    ("Heating\tBattery\nClosure\tZip", {"heating": "Battery", "closure": "Zip"}),  # "Battery" names keys as well
    (
        "<tr><td>加热</td><td>电池</td></tr><tr><td>闭合方式</td><td>拉链</td></tr>",
        {"heating": "Battery", "closure": "Zip"},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("description", "expected"), FORMS)
def test_every_form_of_a_block_is_read(maker: ProductMaker, description: str, expected: dict[str, str]) -> None:
    assert make(maker, description).attributes == expected


PROSE = [
    "Note: wash cold. Delivery: 10:30 to 18:00, ratio 16:9, see https://shop.example/red",
    "Q: What material: wool? A: We do not know, please ask",
    "温馨提示：颜色会因光线有偏差，请以实物为准\n注意事项：材质以吊牌为准",
    "Color: the actual colour may differ from the red you see on your screen\nBrand: our own brand since you asked",
    "颜色：因为光线会有色差\n品牌：我们是专业的夹克厂家",
    "A red jacket for your friends: buy it",
    "Gift box color: Red",
    "The person is wearing a red one, height: 178cm, weight: 65kg. Color: model wears black",
    "Material: see label\nColor: as shown\n材质：见吊牌",
    "<table><tr><td>Size</td><td>Color</td><td>Chest</td></tr><tr><td>M</td><td>Red</td><td>90</td></tr></table>",
    "<table><tr><th>Color</th><th>Weight</th></tr><tr><td>M</td><td>90</td></tr></table>",
    "Color:\nRed\nBlue\nBlack",
]


@pytest.mark.parametrize("description", PROSE)
def test_prose_and_other_tables_state_nothing(maker: ProductMaker, description: str) -> None:
    product = make(maker, description)
    assert (product.attributes, [f.status for f in product.facts]) == ({}, [])


PARTS = [
    ("Lining Material: Nylon\nMaterial: Wool", {"material": "Wool"}),
    ("里料材质：锦纶 材质：羊毛 包装重量：3kg", {"material": "Wool"}),
    ("Zipper Colour: Red\nPackage Weight: 2 kg\nShipping Weight: 3 kg", {}),
    # Nobody knows whether "Gusset" is the end of a name or the beginning of a key.
    ("Brand: Alpin Gusset Material: Wool", {}),
    ("Brand: Alpin Pocket Material: Wool", {"brand": "Alpin"}),
    ("类型: 户外口袋材质: 羊毛", {}),
    ("Brand: Arcona Material: Wool", {"brand": "Arcona", "material": "Wool"}),
    ("Brand:No Brand Shape:Square", {}),
    ("Closure: Zip; COLOR: RedALTERNATE ITEM #: 281560, B001RJE8UPC: 686024587880", {"closure": "Zip"}),
]


@pytest.mark.parametrize(("description", "expected"), PARTS)
def test_what_is_said_of_a_part_is_not_the_products(
    maker: ProductMaker, description: str, expected: dict[str, str]
) -> None:
    assert make(maker, description).attributes == expected


def test_a_value_of_a_block_has_its_place_in_the_raw_description(maker: ProductMaker) -> None:
    description = "<p>产品参数：</p><p>材质：<b>羊毛</b></p>"
    fact = only(make(maker, description), "material")
    assert (fact.origin, fact.field, fact.rule, fact.confidence) == ("seller", "description", "name", 1.0)
    assert description[fact.start_offset : fact.end_offset] == fact.raw_value == "羊毛"


def test_the_sellers_map_goes_before_the_block_and_the_block_before_the_model(maker: ProductMaker) -> None:
    description = "Color: Blue\nClosure: Zip"
    spans = [Span("closure", "title", 0, 6, "Buttons", 0.99)]
    product = make(maker, description, {"Colour": "Red"}, spans)
    assert product.attributes == {"color": "Red", "closure": "Zip"}
    assert [(a.raw_value, a.outcome) for a in only(product, "closure").lost] == [("Buttons", "outranked")]
    assert only(product, "color").field is None


def test_of_two_names_in_a_map_the_attributes_own_goes_before_an_alias_and_that_before_a_spelling(
    maker: ProductMaker,
) -> None:
    assert make(maker, None, {"Colors": "Black", "颜色分类": "Blue", "Color": "Red"}).attributes == {"color": "Red"}
    assert make(maker, None, {"Colors": "Black", "颜色分类": "Blue"}).attributes == {"color": "Blue"}


def test_a_list_of_materials_in_a_map_states_their_shares_too(maker: ProductMaker) -> None:
    product = make(maker, None, {"Material": "60% wool 40% nylon"})
    assert product.attributes == {"material": "Nylon; Wool", "wool_content": "60%"}
    own = make(maker, None, {"Material": "60% wool 40% nylon", "Wool content": "55%"})
    assert own.attributes["wool_content"] == "55%"


def test_an_unknown_value_of_a_block_is_no_guess_of_the_model(maker: ProductMaker) -> None:
    product = make(maker, "Closure: toggles", spans=[], choices=[Choice("closure", "buttons", 0.8)])
    fact = only(product, "closure")
    assert (fact.status, fact.raw_value, fact.value) == ("unmapped", "toggles", None)
    assert maker.unknown("jacket", (), (), "Closure: toggles") == [("closure", "toggles")]


VARIANTS = [
    ("颜色分类: 黑色 红色 蓝色", {}, "黑色 红色 蓝色", "Black, Red, Blue"),
    ("Available colors: red, blue, black", {}, "red, blue, black", "Red, Blue, Black"),
    ("", {"颜色分类": "黑色；红色；蓝色"}, "黑色；红色；蓝色", "Black, Red, Blue"),
    ("Weight: 500 g / 750 g", {}, "500 g / 750 g", "500 g, 750 g"),
    ("Closure: Zip\nGender: Male\nClosure: Buttons", {}, "Zip", "Zip, Buttons"),
]


@pytest.mark.parametrize(("description", "entries", "raw", "offered"), VARIANTS)
def test_of_several_values_none_is_the_products_not_even_the_models(
    maker: ProductMaker, description: str, entries: dict[str, str], raw: str, offered: str
) -> None:
    attribute = "weight" if "g" in raw else "closure" if "Zip" in raw else "color"
    word = {"weight": "500 g", "closure": "Zip", "color": "Red"}[attribute]
    product = make(maker, description, entries, [Span(attribute, "title", 0, 3, word, 0.99)])
    fact = only(product, attribute)
    assert (fact.status, fact.rule, fact.raw_value) == ("invalid", "variants", raw)
    assert fact.detail == f"the seller offers several: {offered}"
    assert ("model", "one_of_several", raw) in [(a.origin, a.outcome, a.against) for a in fact.lost]


def test_what_stands_around_a_pair_says_nothing_of_it(maker: ProductMaker) -> None:
    description = "Hood: not included\nMaterial: 70% wool, 30% nylon\nLining: cotton\nIron: no\nClosure: zip"
    assert make(maker, description).attributes == {
        "material": "Nylon; Wool", "wool_content": "70%", "closure": "Zip"
    }  # fmt: skip


def test_one_weight_in_two_units_is_no_contradiction(maker: ProductMaker) -> None:
    assert make(maker, "Weight: 500 g\nWeight: 1.1 lb").attributes == {"weight": "500 g"}


@pytest.mark.parametrize("key", ["商品编号", "SKU", "Item No.", "ASIN", "宝贝编号"])
def test_a_shops_own_number_is_no_model_number(maker: ProductMaker, key: str) -> None:
    description = f"{key}: 10086123"
    start = description.index("1")
    span = Span("model_number", "description", start, start + 8, "10086123", 0.99)
    fact = only(make(maker, description, spans=[span]), "model_number")
    assert (fact.status, fact.rule) == ("invalid", "other key")
    assert "a shop's own number" in (fact.detail or "")
    assert make(maker, description, {key: "10086123"}).attributes == {}


def test_what_the_model_finds_behind_the_name_of_a_part_does_not_count(maker: ProductMaker) -> None:
    description = "Lining Material: nylon"
    span = Span("material", "description", 17, 22, "nylon", 0.99)
    assert make(maker, description, spans=[span]).attributes == {}


def test_keys_that_nobody_knows_are_told_where_the_block_is_certain(maker: ProductMaker) -> None:
    block = "Material: Wool\nClosure: Zip\nHood: detachable\nNote: wash cold"
    assert make(maker, block, {"Glaze": "matte"}).unknown_attributes == {"Glaze": "matte", "Hood": "detachable"}
    assert make(maker, "Made for you: everyone\nMaterial: Wool").unknown_attributes is None
    category = Schema.model_validate({"categories": {"jacket": {**JACKET, "ignored_keys": ["hood"]}}})
    assert make(ProductMaker(category, Thresholds()), block, {"Glaze": "matte"}).unknown_attributes == {
        "Glaze": "matte"
    }


@pytest.mark.parametrize(
    "unit", [":", "a: ", "材质:", "颜色: 黑色材质: 棉", "【", "|", "<td>", "Color: x\n", "((", ". A"]
)
def test_a_hostile_description_is_read_in_linear_time(maker: ProductMaker, unit: str) -> None:
    def seconds(length: int) -> float:
        start = time.process_time()
        make(maker, (unit * length)[:length])
        return time.process_time() - start

    least = min(seconds(10_000) for _ in range(3))
    assert min(seconds(80_000) for _ in range(2)) < 24 * max(least, 0.01)  # eight times as long; 64 if quadratic
