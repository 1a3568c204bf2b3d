"""A target that version 0.1.0 wrote, brought to definitions that have changed since; see tests/data/target_0_1_0."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from delta.tables import DeltaTable
from py4j.protocol import Py4JJavaError
from pyspark.sql import DataFrame, Row, SparkSession
from pyspark.sql.types import StructType

from jobs.lake import migrations
from jobs.lake.earlier_claims import earlier_claims
from jobs.lake.migrations import bring_up_to_date
from jobs.lake.staging import Staging
from jobs.lake.store import Store
from jobs.lake.synchronize import Changes, synchronize
from jobs.lake.tables.definitions import Column, one_of
from jobs.lake.tables.target import TABLES
from udfs.errors import RunError, TableError

OLD = Path(__file__).parents[2] / "data/target_0_1_0/target.zip"


@pytest.fixture(scope="module")
def folder(spark: SparkSession, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The old target as the definitions have it now, to be copied: tests change them."""
    made = tmp_path_factory.mktemp("old") / "target"
    shutil.unpack_archive(OLD, made)
    bring_up_to_date(Store(spark, str(made)), print)
    return made


@pytest.fixture
def target(folder: Path, tmp_path: Path) -> str:
    return str(shutil.copytree(folder, tmp_path / "target"))


@pytest.fixture
def declare(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Change a table's definition; columns are given by name, new ones with the column they follow."""

    def change(name: str, *columns: Column, after: str = "", **changes: Any) -> None:
        new = {column.name: column for column in columns}
        kept = [new.pop(column.name, column) for column in TABLES[name].columns]
        place = [column.name for column in kept].index(after) + 1 if after else 0
        kept[place:place] = new.values()
        monkeypatch.setitem(TABLES, name, replace(TABLES[name], columns=tuple(kept), **changes))

    return change


def retyped(table: str, name: str, old: str, new: str) -> Column:
    """A column with an edit of its type."""
    (column,) = (column for column in TABLES[table].columns if column.name == name)
    assert old in column.type
    return replace(column, type=column.type.replace(old, new))


def losers(*fields: str) -> Column:
    """The losing claims as earlier versions had them beside the values, with other fields."""
    wanted = fields or ("origin: STRING", "raw: STRING", "value: STRING", "confidence: DOUBLE", "rule: STRING",
                        "reason: STRING")  # fmt: skip
    return Column("alternatives", f"ARRAY<STRUCT<{', '.join(wanted)}>>", "Of the first version.")


def upgrade(spark: SparkSession, target: str) -> tuple[list[str], dict[str, int]]:
    """What was told, and commits by table."""
    store, told = Store(spark, target), list[str]()
    before = {name: store.version(name) or 0 for name in TABLES}
    bring_up_to_date(store, told.append)
    made = {name: version - before[name] for name, version in store.held().items()}
    again = Store(spark, target)
    bring_up_to_date(again, told.append)
    assert again.held() == store.held()
    return told, {name: commits for name, commits in made.items() if commits}


def detail(spark: SparkSession, path: str) -> Row:
    return DeltaTable.forPath(spark, path).detail().collect()[0]


def schema(spark: SparkSession, path: str) -> StructType:
    return DeltaTable.forPath(spark, path).toDF().schema


def append(rows: DataFrame, path: str) -> None:
    rows.write.format("delta").mode("append").save(path)


def test_a_target_of_the_first_version_has_all_its_rows(spark: SparkSession, tmp_path: Path) -> None:
    shutil.unpack_archive(OLD, tmp_path / "target")
    store = Store(spark, str(tmp_path / "target"))
    bring_up_to_date(store, print)
    rows = store.read("attributes").select("product_id", "attribute", "status", "value", "origin", "rule").collect()
    assert {tuple(row) for row in rows} == {
        ("a1", "brand", "missing", None, None, None),
        ("a1", "capacity", "standard", "350 ml", "seller", "unit"),
        ("a1", "color", "standard", "Black", "person", "decision"),
        ("a2", "brand", "standard", "Acme", "seller", "name"),
        ("a2", "color", "unmapped", None, "seller", "no match"),
        ("l1", "power", "standard", "5 W", "seller", "unit"),
    }
    assert [tuple(row) for row in store.read("rejected").select("product_id", "reason").collect()] == [
        ("a3", "no_text")
    ]
    assert [row["decided_by"] for row in store.read("decisions").collect()] == ["Li"]
    first = store.read("attributes", 1).filter("product_id = 'a1' and attribute = 'color'").first()
    assert first is not None
    assert (first["status"], first["raw_value"]) == ("unmapped", "ink")


def test_columns_and_fields_are_added_where_the_definition_has_them(
    spark: SparkSession, target: str, declare: Callable[..., None]
) -> None:
    known = losers("origin: STRING", "site: STRING", "raw: STRING", "value: STRING", "confidence: DOUBLE",
                   "rule: STRING", "reason: STRING")  # fmt: skip
    declare("attributes", Column("lower", "DOUBLE", "Its \\ 'least'; null for none."), after="number")
    declare("attributes", known, after="detail")
    version = Store(spark, target).version("attributes")
    assert upgrade(spark, target) == (
        [
            "table attributes: adds lower, alternatives.element.site",
            "table attributes: renews the comment of alternatives",
        ],
        {"attributes": 2},
    )
    columns = schema(spark, f"{target}/attributes")
    assert columns.names[columns.names.index("number") :][:3] == ["number", "lower", "unit"]
    assert columns["lower"].metadata == {"comment": "Its \\ 'least'; null for none."}
    assert columns["alternatives"].simpleString().startswith("alternatives:array<struct<origin:string,site:string,raw:")

    store = Store(spark, target)
    for frame in (store.read("attributes"), store.read("attributes", version)):
        assert set(frame.columns) == set(TABLES["attributes"].names)
        (row,) = frame.filter("product_id = 'a1' and attribute = 'capacity'").collect()
        assert (row["number"], row["lower"], row["unit"]) == (350.0, None, "ml")
    frame = store.read("attributes", version).filter("size(alternatives) > 0")
    for row in frame.selectExpr("explode(alternatives) as loser").collect():
        assert (row["loser"]["site"], row["loser"]["origin"]) == (None, "model")


def test_fields_in_maps_are_added_and_null_in_earlier_versions(
    spark: SparkSession, tmp_path: Path, declare: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = Column("shelf", "MAP<STRING, STRUCT<row: INT>>", "Null without any.")
    monkeypatch.setitem(
        TABLES, "models", replace(TABLES["models"], columns=(shelf,), checks={}, clustered=(), indexed=())
    )
    store = Store(spark, str(tmp_path / "target"))
    store.create_missing()
    one = spark.sql("select map('a', named_struct('row', 1), 'b', null) shelf")
    one.write.format("delta").mode("append").save(store.path("models"))
    declare("models", replace(shelf, type="MAP<STRING, STRUCT<place: STRING, row: INT>>"))
    assert upgrade(spark, store.target) == (["table models: adds shelf.value.place"], {"models": 1})
    for version in (1, 2):
        (row,) = store.read("models", version).collect()
        assert row["shelf"]["a"].asDict() == {"place": None, "row": 1}
        assert row["shelf"]["b"] is None


def test_not_null_is_dropped_and_comments_are_renewed(
    spark: SparkSession, target: str, declare: Callable[..., None]
) -> None:
    declare(
        "rejected",
        Column("source", "STRING", "Name of the source; null when it is lost."),
        Column("reason", "STRING", "One of many.", required=True),
    )
    spark.sql(f"ALTER TABLE delta.`{target}/rejected` ADD COLUMNS (seen INT COMMENT 'mine')")
    assert upgrade(spark, target) == (
        [
            "table rejected: lets source be null, renews the comment of reason",
            "table rejected: renews the comment of source",
        ],
        {"rejected": 2},
    )
    columns = schema(spark, f"{target}/rejected")
    found = {name: (columns[name].nullable, columns[name].metadata["comment"]) for name in ("source", "reason", "seen")}
    assert found == {
        "source": (True, "Name of the source; null when it is lost."), "reason": (False, "One of many."),
        "seen": (True, "mine"),
    }  # fmt: skip


def test_checks_are_replaced_added_and_dropped(spark: SparkSession, target: str, declare: Callable[..., None]) -> None:
    known = one_of("reason", ("no_text", "too_dark"))
    declare("rejected", checks={"reason_known": known, "named": "product_id IS NULL OR length(product_id) > 1"})
    assert upgrade(spark, target) == (
        [
            "table rejected: drops check copies_count, reason_known",
            "table rejected: adds check reason_known",
            "table rejected: adds check named",
        ],
        {"rejected": 3},
    )
    rows = Store(spark, target).read("rejected")
    append(rows.selectExpr("* except (reason, copies)", "'too_dark' reason", "0L copies"), f"{target}/rejected")
    with pytest.raises(Py4JJavaError, match=r"DELTA_VIOLATE_CONSTRAINT_WITH_VALUES.* reason_known"):
        append(rows.selectExpr("* except (reason)", "'no_id' reason"), f"{target}/rejected")


def test_properties_features_and_the_comment_are_one_commit(
    spark: SparkSession, target: str, declare: Callable[..., None]
) -> None:
    spark.sql(f"ALTER TABLE delta.`{target}/products` SET TBLPROPERTIES ('delta.logRetentionDuration' = '60 days')")
    own = {"delta.feature.deletionVectors": "supported", "delta.checkpointInterval": "20"}
    declare("products", comment="Products, one a row.", changes=False, indexed=("site",), properties=own)
    told = (
        "table products: sets delta.dataSkippingStatsColumns to site,category,product_id, sets "
        "delta.enableChangeDataFeed to false, sets delta.feature.deletionVectors to supported, sets "
        "delta.checkpointInterval to 20, renews the table's comment"
    )
    assert upgrade(spark, target) == ([told], {"products": 1})
    found = detail(spark, f"{target}/products")
    assert found["description"] == "Products, one a row."
    assert "deletionVectors" in found["tableFeatures"]
    kept = {key: found["properties"][key] for key in ("delta.enableChangeDataFeed", "delta.logRetentionDuration")}
    assert kept == {"delta.enableChangeDataFeed": "false", "delta.logRetentionDuration": "60 days"}


def test_a_table_is_clustered_anew(spark: SparkSession, target: str, declare: Callable[..., None]) -> None:
    declare("tags", clustered=("product_id", "rank"))
    assert upgrade(spark, target) == (["table tags: clusters by product_id, rank"], {"tags": 1})
    assert detail(spark, f"{target}/tags")["clusteringColumns"] == ["product_id", "rank"]


def test_a_plain_table_of_the_same_columns_becomes_one_of_ours(
    spark: SparkSession, target: str, tmp_path: Path
) -> None:
    Store(spark, target).read("tags").write.format("delta").save(f"{tmp_path}/plain/tags")
    told, commits = upgrade(spark, f"{tmp_path}/plain")
    assert commits == {"tags": 5}
    assert told[1:] == [
        "table tags: clusters by tag, product_id",
        "table tags: adds check score_range",
        "table tags: adds check rank_counts",
        "table tags: adds check origin_known",
    ]
    assert {"changeDataFeed", "checkConstraints", "clustering"} <= set(
        detail(spark, f"{tmp_path}/plain/tags")["tableFeatures"]
    )


def test_columns_of_others_are_kept_by_merge_and_append(spark: SparkSession, target: str) -> None:
    path = f"delta.`{target}/attributes`"
    spark.sql(f"ALTER TABLE {path} ADD COLUMNS (mine STRING FIRST, parts.element.mine INT AFTER name)")
    spark.sql(f"UPDATE {path} SET mine = product_id")
    assert upgrade(spark, target) == ([], {})
    store = Store(spark, target)
    store.hold()
    stored = store.read("attributes")
    assert stored.columns == [*TABLES["attributes"].names, "mine", "alternatives"]
    rows = stored.drop("mine", "alternatives").filter("product_id = 'a1'")
    assert synchronize(store, Staging(store, "r1"), "attributes", rows, scope=rows.select("product_id")) == Changes()

    changed = rows.selectExpr("* except (value_zh, run_id)", "'新' value_zh", "'r2' run_id")
    new = changed.selectExpr("* except (product_id)", "'b1' product_id")
    both = changed.unionByName(new)
    made = synchronize(store, Staging(store, "r2"), "attributes", both, scope=both.select("product_id"))
    assert made == Changes(inserted=3, updated=3)
    store.append("attributes", new.selectExpr("* except (product_id)", "'c1' product_id"))
    columns = ("product_id", "value_zh", "mine", "alternatives is null")
    found = store.read("attributes").filter("attribute = 'color'").selectExpr(*columns).collect()
    assert {tuple(row) for row in found} == {
        ("a1", "新", "a1", True), ("a2", None, "a2", False), ("b1", "新", None, True), ("c1", "新", None, True),
    }  # fmt: skip


def test_a_required_column_of_others_may_be_null_from_now_on(
    spark: SparkSession, target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    without = tuple(column for column in TABLES["rejected"].columns if column.name != "raw")
    monkeypatch.setitem(TABLES, "rejected", replace(TABLES["rejected"], columns=without))
    assert upgrade(spark, target) == (["table rejected: lets raw be null"], {"rejected": 1})
    store = Store(spark, target)
    store.hold()
    assert store.append("rejected", store.read("rejected")) == 1
    assert {row["raw"] is None for row in store.read("rejected").collect()} == {False, True}


def test_what_cannot_be_migrated_is_refused_and_nothing_is_written(
    spark: SparkSession, target: str, declare: Callable[..., None]
) -> None:
    declare("attributes", Column("ordinal", "BIGINT", "Counts.", required=True))
    wrong = losers("origin: STRING", "raw: STRING", "value: STRING", "confidence: INT", "rule: STRING",
                   "reason: STRING")  # fmt: skip
    declare("attributes", wrong, after="detail")
    declare("tags", Column("shop", "STRING", "Whose.", required=True), Column("more", "INT", "Null."))
    shutil.rmtree(f"{target}/models")
    Path(target, "models").mkdir()
    Path(target, "models/notes.txt").write_text("mine", encoding="utf-8")
    before = {name: Store(spark, target).version(name) for name in TABLES}
    with pytest.raises(TableError) as raised:
        bring_up_to_date(Store(spark, target), print)
    head, *faults = str(raised.value).replace(f"file:{target}", "TARGET").splitlines()
    assert head == "cannot write to the target TARGET:"
    assert faults[0] == "  TARGET/models holds something that is no Delta table; move it away, or set another `target`"
    assert [fault.removesuffix("; set another `target`") for fault in faults[1:]] == [
        "  the Delta table TARGET/attributes has ordinal as int, this version writes bigint",
        "  the Delta table TARGET/attributes has alternatives.element.confidence as double, this version writes int",
        "  the Delta table TARGET/tags has rows, and none has a value of shop, a new column that must not be null",
    ]
    assert {name: Store(spark, target).version(name) for name in TABLES} == before


def test_an_empty_table_is_made_anew_with_a_required_column(
    spark: SparkSession, target: str, declare: Callable[..., None]
) -> None:
    spark.sql(f"DELETE FROM delta.`{target}/tags`")
    declare("tags", Column("shop", "STRING", "Whose.", required=True), after="tag")
    assert upgrade(spark, target) == (["table tags: is empty, and is made anew with shop"], {"tags": 1})
    assert not schema(spark, f"{target}/tags")["shop"].nullable
    assert Store(spark, target).read("tags", 1).select("product_id", "shop").first() == ("a1", None)


def test_rows_that_break_a_new_check_stop_the_upgrade(
    spark: SparkSession, target: str, declare: Callable[..., None]
) -> None:
    declare("rejected", checks={"reason_known": "reason = 'no_id'"})
    message = r"cannot change table rejected: 1 rows .* violate the new CHECK constraint .*; correct or delete them"
    with pytest.raises(TableError, match=message):
        bring_up_to_date(Store(spark, target), print)
    spark.sql(f"DELETE FROM delta.`{target}/rejected`")
    assert upgrade(spark, target)[0] == ["table rejected: adds check reason_known"]


def test_a_crash_between_two_commits_leaves_the_rest_to_the_next_run(
    spark: SparkSession, target: str, declare: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    declare("tags", Column("more", "INT", "Null."), checks={"rank_counts": "rank > 0", "score_range": "score <= 1"})
    take, taken = migrations._take, list[str]()

    def dies_at_the_third(store: Store, name: str, step: Any) -> None:
        if len(taken) == 2:
            raise KeyboardInterrupt
        taken.append(step.told)
        take(store, name, step)

    with monkeypatch.context() as patch:
        patch.setattr(migrations, "_take", dies_at_the_third)
        with pytest.raises(KeyboardInterrupt):
            bring_up_to_date(Store(spark, target), print)
    assert taken == ["drops check origin_known, rank_counts, score_range", "adds more"]
    assert upgrade(spark, target) == (
        ["table tags: adds check rank_counts", "table tags: adds check score_range"], {"tags": 2},
    )  # fmt: skip


def test_another_writer_stops_the_upgrade(spark: SparkSession, target: str, declare: Callable[..., None]) -> None:
    declare("tags", Column("more", "INT", "Null."))
    rows = spark.read.format("delta").load(f"{target}/tags")
    with pytest.raises(RunError, match=r"another run is writing to this target \(table tags: it is at version 3"):
        bring_up_to_date(Store(spark, target), lambda _: append(rows, f"{target}/tags"))
    assert "more" not in schema(spark, f"{target}/tags").names


def test_a_log_without_checksums_says_the_same(spark: SparkSession, target: str) -> None:
    store = Store(spark, target)
    store.hold()
    told = {name: migrations.stored(store, name) for name in ("attributes", "runs")}
    for name in told:
        for checksum in Path(target, name, "_delta_log").glob("*.crc"):
            checksum.unlink()
    assert {name: migrations.stored(store, name) for name in told} == told


def test_losing_claims_that_stood_beside_the_values_read_as_claims(spark: SparkSession, target: str) -> None:
    found = earlier_claims(Store(spark, target).read("attributes"))
    assert found.columns == list(TABLES["claims"].names)
    reasons = {
        "below the threshold 0.5": ("below_threshold", 0.5, None, None),
        "below 0.9, seller states 'Cape Cod'": ("below_overrule", 0.9, "Cape Cod", "seller"),
        "seller states 'a, b'": ("contradicted", None, "a, b", "seller"),
        "person goes before seller": ("outranked", None, None, "person"),
        "model is not heard for this attribute": ("unheard", None, None, None),
        "nearest: White 0.45": ("unmapped", None, None, None),
    }
    told = spark.createDataFrame(
        [("a", "mug", "color", "r", [("model", "x", None, 0.25, "no match", reason) for reason in reasons])],
        f"product_id string, category string, attribute string, run_id string, {losers().name} {losers().type}",
    )
    rows = earlier_claims(told).orderBy("place").collect()
    assert [(row["outcome"], row["least"], row["against"], row["against_origin"]) for row in rows] == [
        *reasons.values()
    ]
    assert [row["detail"] for row in rows] == [None] * 5 + ["nearest: White 0.45"]
