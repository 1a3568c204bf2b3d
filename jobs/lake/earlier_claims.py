"""Losing claims of targets from before table claims: column ``alternatives`` of attributes, reasons in words."""

from __future__ import annotations

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from jobs.lake.claim_reasons import AGAINST, COLUMN, LEAST, NOT_KNOWN, OUTCOMES, WHO
from jobs.lake.tables import declared
from jobs.lake.tables.claims import CLAIMS

_TYPE = "array<struct<origin: string, raw: string, value: string, confidence: double, rule: string, reason: string>>"


def earlier_claims(attributes: DataFrame) -> DataFrame:
    """Rows of table claims, as far as the column tells; none where the table lacks it, or it is null.

    Values without an id have none, and places in the text are not known.
    """
    wanted = declared.columns(CLAIMS)
    if COLUMN not in attributes.columns:
        attributes = attributes.withColumn(COLUMN, F.expr(f"cast(null AS {_TYPE})"))
    rows = attributes.select(
        "product_id", "category", "attribute", "run_id", F.posexplode(COLUMN).alias("place", "claim")
    )
    found = {name: F.col("claim")[name] for name in ("origin", "value", "confidence", "rule")}
    reason = F.col("claim.reason")
    found |= {
        "raw_value": F.col("claim.raw"),
        "outcome": _outcome(reason),
        "status": F.when(F.col("claim.value").isNotNull(), "standard")
        .when(_unmapped(), "unmapped")
        .otherwise("invalid"),
        "least": F.nullif(F.regexp_extract(reason, LEAST, 1), F.lit("")).cast("double"),
        "against_origin": F.nullif(F.regexp_extract(reason, WHO, 1), F.lit("")),
        "against": F.nullif(F.regexp_extract(reason, AGAINST, 1), F.lit("")),
        "detail": F.when(_outcome(reason).isin("unmapped", "invalid"), reason),
    }
    made = rows.withColumns(found)
    return made.select(
        *(
            (F.col(field.name) if field.name in made.columns else F.lit(None)).cast(field.dataType).alias(field.name)
            for field in wanted
        )
    )


def _unmapped() -> Column:
    return F.col("claim.rule") == NOT_KNOWN


def _outcome(reason: Column) -> Column:
    found = F.when(_unmapped(), "unmapped").otherwise("invalid")
    for code, pattern in reversed(OUTCOMES):
        found = F.when(reason.rlike(pattern), code).otherwise(found)
    return found
