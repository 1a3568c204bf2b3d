"""From spans and sellers' values to claims: what a decision changes, and what is compared with the allowed values."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pytest
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F
from rich.console import Console

from jobs.candidates import ProductFunctions, candidates, mentions, standardize_wordings, threshold_column
from jobs.inference import ModelKey
from jobs.progress import Progress
from jobs.staging import Staging
from jobs.store import Store
from udfs import spark as product
from udfs.pipeline import Pipeline
from udfs.records import Extraction, Listing, Scored, Span
from udfs.schema import Schema
from udfs.settings import Thresholds

NEAREST = [Scored("white", 0.9)]  # what the model of these tests finds for every raw value

# product, attribute, raw value, confidence
SPANS = [
    ("p1", "color", "dusk", 0.2), ("p1", "color", "dawn", 0.15), ("p1", "lid", "tight", 0.4),
    ("p2", "color", "dust", 0.25), ("p2", "lid", "loose", 0.3), ("p2", "lid", "ajar", 0.25),
    ("p3", "color", "dusk", 0.1),
]  # fmt: skip


@pytest.fixture
def two_choices(tiny_schema: Schema) -> Schema:
    """Mugs with a colour that counts from 0.3 on, and a lid, of the same values, with the job's threshold."""
    data = tiny_schema.model_dump(mode="json")
    attributes = data["categories"]["mug"]["attributes"]
    attributes["lid"] = attributes["color"] | {"name": {"en": "Lid", "zh": "盖子"}, "aliases": []}
    attributes["color"] = attributes["color"] | {"threshold": 0.3}
    return Schema.model_validate(data)


def functions(schema: Schema, thresholds: Thresholds) -> ProductFunctions:
    text = schema.to_json()
    nearest = F.array(*(F.struct(F.lit(m.id).alias("id"), F.lit(m.score).alias("score")) for m in NEAREST))
    return ProductFunctions(
        extract=None, match=lambda *_: nearest, standardize=product.standardize(text, thresholds.match),
        resolve=product.resolve(text, thresholds), category_id=None, site_of=None, attribute_id=None,
        parts=product.parts(text), value_key=product.value_key(), threshold=threshold_column(schema, thresholds),
    )  # fmt: skip


def claims(store: Store, made: ProductFunctions, spans: list[Any], sellers: list[Any]) -> DataFrame:
    """The claims about mugs: product_id, candidates."""
    spark = store.spark
    ids = sorted({row[0] for row in [*spans, *sellers]})
    products = spark.createDataFrame(
        [(i, "mug", i) for i in ids], "product_id string, category string, text_hash string"
    )
    said = [(i, [(a, "title", 0, len(raw), raw, c) for p, a, raw, c in spans if p == i]) for i in ids]
    span = "struct<attribute:string,field:string,start:int,end:int,text:string,confidence:double>"
    extractions = spark.createDataFrame(said, f"text_hash string, spans array<{span}>")
    entries = [(p, "mug", a, raw, a) for p, a, raw in sellers]
    stated = spark.createDataFrame(
        entries, "product_id string, category string, key string, raw string, attribute string"
    )
    found = mentions(products, extractions, stated, made)
    progress = Progress(Console(file=io.StringIO()))
    store.hold()
    standards = standardize_wordings(store, Staging(store, "r"), found, made, ModelKey("m", "s"), "r", progress)
    return candidates(found, standards)


def compared(store: Store) -> list[str]:
    return sorted(row["raw_value"] for row in store.read("matches").collect())


def test_a_decision_says_what_a_wording_means_and_not_that_a_listing_states_it(
    store: Store, spark: SparkSession, tiny_schema: Schema
) -> None:
    spark.sql(
        "select 'mug' category, 'color' attribute, 'Midnight' raw_value, 'map' action, 'black' value, 'Li' decided_by, "
        "timestamp'2026-03-01' decided_at, cast(null as string) note"
    ).write.format("delta").mode("append").save(store.path("decisions"))
    made = functions(tiny_schema, Thresholds(value=0.05))
    spans = [
        ("unlikely", "color", "midnight", 0.06), ("unlikely", "color", "white", 0.88),
        ("likely", "color", "midnight", 0.88), ("likely", "color", "white", 0.06),
        ("against seller", "color", "midnight", 0.9), ("seller", "color", "white", 0.9),
    ]  # fmt: skip
    sellers = [("against seller", "color", "white"), ("seller", "color", "midnight")]
    found = claims(store, made, spans, sellers)
    choices = F.lit(None).cast(product.CHOICES)
    rows = found.select("product_id", F.inline(made.resolve(F.lit("mug"), "candidates", choices)))
    winners = rows.filter("attribute = 'color'").select("product_id", "value", "origin", "rule", "confidence")
    assert {row[0]: tuple(row)[1:] for row in winners.collect()} == {
        "unlikely": ("White", "model", "name", 0.88),
        "likely": ("Black", "model", "decision", 0.88),
        "against seller": ("White", "seller", "name", 1.0),
        "seller": ("Black", "person", "decision", 1.0),
    }


def test_only_what_may_win_is_compared_with_the_allowed_values(store: Store, two_choices: Schema) -> None:
    found = claims(store, functions(two_choices, Thresholds()), SPANS, [("p3", "color", "fog"), ("p3", "lid", "white")])
    rules = found.select("product_id", F.inline("candidates")).select("product_id", "raw", "standard.rule").collect()
    assert {(row["product_id"], row["raw"]) for row in rules if row["rule"] == "nearest value"} == {
        ("p1", "dusk"), ("p1", "dawn"), ("p2", "loose"), ("p2", "ajar"), ("p3", "fog"),
    }  # fmt: skip
    assert len(rules) == 9  # what is not compared stays a claim
    assert compared(store) == ["ajar", "dawn", "dusk", "fog", "loose"]


def test_a_lower_threshold_compares_what_it_makes_likely_and_nothing_twice(store: Store, two_choices: Schema) -> None:
    claims(store, functions(two_choices, Thresholds()), SPANS, [])
    lower = replace(functions(two_choices, Thresholds(value=0.4)), match=lambda *_: F.lit([]).cast(product.MATCHES))
    claims(store, lower, SPANS, [])
    assert compared(store) == ["ajar", "dawn", "dusk", "loose", "tight"]
    empty = store.read("matches").filter("size(matches) = 0")
    assert [row["raw_value"] for row in empty.collect()] == ["tight"]


def test_the_pipeline_without_spark_compares_the_same(two_choices: Schema) -> None:
    asked: list[str] = []

    class Model:
        def extract(self, listings: list[Listing]) -> list[Extraction]:
            own = [[row for row in SPANS if row[0] == listing.product_id] for listing in listings]
            return [
                Extraction("mug", 1.0, spans=tuple(Span(a, "title", 0, len(raw), raw, c) for _, a, raw, c in rows))
                for rows in own
            ]

        def match(self, triples: list[tuple[str, str, str]]) -> list[list[Scored]]:
            asked.extend(raw for _, _, raw in triples)
            return [NEAREST] * len(triples)

    listings = [Listing(i, "Mug", category="mug") for i in ("p1", "p2")]
    listings.append(Listing("p3", "Mug", category="mug", seller_attributes={"Colour": "fog", "Lid": "white"}))
    results = Pipeline(Model(), two_choices, Thresholds()).process(listings)  # type: ignore[arg-type]
    assert sorted(asked) == ["ajar", "dawn", "dusk", "fog", "loose"]
    values = [{row.attribute: (row.value, row.confidence) for row in result.rows} for result in results]
    assert (values[0]["color"], values[1]["lid"]) == (("White", 0.35), ("White", 0.55))
