"""The published tables without Spark: delta-rs, and what Arrow, pandas, Polars and DuckDB make of it."""
