"""Facts of one product that contradict each other are not said."""

from __future__ import annotations

import pytest

from udfs.records import Fact, Listing
from udfs.schema.loading import load_schema
from udfs.schema.schema import Schema
from udfs.writing.planning.sayable import Sayables

LISTING = Listing("K-1", "Kettle")


def stated(attribute: str, value: str, ordinal: int = 0, value_id: str | None = None) -> Fact:
    return Fact(attribute, ordinal, "standard", value, value, value_id, origin="seller", rule="text", confidence=1.0)


@pytest.mark.parametrize(
    ("maker", "name", "said"),
    [
        (stated("brand", "Acme"), "Midea MK-17", []),
        (stated("brand", "Acme"), "美的 MK-17", []),
        (stated("brand", "Midea", value_id="midea"), "Midea MK-17", ["brand", "series"]),
        (stated("brand", "Acme"), "Gold line", ["brand", "series"]),
    ],
)
def test_a_name_of_another_maker(kettles: Schema, maker: Fact, name: str, said: list[str]) -> None:
    found = Sayables(kettles).of("kettle", [maker, stated("series", name)], LISTING)
    assert [fact.attribute for fact in found.facts] == said
    if not said:
        assert found.left[0].reason == "disputed"
        assert found.left[0].detail == f"'Acme' and '{name}' are two makers'"


COLORS = """
categories:
  cup:
    name: {en: Cup, zh: 杯子}
    description: {en: Cups, zh: 杯子}
    attributes:
      color:
        name: {en: Color, zh: 颜色}
        description: {en: Colours, zh: 颜色}
        kind: choices
        values:
          black: {name: {en: Black, zh: 黑色}}
          red: {name: {en: Red, zh: 红色}}
          blue: {name: {en: Blue, zh: 蓝色}}
          pink: {name: {en: Pink, zh: 粉色}}
"""


@pytest.mark.parametrize(("colors", "said"), [(("black", "red", "blue"), 3), (("black", "red", "blue", "pink"), 0)])
def test_four_colours_are_what_it_is_sold_in(
    tmp_path_factory: pytest.TempPathFactory, colors: tuple[str, ...], said: int
) -> None:
    file = tmp_path_factory.mktemp("schema") / "cups.yaml"
    file.write_text(COLORS, encoding="utf-8")
    facts = [stated("color", color.capitalize(), place, color) for place, color in enumerate(colors)]
    assert len(Sayables(load_schema(file)).of("cup", facts, LISTING).facts) == said
