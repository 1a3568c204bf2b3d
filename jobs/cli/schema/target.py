"""The folder that a learned schema is written into: never onto work of people that is not the schema itself."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from itertools import count
from pathlib import Path

from jobs.drafting.folder import BESIDE
from udfs.atomic import replacing, unwritable, write_texts
from udfs.errors import SchemaError
from udfs.schema.schema import Schema
from udfs.schema.writing import schema_texts, write_schema

MARK = ".schema-learn.json"
"""What learning has written into a folder, by name with its sha256: as long as it is so, learning may replace it."""


def check_target(target: Path, given: Path, *, force: bool) -> None:
    """Whether a schema may be written: into a new or empty folder, one that learning made, or onto the ``given`` one.

    Raises SchemaError otherwise, and where the folder cannot be written; ``force`` takes any folder.
    """
    if target.exists() and not target.is_dir():
        raise SchemaError(f"cannot write a schema to {target}: it is a file; name a folder with --out")
    if target.exists() and not (force or _may_replace(target, given)):
        held = ", ".join(sorted(path.name for path in target.iterdir() if path.name != MARK)[:3])
        raise SchemaError(
            f"cannot write a schema to {target}: it holds {held} …, which are not of --schema {given}, nor as this "
            "command left them; name a new or empty folder, or give --force, which keeps each file as NAME.bak"
        )
    if why := unwritable(target):
        raise SchemaError(f"cannot write a schema to {target}: {why}; correct --out")


def write_learned(schema: Schema, target: Path, *, force: bool) -> list[Path]:
    """Write the files of a schema, and return those that what people wrote was kept in. Raises SchemaError.

    Files that ``force`` would leave in the folder as parts of the schema go the same way.
    """
    texts = schema_texts(schema, target)
    strangers = sorted({*target.glob("*.yaml")} - texts.keys()) if force else []
    kept = [_keep(file) for file in [*_of_people(target, texts), *strangers]]
    for file in strangers:
        file.unlink()
    files = write_schema(schema, target)
    mark = {file.name: _digest(file) for file in files}
    write_texts({target / MARK: json.dumps(mark, indent=1)})
    return kept


def keep_draft(given: Path, target: Path) -> None:
    """Copy what stands beside a drafted schema, its evidence and marks, to another folder of the schema."""
    for name in BESIDE if given.is_dir() and not os.path.samefile(given, target) else ():
        if (given / name).exists():
            with replacing(target / name) as copy, (given / name).open("rb") as lines:
                shutil.copyfileobj(lines, copy)


def _may_replace(target: Path, given: Path) -> bool:
    if not any(target.iterdir()) or (given.exists() and os.path.samefile(target, given)):
        return True
    made = _made(target)
    return bool(made) and {file.name: _digest(file) for file in target.glob("*.yaml")} == made


def _of_people(target: Path, texts: Mapping[Path, str]) -> Iterator[Path]:
    """Files that will say something else, and are not as learning left them."""
    made = _made(target)
    for file, text in texts.items():
        if file.exists() and file.read_bytes() != text.encode() and _digest(file) != made.get(file.name):
            yield file


def _keep(file: Path) -> Path:
    """Copy a file to a name of its own that is still free."""
    names = (file.with_name(f"{file.name}.bak{number or ''}") for number in count())
    kept = next(name for name in names if not name.exists())
    kept.write_bytes(file.read_bytes())
    return kept


def _made(target: Path) -> dict[str, str]:
    try:
        return dict(json.loads((target / MARK).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return {}


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
