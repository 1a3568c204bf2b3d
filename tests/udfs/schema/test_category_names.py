"""Which category a seller's wording names, at which level of its path, and how surely."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from udfs.schema.category_paths import CategoryPath, paths_of, wording_of
from udfs.schema.loading import load_schema
from udfs.schema.schema import Schema

SCHEMA = """
categories:
  scarf:
    name: {en: Scarf, zh: 围巾}
    description: {en: Scarves and shawls, zh: 围巾和披肩}
    aliases: [scarves, shawls, neckwear, 丝巾, 围巾/披肩]
    attributes: {}
  kettle:
    name: {en: Kettle, zh: 水壶}
    description: {en: Boils water, zh: 烧水的壶}
    aliases: [water boilers, 电水壶, kettles & boilers]
    attributes:
      material:
        name: {en: Material, zh: 材质}
        description: {en: What it is made of, zh: 用什么做的}
        kind: choice
        values:
          steel: {name: {en: Steel, zh: 不锈钢}, aliases: [stainless steel]}
          glass: {name: {en: Glass, zh: 玻璃}}
  watch:
    name: {en: Watch, zh: 手表}
    description: {en: Worn on the wrist, zh: 戴在手腕上}
    aliases: [腕表]
    attributes: {}
"""


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Schema:
    folder = tmp_path_factory.mktemp("schema")
    (folder / "shop.yaml").write_text(SCHEMA.replace("attributes: {}", ATTRIBUTES), encoding="utf-8")
    return load_schema(folder)


ATTRIBUTES = """attributes:
      wearer:
        name: {en: Wearer, zh: 适用人群}
        description: {en: Who wears it, zh: 谁穿戴}
        kind: choice
        values:
          women: {name: {en: Women, zh: 女士}, aliases: [women's, ladies', 女]}
          men: {name: {en: Men, zh: 男士}, aliases: [men's, 男]}"""


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("Kettle", "kettle"),
        ("KETTLES", "kettle"),
        ("Watches", "watch"),
        ("Home >> Kitchen >> Kettles", "kettle"),
        ("Home &gt; Kitchen &gt; Kettles &gt;", "kettle"),
        ("Home » Kitchen » Kettle »", "kettle"),
        ("Kitchen|Kettles", "kettle"),
        ("Kitchen | Tea, Coffee & More | Kettles", "kettle"),
        ("/Kitchen/Kettles/", "kettle"),
        ("Kitchen\\Kettles", "kettle"),
        ("Kitchen :: Kettles", "kettle"),
        ("Kitchen -> Kettles", "kettle"),
        ("Home\n  Kitchen\n  Kettles", "kettle"),
        ("appliances.kitchen.kettle", "kettle"),
        ("536 - Home & Garden > Kitchen > Kettles (12)", "kettle"),
        ('["Home >> Kitchen >> Kettles"]', "kettle"),
        ('["Home", "Tea, Coffee & More", "Kettles"]', "kettle"),
        ("['Home', 'Kettles']", "kettle"),
        ('[{"name": "Home", "url": "/"}, {"name": "Kettles", "url": "/kettles"}]', "kettle"),
        ('{"lvl0": "Kitchen", "lvl1": "Kitchen > Kettles"}', "kettle"),
        ("家居>厨具>电水壶", "kettle"),
        ("服饰/配饰/丝巾", "scarf"),
        ("首页 › 女装配饰 › 圍巾", "scarf"),
        ("配饰 > 围巾/披肩", "scarf"),
        ("Kitchen > Kettles & Boilers", "kettle"),
        ("Accessories > Scarves & Shawls", "scarf"),
        ("Accessories > Women's Scarves", "scarf"),
        ("配饰 > 女士丝巾", "scarf"),
        ("Stainless Steel Kettles", "kettle"),
        ("Kitchen > Kettles > N/A", "kettle"),
    ],
)
def test_the_deepest_level_is_the_sellers_word(schema: Schema, text: str, category: str) -> None:
    assert schema.named_category(text) == (category, "itself")
    assert schema.find_category(text) == category


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("Kettles > Descalers", "kettle"),
        ('["Watches >> Wrist Watches >> Acme W300 Analog Watch Band - For Men"]', "watch"),
        ("Neckwear > Scarf Hangers", "scarf"),
        ("围巾 > 围巾架", "scarf"),
        ("Kettles > Other", "kettle"),
        ("电水壶 > 其他", "kettle"),
        ("Kitchen > Kettles, Kitchen > Sale", "kettle"),
        ('[["Kitchen", "Kettles"], ["Kitchen", "Sale"]]', "kettle"),
        ("Kitchen, Kettles", "kettle"),
        ("类目：手表", "watch"),
        ("Kitchen - Kettles - Cordless", "kettle"),
        ("Kitchen > Kettles & Toasters", "kettle"),
        ("Watch > Kettle > Lids", "kettle"),
        ("Neckwear > Women's Neckwear > Neckwear Care > Combs", "scarf"),
    ],
)
def test_an_upper_level_is_a_hint(schema: Schema, text: str, category: str) -> None:
    assert schema.named_category(text) == (category, "above")
    assert schema.find_category(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Neckwear > Women's Neckwear > Stoles > Acme Stole Blue",
        "服饰配饰 > 围巾 > 女士围巾 > 春季新款",
        '["Neckwear","Scarves","Pashmina"]',
    ],
)
def test_levels_that_narrow_a_category_are_a_better_hint(schema: Schema, text: str) -> None:
    assert schema.named_category(text) == ("scarf", "within")


