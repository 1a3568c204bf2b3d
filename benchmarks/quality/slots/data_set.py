"""Data sets of slots: for each listing, the accepted wordings of each attribute of its category."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from benchmarks.quality.contract import DataSet, group_of
from benchmarks.quality.lines import JsonLine, json_lines, text_of
from benchmarks.quality.slots.gold import Note, Slot, SlotGold, given, read_notes, slots_of, slug, standard_values
from benchmarks.quality.slots.rows import labelled_row, pairs
from benchmarks.quality.slots.schema import categories_of
from training.rules.learning import Pair
from udfs.errors import SourceError
from udfs.records import Listing
from udfs.schema.definitions import Category
from udfs.schema.schema import Schema
from udfs.text.sites import site_of

LABELS = "train.jsonl"
STANDARD_LABELS = "train_normalized.jsonl"
NOTES = "attributes.csv"


@dataclass(frozen=True)
class SlotSet(DataSet[SlotGold]):
    """One data set. ``title``, ``description`` and ``site`` are keys of its rows; null where it has no such text.

    ``complete``: an attribute that the gold does not list is not stated; else nobody looked. ``standard``: there are
    standardized values too, and notes on each attribute.
    """

    prefix: str
    title: str
    description: str | None = None
    site: str | None = None
    complete: bool = False
    standard: bool = False
    language: ClassVar[str] = "en"

    def read(self, data: Path) -> list[SlotGold]:
        """See :class:`DataSet`."""
        folder = data / self.folder
        standard = standard_values(folder / STANDARD_LABELS) if self.standard else {}
        found = []
        for line in json_lines(folder / LABELS):
            slots = slots_of(line.row, line.where)
            extra: tuple[str, ...] = ()
            if self.standard:
                if line.row.get("id") not in standard:
                    missing = f"{line.where}: id {line.row.get('id')!r} has no line in {folder / STANDARD_LABELS}"
                    raise SourceError(f"{missing}; add it")
                own_line, own = standard[line.row["id"]]
                slots = {name: Slot(slot.wordings, own.get(name, ())) for name, slot in slots.items()}
                extra = (own_line,)
            listing = self._listing(line)
            found.append(SlotGold(listing, self._group(line), line.row["category"], slots, (line.text, *extra)))
        return found

    def notes(self, data: Path) -> list[Note]:
        """Notes on the attributes; none where the data set has none."""
        return read_notes(data / self.folder / NOTES) if self.standard else []

    def listings(self, path: Path) -> list[Listing]:
        """The listings of a file, from nothing but their texts, category and site."""
        return [self._listing(line) for line in json_lines(path)]

    def given(self, path: Path) -> list[Listing]:
        """The listings of a file with the first wording of each stated slot as what the seller says."""
        return [given(self._listing(line), slots_of(line.row, line.where)) for line in json_lines(path)]

    def categories(self, gold: Sequence[SlotGold], data: Path) -> dict[str, Category]:
        """See :class:`DataSet`."""
        return categories_of(gold, self.notes(data))

    def row(self, gold: SlotGold, schema: Schema) -> dict[str, Any]:
        """See :class:`DataSet`."""
        return labelled_row(gold, schema, complete=self.complete)

    def pairs(self, gold: SlotGold, schema: Schema) -> Iterator[Pair]:
        """See :class:`DataSet`."""
        return pairs(gold, schema)

    def write(self, gold: Sequence[SlotGold], data: Path, output: Path) -> None:
        """See :class:`DataSet`."""
        folder = output / self.folder
        folder.mkdir(parents=True, exist_ok=True)
        files = (LABELS, STANDARD_LABELS) if self.standard else (LABELS,)
        for place, file in enumerate(files):
            (folder / file).write_text("".join(f"{item.lines[place]}\n" for item in gold), encoding="utf-8")
        if self.standard:
            shutil.copyfile(data / self.folder / NOTES, folder / NOTES)

    def _listing(self, line: JsonLine) -> Listing:
        category = text_of(line.row, "category", line.where)
        return Listing(
            f"{self.name}-{line.number}",
            text_of(line.row, self.title, line.where),
            (line.row.get(self.description) or None) if self.description else None,
            f"{self.prefix}_{slug(category)}",
            site=site_of(line.row.get(self.site)) if self.site else None,
        )

    def _group(self, line: JsonLine) -> str:
        """The data set's own cluster of a product, else the text without case and punctuation."""
        if "cluster_id" in line.row:
            return f"{self.name} {line.row['cluster_id']}"
        return group_of(self.name, line.row[self.title])


SLOT_SETS = (
    SlotSet("wdc", "wdc_pave", "wdc", "input_title", "input_description", "url", standard=True),
    SlotSet("oa_mine", "oa_mine", "oa", "input", complete=True),
    SlotSet("ae_110k", "ae_110k", "ae", "input"),
)
