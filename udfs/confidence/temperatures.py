"""Temperatures that make honest probabilities of the model's scores, fitted by training, kept in the checkpoint."""

from __future__ import annotations

from pydantic import Field

from udfs.config import Strict


class Calibration(Strict):
    """By what the scores of each kind of answer are divided before they become probabilities.

    Above 1 for a model that is surer than it is right. 1 leaves the scores as they are. ``choices``: values of closed
    lists, of a listing (where no n-grams are heard) or of a raw value alone; ``category``; ``tags``. Spans:
    :mod:`udfs.confidence.prior`.
    Guo et al., "On Calibration of Modern Neural Networks", 2017.
    """

    choices: float = Field(default=1.0, gt=0)
    category: float = Field(default=1.0, gt=0)
    tags: float = Field(default=1.0, gt=0)
