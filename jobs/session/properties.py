"""Spark's settings as spark-submit reads them from a file."""

from __future__ import annotations

import re
from pathlib import Path

from udfs.errors import EnvironmentFault

_LOG_SETTINGS = re.compile(r"(?<=-Dlog4j2\.configurationFile=)\S+")


def read_properties(path: str | Path) -> dict[str, str]:
    """A Spark properties file: ``key value`` or ``key=value`` lines, ``#`` for comments.

    Log settings that are not where they are said to be are taken from beside the file: it may be used from any folder.
    """
    try:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as cause:
        why = cause.strerror if isinstance(cause, OSError) else "it is no text in UTF-8"
        raise EnvironmentFault(
            f"cannot read the Spark properties file {path}: {why}; correct --properties-file, or leave it out"
        ) from cause
    parts = [re.split(r"[\s=]+", line.strip(), maxsplit=1) for line in lines if line.strip() and line.strip()[0] != "#"]
    given = {part[0]: part[1] if len(part) > 1 else "" for part in parts}
    return {key: _LOG_SETTINGS.sub(lambda name: _beside(path, name[0]), value) for key, value in given.items()}


def _beside(path: str | Path, name: str) -> str:
    own = Path(path).absolute().with_name(Path(name).name)
    if Path(name).exists() or not own.exists():
        return name
    return f'"{own}"' if " " in str(own) else str(own)
