"""``CATEGORY_typed``: literal values of each kind, read alike by Spark, DuckDB and Polars."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from pyspark.sql import SparkSession

from jobs.language.names import Labels
from jobs.reading.library import Library
from jobs.reading.polars_views import wide_frame
from jobs.reading.published.target import Target
from jobs.reading.queries import Queries
from jobs.reading.views import view
from jobs.reading.wide import view_names
from tests.jobs.reading.conftest import RUN, names, run_row, write, write_others
from tests.jobs.reading.test_engines import plain, sorted_rows
from udfs.schema.schema import Schema

COLORS = {"black": {"name": {"en": "Black", "zh": "黑色"}}, "red": {"name": {"en": "Red"}}}
USES = {"tea": {"name": {"en": "Tea"}}, "milk": {"name": {"en": "Milk"}}}
SCHEMA: dict[str, Any] = {
    "categories": {
        "mug": names("Mug", "马克杯")
        | {
            "attributes": {
                "color": names("Color", "颜色") | {"kind": "choice", "values": COLORS},
                "uses": names("Uses", "用途") | {"kind": "choices", "values": USES},
                "volume": names("Volume", "容量") | {"kind": "quantity", "unit": "ml"},
                "sizes": names("Sizes", "规格") | {"kind": "quantity", "unit": "cm", "many": True},
                "lid": names("Lid", "盖") | {"kind": "boolean"},
                "box": names("Box", "盒") | {"kind": "dimensions", "unit": "cm"},
            }
        }
    },
    "tags": {"gift": names("Gift", "礼物")},
}
TOLD = {"category": "mug", "origin": "seller", "confidence": 1.0}
VALUES: list[dict[str, Any]] = [
    {"attribute": "color", "value": "Black", "labels": {"en": "Black", "zh": "黑色"}, "raw_value": "noir",
     "field": "title", "start_offset": 4, "end_offset": 8},
    {"attribute": "volume", "value": "300–350 ml", "number": 300.0, "number_max": 350.0, "raw_value": "300-350ml"},
    {"attribute": "sizes", "value": "9 cm", "number": 9.0, "ordinal": 1, "raw_value": "9"},
    {"attribute": "sizes", "value": "10 cm", "number": 10.0, "ordinal": 0, "raw_value": "10"},
    {"attribute": "lid", "value": "No", "value_id": "no", "raw_value": "no lid"},
    {"attribute": "box", "value": "1 × 2 cm", "raw_value": "1x2",
     "parts": [{"name": "length", "number": 1.0, "unit": "cm"}, {"name": "width", "number": 2.0, "unit": "cm"}]},
]  # fmt: skip
UNKNOWN = {"product_id": "M2", "attribute": "uses", "status": "unmapped", "raw_value": "soup", "confidence": 0.4}


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Two mugs with values, one without any, one that is stale."""
    folder = tmp_path_factory.mktemp("typed") / "target"
    stated = [{"product_id": "M1", **TOLD, **value} for value in VALUES]
    write(folder, "attributes", [*stated, TOLD | UNKNOWN, {"product_id": "M4", **TOLD, **VALUES[0]}])
    stale = {"M1": None, "M2": None, "M3": None, "M4": "no_text"}
    write(folder, "products", [{"product_id": key, "category": "mug", "stale": why} for key, why in stale.items()])
    write_others(folder)
    write(folder, "runs", [run_row(RUN, {path.name: 0 for path in folder.iterdir()})])
    return str(folder)


@pytest.fixture(scope="module")
def schema() -> Schema:
    return Schema.model_validate(SCHEMA)


def evidence(raw: str, **other: Any) -> dict[str, Any]:
    usual = {"field": None, "start_offset": None, "end_offset": None, "origin": "seller", "confidence": 1.0}
    return {"raw_value": raw, **usual, "status": "standard", **other}


def by_polars(frame: pl.DataFrame) -> list[list[Any]]:
    """Rows in which maps are maps."""
    maps = {name for name in frame.columns if name.endswith("_parts")}
    rows = frame.to_dicts()
    return [
        [
            {each["key"]: each["value"] for each in value} if name in maps and value is not None else value
            for name, value in row.items()
        ]
        for row in rows
    ]


def test_values_are_typed_with_their_evidence_beside(target: str, schema: Schema) -> None:
    queries = Queries(Target(target), Labels(schema, "zh"))
    first, second, third = queries.ask("SELECT * FROM mug_typed ORDER BY product_id").dicts()

    assert {name: first[name] for name in first if not name.endswith("_evidence")} == {
        "product_id": "M1", "title": None, "source": "shop", "completeness": None, "color": "黑色", "uses": [],
        "volume": 300.0, "volume_max": 350.0, "sizes": [10.0, 9.0], "lid": False, "box": "1 × 2 cm",
        "box_parts": {"length": 1.0, "width": 2.0},
    }  # fmt: skip
    assert first["color_evidence"] == evidence("noir", field="title", start_offset=4, end_offset=8)
    assert first["sizes_evidence"] == [evidence("10"), evidence("9")]
    assert (second["uses"], second["uses_evidence"]) == ([], [evidence("soup", status="unmapped", confidence=0.4)])
    assert (third["uses"], third["uses_evidence"], third["color"], third["lid_evidence"]) == ([], [], None, None)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_three_engines_give_equal_rows(spark: SparkSession, target: str, schema: Schema, lang: str) -> None:
    labels = Labels(schema, lang)
    library, tables = Library.open(spark, target), Target(target)
    for name in view_names(schema)[-2:]:
        answer, in_spark, in_polars = (
            Queries(tables, labels).ask(f"SELECT * FROM {name}"), view(library, name, labels),
            wide_frame(tables, name, labels),
        )  # fmt: skip
        assert answer.names == in_spark.columns == in_polars.columns, name
        expected = sorted_rows(list(answer.rows()))
        assert sorted_rows(in_spark.collect()) == expected, name
        assert sorted_rows(by_polars(in_polars)) == [plain(row) for row in expected], name


def test_units_stand_in_the_comments(spark: SparkSession, target: str, schema: Schema) -> None:
    view(Library.open(spark, target), "mug_typed", Labels(schema, "en")).createOrReplaceTempView("typed_of_test")
    comments = {row["col_name"]: row["comment"] for row in spark.sql("DESCRIBE typed_of_test").collect()}
    assert comments["volume"] == "Volume: Volume (ml)"
    assert comments["volume_max"] == "Volume: upper end of a stated range (ml)"

    asked = "SELECT comment FROM duckdb_columns() WHERE table_name = 'mug_typed' AND column_name = 'sizes'"
    assert [*Queries(Target(target), Labels(schema, "zh")).ask(asked).rows()] == [("规格: 规格 (cm)",)]
