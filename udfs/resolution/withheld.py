"""What the model says and the product does not take up: choices that rest on no words, texts in a foreign language.

Such claims are invalid and say why. They are seen wherever invalid values are: table attributes, ``explain``, counts.
"""

from __future__ import annotations

from collections.abc import Iterable

from udfs.records import Choice, Claim, Outcome
from udfs.values.outcomes import foreign, unfounded


def founded(choice: Choice, outcome: Outcome, stated: Iterable[Claim]) -> Outcome:
    """What becomes of a choice: nothing where it rests on no words, unless the text or its seller states the value."""
    if choice.rests or outcome.status != "standard":
        return outcome
    if any(claim.outcome.status == "standard" and claim.outcome.key == outcome.key for claim in stated if claim.raw):
        return outcome
    return unfounded(outcome.value or choice.value, choice.evidence or 0.0)


def unheard(claim: Claim, language: str) -> Claim:
    """A claim about a text in a language that the model has not learnt: the model's counts for nothing."""
    if claim.origin != "model":
        return claim
    return claim._replace(outcome=foreign(language, None if claim.raw else claim.outcome.value))
