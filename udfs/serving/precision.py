"""The precision in which a model serves: what its encoder, and the span head's widest layer, are computed in."""

from __future__ import annotations

import torch

from udfs.encoder.attention import use_bf16_attention
from udfs.encoder.device import choose_precision
from udfs.encoder.int8 import Int8, multiplies_int8, use_int8
from udfs.errors import CheckpointError, EnvironmentFault
from udfs.heads.network import ListingModel
from udfs.settings import Precision


def set_precision(model: ListingModel, wanted: Precision, int8: Int8, device: torch.device) -> None:
    """Make a model that lies on a device compute in the precision ``wanted``.

    In int8 the encoder's linear layers are computed alone. Raises CheckpointError for int8 asked of a checkpoint that
    loses too much by it, and EnvironmentFault where it cannot be computed.
    """
    if wanted == "int8" or (wanted == "auto" and _pays_in_int8(int8, device)):
        _require_int8(int8, device)
        use_int8(model.encoder, int8.layers)
    else:
        compute_in(model, choose_precision(wanted, device))


def compute_in(model: ListingModel, precision: torch.dtype) -> None:
    """Compute encoder and span head in a floating-point precision; all else stays in fp32."""
    model.encoder.to(precision)
    model.spans.token.to(precision)  # as wide a layer, over all pieces
    use_bf16_attention(model.encoder)


def _pays_in_int8(int8: Int8, device: torch.device) -> bool:
    """Whether int8 is faster than what ``auto`` would take, and keeps the quality."""
    plain = choose_precision("auto", device) == torch.float32
    return plain and multiplies_int8(device) and int8.refusal() is None


def _require_int8(int8: Int8, device: torch.device) -> None:
    if not multiplies_int8(device):
        raise EnvironmentFault(
            f"batching.precision is int8, which torch computes on x86 CPUs only; the model runs on {device} here. "
            "Set batching.precision to auto, or batching.device to cpu"
        )
    if refusal := int8.refusal():
        raise CheckpointError(f"batching.precision is int8, but {refusal}; set it to auto or fp32, or train again")
