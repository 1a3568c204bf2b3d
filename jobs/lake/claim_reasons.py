"""Reasons of losing claims as earlier versions wrote them in column ``alternatives``: words, by their patterns."""

from __future__ import annotations

COLUMN = "alternatives"
SAYERS = "(person|seller|model)"
# Outcomes by what their reasons were, in the order in which they are tried.
OUTCOMES = (
    ("repeated", "^same value, stated again$"),
    ("less_sure", "^less confident$"),
    ("outranked", f"^{SAYERS} goes before "),
    ("unheard", " is not heard for this attribute$"),
    ("below_threshold", "^below the threshold "),
    ("below_overrule", "^below [0-9.]+, seller states "),
    ("contradicted", "^seller states "),
    ("one_of_several", "^the seller offers several"),
)
LEAST = r"^below (?:the threshold )?([0-9.e-]+)"
WHO = f"{SAYERS} (?:goes before|states) "
AGAINST = r"seller states ['\"](.*)['\"]$"
NOT_KNOWN = "no match"
"""The rule of a claim whose value nobody knows."""
