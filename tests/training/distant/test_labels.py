"""Sellers' statements and texts in, labelled rows out: what is taught, what is not, and why."""

from __future__ import annotations

from typing import Any

import pytest

from tests.training.distant.schema import bottles
from training.data.examples import read_examples
from training.distant.labels import DistantLabels, label
from udfs.records import Listing
from udfs.schema.schema import Schema

Map = dict[str, str]


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Schema:
    return bottles(tmp_path_factory.mktemp("bottles"))


def made(schema: Schema, *listings: tuple[str | None, str | None, Map]) -> DistantLabels:
    """Labels of (title, description, seller's map), numbered; all of them bottles. Training accepts every row."""
    own = [Listing(str(number), *each[:2], "bottle", each[2]) for number, each in enumerate(listings)]
    labels = label(schema, own)
    _, rejected = read_examples([row for rows in labels.rows.values() for row in rows], schema)
    assert rejected == []
    return labels


def row(schema: Schema, title: str | None, description: str | None, **stated: str) -> dict[str, Any]:
    """The labelled row of one listing."""
    (found,) = made(schema, (title, description, {key.replace("_", " "): v for key, v in stated.items()})).rows[
        "bottle"
    ]
    return found


def spans(found: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Attribute, field and words of each span, the words cut from the row's own field by its offsets."""
    return [(s["attribute"], s["field"], found[s["field"]][s["start"] : s["end"]]) for s in found["spans"]]


def dropped(labels: DistantLabels) -> dict[str, str]:
    """Why nothing is taught, by attribute."""
    return {attribute: reason for _, attribute, reason in labels.dropped}


def test_a_value_is_found_by_what_it_means(schema: Schema) -> None:
    found = row(
        schema, "Acme bottle, ivory, 500ml", "Tall: 25 cm high. Made of steel.",
        Brand="ACME", Capacity="0.5 L", Height="250 mm", Color="White", Material="Stainless steel",
    )  # fmt: skip
    assert spans(found) == [
        ("brand", "title", "Acme"), ("capacity", "title", "500ml"), ("height", "description", "25 cm"),
        ("color", "title", "ivory"), ("material", "description", "steel"),
    ]  # fmt: skip
    assert found["choices"] == {"color": ["white"], "material": ["steel"]}


def test_a_value_is_found_in_chinese_and_across_scripts(schema: Schema) -> None:
    stated = {"品牌": "艾克米", "容量": "500毫升", "颜色": "黑色", "材质": "不锈钢", "防漏": "是"}
    (found,) = made(schema, ("艾克米 保温杯 0.5升 黑色 不銹鋼", "<p>通勤 <b>防漏</b></p>", stated)).rows["bottle"]
    assert spans(found) == [
        ("brand", "title", "艾克米"), ("capacity", "title", "0.5升"), ("color", "title", "黑色"),
        ("material", "title", "不銹鋼"), ("leakproof", "description", "防漏"),
    ]  # fmt: skip
    assert found["choices"] == {"color": ["black"], "material": ["steel"], "leakproof": ["yes"]}


def test_what_nobody_states_is_not_taught_as_absent_but_for_numbers_that_no_text_holds(schema: Schema) -> None:
    found = row(schema, "Acme bottle 500ml", None, Brand="Acme")
    assert found["labelled_attributes"] == ["brand", "diameter", "height"]  # 500ml may be the capacity: nobody says


def test_a_value_that_the_text_does_not_hold_is_taught_as_not_stated(schema: Schema) -> None:
    found = row(schema, "Acme bottle", "Keeps tea hot.", Capacity="0.5 L", Color="Green", Height="25 cm")
    assert spans(found) == []
    assert {"capacity", "color", "height"} <= set(found["labelled_attributes"])
    assert found["choices"] == {}
    assert found["confidences"]["color"] < found["confidences"]["capacity"] < 1


@pytest.mark.parametrize(
    ("title", "stated", "reason"),
    [
        ("Acme bottle 750 ml", {"Capacity": "0.5 L"}, "text states another value"),
        ("Acme bottle 500", {"Capacity": "500 ml"}, "text may state it in other words"),
        ("Acme bottle black", {"Color": "Green"}, "text states another value"),
        ("Acme bottle 10 cm", {"Height": "10 cm", "Diameter": "100 mm"}, "several attributes have this value"),
        ("Acme bottle, not leakproof", {"Leakproof": "yes"}, "text states another value"),
        ("Acme bottle black", {"Color": "black", "Lid color": "black"}, "several attributes have this value"),
        ("Acme bottle 500 ml", {"Capacity": "large"}, "no standard value"),
        ("水杯 750毫升", {"容量": "500毫升"}, "text states another value"),
    ],
)
def test_what_nobody_can_tell_is_dropped_with_its_reason(schema: Schema, title: str, stated: Map, reason: str) -> None:
    labels = made(schema, (title, None, stated))
    assert set(dropped(labels).values()) == {reason}
    attribute = next(iter(dropped(labels)))
    assert attribute not in labels.rows["bottle"][0]["labelled_attributes"]


def test_equal_numbers_of_different_units_are_told_apart(schema: Schema) -> None:
    found = row(schema, "Acme bottle 10 in tall, 10 cm wide", None, Height="10 inch", Diameter="10 cm")
    assert spans(found) == [("height", "title", "10 in"), ("diameter", "title", "10 cm")]


def test_the_name_beside_a_shared_value_tells_whose_it_is(schema: Schema) -> None:
    stated = {"Height": "10 cm", "Diameter": "10 cm"}
    (found,) = made(schema, ("Acme bottle", "Height: about 10 cm", stated)).rows["bottle"]
    assert ("height", "description", "10 cm") in spans(found)
    assert "diameter" not in found["labelled_attributes"]


def test_a_color_within_a_makers_name_is_none(schema: Schema) -> None:
    labels = made(schema, ("Black Forest bottle", None, {"Brand": "Black Forest", "Color": "black"}))
    assert spans(labels.rows["bottle"][0]) == [("brand", "title", "Black Forest")]
    assert "color" in dropped(labels)


def test_numbers_in_a_unit_that_means_something_else_are_no_other_values(schema: Schema) -> None:
    """The texts state millimetres of the strap; sellers state heights in centimetres."""
    listings = [(f"Acme bottle {n} with 15 mm strap", None, {"Height": f"{20 + n} cm"}) for n in range(6)]
    labels = made(schema, *listings)
    assert labels.absent["bottle", "height"] == 6
    assert made(schema, *listings[:2]).absent["bottle", "height"] == 0  # two say nothing yet


def test_offsets_are_those_of_the_raw_field(schema: Schema) -> None:
    found = row(schema, "Acme bottle", "<p>Steel &amp; glass,<br>holds&nbsp;500 ml</p>", Capacity="0.5 L")
    (span,) = found["spans"]
    assert found["description"][span["start"] : span["end"]] == "500 ml"
    assert span["text"] == "500 ml"


def test_long_descriptions_are_cut_to_clauses_and_offsets_follow(schema: Schema) -> None:
    prose = "A good companion for the road and for the office on every day. " * 30
    found = row(schema, "Acme bottle", f"Fine. {prose}It holds 500 ml of tea. {prose}", Capacity="0.5 L")
    assert len(found["description"]) < 700
    assert spans(found) == [("capacity", "description", "500 ml")]


def test_confidence_falls_where_the_text_holds_other_values_and_where_sellers_and_texts_disagree(
    schema: Schema,
) -> None:
    def sure(*listings: tuple[str, None, Map]) -> float:
        (span,) = [s for s in made(schema, *listings).rows["bottle"][0]["spans"] if s["attribute"] == "color"]
        return float(span["confidence"])

    alone = ("Acme bottle black", None, {"Color": "black"})
    agreed = sure(alone, *[("Acme bottle white", None, {"Color": "white"})] * 5)
    assert sure(("Acme bottle black, also in green", None, {"Color": "black"})) < sure(alone) < agreed
    assert sure(alone, *[("Acme bottle white", None, {"Color": "green"})] * 3) < sure(alone)


def test_an_attribute_of_which_texts_say_something_else_than_sellers_is_not_taught(schema: Schema) -> None:
    listings = [("Acme bottle 500 ml", None, {"Capacity": "500 ml"})] * 3
    labels = made(schema, *listings, *[("Acme bottle 500 ml", None, {"Capacity": "2 L"})] * 9)
    assert labels.found["bottle", "capacity"] == 0
    assert labels.dropped["bottle", "capacity", "texts and sellers disagree on the attribute"] == 3


def test_conflicting_statements_of_one_seller_are_dropped(schema: Schema) -> None:
    labels = made(schema, ("Acme bottle 500 ml", None, {"Capacity": "500 ml", "容量": "750 ml"}))
    assert dropped(labels) == {"capacity": "sellers' values differ"}


def test_rounded_numbers_are_stated_less_surely(schema: Schema) -> None:
    found = row(schema, "Acme bottle 532 ml 18 cm", None, Capacity="532.3 ml", Height="18.2 cm")
    assert spans(found) == [("capacity", "title", "532 ml"), ("height", "title", "18 cm")]
    assert found["confidences"]["height"] < found["confidences"]["capacity"]


def test_foreign_listings_are_taught_as_of_no_category(schema: Schema) -> None:
    bottle = Listing("1", "Acme bottle", None, "bottle", {"Brand": "Acme"})
    sofa, lamp, unknown = Listing("2", "Sofa"), Listing("3", "台灯"), Listing("4", "Chair")
    labels = label(schema, [bottle, sofa, unknown], categories={"2": None}, foreign=[lamp])
    assert [row["product_id"] for row in labels.rows[None]] == ["2"]  # no more than of all others
    assert labels.left_out["of no category, beyond as many as all others"] == 1
    assert labels.left_out["no category is known"] == 1
    examples, rejected = read_examples(labels.rows[None], schema)
    assert (examples[0].listing.category, rejected) == (None, [])
    assert examples[0].confidence < 1


def test_a_drafts_category_goes_before_the_sellers(schema: Schema) -> None:
    listing = Listing("1", "Acme 500 ml", None, None, {"Capacity": "500 ml"})
    labels = label(schema, [listing], categories={"1": "bottle"})
    assert spans(labels.rows["bottle"][0]) == [("capacity", "title", "500 ml")]
