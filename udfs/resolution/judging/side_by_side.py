"""Values of a closed list that stand side by side in a text: black white grey · 红 白 蓝 三色可选 · Black / White.

None of them is the product's one value, where the text never names it alone. They are its mixture where the title joins
them as one product's; else the listing offers several, or has one of each in a pack.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from udfs.records import Claim, Outcome
from udfs.resolution.judging.variants import RULE
from udfs.schema.schema import Schema
from udfs.text.keys import plain
from udfs.values.standardizer import Standardizer

_BETWEEN = re.compile(r"[\s,，、/&+|;；-]+|[\s,，]*(?:\band\b|[和与])\s*")
_LISTED = re.compile("[,，、;；|]")  # what the buyer may choose from, or what is in a pack
_NEAR = 48  # characters beside a place in which another value is looked for first
_LONGEST = 20_000  # characters of a text that are read


class _Run(NamedTuple):
    """Values with nothing between them but separators: their ids, and the half-open place in a plain text."""

    text: int
    start: int
    end: int
    ids: frozenset[str]


class SideBySide:
    """The texts of one listing: title and description, those that are there."""

    def __init__(self, schema: Schema, standardizer: Standardizer, category: str, texts: Sequence[str]) -> None:
        self._schema = schema
        self._standardizer = standardizer
        self._category = category
        self._texts = texts
        self._plain: list[str] = []
        self._found: dict[str, list[_Run]] = {}

    def judged(self, claim: Claim) -> Claim:
        """The claim; of several values where the model picked one of those that stand together."""
        attribute = self._schema.attribute(self._category, claim.attribute)
        value = claim.outcome.value_id
        if claim.origin != "model" or not attribute.mixture or value in (None, attribute.mixture) or not self._texts:
            return claim
        if not self._may_be_beside(claim, str(value)):
            return claim
        own = [run for run in self._runs(claim.attribute) if value in run.ids]
        if not own or any(len(run.ids) == 1 for run in own):
            return claim
        return claim._replace(outcome=self._several(claim, own[0]))

    def _may_be_beside(self, claim: Claim, value: str) -> bool:
        """A quick look at the place, or at the title where the model has none, before one at all of the texts."""
        if claim.field is None or claim.start is None or claim.end is None:
            near = self._texts[0][: _NEAR * 4]
        else:
            text = self._texts[0] if claim.field == "title" else self._texts[-1]
            near = text[max(0, claim.start - _NEAR) : claim.end + _NEAR]
        runs = self._runs_in(claim.attribute, 0, plain(near))
        return any(value in run.ids and len(run.ids) > 1 for run in runs)

    def _runs(self, attribute: str) -> list[_Run]:
        if not self._plain:
            self._plain = [plain(text[:_LONGEST]) for text in self._texts]
        if attribute not in self._found:
            self._found[attribute] = [
                run for place, text in enumerate(self._plain) for run in self._runs_in(attribute, place, text)
            ]
        return self._found[attribute]

    def _runs_in(self, attribute: str, place: int, text: str) -> list[_Run]:
        runs: list[_Run] = []
        for start, end, value in self._standardizer.mentions(self._category, attribute, text):
            last = runs[-1] if runs else None
            if last and _BETWEEN.fullmatch(text, last.end, start):
                runs[-1] = last._replace(end=end, ids=last.ids | {value})
            else:
                runs.append(_Run(place, start, end, frozenset((value,))))
        return runs

    def _several(self, claim: Claim, run: _Run) -> Outcome:
        attribute = self._schema.attribute(self._category, claim.attribute)
        raw = self._plain[run.text][run.start : run.end]
        if claim.field == "title" and run.text == 0 and not _LISTED.search(raw):
            outcome = self._standardizer.standardize(self._category, claim.attribute, raw)
            if outcome.rule == "mixture":
                return outcome
        names = ", ".join(value.name.first for key, value in attribute.values.items() if key in run.ids)
        return Outcome("invalid", RULE, detail=f"the listing names several side by side: {names}")
