"""The product as Spark functions. The only place in ``udfs`` that knows Spark."""
