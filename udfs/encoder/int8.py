"""The encoder's linear layers in int8, on CPUs that have no faster way to multiply.

Weights are rounded to 8 bits, each output with a scale of its own. Inputs are rounded to 7 bits of the range that
training saw them in, as the sums of two 8-bit products overflow on CPUs without VNNI instructions. The ranges are
fixed, so that a text's scores do not depend on the texts it is batched with. Encoders have a few channels that are
many times larger than the others; in front of such layers channels are divided by what the weights are multiplied by.
Jacob et al., "Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only Inference", 2018;
Xiao et al., "SmoothQuant", 2023.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Annotated

import numpy as np
import torch
from pydantic import Field
from torch import Tensor, nn

from udfs.config import Strict

MAX_LOSS = 0.003
"""F1 of the values, in 0..1, that int8 may lose against fp32 on the development listings."""

UNEVEN = 6.0
"""Largest channel by the middling one from which on channels are evened out: that costs a pass over the inputs."""

MIGRATION = 0.65
"""How much of the unevenness of the inputs is moved into the weights, 0..1."""

COVERED = 0.9999
"""Share of the inputs that the range covers on either side; the few beyond would make its steps coarse."""

WIDTH_STEP = 8
"""Rows of an encoder in int8 are as wide as a multiple of it: a vector of AVX2, whose kernels of attention take the
columns beyond one by one.
"""

_LEVELS = 127  # steps of an input's range
_ROWS = 512  # of each call that is observed
_KERNELS = ("fbgemm", "x86")  # torch's names of what multiplies int8 on x86 CPUs


class Rounding(Strict):
    """How a layer's inputs are rounded: to multiples of ``scale``, 0 standing at ``zero_point`` of 0..127.

    ``channels``: what each input is divided by before; null where nothing is.
    """

    scale: float = Field(gt=0)
    zero_point: int = Field(ge=0, le=_LEVELS)
    channels: tuple[Annotated[float, Field(gt=0)], ...] | None = None


class Int8(Strict):
    """What a checkpoint needs to be computed in int8, and what that costs.

    ``layers``: by name of the encoder's linear layers; empty where the machine that trained could not measure it.
    ``fp32`` and ``int8``: F1 of the standardized values of ``listings`` development listings, 0..1.
    """

    layers: dict[str, Rounding] = Field(default_factory=dict)
    fp32: float = Field(default=0.0, ge=0, le=1)
    int8: float = Field(default=0.0, ge=0, le=1)
    listings: int = Field(default=0, ge=0)

    def refusal(self) -> str | None:
        """Why the checkpoint must not be computed in int8; null if it may."""
        if not self.layers or not self.fp32:  # of values that are never right, nothing can be lost
            return "what int8 costs it was not measured where it was trained"
        if round(self.fp32 - self.int8, 4) > MAX_LOSS:  # both have four decimals
            return (
                f"int8 gives its values an F1 of {self.int8:.4f} on {self.listings} development listings, fp32 "
                f"{self.fp32:.4f}: a loss of more than {MAX_LOSS}"
            )
        return None


class Int8Linear(nn.Module):
    """A linear layer whose weights are rounded and packed once, and its inputs at each call."""

    inverse: Tensor | None

    def __init__(self, layer: nn.Linear, rounding: Rounding) -> None:
        super().__init__()
        self.scale, self.zero_point = rounding.scale, rounding.zero_point
        channels = None if rounding.channels is None else torch.tensor(rounding.channels)
        self.register_buffer("inverse", None if channels is None else 1.0 / channels, persistent=False)
        weight = layer.weight.detach().float()
        weight = weight if channels is None else weight * channels
        scales = (weight.abs().amax(1) / _LEVELS).clamp(min=torch.finfo(torch.float32).tiny).double()
        zeros = torch.zeros_like(scales, dtype=torch.long)
        with warnings.catch_warnings():
            # torch will drop tensors of this kind, but has no other way yet to hand weights to this kernel.
            warnings.simplefilter("ignore", UserWarning)
            rounded = torch.quantize_per_channel(weight, scales, zeros, 0, torch.qint8)
            bias = None if layer.bias is None else layer.bias.detach().float()
            self.packed = torch.ops.quantized.linear_prepack(rounded, bias)

    def forward(self, inputs: Tensor) -> Tensor:
        """(..., inputs) to (..., outputs), both fp32."""
        even = inputs if self.inverse is None else inputs * self.inverse
        outputs: Tensor = torch.ops.quantized.linear_with_input_q_dq_qweight_dq_output_fp32(
            even, self.scale, self.zero_point, self.packed
        )
        return outputs


def multiplies_int8(device: torch.device) -> bool:
    """Whether this torch and CPU have the kernel."""
    return device.type == "cpu" and any(name in torch.backends.quantized.supported_engines for name in _KERNELS)


def misfit(encoder: nn.Module, layers: Mapping[str, Rounding]) -> str | None:
    """What of the roundings does not fit the encoder's linear layers; null where all do."""
    for name, layer in _linear_layers(encoder).items():
        channels = layers[name].channels if name in layers else None
        if channels is not None and len(channels) != layer.in_features:
            return f"{name} has {layer.in_features} inputs, its rounding {len(channels)}"
    return None


