"""``udfs.spark.daemon`` under its first name, which stands in users' own Spark properties."""

from __future__ import annotations

from udfs.spark.daemon import main

if __name__ == "__main__":
    main()
