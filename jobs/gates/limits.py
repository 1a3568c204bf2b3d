"""What a gate is told: what it measures, where, and how much it lets pass. Values only."""

from __future__ import annotations

from typing import Literal, get_args

from pydantic import Field, model_validator

from udfs.config import Strict

Measure = Literal["lost", "changed", "coverage", "unmapped", "low_confidence", "rejected", "outside"]
Place = Literal["category", "attribute"]
Level = Literal["warn", "hold"]
MEASURES: tuple[Measure, ...] = get_args(Measure)
COMPARING: frozenset[Measure] = frozenset({"lost", "changed", "coverage"})
"""Those that compare with an earlier run; a first run passes them."""
OF_LISTINGS: frozenset[Measure] = frozenset({"rejected", "outside"})
"""Those over the listings read, of which nobody knows the category yet."""
UNSURE = 0.7
"""A standard value of which anybody is less sure counts as one of low confidence."""
LEAST = 50


class Gate(Strict):
    """A limit: the share that ``measure`` gives may be ``most``, 0 to 1, or the run is held, or warned of.

    ``lost``: values that the earlier run has and this one lacks, of the earlier run's. ``changed``: values in whose
    place another one stands, of the earlier run's. ``coverage``: how far the share of products with a value falls, of
    all products of the category. ``unmapped``: values that the schema does not know, of all. ``low_confidence``:
    standard values with a confidence under 0.7, of all standard ones. ``rejected``: rows, of all read. ``outside``:
    listings that are goods of no known category, of those not rejected for another reason.

    ``category`` and ``attribute`` name the one that is judged; ``by`` judges each of them for itself. Neither is all of
    them together. ``least``: how many the share must be of; of fewer, nothing is judged.
    """

    measure: Measure
    most: float = Field(ge=0, le=1)
    level: Level = "hold"
    category: str | None = None
    attribute: str | None = None
    by: tuple[Place, ...] = ()
    least: int = Field(default=LEAST, ge=1)

    @model_validator(mode="after")
    def _place_is_known(self) -> Gate:
        if self.measure in OF_LISTINGS and (self.category or self.attribute or self.by):
            raise ValueError(
                f"{self.measure} is a share of all listings read; leave out `category`, `attribute` and `by`"
            )
        return self


class GatesFile(Strict):
    """``gates.yaml``: the gates of the job config beside it."""

    gates: tuple[Gate, ...]
