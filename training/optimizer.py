"""What moves the weights: which of them, how fast, and in which precision."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

import torch
from transformers import PreTrainedModel

from training.config import Optimization
from udfs.encoder.device import choose_precision
from udfs.errors import ConfigError
from udfs.heads.network import ListingModel
from udfs.settings import FloatPrecision


def freeze(encoder: PreTrainedModel, n_layers: int) -> None:
    """Freeze everything up to the last parameter of layer ``n_layers``: parameters stand in the order of reading."""
    if not n_layers:
        return
    layers = _layers(encoder)
    if n_layers > len(layers):
        raise ConfigError(
            f"cannot freeze {n_layers} layers: the {encoder.config.model_type} encoder has {len(layers)} "
            f"separate layers; set `optimization.freeze_layers` to 0 to {len(layers)}"
        )
    last = list(layers[n_layers - 1].parameters())[-1]
    for parameter in encoder.parameters():
        parameter.requires_grad_(False)
        if parameter is last:
            break


def _layers(encoder: PreTrainedModel) -> torch.nn.ModuleList:
    """The encoder's layers, whatever it calls them; empty when it has no list of them (ALBERT shares one)."""
    lists = (part for part in encoder.modules() if isinstance(part, torch.nn.ModuleList))
    count = encoder.config.num_hidden_layers
    return next((found for found in lists if len(found) == count), torch.nn.ModuleList())


def make_optimizer(model: ListingModel, settings: Optimization) -> torch.optim.Optimizer:
    """AdamW with a rate for the encoder's weights that are not frozen, and one for the heads."""
    encoder = [p for p in model.encoder.parameters() if p.requires_grad]
    inside = {id(p) for p in model.encoder.parameters()}
    heads = [p for p in model.parameters() if id(p) not in inside]
    groups = [{"params": encoder, "lr": settings.encoder_rate}, {"params": heads, "lr": settings.head_rate}]
    return torch.optim.AdamW([g for g in groups if g["params"]], weight_decay=settings.weight_decay, fused=True)


def rate_at(step: int, n_steps: int, warmup: float) -> float:
    """Share of the full rate: linear up over the first ``warmup`` of all steps, then linear down to zero."""
    rising = max(1, round(warmup * n_steps))
    return (step + 1) / rising if step < rising else max(0.0, (n_steps - step) / max(1, n_steps - rising))


def mixed_precision(
    wanted: FloatPrecision, device: torch.device
) -> tuple[Callable[[], contextlib.AbstractContextManager[Any]], torch.amp.GradScaler]:
    """The context to compute losses in, and the scaler of losses, which does nothing but for fp16."""
    kind = choose_precision(wanted, device)
    scaler = torch.amp.GradScaler(device.type, enabled=kind == torch.float16)
    if kind == torch.float32:
        return contextlib.nullcontext, scaler
    return lambda: torch.autocast(device.type, dtype=kind), scaler
