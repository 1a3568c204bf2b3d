"""Tables attributes and shadow_attributes."""

from __future__ import annotations

from dataclasses import replace

from jobs.lake.tables.definitions import CHANGED_BY, ORIGINS, STATUSES, Column, Table, columns_of, one_of
from udfs.records import FIELDS, Fact

ATTRIBUTES = Table(
    name="attributes",
    comment="One row for each standardized value of a product, with its whole audit chain.",
    columns=(
        Column("product_id", "STRING", "The product, as its source names it.", required=True),
        Column("category", "STRING", "Category id of the schema.", required=True),
        *columns_of(Fact),
        Column(
            "source_model",
            "STRING",
            "Checkpoint in use when the row was last changed, see table models; `none` where there was none.",
            required=True,
        ),
        Column("schema", "STRING", "Fingerprint of the schema in use when the row was last changed.", required=True),
        CHANGED_BY,
    ),
    keys=("product_id", "attribute", "ordinal"),
    checks={
        "status_known": one_of("status", STATUSES),
        "origin_known": f"origin IS NULL OR {one_of('origin', ORIGINS)}",
        "field_known": f"field IS NULL OR {one_of('field', FIELDS)}",
        "confidence_range": "confidence IS NULL OR confidence BETWEEN 0 AND 1",
        "ordinal_counts": "ordinal >= 0",
        "offsets_ordered": "start_offset IS NULL OR (0 <= start_offset AND start_offset < end_offset)",
        "value_when_standard": "(status = 'standard') = (value IS NOT NULL)",
    },
    clustered=("category", "attribute", "product_id"),
    indexed=("product_id", "category", "attribute", "ordinal", "status", "value_id", "number", "origin", "confidence"),
    retired=("alternatives",),
    remarks=("detail",),
)
SHADOW_ATTRIBUTES = replace(
    ATTRIBUTES,
    name="shadow_attributes",
    comment="The same of attributes that the schema marks `release: shadow`: kept apart until they are set live.",
    retired=(),
    optional=True,
)
