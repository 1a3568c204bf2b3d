"""``facetmill labels distant`` on a small messy export in English and Chinese."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from jobs.cli.labels.folder import check_folder, write_folder
from jobs.cli.main import main
from tests.training.distant.schema import bottles, write_schema
from training.data.examples import read_examples
from udfs.errors import LabelError

SHOP = """sku,name,body,type,specs,changed
A1,"Acme bottle, 500ml",Fits any bag.,bottle,"{""Brand"":""ACME"",""Capacity"":""0.5 L"",""Colour code"":""X1""}",
A2,艾克米 保温杯 黑色,<p>容量：0.35升</p>,水杯,"{""品牌"":""艾克米"",""颜色"":""黑色"",""容量"":""350毫升""}",2024-02-01
A2,The same id again,,bottle,"{""Brand"":""Acme""}",2023-01-01
A3,Sofa for three,,Sofa,,
A4,Lamp,,,,
,No id,,bottle,,
"""
JOB = """
sources:
  - name: shop
    format: csv
    path: {folder}/shop.csv
    columns:
      {{product_id: sku, title: name, description: body, category: type, seller_attributes: specs, updated_at: changed}}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("distant")
    (folder / "shop.csv").write_text(SHOP, encoding="utf-8")
    (folder / "job.yaml").write_text(JOB.format(folder=folder), encoding="utf-8")
    write_schema(folder / "schema")
    return folder


def call(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["labels", "distant", *map(str, arguments)])


def lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


@pytest.mark.usefixtures("spark")
def test_an_export_becomes_labels_that_training_reads(folder: Path, tmp_path: Path) -> None:
    (folder / "schema" / "rows.jsonl").write_text('{"product_id": "A3", "category": null}\n')
    done = call(folder / "job.yaml", "--schema", folder / "schema", "--out", tmp_path / "labels")
    assert done.exit_code == 0, done.output
    english, chinese = sorted(lines(tmp_path / "labels" / "bottle.jsonl"), key=lambda row: row["product_id"])
    assert [(s["attribute"], s["field"], s["text"]) for s in english["spans"]] == [
        ("brand", "title", "Acme"), ("capacity", "title", "500ml"),
    ]  # fmt: skip
    assert [(s["attribute"], s["field"], s["text"]) for s in chinese["spans"]] == [
        ("brand", "title", "艾克米"), ("capacity", "description", "0.35升"), ("color", "title", "黑色"),
    ]  # fmt: skip
    rows = [*lines(tmp_path / "labels" / "bottle.jsonl"), *lines(tmp_path / "labels" / "other.jsonl")]
    examples, rejected = read_examples(rows, bottles(tmp_path / "schema"))
    assert (len(examples), rejected) == (3, [])
    report = json.loads((tmp_path / "labels" / "report.json").read_text())
    assert report["rows"] == {"bottle": 2, "of no category": 1}
    assert report["left_out"] == {
        "product_id came before": 1, "no category is known": 1, "rejected: no_id": 1,
    }  # fmt: skip
    assert "0.35升" in (tmp_path / "labels" / "bottle.jsonl").read_text(encoding="utf-8")
    assert "hidden and read" in done.output
    assert "3 labelled listings in" in done.output


@pytest.mark.usefixtures("spark")
def test_checked_rows_give_precision_and_recall(folder: Path, tmp_path: Path) -> None:
    brand = {"attribute": "brand", "text": "Acme"}
    checked = {"product_id": "A1", "category": "bottle", "title": "Acme bottle, 500ml", "spans": [brand]}
    checked["labelled_attributes"] = ["brand", "capacity"]
    (tmp_path / "checked.jsonl").write_text(json.dumps(checked) + "\n")
    config = ("--config", folder / "job.yaml", "--schema", folder / "schema", "--checked", tmp_path / "checked.jsonl")
    done = call(folder / "shop.csv", *config, "--out", tmp_path / "labels", "--lang", "zh")
    assert done.exit_code == 0, done.output
    report = json.loads((tmp_path / "labels" / "report.json").read_text())
    told = {line["attribute"]: line.get("checked") for line in report["attributes"]}
    assert told["brand"] == {"p": 1.0, "r": 1.0, "f1": 1.0, "n": 1}
    assert told["capacity"] == {"p": 0.0, "r": 0.0, "f1": 0.0, "n": 0}
    assert "品牌" in done.output
    assert "已标注" in done.output


@pytest.mark.usefixtures("spark")
def test_an_export_without_any_category_of_the_schema_is_told(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "sofas.jsonl").write_text('{"product_id": "1", "title": "Sofa", "category": "Sofa"}\n')
    done = call(tmp_path / "sofas.jsonl", "--schema", folder / "schema", "--out", tmp_path / "labels")
    assert done.exit_code == 2
    assert "nothing to label: of 1 listings none has a category of the schema (1 no category is known)" in done.output
    assert not (tmp_path / "labels").exists()


@pytest.mark.usefixtures("spark")
def test_an_export_without_maps_teaches_categories_alone_and_says_so(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "cups.jsonl").write_text('{"product_id": "1", "title": "Acme 500ml", "category": "水杯"}\n')
    done = call(tmp_path / "cups.jsonl", "--schema", folder / "schema", "--out", tmp_path / "labels")
    assert done.exit_code == 0, done.output
    assert "no seller states anything that the schema knows, so these labels teach categories alone" in done.output
    (row,) = lines(tmp_path / "labels" / "bottle.jsonl")
    assert (row["category"], row["spans"], row["labelled_attributes"]) == ("bottle", [], ["diameter", "height"])


def test_what_is_given_is_checked_before_anything_is_read(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("keep")
    done = call("nowhere.csv", "--schema", folder / "schema", "--out", tmp_path / "mine")
    assert done.exit_code == 2
    assert "it holds notes.txt …, which `facetmill labels distant` has not written there" in done.output
    (tmp_path / "rows.jsonl").write_text('{"product_id": "A1", "category": "boat"}\n')
    done = call("x.csv", "--schema", folder / "schema", "--out", tmp_path / "new", "--rows", tmp_path / "rows.jsonl")
    assert "A1 has the category 'boat', which the schema does not have; it has bottle" in done.output
    done = call("x.csv", "--schema", folder / "schema", "--out", tmp_path / "new", "--checked", tmp_path / "no.jsonl")
    assert "cannot read checked rows from" in done.output


def test_labels_replace_only_what_the_command_wrote(tmp_path: Path) -> None:
    target = tmp_path / "labels"
    rows: dict[str | None, list[dict[str, Any]]] = {"other": [{"product_id": "1"}], None: [{"product_id": "2"}]}
    write_folder(target, rows, {"rows": 2})
    assert sorted(path.name for path in target.iterdir()) == ["other.jsonl", "other_goods.jsonl", "report.json"]
    check_folder(target)
    write_folder(target, {"cup": [{"product_id": "3"}]}, {"rows": 1})
    assert sorted(path.name for path in target.iterdir()) == ["cup.jsonl", "report.json"]
    (target / "by_hand.jsonl").write_text("{}\n")
    with pytest.raises(LabelError, match=r"it holds by_hand\.jsonl, cup\.jsonl, report\.json …"):
        check_folder(target)
