"""Which facts a text says, how many, and in which order."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from udfs.records import Fact, Listing
from udfs.schema.schema import Schema
from udfs.writing.planning.groups import group_of
from udfs.writing.planning.outline import Outline
from udfs.writing.planning.selection import Planner
from udfs.writing.planning.statistics import NO_STATISTICS, Statistics, Tally
from udfs.writing.styles import Style

PAGE = Style(max_characters={"en": 600, "zh": 300})
TITLE = Style(form="title", max_characters={"en": 60, "zh": 30})


def known(attribute: str, value_id: str, en: str, zh: str, ordinal: int = 0) -> Fact:
    return Fact(attribute, ordinal, "standard", en, zh, value_id, labels={"en": en, "zh": zh})


def measured(attribute: str, number: float, unit: str) -> Fact:
    shown = f"{number:g} {unit}"
    return Fact(attribute, 0, "standard", shown, number=number, unit=unit, labels={"en": shown, "zh": shown})


FACTS = (
    known("brand", "midea", "Midea", "美的"),
    Fact("series", 0, "standard", "Heritage"),
    Fact("model_number", 0, "standard", "MK-15"),
    known("kettle_type", "gooseneck", "Gooseneck", "细口壶"),
    known("color", "black", "Black", "黑色"),
    Fact("material", 0, "standard", "brass"),
    measured("capacity", 1.7, "L"),
    measured("weight", 900, "g"),
    known("features", "keep_warm", "Keep warm", "保温"),
    known("features", "auto_off", "Auto off", "自动断电", 1),
    known("cordless", "no", "No", "否"),
    measured("pack_size", 2, "count"),
)


BRAND = FACTS[0]


def outline(
    schema: Schema,
    style: Style = PAGE,
    language: str = "en",
    *,
    facts: Sequence[Fact] = FACTS,
    statistics: Statistics = NO_STATISTICS,
    product: str = "K-1",
) -> Outline:
    return Planner(schema, statistics).outline(Listing(product, "A kettle"), "kettle", facts, style, language)


def shape(found: Outline, n_facts: int) -> list[list[str]]:
    """Attributes by sentence."""
    return [[fact.attribute for fact in sentence] for sentence in found.plan(n_facts).sentences]


def test_a_page_tells_what_it_is_then_how_it_looks_then_the_rest(kettles: Schema) -> None:
    found = outline(kettles)
    assert shape(found, 99) in (
        [
            ["brand", "series", "kettle_type"],
            ["color", "material"],
            ["capacity", "weight"],
            ["features", "features", "cordless"],
            ["pack_size"],
        ],
        [
            ["brand", "series", "kettle_type"],
            ["color", "material"],
            ["features", "features", "cordless"],
            ["capacity", "weight"],
            ["pack_size"],
        ],
    )
    assert [fact.ordinal for fact in found.plan(99).facts if fact.attribute == "features"] == [0, 1]


def test_free_order_is_the_products_own_and_stays(kettles: Schema) -> None:
    shapes = {product: str(shape(outline(kettles, product=product), 99)) for product in map(str, range(20))}
    assert len(set(shapes.values())) == 2
    assert shapes["3"] == str(shape(outline(kettles, product="3"), 99))


def test_a_title_is_one_sentence_and_takes_the_model_number(kettles: Schema) -> None:
    found = outline(kettles, TITLE)
    assert shape(found, 5)[0][:1] == ["brand"]
    assert len(shape(found, 99)) == 1
    assert "model_number" in shape(found, 99)[0]


def test_the_shortest_plans_keep_maker_and_kind(kettles: Schema) -> None:
    assert shape(outline(kettles), 2) == [["brand", "kettle_type"]]
    assert outline(kettles).plan(0).sentences == ()


def test_what_a_style_must_have_leads(kettles: Schema) -> None:
    style = Style(max_characters={"en": 100}, must_have=("pack_size",))
    assert shape(outline(kettles, style), 1) == [["pack_size"]]


def test_a_value_that_most_share_comes_later(kettles: Schema) -> None:
    def ranks(n_black: int) -> list[str]:
        rows = [Tally("kettle", None, None, 1000), Tally("kettle", "color", None, 1000)]
        counted = Statistics.of([*rows, Tally("kettle", "color", "black", n_black)])
        return [fact.attribute for fact in outline(kettles, statistics=counted).facts]

    assert ranks(10).index("color") < ranks(990).index("color")


def test_a_weight_is_told_after_what_buyers_choose_by(kettles: Schema) -> None:
    order = [fact.attribute for fact in outline(kettles).facts]
    assert order.index("capacity") < order.index("features") < order.index("weight")


def test_what_it_lacks_is_said_last(kettles: Schema) -> None:
    assert outline(kettles).facts[-1].attribute == "cordless"


def test_long_groups_become_several_sentences() -> None:
    units = tuple((Fact(key, 0, "standard", key),) for key in "abcdef")
    places = {key: place for place, key in enumerate("abcdef")}
    found = Outline(units, (), dict.fromkeys("abcdef", "features"), places, "sentences", ("features",))
    assert shape(found, 4) == [["a", "b", "c", "d"]]
    assert shape(found, 6) == [["a", "b", "c"], ["d", "e", "f"]]


def test_kinds_and_names_tell_where_an_attribute_belongs(kettles: Schema) -> None:
    category = kettles.categories["kettle"]
    assert [group_of(category, key, attribute) for key, attribute in category.attributes.items()] == [
        "identity", "identity", "identity", "identity", "identity", "look", "look", "look",
        "measures", "measures", "measures", "features", "features", "measures", "contents",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("fact", "language", "detail"),
    [
        (Fact("material", 0, "standard", "brass"), "zh", "the text 'brass' is in another language"),
        (Fact("material", 0, "standard", "黄铜"), "en", "the text '黄铜' is in another language"),
        (Fact("brand", 0, "standard", "公牛"), "en", "the text '公牛' is in another language"),
        (Fact("series", 0, "standard", "Весна"), "en", "the text 'Весна' is in another language"),
        (
            Fact("color", 0, "standard", "Black", labels={"en": "Black"}, value_id="black"),
            "zh",
            "the value 'Black' has no name in 'zh'",
        ),
    ],
)
def test_words_of_another_language_are_left_out(kettles: Schema, fact: Fact, language: str, detail: str) -> None:
    found = outline(kettles, language=language, facts=[fact])
    assert found.ranked == ()
    assert [(left.reason, left.detail) for left in found.left] == [("unnamed", detail)]


def test_names_are_read_in_every_language(kettles: Schema) -> None:
    facts = [Fact("brand", 0, "standard", "Bosch"), Fact("series", 0, "standard", "Heritage")]
    assert len(outline(kettles, language="zh", facts=facts).ranked) == 2


def test_foreign_words_of_a_foreign_listing_are_left_out(kettles: Schema) -> None:
    listing = Listing("K-9", "Teko listrik dari baja tahan karat dengan pegangan kayu untuk dapur rumah Anda")
    facts = [Fact("material", 0, "standard", "baja tahan karat")]
    found = Planner(kettles).outline(listing, "kettle", facts, PAGE, "en")
    assert [left.reason for left in found.left] == ["unnamed"]
    chinese = Planner(kettles).outline(Listing("K-9", "美的电水壶"), "kettle", FACTS[5:6], PAGE, "en")
    assert chinese.facts == FACTS[5:6]


def test_the_same_words_are_said_once(kettles: Schema) -> None:
    facts = [known("brand", "midea", "Midea", "美的"), Fact("series", 0, "standard", "MIDEA")]
    found = outline(kettles, facts=facts)
    assert [fact.attribute for fact in found.facts] == ["brand"]
    assert [tuple(left) for left in found.left] == [("series", 0, "repeated", "brand says the same words")]


def test_both_ends_of_a_cable_may_have_one_plug(kettles: Schema) -> None:
    facts = [Fact("material", 0, "standard", "Steel"), STEEL]
    assert {fact.attribute for fact in outline(kettles, facts=facts).facts} == {"material", "parts_material"}


def test_a_warranty_is_told_last_and_in_no_title(kettles: Schema) -> None:
    warranty = measured("warranty", 2, "year")
    assert outline(kettles, facts=[*FACTS[:8], warranty]).facts[-1] == warranty
    assert warranty not in outline(kettles, TITLE, facts=[*FACTS[:8], warranty]).facts
    alone = outline(kettles, facts=[warranty])
    assert alone.facts == ()
    assert [tuple(left) for left in alone.left] == [("warranty", 0, "trade", "nothing is said of the product itself")]


def test_answers_are_nobodys_words(kettles: Schema) -> None:
    facts = [Fact("series", 0, "standard", "Yes"), known("cordless", "yes", "Yes", "是")]
    assert len(outline(kettles, facts=facts).facts) == 2


def test_a_fact_with_forbidden_words_is_left_out(kettles: Schema) -> None:
    style = Style(max_characters={"en": 99, "zh": 99}, forbidden={"en": ("best",), "zh": ("第一品牌",)})
    facts = [Fact("series", 0, "standard", "Best Brew"), Fact("brand", 0, "standard", "第一品牌水壶")]
    assert [left.detail for left in outline(kettles, style, facts=facts).left] == [
        "the style forbids 'best'",
        "the text '第一品牌水壶' is in another language",
    ]
    assert [left.reason for left in outline(kettles, style, "zh", facts=facts).left] == ["forbidden"]


STEEL, GLASS, WOOD = (
    known("parts_material", "steel", "Steel", "不锈钢"),
    known("parts_material", "glass", "Glass", "玻璃", 1),
    known("parts_material", "wood", "Wood", "木", 2),
)


def test_materials_are_said_together_or_not_at_all(kettles: Schema) -> None:
    found = outline(kettles, facts=[BRAND, STEEL, GLASS])
    assert [len(found.plan(n).facts) for n in range(4)] == [0, 1, 3, 3]
    cork = Fact("parts_material", 2, "standard", "Cork", value_id="cork", labels={"en": "Cork"})
    in_chinese = outline(kettles, language="zh", facts=[BRAND, STEEL, GLASS, cork])
    assert in_chinese.facts == (BRAND,)
    assert [(left.ordinal, left.reason) for left in in_chinese.left] == [(2, "unnamed"), (0, "partial"), (1, "partial")]
    assert found.without([GLASS], "refused", "a lie").facts == (BRAND,)


def test_a_title_takes_no_long_list_of_materials(kettles: Schema) -> None:
    more = known("parts_material", "cork", "Cork", "软木", 3)
    assert len(outline(kettles, TITLE, facts=[BRAND, STEEL, GLASS, WOOD]).facts) == 4
    assert outline(kettles, TITLE, facts=[BRAND, STEEL, GLASS, WOOD, more]).facts == (BRAND,)


def test_a_rarer_value_does_not_go_before_the_first(kettles: Schema) -> None:
    rows = [Tally("kettle", None, None, 1000), Tally("kettle", "features", None, 900)]
    counted = Statistics.of([*rows, Tally("kettle", "features", "keep_warm", 890)])
    found = outline(kettles, facts=FACTS[8:10], statistics=counted)
    assert [fact.value_id for fact in found.facts] == ["keep_warm", "auto_off"]
