"""Landmarks of the categories on disk: vectors of the listings of each, and the scale of distances."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

from udfs.checkpoint.files import check_size, unreadable
from udfs.checkpoint.manifest import OUTLIER_LANDMARKS
from udfs.checkpoint.weights import check_finite, stored_shapes
from udfs.confidence.outliers import Landmarks

_SCALE = "#scale"  # no category can have this name


def save_landmarks(folder: Path, landmarks: Landmarks | None) -> None:
    """Write a tensor for each category and the scale; nothing where there are none."""
    arrays = {**landmarks.listings, _SCALE: landmarks.scale} if landmarks else {}
    tensors = {name: torch.from_numpy(array).contiguous() for name, array in arrays.items()}
    save_file(tensors, folder / OUTLIER_LANDMARKS)


def load_landmarks(folder: Path, sizes: Mapping[str, int], width: int) -> Landmarks:
    """Read what :func:`save_landmarks` wrote, of an encoder of this width; ``sizes``: bytes of each file.

    Raises CheckpointError.
    """
    if OUTLIER_LANDMARKS not in sizes:
        raise unreadable(folder, OUTLIER_LANDMARKS, "the manifest does not list it")
    check_size(folder, OUTLIER_LANDMARKS, sizes[OUTLIER_LANDMARKS])
    shapes = dict(stored_shapes(folder, OUTLIER_LANDMARKS))
    fits = shapes.pop(_SCALE, None) == (width, width) and bool(shapes)
    if not fits or any(len(shape) != 2 or not shape[0] or shape[1] != width for shape in shapes.values()):
        raise unreadable(folder, OUTLIER_LANDMARKS, f"it does not fit an encoder of width {width}")
    tensors = load_file(folder / OUTLIER_LANDMARKS, device="cpu")
    check_finite(folder, OUTLIER_LANDMARKS, tensors)
    scale = tensors.pop(_SCALE)
    return Landmarks({name: tensor.float().numpy() for name, tensor in tensors.items()}, scale.float().numpy())
