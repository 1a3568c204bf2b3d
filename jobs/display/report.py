"""The closing summary of a run, for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pyspark.sql import SparkSession
from pyspark.sql import functions as F
from rich.console import Console, Group, RenderableType
from rich.table import Table as Grid

from jobs.display.console import one_line
from jobs.display.gates import verdict_grid
from jobs.display.progress import duration
from jobs.lake.current import current
from jobs.lake.runs import RunSummary
from jobs.lake.store import Store
from jobs.language.names import Labels
from jobs.language.readable import readable
from udfs.confidence.neighbours import UNCALIBRATED

SHOWN = (
    ("rows read", "read"),
    ("products standardized", "standardized"),
    ("rows rejected, with reason", "rejected"),
    ("sellers' maps that cannot be read", "maps_unread"),
    ("rows for which a mapped expression gives an error", "expressions_failed"),
    ("in a language that the checkpoint has not learnt", "foreign_language"),
    ("goods of no known category", "outside"),
    ("products made anew", "made_anew"),
    ("products new or changed", "changed"),
    ("products removed", "removed"),
    ("products kept without a category", "without_category"),
    ("stale products, whose listing is rejected now", "stale"),
    ("texts inferred", "texts_inferred"),
    ("attributes that the checkpoint has not learnt", "untrained_attributes"),
    ("categories that the checkpoint has not learnt", "untrained_categories"),
    ("decisions applied", "decisions_applied"),
    ("  faulty, without effect", "decisions_faulty"),
    ("  in conflict, without effect", "decisions_in_conflict"),
    ("values", "values"),
    ("  standard", "standard"),
    ("  unmapped", "unmapped"),
    ("    nearest value not sure enough", "unmapped_nearest"),
    ("    model not sure enough to overrule the seller", "unmapped_overruling"),
    ("  invalid", "invalid"),
    ("required, but missing", "missing"),
)


def show(spark: SparkSession, summary: RunSummary, labels: Labels, console: Console) -> None:
    """Print counts, categories, the top of the review queue, stages and places."""
    store = Store(spark, summary.target)
    show_summary(summary, labels, console, _categories(store, summary), _queue(store, summary))


def show_summary(
    summary: RunSummary,
    labels: Labels,
    console: Console,
    categories: Sequence[Mapping[str, Any]],
    queue: Sequence[Mapping[str, Any]],
) -> None:
    """The same of rows that were read: ``categories`` with their products ``n`` and mean completeness, most products
    first, and the first rows of table unmapped.
    """
    console.print()
    console.print(_counts(summary, labels))
    if summary.counts.get("nearest_uncalibrated"):
        console.print(labels.say(UNCALIBRATED))
    parts = (
        _warnings(console, summary, labels), _category_grid(categories, labels), _outside(summary, labels),
        _least_sure(summary, labels), _queue_grid(queue, labels),
    )  # fmt: skip
    for part in parts:
        if part is not None:
            console.print(part)
    console.print(_times(summary, labels))
    tables = f"{summary.target}/{{{','.join(sorted(summary.table_versions))}}}"
    console.print(labels.say("tables: {}").format(tables), soft_wrap=True)


def _counts(summary: RunSummary, labels: Labels) -> RenderableType:
    grid = Grid(title=f"{summary.name}  {summary.run_id}", title_justify="left", show_header=False, box=None)
    grid.add_column()
    grid.add_column(justify="right")
    for label, key in SHOWN:
        if key in summary.counts:
            grid.add_row(labels.say(label), f"{summary.counts[key]:,}")
        if key == "invalid":
            for rule, count in _invalid(summary):
                grid.add_row(f"    {labels.say(rule)}", f"{count:,}")
    for key, share in summary.quality.items():
        grid.add_row(labels.say(f"share {key.replace('_', ' ')}"), f"{share:.1%}")
    return grid


def _warnings(out: Console, summary: RunSummary, labels: Labels) -> RenderableType | None:
    """Gates that failed, and let the run pass or were overruled."""
    failed = [verdict for verdict in summary.verdicts if verdict.failed]
    return verdict_grid(out, failed, labels, "\n" + labels.say("Gates that failed")) if failed else None


def _invalid(summary: RunSummary) -> list[tuple[str, int]]:
    """The invalid values by the rule that found them so, most first."""
    found = {key.removeprefix("invalid_"): n for key, n in summary.counts.items() if key.startswith("invalid_")}
    return sorted(found.items(), key=lambda each: (-each[1], each[0]))


def _grid(labels: Labels, title: str, *columns: str) -> Grid:
    return Grid(*map(labels.say, columns), title=f"\n{labels.say(title)}", title_justify="left", box=None)


def _categories(store: Store, summary: RunSummary) -> list[dict[str, Any]]:
    products = current(store.read("products", summary.table_versions["products"]))
    grouped = products.filter(F.col("category").isNotNull()).groupBy("category").agg(
        F.count(F.lit(1)).alias("n"), F.avg("completeness").alias("completeness")
    )  # fmt: skip
    return [row.asDict() for row in grouped.orderBy(F.desc("n"), "category").limit(20).collect()]


def _category_grid(rows: Sequence[Mapping[str, Any]], labels: Labels) -> RenderableType | None:
    if not rows:
        return None
    grid = _grid(labels, "Categories", "category", "products", "complete")
    for row in rows:
        grid.add_row(readable(row, labels)["category"], f"{row['n']:,}", f"{row['completeness']:.0%}")
    return grid


def _outside(summary: RunSummary, labels: Labels) -> RenderableType | None:
    """Samples of the listings that are goods of no known category."""
    rows = [row for row in summary.samples if row["category"] is None]
    if not rows:
        return None
    grid = _grid(labels, "Of no known category, for example", "product_id", "title", "reason")
    for row in rows:
        grid.add_row(row["product_id"], one_line(row["title"] or "", 60), labels.say(row["why"] or ""))
    return grid


def _least_sure(summary: RunSummary, labels: Labels) -> RenderableType | None:
    """Of each category the listings that are least sure of it; those whose seller names it are sure."""
    rows = [row for row in summary.samples if row["category"] is not None]
    if not rows:
        return None
    grid = _grid(labels, "Least sure of their category", "category", "confidence", "product_id", "title")
    for row in rows:
        name, title = labels.category(row["category"]), one_line(row["title"] or "", 60)
        grid.add_row(name, f"{row['confidence']:.2f}", row["product_id"], title)
    return grid


def _queue(store: Store, summary: RunSummary) -> list[dict[str, Any]]:
    queue = store.read("unmapped", summary.table_versions["unmapped"])
    rows = queue.orderBy(F.desc("products"), "category", "attribute", "value_key").limit(5).collect()
    return [row.asDict(recursive=True) for row in rows]


def _queue_grid(rows: Sequence[Mapping[str, Any]], labels: Labels) -> RenderableType | None:
    if not rows:
        return None
    grid = _grid(labels, "To review first", "category", "attribute", "seller writes", "products", "nearest")
    for row in (readable(row, labels) for row in rows):
        near = f"{row['suggested_value']} ({row['suggested_score']:.2f})" if row["suggested_value"] else ""
        attribute = row["attribute"] or labels.say("new attribute?" if row["category"] else "new category?")
        grid.add_row(row["category"] or "", attribute, row["raw_value"], f"{row['products']:,}", near)
    return grid


def _times(summary: RunSummary, labels: Labels) -> RenderableType:
    stages = ", ".join(f"{labels.say(name)} {duration(seconds)}" for name, seconds in summary.seconds.items())
    total = sum(summary.seconds.values())
    rates = labels.say("{} rows/s").format(summary.rows_per_second)
    if summary.texts_per_second is not None:
        rates += ", " + labels.say("{} texts/s in inference").format(summary.texts_per_second)
    return Group("", f"{duration(total)} ({stages}); {rates}")
