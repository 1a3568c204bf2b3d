"""Why listings are rejected. Tables and readers need the words alone; :mod:`udfs.screening` finds the reasons."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """Why a listing is not standardized. Their order is that of the tables' constraint, not that of the checks."""

    NO_ID = "no_id"
    DAMAGED_ID = "damaged_id"
    NO_TEXT = "no_text"
    UNDECODABLE = "undecodable"
    TOO_LARGE = "too_large"
    DUPLICATE_ID = "duplicate_id"  # found by jobs.sources.screening, which sees all listings
    UNKNOWN_CATEGORY = "unknown_category"


REASONS = tuple(reason.value for reason in Reason)
