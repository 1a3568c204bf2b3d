"""Which arithmetic a device is good at."""

from __future__ import annotations

import pytest
import torch

from udfs.encoder.device import choose_device, choose_precision, choose_token_budget
from udfs.errors import EnvironmentFault

CPU = torch.device("cpu")


@pytest.mark.parametrize(
    ("capabilities", "expected"),
    [
        ({"architecture": "x86_64", "avx512_f": True, "avx512_bf16": True, "amx_bf16": False}, True),
        ({"architecture": "x86_64", "avx512_f": True, "avx512_bf16": False, "amx_bf16": True}, True),
        ({"architecture": "x86_64", "avx512_f": True, "avx512_bf16": False, "amx_bf16": False}, False),
        ({"architecture": "aarch64", "neon": True, "bf16": True}, True),
        ({"architecture": "aarch64", "neon": True, "bf16": False}, False),
    ],
)
def test_a_cpu_computes_in_bf16_only_with_instructions_for_it(
    monkeypatch: pytest.MonkeyPatch, capabilities: dict[str, object], expected: bool
) -> None:
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: capabilities)

    assert choose_precision("auto", CPU) is (torch.bfloat16 if expected else torch.float32)


def test_a_gpu_gets_larger_batches_unless_told() -> None:
    assert [choose_token_budget(None, torch.device(name)) for name in ("cpu", "cuda:1")] == [4096, 65536]
    assert choose_token_budget(64, torch.device("cuda")) == 64


@pytest.mark.parametrize(
    ("visible", "n_gpus", "address", "expected"),
    [
        (None, 4, None, 0),
        (None, 4, "3", 3),
        ("2,3", 2, "3", 1),
        ("GPU-aa, GPU-bb", 2, "GPU-bb", 1),
        ("5", 1, "5", 0),
        (None, 1, "5", 0),  # a container shows one GPU, whatever number the machine gives it
    ],
)
def test_a_task_computes_on_the_gpu_it_was_given(
    monkeypatch: pytest.MonkeyPatch, visible: str | None, n_gpus: int, address: str | None, expected: int
) -> None:
    see_gpus(monkeypatch, visible, n_gpus)
    assert choose_device("auto", address) == torch.device("cuda", expected)
    assert choose_device("cpu", address) == CPU


@pytest.mark.parametrize(("visible", "address"), [("2,3", "0"), (None, "GPU-aa"), (None, "2")])
def test_no_task_shares_a_gpu_because_its_own_is_not_seen(
    monkeypatch: pytest.MonkeyPatch, visible: str | None, address: str
) -> None:
    see_gpus(monkeypatch, visible, 2)
    with pytest.raises(EnvironmentFault, match=f"gave this task the GPU {address}, but torch sees 2 GPUs"):
        choose_device("auto", address)


def see_gpus(monkeypatch: pytest.MonkeyPatch, visible: str | None, n_gpus: int) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: n_gpus)
    if visible is None:
        monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    else:
        monkeypatch.setenv("CUDA_VISIBLE_DEVICES", visible)


@pytest.mark.parametrize(("capability", "expected"), [((7, 5), torch.float16), ((8, 0), torch.bfloat16)])
def test_a_gpu_computes_in_bf16_from_ampere_on(
    monkeypatch: pytest.MonkeyPatch, capability: tuple[int, int], expected: torch.dtype
) -> None:
    monkeypatch.setattr(torch.cuda, "get_device_capability", lambda device: capability if device.index == 1 else (0, 0))
    assert choose_precision("auto", torch.device("cuda", 1)) is expected
