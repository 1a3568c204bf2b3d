"""Attention in bfloat16 beside torch's own."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from transformers import BertConfig, BertModel

from udfs.encoder.attention import NAME, attend, use_bf16_attention


@pytest.fixture
def encoder() -> BertModel:
    torch.manual_seed(5)
    config = BertConfig(
        vocab_size=50, hidden_size=32, num_hidden_layers=3, num_attention_heads=4, intermediate_size=64,
        initializer_range=0.4,
    )  # fmt: skip
    return BertModel(config, add_pooling_layer=False).eval().to(torch.bfloat16)


def _read(encoder: BertModel, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    with torch.inference_mode():
        hidden: torch.Tensor = encoder(input_ids=ids, attention_mask=mask.long()).last_hidden_state.float()
    return hidden


def test_texts_of_different_lengths_are_read_as_by_the_fused_kernel(encoder: BertModel) -> None:
    ids = torch.randint(50, (3, 17))
    mask = torch.arange(17) < torch.tensor([[17], [9], [1]])
    fused = _read(encoder, ids, mask)
    use_bf16_attention(encoder)
    own = _read(encoder, ids, mask)
    assert encoder.config._attn_implementation == NAME
    assert not torch.equal(own, fused)  # another way to the same
    assert torch.cosine_similarity(own[mask], fused[mask], dim=-1).min() > 0.999


def test_a_text_says_the_same_whatever_it_is_padded_to(encoder: BertModel) -> None:
    use_bf16_attention(encoder)
    ids = torch.randint(50, (1, 9))
    alone = _read(encoder, ids, torch.ones(1, 9))
    other = torch.randint(50, (1, 40))
    other[:, :9] = ids
    padded = _read(encoder, other, (torch.arange(40) < 9).unsqueeze(0))
    assert torch.cosine_similarity(alone, padded[:, :9], dim=-1).min() > 0.99999


def test_scores_beyond_any_are_still_numbers() -> None:
    query = torch.full((1, 1, 2, 4), 1e4, dtype=torch.bfloat16)
    key = torch.tensor([[-1e4] * 4, [1e4] * 4], dtype=torch.bfloat16).view(1, 1, 2, 4)
    value = torch.tensor([[3.0] * 4, [1.0] * 4], dtype=torch.bfloat16).view(1, 1, 2, 4)
    found, _ = attend(torch.nn.Identity(), query, key, value, None)
    assert torch.equal(found, torch.ones(1, 2, 1, 4, dtype=torch.bfloat16))


@pytest.mark.parametrize(
    ("precision", "settings"),
    [(torch.float32, {}), (torch.bfloat16, {"model_type": "distilbert"}), (torch.bfloat16, {"is_decoder": True})],
)
def test_other_precisions_and_encoders_keep_their_attention(
    encoder: BertModel, precision: torch.dtype, settings: dict[str, Any]
) -> None:
    encoder.to(precision).config.update(settings)
    use_bf16_attention(encoder)
    assert encoder.config._attn_implementation == "sdpa"
