"""Where texts lie for a checkpoint: the means of what its encoder makes of their pieces."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray

from udfs.encoder.batches import Batch
from udfs.records import Listing
from udfs.serving.predictor import Predictor


@torch.inference_mode()
def encoder_vectors(predictor: Predictor, listings: Sequence[Listing]) -> NDArray[np.float32]:
    """(n, H) means of what the encoder makes of the pieces of each listing, in order; zeros for one without text."""
    texts = predictor.checkpoint.text_encoder.encode(listings)
    labels = predictor.model.project_labels()

    def of_batch(_: list[int], batch: Batch) -> list[NDArray[np.float32]]:
        return [*predictor.model.encode(batch, labels).means().float().cpu().numpy()]

    rows = predictor.batcher.read_all(texts, of_batch)
    return np.stack(rows) if rows else np.zeros((0, 1), np.float32)


def text_vectors(predictor: Predictor, texts: Sequence[str]) -> NDArray[np.float32]:
    """(n, H) the same of plain texts, each read as a title."""
    return encoder_vectors(predictor, [Listing("", text) for text in texts])
