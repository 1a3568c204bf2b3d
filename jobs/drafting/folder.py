"""The folder of a draft: written beside and renamed where it is new; never onto work that is none of a draft."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from training.drafting.draft import Earlier
from training.drafting.folder.state import FILE, State, load_state, state_text
from udfs.atomic import replacing, unwritable, write_texts
from udfs.errors import SchemaError
from udfs.schema.loading import load_schema
from udfs.schema.schema import Schema

KEYS, ROWS = "keys.jsonl", "rows.jsonl"
BESIDE = (FILE, KEYS, ROWS)
"""Files that stand beside a drafted schema."""

WriteSchema = Callable[[Schema, Path], list[Path]]
"""Writes the files of a schema, and returns those in which what people wrote was kept."""


def earlier_draft(target: Path) -> Earlier | None:
    """The draft that a folder holds; null for one that is new or empty.

    Raises SchemaError for any other folder, and where the place cannot be written.
    """
    if target.exists() and not target.is_dir():
        raise SchemaError(f"cannot draft into {target}: it is a file; name a folder with --out")
    if why := unwritable(target):
        raise SchemaError(f"cannot draft into {target}: {why}; correct --out")
    if not target.exists() or not any(target.iterdir()):
        return None
    state = load_state(target)
    if state is None:
        held = ", ".join(sorted(path.name for path in target.iterdir())[:3])
        raise SchemaError(
            f"cannot draft into {target}: it holds {held} …, and no {FILE} of an earlier draft; "
            "name a new or empty folder with --out"
        )
    return Earlier(load_schema(target), state)


def write_draft(
    target: Path,
    schema: Schema,
    state: State,
    beside: Mapping[str, Iterable[Mapping[str, Any]]],
    write_schema: WriteSchema,
) -> list[Path]:
    """Write all files of a draft; ``beside``: lines by the name of a file. Returns what ``write_schema`` does."""
    if target.exists() and any(target.iterdir()):
        kept = _write(target, schema, state, beside, write_schema)
    else:
        partial = target.with_name(f".{target.name}.partial")
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        kept = _write(partial, schema, state, beside, write_schema)
        if target.exists():
            target.rmdir()
        partial.rename(target)
    return kept


def save_review(target: Path, schema: Schema | None, state: State, write_schema: WriteSchema) -> list[Path]:
    """Write what a person decided: the schema first, where it has changed, then the marks."""
    kept = write_schema(schema, target) if schema is not None else []
    write_texts({target / FILE: state_text(state)})
    return kept


def _write(
    folder: Path,
    schema: Schema,
    state: State,
    beside: Mapping[str, Iterable[Mapping[str, Any]]],
    write_schema: WriteSchema,
) -> list[Path]:
    for name, lines in beside.items():
        with replacing(folder / name) as file:
            for line in lines:
                file.write((json.dumps(line, ensure_ascii=False) + "\n").encode())
    kept = write_schema(schema, folder)
    write_texts({folder / FILE: state_text(state)})
    return kept
