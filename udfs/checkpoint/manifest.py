"""A checkpoint's identity and integrity, readable without torch.

A checkpoint is a folder; ``manifest.json`` is written last, so a folder that has one is complete. It lists every file
with its size and sha256. The fingerprint is a digest of those, so it names the content, wherever the folder lies.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from udfs.confidence.evidence import UNFOUNDED, Evidence
from udfs.confidence.languages import UNKNOWN_LANGUAGES, Languages
from udfs.confidence.neighbours import Neighbours
from udfs.confidence.outliers import UNKNOWN_OUTLIERS, Outliers
from udfs.config import Strict
from udfs.errors import CheckpointError
from udfs.schema.schema import Schema

_Document = TypeVar("_Document", bound=Strict)

MANIFEST = "manifest.json"
WEIGHTS, TOKENIZER, CONFIG, LABELS = "model.safetensors", "tokenizer.json", "config.json", "labels.json"
CALIBRATION, PRIOR = "calibration.json", "prior.json"
NEIGHBOURS, EVIDENCE, LANGUAGES = "neighbours.json", "evidence.json", "languages.json"
OUTLIERS, OUTLIER_LANDMARKS = "outliers.json", "outliers.safetensors"
NGRAMS, NGRAM_WEIGHTS = "ngrams.json", "ngrams.safetensors"
INT8 = "int8.json"
SCHEMA = "schema.json"
ENCODER = "encoder"
NEEDED = (
    WEIGHTS, TOKENIZER, CONFIG, LABELS, CALIBRATION, PRIOR, NGRAMS, NGRAM_WEIGHTS, INT8, SCHEMA,
    f"{ENCODER}/config.json",
)  # fmt: skip
"""Without these files there is no model. Without those of :func:`read_knowledge` it knows less of itself."""
FORMAT = 8


class FileEntry(Strict):
    """Size in bytes and hex sha256 of one file."""

    bytes: int
    sha256: str


class Manifest(Strict):
    """What ``manifest.json`` holds. ``parent`` is the fingerprint of the checkpoint training started from, or null."""

    format: int
    fingerprint: str
    created_at: datetime
    backbone: str
    schema_model_fingerprint: str
    data_fingerprint: str
    parent: str | None = None
    parameters: int
    versions: dict[str, str]
    metrics: dict[str, Any]
    files: dict[str, FileEntry]


def write_manifest(folder: Path, **facts: Any) -> Manifest:
    """Hash every file of a finished checkpoint folder and write its manifest, by rename, as the last act."""
    names = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file() and p.name != MANIFEST)
    files = {name: FileEntry(bytes=(folder / name).stat().st_size, sha256=_sha256(folder / name)) for name in names}
    fingerprint = _fingerprint(files)
    now = datetime.now(UTC).replace(microsecond=0)
    manifest = Manifest(format=FORMAT, fingerprint=fingerprint, created_at=now, files=files, **facts)
    partial = folder / f"{MANIFEST}.partial"
    partial.write_text(manifest.model_dump_json(indent=1), encoding="utf-8")
    partial.replace(folder / MANIFEST)
    return manifest


def read_manifest(folder: str | Path) -> Manifest:
    """Raises CheckpointError when the folder is no finished checkpoint or of another format."""
    path = Path(folder) / MANIFEST
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as cause:
        raise CheckpointError(
            f"cannot load the checkpoint {folder}: it has no {MANIFEST}; train one with "
            "`spark-submit jobs/train.py --config conf/training/demo.yaml` or correct the path"
        ) from cause
    except (OSError, ValueError) as cause:
        raise CheckpointError(f"cannot load the checkpoint {folder}: {MANIFEST} is unreadable: {cause}") from cause
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        got = data.get("format") if isinstance(data, dict) else type(data).__name__
        raise CheckpointError(
            f"cannot load the checkpoint {folder}: format {got}, this version reads {FORMAT}; train it anew"
        )
    try:
        return Manifest.model_validate(data)
    except ValidationError as cause:
        raise CheckpointError(f"cannot load the checkpoint {folder}: {MANIFEST} is damaged: {cause}") from cause


def verify(folder: str | Path) -> Manifest:
    """Read the manifest, and compare its fingerprint and every file's sha256 with what they should be.

    Raises CheckpointError naming all that is missing or was altered.
    """
    manifest = read_manifest(folder)
    faults = [f"{name} is not listed in {MANIFEST}" for name in NEEDED if name not in manifest.files]
    if manifest.fingerprint != _fingerprint(manifest.files):
        faults.append(f"the fingerprint {manifest.fingerprint} is not that of the files listed in {MANIFEST}")
    for name, entry in manifest.files.items():
        path = Path(folder) / name
        if not path.is_file():
            faults.append(f"{name} is missing")
        elif _sha256(path) != entry.sha256:
            faults.append(f"{name} was altered")
    if faults:
        raise CheckpointError(
            f"cannot load the checkpoint {folder}: {', '.join(faults)}; copy it again from where it was trained"
        )
    return manifest


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What a checkpoint knows of itself; each part says nothing in one that was trained before there was any.

    What nearest values are worth, when choices rest on words, which languages it has learnt, and what tells goods of no
    category.
    """

    neighbours: Neighbours
    evidence: Evidence
    languages: Languages
    outliers: Outliers

    def gaps(self) -> list[str]:
        """What a run should be told that the checkpoint does not know, nearest values apart."""
        told = (
            (self.evidence.fitted, UNFOUNDED),
            (self.languages.known, UNKNOWN_LANGUAGES),
            (self.outliers.fitted, UNKNOWN_OUTLIERS),
        )
        return [gap for known, gap in told if not known]


