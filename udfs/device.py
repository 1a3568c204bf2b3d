"""Which device a model runs on."""

from __future__ import annotations

from typing import Literal

import torch

from udfs.errors import EnvironmentFault


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
