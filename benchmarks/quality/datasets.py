"""The public data sets in their own formats, as listings with what their gold says of each attribute."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from udfs.errors import SourceError
from udfs.json_lines import json_object, numbered_lines
from udfs.records import FIELDS, Field, Listing
from udfs.sites import site_of

LABELS = "train.jsonl"
STANDARD_LABELS = "train_normalized.jsonl"
NOTES = "attributes.csv"
NOT_STATED = "n/a"


@dataclass(frozen=True, slots=True)
class DataSet:
    """One data set. ``title``, ``description`` and ``site`` are keys of its rows; null where it has no such text.

    ``complete``: an attribute that the gold does not list is not stated; else nobody looked. ``standard``: there are
    standardized values too, and notes on each attribute.
    """

    name: str
    folder: str
    prefix: str
    title: str
    description: str | None = None
    site: str | None = None
    complete: bool = False
    standard: bool = False

    def category_id(self, category: str) -> str:
        """The schema's id of one of the data set's categories."""
        return f"{self.prefix}_{slug(category)}"


DATA_SETS = {
    data_set.name: data_set
    for data_set in (
        DataSet("wdc", "wdc_pave", "wdc", "input_title", "input_description", "url", standard=True),
        DataSet("oa_mine", "oa_mine", "oa", "input", complete=True),
        DataSet("ae_110k", "ae_110k", "ae", "input"),
    )
}


@dataclass(frozen=True, slots=True)
class Slot:
    """What the gold says of one attribute: every accepted wording with the fields it is marked in, in the gold's order.

    No wording: not stated. ``standard`` are the accepted standardized values; empty where there are none.
    """

    wordings: Mapping[str, tuple[Field, ...]]
    standard: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gold:
    """A listing with its slots by the data set's names of attributes.

    ``listing.category`` is the schema's id and ``category`` the data set's name of it. Listings of one ``group`` are
    near-copies. ``lines`` are the data set's own lines: that of the labels, then that of the standardized ones, if any.
    """

    listing: Listing
    category: str
    group: str
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


def read_gold(data_set: DataSet, data: Path) -> list[Gold]:
    """All labelled listings under the folder ``data``. Raises SourceError naming the first faulty line."""
    folder = data / data_set.folder
    standard = _standard_slots(folder / STANDARD_LABELS) if data_set.standard else {}
    found = []
    for number, where, line, row in _rows(folder / LABELS):
        slots = _slots(row, where)
        extra: tuple[str, ...] = ()
        if data_set.standard:
            if row.get("id") not in standard:
                raise SourceError(f"{where}: id {row.get('id')!r} has no line in {folder / STANDARD_LABELS}; add it")
            own_line, own = standard[row["id"]]
            slots = {name: Slot(slot.wordings, own.get(name, ())) for name, slot in slots.items()}
            extra = (own_line,)
        listing = _listing(data_set, row, where, number)
        found.append(Gold(listing, row["category"], _group(data_set, row), slots, (line, *extra)))
    return found


def read_notes(data_set: DataSet, data: Path) -> list[Note]:
    """Notes on the attributes; none where the data set has none."""
    if not data_set.standard:
        return []
    path = data / data_set.folder / NOTES
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return [
                Note(
                    row["category"],
                    row["attribute"],
                    row["category_description"],
                    row["description"],
                    row["operation"],
                    row["official"] == "yes",
                )
                for row in csv.DictReader(file)
            ]
    except (OSError, KeyError) as cause:
        raise SourceError(f"cannot read the notes on attributes {path}: {cause!r}; copy the file again") from cause


def read_listings(data_set: DataSet, path: Path) -> list[Listing]:
    """The listings of a file, from nothing but their texts, category and site."""
    return [_listing(data_set, row, where, number) for number, where, _, row in _rows(path)]


def read_given(data_set: DataSet, path: Path) -> list[Listing]:
    """The listings of a file with the first wording of each stated slot as what the seller says."""
    return [given(_listing(data_set, row, where, number), _slots(row, where)) for number, where, _, row in _rows(path)]


def given(listing: Listing, slots: Mapping[str, Slot]) -> Listing:
    """The listing with the first wording of each stated slot as its seller's attribute."""
    stated = {name: next(iter(slot.wordings)) for name, slot in slots.items() if slot.wordings}
    return replace(listing, seller_attributes=stated)


def _rows(path: Path) -> Iterator[tuple[int, str, str, dict[str, Any]]]:
    """Number, place, text and content of each line."""
    try:
        lines = list(numbered_lines(path))
    except OSError as cause:
        raise SourceError(f"cannot read the listings {path}: {cause}; give a file of one JSON object a line") from cause
    for number, line in lines:
        try:
            row = json_object(line)
        except ValueError as fault:
            raise SourceError(f"{path}:{number}: {fault}") from fault
        yield number, f"{path}:{number}", line.decode().rstrip("\n"), row


def _listing(data_set: DataSet, row: Mapping[str, Any], where: str, number: int) -> Listing:
    category = _text(row, "category", where)
    return Listing(
        f"{data_set.name}-{number}",
        _text(row, data_set.title, where),
        (row.get(data_set.description) or None) if data_set.description else None,
        data_set.category_id(category),
        site=site_of(row.get(data_set.site)) if data_set.site else None,
    )


def _text(row: Mapping[str, Any], key: str, where: str) -> str:
    value = row.get(key)
    if not isinstance(value, str) or not value.strip():
        raise SourceError(f"{where}: `{key}` must hold text, got {value!r}; is the file of this data set's format?")
    return value


def _group(data_set: DataSet, row: Mapping[str, Any]) -> str:
    """The data set's own cluster of a product, else the text without case and punctuation."""
    own = row.get("cluster_id", re.sub(r"\W+", " ", row[data_set.title].lower()).strip())
    return f"{data_set.name} {own}"


def _slots(row: Mapping[str, Any], where: str) -> dict[str, Slot]:
    return {name: Slot(wordings) for name, wordings in _wordings(row, where)}


def _standard_slots(path: Path) -> dict[Any, tuple[str, dict[str, tuple[str, ...]]]]:
    """Line and standardized values of each listing, by its id."""
    return {
        row.get("id"): (line, {name: tuple(values) for name, values in _wordings(row, where)})
        for _, where, line, row in _rows(path)
    }


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