def read_knowledge(folder: str | Path) -> Knowledge:
    """Read what a checkpoint knows of itself. Raises CheckpointError where a file of it is unreadable."""
    return Knowledge(
        _read_optional(folder, NEIGHBOURS, Neighbours),
        _read_optional(folder, EVIDENCE, Evidence),
        _read_optional(folder, LANGUAGES, Languages),
        _read_optional(folder, OUTLIERS, Outliers),
    )


def _read_optional(folder: str | Path, name: str, kind: type[_Document]) -> _Document:
    """One file, or the document that says nothing where the manifest lists none."""
    if name not in read_manifest(folder).files:
        return kind()
    try:
        return kind.model_validate_json((Path(folder) / name).read_bytes())
    except (OSError, ValidationError) as cause:
        raise CheckpointError(
            f"cannot load the checkpoint {folder}: its {name} is unreadable: {' '.join(str(cause).split())}; "
            "copy it again from where it was trained"
        ) from cause


def read_schema(folder: str | Path) -> Schema:
    """The schema the checkpoint was trained with."""
    try:
        return Schema.from_json((Path(folder) / SCHEMA).read_text(encoding="utf-8"))
    except (OSError, ValidationError) as cause:
        raise CheckpointError(f"cannot load the checkpoint {folder}: its {SCHEMA} is unreadable: {cause}") from cause


def check_schema(folder: str | Path, schema: Schema) -> None:
    """Raises CheckpointError when the model would read ``schema`` differently from the one it was trained with.

    Aliases, units, rules and known names may differ: the model does not read them.
    """
    trained = read_schema(folder)
    if trained.model_fingerprint != schema.model_fingerprint:
        changed = trained.difference(schema)
        shown = ", ".join(changed[:5]) + (f" and {len(changed) - 5} more" if len(changed) > 5 else "")
        raise CheckpointError(
            f"the checkpoint {folder} was made for another version of the schema (differs: {shown}); "
            "train it again with this schema, or use the schema it was trained with"
        )


def _fingerprint(files: Mapping[str, FileEntry]) -> str:
    hashes = {name: files[name].sha256 for name in sorted(files)}
    return hashlib.sha256(json.dumps(hashes).encode()).hexdigest()[:16]


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