def use_int8(encoder: nn.Module, layers: Mapping[str, Rounding]) -> None:
    """Put an :class:`Int8Linear` in the place of each linear layer whose rounding is known."""
    for name, layer in _linear_layers(encoder).items():
        if name in layers:
            parent, _, own = name.rpartition(".")
            setattr(encoder.get_submodule(parent), own, Int8Linear(layer, layers[name]))


def computes_int8(encoder: nn.Module) -> bool:
    """Whether any layer is an :class:`Int8Linear`."""
    return any(isinstance(layer, Int8Linear) for layer in encoder.modules())


@contextmanager
def observed(encoder: nn.Module) -> Iterator[dict[str, Rounding]]:
    """How to round the inputs of all linear layers, filled in when the context ends, by what was read inside it."""
    layers = _linear_layers(encoder)
    seen = {name: _Seen(torch.zeros(layer.in_features)) for name, layer in layers.items()}
    found: dict[str, Rounding] = {}
    hooks = [
        layer.register_forward_pre_hook(lambda _, given, own=seen[name]: own.add(given[0]))
        for name, layer in layers.items()
    ]
    try:
        yield found
    finally:
        for hook in hooks:
            hook.remove()
    found |= {name: seen[name].rounding(layer.weight.detach()) for name, layer in layers.items() if seen[name].rows}


@dataclass(slots=True)
class _Seen:
    """Inputs of one layer: ``largest`` absolute value of each channel, and some ``rows``."""

    largest: Tensor
    rows: list[Tensor] = field(default_factory=list)

    def add(self, inputs: Tensor) -> None:
        flat = inputs.detach().reshape(-1, inputs.shape[-1])
        self.largest = torch.maximum(self.largest, flat.abs().amax(0))
        self.rows.append(flat[:: max(1, len(flat) // _ROWS)].clone())

    def rounding(self, weight: Tensor) -> Rounding:
        """The middle of the values, by quantiles, is what the steps are laid over; 0 is always one of them."""
        tiny = torch.finfo(torch.float32).eps
        largest = self.largest.clamp(min=tiny)
        channels = None
        if largest.max() > UNEVEN * largest.median():
            heaviest = weight.abs().amax(0).clamp(min=tiny)
            channels = largest**MIGRATION / heaviest ** (1.0 - MIGRATION)
        values = torch.cat(self.rows)
        values = values if channels is None else values / channels
        least, most = np.quantile(values.numpy(), (1.0 - COVERED, COVERED))
        least, most = min(float(least), 0.0), max(float(most), tiny)
        scale = (most - least) / _LEVELS
        even = None if channels is None else tuple(float(f"{channel:.5g}") for channel in channels.tolist())
        return Rounding(scale=scale, zero_point=round(-least / scale), channels=even)


def _linear_layers(encoder: nn.Module) -> dict[str, nn.Linear]:
    return {name: layer for name, layer in encoder.named_modules() if isinstance(layer, nn.Linear)}
