"""What people decided that raw values mean, as text for the workers."""

from __future__ import annotations

import json
from collections.abc import Mapping

Decisions = Mapping[tuple[str, str, str], str | None]
"""What people decided, by category, attribute and folded raw value: the value it means, or null where it is refused."""


def decisions_to_json(decisions: Decisions) -> str:
    """Decisions as text, for the workers."""
    return json.dumps([[*key, value] for key, value in sorted(decisions.items())], ensure_ascii=False)


def decisions_from_json(text: str) -> Decisions:
    """What :func:`decisions_to_json` wrote."""
    return {(category, attribute, key): value for category, attribute, key, value in json.loads(text)}
