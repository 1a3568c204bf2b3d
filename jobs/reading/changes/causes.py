"""Why values of a category may differ between two runs: the parts of its recipe that do."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import product
from typing import Any, NamedTuple

SOURCE = "source"
"""Cause of what comes and goes, and of a source that is mapped otherwise."""
TEXT = "text"
"""Cause where a listing was edited."""
UNKNOWN = "unknown"
"""Cause where a run is from before the parts of recipes were noted, or nothing differs that is noted."""

_CAUSES = {
    "model": "model",
    "thresholds": "threshold",
    "rules": "alias or rule",
    "decisions": "decision",
    "schema": "schema",
    "package": "package",
    "sources": SOURCE,
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


class Combined(NamedTuple):
    """The cause of a change of a product whose category had the causes ``before`` and has those ``after``, both joined
    as :func:`joined` does; the same ones unless it came under another category. ``edited``: its listing is another."""

    before: str
    after: str
    edited: bool
    cause: str


def joined(causes: Collection[str]) -> str:
    """Several causes as one; "" without any."""
    return " + ".join(sorted(causes))


def combined(by_category: Mapping[str, Collection[str]]) -> list[Combined]:
    """All that may come together, of the causes by category and of a category without any: a row for each."""
    sets = {joined(causes): frozenset(causes) for causes in ([], *by_category.values())}
    return [
        Combined(before, after, edited, _cause(sets[before] | sets[after], edited=edited))
        for before, after, edited in product(sets, sets, (False, True))
    ]


def _cause(causes: Collection[str], *, edited: bool) -> str:
    """Where the mapping of a source is another, nobody can tell whether the listing was edited too."""
    own = {*causes, TEXT} if edited and SOURCE not in causes else causes
    return joined(own) or UNKNOWN
