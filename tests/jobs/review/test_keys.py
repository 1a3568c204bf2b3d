"""What the names in sellers' maps mean, before any run: rows, attribute, share that reads, what others look like."""

from __future__ import annotations

from collections.abc import Iterator

from pyspark.sql import SparkSession

from jobs.review.keys import KeyJudge, KeyReport, Stated, stated_values
from udfs.schema.schema import Schema


def stated(category: str | None, key: str, values: dict[str, int], others: int = 0) -> Iterator[Stated]:
    rows = sum(values.values()) + others
    return (Stated(category, key, value, count, rows) for value, count in values.items())


def test_a_known_name_tells_how_many_of_its_values_read(tiny_schema: Schema) -> None:
    said = stated("mug", "Main Colour", {"Black": 5, "jet black": 2, "Dusk": 2, "fog": 1}, others=4)
    assert KeyJudge(tiny_schema).judge(said) == [
        KeyReport("Main Colour", "color", rows=14, judged=10, read=7, failing=("Dusk", "fog"))
    ]


def test_an_unknown_name_is_suggested_the_attribute_that_knows_its_values(tiny_schema: Schema) -> None:
    said = [
        *stated("cup", "Finish", {"Black": 6, "黑; 白": 2, "matte": 1}),
        *stated("cup", "Glaze", {"matte": 3, "black": 1}),
    ]
    assert KeyJudge(tiny_schema).judge(said) == [
        KeyReport("Finish", None, 9, 9, failing=("Black", "黑; 白", "matte"), suggested="color", suggested_rows=8),
        KeyReport("Glaze", None, 4, 4, failing=("matte", "black")),
    ]


def test_a_name_in_an_unknown_category_is_judged_by_all_of_them(tiny_schema: Schema) -> None:
    said = [*stated(None, "Power (W)", {"12": 3, "bright": 1}), *stated("Sofas", "Tint", {"white": 2})]
    reports = KeyJudge(tiny_schema).judge(said)
    assert [(each.key, each.attribute, each.rows, each.share, each.suggested) for each in reports] == [
        ("Power (W)", "power", 4, 0.75, None), ("Tint", None, 2, None, "color"),
    ]  # fmt: skip


def test_a_name_that_the_schema_ignores_is_told_and_suggested_nothing(tiny_schema: Schema) -> None:
    data = tiny_schema.model_dump(mode="json")
    data["categories"]["mug"]["ignored_keys"] = ["Finish"]
    said = [*stated("mug", "finish", {"Black": 6}), *stated("lamp", "Finish", {"black": 1})]
    assert KeyJudge(Schema.model_validate(data)).judge(said) == [
        KeyReport("finish", None, 6, 6, failing=("Black",), ignored=True),
        KeyReport("Finish", None, 1, 1, failing=("black",)),
    ]


def test_wordings_of_one_name_and_its_categories_are_counted_together(tiny_schema: Schema) -> None:
    said = [
        *stated("mug", "colour", {"Black": 1}), *stated("mug", "Colour ", {"White": 3}),
        *stated("lamp", "Colour", {"White": 1}),
    ]  # fmt: skip
    reports = KeyJudge(tiny_schema).judge(said)
    assert [(each.key, each.attribute, each.rows) for each in reports] == [("Colour ", "color", 4), ("Colour", None, 1)]


def test_the_most_frequent_values_of_each_name_are_read_from_listings(spark: SparkSession) -> None:
    white, matte, red = ("Colour", "white"), ("Glaze", "matte"), ("Colour", "red")
    rows = [("mug", [white, matte]), ("mug", [white]), (None, [red])]
    listings = spark.createDataFrame(
        [*rows, ("mug", None)], "category_text string, statements array<struct<key:string,value:string>>"
    )
    assert sorted(stated_values(listings), key=str) == [
        Stated("mug", "Colour", "white", 2, 2), Stated("mug", "Glaze", "matte", 1, 1),
        Stated(None, "Colour", "red", 1, 1),
    ]  # fmt: skip
