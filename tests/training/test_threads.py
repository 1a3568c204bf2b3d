"""Threads of training: as many as there are cores that nobody else uses."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import torch

from training import threads as module
from training.threads import allowed_cores, fitting_threads, threads_for


@pytest.mark.parametrize(
    ("cores", "busy", "most", "expected"),
    [
        (2, 0.1, 2, 2),
        (2, 0.6, 2, 1),
        (2, 1.9, 2, 1),
        (2, 5.0, 2, 1),
        (16, 3.7, 8, 8),
        (16, 11.2, 8, 5),
        (1.5, 0.0, 16, 1),
        (64, 0.0, 1, 1),
    ],
)
def test_threads_take_the_cores_that_are_left(cores: float, busy: float, most: int, expected: int) -> None:
    assert threads_for(cores, busy, most) == expected


def test_cli_usability_3_threads_follow_the_load_and_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    before, told = torch.get_num_threads(), list[str]()
    load = iter([0.0, 2.9, 2.8, 0.0])
    monkeypatch.setattr(module, "allowed_cores", lambda: 4)
    monkeypatch.setattr(module, "busy_cores", lambda: next(load))
    torch.set_num_threads(4)
    try:
        with fitting_threads(told.append) as threads:
            used = []
            for _ in range(4):
                threads.fit()
                used.append(torch.get_num_threads())
        assert (used, torch.get_num_threads()) == ([4, 1, 1, 4], 4)
    finally:
        torch.set_num_threads(before)
    assert told == [
        "1 thread from here on: of 4 cores others keep 2.9 busy",
        "4 threads from here on: of 4 cores others keep 0.0 busy",
    ]


def test_cli_usability_3_waiting_threads_do_not_spin() -> None:
    """The variable counts only if it is there when torch is loaded."""
    code = (
        "import os, sys, builtins; from jobs import train; real = builtins.__import__\n"
        "def seen(name, *rest):\n"
        "    if name == 'torch' and 'torch' not in sys.modules: print(os.environ.get('OMP_WAIT_POLICY')); sys.exit()\n"
        "    return real(name, *rest)\n"
        "builtins.__import__ = seen; train.main(['--config', 'none.yaml'])"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False)
    assert done.stdout == "PASSIVE\n", done.stderr


@pytest.mark.parametrize(("limit", "expected"), [("150000 100000", 1.5), ("max 100000", 64), ("", 64)])
def test_a_container_has_a_quota(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, expected: float) -> None:
    (tmp_path / "cpu.max").write_text(limit)
    monkeypatch.setattr(module, "_QUOTA", tmp_path / "cpu.max")
    monkeypatch.setattr(module.os, "sched_getaffinity", lambda _: set(range(64)), raising=False)
    assert allowed_cores() == expected
