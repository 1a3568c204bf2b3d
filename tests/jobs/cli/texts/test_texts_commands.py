"""Texts of a small catalog: shown with their facts, taken out, edited by a person, and read back."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from click.testing import Result
from pyspark.sql import SparkSession

from tests.jobs.cli.test_commands import invoke, lines

SHOP = """sku,name,body,type,attrs
A1,"ACME mug 350ml","Nice mug, black all over. It holds 350 ml of tea.",cup,\
"{""maker"":""ACME Corp"",""容量"":""350"",""颜色"":""jet black""}"
A2,艾克米 马克杯 黑色,,马克杯,"{""颜色"":""墨绿"",""Capacity"":""一桶""}"
A3,Sofa for three,,Sofa,
"""
JOB = """
name: tiny
target: {folder}/target
checkpoint: none
schema: {schema}
unknown_category: reject
answers: false
sources:
  - name: shop
    format: csv
    path: {folder}/shop.csv
    columns:
      product_id: sku
      title: name
      description: body
      category: type
      seller_attributes: from_json(attrs, 'map<string,string>')
"""
TEXTS = "texts: {keywords: 5, styles: [shop_page, marketplace_title]}\n"


@pytest.fixture(scope="module")
def bare(spark: SparkSession, tmp_path_factory: pytest.TempPathFactory, tiny_schema_folder: Path) -> Path:
    """A config without section `texts`, after its job has run once."""
    assert spark.getActiveSession() is not None
    folder = tmp_path_factory.mktemp("texts")
    (folder / "shop.csv").write_text(SHOP, encoding="utf-8")
    config = folder / "bare.yaml"
    config.write_text(JOB.format(folder=folder, schema=tiny_schema_folder), encoding="utf-8")
    invoke("run", "--config", config)
    return config


@pytest.fixture(scope="module")
def unwritten(bare: Path) -> list[str]:
    """What is shown of a product before any run has made texts."""
    refused = invoke("texts", "export", "--config", bare, "--out", bare.parent / "none.csv", exit_code=2)
    assert "holds no texts: its runs had no section `texts` in their config; add `texts: {}`" in refused.stderr
    return lines(invoke("describe", "A1", "--config", bare, "--style", "shop_page"))


@pytest.fixture(scope="module")
def config(bare: Path, unwritten: list[str]) -> Path:
    """The config with its texts, after its job has run once more."""
    assert unwritten
    written = bare.parent / "job.yaml"
    written.write_text(bare.read_text(encoding="utf-8") + TEXTS, encoding="utf-8")
    invoke("run", "--config", written)
    return written


def exported(config: Path, *options: str) -> dict[tuple[str, str, str], dict[str, str]]:
    target = config.parent / "texts.csv"
    invoke("texts", "export", "--config", config, "--out", target, *options)
    rows = csv.DictReader(io.StringIO(target.read_text(encoding="utf-8-sig"), newline=""))
    return {(row["product_id"], row["style"], row["language"]): row for row in rows}


def imported(config: Path, rows: list[dict[str, str]], *options: str, exit_code: int = 0) -> Result:
    target = config.parent / "edited.csv"
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return invoke("texts", "import", target, "--config", config, "--by", "ann", *options, exit_code=exit_code)


def test_without_texts_in_the_tables_they_are_made_and_not_written(unwritten: list[str], bare: Path) -> None:
    note = "the tables hold no texts of it: made now of its published facts, and not written"
    assert note in unwritten
    assert any(line.startswith("text ") and "[350 ml](Capacity)" in line for line in unwritten)
    assert not (bare.parent / "none.csv").exists()


def test_a_product_is_shown_with_its_facts_and_what_the_listing_says(config: Path) -> None:
    shown = lines(invoke("describe", "A1", "--config", config))
    assert shown[0] == "A1 Mug"
    start = shown.index("shop_page en draft, supported")
    assert "[350 ml](Capacity)" in shown[start + 1]
    assert "[350 ml](title)" in shown[start + 2]
    assert "Capacity 350 ml seller 350 seller's attribute" in shown[start:]
    (keywords,) = [line for line in shown if line.startswith("keywords zh")]
    assert "马克杯" in keywords
    chinese = lines(
        invoke("describe", "A2", "--config", config, "--lang", "zh", "--style", "shop_page", "--language", "zh")
    )
    at = chinese.index("shop_page zh 草稿")
    assert chinese[at + 1].startswith("没有文案 没有可说的事实：没有一条事实可以说：")
    assert not [line for line in chinese if line.startswith("关键词")]


def test_what_is_not_there_is_told(config: Path) -> None:
    refused = invoke("describe", "a11", "--config", config, exit_code=2)
    assert "holds no product 'a11'; ids like it: A1, A2, A3" in refused.stderr
    refused = invoke("describe", "A3", "--config", config, exit_code=2)
    assert "'A3' has no texts, as its listing was rejected: unknown_category" in refused.stderr
    refused = invoke("describe", "A1", "--config", config, "--style", "shop", exit_code=2)
    assert "there is no text of style 'shop'; there are marketplace_title en, marketplace_title zh" in refused.stderr
    refused = invoke("texts", "export", "--config", config, "--out", "-", "--style", "shop", exit_code=2)
    assert "no text is of style shop; there are marketplace_title, shop_page, summary" in refused.stderr


def test_an_edited_text_comes_back(config: Path) -> None:
    rows = exported(config)
    assert (config.parent / "texts.csv").read_bytes().startswith(b"\xef\xbb\xbfproduct_id,kind,style,language,text,")
    made = rows["A1", "shop_page", "en"]
    nothing = rows["A2", "shop_page", "zh"]
    assert (nothing["text"], nothing["detail"][:9]) == ("", "no facts:")
    unchanged = lines(imported(config, list(rows.values())))
    assert unchanged == [f"nothing was edited: {len(rows)} rows are as the tables have them"]

    text = f"{made['text']} Silent, and the best."
    nothing |= {"text": "一只马克杯。", "status": "locked", "note": "asked the seller"}
    told = lines(imported(config, [{**made, "text": text}, rows["A1", "shop_page", "zh"], nothing]))
    assert told[0].startswith("line 2: A1 shop_page en: neither listing nor facts support 'Silent' (addition)")
    assert "line 2: A1 shop_page en: its style forbids 'best'; it is kept" in told
    assert told[-1] == "1 approved, 1 locked, 0 taken back, 1 rows unchanged; the next run shows them"
    shown = lines(invoke("describe", "A1", "--config", config, "--style", "shop_page", "--language", "en"))
    assert shown[-1].startswith("waiting an edit by ann (approved), which the next run shows: ")
    assert imported(config, [{**made, "text": text}, nothing]).stdout.startswith("nothing was edited: 2 rows")

    invoke("run", "--config", config)
    back = exported(config, "--style", "shop_page")
    row = back["A1", "shop_page", "en"]
    assert (row["text"], row["status"], row["edited_by"], row["verdict"]) == (text, "approved", "ann", "addition")
    assert back["A2", "shop_page", "zh"]["note"] == "asked the seller"
    assert not {key for key in back if key[1] != "shop_page"}
    assert exported(config, "--outdated") == {}
    shown = lines(invoke("describe", "A1", "--config", config, "--style", "shop_page", "--language", "en"))
    headline = next(line for line in shown if line.startswith("shop_page en approved, edited by ann, "))
    assert headline.endswith(", not supported: addition")

    refused = imported(config, [{**made, "text": "Mine."}], exit_code=2)
    assert "line 2: status is draft, and ann has edited the text since the export" in refused.stderr
    late = lines(imported(config, [{**made, "text": "A black mug.", "status": "approved"}]))
    assert late[0] == ("line 2: A1 description shop_page en had changed since the export; this edit goes before it")
    taken = lines(imported(config, [{**row, "status": "draft"}]))
    assert taken == ["0 approved, 0 locked, 1 taken back, 0 rows unchanged; the next run shows them"]


def test_all_faults_of_a_file_are_told_and_nothing_is_imported(config: Path) -> None:
    good = {"product_id": "A1", "kind": "description", "style": "shop_page", "language": "zh", "text": "黑色马克杯。",
            "status": "approved"}  # fmt: skip
    wrong = [
        {"product_id": "X9"}, {"style": "shop"}, {"style": "marketplace_title", "language": "fr"},
        {"style": "marketplace_title", "status": "done"}, {"product_id": "A2", "text": " "},
    ]  # fmt: skip
    refused = imported(config, [good, *(good | each for each in wrong), good | {"text": "另一条。"}], exit_code=2)
    assert [line.strip() for line in refused.stderr.splitlines()] == [
        f"error: 6 fault(s) in {config.parent / 'edited.csv'}; nothing was imported:",
        "line 3: unknown product 'X9'; correct product_id, which spreadsheets may take for a number",
        "line 4: unknown style 'shop' of a description; allowed: marketplace_title, shop_page",
        "line 5: unknown language 'fr' of style marketplace_title; allowed: en, zh",
        "line 6: unknown status 'done'; allowed: draft, approved, locked",
        "line 7: an empty text cannot be approved; write one, or set draft",
        "line 8: line 2 is of the same text (A1 description shop_page zh); keep one of them",
    ]
    shown = lines(invoke("describe", "A1", "--config", config, "--style", "shop_page", "--language", "zh"))
    assert not [line for line in shown if line.startswith("waiting")]


def test_a_config_without_texts_takes_no_edits(bare: Path) -> None:
    refused = invoke("texts", "import", "texts.csv", "--config", bare, "--by", "ann", exit_code=2)
    assert "has no section `texts`, so no run would show what is edited; add `texts: {}`" in refused.stderr
