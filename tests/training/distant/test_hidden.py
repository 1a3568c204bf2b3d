"""What is told of the labels without a labeller, and against rows that a person has checked."""

from __future__ import annotations

import pytest

from tests.training.distant.schema import bottles
from training.distant.checked import compare
from training.distant.labels import label
from training.distant.report import report_of
from training.distant.selection import drawn
from udfs.errors import LabelError
from udfs.records import Listing
from udfs.schema.schema import Schema


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Schema:
    return bottles(tmp_path_factory.mktemp("bottles"))


def listing(number: int, title: str, **stated: str) -> Listing:
    return Listing(str(number), title, None, "bottle", stated)


def test_hidden_statements_are_read_from_the_texts_alone(schema: Schema) -> None:
    agreeing = [listing(n, "Acme bottle black", Color="black") for n in range(8)]
    differing = [listing(10 + n, "Acme bottle white", Color="green") for n in range(2)]
    silent = [listing(20 + n, "Acme bottle", Color="green") for n in range(5)]
    labels = label(schema, [*agreeing, *differing, *silent])
    (line,) = report_of(schema, labels)["attributes"]
    assert (line["stated"], line["labelled"], line["not_stated_in_text"]) == (15, 8, 5)
    assert line["dropped"] == {"text states another value": 2}
    assert (line["hidden"], line["hidden_read"], line["hidden_agreement"]) == (15, 10, 0.8)
    assert line["hidden_found_again"] == 1.0


def test_a_name_is_read_where_other_sellers_state_it(schema: Schema) -> None:
    acme = [listing(n, f"Acme bottle no. {n}", Brand="Acme") for n in range(9)]
    labels = label(schema, [*acme, listing(20, "Zyx bottle", Brand="Zyx")])
    hidden = labels.hidden["bottle", "brand"]
    assert (hidden.hidden, hidden.stands, hidden.read, hidden.same) == (10, 10, 9, 9)  # nobody else states Zyx


def test_texts_are_believed_where_sellers_say_nothing_once_they_have_proved_right(schema: Schema) -> None:
    proved = [listing(n, "Acme bottle black", Color="black") for n in range(9)]
    labels = label(schema, [*proved, listing(20, "Zyx bottle white")])
    (span,) = labels.rows["bottle"][-1]["spans"]
    assert (span["attribute"], span["text"], labels.alone["bottle", "color"]) == ("color", "white", 1)
    assert span["confidence"] < labels.rows["bottle"][0]["spans"][0]["confidence"]
    assert label(schema, [*proved[:5], listing(20, "Zyx bottle white")]).rows["bottle"][-1]["spans"] == []


def test_a_name_that_texts_use_for_something_else_is_none(schema: Schema) -> None:
    """One seller states the maker "Thermo"; every bottle is called a thermo bottle."""
    listings = [listing(n, f"Acme thermo bottle {n}", Brand="Acme") for n in range(9)]
    labels = label(schema, [*listings, listing(20, "Zyx bottle", Brand="Thermo")])
    assert labels.hidden["bottle", "brand"].same == 9
    assert labels.found["bottle", "brand"] == 9


def test_distant_labels_against_checked_rows(schema: Schema) -> None:
    labels = label(schema, [listing(1, "Acme bottle black 500 ml", Color="black", Capacity="0.5 L")])
    checked = {
        "product_id": "1", "category": "bottle", "title": "Acme bottle black 500 ml",
        "spans": [{"attribute": "brand", "text": "Acme"}, {"attribute": "capacity", "text": "500 ml"}],
        "choices": {"color": ["green"]}, "labelled_attributes": ["brand", "capacity", "color"],
    }  # fmt: skip
    compared = compare(schema, labels.rows["bottle"], [checked])
    figures = {key: (count.precision, count.recall) for (_, key), count in compared.items()}
    assert figures == {"category": (1, 1), "brand": (0, 0), "capacity": (1, 1), "color": (0, 0)}
    told = {line["attribute"]: line["checked"]["p"] for line in report_of(schema, labels, compared)["attributes"]}
    assert told == {"brand": 0, "capacity": 1, "color": 0}


def test_checked_rows_of_other_products_are_refused(schema: Schema) -> None:
    labels = label(schema, [listing(1, "Acme bottle black", Color="black")])
    checked = {"product_id": "2", "category": "bottle", "title": "Acme bottle"}
    with pytest.raises(LabelError, match="cannot compare with the checked rows: none of 1 has the product_id"):
        compare(schema, labels.rows["bottle"], [checked])


def test_fewer_rows_are_drawn_so_that_rare_attributes_stay(schema: Schema) -> None:
    common = [listing(n, "Acme bottle", Brand="Acme") for n in range(90)]
    rare = [listing(100 + n, "Acme bottle 500 ml", Brand="Acme", Capacity="500 ml") for n in range(10)]
    rows = label(schema, [*common, *rare]).rows["bottle"]
    kept = drawn(rows, 20)
    assert len(kept) == 20
    assert sum(any(span["attribute"] == "capacity" for span in row["spans"]) for row in kept) >= 4  # 2 by chance
    assert drawn(rows, 20) == kept
    assert drawn(rows, 200) == rows


def test_of_an_attribute_with_several_values_all_that_the_text_gives_have_to_be_stated(schema: Schema) -> None:
    both = [listing(n, "Acme bottle, glass and steel", Material="glass, stainless steel") for n in range(3)]
    one = listing(9, "Acme bottle, glass and steel", Material="glass")
    hidden = label(schema, [*both, one]).hidden["bottle", "material"]
    assert (hidden.hidden, hidden.read, hidden.same) == (4, 4, 3)
