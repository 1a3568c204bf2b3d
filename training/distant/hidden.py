"""How good labels are without a labeller: a fifth of what sellers state is hidden, and read from the texts alone."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from training.distant.candidates import Candidate
from training.distant.search import DistantLabeller, Sought
from training.distant.truth import Stated, is_rounded, same_value
from udfs.schema.schema import Schema

SHARE = 5  # one statement in so many is hidden


@dataclass(slots=True)
class Hidden:
    """Of one attribute. ``hidden``: statements; ``stands``: of those, the ones that the text repeats; ``read``: of
    which the texts alone give one value; ``same``: the seller's."""

    hidden: int = 0
    stands: int = 0
    read: int = 0
    same: int = 0

    @property
    def agreement(self) -> float | None:
        """Share of what was read that the seller states; null where nothing was read."""
        return self.same / self.read if self.read else None

    @property
    def found_again(self) -> float | None:
        """Share of what the text repeats that was read rightly; null where it repeats nothing."""
        return self.same / self.stands if self.stands else None


def hidden_fifth(
    schema: Schema, sought: Sequence[Sought], foreign: Mapping[str, set[tuple[str, str]]]
) -> dict[tuple[str, str], Hidden]:
    """By category and attribute: hide always the same fifth of the statements, and read them from the texts.

    Names are known from the other four fifths only. ``foreign``: see :func:`training.distant.matching.match`.
    """
    reader = DistantLabeller(schema)
    for each in sought:
        kept = {key: own for key, own in each.stated.items() if not _is_hidden(each, key)}
        reader.learn(each.category, kept)
    found: dict[tuple[str, str], Hidden] = {}
    for each in sought:
        for key, own in each.stated.items():
            if own.doubt is None and _is_hidden(each, key):
                count = found.setdefault((each.category, key), Hidden())
                _count(count, reader, each, key, own, foreign.get(each.category, set()))
    return found


def _is_hidden(sought: Sought, key: str) -> bool:
    digest = hashlib.sha256(f"{sought.listing.product_id}\n{key}".encode()).digest()
    return int.from_bytes(digest[:4]) % SHARE == 0


def _count(
    count: Hidden, reader: DistantLabeller, sought: Sought, key: str, stated: Stated, foreign: set[tuple[str, str]]
) -> None:
    count.hidden += 1
    count.stands += bool(sought.findings[key].hits)
    read = _read(reader, sought, key, foreign)
    if read is not None:
        count.read += 1
        count.same += any(same_value(fact, read.fact) or is_rounded(fact, read.fact) for fact in stated.facts)


def _read(reader: DistantLabeller, sought: Sought, key: str, foreign: set[tuple[str, str]]) -> Candidate | None:
    """The one value that the texts give; null where they give none or several."""
    taken = [hit.place for other, own in sought.findings.items() if other != key for hit in own.hits]
    named = reader.schema.attribute(sought.category, key).kind == "span"
    every = reader.candidates(sought.category, sought.texts, [key]) if named else sought.candidates
    left = [
        each
        for each in every.get(key, ())
        if not each.denied and not each.torn and (key, each.unit) not in foreign
        if named or not any(each.place.overlaps(place) for place in taken)
    ]
    return left[0] if left and all(same_value(left[0].fact, other.fact) for other in left) else None
