"""Spark's settings as spark-submit reads them from a file."""

from __future__ import annotations

import re
from pathlib import Path

from udfs.errors import EnvironmentFault

LOCAL_PROPERTIES = "conf/spark/local.conf"


def read_properties(path: str | Path) -> dict[str, str]:
    """A Spark properties file: ``key value`` or ``key=value`` lines, ``#`` for comments."""
    try:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
    except OSError as cause:
        raise EnvironmentFault(f"cannot read the Spark properties file {path}: {cause.strerror}") from cause
    parts = [re.split(r"[\s=]+", line.strip(), maxsplit=1) for line in lines if line.strip() and line.strip()[0] != "#"]
    return {part[0]: part[1] if len(part) > 1 else "" for part in parts}
