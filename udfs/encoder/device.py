"""Which device a model runs on, and in which precision."""

from __future__ import annotations

import os
from typing import Literal

import torch

from udfs.errors import EnvironmentFault
from udfs.settings import FloatPrecision

_AMPERE = 8  # the compute capability from which on GPUs multiply in bf16
_BF16_INSTRUCTIONS = ("avx512_bf16", "amx_bf16", "bf16", "sve_bf16")  # of x86 and ARM, as torch names them


def choose_device(wanted: Literal["auto", "cpu", "cuda"], address: str | None = None) -> torch.device:
    """The GPU with the given address, as Spark's resources name it, or the CPU where it is asked for or ``auto`` finds
    no GPU. Without an address it is the first GPU.

    Raises EnvironmentFault for ``cuda`` without a GPU, where a silent fallback would cost a day instead of an hour, and
    for an address that none of several GPUs has, where one would do the work of all.
    """
    if wanted == "cpu":
        return torch.device("cpu")
    if not torch.cuda.is_available():
        if wanted == "cuda":
            raise EnvironmentFault("batching.device is cuda, but torch sees no GPU here; set it to auto or cpu")
        return torch.device("cpu")
    return torch.device("cuda", _ordinal(address) if address is not None else 0)


def _ordinal(address: str) -> int:
    """torch counts the GPUs of CUDA_VISIBLE_DEVICES from 0; addresses are what stands there, a number or a UUID."""
    n_gpus = torch.cuda.device_count()
    named = [name.strip() for name in os.environ.get("CUDA_VISIBLE_DEVICES", "").split(",") if name.strip()]
    visible = named or [str(number) for number in range(n_gpus)]
    if address in visible:
        return visible.index(address)
    if n_gpus == 1:  # narrowed to the task's own
        return 0
    raise EnvironmentFault(
        f"Spark gave this task the GPU {address}, but torch sees {n_gpus} GPUs ({', '.join(visible)}); have the "
        "discovery script name GPUs as CUDA_VISIBLE_DEVICES does, or show each executor one GPU"
    )


def choose_token_budget(wanted: int | None, device: torch.device) -> int:
    """Pieces in a batch: as wanted, or what suits the device: a CPU has small caches, and a GPU waits for launches."""
    if wanted is not None:
        return wanted
    return 4096 if device.type == "cpu" else 65536


def choose_precision(wanted: FloatPrecision, device: torch.device) -> torch.dtype:
    """``auto``: bf16 where the device multiplies in it, else fp16 on a GPU and fp32 on a CPU."""
    if wanted == "auto":
        wanted = "bf16" if _multiplies_bf16(device) else "fp32" if device.type == "cpu" else "fp16"
    return {"fp32": torch.float32, "bf16": torch.bfloat16, "fp16": torch.float16}[wanted]


def _multiplies_bf16(device: torch.device) -> bool:
    """Whether the device has instructions that multiply bfloat16 matrices; without them bf16 is slower than fp32."""
    if device.type == "cuda":
        major, _ = torch.cuda.get_device_capability(device)
        return major >= _AMPERE
    capabilities = torch.cpu.get_capabilities()
    return any(capabilities.get(name, False) for name in _BF16_INSTRUCTIONS)
