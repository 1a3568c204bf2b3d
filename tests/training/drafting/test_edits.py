"""What a person makes of a drafted schema."""

from __future__ import annotations

from pathlib import Path

import pytest

from training.drafting import edits
from udfs.errors import SchemaError
from udfs.schema.loading import load_schema
from udfs.schema.schema import Schema

SCHEMA = """
attributes:
  colour:
    name: {en: Colour}
    description: {en: Colour}
    kind: choice
    values: {black: {name: {en: Black}}, white: {name: {en: White}}}
categories:
  mug:
    name: {en: Mug}
    description: {en: Mugs}
    attributes:
      colour: {}
      shade:
        name: {en: Shade}
        description: {en: Shade}
        aliases: [Tone]
        kind: choice
        values: {dark: {name: {en: Black}, aliases: [jet]}, ivory: {name: {en: Ivory}}}
      weight: {name: {en: Weight}, description: {en: Weight}, kind: span}
  cup:
    name: {en: Cup}
    description: {en: Cups}
    attributes:
      shade: {name: {en: Shade}, description: {en: Shade}, kind: span}
"""


@pytest.fixture
def schema(tmp_path: Path) -> Schema:
    (tmp_path / "schema.yaml").write_text(SCHEMA, encoding="utf-8")
    return load_schema(tmp_path)


def test_a_new_name_leaves_the_old_one_an_alias(schema: Schema) -> None:
    after = edits.renamed_attribute(schema, "colour", "Farbe")
    assert (after.attribute("mug", "colour").name.first, after.attribute("mug", "colour").aliases) == (
        "Farbe",
        ("Colour",),
    )

    chinese = edits.renamed_category(schema, "mug", "马克杯")
    assert dict(chinese.categories["mug"].name.root) == {"en": "Mug", "zh": "马克杯"}


def test_a_merged_attribute_gives_its_wordings_and_values_in_all_categories(schema: Schema) -> None:
    after = edits.merged_attribute(schema, "shade", "colour")

    mug, cup = (after.categories[key].attributes for key in ("mug", "cup"))
    assert (list(mug), list(cup)) == (["colour", "weight"], ["colour"])
    assert mug["colour"].value_by_wording == {"black": "black", "jet": "black", "white": "white", "ivory": "ivory"}
    assert after.categories["mug"].key_book.find("Tone").attribute == "colour"  # type: ignore[union-attr]


def test_a_merged_category_gives_its_wordings_and_what_the_other_has_not(schema: Schema) -> None:
    after = edits.merged_category(schema, "cup", "mug")

    assert list(after.categories) == ["mug"]
    assert after.find_category("Cup") == "mug"


def test_what_is_dropped_is_gone(schema: Schema) -> None:
    after = edits.dropped_attribute(schema, "weight").categories
    assert "weight" not in after["mug"].attributes
    assert (after["mug"].ignored_keys, after["cup"].ignored_keys) == (("Weight",), ())
    assert edits.with_key(edits.dropped_attribute(schema, "weight"), "Weight", "colour").categories[
        "mug"
    ].key_book.find("Weight") == ("colour", 1)
    assert list(edits.dropped_category(schema, "cup").categories) == ["mug"]


def test_another_kind_has_its_own_settings(schema: Schema) -> None:
    quantity = edits.with_kind(schema, "weight", "quantity", "g", {}).attribute("mug", "weight")
    assert (quantity.kind, quantity.unit) == ("quantity", "g")
    listed = edits.with_kind(schema, "weight", "choice", None, {"Light": 3, "heavy": 2, "LIGHT": 1})
    assert list(listed.attribute("mug", "weight").values) == ["light", "heavy"]
    text = edits.with_kind(listed, "weight", "span", None, {}).attribute("mug", "weight")
    assert (text.kind, text.values) == ("span", {})


def test_values_and_wordings_are_added_once(schema: Schema) -> None:
    after = edits.with_values(schema, "colour", ["Red", "black"])
    assert list(after.attribute("mug", "colour").values) == ["black", "white", "red"]
    assert edits.with_key(schema, "Hue", "colour").attribute("mug", "colour").aliases == ("Hue",)
    assert edits.with_level(schema, "Tumblers", "mug").find_category("tumblers") == "mug"


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (
            lambda schema: edits.dropped_attribute(schema, "shade"),
            "shade is the only attribute of cup; drop the category",
        ),
        (lambda schema: edits.merged_attribute(schema, "shade", "color"), "no attribute 'color'; there are colour"),
        (lambda schema: edits.merged_category(schema, "mug", "mug"), "mug cannot be merged into itself"),
        (lambda schema: edits.with_kind(schema, "weight", "quantity", "stone fruit", {}), "weight cannot be quantity"),
        (lambda schema: edits.with_kind(schema, "weight", "choice", None, {"g": 1}), "fewer than two values of weight"),
        (lambda schema: edits.renamed_attribute(schema, "colour", "Weight"), "'Weight' stands for two attributes"),
        (lambda schema: edits.renamed_attribute(schema, "colour", "…"), "a name needs letters or digits"),
        (lambda schema: edits.with_key(schema, "Tone", "colour"), "'Tone' stands for two attributes"),
    ],
)
def test_what_would_be_no_schema_is_refused_with_the_reason(schema: Schema, edit, told: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(SchemaError, match=told):
        edit(schema)
