"""The closing summary of a run, for people."""

from __future__ import annotations

from pyspark.sql import SparkSession
from pyspark.sql import functions as F
from rich.console import Console, Group, RenderableType
from rich.table import Table as Grid

from jobs.progress import duration
from jobs.runs import RunSummary
from jobs.store import Store

_SHOWN = (
    ("rows read", "read"),
    ("products standardized", "standardized"),
    ("rows rejected, with reason", "rejected"),
    ("products new or changed", "changed"),
    ("products removed", "removed"),
    ("texts inferred", "texts_inferred"),
    ("values", "values"),
    ("  standard", "standard"),
    ("  unmapped", "unmapped"),
    ("  invalid", "invalid"),
    ("required, but missing", "missing"),
)


def show(spark: SparkSession, summary: RunSummary, console: Console) -> None:
    """Print counts, categories, the top of the review queue, stages and places."""
    store = Store(spark, summary.target)
    console.print()
    console.print(_counts(summary))
    for part in (_categories(store, summary), _queue(store, summary)):
        if part is not None:
            console.print(part)
    console.print(_times(summary))
    console.print(f"tables: {summary.target}/{{{','.join(sorted(summary.table_versions))}}}", soft_wrap=True)


def _counts(summary: RunSummary) -> RenderableType:
    grid = Grid(title=f"{summary.name}  {summary.run_id}", title_justify="left", show_header=False, box=None)
    grid.add_column()
    grid.add_column(justify="right")
    for label, key in _SHOWN:
        if key in summary.counts:
            grid.add_row(label, f"{summary.counts[key]:,}")
    for key, share in summary.quality.items():
        grid.add_row(f"share {key.replace('_', ' ')}", f"{share:.1%}")
    return grid


def _categories(store: Store, summary: RunSummary) -> RenderableType | None:
    grouped = store.read("products", summary.table_versions["products"]).groupBy("category").agg(
        F.count(F.lit(1)).alias("n"), F.avg("completeness").alias("completeness")
    )  # fmt: skip
    rows = grouped.orderBy(F.desc("n"), "category").limit(20).collect()
    if not rows:
        return None
    grid = Grid("category", "products", "complete", title="\nCategories", title_justify="left", box=None)
    for row in rows:
        grid.add_row(row["category"], f"{row['n']:,}", f"{row['completeness']:.0%}")
    return grid


def _queue(store: Store, summary: RunSummary) -> RenderableType | None:
    queue = store.read("unmapped", summary.table_versions["unmapped"])
    rows = queue.orderBy(F.desc("products"), "category", "attribute", "value_key").limit(5).collect()
    if not rows:
        return None
    grid = Grid("category", "attribute", "seller writes", "products", "nearest", title="\nTo review first",
                title_justify="left", box=None)  # fmt: skip
    for row in rows:
        near = f"{row['suggested_value']} ({row['suggested_score']:.2f})" if row["suggested_value"] else ""
        grid.add_row(
            row["category"], row["attribute"] or "new attribute?", row["raw_value"], f"{row['products']:,}", near
        )
    return grid


def _times(summary: RunSummary) -> RenderableType:
    stages = ", ".join(f"{name} {duration(seconds)}" for name, seconds in summary.seconds.items())
    total = sum(summary.seconds.values())
    rates = f"{summary.rows_per_second} rows/s"
    if summary.texts_per_second is not None:
        rates += f", {summary.texts_per_second} texts/s in inference"
    return Group("", f"{duration(total)} ({stages}); {rates}")
