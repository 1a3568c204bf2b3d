"""Mapping: columns of any name, maps of any shape, and expressions that give an error for a row or for all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pyspark.sql import Row, SparkSession

from jobs.config import Source
from jobs.sources.failing import check_failing, failing_named, failing_rows
from jobs.sources.sources import listings, open_sources
from udfs.errors import SourceError
from udfs.maps.reading import Several, read_map

MakeSource = Callable[..., Source]
IDS = {"product_id": "sku", "title": "sku"}


def read(spark: SparkSession, source: Source) -> list[Row]:
    return listings(open_sources(spark, [source])[0]).orderBy("product_id").collect()


def stated(row: Row) -> list[tuple[str, str]]:
    return [(key, value) for key, value in read_map(Several(row["seller_attributes"])).entries or ()]


def table(spark: SparkSession, path: Path, query: str, columns: dict[str, Any]) -> Source:
    spark.sql(query).write.parquet(str(path / "table"))
    return Source.model_validate(
        {"name": "shop", "format": "parquet", "path": str(path / "table"), "columns": IDS | columns}
    )


def faults_of(spark: SparkSession, source: Source) -> str:
    with pytest.raises(SourceError) as error:
        open_sources(spark, [source])
    return str(error.value)


def test_a_columns_own_name_needs_no_quotes(spark: SparkSession, make_source: MakeSource) -> None:
    source = make_source(
        "csv",
        "货号,Product Name,body-html,meta.site,upper(x),a`b\n1,Mug,<p>,north,cup,fr\n",
        {
            "product_id": "货号", "title": "product name", "description": "body-html", "site": "meta.site",
            "category": "upper(x)", "locale": "a`b", "seller_attributes": "named_struct('T', `Product Name`)",
        },
    )  # fmt: skip
    (row,) = read(spark, source)
    assert (row["product_id"], row["title"], row["description"], row["site_text"]) == ("1", "Mug", "<p>", "north")
    assert (row["category_text"], row["locale"], stated(row)) == ("cup", "fr", [("T", "Mug")])


def test_a_name_that_no_column_has_is_no_other_column(spark: SparkSession, make_source: MakeSource) -> None:
    columns = {"product_id": "sku", "title": "name EN", "description": "标题", "category": "catgory"}
    text = faults_of(spark, make_source("csv", "sku,name,category,a b\n1,2,3,4\n", columns))
    missing = "names a column that does not exist"
    assert f"columns.title: 'name EN' {missing}; is 'name' meant?; available: sku, name, category, a b" in text
    assert f"columns.description: '标题' {missing}; available: sku, name, category, a b" in text
    assert f"columns.category: 'catgory' {missing}; is 'category' meant?" in text


@pytest.mark.parametrize(
    ("expression", "function"),
    [
        ("uuid()", "uuid"), ("concat(sku, rand())", "rand"), ("monotonically_increasing_id()", "monotonic"),
        ("coalesce(sku, current_timestamp())", "current_timestamp"), ("current_date", "current_date"),
    ],
)  # fmt: skip
def test_what_gives_another_value_each_time_is_refused(
    spark: SparkSession, make_source: MakeSource, expression: str, function: str
) -> None:
    text = faults_of(spark, make_source("csv", "sku\n1\n", IDS | {"description": expression}))
    assert f"columns.description: {expression!r} gives another value each time it is read ({function}" in text


def test_the_name_of_the_file_stays_the_same(spark: SparkSession, make_source: MakeSource) -> None:
    (row,) = read(spark, make_source("csv", "sku\n1\n", IDS | {"source": "input_file_name()"}))
    assert row["source"].endswith("source.csv")


SPECS = [
    ("Colour=red;Size=M;Colour=blue", [("Colour", "red"), ("Size", "M"), ("Colour", "blue")]),
    ("Colour:red|Link:https://a.example/b", [("Colour", "red"), ("Link", "https://a.example/b")]),
    ('[{"name": "Colour", "value": "red"}]', [("Colour", "red")]),
    ('{"Colour": ["red", "blue"], "Size": null}', [("Colour", "red"), ("Colour", "blue")]),
    ('{"s"=>[{"key"=>"Colour", "value"=>"red"}]}', [("Colour", "red")]),
    ("{'Colour': 'red'}", [("Colour", "red")]),
    ("broken {", []),
]


def test_a_column_of_maps_in_any_notation_needs_no_expression(spark: SparkSession, make_source: MakeSource) -> None:
    lines = [f'{number},"{text.replace(chr(34), chr(34) * 2)}"' for number, (text, _) in enumerate(SPECS)]
    source = make_source("csv", "\n".join(["sku,specs", *lines]), IDS | {"seller_attributes": "specs"})
    assert [stated(row) for row in read(spark, source)] == [expected for _, expected in SPECS]


def test_a_json_key_may_hold_arrays_in_some_lines_and_objects_in_others(
    spark: SparkSession, make_source: MakeSource
) -> None:
    lines = [
        '{"sku": "1", "specs": {"Colour": "red", "Size": ["S", "M"]}}',
        '{"sku": "2", "specs": [{"name": "Colour", "value": "red"}, {"name": "Colour", "value": "blue"}]}',
        '{"sku": "3", "specs": "Colour: red; Size: M"}',
        '{"sku": "4", "specs": {"Screen": {"Size": {"value": 6, "unit": "in"}}}}',
    ]
    source = make_source("json", "\n".join(lines), IDS | {"seller_attributes": "specs"})
    assert [stated(row) for row in read(spark, source)] == [
        [("Colour", "red"), ("Size", "S"), ("Size", "M")],
        [("Colour", "red"), ("Colour", "blue")],
        [("Colour", "red"), ("Size", "M")],
        [("Screen Size", "6 in")],
    ]


def test_a_json_file_in_whose_every_row_a_name_comes_twice(spark: SparkSession, make_source: MakeSource) -> None:
    line = '{"sku": "1", "specs": {"Colour": "red", "Colour": "blue"}}'
    (row,) = read(spark, make_source("json", line, IDS | {"seller_attributes": "specs"}))
    assert (row["product_id"], stated(row)) == ("1", [("Colour", "red"), ("Colour", "blue")])


def test_several_columns_are_one_map(spark: SparkSession, make_source: MakeSource) -> None:
    lines = (
        "sku,specs,variations,brand,main colour\n"
        '1,Size=M,"[{""name"":""Colour"",""variations"":[""red"",""blue""]}]",Acme,red\n'
        "2,,,,\n"
    )
    mapped = ["specs", "variations", {"Brand": "brand", "Colour": "main colour"}]
    (first, second) = read(spark, make_source("csv", lines, IDS | {"seller_attributes": mapped}))
    both = [("Size", "M"), ("Colour", "red"), ("Colour", "blue"), ("Brand", "Acme")]
    assert (stated(first), stated(second)) == (both, [])
    called = "entries(specs, variations, named_struct('Brand', brand))"
    assert stated(read(spark, make_source("csv", lines, IDS | {"seller_attributes": called}))[0]) == both


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("pairs(specs)", [("a", "1"), ("b.c", "2")]),
        ("pairs(specs, '; ', '~')", [("a=1;b.c=2", "x")]),
        ("pairs('k.v;l.w', ';', '.')", [("k", "v"), ("l", "w")]),
        ("entry(option, value)", [("Size", "M")]),
        ("entries(entry(option, value), entry(option, 'L'))", [("Size", "M"), ("Size", "L")]),
        ("map('a', '1', option, value, 'a', '2')", [("a", "1"), ("Size", "M"), ("a", "2")]),
        ("map_from_entries(array(struct('a', '1'), struct('a', '2'), struct(null, '3')))", [("a", "1"), ("a", "2")]),
        ("map_from_arrays(array('a', 'a'), array('1', '2'))", [("a", "1"), ("a", "2")]),
        ("str_to_map('a=1;a=2', ';', '=')", [("a", "1"), ("a", "2")]),
        ("map_concat(map('a', '1'), str_to_map('a:2'))", [("a", "1"), ("a", "2")]),
        ("from_json('{\"a\": 1, \"a\": 2}', 'map<string,string>')", [("a", "1"), ("a", "2")]),
    ],
)  # fmt: skip
def test_helpers_and_functions_that_build_maps_keep_a_name_that_comes_twice(
    spark: SparkSession, make_source: MakeSource, expression: str, expected: list[tuple[str, str]]
) -> None:
    specs = "a=1;b.c=2~x" if "~" in expression else "a=1;b.c=2"
    source = make_source("csv", f"sku,specs,option,value\n1,{specs},Size,M\n", IDS | {"seller_attributes": expression})
    (row,) = read(spark, source)
    assert (stated(row), row["failed"]) == (expected, None)


def test_a_helper_that_cannot_be_called_so_says_how(spark: SparkSession, make_source: MakeSource) -> None:
    columns = IDS | {"seller_attributes": ["entries(sku, 'name')", "pairs(sku, ';', '=', ',')"], "title": "pairs(sku)"}
    text = faults_of(spark, make_source("csv", "sku\n1\n", columns))
    assert "columns.seller_attributes: entries() takes the maps that it puts together" in text
    assert "columns.title: 'pairs(sku)' does not work: entries and pairs and entry are for seller_attributes" in text


def test_the_last_level_of_a_path(spark: SparkSession, make_source: MakeSource) -> None:
    paths = ['"[""家居"",""台灯""]"', "Home > Lamps/Desk", "Home | Lamps | ", "a/b", '"[""A >> B""]"', ""]
    lines = "\n".join(f"{number},{path}" for number, path in enumerate(paths))
    rows = read(spark, make_source("csv", f"sku,path\n{lines}\n", IDS | {"category": "path_last(path)"}))
    assert [row["category_text"] for row in rows] == ["台灯", "Lamps/Desk", "Lamps", "b", "B", None]


def test_a_row_for_which_an_expression_fails_has_null_and_says_so(spark: SparkSession, make_source: MakeSource) -> None:
    grams = "if(cast(g as int) > 0, concat(cast(g as int) * 2, ' g'), concat(100 / cast(p as int), ' %'))"
    columns = {"product_id": "sku", "title": grams, "description": "cast(g as int)"}
    source = make_source("csv", "sku,g,p\n1,5,1\n2,n/a,1\n3,0,0\n4,0,4\n", columns)
    rows = read(spark, source)
    assert [(row["title"], row["description"]) for row in rows] == [
        ("10 g", "5"), (None, None), (None, "0"), ("25.0 %", "0"),
    ]  # fmt: skip
    title = f"title: {grams!r} gives an error for this row, and counts as null"
    both = f"{title}; description: 'cast(g as int)' gives an error for this row, and counts as null"
    assert [row["failed"] for row in rows] == [None, both, title, None]


def counts_of(source: Source, spark: SparkSession) -> tuple[Any, dict[str, int]]:
    (opened,) = open_sources(spark, [source])
    rows = listings(opened)
    aggregates = [count.alias(name) for name, count in failing_rows(opened).items()]
    return opened, {"rows": rows.count()} | rows.agg(*aggregates).first().asDict()  # type: ignore[union-attr]


def test_an_expression_that_fails_for_every_row_is_wrong(spark: SparkSession, make_source: MakeSource) -> None:
    columns = IDS | {"description": "regexp_replace(sku, '(', '')", "locale": "cast(g as int)"}
    opened, counts = counts_of(make_source("csv", "sku,g\n1,2\n2,n/a\n", columns), spark)
    with pytest.raises(SourceError) as error:
        check_failing([opened], [counts])
    assert "source shop: columns.description: \"regexp_replace(sku, '(', '')\" gives an error: " in str(error.value)
    assert "for every row" in str(error.value)
    assert "columns.locale" not in str(error.value)


def test_what_spark_cannot_try_row_by_row_is_named_with_a_value(spark: SparkSession, make_source: MakeSource) -> None:
    spark.sql("CREATE OR REPLACE TEMPORARY VIEW grams AS SELECT 'n/a' AS g")
    columns = IDS | {"description": "(SELECT max(cast(g AS int)) FROM grams)"}
    (opened,) = open_sources(spark, [make_source("csv", "sku\n1\n", columns)])
    with pytest.raises(SourceError, match=r"columns\.description: .* gives an error: .*'n/a'"), failing_named([opened]):
        listings(opened).collect()


def test_bytes_that_are_no_text_are_replaced_wherever_they_stand(spark: SparkSession, tmp_path: Path) -> None:
    bad = "cast(unhex('41FF') AS string)"
    query = (
        f"SELECT '1' AS sku, {bad} AS title, unhex('41FF') AS body, map('k', {bad}) AS m, "
        f"named_struct('a', array({bad})) AS s, map({bad}, 'v') AS k"
    )
    columns = {"title": "upper(title)", "description": "body", "seller_attributes": ["m", "s", "k"]}
    (row,) = read(spark, table(spark, tmp_path, query, columns))
    assert (row["title"], row["description"]) == ("A\ufffd", "A\ufffd")
    assert stated(row) == [("k", "A\ufffd"), ("a", "A\ufffd"), ("A\ufffd", "v")]


def test_maps_of_tables_keep_their_types_as_text(spark: SparkSession, tmp_path: Path) -> None:
    query = (
        "SELECT '1' AS sku, map('when', date'2026-01-02') AS m, map('n', 1.50) AS d, "
        "named_struct('a', 2, 'b', null) AS s, array(named_struct('name', 'c', 'value', 3)) AS r, "
        "array(named_struct('key', 'e', 'values', array('x', 'y'))) AS v"
    )
    (row,) = read(spark, table(spark, tmp_path, query, {"seller_attributes": ["m", "d", "s", "r", "v"]}))
    assert stated(row) == [
        ("when", "2026-01-02"), ("n", "1.50"), ("a", "2"), ("c", "3"), ("e", "x"), ("e", "y"),
    ]  # fmt: skip
