"""A checkpoint on disk, written and read: safetensors, tokenizer, schema, label texts, config and, last, the manifest.

Nothing is unpickled and no remote code runs: the encoder is built from its config, the weights are plain tensors.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from pydantic import TypeAdapter
from safetensors import SafetensorError, safe_open
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from transformers import AutoConfig, AutoModel

from udfs.checkpoint.manifest import (
    CALIBRATION,
    CONFIG,
    ENCODER,
    EVIDENCE,
    INT8,
    LABELS,
    LANGUAGES,
    MANIFEST,
    NEIGHBOURS,
    NGRAM_WEIGHTS,
    NGRAMS,
    OUTLIER_LANDMARKS,
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
from udfs.confidence.evidence import Evidence
from udfs.confidence.languages import Languages
from udfs.confidence.neighbours import Neighbours
from udfs.confidence.ngrams import NgramClassifier
from udfs.confidence.outliers import Landmarks, Outliers
from udfs.confidence.prior import Prior
from udfs.confidence.temperatures import Calibration
from udfs.config import Strict
from udfs.encoder.batches import Collator
from udfs.encoder.int8 import Int8
from udfs.encoder.tokens import TextEncoder
from udfs.errors import CheckpointError, ConfigError
from udfs.heads.network import ListingModel
from udfs.schema.schema import Schema


@dataclass(frozen=True, slots=True)
class ModelConfig:
    """What ``config.json`` says: how to rebuild the network and its text encoding around the weights.

    ``site``: whether the model reads the site that a listing comes from.
    """

    cls_id: int
    sep_id: int
    pad_id: int
    window: int
    overlap: int
    span_width: int
    site: bool


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
    partial = folder.with_name(f"{folder.name}.partial")
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
        CONFIG: asdict(config),
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
    _save_ngrams(partial, checkpoint.ngrams)
    _save_landmarks(partial, checkpoint.landmarks)
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


_LANDMARKS = ("centers", "scale", "middle", "listings", "owners")


class _NgramFacts(Strict):
    """What ``ngrams.json`` says of one classifier, by the label text of its question."""

    values: tuple[str, ...]
    network: float
    ngrams: float


_ALL_NGRAM_FACTS = TypeAdapter(dict[str, _NgramFacts])


def _save_ngrams(folder: Path, ngrams: Mapping[str, NgramClassifier]) -> None:
    """Write the facts as JSON and the weights as tensors, both by question."""
    facts = {
        question: _NgramFacts(values=own.values, network=own.network, ngrams=own.ngrams)
        for question, own in ngrams.items()
    }
    (folder / NGRAMS).write_bytes(_ALL_NGRAM_FACTS.dump_json(facts, indent=1))
    save_file({question: own.weights.contiguous() for question, own in ngrams.items()}, folder / NGRAM_WEIGHTS)


def _load_ngrams(folder: Path) -> dict[str, NgramClassifier]:
    """Read what :func:`_save_ngrams` wrote."""
    facts = _ALL_NGRAM_FACTS.validate_json((folder / NGRAMS).read_bytes())
    weights = load_file(folder / NGRAM_WEIGHTS, device="cpu")
    return {
        question: NgramClassifier(own.values, weights[question], own.network, own.ngrams)
        for question, own in facts.items()
    }


def _save_landmarks(folder: Path, landmarks: Landmarks | None) -> None:
    """Write its arrays as tensors, and the names of the categories beside them."""
    arrays = {name: np.asarray(getattr(landmarks, name)) for name in _LANDMARKS} if landmarks else {}
    tensors = {name: torch.from_numpy(array).contiguous() for name, array in arrays.items()}
    names = json.dumps(landmarks.categories if landmarks else [])
    save_file(tensors, folder / OUTLIER_LANDMARKS, metadata={"categories": names})


def _load_landmarks(folder: Path, outliers: Outliers, width: int) -> Landmarks | None:
    """Read what :func:`_save_landmarks` wrote; nothing of a checkpoint that does not know what they are worth."""
    if not outliers.fitted:
        return None
    with safe_open(folder / OUTLIER_LANDMARKS, framework="numpy") as file:
        categories = tuple(json.loads(file.metadata()["categories"]))
        arrays = {name: file.get_tensor(name) for name in _LANDMARKS}
    shapes = {"centers": (len(categories), width), "scale": (width, width), "middle": (width,)}
    rows, owners = arrays["listings"].shape, arrays["owners"]
    fits = rows == (len(owners), width) and set(owners.tolist()) == set(range(len(categories)))
    if not fits or any(arrays[name].shape != shape for name, shape in shapes.items()):
        raise ValueError(f"{OUTLIER_LANDMARKS} does not fit an encoder of width {width}")
    return Landmarks(categories, **arrays)


def _swap(new: Path, folder: Path) -> None:
    """By renames: a reader finds the old checkpoint, for a moment none, then the new one, and never half of each."""
    old = folder.with_name(f"{folder.name}.old")
    if folder.exists():
        shutil.rmtree(old, ignore_errors=True)
        folder.rename(old)
    new.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def load(folder: str | Path, device: torch.device | str = "cpu") -> Checkpoint:
    """Rebuild the network and its text encoding. Raises CheckpointError when a file is missing or unreadable.

    Files are not hashed here, since every worker loads: :func:`udfs.checkpoint.manifest.verify` does it once, on the
    driver.
    """
    path = Path(folder)
    read_manifest(path)
    try:
        config = ModelConfig(**json.loads((path / CONFIG).read_text(encoding="utf-8")))
        label_texts = tuple(json.loads((path / LABELS).read_text(encoding="utf-8")))
        calibration = Calibration.model_validate_json((path / CALIBRATION).read_text(encoding="utf-8"))
        prior = Prior.model_validate_json((path / PRIOR).read_text(encoding="utf-8"))
        ngrams = _load_ngrams(path)
        int8 = Int8.model_validate_json((path / INT8).read_text(encoding="utf-8"))
        tokenizer = Tokenizer.from_buffer((path / TOKENIZER).read_bytes())  # from_file raises bare Exceptions
        encoder_config = AutoConfig.from_pretrained(path / ENCODER, trust_remote_code=False, local_files_only=True)
        encoder = AutoModel.from_config(encoder_config, trust_remote_code=False)  # type: ignore[no-untyped-call]
        model = ListingModel(encoder, n_labels=len(label_texts), span_width=config.span_width, dropout=0.0)
        weights = load_file(path / WEIGHTS, device="cpu")
        known = read_knowledge(path)
        landmarks = _load_landmarks(path, known.outliers, int(encoder_config.hidden_size))
    except (OSError, ValueError, KeyError, TypeError, SafetensorError) as cause:
        reason = " ".join(str(cause).split())
        raise CheckpointError(
            f"cannot load the checkpoint {folder}: {reason}; copy it again from where it was trained"
        ) from cause
    try:
        model.load_state_dict(weights)
    except RuntimeError as cause:
        raise CheckpointError(
            f"cannot load the checkpoint {folder}: the weights do not fit its config: {cause}; train it anew"
        ) from cause
    text_encoder = TextEncoder(tokenizer, sep_id=config.sep_id, site=config.site)
    collator = Collator(config.cls_id, config.sep_id, config.pad_id, config.window, config.overlap)
    model.to(device).eval()
    return Checkpoint(
        model, text_encoder, collator, read_schema(path), label_texts, calibration, prior, ngrams, int8,
        known.neighbours, known.evidence, known.languages, known.outliers, landmarks,
    )  # fmt: skip
