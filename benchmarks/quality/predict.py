"""A file of a data set in, a file of predictions in the data set's own format out."""

from __future__ import annotations

from pathlib import Path

from benchmarks.quality.tasks import TASKS


def predict(name: str, checkpoint: Path, source: Path, target: Path) -> int:
    """Write what the task predicts for the listings of ``source``; returns how many they are.

    Raises what :meth:`Task.predict` raises. ``target`` is not touched before all answers are there.
    """
    predicted = TASKS[name].predict(checkpoint, source)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(predicted.text.encode())  # as bytes: line ends stay as they are
    return predicted.listings
