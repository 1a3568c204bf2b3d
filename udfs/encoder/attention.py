"""Attention on CPUs that multiply bfloat16, where the fused kernel takes a quarter of the encoder's time.

Most of that goes into the softmax of short rows. Here the matrix multiplications, which such CPUs are good at, do all
of it but the exponentials: the values get a column of ones, so that one product holds the weighted sums and what to
divide them by. Scores are taken relative to that of the first piece, which no softmax notices: their sum never
vanishes, and a text's scores do not depend on what it is padded to.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F
from transformers import AttentionInterface, AttentionMaskInterface, PreTrainedModel
from transformers.masking_utils import sdpa_mask

NAME = "facetmill_bf16"
MAX_SCORE = 60.0
"""Scores beyond are taken for it: bfloat16 holds the sum of many exp(60), and what trained encoders score is below."""
_BERT_LIKE = ("bert", "camembert", "electra", "roberta", "xlm-roberta")
"""Model types in which every piece sees all pieces of its text, and nothing is added to the scores."""


def use_bf16_attention(encoder: PreTrainedModel) -> None:
    """Have an encoder attend by :func:`attend` where it pays: a BERT-like one in bfloat16 on a CPU."""
    config = encoder.config
    sees_all = config.model_type in _BERT_LIKE and not config.is_decoder
    if encoder.device.type == "cpu" and encoder.dtype == torch.bfloat16 and sees_all:
        encoder.set_attn_implementation(NAME)


def attend(
    _: torch.nn.Module,
    query: Tensor,
    key: Tensor,
    value: Tensor,
    attention_mask: Tensor | None,
    scaling: float | None = None,
    **others: Any,  # noqa: ARG001
) -> tuple[Tensor, None]:
    """Attention as transformers asks for it, for inference.

    (B, heads, T, D) query, key and value, and (B, 1, T or 1, T) whether a piece is seen, alike for all that see, null
    for all; gives (B, T, heads, D).
    """
    value = F.pad(value, (0, 1), value=1.0)
    if attention_mask is not None:
        value = value * attention_mask[:, :, :1].transpose(2, 3)
    key = key - key[:, :, :1]
    scores = (query * (query.shape[-1] ** -0.5 if scaling is None else scaling)) @ key.transpose(2, 3)
    sums = scores.clamp_(-MAX_SCORE, MAX_SCORE).exp_() @ value
    return (sums[..., :-1] / sums[..., -1:]).transpose(1, 2).contiguous(), None


AttentionInterface.register(NAME, attend)
AttentionMaskInterface.register(NAME, sdpa_mask)
