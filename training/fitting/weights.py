"""Fits weights of what is known of alternatives, such as "not stated" and the spans that stand against it: a
conditional logit.

McFadden, "Conditional logit analysis of qualitative choice behavior", 1974.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from training.data.examples import Example
from udfs.confidence.prior import Row, Usage, Weights, by_attribute, features, slots, wording_key
from udfs.heads.questions import CategoryQuestions
from udfs.records import Span

USUAL = Weights(known=0.3, unseen=-0.4, shape=0.1, rare=0.3)
"""Where the fit starts from, and stays without labels that say otherwise: about what several sets of listings gave."""

RIDGE = 10.0
"""Of the prior's weights: a few hundred decisions about spans say little of seven features."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What one decision was made of: ``features`` of 1 + N alternatives, ``right``: which rows the label agrees with.

    Row 0 stands for none of the N spans or values: nothing is stated, or something that is not among them.
    """

    features: Sequence[Row]
    right: tuple[bool, ...]
    several: bool


def judged(
    usage: Mapping[str, Usage], example: Example, asked: CategoryQuestions, spans: Sequence[Span]
) -> Iterator[Decision]:
    """The decisions about one listing that its labels can judge."""
    several = asked.many
    for attribute, own in by_attribute(spans).items():
        if not example.is_labelled(attribute) or attribute not in usage:
            continue
        for slot in slots(own, several=several[attribute]):
            right = [_agrees(span, example, several=several[attribute]) for span in slot]
            yield Decision(features(slot, usage[attribute]), (not any(right), *right), several[attribute])


def _agrees(span: Span, example: Example, *, several: bool) -> bool:
    """Whether the label says so: there and nowhere else if several values may hold, else in the same words."""
    own = [label for label in example.spans if label.attribute == span.attribute]
    if several:
        return any((label.field, label.start, label.end) == (span.field, span.start, span.end) for label in own)
    return wording_key(span.text) in {wording_key(example.wording(label)) for label in own}


class Decisions:
    """Decisions as padded tensors: ``features`` (N, rows, features), ``right`` and ``there`` (N, rows)."""

    def __init__(self, decisions: Iterable[Decision]) -> None:
        own = list(decisions)
        depth = max((len(each.right) for each in own), default=1)
        width = len(own[0].features[0]) if own else 0
        self.features = torch.zeros(len(own), depth, width, dtype=torch.float64)
        self.right = torch.zeros(len(own), depth, dtype=torch.bool)
        self.there = torch.zeros(len(own), depth, dtype=torch.bool)
        for i, each in enumerate(own):
            self.features[i, : len(each.right)] = torch.tensor(each.features, dtype=torch.float64)
            self.right[i, : len(each.right)] = torch.tensor(each.right)
            self.there[i, : len(each.right)] = True

    def losses(self, weights: Tensor) -> Tensor:
        """(N,) negative log-likelihoods of the labels."""
        scores = (self.features @ weights).masked_fill(~self.there, -torch.inf)
        return torch.logsumexp(scores, 1) - torch.logsumexp(scores.masked_fill(~self.right, -torch.inf), 1)


def fit_weights(decisions: Decisions, usual: Row, ridge: float = RIDGE) -> Tensor:
    """(features,) weights of the least loss, not far from the usual ones.

    ``ridge`` weighs the squared distance from those against the summed loss of all decisions.
    """
    start = torch.tensor(usual, dtype=torch.float64)
    weights = start.clone().requires_grad_()
    optimizer = torch.optim.LBFGS([weights], max_iter=200, line_search_fn="strong_wolfe")

    def loss() -> Tensor:
        optimizer.zero_grad()
        total = decisions.losses(weights).sum() + ridge * ((weights - start) ** 2).sum()
        torch.autograd.backward(total)
        return total

    optimizer.step(loss)  # type: ignore[no-untyped-call]
    return weights.detach()
