"""The whole standardize job on real Delta tables, with a tiny untrained model: what the model says is noise, and
everything around it must hold. Values asserted here come from sellers, rules and people."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession
from rich.console import Console

from jobs.display.report import show
from jobs.lake.runs import RunSummary, newest_run, published
from jobs.lake.staging import Staging
from jobs.lake.tables.target import TABLES
from jobs.language.names import Labels
from jobs.reading.views import create_views
from jobs.run import infer as inference
from jobs.run import read as reading
from jobs.run.job import Job as RunningJob
from tests.jobs.run.job import SHOP, Job, die_at
from udfs.errors import CheckpointError, ConfigError, InputError, RunError, SchemaError, SourceError, TableError
from udfs.records import Extraction, Listing
from udfs.schema.loading import load_schema
from udfs.settings import Batching
from udfs.spark import functions as product


def test_from_files_to_tables_and_again(job: Job, finished: tuple[Path, RunSummary], spark: SparkSession) -> None:
    first = finished[1]
    counts = first.counts
    assert (counts["read"], counts["standardized"], counts["rejected"]) == (9, 4, 5)
    assert (counts["texts_inferred"], counts["made_anew"], counts["changed"]) == (4, 4, 4)
    assert counts["nearest_uncalibrated"] == 1

    assert job.values() == {
        ("a1", "brand"): ("missing", None, None, None),
        ("a1", "capacity"): ("standard", "350 ml", "seller", "unit"),
        ("a1", "color"): ("standard", "Black", "seller", "alias"),
        ("a2", "brand"): ("standard", "Acme", "seller", "name"),
        ("a2", "capacity"): ("invalid", None, "seller", "unit"),
        ("a2", "color"): ("unmapped", None, "seller", "no match"),
        ("l1", "power"): ("standard", "5 W", "seller", "unit"),
        ("l2", "power"): ("standard", "9 W", "seller", "unit"),
    }
    products = {row["product_id"]: row for row in job.store.read("products").collect()}
    a1 = products["a1"]
    assert (a1["category"], a1["category_origin"], a1["missing"]) == ("mug", "seller", ["brand"])
    assert (a1["attributes"], a1["numbers"]) == ({"capacity": "350 ml", "color": "Black"}, {"capacity": 350.0})
    assert (a1["completeness"], a1["unknown_attributes"]) == (pytest.approx(2 / 3), {"Glaze": "matte"})
    assert (a1["title"], a1["description"]) == ("ACME mug 350ml", "nice, black\ncup")

    reasons = {(row["product_id"], row["reason"]) for row in job.store.read("rejected").collect()}
    assert reasons == {
        (None, "no_id"), ("a3", "no_text"), ("a4", "unknown_category"), ("a1", "duplicate_id"), (None, "undecodable"),
    }  # fmt: skip
    queue = {
        (row["kind"], row["attribute"], row["raw_value"], row["products"])
        for row in job.store.read("unmapped").collect()
    }
    assert queue == {
        ("value", "color", "墨绿", 1), ("attribute", None, "Glaze", 1), ("category wordings", None, "Boats", 1),
    }  # fmt: skip
    assert job.store.read("models").first()["stage"] == "candidate"  # type: ignore[index]

    second = job.run()
    assert (second.counts["texts_inferred"], second.counts["made_anew"]) == (0, 0)
    changed = {name for name in first.table_versions if second.table_versions[name] != first.table_versions[name]}
    assert changed == {"runs"}
    assert list((job.target / "_staging").iterdir()) == []

    schema = load_schema(job.folder / "schema")
    assert "mug_products" in create_views(spark, str(job.target), schema)
    wide = spark.sql("select product_id, capacity, color from mug_products order by 1").collect()
    assert [tuple(row) for row in wide] == [("a1", 350.0, "Black"), ("a2", None, None)]

    shown = Console(file=io.StringIO(), width=120)
    show(spark, second, Labels(schema, "en"), shown)
    assert "墨绿" in shown.file.getvalue()  # type: ignore[attr-defined]


def test_only_what_changed_is_made_anew(job: Job) -> None:
    job.edit("shop.csv", "jet black", "white")
    job.edit("market.jsonl", '{"id":"l2","t":"Lamp 9W","c":"台灯","p":{"power":"9"}}\n', "")
    summary = job.run("when_absent=delete")
    counts = summary.counts
    assert (counts["made_anew"], counts["changed"], counts["removed"], counts["texts_inferred"]) == (1, 1, 1, 0)
    assert job.values()["a1", "color"] == ("standard", "White", "seller", "name")
    assert ("l2", "power") not in job.values()
    written = {row["product_id"] for row in job.store.read("products").filter(f"run_id = '{summary.run_id}'").collect()}
    assert written == {"a1"}
    assert summary.counts["attributes_updated"] == summary.counts["attributes_deleted"] == 1


def test_one_text_is_inferred_once_for_each_site_it_comes_from(job: Job) -> None:
    lamps = [
        {"id": "n1", "u": "https://www.north.example/p/1?ref=a"}, {"id": "n2", "u": "north.example"},
        {"id": "s1", "u": "http://south.example:8080/p/1"}, {"id": "x1", "u": "n/a"}, {"id": "x2"},
    ]  # fmt: skip
    lines = "\n".join(json.dumps({"t": "Lamp 7W", "c": "台灯"} | lamp) for lamp in lamps)
    job.edit("market.jsonl", "{broken", f"{lines}\n{{broken")
    summary = job.run("sources.1.columns.site=u")
    assert (summary.counts["made_anew"], summary.counts["texts_inferred"]) == (5, 3)
    products = {row["product_id"]: row for row in job.store.read("products").collect()}
    assert {key: products[key]["site"] for key in products} == {
        "n1": "north.example", "n2": "north.example", "s1": "south.example", "x1": None, "x2": None,
        "a1": None, "a2": None, "l1": None, "l2": None,
    }  # fmt: skip
    n1, n2, s1, x1, x2 = (products[lamp["id"]]["text_hash"] for lamp in lamps)
    assert (n1, x1) == (n2, x2)
    assert len({n1, s1, x1}) == 3


def test_the_model_is_given_the_site(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[Listing] = []

    class Recorder:
        def extract(self, listings: list[Listing], **_: object) -> list[Extraction]:
            given.extend(listings)
            return [Extraction("lamp", 1.0)] * len(listings)

    monkeypatch.setattr(product, "predictor_of", lambda *_: Recorder())
    columns = [["Lamp", "Lamp"], [None, "bright"], ["lamp", None], ["north.example", None]]
    extract = product.extract("checkpoint", "fingerprint", "{}", Batching())
    (result,) = extract.func(iter([tuple(pa.array(column, pa.string()) for column in columns)]))
    assert len(result) == 2
    assert given == [Listing("", "Lamp", None, "lamp", site="north.example"), Listing("", "Lamp", "bright")]


def test_an_alias_is_applied_without_the_model(
    job: Job, finished: tuple[Path, RunSummary], monkeypatch: pytest.MonkeyPatch
) -> None:
    job.edit("schema/tiny.yaml", "jet black, 黑", "jet black, 黑, 墨绿")
    monkeypatch.setattr(inference, "_append_chunk", lambda *_: pytest.fail("the model ran"))
    counts = job.run().counts
    assert (counts["texts_inferred"], counts["values_compared"]) == (0, 0)
    assert (counts["made_anew"], counts["changed"]) == (2, 1)  # both mugs; what is said of lamps is as it was
    assert job.values()["a2", "color"] == ("standard", "Black", "seller", "alias")
    assert job.store.read("unmapped").filter("kind = 'value'").isEmpty()

    shown = Console(file=io.StringIO(), width=120)
    schema = load_schema(job.folder / "schema")
    show(job.spark, replace(finished[1], target=str(job.target)), Labels(schema, "en"), shown)
    assert "墨绿" in shown.file.getvalue()  # type: ignore[attr-defined]  # the first run, as it was published


def test_decisions_are_replayed(job: Job, spark: SparkSession) -> None:
    decided = spark.sql(
        "select 'mug' category, 'color' attribute, ' 墨绿' raw_value, 'map' action, 'white' value, 'Li' decided_by, "
        "timestamp'2026-03-01' decided_at, cast(null as string) note union all "
        "select 'mug', 'brand', '艾克米', 'reject', null, 'Li', timestamp'2026-03-01', null union all "
        "select 'mug', 'color', '墨绿', 'map', 'whit', 'Li', timestamp'2026-03-02', null"
    )
    for row in decided.collect():
        one = spark.createDataFrame([row], decided.schema)
        one.write.format("delta").mode("append").save(job.store.path("decisions"))
    with pytest.raises(InputError, match=r"'whit' is no value of mug color; near: white\nnothing was written"):
        job.run("strict_decisions=true")
    counts = job.run().counts
    assert (counts["texts_inferred"], counts["made_anew"]) == (0, 2)
    assert (counts["decisions_applied"], counts["decisions_faulty"], counts["decisions_in_conflict"]) == (2, 1, 0)
    assert job.values()["a2", "color"][:3] == ("standard", "White", "person")
    assert job.values()["a2", "brand"] == ("invalid", None, "seller", "decision")

    spark.sql(f"OPTIMIZE delta.`{job.store.path('decisions')}`")
    assert job.store.version("decisions") == 4
    assert job.run().counts["made_anew"] == 0


def test_a_product_that_was_away_when_the_schema_changed_is_made_anew_once_it_is_back(job: Job) -> None:
    listing = SHOP.splitlines(keepends=True)[3]
    job.edit("shop.csv", listing, "")
    job.edit("schema/tiny.yaml", "jet black, 黑", "jet black, 黑, 墨绿")
    away = job.run().counts
    assert (away["products"], away["products_updated"], away["attributes_deleted"]) == (4, 0, 0)
    assert [row["product_id"] for row in job.store.read("away").collect()] == ["a2"]
    assert job.values()["a2", "color"] == ("unmapped", None, "seller", "no match")

    job.edit("shop.csv", ",no id,", f"{listing},no id,")
    assert job.run().counts["made_anew"] == 1
    assert job.values()["a2", "color"] == ("standard", "Black", "seller", "alias")
    assert job.store.read("away").isEmpty()


def test_a_killed_run_goes_on_with_the_next_chunk(ready_job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    append, done = inference._append_chunk, []

    def dies_at_the_second(*args: Any) -> Any:
        if done:
            raise KeyboardInterrupt
        done.append(append(*args))
        return done[0]

    monkeypatch.setattr(inference, "_append_chunk", dies_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        ready_job.run()
    assert newest_run(ready_job.store) is None
    first_chunk = {row["text_hash"] for row in ready_job.store.read("extractions").collect()}
    assert 0 < len(first_chunk) < 4
    assert len(list((ready_job.target / "_staging").iterdir())) == 1  # of the dead run

    monkeypatch.undo()
    summary = ready_job.run()
    assert list((ready_job.target / "_staging").iterdir()) == []
    assert summary.counts["texts_inferred"] == 4 - len(first_chunk)
    assert ready_job.store.read("extractions").count() == 4
    assert ready_job.values()["a1", "color"] == ("standard", "Black", "seller", "alias")


def test_a_crash_between_tables_leaves_readers_on_the_run_before(
    job: Job, finished: tuple[Path, RunSummary], monkeypatch: pytest.MonkeyPatch
) -> None:
    job.edit("shop.csv", "jet black", "white")
    die_at("products", job, monkeypatch)
    seen = newest_run(job.store)
    assert seen is not None
    assert seen.run_id == finished[1].run_id
    old = published(job.store, "attributes", seen).filter("product_id = 'a1' and attribute = 'color'").first()
    assert old is not None
    assert old["value"] == "Black"
    assert job.values()["a1", "color"][1] == "White"

    # The listing goes back to what readers see: the half-written value must not stay.
    job.edit("shop.csv", '""white""', '""jet black""')
    job.run()
    assert job.values()["a1", "color"][1] == "Black"


def test_a_product_whose_attributes_a_dead_run_did_not_write_is_made_anew(
    job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    job.edit("shop.csv", "jet black", "white")
    die_at("attributes", job, monkeypatch)
    assert job.values()["a1", "color"][1] == "Black"  # though table products has the listing as it is now

    job.run()
    assert job.values()["a1", "color"][1] == "White"


def test_what_a_dead_run_wrote_of_a_listing_that_is_gone_is_deleted(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    new = '{"id":"l3","t":"Lamp 7W","c":"台灯","p":{"power":"7"}}\n{broken'
    job.edit("market.jsonl", "{broken", new)
    die_at("products", job, monkeypatch)
    assert ("l3", "power") in job.values()

    job.edit("market.jsonl", new, "{broken")
    assert job.run().counts["products"] == 4
    assert ("l3", "power") not in job.values()


def test_the_slower_of_two_runs_stops(ready_job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    append, finished = inference._append_chunk, []

    def after_another_run(*args: Any) -> int:
        monkeypatch.undo()
        finished.append(ready_job.run())
        return append(*args)

    monkeypatch.setattr(inference, "_append_chunk", after_another_run)
    with pytest.raises(RunError, match=r"another run is writing to this target \(table extractions"):
        ready_job.run()
    seen = newest_run(ready_job.store)
    assert seen is not None
    assert (seen.run_id, seen.table_versions) == (finished[0].run_id, finished[0].table_versions)
    texts = [row["text_hash"] for row in ready_job.store.read("extractions").collect()]
    assert len(texts) == len(set(texts)) == 4


def test_a_run_that_cannot_clean_up_is_published(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_: Staging) -> None:
        raise PySparkException("no rights")

    monkeypatch.setattr(Staging, "remove", fails)
    summary = job.run()
    seen = newest_run(job.store)
    assert seen is not None
    assert seen.run_id == summary.run_id


def test_a_source_without_any_listing_deletes_nothing(job: Job) -> None:
    (job.folder / "market.jsonl").write_text("", encoding="utf-8")
    before = {name: job.store.version(name) for name in TABLES}
    with pytest.raises(SourceError, match="no row of source market can be standardized, and `when_absent: delete`"):
        job.run("when_absent=delete")
    assert {name: job.store.version(name) for name in TABLES} == before


def test_zero_rows_are_a_run(ready_job: Job) -> None:
    (ready_job.folder / "shop.csv").write_text("sku,name,body,cat,props,modified\n", encoding="utf-8")
    (ready_job.folder / "market.jsonl").write_text("", encoding="utf-8")
    counts = ready_job.run().counts
    assert (counts["read"], counts["standardized"], counts["rejected"], counts["products"]) == (0, 0, 0, 0)


def _break_config(job: Job) -> None:
    job.edit("job.yaml", '"name": "test"', '"nmae": "test"')


def _break_schema(job: Job) -> None:
    job.edit("schema/tiny.yaml", "unit: ml", "unit: mll")


def _other_schema(job: Job) -> None:
    job.edit("schema/tiny.yaml", "Maker, zh", "Who made it, zh")


def _alter_checkpoint(job: Job) -> None:
    config = json.loads((job.folder / "job.yaml").read_text(encoding="utf-8"))
    shutil.copytree(config["checkpoint"], job.folder / "checkpoint")
    config["checkpoint"] = str(job.folder / "checkpoint")
    (job.folder / "job.yaml").write_text(json.dumps(config), encoding="utf-8")
    with (job.folder / "checkpoint/schema.json").open("a", encoding="utf-8") as file:
        file.write(" ")


def _occupy_target(job: Job) -> None:
    (job.folder / "target/products").mkdir(parents=True)
    (job.folder / "target/products/notes.txt").write_text("mine", encoding="utf-8")


def _file_for_target(job: Job) -> None:
    (job.folder / "target").write_text("mine", encoding="utf-8")


def _lose_column(job: Job) -> None:
    job.edit("shop.csv", "sku,name,", "sku,nom,")


@pytest.mark.parametrize(
    ("damage", "error", "message"),
    [
        (_break_config, ConfigError, r"nmae: unknown key.*\(did you mean `name`\?\)"),
        (_break_schema, SchemaError, r"tiny.yaml:\d+: .*'mll'"),
        (_other_schema, CheckpointError, r"made for another version of the schema \(differs: mug.brand\)"),
        (_alter_checkpoint, CheckpointError, r"schema.json was altered"),
        (_occupy_target, TableError, r"target/products holds something that is no Delta table"),
        (
            _file_for_target,
            TableError,
            r"stopped at `prepare`: `target: \S+/target`: .*; nothing was published, and a run",
        ),
        (_lose_column, SourceError, r"source shop: columns.title: 'name' names a column that does not exist"),
    ],
)
def test_bad_input_is_one_sentence_and_writes_nothing(
    new_job: Job, damage: Callable[[Job], None], error: type[Exception], message: str
) -> None:
    damage(new_job)
    with pytest.raises(error, match=message):
        new_job.run()
    assert not (new_job.target / "attributes").exists()


def test_a_damaged_page_is_no_reason_to_run_again(ready_job: Job) -> None:
    rows = pa.table({"id": ["l1", "l2"], "t": ["Lamp 5W", "台灯 9瓦"]})
    file = ready_job.folder / "market.parquet"
    pq.write_table(rows, file, compression="none", use_dictionary=False)
    content = bytearray(file.read_bytes())
    content[4:20] = b"\xff" * 16  # the header of the first page; the footer is sound
    file.write_bytes(content)
    parquet = {
        "name": "market", "format": "parquet", "path": str(file), "columns": {"product_id": "id", "title": "t"},
    }  # fmt: skip
    message = r"^the run stopped at `read`: a file is damaged .*market.parquet: .*; nothing was published, and a"
    with pytest.raises(SourceError, match=message):
        ready_job.run(f"sources.1={json.dumps(parquet)}")
    assert newest_run(ready_job.store) is None


def test_a_text_stored_twice_stops_the_run(ready_job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    append = inference._append_chunk

    def twice(job: RunningJob, *given: Any) -> int:
        size = append(job, *given)
        job.store.append("extractions", job.store.read("extractions"))
        return size

    monkeypatch.setattr(inference, "_append_chunk", twice)
    with pytest.raises(RunError, match=r"table extractions holds texts twice for one model: .* delete the copies"):
        ready_job.run()
    assert ready_job.store.read("runs").isEmpty()


def test_a_lost_row_stops_the_run(ready_job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = reading.screen
    monkeypatch.setattr(reading, "screen", lambda *given: screen(*given).filter("reason is null"))
    with pytest.raises(RunError, match="9 rows were read, but 4 standardized and 0 rejected"):
        ready_job.run()
    assert newest_run(ready_job.store) is None
