"""Search terms of a literal product, and the dictionary of its schema."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pyspark.sql import DataFrame, SparkSession

from jobs.answers.counted import counted
from jobs.answers.dictionary import dictionary
from jobs.answers.terms import terms
from udfs.schema.schema import Schema

Rows = Callable[..., DataFrame]
Fact = Callable[..., dict[str, Any]]


def test_terms_of_facts_tags_category_and_keywords(fact: Fact, rows: Rows, schema: Schema) -> None:
    black, weight = {"en": "Black", "zh": "黑色"}, {"en": "250 g", "zh": "250 克"}
    attributes = rows(
        "attributes",
        fact("a", "brand", "Acme", value_id="acme", labels={"en": "Acme", "zh": "艾克米"}, raw_value="ACME  Corp"),
        fact("a", "color", "Black", value_id="black", labels=black, raw_value="墨黑", confidence=0.5),
        fact("b", "color", "Black", value_id="black", labels=black),
        fact("a", "weight", "250 g", number=250.0, unit="g", labels=weight, raw_value="250g"),
        fact("a", "washable", "Yes", value_id="yes", labels={"en": "Yes", "zh": "是"}),
        fact("b", "washable", "No", value_id="no", labels={"en": "No", "zh": "否"}),
        fact("a", "code", "12345", raw_value="12345"), fact("a", "size"), fact("gone", "code", "9"),
    )  # fmt: skip
    products = rows("products", *({"product_id": key, "source": "s", "category_confidence": 1.0} for key in "ab"))
    tags = rows("tags", {"product_id": "a", "tag": "gift", "score": 0.8}, {"product_id": "gone", "tag": "gift"})
    keywords = rows(
        "keywords",
        {"product_id": "a", "language": "en", "keyword": "Slim shirt", "score": 0.7},
        {"product_id": "a", "language": "en", "keyword": "black", "score": 0.01, "attribute": "color"},
    )
    counts = counted(attributes, rows("claims"), products)
    found = terms(counts, schema, products, attributes, tags, keywords).collect()

    own = {(r["term"], r["language"]): (r["kind"], r["attribute"], r["score"]) for r in found if r["product_id"] == "a"}
    assert own == {
        ("acme", "en"): ("brand", "brand", 0.2), ("艾克米", "zh"): ("brand", "brand", 0.2),
        ("acme corp", "en"): ("alias", "brand", 0.1),
        ("black", "en"): ("value", "color", 0.05), ("黑色", "zh"): ("value", "color", 0.05),
        ("墨黑", "zh"): ("alias", "color", 0.025),
        ("250 g", "en"): ("value", "weight", 0.2), ("250 克", "zh"): ("value", "weight", 0.2),
        ("250g", "en"): ("alias", "weight", 0.1),
        ("washable", "en"): ("value", "washable", 0.2), ("可水洗", "zh"): ("value", "washable", 0.2),
        ("12345", None): ("identifier", "code", 0.2),
        ("gift", "en"): ("tag", None, 0.08), ("礼物", "zh"): ("tag", None, 0.08),
        ("shirt", "en"): ("category", None, 0.1), ("衬衫", "zh"): ("category", None, 0.1),
        ("slim shirt", "en"): ("keyword", None, 0.7),
    }  # fmt: skip
    assert {r["term"] for r in found if r["product_id"] == "b"} == {"black", "黑色", "shirt", "衬衫"}
    assert {r["product_id"] for r in found} == {"a", "b"}


def test_the_dictionary_says_what_the_schema_says(spark: SparkSession, schema: Schema) -> None:
    found = {row["attribute"]: row.asDict(recursive=True) for row in dictionary(spark, schema).collect()}

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
