"""What the model finds where a text speaks of others, asks, or offers a choice, by the schema of the product."""

from __future__ import annotations

from pathlib import Path

import pytest

from udfs.records import Choice, Fact, Span
from udfs.resolution.product import ProductMaker
from udfs.schema.loading import load_schema
from udfs.settings import Thresholds


@pytest.fixture(scope="module")
def maker() -> ProductMaker:
    return ProductMaker(load_schema(Path(__file__).parents[4] / "conf" / "schema"), Thresholds())


def facts(
    maker: ProductMaker, category: str, attribute: str, description: str, *raws: str, choice: str | None = None
) -> list[tuple[str, str | None, str | None]]:
    """Status, value and rule of an attribute whose ``raws`` the model finds, and which it chooses as well."""
    places = ((raw, description.index(raw)) for raw in raws)
    spans = [Span(attribute, "description", start, start + len(raw), raw, 0.9) for raw, start in places]
    choices = [Choice(attribute, choice, 0.8)] if choice else []
    product = maker.make(
        category, spans, choices, (), entries=(), texts=["Goods", description], compare=lambda _: {},
        description=description,
    )  # fmt: skip
    found: list[Fact] = [fact for fact in product.facts if fact.attribute == attribute]
    return [(fact.status, fact.value, fact.rule) for fact in found]


OTHER = [("invalid", None, "other key")]
VARIANTS = [("invalid", None, "variants")]


@pytest.mark.parametrize(
    ("category", "attribute", "description", "raw"),
    [
        ("headphones", "battery_life", "客服会在12小时内回复", "12小时"),
        ("desk_lamp", "power", "Do not use with more than 40 W", "40 W"),
        ("desk_lamp", "power", "Q: Is this the 40 W lamp? A: No, the small one", "40 W"),
        ("backpack", "color", "Also available in green", "green"),
    ],
)
def test_what_is_said_of_others_is_not_the_products(
    maker: ProductMaker, category: str, attribute: str, description: str, raw: str
) -> None:
    assert facts(maker, category, attribute, description, raw) == OTHER


def test_a_choice_by_the_same_words_falls_with_them(maker: ProductMaker) -> None:
    told = "The Mini version is made of green cloth"
    assert facts(maker, "backpack", "color", told, "green", choice="green") == OTHER
    assert facts(maker, "backpack", "color", told, "green", choice="black") == OTHER
    own = facts(maker, "backpack", "color", f"A red pack. {told}", "green", "red", choice="red")
    assert own == [("standard", "Red", "name")]


@pytest.mark.parametrize(
    ("description", "raw", "row"),
    [
        ("Has it a remote control? No, it has not.", "remote control", ("invalid", None, "negated")),
        ("顾客问：能用遥控器吗？客服：不能哦", "遥控器", ("invalid", None, "negated")),
        ("顾客问：能用遥控器吗？客服：能", "遥控器", ("standard", "Remote control", "alias")),
    ],
)
def test_what_a_question_asks_for_is_denied_by_no(
    maker: ProductMaker, description: str, raw: str, row: tuple[str, str | None, str]
) -> None:
    assert facts(maker, "desk_lamp", "control", description, raw, choice="remote") == [row]


@pytest.mark.parametrize(
    ("description", "raw"),
    [
        ("Pack, comes in red or blue", "red"),
        ("Pack, comes in red or blue", "blue"),
        ("Available in navy, sky blue, or pink", "pink"),
        ("Choose from black, white and grey", "white"),
        ("书包 红色或蓝色", "蓝色"),
        ("书包 红色、蓝色、绿色任选", "红色"),
    ],
)
def test_of_values_that_a_text_offers_none_is_the_products(maker: ProductMaker, description: str, raw: str) -> None:
    assert facts(maker, "backpack", "color", description, raw, choice="black") == VARIANTS


@pytest.mark.parametrize(
    ("description", "raw", "value"),
    [
        ("Red pack for school or work", "Red", "Red"),
        ("Pack in red, available in two sizes", "red", "Red"),
        ("Available in red", "red", "Red"),
        ("Navy or blue pack", "Navy", "Blue"),
        ("书包 红色 多种尺寸可选", "红色", "Red"),
        ("Red pack. Straps in green or blue", "Red", "Red"),
    ],
)
def test_other_words_of_a_choice_leave_the_value(maker: ProductMaker, description: str, raw: str, value: str) -> None:
    [(status, found, _)] = facts(maker, "backpack", "color", description, raw)
    assert (status, found) == ("standard", value)


def test_the_model_adds_no_seasons_to_the_one_that_a_block_states(maker: ProductMaker) -> None:
    block = "品牌: 蓝海上市年份季节: 2022年夏季闭合方式: 系带"
    found = facts(maker, "shoes", "season", block, choice="winter")
    assert [(status, value) for status, value, _ in found] == [("standard", "Summer")]
