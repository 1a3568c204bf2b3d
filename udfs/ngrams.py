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

    ``values``: C label texts of the values, "" for none of them. ``weights``: (N_BUCKETS, C). ``network`` and
    ``ngrams``: what the log-probabilities of either are multiplied by before they are added.
    """

    values: tuple[str, ...]
    weights: Tensor
    network: float = 1.0
    ngrams: float = 0.0

    def log_probabilities(self, bags: Sequence[Ints], values: Sequence[str]) -> Tensor:
        """Buckets of B texts to (B, V) log-probabilities of the given values.

        A value that no label names gets what all get on average: it is left to the network.
        """
        own = bag_scores(bags, self.weights).log_softmax(-1)
        column = {value: i for i, value in enumerate(self.values)}
        mean = own.mean(-1)
        return torch.stack([own[:, column[value]] if value in column else mean for value in values], -1)

    def weigh(self, logits: Tensor, bags: Sequence[Ints], values: Sequence[str]) -> Tensor:
        """(B, V) logits of the network to those of both together."""
        return self.network * logits.log_softmax(-1) + self.ngrams * self.log_probabilities(bags, values)


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
    index = torch.from_numpy(np.concatenate([*bags, np.zeros(0, np.int64)])).to(weights.device)
    offsets = torch.from_numpy(np.cumsum([0, *sizes[:-1]])).to(weights.device)
    shares = torch.from_numpy(np.repeat(np.maximum(sizes, 1) ** -0.5, sizes).astype(np.float32)).to(weights.device)
    sparse = weights.requires_grad  # few buckets of a batch have a gradient
    return F.embedding_bag(index, weights, offsets, mode="sum", per_sample_weights=shares, sparse=sparse)
