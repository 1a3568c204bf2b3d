"""What a person should look at in a draft, ranked by the listings that it concerns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from training.drafting.drafts import DraftAttribute, Key, Mark
from udfs.text.keys import fold

_EACH = 60  # marks by 1,000 listings
_FEWEST = 10  # marks that a small catalog may have all the same


def marks(
    drafted: Sequence[tuple[DraftAttribute, str | None]],
    near: Iterable[tuple[Key, Key, str]],
    rows: Mapping[Key, int],
    n_listings: int,
) -> tuple[Mark, ...]:
    """Doubtful kinds, attributes that were nearly merged and names that stand for two, the most rows first.

    ``drafted``: attributes, each with what is doubtful of its kind or null. ``near``: keys that were nearly merged,
    with the reason why they were not.
    """
    attribute_of = {key: attribute for attribute, _ in drafted for key in attribute.keys}
    found = [*_doubts(drafted, rows), *_near(near, attribute_of, rows), *_mixed(attribute_of, rows)]
    best: dict[tuple[str, str], Mark] = {}
    for mark in found:
        best.setdefault((mark.about, mark.question), mark)
    ranked = sorted(best.values(), key=lambda mark: (-mark.rows, mark.about, mark.question))
    return tuple(ranked[: max(_FEWEST, _EACH * n_listings // 1000)])


def _rows(attribute: DraftAttribute, rows: Mapping[Key, int]) -> int:
    return sum(rows[key] for key in attribute.keys)


def _doubts(drafted: Iterable[tuple[DraftAttribute, str | None]], rows: Mapping[Key, int]) -> Iterator[Mark]:
    for attribute, doubt in drafted:
        if doubt:
            yield Mark(attribute.id, f"is it of kind {attribute.kind}? {doubt}", _rows(attribute, rows))


def _near(
    near: Iterable[tuple[Key, Key, str]], attribute_of: Mapping[Key, DraftAttribute], rows: Mapping[Key, int]
) -> Iterator[Mark]:
    """The rows of the smaller attribute: those that merging would move."""
    for one, other, why in near:
        a, b = attribute_of.get(one), attribute_of.get(other)
        if a and b and a.id != b.id:
            least = min(_rows(a, rows), _rows(b, rows))
            small, large = (a, b) if _rows(a, rows) <= _rows(b, rows) else (b, a)
            yield Mark(small.id, f"is it the same as {large.id}? {why}", least, into=large.id)


def _mixed(attribute_of: Mapping[Key, DraftAttribute], rows: Mapping[Key, int]) -> Iterator[Mark]:
    """Keys that mean one thing at one site and another at the next."""
    meanings: dict[str, dict[str, list[Key]]] = {}
    for key, attribute in attribute_of.items():
        meanings.setdefault(fold(key.key), {}).setdefault(attribute.id, []).append(key)
    for by_attribute in meanings.values():
        if len(by_attribute) > 1:
            keys = [key for each in by_attribute.values() for key in each]
            least = sum(rows[key] for key in keys) - max(
                sum(rows[key] for key in each) for each in by_attribute.values()
            )
            yield Mark(keys[0].key, f"means {', '.join(sorted(by_attribute))}, by site", least)
