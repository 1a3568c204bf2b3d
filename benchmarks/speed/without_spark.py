"""The encoder alone and the predictor, each as one of several one-thread processes (see processes.py)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from udfs.records import Listing
from udfs.settings import Batching

if TYPE_CHECKING:
    import torch

    from udfs.serving.predictor import Predictor
    from udfs.serving.processes import Work

WARM_UP = 8  # listings, before the clock starts


@dataclass(frozen=True, slots=True)
class Share:
    """What one process reads: a checkpoint, how it is served, and its part of the listings."""

    checkpoint: str
    batching: Batching
    listings: tuple[Listing, ...]


def shares(checkpoint: str, batching: Batching, listings: Sequence[Listing], processes: int) -> list[Share]:
    """The listings dealt to ``processes``, none of them without any."""
    dealt = (tuple(listings[number::processes]) for number in range(processes))
    return [Share(checkpoint, batching, part) for part in dealt if part]


def prepare_count(share: Share) -> Work:
    """Counts the share's tokens as a tokenizer gives them: pieces, and two that begin and end each listing."""
    import torch

    from udfs.checkpoint.folder import load

    torch.set_num_threads(1)
    text_encoder = load(share.checkpoint).text_encoder
    return lambda: sum(len(item.pieces) + 2 for item in text_encoder.encode(share.listings))


def prepare_ceiling(share: Share) -> Work:
    """The encoder's forward pass alone, over the share's own tokens, packed without a gap; counts tokens.

    Rows have the average length of the listings, and batches are as large as the job's.
    """
    import torch

    predictor = _load(share)
    batches = packed(predictor, share.listings)

    def forward(several: Sequence[torch.Tensor]) -> int:
        with torch.inference_mode():
            for ids in several:
                predictor.model.encoder(input_ids=ids)
        if predictor.model.device.type == "cuda":
            torch.cuda.synchronize(predictor.model.device)
        return sum(ids.numel() for ids in several)

    forward(batches[:1])
    return lambda: forward(batches)


def prepare_predictor(share: Share) -> Work:
    """The predictor, from raw text to extractions, gathering as many listings at a time as the job; counts listings."""
    predictor = _load(share)
    predictor.extract(share.listings[:WARM_UP])
    step = share.batching.look_ahead

    def extract() -> int:
        parts = (share.listings[start : start + step] for start in range(0, len(share.listings), step))
        return sum(len(predictor.extract(part)) for part in parts)

    return extract


def packed(predictor: Predictor, listings: Sequence[Listing]) -> list[torch.Tensor]:
    """The listings' tokens one after the other, as full batches of equal rows; what does not fill a row is left out."""
    import numpy as np
    import torch

    collator = predictor.checkpoint.collator
    encoded = predictor.checkpoint.text_encoder.encode(listings)
    ids = [[collator.cls_id, *item.pieces, collator.sep_id] for item in encoded]
    length = min(max(1, round(sum(map(len, ids)) / len(ids))), collator.window)
    flat = np.concatenate([np.asarray(one, np.int64) for one in ids])
    rows = torch.from_numpy(flat[: len(flat) // length * length].reshape(-1, length))
    batches = torch.split(rows, max(1, predictor.batcher.token_budget // length))
    full = [ids for ids in batches if len(ids) == len(batches[0])]
    return [ids.to(predictor.model.device) for ids in full]


def _load(share: Share) -> Predictor:
    import torch

    from udfs.checkpoint.manifest import read_schema
    from udfs.serving.predictor import Predictor

    torch.set_num_threads(1)
    return Predictor.load(share.checkpoint, read_schema(share.checkpoint), share.batching)
