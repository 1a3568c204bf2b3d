"""How good labels are without a labeller: what sellers state is hidden by fifths, and read from the texts alone."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from training.distant.candidates import Candidate
from training.distant.search import DistantLabeller, Names, Sought
from training.distant.truth import Stated, is_rounded, same_value
from udfs.schema.definitions import Attribute

FIFTHS = 5
LEAST_READ, LEAST_AGREEMENT = 8, 0.85
"""From so many statements on, and from so much agreement, a text is believed where its seller says nothing."""


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
    def is_trusted(self) -> bool:
        """Whether the texts alone are right often enough to teach by them."""
        return self.read >= LEAST_READ and self.same / self.read >= LEAST_AGREEMENT


def hidden_fifths(
    labeller: DistantLabeller, sought: Sequence[Sought], foreign: Mapping[str, Collection[tuple[str, str]]]
) -> dict[tuple[str, str], Hidden]:
    """By category and attribute: hide a fifth of the statements after the other, and read them from the texts.

    Names are known from the other four fifths only. ``foreign``: see :func:`training.distant.matching.match`.
    """
    known = [Names(labeller.schema) for _ in range(FIFTHS)]
    for each in sought:
        for number, names in enumerate(known):
            names.learn(each.category, each.stated, [key for key in each.stated if _fifth(each, key) != number])
    found: dict[tuple[str, str], Hidden] = {}
    for each in sought:
        for key, own in each.stated.items():
            if own.doubt is None:
                count = found.setdefault((each.category, key), Hidden())
                read = _read(labeller, each, key, known[_fifth(each, key)], foreign.get(each.category, ()))
                _count(count, each, key, own, read)
        for text in each.texts.values():
            text.forget()
    return found


def _fifth(sought: Sought, key: str) -> int:
    """Always the same one of a statement."""
    digest = hashlib.sha256(f"{sought.listing.product_id}\n{key}".encode()).digest()
    return int.from_bytes(digest[:4]) % FIFTHS


def _count(count: Hidden, sought: Sought, key: str, stated: Stated, read: Sequence[Candidate]) -> None:
    count.hidden += 1
    count.stands += bool(sought.findings[key].hits)
    if read:
        count.read += 1
        count.same += all(
            any(same_value(own, each.fact) or is_rounded(own, each.fact) for own in stated.facts) for each in read
        )


def _read(
    labeller: DistantLabeller, sought: Sought, key: str, names: Names, foreign: Collection[tuple[str, str]]
) -> list[Candidate]:
    attribute = labeller.schema.attribute(sought.category, key)
    named = attribute.kind == "span"
    every = labeller.candidates(sought.category, sought.texts, names, [key]) if named else sought.candidates
    return read_alone(attribute, sought, key, every.get(key, ()), foreign)


def read_alone(
    attribute: Attribute,
    sought: Sought,
    key: str,
    candidates: Sequence[Candidate],
    foreign: Collection[tuple[str, str]],
) -> list[Candidate]:
    """The places of the value that the texts give of an attribute; none where they give several of one with one.

    What states the seller's value of another attribute is taken; only a name may hold that, as well.
    """
    taken = [hit.place for other, own in sought.findings.items() if other != key for hit in own.hits]
    left = [
        each
        for each in candidates
        if not each.denied and not each.torn and (key, each.sign) not in foreign
        if attribute.kind == "span" or not any(each.place.overlaps(place) for place in taken)
    ]
    return left if attribute.has_many or all(same_value(left[0].fact, other.fact) for other in left) else []
