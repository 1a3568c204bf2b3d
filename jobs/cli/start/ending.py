"""What a start ends with: fill rates, what values are worth, some of them to grade, what to do next."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from pyspark.sql import DataFrame, Row, SparkSession
from pyspark.sql import functions as F

from jobs.cli.start.place import Place
from jobs.display.console import Cell, console, grid
from jobs.lake.current import current, of_current
from jobs.language.names import Labels
from jobs.reading.library import Library
from jobs.reading.sample import write_sample
from udfs.schema.loading import load_schema

_CATEGORIES, _ATTRIBUTES = 8, 6  # that are shown: of most products, and filled best


def show_ending(spark: SparkSession, place: Place, lang: str) -> None:
    """Print it, and write the values to grade."""
    library, labels, out = Library.open(spark, str(place.warehouse)), Labels(load_schema(place.schema), lang), console()
    products = current(library.table("products"))
    rows = fill_rates(products, of_current(library.table("attributes"), products)).collect()
    columns = ("category", "attribute", "products", "filled", "by sellers", "by the model")
    if rows:
        out.print(grid(out, [labels.say(column) for column in columns], [_cells(row, labels) for row in shown(rows)]))
    for line in (*_missing(library, rows, labels), *_told(place, labels)):
        out.print(line, soft_wrap=True)
    n = write_sample(library, place.sample)
    if n:
        out.print(labels.say("{:,} values to grade, with their texts: {}").format(n, place.sample), soft_wrap=True)
    out.print(labels.say("Next:"))
    for command in _next(place):
        out.print(f"  {command}", soft_wrap=True)


def fill_rates(products: DataFrame, attributes: DataFrame) -> DataFrame:
    """By category and attribute: ``products`` of the category, and shares that have a standard value (``filled``), one
    of a seller or a person (``sellers``), and one of the model (``model``); most products first.
    """
    sizes = products.filter(F.col("category").isNotNull()).groupBy("category").agg(F.count(F.lit(1)).alias("products"))
    first = attributes.filter((F.col("status") == "standard") & (F.col("ordinal") == 0))
    counted = first.groupBy("category", "attribute").agg(
        F.count(F.lit(1)).alias("n"), F.count_if(F.col("origin") == "model").alias("n_model")
    )
    shares = counted.join(sizes, "category").select(
        "category", "attribute", "products", (F.col("n") / F.col("products")).alias("filled"),
        ((F.col("n") - F.col("n_model")) / F.col("products")).alias("sellers"),
        (F.col("n_model") / F.col("products")).alias("model"),
    )  # fmt: skip
    return shares.orderBy(F.desc("products"), "category", F.desc("filled"), "attribute")


def shown(rows: Sequence[Row]) -> list[Row]:
    """Of fill rates those that people are shown: the best filled attributes of the categories with most products."""
    by_category: dict[str, list[Row]] = {}
    for row in rows:
        by_category.setdefault(row["category"], []).append(row)
    return [row for own in [*by_category.values()][:_CATEGORIES] for row in own[:_ATTRIBUTES]]


def _cells(row: Row, labels: Labels) -> list[Cell]:
    shares = (f"{row[name]:.0%}" for name in ("filled", "sellers", "model"))
    return [
        labels.category(row["category"]),
        labels.attribute(row["category"], row["attribute"]),
        row["products"],
        *shares,
    ]


def _missing(library: Library, rows: Sequence[Row], labels: Labels) -> Iterator[str]:
    """What stands between the listings and values: no category, nothing stated."""
    counts = library.run_row()["counts"]
    if outside := counts.get("outside", 0):
        said = labels.say("{:,} of {:,} listings are of no category that is known: {}")
        why = labels.say("map a column of categories in facetmill.yaml, or let it train on more listings")
        yield said.format(outside, counts["read"], why)
    if not rows:
        yield labels.say(
            "no value: what sellers state, the schema does not know; map seller_attributes, or add attributes"
        )


def _told(place: Place, labels: Labels) -> Iterator[str]:
    """What is known of the model's precision: its figures on labels that it was not trained on."""
    metrics = place.newest_checkpoint() / "metrics.json"
    if not metrics.exists():
        yield labels.say("no model: every value is a seller's, in standard terms")
        return
    dev = json.loads(metrics.read_text(encoding="utf-8"))["dev"]
    said = labels.say("the model, on labels held back: category {:.0%} right, values precision {:.0%}, recall {:.0%}")
    yield said.format(dev["category"], dev["values"]["p"], dev["values"]["r"])


def _next(place: Place) -> Iterator[str]:
    yield f"facetmill schema review {place.schema}"
    yield f"facetmill labels next --config {place.config} --n 40"
    yield f"facetmill start --out {place.folder}"
