"""A run's saved state: one file, replaced as a whole, so that a kill at any moment leaves a state to resume from."""

from __future__ import annotations

import pickle
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file

from udfs.errors import ConfigError

Report = Callable[[str], None]
"""Tells people one line."""

STATE, KEPT = "state.pt", "kept.safetensors"
# What torch raises for a file that is no archive, ends early or holds more than tensors and plain values.
_UNREADABLE = (OSError, EOFError, RuntimeError, ValueError, KeyError, TypeError, pickle.UnpicklingError)


@dataclass(slots=True)
class Progress:
    """Where a run stands.

    ``epochs``: how many are planned. ``kept``: development figures of the epoch to keep. ``history``: one entry an
    epoch.
    """

    run: str
    epochs: int
    step: int = 0
    kept_epoch: int = 0
    kept: dict[str, Any] | None = None
    history: list[dict[str, Any]] = field(default_factory=list)


def require_own(folder: Path) -> None:
    """Raises ConfigError where a folder for the saved state holds something else, as it is emptied to start anew; or
    where it cannot be made.
    """
    own = {f"{name}{suffix}" for name in (STATE, KEPT) for suffix in ("", ".partial")}
    held = sorted({path.name for path in folder.iterdir()} - own) if folder.is_dir() else []
    if held or folder.is_file():
        raise ConfigError(
            f"cannot keep the progress of training in {folder}: it holds {', '.join(held[:3]) or 'a file'}, which "
            "would be deleted; name another `output`, or put it elsewhere"
        )

    place = next(each for each in (folder, *folder.parents) if each.exists())
    try:
        with tempfile.TemporaryDirectory(dir=place, prefix=".facetmill"):
            pass
    except OSError as cause:
        raise ConfigError(f"cannot write {folder}: {cause.strerror} at {place}; correct `output`") from cause


def save_state(folder: Path, progress: Progress, parts: Sequence[Any]) -> None:
    """``parts`` are the model, the optimizer and whatever else has a ``state_dict``."""
    partial = folder / f"{STATE}.partial"
    torch.save({"progress": asdict(progress), "parts": [part.state_dict() for part in parts]}, partial)
    partial.replace(folder / STATE)


def resume(folder: Path, new: Progress, parts: Sequence[Any], device: torch.device, report: Report) -> Progress:
    """Put ``parts`` where the run of ``new`` left them, or empty the folder and start as ``new``, saying why."""
    try:
        saved = torch.load(folder / STATE, map_location=device, weights_only=True)
        found, states = Progress(**saved["progress"]), saved["parts"]
    except FileNotFoundError:
        return _anew(folder, new)
    except _UNREADABLE as cause:
        report(f"the saved progress {folder / STATE} is unreadable ({type(cause).__name__}): starting anew")
        return _anew(folder, new)
    if found.run != new.run:
        report("found the progress of a run with other data or settings: starting anew")
        return _anew(folder, new)
    for part, state in zip(parts, states, strict=True):
        part.load_state_dict(state)
    report(f"resuming after step {found.step}")
    return found


def _anew(folder: Path, new: Progress) -> Progress:
    """Empty the folder."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return new


def save_kept(folder: Path, model: torch.nn.Module) -> None:
    """Keep the weights as they are now."""
    partial = folder / f"{KEPT}.partial"
    save_file({name: tensor.detach().cpu().contiguous() for name, tensor in model.state_dict().items()}, partial)
    partial.replace(folder / KEPT)


def load_kept(folder: Path, model: torch.nn.Module, device: torch.device) -> None:
    """Give the model the weights that were kept."""
    model.load_state_dict(load_file(folder / KEPT, device=str(device)))
