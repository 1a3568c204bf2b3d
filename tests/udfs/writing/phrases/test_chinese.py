"""Facts in, Chinese out, by a schema with no phrases of its own."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from tests.udfs.writing.phrases.conftest import places


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
        facts.choice("fitur", "port"),
        language="zh",
        product="BP-1",
    )
    assert made.text == "这款20升黑色尼龙挎包为Osprey Farpoint，肩带为真皮，重1.58千克，带USB充电口。"
    assert places(made) == [
        ("kapasitas", "20升"),
        ("warna", "黑色"),
        ("bahan", "尼龙"),
        ("merek", "Osprey"),
        ("seri", "Farpoint"),
        ("strap_material", "真皮"),
        ("berat", "1.58千克"),
        ("fitur", "USB充电口"),
    ]


@pytest.mark.parametrize(
    ("own", "clause", "said"),
    [
        (lambda facts: facts.number("berat", 500, "g", bound="at most"), "不超过500克", "不超过500克"),
        (lambda facts: facts.number("kapasitas", 0.5, "L"), "500毫升", "500毫升"),
        (lambda facts: facts.number("kapasitas", 20, "L", number_max=25.0), "20–25升", "20–25升"),
        (
            lambda facts: facts.parts("ukuran", ("length", 30, "cm"), ("width", 20, "cm"), ("height", 10, "cm")),
            "尺寸为30×20×10厘米（长×宽×高）",
            "30×20×10厘米（长×宽×高）",
        ),
        (
            lambda facts: facts.parts("fabric", ("cotton", 95, "percent"), ("elastane", 5, "percent")),
            "成分为95%棉和5%氨纶",
            "95%棉和5%氨纶",
        ),
        (lambda facts: facts.choice("fitur", "port"), "带USB充电口", "USB充电口"),
        (lambda facts: facts.choice("fitur", "rain"), "带防雨罩", "防雨罩"),
        (lambda facts: facts.choice("fitur", "proof"), "挎包防水。", "防水"),
        (lambda facts: facts.choice("lock", "yes"), "带密码锁", "带密码锁"),
        (lambda facts: facts.choice("lock", "no"), "无密码锁", "无密码锁"),
        (lambda facts: facts.choice("foldable", "yes"), "挎包可折叠。", "可折叠"),
        (lambda facts: facts.choice("foldable", "no"), "挎包不可折叠。", "不可折叠"),
        (lambda facts: facts.choice("audience", "men"), "男士", "男士"),
        (lambda facts: facts.choice("strap_material", "leather"), "肩带", "真皮"),
        (lambda facts: facts.number("pockets", 3, "count"), "口袋数量为3。", "3"),
        (lambda facts: facts.text("artist", "张三"), "设计师为张三。", "张三"),
    ],
)
def test_facts_one_by_one(say: Any, facts: Any, own: Any, clause: str, said: str) -> None:
    made = say("satchel", own(facts), language="zh")
    assert clause in made.text
    assert [text for _, text in places(made)] == [said]


def test_lists_and_bounds(say: Any, facts: Any) -> None:
    features = [facts.choice("fitur", each, place) for place, each in enumerate(("rain", "port", "proof"))]
    assert "功能包括防水、USB充电口和防雨罩" in say("satchel", *features, language="zh").text
    hours = facts.number("battery_life", 80, "h", bound="at most")
    assert "为最长" not in say("headset", hours, language="zh").text
    assert "最长80小时" in say("headset", hours, language="zh").text


def test_nouns_have_their_measure_words(say: Any, facts: Any) -> None:
    texts = [say("headset", facts.text("brand", "Sony"), language="zh", product=str(n)).text for n in range(200)]
    assert any(text.startswith("这副") for text in texts)
    assert not any(
        "这副" in say("satchel", facts.text("merek", "Sony"), language="zh", product=str(n)).text for n in range(50)
    )
    assert len(set(texts)) >= 8


def test_no_blank_stands_between_chinese_characters_and_one_between_latin_words(say: Any, facts: Any) -> None:
    for n in range(30):
        text = say(
            "headset", facts.text("brand", "Sony"), facts.text("model", "XM5"),
            facts.choice("headphone_type", "over", category="headset"), language="zh", product=str(n),
        ).text  # fmt: skip
        assert "SonyXM5" not in text
        assert "头戴式耳机" in text
        assert not any(one == " " and ord(other) > 0x2000 for one, other in pairwise(text))


def test_latin_names_are_said_and_latin_words_are_not(say: Any, facts: Any) -> None:
    made = say("satchel", facts.text("merek", "Osprey"), facts.text("artist", "brushed steel"), language="zh")
    assert places(made) == [("merek", "Osprey")]
    assert places(say("satchel", facts.text("merek", "Toread/探路者"), language="zh")) == [("merek", "探路者")]


def test_titles(say: Any, facts: Any) -> None:
    made = say(
        "satchel", facts.choice("warna", "red"), facts.text("merek", "小米"), facts.text("seri", "Farpoint"),
        facts.choice("bahan", "nylon"), facts.number("kapasitas", 20, "L"), language="zh", form="title",
    )  # fmt: skip
    assert made.text == "小米 Farpoint 20升尼龙挎包 红色"
    assert places(made)[-1] == ("warna", "红色")
