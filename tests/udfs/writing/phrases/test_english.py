"""Facts in, English out, by a schema with no phrases of its own and attributes that are not named in English."""

from __future__ import annotations

from typing import Any

import pytest

from tests.udfs.writing.phrases.conftest import places
from udfs.writing.records import Untold


def test_a_product_in_sentences(say: Any, facts: Any) -> None:
    made = say(
        "satchel",
        facts.text("merek", "Osprey"),
        facts.text("seri", "Farpoint"),
        facts.choice("warna", "black"),
        facts.choice("bahan", "nylon"),
        facts.choice("strap_material", "leather"),
        facts.number("kapasitas", 20, "L"),
        facts.number("berat", 1578.501448, "g"),
        facts.choice("lock", "yes"),
        product="BP-2",
    )
    assert made.text == (
        "This black Osprey nylon satchel with a capacity of 20 L is the Farpoint. It weighs 1.58 kg and has a leather "
        "strap and a combination lock."
    )
    assert places(made) == [
        ("warna", "black"),
        ("merek", "Osprey"),
        ("bahan", "nylon"),
        ("kapasitas", "20 L"),
        ("seri", "Farpoint"),
        ("berat", "1.58 kg"),
        ("strap_material", "leather"),
        ("lock", "combination lock"),
    ]


def test_one_product_reads_the_same_each_time_and_others_otherwise(say: Any, facts: Any) -> None:
    own = [facts.text("merek", "Osprey"), facts.choice("warna", "black"), facts.number("berat", 900, "g")]
    texts = [say("satchel", *own, product=str(n)).text for n in range(60)]
    assert texts == [say("satchel", *own, product=str(n)).text for n in range(60)]
    assert len(set(texts)) >= 12


@pytest.mark.parametrize(
    ("number", "unit", "more", "shown"),
    [
        (450, "g", {}, "weighs 450 g."),
        (2499, "g", {}, "weighs 2.499 kg."),
        (458.128, "g", {}, "weighs 458 g."),
        (300, "g", {"number_max": 350.0}, "weighs 300–350 g."),
        (300, "g", {"bound": "at most"}, "weighs up to 300 g."),
        (300, "g", {"bound": "at least"}, "weighs at least 300 g."),
    ],
)
def test_weights(say: Any, facts: Any, number: float, unit: str, more: Any, shown: str) -> None:
    made = say("satchel", facts.number("berat", number, unit, **more), product="x2")
    assert made.text in (f"This satchel {shown}", f"{shown[:-1].replace('weighs', 'Weighing')}, this is a satchel.")


def test_numbers_agree_with_their_units_and_articles_with_their_sound(say: Any, facts: Any) -> None:
    def last(*own: Any, category: str = "headset") -> str:
        return str(say(category, facts.text("brand", "Sony"), *own, product="7").text)

    assert "an 80-hour battery life" in last(facts.number("battery_life", 80, "h")) or (
        "a battery life of 80 hours" in last(facts.number("battery_life", 80, "h"))
    )
    assert "16-inch screen" in last(facts.number("screen", 16, "inch"))
    assert "12× optical zoom" in last(facts.number("optical_zoom", 12, "x"))
    assert "keep warm for 1 hour." in last(facts.number("keeps_warm", 1, "h"))


def test_plural_nouns_are_these(say: Any, facts: Any) -> None:
    made = say("headset", facts.choice("headphone_type", "over", category="headset"))
    assert made.text == "These are over-ear headphones."
    assert say("headset", facts.choice("headphone_type", "odd", category="headset")).text == (
        "These are headphones. The headphone type is Odd One."
    )


def test_sizes_shares_and_lists(say: Any, facts: Any) -> None:
    size = facts.parts("ukuran", ("length", 30, "cm"), ("width", 20, "cm"), ("height", 10.5, "cm"))
    assert say("satchel", size, product="1").text == "This satchel measures 30 × 20 × 10.5 cm (L × W × H)."
    cloth = facts.parts("fabric", ("cotton", 95, "percent"), ("elastane", 5, "percent"))
    assert ("fabric", "95% cotton and 5% elastane") in places(say("satchel", cloth))
    features = [facts.choice("fitur", each, place) for place, each in enumerate(("rain", "port", "proof"))]
    assert say("satchel", *features, product="1").text == (
        "This satchel is water resistant and has a USB port and a rain cover."
    )


