"""A small target of all kinds of attributes, written by delta-rs: no Spark is needed to make it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import deltalake
import pyarrow as pa
import pytest

from jobs.lake.tables.target import TABLES
from jobs.reading.published.shapes import arrow_schema
from udfs.schema.schema import Schema

RUN = "20260301T100000Z-aaaaaa"
MOMENT = datetime(2026, 3, 1, 10, 30, 15, 250000, tzinfo=UTC)


def names(en: str, zh: str) -> dict[str, Any]:
    return {"name": {"en": en, "zh": zh}, "description": {"en": en, "zh": zh}}


SCHEMA: dict[str, Any] = {
    "categories": {
        "tea": names("Tea", "茶叶")
        | {
            "attributes": {
                "brand": names("Brand", "品牌") | {"kind": "span"},
                "weight": names("Weight", "重量") | {"kind": "quantity", "unit": "g", "pack": "total"},
                "season": names("Season", "季节")
                | {
                    "kind": "choices",
                    "values": {"spring": {"name": {"en": "Spring", "zh": "春"}}, "autumn": {"name": {"en": "Autumn"}}},
                },
                "grade": names("Grade", "等级")
                | {"kind": "ordered", "values": {"low": {"name": {"en": "Low"}}, "high": {"name": {"en": "High"}}}},
                "size": names("Size", "尺寸") | {"kind": "dimensions", "unit": "cm"},
                "blend": names("Blend", "成分") | {"kind": "composition"},
            }
        },
        "mug": names("Mug", "马克杯") | {"attributes": {"brand": names("Brand", "品牌") | {"kind": "span"}}},
    },
    "tags": {"gift": names("Gift", "礼物")},
}
WEIGHT = {"unit": "g", "labels": {"en": "100 g", "zh": "100 克"}}
PARTS = [{"name": "length", "number": 10.0, "unit": "cm"}, {"name": "width", "number": 2.5, "unit": "cm"}]
VALUES: list[dict[str, Any]] = [
    {"product_id": "T1", "attribute": "brand", "value": '张一元\'s "best"', "value_zh": None},
    {"product_id": "T1", "attribute": "weight", "value": "100 g", "number": 100.0, "number_max": 120.5, **WEIGHT},
    {
        "product_id": "T1",
        "attribute": "season",
        "ordinal": 1,
        "value": "Spring",
        "labels": {"en": "Spring", "zh": "春"},
    },
    {"product_id": "T1", "attribute": "season", "ordinal": 0, "value": "Autumn", "labels": {"en": "Autumn"}},
    {"product_id": "T1", "attribute": "grade", "value": "High", "number": 2.0},
    {"product_id": "T1", "attribute": "size", "value": "10 × 2.5 cm", "parts": PARTS},
    {"product_id": "T2", "attribute": "weight", "value": "100 g", "number": 100.0, **WEIGHT, "parts": []},
    {"product_id": "T2", "attribute": "brand", "ordinal": 0, "value": "Dragon", "value_zh": "龙"},
    {"product_id": "T2", "attribute": "grade", "status": "unmapped", "value": None, "raw_value": "so so"},
    {"product_id": "T3", "attribute": "brand", "value": "Old"},  # of a stale product
    {"product_id": "M1", "category": "mug", "attribute": "brand", "value": "Acme", "value_zh": "艾克米"},
]
LISTED: list[dict[str, Any]] = [
    {"product_id": "T1", "title": "张一元 茉莉花茶", "completeness": 1.0, "attributes": {"season": "Autumn; Spring"}},
    {"product_id": "T2", "title": None, "completeness": 0.5, "numbers": {"weight": 100.0}, "updated_at": MOMENT},
    {"product_id": "T3", "title": "Old tea", "completeness": 0.1, "stale": "no_text", "attributes": {"brand": "Old"}},
    {"product_id": "T4", "title": "=1+1 Nothing\x07 known _x0041_", "completeness": 0.0},
    {"product_id": "M1", "title": "Mug", "category": "mug", "completeness": 1.0, "attributes": {"brand": "Acme"}},
]
DEFAULTS: dict[str, Any] = {
    "category": "tea", "source": "shop", "ordinal": 0, "status": "standard", "source_model": "none", "schema": "s",
    "run_id": RUN, "content_hash": "c", "text_hash": "t",
}  # fmt: skip


def write(folder: Path, name: str, rows: list[dict[str, Any]]) -> None:
    """A version of a table; required columns that a row lacks are filled."""
    schema = arrow_schema(TABLES[name])
    filled = [{key: DEFAULTS.get(key) for key in schema.names} | row for row in rows]
    table = pa.Table.from_pylist(filled, schema=schema)
    deltalake.write_deltalake(str(folder / name), table, mode="append", description=TABLES[name].comment)


def write_others(folder: Path) -> None:
    """The tables that a run makes beside, all of them empty."""
    for name, table in TABLES.items():
        if not table.optional and not (folder / name).exists() and name != "runs":
            write(folder, name, [])


def run_row(run_id: str, versions: dict[str, int], at: datetime = MOMENT) -> dict[str, Any]:
    return {
        "run_id": run_id, "name": "tiny", "started_at": at, "finished_at": at, "version": "1", "model": "none",
        "schema": "s", "model_schema": "m", "recipes": {"tea": "r"}, "counts": {"read": 5}, "seconds": {"read": 1.0},
        "sources": [{"name": "shop", "format": "csv", "path": "shop.csv", "version": None, "rows": 5}],
        "quality": {"completeness": 0.5}, "table_versions": versions,
    }  # fmt: skip


@pytest.fixture(scope="session")
def kinds_schema() -> Schema:
    return Schema.model_validate(SCHEMA)


@pytest.fixture(scope="session")
def kinds_target(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One finished run; products of two categories, one of them stale, one without values."""
    folder = tmp_path_factory.mktemp("kinds") / "target"
    write(folder, "attributes", VALUES)
    write(folder, "products", LISTED)
    write(
        folder,
        "tags",
        [{"product_id": key, "tag": "gift", "score": 0.9, "rank": 1, "origin": "model"} for key in ("T1", "T3")],
    )
    write_others(folder)
    versions = {path.name: 0 for path in folder.iterdir()}
    write(folder, "runs", [run_row(RUN, versions)])
    return folder
