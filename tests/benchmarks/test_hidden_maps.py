"""What counts where sellers' maps are hidden: values that stand in the text, against the rules over the maps."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from benchmarks.quality.hidden.maps import read_file, score, table, with_others_maps
from tests.training.distant.schema import bottles
from udfs.errors import SourceError
from udfs.records import Fact, Listing, Product
from udfs.schema.schema import Schema


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Schema:
    return bottles(tmp_path_factory.mktemp("bottles"))


@dataclass
class Reader:
    """Stands for a checkpoint: says of each listing what it is told to, and remembers what it was shown."""

    schema: Schema
    facts: dict[str, list[Fact]]
    shown: Sequence[Listing] = ()

    def process(self, listings: Sequence[Listing]) -> list[Any]:
        self.shown = listings
        return [
            SimpleNamespace(category="bottle", product=Product(facts=tuple(self.facts.get(each.product_id, ()))))
            for each in listings
        ]


def volume(number: float) -> Fact:
    return Fact("capacity", 0, "standard", f"{number:g} ml", number=number, unit="ml")


def color(value: str) -> Fact:
    return Fact("color", 0, "standard", value.title(), value_id=value)


def test_values_that_stand_in_the_text_are_scored(schema: Schema) -> None:
    listings = [
        Listing("1", "Acme bottle 0.5 L, ivory", None, "bottle", {"Capacity": "500 ml", "Color": "white"}),
        Listing("2", "艾克米 水杯 黑色", None, "bottle", {"容量": "350毫升", "颜色": "黑色"}),  # the text has no volume
        Listing("3", "Acme bottle 750 ml", None, "bottle", {"Capacity": "750 ml"}),
    ]
    reader = Reader(schema, {"1": [volume(500), color("white")], "2": [volume(900)], "3": [volume(75), color("green")]})
    scores = score(reader, listings, hide_categories=True)  # type: ignore[arg-type]
    assert all(not shown.statements and shown.category is None for shown in reader.shown)
    capacity, colors = scores.stands["capacity"], scores.stands["color"]
    assert (capacity.correct, capacity.predicted, capacity.gold) == (1, 2, 2)
    assert (colors.correct, colors.predicted, colors.gold) == (1, 1, 2)
    assert (scores.stated["capacity"].predicted, scores.stated["capacity"].gold) == (3, 3)
    assert scores.told == 1  # a green bottle: nobody states a color
    lines = table(scores)
    assert lines[0] == "3 listings, category right: 1.000"
    assert lines[3].split() == ["all", "4", "0.667", "0.500", "0.571", "5", "0.500"]


def test_listings_take_the_categories_of_a_draft(schema: Schema, tmp_path: Path) -> None:
    file = tmp_path / "listings.jsonl"
    lines = [{"product_id": "1", "title": "Acme"}, {"title": "no id"}, {"product_id": "2", "title": "Sofa"}]
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    found = [*read_file(file, schema, {"1": "bottle"})]
    assert [(listing.product_id, listing.category) for listing in found] == [("1", "bottle"), ("2", None)]
    with pytest.raises(SourceError, match="none of 1 listings has a category"):
        score(Reader(schema, {}), found[1:], hide_categories=False)  # type: ignore[arg-type]


def test_pages_of_one_product_are_judged_by_each_others_maps(tmp_path: Path) -> None:
    pages = [
        Listing("1", "Acme bottle 0.5 L", None, "bottle", {"Color": "black"}),
        Listing("2", "Acme black", None, "bottle", {"Capacity": "500 ml"}),
    ]
    (tmp_path / "pairs.csv").write_text("left,right\n1,2\n1,9\n")
    assert [(page.title, page.statements) for page in with_others_maps(pages, tmp_path / "pairs.csv")] == [
        ("Acme bottle 0.5 L", (("Capacity", "500 ml"),)), ("Acme black", (("Color", "black"),)),
    ]  # fmt: skip
