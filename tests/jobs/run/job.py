"""A job of two small sources with a tiny untrained model: what the model says is noise, and is silenced."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from pyspark.sql import SparkSession
from rich.console import Console

from jobs.config import JobConfig
from jobs.display.progress import Progress
from jobs.lake import synchronize as synchronizing
from jobs.lake.runs import RunSummary
from jobs.lake.store import Store
from jobs.run.pipeline import run
from udfs.config import load_config

SHOP = """sku,name,body,cat,props,modified
a1,"ACME mug 350ml","nice, black
cup",Mug,"{""Colour"":""jet black"",""容量"":""0.35 l"",""Glaze"":""matte""}",2026-01-02
a2,艾克米 马克杯 黑色,,厨房 > 杯子,"{""品牌"":""艾克米"",""颜色"":""墨绿"",""Capacity"":""一桶""}",2026-01-02
,no id,,,,
a3,,,,,
a4,boat,,Boats,,
a1,older,,Mug,,2025-01-01
"""
MARKET = """{"id":"l1","t":"Lamp 5W","d":"gives light","c":"Lighting > Desk lamp","p":{"功率":"5瓦"}}
{"id":"l2","t":"Lamp 9W","c":"台灯","p":{"power":"9"}}
{broken
"""
SHOP_COLUMNS = {
    "product_id": "sku",
    "title": "name",
    "description": "body",
    "category": "cat",
    "seller_attributes": "from_json(props, 'map<string,string>')",
    "updated_at": "modified",
}
MARKET_COLUMNS = {"product_id": "id", "title": "t", "description": "d", "category": "c", "seller_attributes": "p"}


class Job:
    """A job in a folder of its own, with files a test may edit between runs."""

    def __init__(self, spark: SparkSession, folder: Path, checkpoint: Path) -> None:
        self.spark, self.folder, self.target = spark, folder, folder / "target"
        self.store = Store(spark, str(self.target))
        config = {
            "name": "test",
            "target": str(self.target),
            "checkpoint": str(checkpoint),
            "schema": str(folder / "schema"),
            "thresholds": {
                "value": 1.0,
                "match": 1.0,
            },  # silences the untrained model: only what sellers and people say is left
            "inference": {"chunk_rows": 2},
            "answers": False,  # the tables that are derived are tested by themselves
            "unknown_category": "reject",  # or the untrained model would decide
            "sources": [
                {"name": "shop", "format": "csv", "path": str(folder / "shop.csv"), "columns": SHOP_COLUMNS},
                {"name": "market", "format": "json", "path": str(folder / "market.jsonl"), "columns": MARKET_COLUMNS},
            ],
        }
        (folder / "job.yaml").write_text(json.dumps(config), encoding="utf-8")

    def run(self, *overrides: str) -> RunSummary:
        config = load_config(self.folder / "job.yaml", JobConfig, overrides)
        return run(self.spark, config, Progress(Console(file=io.StringIO())))

    def edit(self, name: str, old: str, new: str) -> None:
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def values(self) -> dict[tuple[str, str], tuple[Any, ...]]:
        rows = self.store.read("attributes").collect()
        return {(r["product_id"], r["attribute"]): (r["status"], r["value"], r["origin"], r["rule"]) for r in rows}


def die_at(table: str, job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that ends before it brings one table up to date; those it writes at the same time are written."""
    original = synchronizing.commit

    def dies(store: Store, name: str, changes: Any) -> None:
        if name == table:
            raise KeyboardInterrupt
        original(store, name, changes)

    with monkeypatch.context() as patch:
        patch.setattr(synchronizing, "commit", dies)
        with pytest.raises(KeyboardInterrupt):
            job.run()