@pytest.mark.parametrize(
    "text",
    [
        "Sofas", "Home > Sofas", "Scarf Hangers", "围巾架", "Watch Winder", "Milk Kettles Co", "Kettlebells",
        "Clothing, Scarves & Jewelry > Women > Costumes", "钟表/手表/珠宝 > 配件", "Kettle > Sale, Watch > Sale",
        "Kettles, Watches", "[", "[[[[[[", "{}", "[null]", "[1, 2]", "['a\\d', 'b']", "> > >", "/", ",",
        "[" * 900, "['" * 400,
    ],
)  # fmt: skip
def test_nothing_is_guessed(schema: Schema, text: str) -> None:
    assert schema.named_category(text) is None


def test_the_shops_own_root_is_no_category(tmp_path: Path) -> None:
    text = SCHEMA.replace("attributes: {}", ATTRIBUTES).replace("aliases: [腕表]", "aliases: [home, 首页]")
    (tmp_path / "shop.yaml").write_text(text, encoding="utf-8")
    schema = load_schema(tmp_path)
    assert schema.find_category("Home") == "watch"
    assert schema.named_category("Home > Sofas") is None
    assert schema.named_category("首页/沙发") is None


@pytest.mark.parametrize(
    ("text", "title", "shown"),
    [
        ('["Clothing >> Shorts >> Acme Cycling Shorts"]', "Acme Cycling  shorts", "Clothing > Shorts"),
        ("Clothing >> Shorts >> Acme Cycling Sho...", "Acme Cycling Shorts for Men", "Clothing > Shorts"),
        ("Shorts >> Men", "Men's shorts", "Shorts > Men"),
        ("服饰/短裤", None, "服饰 > 短裤"),
        ("Shorts", "Shorts", "Shorts"),
        ("Home, Garden", "Spade", "Home, Garden"),
        ("???", None, "???"),
    ],
)
def test_the_queue_shows_the_levels_without_the_products_name(text: str, title: str | None, shown: str) -> None:
    assert wording_of(text, title) == shown


def test_a_level_keeps_its_own_marks() -> None:
    assert paths_of("Audio > TV/Video, Games") == [
        CategoryPath(("Audio", "TV/Video, Games"), True),
        CategoryPath(("Audio", "TV/Video"), False),
        CategoryPath(("Games",), False),
    ]
    assert paths_of("钟表-腕表-西铁城专区")[1] == CategoryPath(("钟表", "腕表", "西铁城专区"), False)
    assert paths_of("T-shirt") == [CategoryPath(("T-shirt",), True)]


@pytest.mark.parametrize("unit", ["a > ", "茶/", "a, ", " ", "[", " - ", "a.b", "(1", "kettle", "['a'],", " and ", "-"])
def test_long_wordings_take_time_as_they_are_long(schema: Schema, unit: str) -> None:
    started = time.process_time()
    schema.named_category(("[" if unit == "['a']," else "") + unit * (60_000 // len(unit)))
    assert time.process_time() - started < 3
