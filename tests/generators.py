"""Tiny random generative models: they load as real ones do, and write nonsense, always the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from transformers import (
    LlamaConfig,
    LlamaForCausalLM,
    PreTrainedTokenizerFast,
    T5Config,
    T5ForConditionalGeneration,
)

from tests.conftest import tiny_tokenizer

_CHAT = "{% for message in messages %}{{ message['content'] }}{% endfor %}"
_IDS = {"pad_token_id": 0, "eos_token_id": 3, "bos_token_id": 2}


def tiny_seq2seq(folder: Path, seed: int = 7) -> Path:
    """A T5 of one layer."""
    torch.manual_seed(seed)
    config = T5Config(
        vocab_size=tiny_tokenizer().get_vocab_size(), d_model=16, d_kv=8, d_ff=32, num_layers=1, num_heads=2,
        decoder_start_token_id=0, **_IDS,
    )  # fmt: skip
    return _saved(folder, T5ForConditionalGeneration(config), chat=False)


def tiny_causal(folder: Path, *, chat: bool = True) -> Path:
    """A Llama of one layer that has places for 512 pieces."""
    torch.manual_seed(7)
    config = LlamaConfig(
        vocab_size=tiny_tokenizer().get_vocab_size(), hidden_size=16, intermediate_size=32, num_hidden_layers=1,
        num_attention_heads=2, max_position_embeddings=512, **_IDS,
    )  # fmt: skip
    return _saved(folder, LlamaForCausalLM(config), chat=chat)


def _saved(folder: Path, model: Any, *, chat: bool) -> Path:
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=tiny_tokenizer(), pad_token="[PAD]", unk_token="[UNK]", eos_token="[SEP]", bos_token="[CLS]"
    )
    if chat:
        tokenizer.chat_template = _CHAT
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder
