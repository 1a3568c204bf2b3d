"""What became of what sellers state, in a finished run: which share of their statements ended as a standard value.

A statement is a value under a name in a listing's map; the same one twice is one. It ends as a standard value where
what it says stands in table ``attributes``: as the row's own text, or as another statement of the same value. Of one
that lists several values one is enough. A placeholder, such as N/A, states nothing and counts on neither side.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from udfs.records import Fact, LostClaim
from udfs.resolution.statements.entries import named
from udfs.schema.definitions import Category
from udfs.schema.schema import Schema
from udfs.text.keys import fold
from udfs.text.placeholders import is_placeholder

STANDARD, NOTHING = "standard", "states nothing"
_REJECTED, _UNPLACED, _UNKNOWN = "listing rejected", "no category", "name unknown"
_OTHER, _LOST = "another value stands", "not kept"
_OPEN = "no match"  # rule of a value that its closed list lacks
_WORST, _EXAMPLES = 15, 3


class Stating(NamedTuple):
    """A listing with what its seller states, and what a run made of it.

    ``accepted``: whether it has a product; ``category`` is null where that has none. ``facts``: its values.
    """

    statements: Collection[tuple[str, str]]
    accepted: bool
    category: str | None
    facts: Sequence[Fact]


class _Said(NamedTuple):
    """What one seller's claim came to. ``value``: null where it is no standard one."""

    raw: str
    value: str | None
    end: str


@dataclass(slots=True)
class Tally:
    """Statements by what became of them, and for each end the most frequent texts."""

    ends: Counter[str] = field(default_factory=Counter)
    failing: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        """Statements that say something."""
        return self.ends.total() - self.ends[NOTHING]

    @property
    def share(self) -> float:
        """Of these, the share that ended as a standard value."""
        return self.ends[STANDARD] / self.total if self.total else 0.0

    @property
    def lost(self) -> int:
        return self.total - self.ends[STANDARD]


def tallied(listings: Iterable[Stating], schema: Schema, keys: Collection[str] | None = None) -> dict[str, Tally]:
    """By attribute, or by name where that means none, what became of the statements.

    ``keys``: folded names that count; null for all but those that the schema ignores.
    """
    found: defaultdict[str, Tally] = defaultdict(Tally)
    for listing in listings:
        category = schema.categories.get(listing.category or "")
        facts = _by_attribute(listing.facts)
        for key, value in dict.fromkeys(listing.statements):
            if fold(key) in keys if keys is not None else not _is_ignored(key, category, schema):
                place = named(category, key) if category else None
                end = _end(listing, category, place[0] if place else None, value, facts)
                tally = found[place[0] if place else f"“{key}”"]
                tally.ends[end] += 1
                if end not in (STANDARD, NOTHING):
                    tally.failing[end, value] += 1
    return dict(found)


def _is_ignored(key: str, category: Category | None, schema: Schema) -> bool:
    """Whether the category ignores a name; without one, whether any does."""
    asked = [category] if category else schema.categories.values()
    return any(each.key_book.ignores(key) for each in asked)


def _end(
    listing: Stating, category: Category | None, attribute: str | None, value: str, facts: Mapping[str, list[Fact]]
) -> str:
    if is_placeholder(value):
        return NOTHING
    if category is None:
        return _UNPLACED if listing.accepted else _REJECTED
    if attribute is None:
        return _UNKNOWN
    own = facts.get(attribute, [])
    standing = {_meaning(fact.value) for fact in own if fact.status == "standard" and fact.value}
    said = _of(value, [claim for fact in own for claim in _claims(fact)])
    if any(claim.value is not None and _meaning(claim.value) in standing for claim in said):
        return STANDARD
    return said[0].end if said else _LOST


def _meaning(value: str) -> str:
    """Under which equal values meet: a UPC is its EAN, zeros in front or not."""
    folded = fold(value)
    return folded.lstrip("0") if folded.isdigit() else folded


def _claims(fact: Fact) -> Iterator[_Said]:
    """What sellers say of an attribute: what stands, and what lost to it."""
    if fact.raw_value is not None and fact.origin != "model":
        yield _Said(fact.raw_value, fact.value, fact.status)
    for each in fact.lost:
        if each.raw_value is not None and each.origin != "model":
            yield _Said(each.raw_value, each.value, _lost(each))


def _lost(claim: LostClaim) -> str:
    if claim.value is not None:
        return _OTHER
    return NOTHING if claim.rule == "no value" else "unmapped" if claim.rule == _OPEN else "invalid"


def _of(value: str, claims: Sequence[_Said]) -> list[_Said]:
    """The claims that a statement made: of its whole text, else of parts of it, or of several statements together."""
    own = fold(value)
    whole = [claim for claim in claims if fold(claim.raw) == own]
    return whole or [claim for claim in claims if (raw := fold(claim.raw)) and (raw in own or own in raw)]


def _by_attribute(facts: Iterable[Fact]) -> dict[str, list[Fact]]:
    found: defaultdict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        found[fact.attribute].append(fact)
    return found


def table(tallies: Mapping[str, Tally]) -> Iterator[str]:
    """The share, what became of the other statements, and the attributes and names that lose most of them."""
    whole = Tally()
    for tally in tallies.values():
        whole.ends.update(tally.ends)
    yield f"{whole.total:,} statements, {whole.share:.1%} of them end as a standard value"
    for end, count in whole.ends.most_common():
        if end not in (STANDARD, NOTHING):
            yield f"  {end:24}{count:8,}{count / max(1, whole.total):8.1%}"
    yield f"  and {whole.ends[NOTHING]:,} that state nothing, such as N/A"
    yield ""
    yield f"{'attribute or name':32}{'statements':>11}{'standard':>10}  lost, such as"
    worst = sorted(tallies.items(), key=lambda each: (-each[1].lost, each[0]))
    for name, tally in worst[:_WORST]:
        if tally.lost:
            yield f"{name[:31]:32}{tally.total:11,}{tally.share:10.1%}  {_examples(tally)}"


def _examples(tally: Tally) -> str:
    shown = (
        f"{end}: {' '.join(value.split())[:40]!r} ({n})" for (end, value), n in tally.failing.most_common(_EXAMPLES)
    )
    return "; ".join(shown)
