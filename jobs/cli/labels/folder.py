"""The folder that distant labels are written into: never over files that this command has not written."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from udfs.atomic import unwritable
from udfs.errors import LabelError

REPORT = "report.json"
_MADE_BY = "facetmill labels distant"
_OTHER = "other"  # file of the rows of no category


def check_folder(target: Path) -> None:
    """Whether labels may be written: into a new or empty folder, or over labels of this command. Raises LabelError."""
    if target.exists() and not target.is_dir():
        raise LabelError(f"cannot write labels to {target}: it is a file; name a folder with --out")
    if target.exists() and any(target.iterdir()) and not _is_own(target):
        held = ", ".join(sorted(path.name for path in target.iterdir())[:3])
        raise LabelError(
            f"cannot write labels to {target}: it holds {held} …, which `{_MADE_BY}` has not written there; "
            "name a new or empty folder with --out"
        )
    if why := unwritable(target):
        raise LabelError(f"cannot write labels to {target}: {why}; correct --out")


def write_folder(
    target: Path, rows: Mapping[str | None, Sequence[Mapping[str, Any]]], report: Mapping[str, Any]
) -> list[Path]:
    """A file of JSON lines for each category, and the report: written beside the folder, which they then replace."""
    whole = target.resolve()
    partial = whole.with_name(f"{whole.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    names = {category: f"{_file_of(category, rows)}.jsonl" for category in rows}
    for category, own in rows.items():
        lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in own)
        (partial / names[category]).write_text("".join(lines), encoding="utf-8")
    told = {"made_by": _MADE_BY, "files": sorted(names.values()), **report}
    (partial / REPORT).write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    if whole.exists():
        old = whole.with_name(f"{whole.name}.old")
        shutil.rmtree(old, ignore_errors=True)
        whole.rename(old)
        partial.rename(whole)
        shutil.rmtree(old)
    else:
        partial.rename(whole)
    return [target / names[category] for category in rows]


def _file_of(category: str | None, rows: Mapping[str | None, object]) -> str:
    if category is not None:
        return category
    return f"{_OTHER}_goods" if _OTHER in rows else _OTHER


def _is_own(target: Path) -> bool:
    """Whether all that the folder holds is what the command wrote, whatever the lines say now."""
    try:
        told = json.loads((target / REPORT).read_text(encoding="utf-8"))
        files = {*told["files"], REPORT}
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return told.get("made_by") == _MADE_BY and {path.name for path in target.iterdir()} <= files
