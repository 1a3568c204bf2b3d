"""``facetmill schema draft``: small messy exports in, a schema with its evidence out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from jobs.cli.main import main
from udfs.schema.loading import load_schema
from udfs.schema.schema import Schema

pytestmark = pytest.mark.usefixtures("no_encoder")

ENGLISH = """SKU;Product Title;Breadcrumb;Manufacturer;Colour;Specs;Price;Stock
M-01;Acme mug 350 ml, black;Home > Kitchen > Mugs;Acme Inc.;Black;Capacity: 350 ml|Material: Clay|Dishwasher: Yes;9.9;12
M-02;Acme mug 0.4 l, blue;Home > Kitchen > Mugs;ACME;blue;Volume: 0.4 l|Material: clay|Dishwasher: No;11.50;3
M-03;Nordic mug with lid;Home > Kitchen > Mugs;Nordic;Black;Volume: 300ml|Material: Porcelain|Dishwasher: yes;8.00;0
M-04;Mug for two;Home > Kitchen > Mugs;No Brand;White;Capacity: 500 ml|Material: Porcelain;5.00;7
M-05;Travel mug;Home > Kitchen > Mugs;Nordic;Black;Capacity: 450 ml|Material: Stainless Steel|Dishwasher: N/A;19.00;7
M-06;Espresso cup;Home > Kitchen > Mugs;Acme;White;Capacity: 80 ml|Material: Porcelain|Dishwasher: Yes;4.00;9
L-01;Lumi desk lamp 9 W;Home > Lighting > Lamps;Lumi Ltd;Brass;Power: 9 W|Material: brass|Length: 30 cm;49.00;4
L-02;Lumi floor lamp;Home > Lighting > Lamps;Lumi;Black;Power: 12W|Material: Steel|Length: 1.5 m;89.00;2
L-03;Table lamp, white;Home > Lighting > Lamps;Lumi;White;Power: 5W|Material: Steel|Length: 25cm;29.00;2
L-04;Wall lamp;Home > Lighting > Lamps;Nordic;White;Power: 7 W|Material: Steel|Length: 20 cm;25.00;1
L-05;Lumi reading lamp;Home > Lighting > Lamps;Lumi;Black;Power: 6 W|Material: Steel|Length: 40 cm;39.00;1
L-06;Lumi night light;Home > Lighting > Lamps;Lumi;White;Power: 1 W|Material: Steel|Length: 8 cm;12.00;6
;No id here;Home > Lighting > Lamps;Lumi;White;;1.00;1
"""
CHINESE = """商品编号,商品标题,类目,品牌,规格参数,价格,库存
B-01,艾克米马克杯 350毫升 黑色,家居/厨房/马克杯,艾克米/Acme,颜色:黑色;容量:350ml;材质:陶瓷;发货地:上海,29.9,12
B-02,艾克米马克杯 蓝色,家居/厨房/马克杯,艾克米/Acme,颜色:蓝色;容量:0.4L;材质:陶瓷;发货地:上海,35.0,3
B-03,北欧杯 带盖 黑色,家居/厨房/马克杯,北欧,顏色:黑色;容量:300毫升;材质:骨瓷;发货地:杭州,19.9,0
B-04,咖啡杯 白色,家居/厨房/马克杯,无品牌,颜色:白色;容量:80ml;材质:骨瓷;发货地:杭州,9.9,5
B-05,旅行杯 黑,家居/厨房/马克杯,北欧,颜色:黑色;容量:450ml;材质:不锈钢;发货地:上海,59.0,5
D-01,流明台灯 9W,家居/灯具/台灯,流明有限公司,颜色:铜色;功率:9W;材质:黄铜;发货地:上海,99.0,4
D-02,流明落地灯,家居/灯具/台灯,流明,颜色:黑色;功率:12瓦;材质:钢;发货地:上海,199.0,2
D-03,白色台灯,家居/灯具/台灯,流明,颜色:白色;功率:5W;材质:钢;发货地:杭州,69.0,2
D-04,壁灯,家居/灯具/台灯,北欧,颜色:白色;功率:7W;材质:钢;发货地:杭州,59.0,1
D-05,夜灯,家居/灯具/台灯,流明,颜色:白色;功率:1W;材质:钢;发货地:上海,19.0,1
"""


def draft(*words: str | Path, exit_code: int = 0) -> Result:
    result = CliRunner().invoke(main, ["schema", "draft", *map(str, words)])
    assert result.exit_code == exit_code, result.output
    return result


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def shape(schema: Schema) -> dict[str, dict[str, str]]:
    """Category to attribute to kind and unit."""
    return {
        name: {key: f"{own.kind} {own.unit or ''}".strip() for key, own in category.attributes.items()}
        for name, category in schema.categories.items()
    }


@pytest.mark.usefixtures("spark")
def test_an_english_export(tmp_path: Path) -> None:
    (tmp_path / "shop.csv").write_text(ENGLISH, encoding="utf-8")

    result = draft(tmp_path / "shop.csv", "--out", tmp_path / "mine")

    schema = load_schema(tmp_path / "mine")
    assert shape(schema) == {
        "lamps": {
            "colour": "choice", "length": "quantity cm", "manufacturer": "choice", "material": "choice",
            "power": "quantity W",
        },
        "mugs": {
            "colour": "choice", "manufacturer": "choice", "material": "choice", "dishwasher": "boolean",
            "capacity": "quantity ml",
        },
    }  # fmt: skip
    makers = schema.attribute("mugs", "manufacturer").values
    assert {key: value.aliases for key, value in makers.items()} == {
        "lumi": ("Lumi Ltd",), "acme": ("Acme Inc",), "nordic": ()
    }  # fmt: skip
    assert set(schema.attribute("lamps", "colour").values) == {"black", "white", "brass", "blue"}
    rows = lines(tmp_path / "mine/rows.jsonl")
    assert {row["product_id"]: row["category"] for row in rows}["M-04"] == "mugs"
    assert [row for row in rows if row["category"] is None] == [
        {"product_id": None, "category": None, "reason": "no id"}
    ]
    keys = {line["key"]: line for line in lines(tmp_path / "mine/keys.jsonl")}
    assert (keys["Power"]["rows"], keys["Power"]["category"], keys["Power"]["unit"]) == (6, "lamps", "W")
    assert "shop.Price: left out (says nothing of the goods)" in result.stderr
    assert "12 of 12 listings are in a category" in result.stdout


@pytest.mark.usefixtures("spark")
def test_a_chinese_export_and_a_second_draft_of_it(tmp_path: Path) -> None:
    (tmp_path / "shop.csv").write_text(CHINESE, encoding="utf-8")

    result = draft(
        tmp_path / "shop.csv", "--out", tmp_path / "mine", "--lang", "zh", "--save-config", tmp_path / "job.yaml"
    )

    schema = load_schema(tmp_path / "mine")
    assert shape(schema) == {
        "ma_ke_bei": {"cai_zhi": "choice", "pin_pai": "choice", "rong_liang": "quantity ml", "yan_se": "choice"},
        "tai_deng": {"cai_zhi": "choice", "gong_lu": "quantity W", "pin_pai": "choice", "yan_se": "choice"},
    }
    makers = schema.attribute("ma_ke_bei", "pin_pai").values
    assert [dict(value.name.root) for value in makers.values()] == [
        {"zh": "流明"}, {"zh": "北欧"}, {"en": "Acme", "zh": "艾克米"},
    ]  # fmt: skip
    assert schema.attribute("ma_ke_bei", "yan_se").description.first == "卖家所写的颜色，如白色、黑色、蓝色"
    keys = {line["key"]: line for line in lines(tmp_path / "mine/keys.jsonl")}
    assert keys["发货地"]["attribute"] is None
    assert keys["顏色"]["attribute"] == "yan_se"
    assert "10 / 10 条商品已归入类目" in result.stdout
    before = {path.name: path.read_bytes() for path in (tmp_path / "mine").glob("*.yaml")}

    draft(tmp_path / "job.yaml", "--out", tmp_path / "mine")

    assert {path.name: path.read_bytes() for path in (tmp_path / "mine").glob("*.yaml")} == before
    assert lines(tmp_path / "mine/draft.jsonl")[0]["drafts"] == 2


def test_work_that_is_no_draft_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "shop.csv").write_text(ENGLISH, encoding="utf-8")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/notes.txt").write_text("mine")

    result = draft(tmp_path / "shop.csv", "--out", tmp_path / "mine", exit_code=2)

    assert "it holds notes.txt …, and no draft.jsonl of an earlier draft" in result.stderr
    taken = draft(tmp_path / "shop.csv", "--out", tmp_path / "new", "--save-config", tmp_path / "shop.csv", exit_code=2)
    assert "is there already, and would be replaced" in taken.stderr


@pytest.mark.usefixtures("spark")
def test_rows_without_id_or_text_are_nothing_to_draft_of(tmp_path: Path) -> None:
    (tmp_path / "shop.jsonl").write_text('{"id": "", "title": "Mug"}\n{"id": "1", "title": ""}\n', encoding="utf-8")
    (tmp_path / "job.yaml").write_text(
        f"sources: [{{name: shop, format: json, path: {tmp_path}/shop.jsonl, "
        "columns: {product_id: id, title: title}}]"
    )

    result = draft(tmp_path / "job.yaml", "--out", tmp_path / "mine", exit_code=2)

    assert "has an id and a text: there is nothing to draft a schema of" in result.stderr
    assert not (tmp_path / "mine").exists()
