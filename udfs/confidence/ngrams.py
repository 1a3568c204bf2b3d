"""Linear classifiers over n-grams of pieces, beside the network, for closed lists that many listings are labelled for.

The network reads what a text means; what thousands of labels say word by word, a linear model learns as well, and the
two err on different listings. Features are single pieces and pairs of neighbours, hashed into buckets.
Wang and Manning, "Baselines and Bigrams", 2012; Weinberger et al., "Feature Hashing for Large Scale Multitask
Learning", 2009.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F

Ints = NDArray[np.int64]

BITS = 18
N_BUCKETS = 1 << BITS
_FIRST, _SECOND = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)  # odd, so that no bit is lost


@dataclass(frozen=True, slots=True)
class NgramClassifier:
    """What the n-grams of a text say of one exclusive question, and how that is weighed with the network.

    ``values``: C label texts of the values that labels name, "" for none of them. ``weights``: (N_BUCKETS, C), in fp16.
    ``network`` and ``ngrams``: what the log-probabilities of either are multiplied by before they are added.
    """

    values: tuple[str, ...]
    weights: Tensor
    network: float = 1.0
    ngrams: float = 0.0

    def __post_init__(self) -> None:
        if self.weights.shape != (N_BUCKETS, len(self.values)):
            raise ValueError(f"{len(self.values)} values need weights of {N_BUCKETS} rows, not {self.weights.shape}")

    def weigh(self, logits: Tensor, bags: Sequence[Ints], values: Sequence[str]) -> Tensor:
        """(B, V) logits of the network to log-probabilities by both, of texts given by their buckets.

        A value that no label names keeps the probability the network gives it.
        """
        network = logits.log_softmax(-1)
        places, columns = self.columns(values)
        if not places:
            return network
        own = network[:, places]
        heard = self.network * own + self.ngrams * self.log_probabilities(bags)[:, columns]
        weighed = network.clone()
        weighed[:, places] = heard.log_softmax(-1) + own.logsumexp(-1, keepdim=True)
        return weighed

    def columns(self, values: Sequence[str]) -> tuple[list[int], list[int]]:
        """Which of ``values`` labels name: their places, and their columns here."""
        column = {value: i for i, value in enumerate(self.values)}
        places = [place for place, value in enumerate(values) if value in column]
        return places, [column[values[place]] for place in places]

    def log_probabilities(self, bags: Sequence[Ints]) -> Tensor:
        """Buckets of B texts to (B, C) log-probabilities by n-grams alone."""
        return bag_scores(bags, self.weights).log_softmax(-1)


def buckets(pieces: Ints) -> Ints:
    """(tokens,) piece ids to the distinct buckets of the pieces and of neighbouring pairs, in order."""
    ids = pieces.astype(np.uint64) + np.uint64(1)
    with np.errstate(over="ignore"):
        single = ids * _FIRST
        pairs = (single[:-1] ^ (single[:-1] >> np.uint64(29))) * _SECOND + ids[1:] * _FIRST
        mixed = np.concatenate([single, pairs]) * _SECOND
    return np.unique(mixed >> np.uint64(64 - BITS)).astype(np.int64)


def bag_scores(bags: Sequence[Ints], weights: Tensor) -> Tensor:
    """Buckets of B texts and (N_BUCKETS, C) weights to (B, C) sums, over the root of how many buckets a text has."""
    sizes = np.array([len(bag) for bag in bags])
    index = torch.from_numpy(np.concatenate([*bags, np.zeros(0, np.int64)]))
    text = torch.from_numpy(np.repeat(np.arange(len(bags)), sizes))
    shares = torch.from_numpy(np.repeat(np.maximum(sizes, 1) ** -0.5, sizes).astype(np.float32))
    rows = F.embedding(index, weights, sparse=weights.requires_grad).float()  # few buckets of a batch have a gradient
    return rows.new_zeros(len(bags), weights.shape[1]).index_add(0, text, rows * shares.unsqueeze(1))
