"""What the model says and the product does not take up: choices that rest on no words, texts in a foreign language.

Such claims are invalid and say why. They are seen wherever invalid values are: table attributes, ``explain``, counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from udfs.records import Choice, Claim, Outcome
from udfs.resolution.judging.variants import RULE as VARIANTS
from udfs.values.outcomes import foreign, unfounded

_SAID_OF_OTHERS = (VARIANTS, "other key")


def founded(choice: Choice, outcome: Outcome, stated: Iterable[Claim]) -> Outcome:
    """What becomes of a choice: nothing where it rests on no words, unless the text or its seller states the value."""
    if choice.rests or outcome.status != "standard":
        return outcome
    if any(claim.outcome.status == "standard" and claim.outcome.key == outcome.key for claim in stated if claim.raw):
        return outcome
    return unfounded(outcome.value or choice.value, choice.evidence or 0.0)


class Fallen:
    """Attributes of which each place that the model found turned out to say something else, and one was likely.

    ``stated`` are the claims before they were judged, ``judged`` the same after it. ``least`` confidence is likely.
    """

    def __init__(self, stated: Sequence[Claim], judged: Sequence[Claim], least: float) -> None:
        standing = {claim.attribute for claim in judged if claim.outcome.status == "standard"}
        self._outcomes = {
            after.attribute: after.outcome
            for before, after in zip(stated, judged, strict=True)
            if after.outcome.rule in _SAID_OF_OTHERS and before.outcome.status == "standard"
            if after.confidence >= least and after.attribute not in standing
        }

    def outcome(self, attribute: str, chosen: Outcome) -> Outcome:
        """What becomes of a value that the model chose by the same words: what became of their places."""
        return self._outcomes.get(attribute, chosen)


def unheard(claim: Claim, language: str) -> Claim:
    """A claim about a text in a language that the model has not learnt: the model's counts for nothing."""
    if claim.origin != "model":
        return claim
    return claim._replace(outcome=foreign(language, None if claim.raw else claim.outcome.value))
