"""A comparison by a model that finds nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from udfs.records import Scored, Wording


def nothing_near(_: Sequence[Wording]) -> Mapping[Wording, Sequence[Scored]]:
    return {}
