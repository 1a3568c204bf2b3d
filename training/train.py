"""Labelled rows in, a checkpoint out: what ``jobs/train.py`` and ``facetmill train`` call."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import shutil
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch

from training.backbones.attention import attention_for_training
from training.backbones.loading import Backbone, load_backbone
from training.backbones.pruning import read_texts
from training.config import TrainConfig
from training.data.examples import Example, Rejection, data_fingerprint, read_examples
from training.data.split import split
from training.evaluation.evaluate import evaluate
from training.fitting.calibration import calibrate
from training.fitting.int8 import fit_int8
from training.fitting.ngrams import fit_ngrams
from training.fitting.usage import count_usage
from training.loop import fit
from training.progress import Progress
from training.tasks.matches import match_examples
from udfs.checkpoint import folder as checkpoints
from udfs.checkpoint.manifest import FORMAT, Manifest
from udfs.confidence.prior import Prior
from udfs.encoder.device import choose_device
from udfs.encoder.int8 import Int8
from udfs.encoder.tokens import TextEncoder
from udfs.errors import ConfigError, LabelError
from udfs.heads.network import ListingModel
from udfs.heads.questions import Labels
from udfs.pipeline import Pipeline
from udfs.schema.loading import load_schema
from udfs.schema.schema import Schema
from udfs.serving.predictor import Predictor
from udfs.text.cleaning import clean

Report = Callable[[str], None]


def train(config: TrainConfig, rows: Iterable[Mapping[str, Any]], report: Report) -> Manifest:
    """Train on labelled rows (see :func:`training.data.examples.read_examples`) and write the checkpoint folder.

    Progress is kept in ``<output>.training`` until the checkpoint stands, so a killed run resumes there. Raises
    ConfigError when the output folder holds something else, LabelError when no row is usable or a split is empty,
    CheckpointError when the backbone cannot be loaded.
    """
    began = time.monotonic()
    output = Path(config.output).resolve()
    checkpoints.check_output(output)
    schema = load_schema(config.schema_folder)
    examples, rejected = read_examples(rows, schema, group=config.group)
    report(f"{len(examples)} labelled listings, {len(rejected)} rejected")
    for rejection in rejected:
        report(f"  row {rejection.row} ({rejection.product_id}) rejected: {rejection.reason}")
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
    labels = Labels(schema)
    corpus = [*_texts(examples), *labels.texts, *read_texts(config.vocabulary_texts)]
    backbone = load_backbone(config.backbone, corpus)
    predictor = _new_predictor(config, backbone, schema, labels)
    pipeline = Pipeline(predictor, schema, config.thresholds)
    folder = output.with_name(f"{output.name}.training")
    report(f"{len(learn)} to learn from, {len(dev)} to choose by; backbone {backbone.source}; {_size(predictor.model)}")
    with attention_for_training(backbone.encoder, predictor.device):
        progress = fit(
            predictor,
            learn,
            match_examples(learn, schema, labels),
            lambda: evaluate(pipeline, dev),
            settings=config.optimization,
            seed=config.seed,
            run=_identity(config, schema, backbone, learn, dev),
            folder=folder,
            report=report,
        )
    asked = {category: questions.attributes for category, questions in labels.by_category.items()}
    predictor.prior = Prior(usage=count_usage(learn, asked))
    predictor.ngrams = fit_ngrams(predictor, learn, dev, config.seed)
    predictor.calibration, predictor.prior = calibrate(predictor, dev)
    report(f"calibrated: {predictor.calibration}")
    for question, own in predictor.ngrams.items():
        report(f"{question!r} by network x {own.network} and n-grams x {own.ngrams}")
    report(f"weighed: {predictor.prior.single} for one value, {predictor.prior.many} for several")
    progress.kept = {**evaluate(pipeline, dev), "epoch": progress.kept_epoch}
    int8 = fit_int8(pipeline, learn, dev, progress.kept["values"]["f1"])
    report(f"in int8: {int8.refusal() or f'values {int8.int8:.3f}, in fp32 {int8.fp32:.3f}'}")
    data = data_fingerprint(examples)
    manifest = _save(config, predictor, backbone, schema, progress, int8, rejected, data, time.monotonic() - began)
    shutil.rmtree(folder)
    report(f"checkpoint {manifest.fingerprint} of epoch {progress.kept_epoch} in {config.output}")
    return manifest


def _new_predictor(config: TrainConfig, backbone: Backbone, schema: Schema, labels: Labels) -> Predictor:
    torch.manual_seed(config.seed)
    model = ListingModel(
        backbone.encoder,
        n_labels=len(labels.texts),
        span_width=config.text.span_width,
        dropout=config.optimization.dropout,
    )
    longest = int(backbone.encoder.config.max_position_embeddings) - 2  # RoBERTa counts positions from 2
    text_encoder = TextEncoder(
        backbone.tokenizer,
        cls_id=backbone.cls_id,
        sep_id=backbone.sep_id,
        pad_id=backbone.pad_id,
        window=min(config.text.window, longest),
        overlap=config.text.overlap,
    )
    device = choose_device(config.batching.device)
    return Predictor(model.to(device), text_encoder, schema, config.batching, reads_site=config.text.site)


def _save(
    config: TrainConfig,
    predictor: Predictor,
    backbone: Backbone,
    schema: Schema,
    progress: Progress,
    int8: Int8,
    rejected: list[Rejection],
    data: str,
    seconds: float,
) -> Manifest:
    encoder = predictor.text_encoder
    return checkpoints.save(
        Path(config.output),
        model=predictor.model,
        tokenizer=encoder.tokenizer,
        config=checkpoints.ModelConfig(
            cls_id=encoder.cls_id,
            sep_id=encoder.sep_id,
            pad_id=encoder.pad_id,
            window=encoder.window,
            overlap=encoder.overlap,
            span_width=config.text.span_width,
            site=config.text.site,
        ),
        label_texts=predictor.labels.texts,
        calibration=predictor.calibration,
        prior=predictor.prior,
        ngrams=predictor.ngrams,
        int8=int8,
        schema=schema,
        documents={
            "metrics.json": {"dev": progress.kept, "history": progress.history, "seconds": round(seconds, 1)},
            "training.json": config.model_dump(mode="json", by_alias=True),
            "rejected.json": [asdict(rejection) for rejection in rejected],
        },
        backbone=backbone.source,
        data_fingerprint=data,
        versions=_versions(),
        metrics={key: value for key, value in (progress.kept or {}).items() if key != "values_by_attribute"},
    )


def _texts(examples: Iterable[Example]) -> list[str]:
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
    return {name: importlib.metadata.version(name) for name in ("torch", "transformers", "tokenizers", "facetmill")}


def _size(model: ListingModel) -> str:
    return f"{sum(p.numel() for p in model.parameters()) / 1e6:.1f} M parameters"
