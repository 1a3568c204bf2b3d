"""Views over the published tables, in any language of the schema."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from pyspark.sql import DataFrame, SparkSession

from jobs.lake.runs import Published
from jobs.language.names import Labels
from jobs.reading.library import Library
from jobs.reading.views import view
from udfs.schema.schema import Schema

ATTRIBUTES = (
    "product_id string, category string, attribute string, ordinal int, status string, value string, value_zh string, "
    "number double, labels map<string,string>"
)
PRODUCTS = (
    "product_id string, title string, source string, category string, completeness double, "
    "attributes map<string,string>"
)
REST = {"en": ["zh", "de"], "zh": ["en", "de"], "de": ["en", "zh"]}
ROWS = [
    ("a", "mug", "color", 0, "standard", "Black", "黑色", None, {"en": "Black", "zh": "黑色", "de": "Schwarz"}),
    ("a", "mug", "brand", 0, "standard", "Acme", "艾克米", None, None),  # of an earlier version, or text
    ("a", "mug", "capacity", 0, "standard", "350 ml", "350 毫升", 350.0, {"en": "350 ml", "zh": "350 毫升"}),
]


@pytest.fixture
def labels(tiny_schema: Schema) -> dict[str, Labels]:
    data = tiny_schema.model_dump(mode="json")
    data["categories"]["mug"]["attributes"]["color"]["values"]["black"]["name"]["de"] = "Schwarz"
    schema = Schema.model_validate(data)
    return {language: Labels(schema, language) for language in ("en", "zh", "de")}


@pytest.mark.parametrize(
    ("language", "color", "brand", "shown"),
    [
        ("en", "Black", "Acme", {"color": "Black", "brand": "Acme"}),
        ("zh", "黑色", "艾克米", {"color": "黑色", "brand": "艾克米", "capacity": "350 毫升"}),
        ("de", "Schwarz", "Acme", {"color": "Schwarz", "brand": "Acme", "capacity": "350 ml"}),
    ],
)
def test_values_are_labels_of_the_language_where_there_are_any(
    spark: SparkSession, labels: dict[str, Labels], language: str, color: str, brand: str, shown: dict[str, str]
) -> None:
    frames = {
        "attributes": spark.createDataFrame(ROWS, ATTRIBUTES),
        "products": spark.createDataFrame(
            [("a", "Mug", "shop", "mug", 1.0, {"color": "Black", "brand": "Acme"})], PRODUCTS
        ),
    }

    def read(name: str, _: int) -> DataFrame:
        return frames[name]

    run = Published("r", {}, {"attributes": 1, "products": 1})
    library = Library(SimpleNamespace(read=read), run)  # type: ignore[arg-type]
    (wide,) = view(library, "mug_products", labels[language]).collect()
    assert (wide["color"], wide["brand"], wide["capacity"]) == (color, brand, 350.0)
    first = Schema.model_validate(
        labels["zh"].schema.model_dump(mode="json") | {"languages": [language, *REST[language]]}
    )
    values = view(library, "attributes", Labels(first, language)).filter("attribute = 'capacity'").collect()
    assert [row["value"] for row in values] == ["350 毫升" if language == "zh" else "350 ml"]
    (product,) = view(library, "products", labels[language]).collect()
    assert product["attributes"] == shown
