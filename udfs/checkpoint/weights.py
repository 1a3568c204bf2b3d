"""Whether a checkpoint's network is the one that its weights are of, before any memory is taken for it.

The config says how large the network is, and may say anything; the weights file cannot hold more than its size. So the
network is laid out on torch's meta device first, where tensors have shapes and no content.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

import torch
from safetensors import SafetensorError, safe_open
from torch import Tensor, nn

from udfs.checkpoint.files import parse_json, unreadable
from udfs.errors import CheckpointError

Shapes = Mapping[str, tuple[int, ...]]
Network = TypeVar("Network", bound=nn.Module)

_FLOATS = ("F64", "F32", "F16", "BF16")
_REPEATED = ("layer", "block", "expert", "depth")  # in names of settings that say how often a part is repeated
# transformers fetches code or kernels by these, whatever else forbids it.
_FOREIGN_CODE = ("auto_map", "quantization_config", "use_pretrained_backbone")
_ATTENTION = (None, "eager", "sdpa")
_TOLD = 3


def stored_shapes(folder: Path, name: str) -> Shapes:
    """Names and shapes of a weights file, by its header. Raises CheckpointError where they are no numbers with a point,
    or the file is damaged.
    """
    try:
        with safe_open(folder / name, framework="pt") as file:
            slices = {key: file.get_slice(key) for key in file.keys()}  # noqa: SIM118  it is no mapping
            others = [key for key, each in slices.items() if each.get_dtype() not in _FLOATS]
            shapes = {key: tuple(each.get_shape()) for key, each in slices.items()}
    except (OSError, ValueError, SafetensorError) as cause:
        raise unreadable(folder, name, cause) from cause
    if others:
        raise unreadable(folder, name, f"{_some(others)} are no floating-point numbers")
    return shapes


def check_encoder_config(folder: Path, name: str, config: bytes, shapes: Shapes) -> None:
    """Raises CheckpointError for an encoder's config that asks for foreign code, or for more layers than there are
    weights: each layer has some, and a million of them take an hour to lay out.
    """
    try:
        found = parse_json(config)
    except ValueError as cause:
        raise unreadable(folder, name, cause) from cause
    if not isinstance(found, dict):
        raise unreadable(folder, name, f"expected an object, got {type(found).__name__}")
    for key, value in _settings(found):
        kind = value.removeprefix("paged|") if isinstance(value, str) else value
        if (value and key in _FOREIGN_CODE) or ("attn_implementation" in key and kind not in _ATTENTION):
            raise unreadable(folder, name, f"`{key}` has code from elsewhere run, which is never done; delete it")
        many = len(value) if isinstance(value, list | dict) else value
        if any(part in key for part in _REPEATED) and type(many) is int and many > max(len(shapes), 1):
            raise unreadable(folder, name, f"`{key}` is {many:,}, and the weights file holds {len(shapes):,} tensors")


def _settings(found: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in found.items():
        yield key, value
        if isinstance(value, dict):
            yield from _settings(value)


def build(folder: Path, make: Callable[[], Network], shapes: Shapes) -> Network:
    """The network that ``make`` builds, if ``shapes`` are its own: laid out without memory first.

    Raises CheckpointError naming what differs.
    """
    try:
        with torch.device("meta"):
            wanted = {name: tuple(tensor.shape) for name, tensor in make().state_dict().items()}
    except Exception as cause:
        raise CheckpointError(
            f"cannot load the checkpoint {folder}: its config makes no network: "
            f"{' '.join(f'{type(cause).__name__}: {cause}'.split())[:300]}; copy it again from where it was trained"
        ) from cause
    differs = [
        f"{name} is {_shape(shapes.get(name))}, the config asks for {_shape(wanted.get(name))}"
        for name in sorted({*wanted, *shapes})
        if wanted.get(name) != shapes.get(name)
    ]
    if differs:
        raise CheckpointError(
            f"cannot load the checkpoint {folder}: the weights do not fit its config: {_some(differs)}; train it anew"
        )
    return make()


def check_finite(folder: Path, name: str, tensors: Mapping[str, Tensor]) -> None:
    """Raises CheckpointError for weights that are no numbers: whatever they touch is none, and every answer silent."""
    # A sum is none either as soon as one of its numbers is, and takes a tenth of the time of looking at each.
    lost = [key for key, tensor in tensors.items() if not tensor.sum(dtype=torch.float32).isfinite()]
    if lost:
        raise unreadable(folder, name, f"{_some(lost)} are not finite")


def _shape(shape: tuple[int, ...] | None) -> str:
    return "missing" if shape is None else " x ".join(map(str, shape)) or "one number"


def _some(names: list[str]) -> str:
    return ", ".join(names[:_TOLD]) + (f" and {len(names) - _TOLD} more" if len(names) > _TOLD else "")
