"""A checkpoint on disk, written and read: safetensors, tokenizer, schema, label texts, config and, last, the manifest.

Nothing is unpickled and no remote code runs: the encoder is built from its config, the weights are plain tensors.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import torch
from pydantic import TypeAdapter, ValidationError
from safetensors.torch import load_file, save_file
from transformers import AutoConfig, AutoModel

from udfs.checkpoint.encoding import ModelConfig, text_encoding
from udfs.checkpoint.files import MANIFEST, OLD, PARTIAL, check_size, content, located, unreadable
from udfs.checkpoint.landmark_files import load_landmarks, save_landmarks
from udfs.checkpoint.manifest import (
    CALIBRATION,
    CONFIG,
    ENCODER,
    EVIDENCE,
    INT8,
    LABELS,
    LANGUAGES,
    NEEDED,
    NEIGHBOURS,
    OUTLIERS,
    PRIOR,
    SCHEMA,
    TOKENIZER,
    WEIGHTS,
    Manifest,
    read_knowledge,
    read_manifest,
    read_schema,
    write_manifest,
)
from udfs.checkpoint.ngram_files import load_ngrams, save_ngrams
from udfs.checkpoint.weights import build, check_encoder_config, check_finite, stored_shapes
from udfs.confidence.evidence import Evidence
from udfs.confidence.languages import Languages
from udfs.confidence.neighbours import Neighbours
from udfs.confidence.ngrams import NgramClassifier
from udfs.confidence.outliers import Landmarks, Outliers
from udfs.confidence.prior import Prior
from udfs.confidence.temperatures import Calibration
from udfs.config import Strict
from udfs.encoder.batches import Collator
from udfs.encoder.int8 import Int8, misfit
from udfs.encoder.tokens import TextEncoder
from udfs.errors import CheckpointError, ConfigError
from udfs.heads.network import ListingModel
from udfs.schema.schema import Schema

Sizes = Mapping[str, int]
"""Bytes of each file, as the manifest lists them."""

_Document = TypeVar("_Document", bound=Strict)
_LABELS = TypeAdapter(tuple[str, ...])


@dataclass(slots=True)
class Checkpoint:
    """A model with all that it needs to serve: what :func:`load` reads, :func:`save` writes and training fills in.

    ``label_texts`` are those the model was trained with, in the order of its label vectors.
    """

    model: ListingModel
    text_encoder: TextEncoder
    collator: Collator
    schema: Schema
    label_texts: tuple[str, ...]
    calibration: Calibration = field(default_factory=Calibration)
    prior: Prior = field(default_factory=Prior)
    ngrams: Mapping[str, NgramClassifier] = field(default_factory=dict)
    int8: Int8 = field(default_factory=Int8)
    neighbours: Neighbours = field(default_factory=Neighbours)
    evidence: Evidence = field(default_factory=Evidence)
    languages: Languages = field(default_factory=Languages)
    outliers: Outliers = field(default_factory=Outliers)
    landmarks: Landmarks | None = None


def check_output(folder: Path) -> None:
    """Raises ConfigError where a checkpoint would replace something that is no checkpoint."""
    if folder.exists() and not (folder / MANIFEST).is_file() and (not folder.is_dir() or any(folder.iterdir())):
        raise ConfigError(
            f"cannot write a checkpoint to `output: {folder}`: it holds something else (it has no {MANIFEST}); "
            "name a new or empty folder, or one that holds a checkpoint"
        )


def save(
    folder: Path,
    checkpoint: Checkpoint,
    *,
    backbone: str,
    data_fingerprint: str,
    versions: Mapping[str, str],
    metrics: Mapping[str, Any],
    documents: Mapping[str, Any],
) -> Manifest:
    """Write a checkpoint in place of the one the folder held; ``documents`` are further JSON files by name.

    The other facts go into the manifest (see :class:`udfs.checkpoint.manifest.Manifest`). It is written beside the
    folder and takes its name when it is complete, so the last checkpoint stays until then. Raises ConfigError as
    :func:`check_output`.
    """
    check_output(folder)
    folder = folder.resolve()  # a link to a checkpoint stays a link
    partial = folder.with_name(f"{folder.name}{PARTIAL}")
    _finish(folder)
    shutil.rmtree(partial, ignore_errors=True)
    (partial / ENCODER).mkdir(parents=True)
    model, encoder = checkpoint.model, checkpoint.text_encoder
    weights = {name: tensor.detach().cpu().contiguous() for name, tensor in model.state_dict().items()}
    save_file(weights, partial / WEIGHTS)
    encoder.tokenizer.save(str(partial / TOKENIZER))
    model.encoder.config.save_pretrained(partial / ENCODER)
    (partial / SCHEMA).write_text(checkpoint.schema.to_json(), encoding="utf-8")
    config = ModelConfig(**asdict(checkpoint.collator), span_width=model.spans.token.out_features, site=encoder.site)
    own = {
        CONFIG: config.model_dump(),
        LABELS: list(checkpoint.label_texts),
        CALIBRATION: checkpoint.calibration.model_dump(),
        NEIGHBOURS: checkpoint.neighbours.model_dump(),
        EVIDENCE: checkpoint.evidence.model_dump(),
        LANGUAGES: checkpoint.languages.model_dump(),
        OUTLIERS: checkpoint.outliers.model_dump(),
        INT8: checkpoint.int8.model_dump(),
    }
    for name, document in {**own, **documents}.items():
        (partial / name).write_text(json.dumps(document, ensure_ascii=False, indent=1), encoding="utf-8")
    (partial / PRIOR).write_text(json.dumps(checkpoint.prior.model_dump(), ensure_ascii=False), encoding="utf-8")
    save_ngrams(partial, checkpoint.ngrams)
    save_landmarks(partial, checkpoint.landmarks)
    tensors = [*model.parameters(), *(classifier.weights for classifier in checkpoint.ngrams.values())]
    manifest = write_manifest(
        partial,
        backbone=backbone,
        schema_model_fingerprint=checkpoint.schema.model_fingerprint,
        data_fingerprint=data_fingerprint,
        parameters=sum(tensor.numel() for tensor in tensors),
        versions=versions,
        metrics=metrics,
    )
    _swap(partial, folder)
    return manifest


def _swap(new: Path, folder: Path) -> None:
    """By renames: a reader finds the old checkpoint, then the new one, and never half of each.

    Between the two neither has the name; :func:`udfs.checkpoint.files.located` finds the new one then.
    """
    old = folder.with_name(f"{folder.name}{OLD}")
    if folder.exists():
        shutil.rmtree(old, ignore_errors=True)
        folder.rename(old)
    new.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def _finish(folder: Path) -> None:
    """What a training that was killed between the two renames left to do: the name has a checkpoint again."""
    if not folder.exists() and (found := located(folder)) != folder:
        found.rename(folder)


def load(folder: str | Path, device: torch.device | str = "cpu") -> Checkpoint:
    """Rebuild the network and its text encoding. Raises CheckpointError when a file is missing or unreadable, or asks
    for another network than the weights are of.

    Files are not hashed here, since every worker loads: :func:`udfs.checkpoint.manifest.verify` does it once, on the
    driver. Their kind and size are looked at, and what they say is checked before memory is taken for it.
    """
    path = located(folder)
    manifest = read_manifest(path)
    if missing := [name for name in NEEDED if name not in manifest.files]:
        raise unreadable(folder, MANIFEST, f"it does not list {', '.join(missing)}")
    sizes = {name: entry.bytes for name, entry in manifest.files.items()}
    config = _document(path, CONFIG, sizes, ModelConfig)
    label_texts = _labels(path, sizes)
    calibration, prior = _document(path, CALIBRATION, sizes, Calibration), _document(path, PRIOR, sizes, Prior)
    int8, ngrams = _document(path, INT8, sizes, Int8), load_ngrams(path, sizes)
    model = _load_model(path, sizes, config, len(label_texts))
    if fault := misfit(model.encoder, int8.layers):
        raise unreadable(folder, INT8, fault)
    text_encoder, collator = text_encoding(path, sizes[TOKENIZER], config, model.encoder)
    model.to(device).eval()
    schema, known = read_schema(path), read_knowledge(path)
    landmarks = load_landmarks(path, sizes, model.label_center.numel()) if known.outliers.fitted else None
    if read_manifest(path).fingerprint != manifest.fingerprint:
        raise CheckpointError(f"the checkpoint {folder} was replaced while it was loaded; run again")
    return Checkpoint(
        model, text_encoder, collator, schema, label_texts, calibration, prior, ngrams, int8,
        known.neighbours, known.evidence, known.languages, known.outliers, landmarks,
    )  # fmt: skip


def _document(folder: Path, name: str, sizes: Sizes, kind: type[_Document]) -> _Document:
    try:
        return kind.model_validate_json(content(folder, name, sizes[name]))
    except ValidationError as cause:
        raise unreadable(folder, name, cause) from cause


def _labels(folder: Path, sizes: Sizes) -> tuple[str, ...]:
    try:
        return _LABELS.validate_json(content(folder, LABELS, sizes[LABELS]))
    except ValidationError as cause:
        raise unreadable(folder, LABELS, cause) from cause


def _load_model(folder: Path, sizes: Sizes, config: ModelConfig, n_labels: int) -> ListingModel:
    check_size(folder, WEIGHTS, sizes[WEIGHTS])
    shapes = stored_shapes(folder, WEIGHTS)
    encoder_file = f"{ENCODER}/config.json"
    check_encoder_config(folder, encoder_file, content(folder, encoder_file, sizes[encoder_file]), shapes)

    def make() -> ListingModel:
        found = AutoConfig.from_pretrained(folder / ENCODER, trust_remote_code=False, local_files_only=True)
        encoder = AutoModel.from_config(found, trust_remote_code=False)  # type: ignore[no-untyped-call]
        return ListingModel(encoder, n_labels=n_labels, span_width=config.span_width, dropout=0.0)

    model = build(folder, make, shapes)
    weights = load_file(folder / WEIGHTS, device="cpu")
    check_finite(folder, WEIGHTS, weights)
    model.load_state_dict(weights)
    return model
