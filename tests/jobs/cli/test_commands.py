"""The commands on one small catalog: what they print, and how they fail."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from pyspark.sql import SparkSession

from jobs.cli.main import main

SHOP = """sku,name,body,type,attrs,modified,link
A1,"Acme mug, 350 ml","<p>Nice ""mug""<br>for tea &amp; coffee</p>",cup,\
"{""maker"":""ACME Corp"",""Glaze"":""matte"",""容量"":""350"",""颜色"":""jet black""}",2024-01-02,https://www.Cups.example/a1
A2,艾克米 白色马克杯,,马克杯,"{""品牌"":""艾克米"",""颜色"":""白""}",2024-01-02,
A3,Sofa for three,,Sofa,,,
,No id here,,cup,,,
A1,Older copy,,cup,,2023-01-02,
"""
JOB = """
name: tiny
target: {folder}/target
checkpoint: {checkpoint}
schema: {schema}
unknown_category: reject
sources:
  - name: shop
    format: csv
    path: {folder}/shop.csv
    columns:
      product_id: sku
      title: name
      description: body
      category: type
      site: link
      seller_attributes: from_json(attrs, 'map<string,string>')
      updated_at: modified
thresholds: {{value: 1, tag: 1}}   # the model of the tests is random: only sellers are heard
"""
Files = tuple[Path, Path]  # the config, the shop's file


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory, tiny_checkpoint: Path, tiny_schema_folder: Path) -> Files:
    folder = tmp_path_factory.mktemp("cli")
    config, shop = folder / "job.yaml", folder / "shop.csv"
    config.write_text(JOB.format(folder=folder, checkpoint=tiny_checkpoint, schema=tiny_schema_folder))
    shop.write_text(SHOP, encoding="utf-8")
    return config, shop


@pytest.fixture(scope="module")
def config(spark: SparkSession, files: Files) -> Path:
    """The config, after its job has run once."""
    assert spark.getActiveSession() is not None
    run = invoke("run", "--config", files[0])
    assert "rows read" in run.stdout
    return files[0]


def invoke(*arguments: str | Path, exit_code: int = 0) -> Result:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exit_code == exit_code, result.output
    return result


def lines(result: Result) -> list[str]:
    """Printed lines, single-spaced."""
    return [" ".join(line.split()) for line in result.stdout.splitlines()]


def test_dry_run_shows_what_the_job_would_make_of_each_row(
    files: Files, spark: SparkSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    config, shop = files
    monkeypatch.setattr(spark.sparkContext, "pythonExec", "/nowhere")  # a Python worker, which takes seconds, fails
    assert lines(invoke("dry-run", shop, "--config", config, "--lang", "zh")) == [
        "",
        "A1 马克杯 由卖家给出",
        "网店 cups.example",
        "标题 Acme mug, 350 ml",
        '描述 Nice "mug" for tea & coffee',
        "属性 标准值 原文 置信度 来源 规则 说明",
        "品牌 艾克米 ACME Corp 1.00 卖家 别名",
        "容量 350 毫升 350 1.00 卖家 单位 未写单位，按 ml 计",
        "颜色 黑色 jet black 1.00 卖家 别名",
        "schema 未收录 Glaze = matte",
        "",
        "A2 马克杯 由卖家给出",
        "标题 艾克米 白色马克杯",
        "属性 标准值 原文 置信度 来源 规则 说明",
        "品牌 艾克米 艾克米 1.00 卖家 名称",
        "颜色 白色 白 1.00 卖家 别名",
        "",
        "A3 已拒绝 未知类目：schema 中没有类目 Sofa",
        "标题 Sofa for three",
        "",
        "（没有编号） 已拒绝 没有编号",
        '描述 {"name":"No id here","type":"cup"}',
        "",
        "A1 已拒绝 编号重复：该编号有 2 份；取最新一份",
        "标题 Older copy",
        "",
        "共 5 条商品，其中 3 条被拒绝；未写入任何数据",
    ]
    assert sorted(path.name for path in shop.parent.iterdir() if path.name != "target") == ["job.yaml", "shop.csv"]


@pytest.mark.usefixtures("spark")
def test_keys_tells_what_the_names_of_a_source_mean_without_a_model(files: Files, tmp_path: Path) -> None:
    config, shop = files
    no_model = ("--set", f"checkpoint={tmp_path}/none")
    assert lines(invoke("keys", shop, "--config", config, *no_model)) == [
        "seller's name rows attribute reads not read, such as",
        "颜色 2 color 100%",
        "Glaze 1 none matte",
        "maker 1 brand 100%",
        "品牌 1 brand 100%",
        "容量 1 capacity 100%",
        "",
        "5 names, 6 statements, 83% of them of an attribute of the schema",
    ]
    reports = [json.loads(line) for line in invoke("keys", shop, "--config", config, "--json").stdout.splitlines()]
    assert {report["key"]: (report["attribute"], report["rows"], report["share"]) for report in reports} == {
        "颜色": ("color", 2, 1.0), "Glaze": (None, 1, None), "maker": ("brand", 1, 1.0), "品牌": ("brand", 1, 1.0),
        "容量": ("capacity", 1, 1.0),
    }  # fmt: skip
    bare = tmp_path / "bare.csv"
    bare.write_text("product_id,title\n1,Mug\n", encoding="utf-8")
    assert lines(invoke("keys", bare, "--config", config)) == [
        "no listing has attributes of its seller; map them by columns.seller_attributes"
    ]


def test_dry_run_reads_other_files_by_a_source_or_by_our_names(files: Files, tmp_path: Path) -> None:
    own = tmp_path / "own.jsonl"
    own.write_text(
        '{"product_id": "007", "title": "mug", "category": "cup", "seller_attributes": {"brand": "Acme"}, '
        '"url": "https://cups.example/7"}\n{"product_id": "008", "title": "mug", "site": "n/a", "category": "cup"}'
    )
    shown = lines(invoke("dry-run", own, "--config", files[0], "--limit", "1"))
    assert shown[1:6] == [
        "007 Mug by the seller",
        "site cups.example",
        "title mug",
        "attribute value raw confidence origin rule remark",
        "Brand Acme Acme 1.00 seller name",
    ]
    foreign = tmp_path / "foreign.csv"
    foreign.write_text("sku,name,body,type,attrs,modified,link\nB1,mug,,cup,,,\n")
    assert "B1 Mug by the seller" in lines(invoke("dry-run", foreign, "--config", files[0], "--source", "shop"))
    refused = invoke("dry-run", foreign, "--config", files[0], exit_code=2)
    assert (
        "foreign.csv lacks the column product_id and title; it has sku, name, body, type, attrs, modified, link. Name"
        in refused.stderr
    )
    refused = invoke("dry-run", foreign, "--config", files[0], "--source", "web", exit_code=2)
    assert "error: the config has no source 'web'; it has shop" in refused.stderr
    broken = ("--source", "shop", "--set", "sources.0.columns.title=raise_error('no title')")
    shown = lines(invoke("dry-run", foreign, "--config", files[0], *broken))
    assert any("raise_error('no title')\" gives an error for this row, and counts as null" in line for line in shown)
    refused = invoke("dry-run", tmp_path / "none.csv", "--config", files[0], exit_code=2)
    assert f"there is nothing at {tmp_path / 'none.csv'}; correct `path`" in refused.stderr
    refused = invoke("dry-run", foreign, "--config", files[0], "--checkpoint", tmp_path, exit_code=2)
    assert "it has no manifest.json" in refused.stderr


def test_explain_prints_the_chain_of_each_value(config: Path) -> None:
    shown = lines(invoke("explain", "A1", "--config", config))
    start = shown.index("Brand = Acme")
    assert shown[:start] == [
        "A1 source shop",
        "site cups.example",
        "title Acme mug, 350 ml",
        'description Nice "mug" for tea & coffee',
        "category Mug (mug), by the seller",
        shown[5],
        "not in schema Glaze = matte",
        "",
    ]
    assert shown[5].startswith("model's view Mug 0.") or shown[5].startswith("model's view Lamp 0.")
    assert shown[start : start + 6] == [
        "Brand = Acme",
        "status standard",
        "raw text ACME Corp (seller's attribute)",
        "rule alias",
        "value Acme, 中文 艾克米, id acme",
        "origin seller, confidence 1.00",
    ]
    assert shown[start + 6].startswith("lost model 0.")
    assert shown[start + 6].endswith(": below the threshold 1")
    assert "number 350 ml" in shown
    assert "reason duplicate_id: 2 copies of this id; the newest was taken" in shown


def test_explain_reads_as_chinese_in_aligned_columns(config: Path) -> None:
    shown = invoke("explain", "A1", "--config", config, "--attribute", "容量", "--lang", "zh").stdout.splitlines()
    assert shown[1:8] == [
        "容量 = 350 毫升",
        "  状态        已标准化: 未写单位，按 ml 计",
        "  原文        350  (卖家属性)",
        "  规则        单位",
        "  标准值      350 毫升, English 350 ml",
        "  数值        350 ml",
        "  来源        卖家, 置信度 1.00",
    ]
    assert shown[8].startswith("  落选        模型 0.")
    assert shown[8].endswith(": 低于阈值 1")
    whole = lines(invoke("explain", "A2", "--config", config, "--lang", "zh"))
    assert whole[:2] == ["A2 数据源 shop", "标题 艾克米 白色马克杯"]
    assert "类目 马克杯 (mug), 由卖家给出" in whole
    assert any(line.endswith("整条商品 → 黑色 (选择头): 低于阈值 1") for line in whole)


def test_explain_takes_an_attribute_in_any_wording_and_knows_rejected_and_near_ids(config: Path) -> None:
    assert "颜色 = 白色" in lines(invoke("explain", "A2", "--config", config, "--attribute", "COLOUR", "--lang", "zh"))
    nothing, *lost = lines(invoke("explain", "A2", "--config", config, "--attribute", "容量"))
    assert nothing == "Capacity no claim stands"
    assert lost[0].startswith("lost model 0.")
    assert lost[0].endswith("below the threshold 1")
    refused = invoke("explain", "A2", "--config", config, "--attribute", "size", exit_code=2)
    assert "category mug has no attribute 'size'; it has brand, capacity, color" in refused.stderr
    assert "reason unknown_category: the schema has no category Sofa" in lines(
        invoke("explain", "A3", "--config", config)
    )
    refused = invoke("explain", "a11", "--config", config, exit_code=2)
    assert "holds no product 'a11'; ids like it: A1, A2, A3" in refused.stderr


def test_show_prints_the_run_its_tables_and_samples(config: Path) -> None:
    shown = lines(invoke("show", "--config", config))
    assert "rows read 5" in shown
    assert any(line.startswith("attributes 1 One row for each standardized value") for line in shown)
    assert "A2 color standard White 白 seller alias 1.00" in shown
    shown = lines(invoke("show", "mug_products", "--config", config, "--lang", "zh"))
    assert shown == [
        "商品编号 标题 数据源 完整度 品牌 容量 容量上限 颜色",
        "A1 Acme mug, 350 ml shop 1.00 艾克米 350.00 黑色",
        "A2 艾克米 白色马克杯 shop 0.67 艾克米 白色",
    ]
    english = lines(invoke("show", "mug_products", "--config", config))
    assert english[0] == "product_id title source completeness brand capacity capacity_max color"
    assert english[1] == "A1 Acme mug, 350 ml shop 1.00 Acme 350.00 Black"
    refused = invoke("show", "mugs", "--config", config, exit_code=2)
    assert "there is no table 'mugs'; there are attributes, products, tags, claims," in refused.stderr


def test_show_names_ids_and_states_in_chinese(config: Path) -> None:
    shown = lines(invoke("show", "--config", config, "--lang", "zh"))
    for line in (
        "读取行数 5",
        "马克杯 2 83%",
        "马克杯 新属性？ Glaze 1",
        "attributes 1 商品的每个标准值一行，附完整溯源链。",
        "attributes（前 5 行）",
        "商品编号 属性 状态 标准值 原文 来源 规则 置信度",
        "A2 颜色 已标准化 白色 白 卖家 别名 1.00",
    ):
        assert line in shown
    assert any(line.startswith("shop A3 未知类目 schema 中没有类目 Sofa {") for line in shown)
    (product,) = [line for line in shown if line.startswith("A2 马克杯")]
    assert '"品牌": "艾克米"' in product
    assert '"颜色": "白色"' in product


def test_show_demo_has_listings_with_their_values_and_what_to_type_next(config: Path) -> None:
    shown = lines(invoke("show", "--config", config, "--demo"))
    assert "Capacity 350 ml 350 1.00 seller unit no unit given, read as ml" in shown
    assert f"facetmill explain A1 --config {config}" in shown


def test_sql_gives_csv_when_piped(config: Path) -> None:
    query = "SELECT product_id, title, numbers, updated_at FROM products ORDER BY product_id"
    rows = list(csv.reader(invoke("sql", query, "--config", config).stdout.splitlines()))
    assert rows == [
        ["product_id", "title", "numbers", "updated_at"],
        ["A1", "Acme mug, 350 ml", '{"capacity": 350.0}', "2024-01-02 00:00:00"],
        ["A2", "艾克米 白色马克杯", "{}", "2024-01-02 00:00:00"],
    ]


def test_sql_finds_sorts_and_heads_chinese_values(config: Path) -> None:
    def rows(query: str) -> list[list[str]]:
        return list(csv.reader(invoke("sql", query, "--config", config, "--lang", "zh").stdout.splitlines()))

    like = "SELECT product_id, color, brand AS b, upper(color) FROM mug_products WHERE color LIKE '%白%' ORDER BY brand"
    assert rows(like) == [["商品编号", "颜色", "b", "upper(color)"], ["A2", "白色", "艾克米", "白色"]]
    colors = "SELECT color FROM (SELECT color FROM mug_products UNION ALL VALUES ('橙色')) ORDER BY color"
    assert [row[0] for row in rows(colors)[1:]] == ["橙色", "白色", "黑色"]  # by code point
    assert [row[0] for row in rows(f"{colors} COLLATE zh")[1:]] == ["白色", "橙色", "黑色"]  # bái, chéng, hēi
    values = "SELECT attribute, value FROM attributes WHERE value LIKE '%毫升' OR value = '黑色' ORDER BY attribute"
    assert rows(values) == [["属性", "标准值"], ["capacity", "350 毫升"], ["color", "黑色"]]
    maps = "SELECT attributes['color'] AS color FROM products WHERE attributes['brand'] = '艾克米' ORDER BY color DESC"
    assert rows(maps) == [["color"], ["黑色"], ["白色"]]


def test_sql_only_reads(config: Path) -> None:
    refused = invoke("sql", "DROP TABLE products", "--config", config, exit_code=2)
    assert "expected a query, got 'DROP TABLE products'; tables are only read here" in refused.stderr
    refused = invoke("sql", "SELECT brnad FROM mug_products", "--config", config, exit_code=2)
    assert 'cannot run the query: Binder Error: Referenced column "brnad" not found' in refused.stderr
    assert "Traceback" not in refused.stderr
    refused = invoke("sql", "SELECT brnad FROM mug_products", "--config", config, "--engine", "spark", exit_code=2)
    assert "cannot run the query: [UNRESOLVED_COLUMN.WITH_SUGGESTION]" in refused.stderr


@pytest.mark.parametrize(
    ("statement", "engine", "told"),
    [
        ("WITH t AS (SELECT 1 AS a) INSERT INTO mug_products SELECT * FROM t", "spark", "got one that writes"),
        ("FROM products INSERT INTO tags SELECT *", "spark", "got one that writes"),
        ("SELECT * FROM csv.`/etc/passwd`", "auto", "cannot run the query: ["),
        ("SELECT * FROM delta.`{config}/target/products`", "spark", "cannot run the query: ["),
        ("SELECT reflect('java.lang.System', 'getenv', 'HOME')", "spark", "reflect reads outside the target"),
        ("SELECT `reflect`/**/('java.lang.System', 'getenv', 'HOME')", "spark", "reflect reads outside the target"),
        ("SELECT * FROM read_text('/etc/passwd')", "auto", "cannot run the query: Permission Error"),
        ("SELECT 1; SELECT 2", "duckdb", "expected one query, got several"),
    ],
)
def test_sql_reads_nothing_else_and_writes_nothing(config: Path, statement: str, engine: str, told: str) -> None:
    query = statement.format(config=config.parent)
    refused = invoke("sql", query, "--config", config, "--engine", engine, exit_code=2)
    assert told in refused.stderr


@pytest.mark.parametrize(
    ("query", "engine"),
    [
        ("SELECT brand, count(*) FROM mug_products GROUP BY brand ORDER BY brand", "duckdb"),
        ("SELECT explode(map_keys(attributes)) AS a FROM products ORDER BY a", "spark, as Catalog Error: "),
        ('SELECT title FROM products WHERE product_id = "A1"', "spark, as double quotes hold text in Spark"),
        ("SELECT split(title, ' ')[0] FROM products", "spark, as split differs between the two"),
        ("SELECT concat(title, description) FROM products", "spark, as concat differs between the two"),
        ("SELECT CAST(completeness AS INT) FROM products", "spark, as a number made whole is cut in Spark"),
        ("SELECT title FROM products WHERE title RLIKE 'mug'", "spark, as Parser Error: "),
    ],
)
def test_sql_says_which_engine_it_used(config: Path, query: str, engine: str) -> None:
    asked = invoke("sql", query, "--config", config)
    assert asked.stderr.startswith(f"engine: {engine}")
    assert len(asked.stdout.splitlines()) > 1


def test_both_engines_answer_alike(config: Path) -> None:
    for query in (
        "SELECT brand, count(*), avg(capacity) FROM mug_products GROUP BY brand ORDER BY brand",
        "SELECT product_id, attributes['brand'] AS brand, numbers FROM products ORDER BY product_id DESC",
        "SELECT category, attribute, products, examples FROM unmapped ORDER BY category, attribute, raw_value",
    ):
        answers = [
            invoke("sql", query, "--config", config, "--engine", engine).stdout for engine in ("duckdb", "spark")
        ]
        assert answers[0] == answers[1]


@pytest.mark.usefixtures("spark")
def test_a_target_without_a_run_says_how_to_get_one(files: Files, tmp_path: Path) -> None:
    empty = tmp_path / "job.yaml"
    empty.write_text(files[0].read_text().replace("/target", "/elsewhere"))
    refused = invoke("show", "--config", empty, exit_code=2)
    assert "/elsewhere holds no finished run; do one with `facetmill run`" in refused.stderr


def test_faults_of_a_config_are_shown_at_once(tmp_path: Path) -> None:
    (tmp_path / "job.yaml").write_text("name: x\ntargt: build\n")
    refused = invoke("run", "--config", tmp_path / "job.yaml", exit_code=2)
    assert "job.yaml:2: targt: unknown key; delete it or correct its name (did you mean `target`?)" in refused.stderr
    assert "checkpoint: missing key; add it" in refused.stderr


def test_schema_check_shows_all_faults_or_what_there_is(tiny_schema_folder: Path, tmp_path: Path) -> None:
    shown = lines(invoke("schema", "check", tiny_schema_folder))
    assert shown[0] == "category name attributes span quantity choice required values wordings"
    assert shown[1] == "mug Mug 马克杯 3 1 1 1 1 3 10"
    assert "no fault in 2 categories and 1 tags" in shown[3]
    chinese = lines(invoke("schema", "check", tiny_schema_folder, "--lang", "zh"))
    assert chinese[0] == "类目 名称 属性 片段 数量 单选 必填 属性值 写法数"
    (tmp_path / "bad.yaml").write_text("categories:\n  Sofa: {nam: {en: Sofa}}\ntag: {}\n")
    refused = invoke("schema", "check", tmp_path, exit_code=2)
    assert "bad.yaml:2" in refused.stderr
    assert "bad.yaml:3: tag: unknown key `tag`; allowed: attributes, categories, tags" in refused.stderr


def commands(group: click.Group, path: str = "") -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None, f"{name} is listed and not there"
        if isinstance(command, click.Group):
            yield from commands(command, f"{path}{name} ")
        else:
            yield path + name, command


@pytest.mark.parametrize(("name", "command"), list(commands(main)), ids=str)
def test_every_command_says_what_it_does_and_gives_an_example(name: str, command: click.Command) -> None:
    assert command.help
    assert f"facetmill {name}" in command.help
    assert all(option.help for option in command.params if isinstance(option, click.Option))


@pytest.mark.parametrize(
    ("module", "unwanted"),
    [
        ("jobs.cli.main", {"pyspark", "torch", "pandas", "pydantic", "rich", "yaml"}),
        ("jobs.cli.run.predict, udfs.pipeline, udfs.serving.predictor", {"pyspark", "pandas"}),
        ("jobs.cli.ask.show, jobs.cli.ask.explain, jobs.cli.run.dry_run", {"torch", "transformers"}),
    ],
)
def test_commands_import_only_what_they_need(module: str, unwanted: set[str]) -> None:
    code = f"import sys, {module}; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert set(loaded) & unwanted == set()
