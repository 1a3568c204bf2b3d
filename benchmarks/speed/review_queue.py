"""The review queue of a target as JSON, most products first.

spark-submit ... benchmarks/speed/review_queue.py TARGET
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).resolve().parents[2])

from pyspark.sql import functions as F

from benchmarks.speed.submit import FIGURES
from jobs.lake.store import Store
from jobs.session.start import active_session

_COLUMNS = ("kind", "category", "attribute", "raw_value", "products", "suggested_value")


def main() -> None:
    """Print the rows."""
    queue = Store(active_session("facetmill review queue"), sys.argv[1]).read("unmapped")
    rows = queue.orderBy(F.desc("products"), *_COLUMNS[:4]).select(*_COLUMNS).collect()
    print(FIGURES + json.dumps([row.asDict() for row in rows]), flush=True)


if __name__ == "__main__":
    main()
