"""Build the Delta table among the demo's sources from its reviewable text.

spark-submit --properties-file conf/spark/local.conf jobs/demo_sources.py
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).resolve().parents[1])

import click
from pyspark.sql import SparkSession

from jobs.display.endings import Command
from jobs.session.start import active_session
from udfs.errors import SourceError

WAREHOUSE = (
    "product_id string, title string, description string, category string, seller_attributes map<string,string>, "
    "locale string, updated_at timestamp"
)


def build(spark: SparkSession, lines: str, table: str) -> None:
    """Write JSON lines as a Delta table; a table that is there is replaced."""
    if not Path(lines).is_file():
        raise SourceError(f"cannot build the demo's warehouse table: there is no {lines}")
    rows = spark.read.schema(WAREHOUSE).json(lines)
    rows.write.format("delta").mode("overwrite").option("overwriteSchema", "true").save(table)


@click.command(cls=Command)
@click.option("--lines", default="conf/demo/catalog/warehouse.jsonl", show_default=True, help="JSON lines to read.")
@click.option("--table", default="build/demo/sources/warehouse", show_default=True, help="Delta table to write.")
def main(lines: str, table: str) -> None:
    """Build the demo's warehouse table."""
    build(active_session("facetmill demo sources"), lines, table)


if __name__ == "__main__":
    main()
