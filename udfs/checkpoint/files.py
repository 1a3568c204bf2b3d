"""The files of a checkpoint, read within limits: one that was altered gives one sentence, and never hangs a reader.

Also where a checkpoint lies for the moment in which training puts a new one in its place, or was cut off there.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from udfs.errors import CheckpointError
from udfs.regular_files import open_regular, read_regular

MANIFEST = "manifest.json"
PARTIAL, OLD = ".partial", ".old"
"""What is added to a checkpoint's name for the one that is written beside it, and for the one that it replaces."""

MAX_FILES = 1000
MAX_BYTES = {".safetensors": 64 * 2**30}
"""What a file of a checkpoint may hold, by its kind; all others hold text."""
MAX_TEXT = 512 * 2**20
_MANIFEST_BYTES = 16 * 2**20


def located(folder: str | Path) -> Path:
    """The folder; or the complete checkpoint beside it, where it is missing.

    Training puts a new checkpoint in an old one's place by two renames. Between them, or for good where it is killed
    there, neither has the name. The new one goes first: it is the one that the name will have.
    """
    path = Path(folder)
    if path.exists() or not path.name:
        return path
    real = path.resolve()  # a link to a checkpoint has the names of its own folder beside it
    partial, old = (real.with_name(f"{real.name}{suffix}") for suffix in (PARTIAL, OLD))
    if (partial / MANIFEST).is_file():
        return partial
    if path.exists():  # it was put there meanwhile, and the old one is being deleted
        return path
    return old if (old / MANIFEST).is_file() else path


def content(folder: Path, name: str, size: int) -> bytes:
    """A file of a checkpoint, of ``size`` bytes at most. Raises CheckpointError where it is anything else."""
    try:
        return read_regular(folder / name, min(size, MAX_TEXT))
    except (OSError, ValueError) as cause:
        raise unreadable(folder, name, cause) from cause


def check_size(folder: Path, name: str, size: int) -> None:
    """Raises CheckpointError unless a file is a regular one of ``size`` bytes at most, and no giant of its kind."""
    try:
        with open_regular(folder / name) as file:
            found = file.seek(0, 2)
    except (OSError, ValueError) as cause:
        raise unreadable(folder, name, cause) from cause
    most = min(size, most_bytes(name))
    if found > most:
        raise unreadable(folder, name, f"it holds {found:,} bytes, more than the {most:,} that are read")


def most_bytes(name: str) -> int:
    """How much a file of this name may hold."""
    return MAX_BYTES.get(Path(name).suffix, MAX_TEXT)


def read_manifest_json(folder: Path) -> Any:
    """What ``manifest.json`` holds. Raises OSError and ValueError."""
    return parse_json(read_regular(folder / MANIFEST, _MANIFEST_BYTES))


def parse_json(text: bytes) -> Any:
    """JSON as it is defined: no NaN, no nesting that overflows the stack. Raises ValueError."""
    try:
        return json.loads(text, parse_constant=_refuse)
    except RecursionError as cause:
        raise ValueError("its brackets are nested too deeply") from cause


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is no number")


def unreadable(folder: str | Path, name: str, why: object) -> CheckpointError:
    """The error of a file that cannot be used."""
    said = " ".join(str(why).split())
    shown = said if len(said) <= 300 else f"{said[:300]}…"
    return CheckpointError(
        f"cannot load the checkpoint {folder}: its {name} is unreadable: {shown}; "
        "copy it again from where it was trained"
    )
