"""Losing claims of targets from before table claims: column ``alternatives`` of attributes, reasons in words."""

from __future__ import annotations

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from jobs.lake.tables import declared
from jobs.lake.tables.claims import CLAIMS, EARLIER

_ORIGINS = "(person|seller|model)"
# Outcomes by what their reasons were, in the order in which they are tried.
_OUTCOMES = (
    ("repeated", "^same value, stated again$"),
    ("less_sure", "^less confident$"),
    ("outranked", f"^{_ORIGINS} goes before "),
    ("unheard", " is not heard for this attribute$"),
    ("below_threshold", "^below the threshold "),
    ("below_overrule", "^below [0-9.]+, seller states "),
    ("contradicted", "^seller states "),
    ("one_of_several", "^the seller offers several"),
)
_TYPE = "array<struct<origin: string, raw: string, value: string, confidence: double, rule: string, reason: string>>"
_LEAST = r"^below (?:the threshold )?([0-9.e-]+)"


def earlier_claims(attributes: DataFrame) -> DataFrame:
    """Rows of table claims, as far as the column tells; none where the table lacks it, or it is null.

    Values without an id have none, and places in the text are not known.
    """
    wanted = declared.columns(CLAIMS)
    if EARLIER not in attributes.columns:
        attributes = attributes.withColumn(EARLIER, F.expr(f"cast(null AS {_TYPE})"))
    rows = attributes.select(
        "product_id", "category", "attribute", "run_id", F.posexplode(EARLIER).alias("place", "claim")
    )
    found = {name: F.col("claim")[name] for name in ("origin", "value", "confidence", "rule")}
    reason = F.col("claim.reason")
    found |= {
        "raw_value": F.col("claim.raw"),
        "outcome": _outcome(reason),
        "status": F.when(F.col("claim.value").isNotNull(), "standard")
        .when(_unmapped(), "unmapped")
        .otherwise("invalid"),
        "least": F.nullif(F.regexp_extract(reason, _LEAST, 1), F.lit("")).cast("double"),
        "against_origin": F.nullif(F.regexp_extract(reason, f"{_ORIGINS} (?:goes before|states) ", 1), F.lit("")),
        "against": F.nullif(F.regexp_extract(reason, "seller states ['\"](.*)['\"]$", 1), F.lit("")),
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
    return F.col("claim.rule") == "no match"


def _outcome(reason: Column) -> Column:
    found = F.when(_unmapped(), "unmapped").otherwise("invalid")
    for code, pattern in reversed(_OUTCOMES):
        found = F.when(reason.rlike(pattern), code).otherwise(found)
    return found
