"""What gates measure, as sums by category and attribute: of the run before, of this one, and of what differs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, NamedTuple

from jobs.gates.limits import OF_LISTINGS, Gate, Measure


class Spot(NamedTuple):
    """A category and an attribute of it; null stands for all of them."""

    category: str | None = None
    attribute: str | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of one category and attribute.

    ``products``: current ones of the category. ``filled``: those with a standard value. ``amount``: all values,
    ``standard`` and ``unmapped``: of them. ``unsure``: standard ones of low confidence. ``lost``, ``changed``: of the
    earlier run's standard values, see :class:`jobs.gates.limits.Gate`.
    """

    products: int = 0
    filled: int = 0
    amount: int = 0
    standard: int = 0
    unmapped: int = 0
    unsure: int = 0
    lost: int = 0
    changed: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(Tally)))

    def __sub__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, each.name) - getattr(other, each.name) for each in fields(Tally)))


@dataclass(frozen=True, slots=True)
class Listings:
    """Rows ``read`` and ``rejected``; listings ``judged`` by their category, and those ``outside`` of all."""

    read: int = 0
    rejected: int = 0
    judged: int = 0
    outside: int = 0


@dataclass(frozen=True, slots=True)
class Figures:
    """``before``: of the run that this one is compared with, null without one; ``after``: of this one, with what it has
    lost and changed.
    """

    after: Mapping[Spot, Tally]
    before: Mapping[Spot, Tally] | None = None
    listings: Listings = field(default_factory=Listings)


@dataclass(frozen=True, slots=True)
class Share:
    """``count`` of ``base``; for coverage ``share`` is how far it fell, and ``count`` the products that lack a value
    now."""

    share: float
    count: int
    base: int


def figures_of(rows: Iterable[Mapping[str, Any]], listings: Listings, *, compared: bool) -> Figures:
    """Figures out of counts by ``side``, ``category`` and ``attribute``, which have names of a tally's fields.

    ``before`` are those of the earlier run; of the products that this run touches ``out`` are those that they had, and
    ``in`` those that they have now; ``moved`` counts what is lost and changed. Rows without an attribute hold products
    alone. ``compared``: whether there is an earlier run.
    """
    sides: dict[str, dict[Spot, Tally]] = {"before": {}, "out": {}, "in": {}, "moved": {}}
    for row in rows:
        counts = {each.name: int(row.get(each.name) or 0) for each in fields(Tally)}
        spot, side = Spot(row["category"], row["attribute"]), sides[row["side"]]
        side[spot] = side.get(spot, Tally()) + Tally(**counts)
    known = {spot for side in sides.values() for spot in side}
    after = {
        spot: sides["before"].get(spot, Tally()) - sides["out"].get(spot, Tally()) + sides["in"].get(spot, Tally())
        for spot in known
    }
    moved = {spot: tally + sides["moved"].get(spot, Tally()) for spot, tally in _with_products(after).items()}
    return Figures(moved, _with_products(sides["before"]) if compared else None, listings)


def _with_products(side: Mapping[Spot, Tally]) -> dict[Spot, Tally]:
    """Each attribute with the products of its category."""
    return {
        spot: replace(tally, products=side.get(Spot(spot.category), Tally()).products) for spot, tally in side.items()
    }


def spots(figures: Figures, gate: Gate) -> Iterator[Spot]:
    """Where a gate judges, in order."""
    known = {spot for side in (figures.before or {}, figures.after) for spot in side if _lies_in(spot, gate)}
    found = {
        Spot(
            spot.category if "category" in gate.by else gate.category,
            spot.attribute if "attribute" in gate.by else gate.attribute,
        )
        for spot in known
    }
    return iter(sorted(found)) if gate.by else iter([Spot(gate.category, gate.attribute)])


def share(figures: Figures, measure: Measure, spot: Spot) -> Share | None:
    """What a measure gives there; null over nothing, and without an earlier run to compare with."""
    if measure in OF_LISTINGS:
        own = figures.listings
        return _of(own.rejected, own.read) if measure == "rejected" else _of(own.outside, own.judged)
    after = _sum(figures.after, spot)
    if measure == "unmapped":
        return _of(after.unmapped, after.amount)
    if measure == "low_confidence":
        return _of(after.unsure, after.standard)
    if figures.before is None:
        return None
    if measure == "coverage":
        return _fall(figures.before, figures.after, spot)
    count = after.lost if measure == "lost" else after.changed
    return _of(count, _sum(figures.before, spot).standard)


def _fall(before: Mapping[Spot, Tally], after: Mapping[Spot, Tally], spot: Spot) -> Share | None:
    """Over the attributes of which the earlier run had values: one that is new fills slowly, and is no fall."""
    known = [each for each in before if each.attribute is not None and _covers(spot, each) and before[each].filled]
    old = _total(before[each] for each in known)
    new = _total(after.get(each, Tally()) for each in known)
    if not old.products or not new.products:
        return None
    fall = old.filled / old.products - new.filled / new.products
    return Share(max(0.0, fall), new.products - new.filled, old.products)


def _sum(side: Mapping[Spot, Tally], spot: Spot) -> Tally:
    return _total(tally for each, tally in side.items() if each.attribute is not None and _covers(spot, each))


def _total(tallies: Iterable[Tally]) -> Tally:
    return sum(tallies, Tally())


def _of(count: int, base: int) -> Share | None:
    return Share(count / base, count, base) if base else None


def _lies_in(spot: Spot, gate: Gate) -> bool:
    return spot.attribute is not None and _covers(Spot(gate.category, gate.attribute), spot)


def _covers(wide: Spot, spot: Spot) -> bool:
    return wide.category in (None, spot.category) and wide.attribute in (None, spot.attribute)
