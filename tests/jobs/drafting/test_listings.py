"""Files as they lie there, and sources of a config, to listings with the counts of all rows."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import yaml
from pyspark.sql import SparkSession

from jobs.drafting.listings import Catalog
from jobs.drafting.rows import placed
from jobs.drafting.sources import Sources, config_text, file_source, open_all
from training.drafting.catalog import CatalogListing, Stated
from udfs.config import load_config
from udfs.errors import ConfigError, SourceError
from udfs.spark.catalog import read_row

SHOP = """sku;name;breadcrumb;specs;description;link
A1;Acme mug, black;Home > Kitchen > Mugs;Colour: Black|Volume: 350 ml;;https://www.cups.example/a1
A2;马克杯 白色;Home > Kitchen > Mugs;颜色: 白色|Volume: 0.4 l;"材质：陶瓷\n产地：景德镇\n适用人群：成人";https://www.cups.example/a2
A3;Desk lamp;Home > Lamps;Colour: Brass|Power: 9 W;;https://www.cups.example/a3
A3;Desk lamp, again;Home > Lamps;Colour: Brass|Power: 9 W;;https://www.cups.example/a3
;Without an id;Home > Lamps;Colour: Brass|Power: 9 W;;
A5;;;;;
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    path = tmp_path / "shop.csv"
    path.write_text(SHOP, encoding="utf-8")
    return path


def test_all_rows_are_counted_and_usable_ones_become_listings(spark: SparkSession, shop: Path) -> None:
    (opened,) = open_all(spark, [file_source(str(shop))])
    catalog = Catalog([opened.source])

    listings = {each.product_id: each for each in catalog.sample()}

    assert catalog.count() == 6
    assert sorted(listings) == ["A1", "A2", "A3"]
    assert listings["A2"] == CatalogListing(
        "A2", "shop", "马克杯 白色", "材质：陶瓷\n产地：景德镇\n适用人群：成人", "cups.example", ("Kitchen", "Mugs"),
        (
            Stated("颜色", "白色"), Stated("Volume", "0.4 l"), Stated("材质", "陶瓷", True),
            Stated("产地", "景德镇", True), Stated("适用人群", "成人", True),
        ),
    )  # fmt: skip
    counted = catalog.keys()
    counts: Counter[str] = Counter()
    for each in counted:
        counts[each.key.key] += each.rows
    assert counts["Colour"] == 4  # every row, copies and those without an id too
    assert "材质" not in counts  # of one description alone: reading prose may have slipped
    assert catalog.paths()[0] == (("Lamps",), 3)
    reasons = {(product_id, reason) for product_id, reason, _ in catalog.rows()}
    assert reasons == {("A1", None), ("A2", None), ("A3", None), (None, "no id"), ("A5", "no text")}
    catalog.close()


def test_the_sample_is_the_same_in_each_run(spark: SparkSession, shop: Path) -> None:
    (opened,) = open_all(spark, [file_source(str(shop))])
    first, second = (Catalog([opened.source]).sample(2) for _ in range(2))

    assert [each.product_id for each in first] == [each.product_id for each in second]
    assert len(first) == 2


def test_a_guess_can_be_kept_as_a_config_of_which_only_the_sources_are_read(
    spark: SparkSession, shop: Path, tmp_path: Path
) -> None:
    opened = open_all(spark, [file_source(str(shop))])
    (tmp_path / "mine.yaml").write_text(config_text(opened, {"name": "mine"}), encoding="utf-8")

    sources = load_config(tmp_path / "mine.yaml", Sources).sources

    assert sources[0].columns == opened[0].source.source.columns
    assert yaml.safe_load((tmp_path / "mine.yaml").read_text())["sources"][0]["columns"] == {
        "product_id": "sku", "title": "name", "description": "description", "category": "breadcrumb", "site": "link",
        "seller_attributes": "specs",
    }  # fmt: skip
    assert open_all(spark, sources)[0].guess is None


def test_what_a_path_is_must_be_known(tmp_path: Path) -> None:
    with pytest.raises(
        ConfigError, match=r"cannot tell what .*export\.dat is: name it \.csv, .* or describe it in a job"
    ):
        file_source(str(tmp_path / "export.dat"))


def test_a_file_without_a_title_is_a_fault(spark: SparkSession, tmp_path: Path) -> None:
    (tmp_path / "prices.csv").write_text("sku,price\n1,2\n2,3\n", encoding="utf-8")

    with pytest.raises(SourceError, match=r"prices\.csv: no column looks like a title: there are sku, price"):
        open_all(spark, [file_source(str(tmp_path / "prices.csv"))])


def test_a_row_is_read_as_the_job_reads_it() -> None:
    row = read_row(
        "Acme mug", "Colour: red. Note: nice", '["Home","Mugs","Acme mug"]', "www.Shop.example", ['{"a": ["1", "2"]}']
    )

    assert row.site == "shop.example"
    assert row.path == ("Mugs",)
    assert [tuple(said) for said in row.stated] == [("a", "1", 0), ("a", "2", 0)]  # two colons in prose are no block


def test_every_row_says_what_became_of_it() -> None:
    listings = [CatalogListing(str(n), "shop", path=("Home", "Mugs")) for n in range(3)]
    rows = [
        ("0", None, ("Home", "Mugs")), ("7", None, ("Home", "Mugs")), ("8", None, ("Home", "Sofas")),
        ("9", None, ("Garden",)), ("1", None, ()), (None, "no id", ()),
    ]  # fmt: skip

    lines = list(placed(rows, listings, {"0": "mug", "1": None, "2": "mug"}, {"1": "a gift card"}))

    unseen = "not among the listings looked at, and no path tells"
    assert lines == [
        {"product_id": "0", "category": "mug"},
        {"product_id": "7", "category": "mug"},
        {"product_id": "8", "category": "mug"},
        {"product_id": "9", "category": None, "reason": unseen},
        {"product_id": "1", "category": None, "reason": "a gift card"},
        {"product_id": None, "category": None, "reason": "no id"},
    ]