def test_what_a_product_is_not(say: Any, facts: Any) -> None:
    made = say("satchel", facts.choice("foldable", "no"), facts.choice("lock", "no", 0))
    assert made.text == "This satchel is not foldable and has no combination lock."
    assert places(made) == [("foldable", "not foldable"), ("lock", "no combination lock")]


def test_without_a_role_the_name_and_the_kind_tell(say: Any, facts: Any) -> None:
    made = say("satchel", facts.number("pockets", 3, "count"), facts.number("shock", 40, "percent"), product="1")
    assert made.text == "This satchel has 3 pockets and a shock absorption of 40%."
    methods = [facts.choice("print_method", "screen"), facts.choice("print_method", "heat", 1)]
    assert "Its print methods are screen and heat transfer." in say("satchel", *methods).text


def test_few_fields_are_reported_and_none_in_a_title(say: Any, facts: Any) -> None:
    stated = [
        facts.text("brand", "Acme"), facts.text("format", "DCF"), facts.text("metering", "Average"),
        facts.text("power", "Batteries"), facts.text("modes", "Sports"),
    ]  # fmt: skip
    assert [attribute for attribute, _ in places(say("camera", *stated))] == ["brand", "format", "metering"]
    assert say("camera", *stated, form="title").text == "Acme Camera"


@pytest.mark.parametrize(
    ("stated", "noun"),
    [
        (
            "Mirrorless Interchangeable Lens",
            "Acme makes this mirrorless interchangeable lens camera.",
        ),  # lenses are other goods
        ("Action camera", "Acme makes this action camera."),
        ("Camcorder", "Acme makes this camcorder."),
    ],
)
def test_a_kind_that_ends_in_other_goods_is_none_of_them(say: Any, facts: Any, stated: str, noun: str) -> None:
    said = [facts.text("camera_type", stated), facts.text("brand", "Acme")]
    assert noun in {say("camera", *said, product=str(n)).text for n in range(9)}


def test_a_kit_is_no_kind_of_goods(say: Any, facts: Any) -> None:
    made = say("camera", facts.text("camera_type", "Kit"), facts.text("brand", "Acme"), form="title")
    assert made.text == "Acme Camera"


def test_whom_it_is_for(say: Any, facts: Any) -> None:
    assert "men's satchel" in say("satchel", facts.choice("audience", "men"), product="2").text
    assert "Male" not in say("satchel", facts.choice("audience", "men"), product="2").text


@pytest.mark.parametrize(
    ("attribute", "value"),
    [
        ("artist", "张三"),  # nobody reads it
        ("artist", "please see the picture"),
        ("artist", "A; B; C"),
        ("artist", "N/A"),
        ("ean", "4006381333931"),
    ],
)
def test_values_that_are_not_said(say: Any, facts: Any, attribute: str, value: str) -> None:
    made = say("satchel", facts.text(attribute, value))
    assert made == Untold("nothing to say", "none of the plan's 1 facts has words in 'en'")


def test_other_and_several_numbers_are_not_said(say: Any, facts: Any) -> None:
    heavy = facts.number("berat", 900, "g", ordinal=1)
    made = say(
        "satchel", facts.text("merek", "Osprey"), facts.choice("bahan", "other"), facts.number("berat", 500, "g"), heavy
    )
    assert places(made) == [("merek", "Osprey")]


def test_a_category_whose_name_is_no_noun(say: Any, facts: Any) -> None:
    assert say("teko", facts.number("weight", 5, "g")).text == "This product weighs 5 g."


def test_titles(say: Any, facts: Any) -> None:
    made = say(
        "satchel", facts.choice("warna", "red"), facts.text("merek", "Osprey"), facts.text("seri", "Osprey Farpoint"),
        facts.choice("bahan", "nylon"), facts.number("kapasitas", 20, "L"), facts.choice("lock", "yes"), form="title",
    )  # fmt: skip
    assert made.text == "Osprey Farpoint 20 L Nylon Satchel, Combination Lock, Red"
    assert places(made)[:2] == [("merek", "Osprey"), ("seri", "Farpoint")]
    made = say("headset", facts.number("battery_life", 80, "h"), facts.text("brand", "Sony"), form="title")
    assert made.text == "Sony Headphones, 80-Hour Battery Life"


def test_why_there_is_no_text(say: Any, facts: Any) -> None:
    own = facts.number("berat", 5, "g")
    assert say(None, own).reason == "no category"
    assert say("satchel", own, language="fr") == Untold("no phrases", "there are phrases in en and zh, none in 'fr'")
    assert say("teko", facts.number("weight", 5, "g"), language="zh").reason == "no names"
