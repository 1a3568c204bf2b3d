"""Statements of listings and their resolution, through Spark's columns."""

from __future__ import annotations

import pytest
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

from jobs.run.standardizing.resolve import product_rows, products_with_unknown, resolve_products, statements
from udfs.schema.schema import Schema
from udfs.settings import Thresholds
from udfs.spark import functions as product

PRODUCTS = (
    "product_id string, source string, site string, title string, description string, category string, "
    "category_origin string, category_confidence double, locale string, content_hash string, text_hash string, "
    "updated_at timestamp, seller_attributes map<string,string>, remark string"
)
SPAN = "struct<attribute:string,field:string,start:int,end:int,text:string,confidence:double>"
EXTRACTIONS = (
    f"text_hash string, category string, spans array<{SPAN}>, "
    "choices array<struct<attribute:string,value:string,confidence:double,evidence:double>>, "
    "tags array<struct<id:string,score:double>>, foreign string"
)
MATCHES = "array<struct<attribute:string,raw:string,matches:array<struct<id:string,score:double>>>>"
TAGS = [("gift", 0.7), ("gift2", 0.1)]


def test_products_become_rows_with_what_is_unknown_in_its_place(spark: SparkSession, tiny_schema: Schema) -> None:
    def listed(name: str, title: str | None, text: str | None, entries: dict[str, str] | None) -> tuple[object, ...]:
        return (name, "shop", None, title, text, "mug", "seller", 1.0, None, "c", name, None, entries, None)

    products = spark.createDataFrame(
        [
            listed("nothing", "Mug", None, None),
            listed("seller", "Mug", None, {"Colour": "dusk", "Glaze": "matte", "容量": "350"}),
            listed("text", "dusk mug", "Acme", {}),
            listed("for", "Mug", "fits Acme", None),
            listed("thai", "Acme แก้ว", None, {"Colour": "white"}),
        ],
        PRODUCTS,
    )
    spans = {
        "text": [("color", "title", 0, 4, "dusk", 0.9), ("brand", "description", 0, 4, "Acme", 0.8)],
        "for": [("brand", "description", 5, 9, "Acme", 0.9)],
        "thai": [("brand", "title", 0, 4, "Acme", 0.9)],
    }
    chosen = {"for": [("color", "black", 0.9, 0.5)]}
    extractions = spark.createDataFrame(
        [
            (name, "mug", spans.get(name, []), chosen.get(name, []), TAGS, "Thai" if name == "thai" else None)
            for name in ("nothing", "seller", "text", "for", "thai")
        ],
        EXTRACTIONS,
    )
    data = tiny_schema.model_dump(mode="json")
    data["categories"]["mug"]["attributes"]["brand"]["maker"] = True
    schema, thresholds = Schema.model_validate(data).to_json(), Thresholds(nearest_precision=0.8)
    listed = statements(products, extractions)
    asked = products_with_unknown(listed, product.unknown(schema, thresholds, "[]", calibrated=True))
    plan = asked._jdf.queryExecution().optimizedPlan().toString()
    assert plan.count("ArrowEvalPython") == 1  # not once more for the filter
    open_ones = asked.collect()
    assert {row["product_id"]: [tuple(own) for own in row["unknown"]] for row in open_ones} == {
        "seller": [("color", "dusk")], "text": [("color", "dusk")],
    }  # fmt: skip

    near = F.expr(f"cast(array(struct('color', 'dusk', array(struct('black', 0.9D)))) as {MATCHES})")
    matched = listed.withColumn("matches", F.when(F.col("product_id") == "text", near))
    resolved = resolve_products(matched, product.resolve(schema, thresholds, "[]", calibrated=True))
    rows = {row["product_id"]: row for row in resolved.collect()}
    values = {
        name: {own["attribute"]: (own["status"], own["value"], own["rule"]) for own in row["facts"]}
        for name, row in rows.items()
    }
    missing = ("missing", None, None)
    assert values == {
        "nothing": {"brand": missing},
        "seller": {
            "brand": missing, "capacity": ("standard", "350 ml", "unit"), "color": ("unmapped", None, "no match"),
        },
        "text": {"brand": ("standard", "Acme", "name"), "color": ("standard", "Black", "nearest value")},
        "for": {"brand": missing, "color": ("invalid", None, "no evidence")},
        "thai": {"brand": ("invalid", None, "foreign language"), "color": ("standard", "White", "name")},
    }  # fmt: skip
    assert {name: row["unknown_attributes"] for name, row in rows.items()} == {
        "nothing": None, "seller": {"Glaze": "matte"}, "text": None, "for": None, "thai": None,
    }  # fmt: skip
    assert [tag["id"] for tag in rows["text"]["tags"]] == ["gift"]
    assert rows["thai"]["tags"] == []
    one = {row["product_id"]: row for row in product_rows(resolved, tiny_schema, "r").collect()}
    own = ("attributes", "numbers", "tags", "completeness", "missing")
    assert [one["seller"][name] for name in own] == [
        {"capacity": "350 ml"}, {"capacity": 350.0}, ["gift"], pytest.approx(1 / 3), ["brand"],
    ]  # fmt: skip
    assert [one["text"][name] for name in own] == [
        {"brand": "Acme", "color": "Black"}, {}, ["gift"], pytest.approx(2 / 3), [],
    ]  # fmt: skip
