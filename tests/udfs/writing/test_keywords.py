"""Keywords in two languages: which there are, in which order, and which fact or place each comes from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import pytest

from udfs.records import Fact, Listing
from udfs.schema.schema import Schema
from udfs.writing.extracts.candidates import listed
from udfs.writing.extracts.keywords import Keyword, Sought, keywords, keywords_all
from udfs.writing.extracts.statistics import CatalogStatistics, PhraseCount, counted, counts_of
from udfs.writing.extracts.vectors import Vectors, hashed
from udfs.writing.records import Subject

SCHEMA = Schema.model_validate(
    {
        "categories": {
            "bag": {
                "name": {"en": "Backpack", "zh": "双肩包"},
                "description": {"en": "Bags for the back", "zh": "背在身后的包"},
                "aliases": ["rucksack", "书包"],
                "attributes": {
                    "brand": {
                        "name": {"en": "Brand", "zh": "品牌"},
                        "description": {"en": "Maker", "zh": "厂家"},
                        "kind": "span",
                        "maker": True,
                    },
                    "color": {
                        "name": {"en": "Color", "zh": "颜色"},
                        "description": {"en": "Main colour", "zh": "主要颜色"},
                        "kind": "choice",
                        "values": {
                            "black": {"name": {"en": "Black", "zh": "黑色"}},
                            "none": {"name": {"en": "No colour", "zh": "无色"}},
                        },
                    },
                    "waterproof": {
                        "name": {"en": "Waterproof", "zh": "防水"},
                        "description": {"en": "Keeps water out", "zh": "能防水"},
                        "kind": "boolean",
                    },
                    "volume": {
                        "name": {"en": "Volume", "zh": "容量"},
                        "description": {"en": "What it holds", "zh": "能装多少"},
                        "kind": "quantity",
                        "unit": "L",
                    },
                    "gtin": {
                        "name": {"en": "GTIN", "zh": "条码"},
                        "description": {"en": "Bar code", "zh": "条形码"},
                        "kind": "identifier",
                        "checksum": "gtin",
                    },
                },
            }
        }
    }
)
BLACK = Fact("color", 0, "standard", value="Black", value_id="black", labels={"en": "Black", "zh": "黑色"})
DRY = Fact("waterproof", 0, "standard", value="Yes", value_id="yes", labels={"en": "Yes", "zh": "是"})
OSPREY = Fact("brand", 0, "standard", value="Osprey", labels={"en": "Osprey", "zh": "小鹰"})
LITRES = Fact("volume", 0, "standard", value="20 L", number=20.0, unit="L", raw_value="20L", field="title")
BAG = Listing("1", "Osprey rucksack 20L with laptop sleeve", "Not with a rain cover. It has side pockets.", "bag")


def statistics(titles: Iterable[str], language: str = "en", category: str = "bag") -> list[PhraseCount]:
    found = (counts_of(each for *_, each in listed(Listing("", title), language)) for title in titles)
    return [*counted((category, language, keys) for keys in found)]


def of(
    facts: Sequence[Fact], listing: Listing = BAG, rows: Iterable[PhraseCount] = (), n: int = 10, language: str = "en"
) -> dict[str, list[str]]:
    subject = Subject(listing, listing.category, tuple(facts))
    found = keywords(subject, facts, language, SCHEMA, CatalogStatistics(rows), hashed, n=n)
    return {code: sorted(each.text for each in found if each.language == code) for code in ("en", "zh")}


def test_values_and_what_it_is_in_both_languages() -> None:
    assert of([BLACK, DRY, OSPREY, LITRES]) == {
        "en": ["20L", "Osprey", "backpack", "black", "rucksack", "waterproof"],
        "zh": ["20 L", "双肩包", "小鹰", "防水", "黑色"],
    }


@pytest.mark.parametrize(
    "fact",
    [
        replace(DRY, value="No", value_id="no"),
        replace(BLACK, value="No colour", value_id="none", labels={"en": "No colour", "zh": "无色"}),
        replace(LITRES, field="description"),
        replace(LITRES, status="invalid"),
        Fact("gtin", 0, "standard", value="4006381333931"),
        replace(OSPREY, value="5", labels=None),
    ],
)
def test_what_is_no_keyword(fact: Fact) -> None:
    assert of([fact]) == {"en": ["backpack", "rucksack"], "zh": ["双肩包"]}


def test_each_knows_where_it_comes_from() -> None:
    subject = Subject(BAG, "bag", (BLACK,))
    rows = statistics(["laptop sleeve, blue", "A laptop sleeve", "red, laptop sleeve", *["tent"] * 30])
    found = keywords(subject, [BLACK], "en", SCHEMA, CatalogStatistics(rows), hashed)
    by_text = {each.text: each for each in found if each.language == "en"}
    assert by_text["black"][2:] == ("value", by_text["black"].score, "color", 0, None, None, None)
    assert by_text["backpack"][4:] == (None,) * 5
    assert by_text["rucksack"][4:] == (None, None, "title", 7, 15)
    assert by_text["laptop sleeve"].kind == "phrase"
    assert by_text["laptop sleeve"][4:] == (None, None, "title", 25, 38)
    assert BAG.title is not None
    assert BAG.title[25:38] == "laptop sleeve"


def test_phrases_are_frequent_whole_and_not_denied() -> None:
    rows = statistics(
        [
            "Bag, side pockets, rain cover", "Bag, rain cover, side pockets", "side pockets, rain cover",
            "best price, laptop sleeve", "best price, red", "best price, blue", *["tent"] * 30,
        ]
    )  # fmt: skip
    listing = replace(BAG, title="Bag, best price, laptop sleeve")
    assert of([], listing, rows)["en"] == ["backpack", "side pockets"]


def test_what_a_shop_writes_behind_the_goods_is_no_phrase() -> None:
    rows = statistics(["Tent, big city", "Tent (big city)", "big city", *["side pockets, red"] * 3, *["tent"] * 30])
    for title in ("Bag, side pockets, price in India, big city", "The bag with side pockets price in India, big city"):
        assert of([], replace(BAG, title=title, description=None), rows)["en"] == ["backpack", "side pockets"]
    listing = replace(BAG, title="Hot sale! Bag, side pockets, big city", description=None)
    assert of([], listing, rows)["en"] == ["backpack", "big city", "side pockets"]


def test_chinese_phrases_begin_and_end_where_words_do() -> None:
    titles = [
        "学步鞋软底 防滑", "跑步鞋软底 轻便", "女鞋软弹 防滑", "软底 凉鞋 轻便", "童鞋 软底 透气", "凉鞋 透气 防滑",
        "拖鞋 防滑", "皮鞋 轻便", "雨鞋 透气", "布鞋 防滑", "帽子 轻便", "帽子 透气", "手套 防滑", "手套 轻便",
        *["围巾 羊毛"] * 40,
    ]  # fmt: skip
    listing = Listing("1", "宝宝学步鞋软底防滑", None, "bag")
    rows = statistics(titles, "zh")
    assert of([], listing, rows, language="zh") == {"en": ["backpack"], "zh": ["双肩包", "软底", "防滑"]}


def test_what_is_rare_and_near_goes_first() -> None:
    def embed(texts: Sequence[str]) -> Vectors:
        near = {"black": 0.9, "waterproof": 0.9, "Osprey": 0.2}
        return np.array(
            [[1.0, 0.0] if row == 0 else [near.get(text, 0.5), 0.7] for row, text in enumerate(texts)], np.float32
        )

    rows = [
        PhraseCount("bag", "en", "", 100),
        PhraseCount("bag", "en", "black", 60),
        PhraseCount("bag", "en", "waterproof", 2),
    ]
    subject = Subject(BAG, "bag", (BLACK, DRY, OSPREY))
    found = keywords(subject, subject.facts, "en", SCHEMA, CatalogStatistics(rows), embed, languages=("en",), n=3)
    assert found[0].text == "waterproof"
    assert any(each.kind == "noun" for each in found)
    assert len(found) == 3
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)


def test_the_best_noun_stands_however_common_it_is() -> None:
    counts = {"": 100, "backpack": 99, "rucksack": 98, "waterproof": 2}
    rows = [PhraseCount("bag", "en", phrase, count) for phrase, count in counts.items()]
    subject = Subject(BAG, "bag", (DRY, OSPREY))
    found = keywords(subject, subject.facts, "en", SCHEMA, CatalogStatistics(rows), hashed, languages=("en",), n=2)
    assert [each.kind for each in found] == ["value", "noun"]


def test_halves_of_phrases_and_words_that_meet_by_chance_are_none() -> None:
    english = CatalogStatistics(
        statistics(
            ["Big bag, extra side pockets", "extra side pockets, red", "Tent, extra side pockets"] * 3
            + ["side pockets, red", "side pockets"]
            + [f"{color} {goods}" for color in ("red", "blue", "green") for goods in ("bag", "tent", "shoe")] * 3
        )
    )
    assert english.is_phrase("extra side pockets", "bag", "en")
    assert not english.is_phrase("side pockets", "bag", "en")
    assert not english.is_phrase("red bag", "bag", "en")
    names = ["童鞋软底 甲", "跑鞋软垫 乙", "皮鞋软革 丙", "布鞋软面 丁"]
    chinese = CatalogStatistics(statistics([*names, *["围巾 羊毛"] * 40], "zh"))
    assert not chinese.is_phrase("鞋软", "bag", "zh")


def test_a_label_that_no_seller_writes_is_no_keyword() -> None:
    rows = [PhraseCount("bag", "en", "", 100), PhraseCount("bag", "en", "backpack", 60)]
    assert of([BLACK], rows=rows) == {"en": ["backpack", "rucksack"], "zh": ["双肩包", "黑色"]}


def test_many_products_at_once_and_texts_in_no_known_language() -> None:
    subject = Subject(BAG, "bag", (BLACK,))
    calls: list[int] = []

    def embed(texts: Sequence[str]) -> Vectors:
        calls.append(len(texts))
        return hashed(texts)

    sought = [
        Sought(subject, (BLACK,), "en"),
        Sought(Subject(Listing("2"), None), (), None),
        Sought(subject, (BLACK,), None),
    ]
    first, second, third = keywords_all(sought, SCHEMA, CatalogStatistics(), embed)
    assert len(calls) == 1
    assert first == keywords(subject, (BLACK,), "en", SCHEMA, CatalogStatistics(), hashed)
    assert second == ()
    assert {each.text for each in third} == {each.text for each in first}
    assert all(isinstance(each, Keyword) for each in third)


def test_statistics_are_rows_that_come_back() -> None:
    rows = statistics(["Rain cover, blue", "A rain cover", "Rain cover"])
    assert PhraseCount("bag", "en", "", 3) in rows
    assert PhraseCount("bag", "en", "rain cover", 3) in rows
    assert not [row for row in rows if "blue" in row.phrase]
    own = CatalogStatistics(rows)
    assert own.is_phrase("rain cover", "bag", "en")
    assert not own.is_phrase("rain", "bag", "en")
    assert own.rarity("Rain Cover", "en") == 0.0
    assert own.rarity("tent", "en") == 1.0
    assert own.rarity("雨罩", "zh") == 0.5
