"""Facets and coverage of literal products."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pyspark.sql import DataFrame

from jobs.answers.counted import counted
from jobs.answers.coverage import counts_of, coverage
from jobs.answers.dictionary import dictionary
from jobs.answers.facets import facets
from jobs.answers.guide import guide
from jobs.answers.prevalence import prevalence
from tests.jobs.answers.conftest import claims_of
from udfs.schema.schema import Schema

Rows = Callable[..., DataFrame]
Fact = Callable[..., dict[str, Any]]


def products(rows: Rows, *ids: str) -> DataFrame:
    """Those that end in z come from another source."""
    return rows("products", *({"product_id": key, "source": "z" if key.endswith("z") else "shop"} for key in ids))


def facets_of(attributes: DataFrame, products: DataFrame, schema: Schema) -> DataFrame:
    none = attributes.limit(0).withColumn("outcome", attributes["status"])
    counts = counted(attributes, none, products)
    return facets(counts, guide(counts, schema), schema, attributes)


def test_facets_are_sorted_and_count_each_product_once(fact: Fact, rows: Rows, schema: Schema) -> None:
    zh = {"en": "Black", "zh": "黑色"}
    stated = rows(
        "attributes",
        fact("a", "size", "L", value_id="large"), fact("b", "size", "S", value_id="small"),
        fact("c", "size", "S", value_id="small"), fact("z", "size", "M", value_id="medium"),
        fact("a", "color", "White", value_id="white"), fact("b", "color", "Black", value_id="black", labels=zh),
        fact("b", "color", "White", value_id="white", ordinal=1), fact("a", "code", "X-1"),
        fact("a", "brand", "zeta"), fact("b", "brand", "acorn"), fact("c", "brand", "zeta"), fact("z", "brand"),
        fact("stale", "brand", "gone"),
    )  # fmt: skip
    found = facets_of(stated, products(rows, "a", "b", "c", "z"), schema).orderBy("attribute", "position")

    assert [(r["attribute"], r["value"], r["position"], r["products"], r["share"]) for r in found.collect()] == [
        ("brand", "zeta", 1, 2, 0.5), ("brand", "acorn", 2, 1, 0.25),
        ("color", "White", 1, 2, 0.5), ("color", "Black", 2, 1, 0.25),
        ("size", "S", 1, 2, 0.5), ("size", "M", 2, 1, 0.25), ("size", "L", 3, 1, 0.25),
    ]  # fmt: skip
    assert {r["value"]: r["labels"] for r in found.collect()}["Black"] == zh


def test_many_numbers_fall_into_ranges_and_few_stand_for_themselves(fact: Fact, rows: Rows, schema: Schema) -> None:
    def weights(*numbers: float) -> list[tuple[object, ...]]:
        ids = [f"p{place}" for place in range(len(numbers))]
        stated = [
            fact(key, "weight", f"{number:g} g", number=number, unit="g")
            for key, number in zip(ids, numbers, strict=True)
        ]
        found = facets_of(rows("attributes", *stated), products(rows, *ids), schema).orderBy("position")
        return [(r["value"], r["labels"]["zh"], r["range_from"], r["range_to"], r["products"]) for r in found.collect()]

    assert weights(12, 8, 8) == [("8 g", "8 克", 8, 8, 2), ("12 g", "12 克", 12, 12, 1)]
    many = weights(*range(100, 211, 10))
    assert [row[:2] for row in (many[0], many[-1])] == [("under 120 g", "120 克以下"), ("from 200 g", "200 克及以上")]
    assert sum(int(str(row[4])) for row in many) == 12
    assert [row[3] for row in many[:-1]] == [row[2] for row in many[1:]]


def test_a_product_with_two_numbers_of_one_range_counts_once(fact: Fact, rows: Rows, schema: Schema) -> None:
    weight = schema.categories["shirt"].attributes["weight"].model_copy(update={"many": True})
    shirt = schema.categories["shirt"].model_copy(update={"attributes": {"weight": weight}})
    several = schema.model_copy(update={"categories": {"shirt": shirt}})
    numbers = [(f"p{place}", 0, float(place)) for place in range(10, 22)] + [("p10", 1, 10.5), ("p10", 2, 500.0)]
    stated = rows(
        "attributes", *(fact(key, "weight", f"{n:g} g", ordinal=o, number=n, unit="g") for key, o, n in numbers)
    )  # fmt: skip
    found = facets_of(stated, products(rows, *(key for key, _, _ in numbers[:12])), several)
    found = {r["value"]: r["products"] for r in found.collect()}

    assert found["under 20 g"] == 10
    assert sum(found.values()) == 13


def test_coverage_adds_up_and_shows_what_nobody_states(fact: Fact, rows: Rows, schema: Schema) -> None:
    unsure = [
        {"origin": "model", "raw_value": "zeta", "value": "zeta", "confidence": 0.2, "outcome": "below_threshold"}
    ]
    facts = [
        fact("a", "brand", "zeta"), fact("b", "brand", "Acme", origin="person"),
        fact("c", "brand", "Acme", origin="model"), fact("d", "brand"), fact("e", "brand", lost=unsure),
        fact("a", "color", "Black", value_id="black", origin="model", raw_value=None),
        fact("a", "color", "White", value_id="white", origin="model", raw_value=None, ordinal=1),
        fact("b", "color", status="unmapped", raw_value="mauve", origin="seller"),
        fact("c", "color", status="invalid", raw_value="?", origin="seller"),
        fact("z", "color", "Black", value_id="black"),
    ]  # fmt: skip
    size = fact("d", "size", lost=unsure)  # which the schema does not require: nothing stands, and no row is missing
    claims = claims_of(rows, *facts, size)
    counts = counted(rows("attributes", *facts), claims, products(rows, "a", "b", "c", "d", "e", "z"))
    found = coverage(counts_of(counts), schema)

    states = ("products", "stated", "found", "implied", "unmapped", "invalid", "low_confidence", "missing")
    by_key = {(r["attribute"], r["source"]): tuple(r[state] for state in states) for r in found}
    assert by_key["brand", "shop"] == (5, 2, 1, 0, 0, 0, 1, 1)
    assert by_key["color", "shop"] == (5, 0, 0, 1, 1, 1, 0, 2)
    assert by_key["color", "z"] == (1, 1, 0, 0, 0, 0, 0, 0)
    assert by_key["size", "shop"] == (5, 0, 0, 0, 0, 0, 1, 4)
    assert by_key["code", "z"] == (1, 0, 0, 0, 0, 0, 0, 1)
    assert len(by_key) == 12


def test_shares_are_of_the_products_of_a_category(fact: Fact, rows: Rows) -> None:
    stated = [fact(key, "color", "Black", value_id="black") for key in "abc"] + [fact("d", "brand", "Zeta")]
    rare = [fact("d", "code", "X-1"), fact("stale", "color", "Red", value_id="red")]
    listed = ({"product_id": key, "source": "s", "tags": ["gift"] if key in "ab" else []} for key in "abcd")
    other = ({"product_id": f"e{n}", "source": "s", "category": "hat"} for n in range(600))
    known = rows("products", *listed, *other)
    counts = counted(rows("attributes", *stated, *rare), rows("claims"), known)
    found = prevalence(counts, counts_of(counts))

    assert dict(found.values) == {
        ("shirt", "color", "black"): 0.75, ("shirt", "brand", "Zeta"): 0.25, ("shirt", "code", "X-1"): 0.25,
    }  # fmt: skip
    assert found.categories == {"shirt": 4 / 604, "hat": 600 / 604}
    assert found.tags == {"gift": 2 / 604}


def test_the_dictionary_says_what_the_schema_says(schema: Schema) -> None:
    found = {row["attribute"]: row for row in dictionary(schema)}

    assert list(found) == ["brand", "size", "color", "weight", "washable", "code"]
    assert found["weight"] == {
        "category": "shirt", "attribute": "weight", "position": 4, "category_names": {"en": "Shirt", "zh": "衬衫"},
        "names": {"en": "Weight", "zh": "重量"}, "descriptions": {"en": "Weight", "zh": "重量"}, "kind": "quantity",
        "unit": "g", "range_from": 10.0, "range_to": 2000.0, "required": False, "several": False, "closed": False,
        "allowed": [], "aliases": [],
    }  # fmt: skip
    color = found["color"]
    assert (color["several"], color["closed"], found["brand"]["closed"], found["brand"]["required"]) == (
        True, True, False, True,
    )  # fmt: skip
    assert color["allowed"][0] == {"id": "black", "labels": {"en": "Black", "zh": "黑色"}, "aliases": ["jet black"]}
