"""Why claims lost, in words: the one place where the codes of table claims are spelled out."""

from __future__ import annotations

from jobs.language.names import Labels
from udfs.records import LostBy, LostClaim

_WORDS: dict[LostBy, str] = {
    "repeated": "same value, stated again",
    "less_sure": "less confident",
    "outranked": "{against_origin} goes before {origin}",
    "unheard": "{origin} is not heard for this attribute",
    "below_threshold": "below the threshold {least:g}",
    "below_overrule": "below {least:g}, {against_origin} states {against!r}",
    "contradicted": "{against_origin} states {against!r}",
    "one_of_several": "one of several that the seller offers",
    "unmapped": "unmapped",
    "invalid": "invalid",
}


def why_lost(claim: LostClaim, labels: Labels) -> str:
    """The outcome of a losing claim with its numbers and what stands against it, in the reader's language."""
    if claim.outcome in ("unmapped", "invalid") and claim.detail:
        return labels.say(claim.detail)
    return labels.say(_WORDS[claim.outcome].format(**claim._asdict()))
