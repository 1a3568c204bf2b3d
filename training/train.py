"""Labelled rows in, a checkpoint out: what ``jobs/train.py`` and ``facetmill train`` call."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import shutil
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch

from training.backbones.attention import attention_for_training
from training.backbones.loading import Backbone, load_backbone
from training.backbones.pruning import read_texts
from training.config import TrainConfig
from training.data.examples import Example, data_fingerprint, read_examples
from training.data.split import hold_out_others, split
from training.evaluation.evaluate import evaluate
from training.fitting.int8 import fit_int8
from training.fitting.knowledge import fit_knowledge
from training.loop import fit
from training.pace import fewer_epochs
from training.progress import Report, require_own
from training.threads import Threads, fitting_threads
from udfs.checkpoint import folder as checkpoints
from udfs.checkpoint.folder import Checkpoint
from udfs.checkpoint.manifest import FORMAT, Manifest
from udfs.encoder.batches import Collator
from udfs.encoder.device import choose_device
from udfs.encoder.tokens import TextEncoder
from udfs.errors import ConfigError, LabelError
from udfs.heads.network import ListingModel
from udfs.heads.questions import Questions
from udfs.pipeline import Pipeline
from udfs.schema.loading import load_schema
from udfs.schema.schema import Schema
from udfs.serving.predictor import Predictor
from udfs.text.cleaning import clean


def train(config: TrainConfig, rows: Iterable[Mapping[str, Any]], report: Report) -> Manifest:
    """Train on labelled rows (see :func:`training.data.examples.read_examples`) and write the checkpoint folder.

    Progress is kept in ``<output>.training`` until the checkpoint stands, so a killed run resumes there. Raises
    ConfigError when the output folder holds something else, LabelError when no row is usable or a split is empty,
    CheckpointError when the backbone cannot be loaded.
    """
    with fitting_threads(report) as threads:
        return _train(config, rows, report, threads)


def _train(config: TrainConfig, rows: Iterable[Mapping[str, Any]], report: Report, threads: Threads) -> Manifest:
    began = time.monotonic()
    output = Path(config.output).resolve()
    checkpoints.check_output(output)
    folder = output.with_name(f"{output.name}.training")
    require_own(folder)
    schema = load_schema(config.schema_folder)
    examples, rejected = read_examples(rows, schema, group=config.group)
    report(f"{len(examples)} labelled listings, {len(rejected)} rejected")
    for rejection in rejected:
        report(f"  row {rejection.row} ({rejection.product_id}) rejected: {rejection.reason}")
    learn, dev = _split(examples, schema, config)
    learn, others = hold_out_others(learn)

    label_texts = Questions(schema).texts
    corpus = [*_texts(examples), *label_texts, *read_texts(config.vocabulary_texts)]
    backbone = load_backbone(config.backbone, corpus)
    checkpoint = _untrained(config, backbone, schema, label_texts)
    predictor = Predictor(checkpoint, config.batching.token_budget)
    # How many categories are withheld is a figure of its own. What nearest values are worth is fitted after the last
    # epoch: until then they count by their scores.
    placing_all = config.thresholds.model_copy(update={"category_precision": None})
    choosing = Pipeline(predictor, schema, placing_all.model_copy(update={"nearest_precision": None}))
    n_parameters = sum(p.numel() for p in checkpoint.model.parameters())
    report(
        f"{len(learn)} to learn from, {len(dev)} to choose by, {len(others)} of no category held back; "
        f"backbone {backbone.source}; {n_parameters / 1e6:.1f} M parameters"
    )
    with attention_for_training(backbone.encoder, checkpoint.model.device):
        run = _identity(config, schema, backbone, learn, dev)
        progress = fit(
            predictor, learn, lambda: evaluate(choosing, dev), config,
            run=run, folder=folder, report=report, threads=threads,
        )  # fmt: skip

    known = fit_knowledge(predictor, learn, dev, others, config, report)
    pipeline = Pipeline(predictor, schema, placing_all, calibrated=predictor.calibrated)
    figures = {**evaluate(pipeline, dev), "epoch": progress.kept_epoch, **known}
    figures["epochs"] = {"made": len(progress.history), "of": config.optimization.epochs}
    checkpoint.int8 = int8 = fit_int8(pipeline, learn, dev, figures["values"]["f1"])
    report(f"in int8: {int8.refusal() or f'values {int8.int8:.3f}, in fp32 {int8.fp32:.3f}'}")

    seconds = round(time.monotonic() - began, 1)
    manifest = checkpoints.save(
        Path(config.output),
        checkpoint,
        backbone=backbone.source,
        data_fingerprint=data_fingerprint(examples),
        versions=_versions(),
        metrics={key: value for key, value in figures.items() if key != "values_by_attribute"},
        documents={
            "metrics.json": {"dev": figures, "history": progress.history, "seconds": seconds},
            "training.json": config.model_dump(mode="json", by_alias=True),
            "rejected.json": [asdict(rejection) for rejection in rejected],
        },
    )
    shutil.rmtree(folder)
    cut = fewer_epochs(len(progress.history), progress.epochs, config.optimization)
    report(f"checkpoint {manifest.fingerprint} of epoch {progress.kept_epoch} in {config.output}{cut}")
    return manifest


def _split(examples: Sequence[Example], schema: Schema, config: TrainConfig) -> tuple[list[Example], list[Example]]:
    """Split into listings to learn from and listings to choose by, both of them with some."""
    shares = config.optimization.epoch_share
    if foreign := shares.keys() - schema.categories.keys():
        raise ConfigError(
            f"optimization.epoch_share names {min(foreign)}, which is no category of the schema; "
            f"it has {', '.join(schema.categories)}"
        )
    learn, dev = split(examples, dev_share=config.dev_share, epoch_share=shares, seed=config.seed)
    if not learn or not dev:
        raise LabelError(
            f"cannot train: {len(examples)} usable labelled listings make {len(learn)} for training and {len(dev)} for "
            "development; give more rows (reasons for rejected ones are listed above)"
        )
    return learn, dev


def _untrained(config: TrainConfig, backbone: Backbone, schema: Schema, label_texts: tuple[str, ...]) -> Checkpoint:
    """A checkpoint to be trained: the backbone with heads of random weights, on its device."""
    torch.manual_seed(config.seed)
    text, dropout = config.text, config.optimization.dropout
    model = ListingModel(backbone.encoder, n_labels=len(label_texts), span_width=text.span_width, dropout=dropout)
    longest = int(backbone.encoder.config.max_position_embeddings) - 2  # RoBERTa counts positions from 2
    window = min(text.window, longest)
    collator = Collator(backbone.cls_id, backbone.sep_id, backbone.pad_id, window, text.overlap)
    text_encoder = TextEncoder(backbone.tokenizer, sep_id=backbone.sep_id, site=text.site)
    model.to(choose_device(config.batching.device))
    return Checkpoint(model, text_encoder, collator, schema, label_texts)


def _texts(examples: Iterable[Example]) -> list[str]:
    """The clean texts of all fields, whose words a pruned vocabulary keeps."""
    return [clean(text).text for e in examples for text in (e.listing.title, e.listing.description) if text]


def _identity(
    config: TrainConfig, schema: Schema, backbone: Backbone, learn: Iterable[Example], dev: Iterable[Example]
) -> str:
    """All that decides a run's steps, digested: a run may resume only where it would have come by itself."""
    sides = (("learn", learn), ("dev", dev))
    parts = [
        config.model_dump_json(exclude={"output"}),
        FORMAT,
        schema.fingerprint,
        backbone.source,
        hashlib.sha256(backbone.tokenizer.to_str().encode()).hexdigest(),
        _versions(),
        [(side, e.listing.product_id, data_fingerprint([e])) for side, examples in sides for e in examples],
    ]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]


def _versions() -> dict[str, str]:
    """The packages that decide what a run computes."""
    return {name: importlib.metadata.version(name) for name in ("torch", "transformers", "tokenizers", "facetmill")}
