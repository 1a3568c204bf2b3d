"""Tiny random generative models: they load as real ones do, and write nonsense, always the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from tokenizers import decoders
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


def parrot(folder: Path, text: str) -> Path:
    """A T5 that has learnt to say one text, whatever it is asked."""
    torch.manual_seed(7)
    tokenizer = _tokenizer()
    config = T5Config(
        vocab_size=len(tokenizer), d_model=64, d_kv=16, d_ff=64, num_layers=1, num_heads=4, dropout_rate=0.0,
        decoder_start_token_id=0, **_IDS,
    )  # fmt: skip
    model = T5ForConditionalGeneration(config)
    for block in model.decoder.block:  # so that it is deaf
        block.layer[1].EncDecAttention.o.weight.requires_grad_(False).zero_()
    said = torch.tensor([[*tokenizer(text, add_special_tokens=False)["input_ids"], _IDS["eos_token_id"]]])
    optimizer = torch.optim.AdamW([each for each in model.parameters() if each.requires_grad], lr=1e-2)
    loss = torch.tensor(1.0)
    for _ in range(300):
        if loss < 0.01:
            break
        loss = model(input_ids=torch.tensor([[5, 6]]), labels=said).loss
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return _saved(folder, model, chat=False)


def tiny_causal(folder: Path, *, chat: bool = True) -> Path:
    """A Llama of one layer that has places for 512 pieces."""
    torch.manual_seed(7)
    config = LlamaConfig(
        vocab_size=tiny_tokenizer().get_vocab_size(), hidden_size=16, intermediate_size=32, num_hidden_layers=1,
        num_attention_heads=2, max_position_embeddings=512, **_IDS,
    )  # fmt: skip
    return _saved(folder, LlamaForCausalLM(config), chat=chat)


def _tokenizer() -> PreTrainedTokenizerFast:
    bare = tiny_tokenizer()
    bare.decoder = decoders.WordPiece()
    return PreTrainedTokenizerFast(
        tokenizer_object=bare, pad_token="[PAD]", unk_token="[UNK]", eos_token="[SEP]", bos_token="[CLS]"
    )


def _saved(folder: Path, model: Any, *, chat: bool) -> Path:
    tokenizer = _tokenizer()
    if chat:
        tokenizer.chat_template = _CHAT
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder
