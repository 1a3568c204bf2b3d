"""Which device a model runs on, and in which precision."""

from __future__ import annotations

from typing import Literal

import torch

from udfs.errors import EnvironmentFault
from udfs.settings import Precision

_BF16_INSTRUCTIONS = ("avx512_bf16", "amx_bf16", "bf16", "sve_bf16")  # of x86 and ARM, as torch names them


def choose_device(wanted: Literal["auto", "cpu", "cuda"], address: int = 0) -> torch.device:
    """The GPU with the given address, or the CPU where it is asked for or ``auto`` finds no GPU.

    Where CUDA_VISIBLE_DEVICES is narrowed to one GPU already, that GPU is number 0 whatever its address. Raises
    EnvironmentFault for ``cuda`` without a GPU: a silent fallback would cost a day instead of an hour.
    """
    if wanted == "cpu":
        return torch.device("cpu")
    if not torch.cuda.is_available():
        if wanted == "cuda":
            raise EnvironmentFault("batching.device is cuda, but torch sees no GPU here; set it to auto or cpu")
        return torch.device("cpu")
    return torch.device("cuda", address if address < torch.cuda.device_count() else 0)


def choose_precision(wanted: Precision, device: torch.device) -> torch.dtype:
    """``auto``: bf16 where the device multiplies in it, else fp16 on a GPU and fp32 on a CPU."""
    if wanted == "auto":
        wanted = "bf16" if _multiplies_bf16(device) else "fp32" if device.type == "cpu" else "fp16"
    return {"fp32": torch.float32, "bf16": torch.bfloat16, "fp16": torch.float16}[wanted]


def _multiplies_bf16(device: torch.device) -> bool:
    """Whether the device has instructions that multiply bfloat16 matrices; without them bf16 is slower than fp32."""
    if device.type == "cuda":
        return bool(torch.cuda.is_bf16_supported(including_emulation=False))
    capabilities = torch.cpu.get_capabilities()
    return any(capabilities.get(name, False) for name in _BF16_INSTRUCTIONS)
