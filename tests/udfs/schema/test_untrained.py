"""What a checkpoint has not learnt of a schema, and what it is asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from udfs.schema.schema import Schema
from udfs.schema.untrained import ALL_LEARNT, ask

Edit = Callable[[dict[str, Any]], object]


def edited(schema: Schema, *edits: Edit) -> Schema:
    data = schema.model_dump(mode="json")
    for edit in edits:
        edit(data)
    return Schema.model_validate(data)


def without_lamps(data: dict[str, Any]) -> None:
    del data["categories"]["lamp"]


def mugs_are_beakers(data: dict[str, Any]) -> None:
    data["categories"]["mug"]["name"] = {"en": "Beaker"}


def red_is_a_color(data: dict[str, Any]) -> None:
    data["categories"]["mug"]["attributes"]["color"]["values"]["red"] = {"name": {"en": "Red", "zh": "红色"}}


def mugs_have_a_style(data: dict[str, Any]) -> None:
    own = {"name": {"en": "Style"}, "description": {"en": "How it looks"}, "kind": "span"}
    data["categories"]["mug"]["attributes"]["style"] = own


def vases(data: dict[str, Any]) -> None:
    data["categories"]["vase"] = {**data["categories"]["lamp"], "name": {"en": "Vase"}, "aliases": []}


def an_alias(data: dict[str, Any]) -> None:
    data["categories"]["mug"]["attributes"]["brand"]["aliases"].append("firm")


def test_what_the_model_does_not_read_may_change(tiny_schema: Schema) -> None:
    schema = edited(tiny_schema, an_alias)
    assert ask(tiny_schema, schema, untrained=False) == (schema, ALL_LEARNT)


@pytest.mark.parametrize(
    ("edits", "categories", "attributes", "gone", "gone_if_asked"),
    [
        ((red_is_a_color,), set(), {("mug", "color")}, set(), set()),
        ((mugs_have_a_style,), set(), {("mug", "style")}, set(), set()),
        ((vases,), {"vase"}, {("vase", "power")}, set(), set()),
        ((without_lamps,), set(), set(), {"lamp"}, {"lamp"}),
        ((mugs_are_beakers,), {"mug"}, set(), {"mug"}, set()),
    ],
)
def test_new_and_changed_parts_are_not_learnt(
    tiny_schema: Schema,
    edits: tuple[Edit, ...],
    categories: set[str],
    attributes: set[tuple[str, str]],
    gone: set[str],
    gone_if_asked: set[str],
) -> None:
    schema = edited(tiny_schema, *edits)
    left, asked = (ask(tiny_schema, schema, untrained=untrained) for untrained in (False, True))
    assert left.schema == tiny_schema
    for found in (left.untrained, asked.untrained):
        assert (found.categories, found.attributes) == (categories, attributes)
    assert (left.untrained.gone, asked.untrained.gone) == (gone, gone_if_asked)
    assert asked.schema.categories.keys() == schema.categories.keys() | gone_if_asked
    assert all(not asked.schema.categories[key].attributes for key in gone_if_asked)


def test_a_run_tells_how_many_and_the_first(tiny_schema: Schema) -> None:
    schema = edited(tiny_schema, red_is_a_color, mugs_have_a_style, vases)
    left, asked = (ask(tiny_schema, schema, untrained=untrained).untrained for untrained in (False, True))
    what = "1 category (vase), 3 attributes (mug.color, mug.style, vase.power)"
    assert left.told() == f"the checkpoint has not learnt {what}: left to the rules"
    assert asked.told() == f"the checkpoint has not learnt {what}: asked of the model by name and description"
    assert left.counts == {"untrained_attributes": 3, "untrained_categories": 1}
