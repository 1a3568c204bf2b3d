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
from pathlib import Path, PurePosixPath
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, Field, ValidationError

from udfs.checkpoint.files import (
    MANIFEST,
    MAX_FILES,
    content,
    located,
    most_bytes,
    read_manifest_json,
    unreadable,
)
from udfs.confidence.evidence import UNFOUNDED, Evidence
from udfs.confidence.languages import UNKNOWN_LANGUAGES, Languages
from udfs.confidence.neighbours import Neighbours
from udfs.confidence.outliers import UNKNOWN_OUTLIERS, Outliers
from udfs.config import Strict
from udfs.errors import CheckpointError
from udfs.regular_files import open_regular
from udfs.schema.schema import Schema
from udfs.schema.untrained import Asked, ask
from udfs.settings import UntrainedParts

_Document = TypeVar("_Document", bound=Strict)

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

    bytes: int = Field(ge=0)
    sha256: str


def _within(name: str) -> str:
    """A name of a file inside the folder: a foreign manifest must not have other files of this machine read."""
    parts = PurePosixPath(name).parts
    if not parts or PurePosixPath(name).is_absolute() or ".." in parts or "\0" in name:
        raise ValueError("a file has to lie inside the folder")
    return name


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
    files: dict[Annotated[str, AfterValidator(_within)], FileEntry] = Field(max_length=MAX_FILES)


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
    try:
        data = read_manifest_json(located(folder))
    except FileNotFoundError as cause:
        raise CheckpointError(
            f"cannot load the checkpoint {folder}: it has no {MANIFEST}; train one with "
            "`spark-submit jobs/train.py --config conf/training/demo.yaml` or correct the path"
        ) from cause
    except (OSError, ValueError) as cause:
        raise unreadable(folder, MANIFEST, cause) from cause
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        got = str(data.get("format") if isinstance(data, dict) else type(data).__name__)[:20]
        raise CheckpointError(
            f"cannot load the checkpoint {folder}: format {got}, this version reads {FORMAT}; train it anew"
        )
    try:
        return Manifest.model_validate(data)
    except ValidationError as cause:
        raise unreadable(folder, MANIFEST, cause) from cause


def verify(folder: str | Path) -> Manifest:
    """Read the manifest, and compare its fingerprint and every file's sha256 with what they should be.

    Raises CheckpointError naming all that is missing or was altered.
    """
    path = located(folder)
    manifest = read_manifest(path)
    faults = [f"{name} is not listed in {MANIFEST}" for name in NEEDED if name not in manifest.files]
    if manifest.fingerprint != _fingerprint(manifest.files):
        faults.append(f"the fingerprint {manifest.fingerprint[:40]} is not that of the files listed in {MANIFEST}")
    for name, entry in manifest.files.items():
        faults += _faults(path, name, entry)
    if faults:
        shown = [*faults[:10], *([f"and {len(faults) - 10} more"] if len(faults) > 10 else [])]
        raise CheckpointError(
            f"cannot load the checkpoint {folder}: {', '.join(shown)}; copy it again from where it was trained"
        )
    return manifest


def _faults(folder: Path, name: str, entry: FileEntry) -> list[str]:
    """What is wrong with one file; its size is looked at first, which is what reading it may cost."""
    try:
        with open_regular(folder / name) as file:
            size = file.seek(0, 2)
            if size > most_bytes(name):
                return [f"{name} holds {size:,} bytes, more than the {most_bytes(name):,} that are read"]
            file.seek(0)
            if size != entry.bytes or hashlib.file_digest(file, "sha256").hexdigest() != entry.sha256:
                return [f"{name} was altered"]
    except FileNotFoundError:
        return [f"{name} is missing"]
    except (OSError, ValueError) as cause:
        return [f"{name} is unreadable: {cause}"]
    return []


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
    path = located(folder)
    entry = read_manifest(path).files.get(name)
    if entry is None:
        return kind()
    try:
        return kind.model_validate_json(content(path, name, entry.bytes))
    except ValidationError as cause:
        raise unreadable(folder, name, cause) from cause


def read_schema(folder: str | Path) -> Schema:
    """The schema the checkpoint was trained with."""
    path = located(folder)
    entry = read_manifest(path).files.get(SCHEMA)
    if entry is None:
        raise unreadable(folder, SCHEMA, f"{MANIFEST} does not list it")
    try:
        return Schema.from_json(content(path, SCHEMA, entry.bytes).decode())
    except ValueError as cause:
        raise unreadable(folder, SCHEMA, cause) from cause


def check_schema(folder: str | Path, schema: Schema, untrained: UntrainedParts = "refuse") -> Asked:
    """By which schema the model is asked, and what of ``schema`` it has not learnt.

    Raises CheckpointError where that is refused, and the model would read ``schema`` differently from the one it was
    trained with. Aliases, units, rules and known names may differ: the model does not read them.
    """
    trained = read_schema(folder)
    if untrained == "refuse" and trained.model_fingerprint != schema.model_fingerprint:
        changed = trained.difference(schema)
        shown = ", ".join(changed[:5]) + (f" and {len(changed) - 5} more" if len(changed) > 5 else "")
        raise CheckpointError(
            f"the checkpoint {folder} was made for another version of the schema (differs: {shown}); "
            "train it again with this schema, or use the schema it was trained with. Or set `allow_untrained: true` "
            "(--allow-untrained), and the model reads what it has learnt, rules alone the rest; with `ask_untrained: "
            "true` (--ask-untrained) it is asked about the rest too, by name and description"
        )
    return ask(trained, schema, untrained=untrained == "ask")


def _fingerprint(files: Mapping[str, FileEntry]) -> str:
    hashes = {name: files[name].sha256 for name in sorted(files)}
    return hashlib.sha256(json.dumps(hashes).encode()).hexdigest()[:16]


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
