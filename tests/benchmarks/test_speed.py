"""What the speed benchmarks measure on, and what they make of seconds."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from benchmarks.sizing import need
from benchmarks.speed.edits import with_alias, with_threshold
from benchmarks.speed.figures import Line, ratios, slower, straight_line, table
from benchmarks.speed.job import newest_row
from benchmarks.speed.listings import SourceRow, as_listings, first, read_rows, with_repeats, write_source
from benchmarks.speed.options import parser_for, source_rows
from benchmarks.speed.variation import Generator, Settings, Template, approximate_tokens
from udfs.errors import RunError, SourceError
from udfs.records import Listing
from udfs.schema.schema import Schema
from udfs.serving.processes import Work, run_together

MUGS = [
    {
        "category": "mug", "title": "Acme cup 300ml", "description": "Holds soup. Jet black glaze.",
        "spans": [
            {"attribute": "brand", "text": "Acme"}, {"attribute": "capacity", "text": "300ml"},
            {"attribute": "color", "text": "Jet black", "field": "description"},
        ],
    },
    {
        "category": "mug", "title": "Mug by Birch, 12 oz", "description": None,
        "spans": [{"attribute": "brand", "text": "Birch"}, {"attribute": "capacity", "text": "12 oz"}],
    },
    {
        "category": "mug", "title": "艾克米马克杯 350毫升", "description": "白色，可进洗碗机。",
        "spans": [{"attribute": "brand", "text": "艾克米"}, {"attribute": "capacity", "text": "350毫升"}],
    },
]  # fmt: skip


def generated(schema: Schema, n: int, **settings: float) -> list[SourceRow]:
    templates = [Template.from_row(row) for row in MUGS]
    return list(islice(Generator(templates, schema, Settings(**settings)).rows(), n))  # type: ignore[arg-type]


def test_generated_listings_are_the_same_for_a_seed_and_the_fewer_are_the_first_of_the_many(
    tiny_schema: Schema,
) -> None:
    many = generated(tiny_schema, 40, tokens=60, seed=3)

    assert generated(tiny_schema, 10, tokens=60, seed=3) == many[:10]
    assert generated(tiny_schema, 10, tokens=60, seed=4) != many[:10]
    assert len({(row.title, row.description) for row in many}) == 40
    assert len({row.product_id for row in many}) == 40


def test_statements_take_the_place_of_others_of_their_attribute_and_language(tiny_schema: Schema) -> None:
    titles = {row.title for row in generated(tiny_schema, 30, tokens=40)}

    assert {"Acme cup 300ml", "Birch cup 300ml", "Acme cup 12 oz", "Mug by Acme, 12 oz"} <= titles
    assert {title for title in titles if "马克杯" in title} == {"艾克米马克杯 350毫升"}


def test_sellers_write_categories_and_attributes_in_their_language(tiny_schema: Schema) -> None:
    rows = generated(tiny_schema, 60, tokens=40)

    assert {(row.locale, row.category) for row in rows} == {
        ("en-US", "Mug"), ("en-US", None), ("zh-CN", "马克杯"), ("zh-CN", None),
    }  # fmt: skip
    stated = [row.seller_attributes for row in rows if row.title == "艾克米马克杯 350毫升"]
    assert {"品牌": "艾克米", "容量": "350毫升"} in stated
    assert {} in stated


def test_the_bundled_listings_give_many_of_the_length_asked_for() -> None:
    options = parser_for(None, rows=500).parse_args(["--tokens", "80", "--repeats", "0.2"])
    rows = source_rows(options, options.rows)

    assert len({(row.title, row.description) for row in rows}) == 400
    mean = sum(approximate_tokens(row.title + (row.description or "")) for row in rows) / len(rows)
    assert mean == pytest.approx(80, rel=0.1)


def test_labelled_listings_that_cannot_vary_any_more_are_told(tiny_schema: Schema) -> None:
    alone = Generator([Template.from_row({"category": None, "title": "Tyre"})], tiny_schema, Settings())

    with pytest.raises(SourceError, match="the 1 labelled listings gave 1 different ones and no more; add some"):
        list(islice(alone.rows(), 2))


def test_a_share_of_the_listings_ends_with_a_paragraph_that_others_end_with(tiny_schema: Schema) -> None:
    rows = generated(tiny_schema, 200, tokens=120, boilerplate=0.5)
    endings = [row for row in rows if (row.description or "").endswith(("amounts.", "misuse.", "day.", "费。", "询。"))]

    assert 70 < len(endings) < 130


def test_a_share_of_the_rows_repeats_earlier_ones_under_ids_of_their_own() -> None:
    unique = (SourceRow(f"B{number}", f"mug {number}") for number in range(100))
    rows = list(with_repeats(unique, 10, 0.3))

    assert [row.product_id[0] for row in rows] == ["B", "B", "B", "R", "B", "B", "R", "B", "B", "R"]
    assert len({row.title for row in rows}) == 7
    assert len({row.product_id for row in rows}) == 10


def test_too_few_listings_are_an_error_that_says_how_many_there_are(tmp_path: Path) -> None:
    file = tmp_path / "two.jsonl"
    file.write_text('{"title": "Mug"}\n{"title": "Cup", "seller_attributes": {"Color": "red"}}\n', encoding="utf-8")

    assert first(read_rows(file), 2, file) == [
        SourceRow("L00000001", "Mug"), SourceRow("L00000002", "Cup", seller_attributes={"Color": "red"}),
    ]  # fmt: skip
    with pytest.raises(SourceError, match=r"two.jsonl holds 2 listings, 3 are needed"):
        first(with_repeats(read_rows(file), 3, 0.0), 3, file)


def test_a_line_without_a_title_or_with_an_id_for_the_second_time_is_told(tmp_path: Path) -> None:
    file = tmp_path / "listings.jsonl"
    file.write_text('{"title": "Mug", "product_id": "7"}\n{"title": "Cup", "product_id": 7}\n', encoding="utf-8")

    with pytest.raises(SourceError, match=r"listings.jsonl:2: a listing needs a `title` and a `product_id`"):
        list(read_rows(file))


def test_the_source_is_written_with_maps_and_read_as_the_predictor_takes_it(
    tmp_path: Path, tiny_schema: Schema
) -> None:
    rows = [SourceRow("1", "Mug", "blue", "cup", "en-US", {"Color": "blue"}), SourceRow("2", "Lamp")]
    write_source(rows, tmp_path / "source.parquet")

    assert pq.read_table(tmp_path / "source.parquet").to_pylist() == [
        {
            "product_id": "1", "title": "Mug", "description": "blue", "category": "cup", "locale": "en-US",
            "seller_attributes": [("Color", "blue")],
        },
        {
            "product_id": "2", "title": "Lamp", "description": None, "category": None, "locale": None,
            "seller_attributes": [],
        },
    ]  # fmt: skip
    assert as_listings(rows, tiny_schema) == [Listing("1", "Mug", "blue", "mug"), Listing("2", "Lamp")]


def test_ratios_divide_rates_and_are_null_where_one_was_not_measured() -> None:
    assert ratios({"ceiling": 100.0, "predictor": 90.0, "job": 85.0, "pipeline": 34.0}) == {
        "predictor_over_ceiling": 0.9, "job_over_ceiling": 0.85, "job_over_pipeline": 2.5, "job_over_gliner": None,
    }  # fmt: skip


def test_the_straight_line_is_that_of_least_squares() -> None:
    assert straight_line([5, 20, 80], [13.0, 28.0, 88.0]) == Line(8.0, 1.0, 1.0)
    bent = straight_line([0, 1, 2], [0.0, 0.0, 3.0])
    assert (bent.intercept, bent.slope, bent.r_squared) == pytest.approx((-0.5, 1.5, 0.75))
    with pytest.raises(ValueError, match="two different sizes"):
        straight_line([5, 5], [1.0, 2.0])


def test_slower_is_judged_by_pairs_of_one_round() -> None:
    assert slower([10.0, 20.0, 10.0], [10.2, 20.4, 10.2], 0.05) == (pytest.approx(1.02), False)
    assert slower([10.0, 20.0, 10.0], [11.0, 22.0, 30.0], 0.05) == (pytest.approx(1.1), True)


def test_a_table_shows_what_is_missing_as_a_dash() -> None:
    assert table([{"": "job", "tokens/s": 7250, "ratio": 0.8512}, {"": "gliner", "tokens/s": None, "ratio": None}]) == (
        "        tokens/s  ratio\njob        7,250  0.851\ngliner         -      -"
    )


def prepare_double(number: int) -> Work:
    """What a process of the test does."""
    if number < 0:
        raise RunError(f"cannot double {number}")
    return lambda: 2 * number


def test_processes_begin_together_and_give_their_counts() -> None:
    done = run_together(prepare_double, [1, 2])

    assert done.counts == (2, 4)
    assert 0 <= done.seconds < 1


def test_a_process_that_fails_is_heard_by_those_that_wait_for_it() -> None:
    with pytest.raises(RunError, match="cannot double -1"):
        run_together(prepare_double, [1, -1])


def test_the_newest_commit_of_a_local_table_is_read_with_its_time(tmp_path: Path) -> None:
    (tmp_path / "_delta_log").mkdir()
    write_source([SourceRow("1", "old")], tmp_path / "a.parquet")
    write_source([SourceRow("2", "new")], tmp_path / "b c.parquet")
    for version, file in enumerate(("a.parquet", "b%20c.parquet")):
        actions = [{"commitInfo": {"timestamp": 1_000 + version}}, {"add": {"path": file}}]
        lines = "\n".join(map(json.dumps, actions))
        (tmp_path / "_delta_log" / f"{version:020}.json").write_text(lines, encoding="utf-8")

    row, committed = newest_row(tmp_path)

    assert row["title"] == "new"
    assert committed.isoformat() == "1970-01-01T00:00:01.001000+00:00"


def test_the_first_suggestion_of_the_queue_becomes_an_alias(tiny_schema: Schema) -> None:
    row = {"kind": "value", "category": "mug", "attribute": "color", "products": 9, "suggested_value": "black"}
    queue = [row | {"raw_value": "teal", "suggested_value": None}, row | {"raw_value": "raven"}]

    edited, what = with_alias(tiny_schema, queue)

    assert edited.attribute("mug", "color").value_by_wording["raven"] == "black"
    assert "raven" not in tiny_schema.attribute("mug", "color").value_by_wording
    assert (edited.fingerprint == tiny_schema.fingerprint, edited.model_fingerprint) == (
        False, tiny_schema.model_fingerprint,
    )  # fmt: skip
    assert what == "'raven' means black in mug.color, for 9 products"
    with pytest.raises(RunError, match="there is no alias to correct"):
        with_alias(tiny_schema, queue[:1])


def test_a_threshold_leaves_what_the_model_reads(tiny_schema: Schema) -> None:
    edited = with_threshold(tiny_schema, "mug", "brand", 0.6)

    assert edited.attribute("mug", "brand").threshold == 0.6
    assert edited.fingerprint != tiny_schema.fingerprint
    assert edited.model_fingerprint == tiny_schema.model_fingerprint


def test_repeated_texts_cost_no_inference_but_every_row_is_written() -> None:
    machines = {"tokens_per_second": 25_000, "row_seconds": 0.004, "executors": 20, "tasks": 8, "price": 0.4}
    found = need(rows=1e9, distinct=0.5, tokens=100, **machines)
    assert found.inference_hours == pytest.approx(27.78, abs=0.01)  # 5e10 tokens by 500,000 a second
    assert found.other_hours == pytest.approx(6.94, abs=0.01)  # 4e6 seconds by 160 tasks
    assert found.price == pytest.approx(277.8, abs=0.1)  # 34.72 hours of 20 executors
