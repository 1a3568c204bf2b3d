"""Measures what a finished model loses when its encoder is computed in int8."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import replace

import torch

from training.data.examples import Example
from training.evaluation.evaluate import evaluate
from udfs.encoder.device import choose_token_budget
from udfs.encoder.int8 import Int8, multiplies_int8, observed, use_int8
from udfs.pipeline import Pipeline
from udfs.serving.predictor import Predictor

OBSERVED = 256
"""Listings whose texts show how large a layer's inputs are."""


def fit_int8(pipeline: Pipeline, learn: Sequence[Example], dev: Sequence[Example], fp32: float) -> Int8:
    """Rounding by listings that were learned from, and the F1 of the values of ``dev`` with it; ``fp32`` is that of the
    model as it is.

    An :class:`Int8` without layers where this machine cannot compute it.
    """
    cpu = torch.device("cpu")
    if not multiplies_int8(cpu):
        return Int8()
    checkpoint = pipeline.predictor.checkpoint
    budget = min(pipeline.predictor.batcher.token_budget, choose_token_budget(None, cpu))
    predictor = Predictor(replace(checkpoint, model=copy.deepcopy(checkpoint.model).to(cpu).eval()), budget)
    step = max(1, len(learn) // OBSERVED)
    with observed(predictor.model.encoder) as layers:
        predictor.extract([example.listing for example in learn[::step]])
    use_int8(predictor.model.encoder, layers)
    own = Pipeline(predictor, pipeline.schema, pipeline.thresholds, calibrated=pipeline.calibrated)
    figures = evaluate(own, dev)
    return Int8(layers=layers, fp32=fp32, int8=figures["values"]["f1"], listings=len(dev))
