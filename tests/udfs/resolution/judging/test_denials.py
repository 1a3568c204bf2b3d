"""What a listing denies: spans, choices and tags that stand under a negation, by the schema of the product."""

from __future__ import annotations

from pathlib import Path

import pytest

from udfs.records import Choice, Claim, Scored
from udfs.resolution.judging.denials import Denials
from udfs.resolution.resolver import Resolver
from udfs.schema.loading import load_schema
from udfs.schema.schema import Schema
from udfs.settings import Thresholds
from udfs.values.standardizer import Standardizer

Row = tuple[str, str | None, str | None]


@pytest.fixture(scope="module")
def schema() -> Schema:
    return load_schema(Path(__file__).parents[4] / "conf" / "schema")


def span_rows(schema: Schema, category: str, attribute: str, texts: list[str], raw: str) -> list[Row]:
    """Status, value and rule of the rows of a span, found in the last text that holds it."""
    standardizer = Standardizer(schema, match_threshold=0.7)
    number = max(number for number, text in enumerate(texts) if raw in text)
    start = texts[number].index(raw)
    outcome = standardizer.standardize(category, attribute, raw)
    field = "description" if number else "title"
    claim = Claim(attribute, "model", raw, 0.99, outcome, field, start, start + len(raw))  # type: ignore[arg-type]
    rows = Resolver(schema, standardizer, Thresholds()).resolve(category, [claim], [], texts)
    return [(row.status, row.value, row.rule) for row in rows if row.attribute == attribute]


def choice_rows(
    schema: Schema, category: str, choice: Choice, texts: list[str], seller: str | None = None
) -> list[Row]:
    standardizer = Standardizer(schema, match_threshold=0.7)
    claims = []
    if seller is not None:
        outcome = standardizer.standardize(category, choice.attribute, seller)
        claims = [Claim(choice.attribute, "seller", seller, 1.0, outcome)]
    rows = Resolver(schema, standardizer, Thresholds()).resolve(category, claims, [choice], texts)
    return [(row.status, row.value, row.rule) for row in rows if row.attribute == choice.attribute]


NEGATED = ("invalid", None, "negated")


@pytest.mark.parametrize(
    ("category", "attribute", "texts", "raw", "row"),
    [
        ("backpack", "features", ["Daypack 18L, not waterproof"], "waterproof", NEGATED),
        ("backpack", "features", ["Daypack", "Rain cover is not included"], "Rain cover", NEGATED),
        ("backpack", "features", ["双肩包 不带雨罩"], "雨罩", NEGATED),
        (
            "backpack",
            "features",
            ["Daypack, no rips, waterproof"],
            "waterproof",
            ("standard", "Water resistant", "alias"),
        ),
        ("shoes", "upper_material", ["Boots in faux leather"], "leather", NEGATED),
        ("backpack", "material", ["Not nylon: canvas"], "canvas", ("standard", "Canvas", "name")),
        ("desk_lamp", "dimming", ["Lamp, isn't dimmable"], "dimmable", ("standard", "Not dimmable", "negated")),
        ("tea", "ingredients", ["Mint tea without sugar"], "sugar", NEGATED),
        ("headphones", "brand", ["No Sony"], "Sony", ("standard", "Sony", "name")),  # names of makers are not denied
        ("backpack", "weight", ["Weight without frame 900 g"], "900 g", ("standard", "900 g", "unit")),
        # Of an attribute with one value a place stands for all mentions: one that is not denied is enough.
        ("shoes", "closure", ["Boot with zip", "No other zip"], "zip", ("standard", "Zip", "name")),
        ("shoes", "closure", ["Boot without zip", "No zip at all"], "zip", NEGATED),
    ],
)
def test_a_span_under_a_negation(
    schema: Schema, category: str, attribute: str, texts: list[str], raw: str, row: Row
) -> None:
    assert span_rows(schema, category, attribute, texts, raw) == [row]


def test_a_free_text_stated_elsewhere_is_not_denied(schema: Schema) -> None:
    assert span_rows(schema, "shoes", "series", ["Gazelle shoes", "not Gazelle"], "Gazelle")[0][0] == "standard"


@pytest.mark.parametrize(
    ("texts", "seller", "row"),
    [
        (["Lamp, no remote control"], None, NEGATED),
        (["台灯 不支持遥控"], None, NEGATED),
        (
            ["Lamp, no remote control", "The remote lies in the box"],
            None,
            ("standard", "Remote control", "choice head"),
        ),
        (["Lamp"], None, ("standard", "Remote control", "choice head")),
        (["Lamp"], "no remote", NEGATED),  # the seller denies it
    ],
)
def test_a_choice_whose_every_mention_is_denied(schema: Schema, texts: list[str], seller: str | None, row: Row) -> None:
    assert choice_rows(schema, "desk_lamp", Choice("control", "remote", 0.94), texts, seller) == [row]


def test_a_denied_row_says_which_word_denies_it(schema: Schema) -> None:
    standardizer = Standardizer(schema, match_threshold=0.7)
    choice = Choice("control", "remote", 0.94)
    rows = Resolver(schema, standardizer, Thresholds()).resolve("desk_lamp", [], [choice], ["No remote control"])
    detail = "'Remote control' stands under 'no': the product is said not to have it"
    assert [row.detail for row in rows if row.attribute == "control"] == [detail]


def test_a_tag_whose_name_is_denied_is_dropped(schema: Schema) -> None:
    scored = [Scored("gift", 0.9), Scored("smart_home", 0.8)]
    assert Denials(schema, "desk_lamp", ["Lamp, not a gift"]).tags(scored) == [Scored("smart_home", 0.8)]
    assert Denials(schema, "drinkware", ["Cup, BPA free"]).tags([Scored("bpa_free", 0.9)]) == [Scored("bpa_free", 0.9)]
