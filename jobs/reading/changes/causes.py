"""Why values of a category may differ between two runs: the parts of its recipe that do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

UNKNOWN = "unknown"
"""Cause where a run is from before the parts of recipes were noted, or nothing differs that is noted."""

_CAUSES = {
    "model": "model",
    "thresholds": "threshold",
    "rules": "alias or rule",
    "decisions": "decision",
    "schema": "schema",
    "package": "package",
    "sources": "source",
}
"""Parts of a recipe by what is said of them; ``texts`` decides no value."""


def causes_by_category(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[str]]:
    """By category of either run, what differs in its recipe; a part that one run lacks differs.

    ``before``, ``after``: rows of table runs. Where a run noted no parts there is nothing to tell, and no category.
    ``source`` is named where the mapping of a source is another: then nobody can tell whether a listing was edited too.
    """
    old, new = (dict(run.get("recipe_parts") or ()) for run in (before, after))
    if not old or not new:
        return {}
    return {
        category: _differing(old.get(category) or _of_all(old), new.get(category) or _of_all(new))
        for category in sorted(old.keys() | new.keys())
    }


def _of_all(parts: Mapping[str, Any]) -> dict[str, str]:
    """The parts that all categories of a run share; a category that it lacks has these alone."""
    first, *others = (dict(own).items() for own in parts.values())
    return dict(first if not others else set(first).intersection(*others))


def _differing(old: Any, new: Any) -> list[str]:
    was, now = dict(old), dict(new)
    return [said for part, said in _CAUSES.items() if was.get(part) != now.get(part)]
