"""How attention is computed while training."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from transformers import PretrainedConfig, PreTrainedModel

_DROPOUTS = ("attention_probs_dropout_prob", "attention_dropout")  # what BERT-like encoders call it


@contextmanager
def attention_for_training(encoder: PreTrainedModel, device: torch.device) -> Iterator[None]:
    """Plain attention on CPUs: the backward pass of the fused kernel, which reads faster, is slower there.

    A step over 16 texts of 110 pieces, 6 layers, one thread: 684 ms fused, 450 ms plain.
    """
    usual = encoder.config._attn_implementation
    encoder.set_attn_implementation("eager" if device.type == "cpu" else usual)
    try:
        yield
    finally:
        encoder.set_attn_implementation(usual)


def without_attention_dropout(settings: PretrainedConfig) -> None:
    """Have the encoder made without dropout of attention weights; that of its layers' outputs stays.

    On a CPU it takes a seventh of a step's time, and the scores are the same with and without (docs/quality.md).
    """
    for name in _DROPOUTS:
        if hasattr(settings, name):
            setattr(settings, name, 0.0)
