"""What a nearest value is worth: the probability that a raw value means the allowed value that the model finds nearest.

A score says how near, among values that are allowed. It was learned from wordings that mean one of them, and most that
no rule knows mean none. So training asks the model for wordings that it has not read, and fits what its scores came
to: :mod:`training.fitting.neighbours`. A logistic regression, after Platt, "Probabilistic outputs for support vector
machines", 1999, with a constant of its own for each attribute.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from pydantic import Field

from udfs.config import Strict
from udfs.records import Scored

UNCALIBRATED = (
    "nearest values are suggestions only: the checkpoint does not know how often they are right; train it anew"
)
"""What a run says where :attr:`Neighbours.fitted` is asked for and false."""

_LEAST = 1e-4  # a score or chance below it, or as near to 1, is taken for it
_BEHIND = 0.05  # score of a second value that is not among the scores: they are kept from here on


class Neighbours(Strict):
    """Weights of what is known of a nearest value; unfitted, a score stays what it is.

    ``score``: log-odds of its score. ``lead``: log of its score by that of the second. ``base``: a constant.
    ``attributes``: what is added to it, by the label text of the attribute. ``wordings``: by how many the weights were
    fitted, 0 for none.
    """

    score: float = 1.0
    lead: float = 0.0
    base: float = 0.0
    attributes: Mapping[str, float] = Field(default_factory=dict)
    wordings: int = 0

    @property
    def fitted(self) -> bool:
        """Whether chances are known."""
        return self.wordings > 0

    def weigh(self, attribute: str, scores: Sequence[Scored]) -> list[Scored]:
        """The nearest values of a raw one, best first, with the chance that each is meant instead of a score.

        The chance of the best is fitted; the others keep their ratio to it.
        """
        if not self.fitted or not scores:
            return [*scores]
        score, lead = features(scores)
        odds = self.score * score + self.lead * lead + self.base + self.attributes.get(attribute, 0.0)
        chance = 0.5 * (1.0 + math.tanh(odds / 2.0))  # the logistic function, of any odds
        best = max(scores[0].score, _LEAST)
        return [Scored(one.id, chance * min(1.0, one.score / best)) for one in scores]


def features(scores: Sequence[Scored]) -> tuple[float, float]:
    """What ``score`` and ``lead`` weigh, of at least one score, best first."""
    best = min(max(scores[0].score, _LEAST), 1.0 - _LEAST)
    second = max(scores[1].score, _BEHIND) if len(scores) > 1 else _BEHIND
    return math.log(best / (1.0 - best)), math.log(best / second)
