"""Arrow as pandas without loss: numpy has no null for whole numbers, and would make them decimal ones."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa

_NULLABLE = {
    pa.int32(): pd.Int32Dtype(), pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype(),
}  # fmt: skip


def to_pandas(rows: pa.Table) -> pd.DataFrame:
    """Whole numbers as Int32 and Int64, truth values as boolean, maps as dicts; null is NA, NaN or None."""
    frame: pd.DataFrame = rows.to_pandas(types_mapper=_NULLABLE.get, maps_as_pydicts="strict")
    return frame
