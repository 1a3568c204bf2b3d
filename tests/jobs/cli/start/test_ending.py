"""What a start ends with."""

from __future__ import annotations

from pyspark.sql import Row

from jobs.cli.start.ending import shown


def test_no_category_hides_the_others() -> None:
    rows = [Row(category=f"c{place // 50}", attribute=f"a{place % 50}") for place in range(500)]
    found = [(row["category"], row["attribute"]) for row in shown(rows)]
    assert found[:7] == [("c0", f"a{place}") for place in range(6)] + [("c1", "a0")]
    assert len(found) == 48
