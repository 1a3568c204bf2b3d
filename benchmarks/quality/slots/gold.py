"""What the gold of a data set of slots says of each attribute, read from its own lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from benchmarks.quality.contract import Gold
from benchmarks.quality.lines import csv_rows, json_lines
from udfs.errors import SourceError
from udfs.records import FIELDS, Field, Listing

NOT_STATED = "n/a"


@dataclass(frozen=True, slots=True)
class Slot:
    """What the gold says of one attribute: every accepted wording with the fields it is marked in, in the gold's order.

    No wording: not stated. ``standard`` are the accepted standardized values; empty where there are none.
    """

    wordings: Mapping[str, tuple[Field, ...]]
    standard: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SlotGold(Gold):
    """A listing with its slots by the data set's names of attributes.

    ``listing.category`` is the schema's id and ``category`` the data set's name of it. ``lines`` are the data set's own
    lines: that of the labels, then that of the standardized ones, if any.
    """

    category: str
    slots: Mapping[str, Slot]
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """What the data set says of an attribute. ``operation`` names what standardizing it means, "" where nothing does.

    ``official``: among the attributes on which figures are published.
    """

    category: str
    attribute: str
    category_description: str
    description: str
    operation: str
    official: bool


def slug(text: str) -> str:
    """Lower-case ASCII letters, digits and single underscores: ``Size/Weight`` gives ``size_weight``."""
    plain = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")
    return plain if plain[:1].isalpha() else f"v_{plain}".rstrip("_")


def given(listing: Listing, slots: Mapping[str, Slot]) -> Listing:
    """The listing with the first wording of each stated slot as its seller's attribute."""
    stated = {name: next(iter(slot.wordings)) for name, slot in slots.items() if slot.wordings}
    return replace(listing, seller_attributes=stated)


def slots_of(row: Mapping[str, Any], where: str) -> dict[str, Slot]:
    """By the data set's names of attributes. Raises SourceError."""
    return {name: Slot(wordings) for name, wordings in _wordings(row, where)}


def standard_values(path: Path) -> dict[Any, tuple[str, dict[str, tuple[str, ...]]]]:
    """Line and standardized values of each listing, by its id. Raises SourceError."""
    return {
        line.row.get("id"): (line.text, {name: tuple(values) for name, values in _wordings(line.row, line.where)})
        for line in json_lines(path)
    }


def read_notes(path: Path) -> list[Note]:
    """Notes on the attributes. Raises SourceError."""
    columns = ("category", "attribute", "category_description", "description", "operation", "official")
    return [
        Note(
            row["category"],
            row["attribute"],
            row["category_description"],
            row["description"],
            row["operation"],
            row["official"] == "yes",
        )
        for _, row in csv_rows(path, columns)
    ]


def _wordings(row: Mapping[str, Any], where: str) -> Iterator[tuple[str, dict[str, tuple[Field, ...]]]]:
    """Each attribute's accepted wordings, stripped, with the fields they are marked in; none where it is not stated."""
    scores = row.get("target_scores")
    if not isinstance(scores, dict) or not all(isinstance(forms, dict) and forms for forms in scores.values()):
        raise SourceError(f"{where}: `target_scores` must map each attribute to its wordings, got {scores!r}")
    for name, forms in scores.items():
        stated = next(iter(forms)) != NOT_STATED
        yield name, {form.strip(): _fields(mark) for form, mark in forms.items() if stated and form != NOT_STATED}


def _fields(mark: Any) -> tuple[Field, ...]:
    """The title, unless the mark says otherwise."""
    places: Sequence[int] = mark["pid"] if isinstance(mark, dict) and "pid" in mark else (0,)
    return tuple(FIELDS[place] for place in places)
