"""The slots of a batch: which attributes the span head is asked for, of which listing.

Listings of one batch have categories with few attributes or many. Scores of spans, by far the most numbers of a batch,
are computed for the N slots that are asked, not for B listings times the most attributes.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from udfs.heads.questions import CategoryQuestions


@dataclass(frozen=True, slots=True)
class Slots:
    """(listing, attribute) pairs, in order of listings and of their attributes; N of them.

    ``labels``: (B, K) labels of each listing's attributes, padded with label 0. ``listing``, ``attribute``: (N,) row
    and column of each slot in it. ``many``: (N,) whether the listing may state several values of the attribute.
    """

    labels: Tensor
    listing: Tensor
    attribute: Tensor
    many: Tensor


def slots_of(
    questions: Sequence[CategoryQuestions | None],
    device: torch.device,
    only: Sequence[Collection[int]] | None = None,
) -> Slots:
    """Lay out the slots of all attributes of listings, or of ``only`` those at these places among each's."""
    asked = [range(len(q.attributes)) if q else () for q in questions] if only is None else only
    widest = max((len(q.attributes) for q in questions if q), default=0)
    labels = np.zeros((len(questions), widest), np.int64)
    listing: list[int] = []
    attribute: list[int] = []
    many: list[bool] = []
    for row, (question, places) in enumerate(zip(questions, asked, strict=True)):
        if question:
            labels[row, : len(question.attribute_labels)] = question.attribute_labels
            listing += [row] * len(places)
            attribute += places
            many += [question.attribute_many[place] for place in places]
    pairs = torch.tensor([listing, attribute], dtype=torch.long).to(device)
    several = torch.tensor(many, dtype=torch.bool).to(device)
    return Slots(torch.from_numpy(labels).to(device), pairs[0], pairs[1], several)
