"""Which texts say only what facts and listing support, and which is the first lie of the others, in both languages."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from udfs.records import Fact, Listing
from udfs.schema.loading import load_schema
from udfs.writing.checking.checker import Checker
from udfs.writing.checking.reading.evidence import Amount, Evidence, Statement
from udfs.writing.records import Verdict

SCHEMA = load_schema(Path(__file__).parents[4] / "conf" / "schema")
CHECKER = Checker(SCHEMA)


def fact(attribute: str, value: str, zh: str | None = None, **more: object) -> Fact:
    labels = {"en": value, "zh": zh} if zh else None
    return Fact(attribute, 0, "standard", value, value_zh=zh, labels=labels, **more)  # type: ignore[arg-type]


BAG = [
    fact("brand", "Osprey", "小鹰", value_id="osprey"),
    fact("capacity", "40 L", number=40.0, unit="L", raw_value="40升"),
    fact("laptop_size", "16 inch", number=16.0, unit="inch"),
    fact("weight", "1580 g", number=1580.0, unit="g"),
    fact("color", "Blue", "蓝色", value_id="blue"),
    fact("material", "Polyester", "涤纶", value_id="polyester"),
    fact("closure", "Zip", "拉链", value_id="zip"),
]
LAMP = [
    fact("power", "12 W", number=12.0, unit="W"),
    fact("height", "50 cm", number=50.0, unit="cm", bound="at most"),
    fact("light_color", "Neutral white", "中性光"),
    fact("color", "Black", "黑色", value_id="black"),
]
HEADPHONES = [
    fact("battery_life", "80 h", number=80.0, unit="h"),
    fact("microphone", "No microphone", "无麦克风"),
    fact("model_number", "WH-CH520"),
]


def verdict(text: str, facts: list[Fact], category: str, listing: Listing | None = None) -> Verdict:
    return CHECKER.check(text, "en", facts, listing or Listing("1", category=category))


@pytest.mark.parametrize(
    ("category", "facts", "text"),
    [
        ("backpack", BAG, "The Osprey backpack holds 40 L and fits a 16-inch laptop. It weighs 1.58 kg."),
        ("backpack", BAG, "This blue rucksack is made of polyester, weighs about 1,580 g and closes with a zipper."),
        ("backpack", BAG, "小鹰蓝色双肩包，容量40升，可放16英寸笔记本电脑，重1.58千克，采用涤纶材质。"),
        ("backpack", BAG, "這款雙肩包容量為40000毫升，拉鏈開合。"),
        (
            "desk_lamp",
            LAMP,
            "A black desk lamp with a power of 12 W. It is up to 50 cm high and its light neutral white.",
        ),
        ("desk_lamp", LAMP, "黑色台灯，高度最大50厘米，功率12瓦，光色为中性光。"),
        ("headphones", HEADPHONES, "The WH-CH520 headphones run for 80 hours and have no microphone."),
        ("headphones", HEADPHONES, "耳机型号为WH-CH520，续航八十小时，无麦克风。"),
        ("backpack", [], ""),
    ],
)
def test_what_facts_say_is_supported(category: str, facts: list[Fact], text: str) -> None:
    assert verdict(text, facts, category) == Verdict(True)


LIES = [
    ("backpack", BAG, "It weighs 2.34 kg.", "number", "2.34 kg"),
    ("backpack", BAG, "The backpack holds 45 L.", "number", "45 L"),
    ("backpack", BAG, "该双肩包容量为四十五升。", "number", "四十五升"),
    ("backpack", BAG, "The backpack holds 40 ml.", "unit", "40 ml"),
    ("backpack", BAG, "双肩包容量40毫升", "unit", "40毫升"),
    ("backpack", BAG, "A red backpack made of polyester.", "name", "red"),
    ("backpack", BAG, "小鹰红色双肩包", "name", "红色"),
    ("backpack", BAG, "A Samsonite backpack, 40 liters.", "name", "Samsonite"),
    ("backpack", BAG, "A blue backpack by Kowara.", "name", "Kowara"),
    ("headphones", HEADPHONES, "The headphones are the WH-CH720.", "number", "720"),
    ("backpack", BAG, "The bag is 16 inches.", "subject", "16 inches"),
    ("backpack", BAG, "The laptop weighs 1.58 kg.", "subject", "1.58 kg"),
    ("backpack", BAG, "The 16-inch laptop weighs 1.58 kg.", "subject", "1.58 kg"),
    ("backpack", BAG, "The backpack holds 1.58 kg.", "subject", "1.58 kg"),
    ("backpack", BAG, "双肩包容量1.58千克", "subject", "1.58千克"),
    ("backpack", BAG, "The color is polyester.", "subject", "polyester"),
    ("backpack", BAG, "涤纶双肩包材质为蓝色。", "subject", "蓝色"),
    ("desk_lamp", LAMP, "A desk lamp in white, with a power of 12 W.", "name", "white"),
    ("backpack", BAG, "The backpack is not blue.", "negation", "not"),
    ("backpack", BAG, "不是蓝色的双肩包", "negation", "不是"),
    ("headphones", HEADPHONES, "These headphones have a microphone.", "negation", "microphone"),
    ("headphones", HEADPHONES, "带麦克风的耳机", "negation", "麦克风"),
    ("backpack", BAG, "The best Osprey backpack.", "comparison", "best"),
    ("backpack", BAG, "It holds over 40 L.", "comparison", "over"),
    ("backpack", BAG, "最轻的双肩包", "comparison", "最轻"),
    ("backpack", BAG, "一款顶级蓝色双肩包", "comparison", "顶级"),
    ("backpack", BAG, "An Osprey backpack with a rain cover.", "addition", "rain"),
    ("backpack", BAG, "A durable blue backpack.", "addition", "durable"),
    ("backpack", BAG, "蓝色双肩包，附赠水桶", "addition", "赠"),
    ("backpack", BAG, "Синий рюкзак", "addition", "Синий"),
]


@pytest.mark.parametrize(("category", "facts", "text", "lie", "place"), LIES)
def test_the_first_lie_has_its_kind_and_place(
    category: str, facts: list[Fact], text: str, lie: str, place: str
) -> None:
    found = verdict(text, facts, category)
    assert (found.supported, found.lie) == (False, lie)
    assert text[found.start : found.end] == place


LISTED = Listing(
    "1",
    "Osprey Farpoint 40 carry-on pack, blue, fits a 16 inch laptop",
    "Comes with a red zipper pull. Does not include a rain cover. Also sold with 55 L. Straps are padded.",
    category="backpack",
)


@pytest.mark.parametrize(
    ("text", "lie"),
    [
        ("A Farpoint backpack with padded straps.", None),
        ("It has a red zipper pull.", None),
        ("It fits a 16 inch laptop.", None),
        ("It does not include a rain cover.", None),
        ("The backpack is 16 inches.", "subject"),
        ("It includes a rain cover.", "negation"),
        ("The backpack is red.", "name"),
        ("The best padded straps.", "comparison"),
    ],
)
def test_a_listing_supports_its_own_words_of_its_own_things(text: str, lie: str | None) -> None:
    facts = [each for each in BAG if each.attribute in ("color", "brand")]
    assert verdict(text, facts, "backpack", LISTED).lie == lie


def test_statements_need_no_schema() -> None:
    evidence = Evidence(
        (
            Statement("band_width", ("band width",), ("21 mm",), (Amount(21.0, None, "mm"),)),
            Statement("is_foldable", ("is foldable",), denied=True),
        )
    )
    checker = Checker()
    assert checker.check("It is not foldable, and the band is 2.1 cm wide.", "en", evidence) == Verdict(True)
    assert checker.check("The product is 21 mm wide.", "en", evidence).lie == "subject"
    assert checker.check("The band is 21 mm high.", "en", evidence).lie == "subject"
    assert checker.check("It is foldable.", "en", evidence).lie == "negation"


@pytest.mark.parametrize(
    ("category", "text"), [("Lenses", "A lens."), ("Bus", "Two buses."), ("Canvases", "A canvas.")]
)
def test_one_and_many_of_a_category_are_the_same_goods(category: str, text: str) -> None:
    evidence = Evidence((Statement("pieces", ("pieces",), ("2",), (Amount(2.0),)),), (category,))
    assert Checker().check(text, "en", evidence) == Verdict(True)


def test_what_is_read_back_must_be_a_fact() -> None:
    text = "The Osprey backpack is blue."
    other = fact("brand", "Blue", start_offset=23, end_offset=27)
    checker = Checker(SCHEMA, extract=lambda _text, _category: [other])
    assert checker.check(text, "en", BAG, Listing("1", category="backpack")) == Verdict(False, "subject", 23, 27)
    same = Checker(SCHEMA, extract=lambda _text, _category: [BAG[0]])
    assert same.check(text, "en", BAG, Listing("1", category="backpack")) == Verdict(True)


def test_a_long_listing_and_a_long_text_cost_little_more_than_their_length() -> None:
    listing = Listing("1", "Osprey 双肩包", "可放电脑的蓝色双肩包，容量40升。Holds 40 L. " * 400, category="backpack")
    text = "蓝色双肩包，容量40升。The backpack holds 40 L. " * 100
    start = time.process_time()
    assert verdict(text, BAG, "backpack", listing) == Verdict(True)
    assert time.process_time() - start < 10
