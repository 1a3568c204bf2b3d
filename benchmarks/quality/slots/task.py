"""Tasks on data sets of slots: a value for each attribute of each listing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, ClassVar

from benchmarks.quality.contract import Column, Predicted, Table, Tally, Task
from benchmarks.quality.figures import F1_COLUMNS, TRUST_COLUMNS, count
from benchmarks.quality.serving import open_pipeline
from benchmarks.quality.slots.answers import (
    Answering,
    Answers,
    check_listings,
    given_answers,
    standard_answers,
    surface_answers,
)
from benchmarks.quality.slots.data_set import SLOT_SETS, SlotSet
from benchmarks.quality.slots.gold import Note, SlotGold, given
from benchmarks.quality.slots.schema import attribute_ids
from benchmarks.quality.slots.scoring import Figures, ScoredSlot, calibration_error, score, sure_values, tally
from udfs.pipeline import Pipeline
from udfs.records import Listing
from udfs.schema.schema import Schema


@dataclass(frozen=True)
class SlotTask(Task[SlotGold, ScoredSlot]):
    """``threshold``: the least confidence of a value that is given out.

    ``standard``: values are compared with the standardized gold; ``given``: the gold's wordings are the input.
    """

    data_set: SlotSet
    answer: Answering
    threshold: float
    standard: bool = False
    given: bool = False
    table: ClassVar[Table] = Table(
        "slots.jsonl",
        (Column("task", "task"), Column("slots of", "part"), Column("n", "slots", count), *F1_COLUMNS, *TRUST_COLUMNS),
    )
    item: ClassVar[type[ScoredSlot]] = ScoredSlot

    def predict(self, checkpoint: Path, source: Path) -> Predicted:
        """``{"attributes": {name: value or null}}`` for all attributes of each listing's category."""
        listings = (self.data_set.given if self.given else self.data_set.listings)(source)
        pipeline = open_pipeline(checkpoint)
        check_listings(pipeline.schema, listings)
        answers = self.answer(pipeline, listings, self.threshold)
        lines = (_line(pipeline.schema, listing, own) for listing, own in zip(listings, answers, strict=True))
        return Predicted(len(listings), "".join(lines))

    def score(self, pipeline: Pipeline, gold: Sequence[SlotGold]) -> list[ScoredSlot]:
        """One slot for each attribute that the gold lists, and one for each other that was answered.

        Categories and attributes that the checkpoint does not know, since its training data have none, get no answer.
        """
        known = [item for item in gold if item.listing.category in pipeline.schema.categories]
        listings = [self._asked(pipeline.schema, item) for item in known]
        found = self.answer(pipeline, listings, self.threshold)
        answers = {listing.product_id: own for listing, own in zip(listings, found, strict=True)}
        return [
            slot
            for item in gold
            for slot in self._slots(pipeline.schema, item, answers.get(item.listing.product_id, {}))
        ]

    def figures(self, scored: Sequence[ScoredSlot], data: Path) -> Iterator[dict[str, Any]]:
        """See :class:`Task`. Where the values are given and only standardized, there are no confidences to speak of."""
        for part, own in _parts(scored, self.data_set.notes(data)):
            yield _figures(part, score(own), own, sure=not self.given)
        if self.data_set.complete:
            yield _figures("strict", score(scored, strict=True), scored, sure=True)

    def parts(self, scored: Sequence[ScoredSlot], data: Path) -> Iterator[tuple[str, Sequence[ScoredSlot]]]:
        """See :class:`Task`."""
        return _parts(scored, self.data_set.notes(data))

    def tally(self, scored: Sequence[ScoredSlot]) -> Tally:
        """See :class:`Task`."""
        return tally(scored)

    def _asked(self, schema: Schema, gold: SlotGold) -> Listing:
        """The listing as the task gives it, of a category that the schema has."""
        if not self.given:
            return gold.listing
        ids = attribute_ids(schema, gold.listing.category or "")
        return given(gold.listing, {name: slot for name, slot in gold.slots.items() if name in ids})

    def _slots(self, schema: Schema, gold: SlotGold, answers: Answers) -> Iterator[ScoredSlot]:
        ids = attribute_ids(schema, gold.listing.category or "")
        for name in dict.fromkeys([*gold.slots, *ids]):
            answer = answers.get(ids.get(name, ""))
            if name not in gold.slots and answer is None:
                continue
            slot = gold.slots.get(name)
            accepted = (slot.standard if self.standard else tuple(slot.wordings)) if slot else ()
            yield ScoredSlot(
                listing=gold.listing.product_id,
                category=gold.category,
                attribute=name,
                gold=accepted,
                value=answer.value if answer else None,
                confidence=answer.confidence if answer else 0.0,
                kept=answer.kept if answer else False,
                listed=slot is not None,
            )


_WDC, _OA_MINE, _AE_110K = SLOT_SETS
SLOT_TASKS = (
    SlotTask("wdc", _WDC, surface_answers, 0.4),
    SlotTask("wdc_normalized", _WDC, standard_answers, 0.4, standard=True),
    SlotTask("wdc_normalize_gold", _WDC, given_answers, 0.0, standard=True, given=True),
    SlotTask("oa_mine", _OA_MINE, surface_answers, 0.3),
    SlotTask("ae_110k", _AE_110K, surface_answers, 0.45),
)


def _line(schema: Schema, listing: Listing, answers: Answers) -> str:
    values = {
        attribute.name.first: answers[key].value if key in answers and answers[key].kept else None
        for key, attribute in schema.categories[listing.category or ""].attributes.items()
    }
    return json.dumps({"attributes": values}, ensure_ascii=False) + "\n"


def _parts(slots: Sequence[ScoredSlot], notes: Sequence[Note]) -> Iterator[tuple[str, Sequence[ScoredSlot]]]:
    """All slots; then the official ones and, of these, those of each operation."""
    yield "all attributes", slots
    official = {(note.category, note.attribute): note.operation for note in notes if note.official}
    own = [slot for slot in slots if (slot.category, slot.attribute) in official]
    if own:
        yield "official attributes", own
    for operation in sorted(set(official.values())):
        part = [slot for slot in own if official[slot.category, slot.attribute] == operation]
        if part:
            yield operation, part


def _figures(part: str, found: Figures, slots: Sequence[ScoredSlot], *, sure: bool) -> dict[str, Any]:
    precision, coverage = sure_values(slots) if sure else (None, None)
    return {
        "part": part,
        **asdict(found),
        "calibration_error": calibration_error(slots) if sure else None,
        "sure_precision": precision,
        "sure_coverage": coverage,
    }
