"""A schema of shirts in two languages, and rows of the tables that answers are made of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pyspark.sql import DataFrame, SparkSession

from jobs.lake.local import local_frame
from jobs.lake.tables.target import TABLES
from udfs.schema.loading import load_schema
from udfs.schema.schema import Schema

SCHEMA = """
categories:
  shirt:
    name: {en: Shirt, zh: 衬衫}
    description: {en: Shirts, zh: 衬衫}
    attributes:
      brand:
        name: {en: Brand, zh: 品牌}
        description: {en: Maker, zh: 制造商}
        kind: span
        maker: true
        required: true
        values: {acme: {name: {en: Acme, zh: 艾克米}, aliases: [ACME Corp]}}
      size:
        name: {en: Size, zh: 尺码}
        description: {en: Size on the label, zh: 标签尺码}
        kind: choice
        values: {large: {name: {en: L, zh: 大码}}, small: {name: {en: S, zh: 小码}}, medium: {name: {en: M, zh: 中码}}}
      color:
        name: {en: Color, zh: 颜色}
        description: {en: Main colour, zh: 主色}
        kind: choices
        values: {black: {name: {en: Black, zh: 黑色}, aliases: [jet black]}, white: {name: {en: White, zh: 白色}}}
      weight:
        name: {en: Weight, zh: 重量}
        description: {en: Weight, zh: 重量}
        kind: quantity
        unit: g
        range: [10, 2000]
      washable:
        name: {en: Washable, zh: 可水洗}
        description: {en: Can be washed, zh: 可以水洗}
        kind: boolean
      code:
        name: {en: Code, zh: 货号}
        description: {en: Part number, zh: 货号}
        kind: identifier
tags:
  gift: {name: {en: Gift, zh: 礼物}, description: {en: For giving, zh: 送人}}
"""


@pytest.fixture(scope="session")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Schema:
    folder = tmp_path_factory.mktemp("shirts")
    (folder / "shirt.yaml").write_text(SCHEMA, encoding="utf-8")
    return load_schema(folder)


@pytest.fixture(scope="session")
def rows(spark: SparkSession) -> Callable[..., DataFrame]:
    """Rows of a table, of what they have beside a usual row."""

    def make(name: str, *given: dict[str, Any]) -> DataFrame:
        columns = ", ".join(f"{column.name} {column.type}" for column in TABLES[name].columns)
        return local_frame(spark, columns, ({"category": "shirt", "run_id": "r1", **row} for row in given))

    return make


def claims_of(rows: Callable[..., DataFrame], *facts: dict[str, Any]) -> DataFrame:
    """Rows of table claims: what ``lost`` against each fact."""
    lost = (
        {key: fact.get(key) for key in ("product_id", "attribute", "unit")} | {"place": place} | claim
        for fact in facts
        for place, claim in enumerate(fact.get("lost", ()))
    )
    return rows("claims", *lost)


@pytest.fixture(scope="session")
def fact() -> Callable[..., dict[str, Any]]:
    """A row of table attributes: what a seller states, standard where there is a value."""

    def make(product: str, attribute: str, value: str | None = None, **other: Any) -> dict[str, Any]:
        usual = {"ordinal": 0, "status": "standard" if value else "missing", "confidence": 1.0}
        told = {"origin": "seller", "raw_value": value, "rule": "name"} if value else {}
        return {"product_id": product, "attribute": attribute, "value": value, **usual, **told, **other}

    return make
