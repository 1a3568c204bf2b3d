"""Listings changed so that they say less of what is asked: how often does the model name a value all the same?

Shares are of all (listing, attribute) asked. What a good one is:

- *as written*, the yardstick: near the share of attributes that the listings state.
- *asked as another category*, and only for attributes whose names the listing's own category lacks: near 0, as next to
  nothing of what is asked is there; at ``SURE`` next to none.
- *title shuffled, no description*: not 0, as the words still state brand, colour and all else of one word; but below
  *as written*, and at ``SURE`` far below, as values of several words are torn apart and the order helps no more.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.quality.figures import SURE
from benchmarks.quality.serving import open_pipeline
from benchmarks.quality.slots.answers import standard_answers
from benchmarks.quality.slots.task import SLOT_TASKS, SlotTask
from udfs.pipeline import Pipeline
from udfs.records import Listing
from udfs.schema.schema import Schema
from udfs.text.keys import fold

OWN, OTHER, SHUFFLED = "as written", "asked as another category", "title shuffled, no description"


@dataclass(frozen=True, slots=True)
class Rate:
    """How many (listing, attribute) were asked, and the shares that got a value at the threshold and at ``SURE``."""

    data_set: str
    listings: str
    asked: int
    valued: float
    sure: float


def rates(checkpoint: Path, data: Path) -> list[Rate]:
    """For each data set that the checkpoint knows: its listings as written, as another category, and shuffled."""
    pipeline = open_pipeline(checkpoint)
    return [rate for task in _known_tasks(pipeline.schema) for rate in _task_rates(pipeline, task, data)]


def table(found: Sequence[Rate]) -> str:
    """Markdown."""
    head = f"| data set | listings | asked | share with a value | at ≥ {SURE} |\n| --- | --- | ---: | ---: | ---: |\n"
    return head + "".join(
        f"| {r.data_set} | {r.listings} | {r.asked:,} | {r.valued:.4f} | {r.sure:.4f} |\n" for r in found
    )


def _known_tasks(schema: Schema) -> list[SlotTask]:
    plain = (task for task in SLOT_TASKS if task.name == task.data_set.name)
    return [task for task in plain if any(key.startswith(f"{task.data_set.prefix}_") for key in schema.categories)]


def _task_rates(pipeline: Pipeline, task: SlotTask, data: Path) -> Iterator[Rate]:
    listings = [gold.listing for gold in task.data_set.read(data)]
    prefixes = tuple(f"{known.data_set.prefix}_" for known in SLOT_TASKS)
    categories = [key for key in pipeline.schema.categories if key.startswith(prefixes)]
    kinds = {
        OWN: listings,
        OTHER: [_as_another(listing, categories) for listing in listings],
        SHUFFLED: [_shuffled(listing) for listing in listings],
    }
    for kind, changed in kinds.items():
        asked = [_asked(pipeline.schema, was, now) for was, now in zip(listings, changed, strict=True)]
        answers = standard_answers(pipeline, changed, task.threshold)
        found = [
            own[key] for own, keys in zip(answers, asked, strict=True) for key in keys if key in own and own[key].kept
        ]
        n = max(1, sum(map(len, asked)))
        n_sure = sum(answer.confidence >= SURE for answer in found)
        yield Rate(task.data_set.name, kind, n, len(found) / n, n_sure / n)


def _asked(schema: Schema, was: Listing, now: Listing) -> list[str]:
    """Ids of the attributes that count: not those which the listing's own category has as well, by name."""
    attributes = schema.categories[now.category or ""].attributes
    own = schema.categories[was.category or ""].attributes.values() if was.category != now.category else ()
    names = {fold(attribute.name.first) for attribute in own}
    return [key for key, attribute in attributes.items() if fold(attribute.name.first) not in names]


def _as_another(listing: Listing, categories: Sequence[str]) -> Listing:
    others = [key for key in categories if key != listing.category]
    return replace(listing, category=random.Random(listing.product_id).choice(others))


def _shuffled(listing: Listing) -> Listing:
    words = (listing.title or "").split()
    random.Random(listing.product_id).shuffle(words)
    return replace(listing, title=" ".join(words), description=None)
