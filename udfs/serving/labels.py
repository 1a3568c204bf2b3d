"""Label vectors: the label texts, embedded by the encoder that is asked about them."""

from __future__ import annotations

import torch

from udfs.checkpoint.folder import Checkpoint
from udfs.records import Listing
from udfs.serving.memory import Batcher


def adopt_labels(checkpoint: Checkpoint, texts: tuple[str, ...], batcher: Batcher) -> None:
    """Have a checkpoint's model answer by these label texts, in this order.

    Its own vectors hold for its own texts, in any order: only other texts are embedded. A text that it was trained
    with keeps its vector and its correction, so what is asked beside it changes no score of it.
    """
    if checkpoint.label_texts == texts:
        return
    known = {text: i for i, text in enumerate(checkpoint.label_texts)}
    correction = checkpoint.model.label_correction
    taught = correction.weight.new_zeros(len(texts), correction.embedding_dim)
    for i, text in enumerate(texts):
        if text in known:
            taught[i] = correction.weight.data[known[text]]
    checkpoint.model.label_correction = torch.nn.Embedding(len(taught), taught.shape[1], _weight=taught)
    vectors = dict(zip(checkpoint.label_texts, checkpoint.model.label_vectors, strict=True))
    checkpoint.label_texts = tuple(text for text in texts if text not in known)
    if checkpoint.label_texts:
        refresh_labels(checkpoint, batcher)
        vectors |= zip(checkpoint.label_texts, checkpoint.model.label_vectors, strict=True)
    checkpoint.model.label_vectors = torch.stack([vectors[text] for text in texts])
    checkpoint.label_texts = texts


@torch.no_grad()  # and not inference mode: training computes gradients through these vectors' users
def refresh_labels(checkpoint: Checkpoint, batcher: Batcher, *, whiten: bool = False) -> None:
    """Embed all label texts with the encoder as it is now."""
    model = checkpoint.model
    encoded = checkpoint.text_encoder.encode([Listing("", text) for text in checkpoint.label_texts])
    vectors = torch.empty(len(encoded), model.encoder.config.hidden_size, device=model.device)
    for rows, batch in batcher.batches(encoded):
        if batch.ids.shape[0] != len(rows):
            raise ValueError(
                f"a label text is longer than one window of {checkpoint.collator.window} pieces; shorten it"
            )
        vectors[rows] = model.embed_texts(batch.ids, batch.mask)
    model.set_labels(vectors, whiten=whiten)
