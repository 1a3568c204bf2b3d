"""Attention is another one in training than in serving."""

from __future__ import annotations

import torch
from transformers import BertConfig, BertModel

from training.backbones.attention import attention_for_training, without_attention_dropout


def test_attention_is_plain_on_a_cpu_while_training_and_as_usual_afterwards() -> None:
    config = BertConfig(
        vocab_size=9, hidden_size=8, num_hidden_layers=1, num_attention_heads=1, intermediate_size=8
    )  # fmt: skip
    encoder = BertModel(config)
    usual = encoder.config._attn_implementation
    assert usual == "sdpa"
    with attention_for_training(encoder, torch.device("cuda")):
        assert encoder.config._attn_implementation == usual
    with attention_for_training(encoder, torch.device("cpu")):
        assert encoder.config._attn_implementation == "eager"
    assert encoder.config._attn_implementation == usual


def test_weights_of_attention_are_never_dropped_but_outputs_are() -> None:
    config = BertConfig()
    without_attention_dropout(config)
    assert (config.attention_probs_dropout_prob, config.hidden_dropout_prob) == (0.0, 0.1)
