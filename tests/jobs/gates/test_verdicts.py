"""What gates measure and say, on literal counts."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest
from pydantic import ValidationError

from jobs.gates.figures import Figures, Listings, Tally, figures_of
from jobs.gates.limits import Gate
from jobs.gates.verdicts import judge

NAMES = [each.name for each in fields(Tally)]


def row(side: str, category: str, attribute: str | None, **counts: int) -> dict[str, Any]:
    return dict.fromkeys(NAMES, 0) | {"side": side, "category": category, "attribute": attribute} | counts


def figures(*rows: dict[str, Any], listings: Listings = Listings()) -> Figures:  # noqa: B008
    return figures_of(rows, listings, compared=True)


ROWS = (
    # before, mugs: 100 products, 80 with a brand, 90 with a color; lamps: 100 products, all with a power
    row("before", "mug", None, products=100),
    row("before", "mug", "brand", filled=80, amount=100, standard=80, unmapped=20),
    row("before", "mug", "color", filled=90, amount=95, standard=95),
    row("before", "lamp", None, products=100),
    row("before", "lamp", "power", filled=100, amount=100, standard=100),
    # touched: 20 mugs, of which 10 lose their brand, and 5 get another one; 10 new ones come with nothing
    row("out", "mug", None, products=20),
    row("out", "mug", "brand", filled=20, amount=20, standard=20),
    row("in", "mug", None, products=30),
    row("in", "mug", "brand", filled=10, amount=15, standard=10, unmapped=5, unsure=7),
    row("moved", "mug", "brand", lost=10, changed=5),
)


def told(gate: dict[str, Any], *rows: dict[str, Any]) -> list[str]:
    return [f"{each.failed} {each.told}" for each in judge([Gate.model_validate(gate)], figures(*(rows or ROWS)))]


@pytest.mark.parametrize(
    ("gate", "verdicts"),
    [
        ({"measure": "lost", "most": 0.04}, ["False 10 of 275 values (3.6%) are lost, `lost` allows 4.0%"]),
        (
            {"measure": "lost", "most": 0.1, "by": ["category", "attribute"]},
            ["True mug brand: 10 of 80 values (12.5%) are lost, `lost` allows 10.0%"],
        ),
        (
            {"measure": "changed", "most": 0.01, "by": ["category"]},
            ["True mug: 5 of 175 values (2.9%) are others now, `changed` allows 1.0%"],
        ),
        (  # 80 of 100 have been 70 of 110
            {"measure": "coverage", "most": 0.1, "category": "mug", "attribute": "brand"},
            ["True mug brand: coverage falls by 16.4% of 100 products, `coverage` allows 10.0%"],
        ),
        (
            {"measure": "unmapped", "most": 0.2, "attribute": "brand"},
            ["True brand: 25 of 95 values (26.3%) are unknown to the schema, `unmapped` allows 20.0%"],
        ),
        (
            {"measure": "low_confidence", "most": 0.1, "by": ["attribute"]},
            ["False brand: 7 of 70 standard values (10.0%) are of low confidence, `low_confidence` allows 10.0%"],
        ),
        ({"measure": "lost", "most": 0.0, "category": "tea"}, []),  # a share of nothing
        ({"measure": "lost", "most": 0.0, "by": ["attribute"], "least": 101}, []),  # shares of too few
    ],
)
def test_a_gate_says_where_it_fails_or_what_is_nearest_to_that(gate: dict[str, Any], verdicts: list[str]) -> None:
    assert told(gate) == verdicts


def test_an_attribute_that_is_gone_has_lost_its_coverage_and_a_new_one_none() -> None:
    rows = (
        row("before", "mug", None, products=100), row("before", "mug", "color", filled=100, standard=100),
        row("out", "mug", None, products=100), row("out", "mug", "color", filled=100, standard=100),
        row("in", "mug", None, products=100), row("in", "mug", "glaze", filled=1, standard=1),
    )  # fmt: skip
    assert told({"measure": "coverage", "most": 0.1, "by": ["attribute"]}, *rows) == [
        "True color: coverage falls by 100.0% of 100 products, `coverage` allows 10.0%"
    ]


def test_listings_are_judged_without_any_table_and_a_first_run_loses_nothing() -> None:
    first = Figures({}, None, Listings(read=200, rejected=50, judged=160, outside=8))
    gates = [Gate(measure=measure, most=0.1) for measure in ("rejected", "outside", "lost", "coverage")]
    assert [(each.told, each.holds) for each in judge(gates, first)] == [
        ("50 of 200 rows (25.0%) are rejected, `rejected` allows 10.0%", True),
        ("8 of 160 listings (5.0%) are goods of no known category, `outside` allows 10.0%", False),
    ]


def test_of_many_places_the_worst_are_noted() -> None:
    rows = [
        each
        for place in range(150)
        for each in (
            row("before", f"c{place}", "a", standard=1000), row("moved", f"c{place}", "a", lost=100 + place),
        )
    ]  # fmt: skip
    verdicts = judge([Gate(measure="lost", most=0.05, by=("category",))], figures(*rows))
    assert (len(verdicts), verdicts[0].category, verdicts[-1].measured) == (100, "c149", 0.15)


def test_what_is_read_has_no_place() -> None:
    with pytest.raises(ValidationError, match=r"rejected is a share of all listings read; leave out `category`"):
        Gate(measure="rejected", most=0.1, by=("category",))
