"""Recipes of categories: what changes them, and by which of their parts it is told."""

from __future__ import annotations

from typing import Any

import pytest
from pyspark.sql import Row

from jobs.config import JobConfig
from jobs.run import recipes as module
from jobs.run.recipes import recipe_parts, recipes
from udfs.schema.schema import Schema
from udfs.schema.untrained import ALL_LEARNT, Untrained

CONFIG: dict[str, Any] = {
    "name": "n", "target": "t", "checkpoint": "c", "schema": "s",
    "sources": [{"name": "shop", "format": "csv", "path": "a.csv", "columns": {"product_id": "id", "title": "t"}}],
}  # fmt: skip
DECIDED = Row(decided_at=1, category="mug", attribute="color", raw_value="x", action="map", value="white")


def told(schema: Schema, model: str = "m", untrained: Untrained = ALL_LEARNT, decisions: tuple[Row, ...] = (),
         **config: Any) -> tuple[dict[str, str], dict[str, dict[str, str]]]:  # fmt: skip
    own = JobConfig.model_validate(CONFIG | config)
    given = (model, untrained, schema, own, decisions)
    return recipes(*given), recipe_parts(*given)


def edited(schema: Schema, attribute: str, **changes: Any) -> Schema:
    data = schema.model_dump(mode="json")
    data["categories"]["mug"]["attributes"][attribute] |= changes
    return Schema.model_validate(data)


def renamed(schema: Schema, **changes: Any) -> Schema:
    data = schema.model_dump(mode="json")
    data["categories"]["mug"]["attributes"]["color"]["values"]["black"] |= changes
    return Schema.model_validate(data)


def differing(one: dict[str, str], other: dict[str, str]) -> set[str]:
    return {name for name in one if one[name] != other[name]}


@pytest.mark.parametrize(
    ("change", "parts"),
    [
        (lambda schema: {"schema": schema, "model": "other"}, {"model"}),
        (lambda schema: {"schema": schema, "untrained": ALL_LEARNT._replace(asked=True)}, {"model"}),
        (lambda schema: {"schema": schema, "thresholds": {"value": 0.7}}, {"thresholds"}),
        (lambda schema: {"schema": edited(schema, "capacity", threshold=0.7)}, {"thresholds"}),
        (lambda schema: {"schema": renamed(schema, aliases=["ink", "墨"])}, {"rules"}),
        (lambda schema: {"schema": edited(schema, "capacity", unit="l")}, {"rules"}),
        (lambda schema: {"schema": renamed(schema, name={"en": "Jet", "zh": "黑色"})}, {"schema"}),
        (lambda schema: {"schema": edited(schema, "color", required=True)}, {"schema"}),
        (lambda schema: {"schema": schema, "decisions": (DECIDED,)}, {"decisions"}),
        (
            lambda schema: {"schema": edited(schema, "capacity", unit="l"), "thresholds": {"tag": 0.7}},
            {"rules", "thresholds"},
        ),
    ],
)
def test_a_recipe_changes_by_its_parts(tiny_schema: Schema, change: Any, parts: set[str]) -> None:
    (before, own), (after, others) = told(tiny_schema), told(**change(tiny_schema))
    assert before["mug"] != after["mug"]
    assert differing(own["mug"], others["mug"]) == parts
    assert set(own["mug"]) == {"model", "thresholds", "schema", "rules", "package", "decisions", "sources"}


def test_a_release_with_other_rules_is_told_by_the_package(
    tiny_schema: Schema, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, own = told(tiny_schema)
    monkeypatch.setattr(module, "rules_digest", lambda: "corrected")
    after, others = told(tiny_schema)
    assert before["lamp"] != after["lamp"]
    assert differing(own["lamp"], others["lamp"]) == {"package"}


def test_how_sources_are_read_is_told_and_makes_nothing_due(tiny_schema: Schema) -> None:
    before, own = told(tiny_schema)
    (source,) = CONFIG["sources"]
    mapped = source | {"columns": {"product_id": "id", "title": "name"}}
    after, others = told(tiny_schema, sources=[mapped])
    assert before == after
    assert differing(own["mug"], others["mug"]) == {"sources"}
    assert told(tiny_schema, sources=[source | {"path": "b.csv"}]) == (before, own)


def test_what_is_said_of_one_category_leaves_the_others(tiny_schema: Schema) -> None:
    own, others = told(tiny_schema)[1], told(tiny_schema, decisions=(DECIDED,))[1]
    assert {name for name in own if own[name] != others[name]} == {"mug"}
