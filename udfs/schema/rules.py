"""Rules of an attribute: pipelines of steps that make a value of a raw text, by people or learned from pairs."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import Field, model_validator

from udfs.config import Strict
from udfs.schema.steps import AnyStep, Step, apply_step, step_name


class Evidence(Strict):
    """How a learned thing did on the labelled pairs: how many it was applied to, and the share it made right."""

    support: int = Field(ge=0)
    precision: float = Field(ge=0, le=1)


class Rule(Strict):
    """Steps, applied in order. ``support`` and ``precision`` (see :class:`Evidence`) are null in rules of people."""

    do: tuple[Step, ...]
    support: int | None = Field(default=None, ge=0)
    precision: float | None = Field(default=None, ge=0, le=1)

    @model_validator(mode="after")
    def _consistent(self) -> Rule:
        if not self.do:
            raise ValueError("`do` needs at least one step")
        if (self.support is None) != (self.precision is None):
            raise ValueError("a learned rule has `support` and `precision`, a rule of your own neither")
        return self

    @property
    def learned(self) -> bool:
        """Whether learning made the rule, and may remove it."""
        return self.support is not None

    @property
    def name(self) -> str:
        """Names of the steps: ``to cm, 1 decimal, without unit``."""
        return ", ".join(map(step_name, self.do))

    def apply(self, text: str) -> str | None:
        """The value, or None where one of the steps cannot be applied."""
        return run_steps(self.do, text)


def run_steps(steps: Sequence[AnyStep], text: str) -> str | None:
    """The text after all steps, or None."""
    result: str | None = text
    for step in steps:
        if result is None:
            return None
        result = apply_step(step, result)
    return result
