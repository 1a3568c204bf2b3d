"""A file of a data set in, a line of attributes for each of its listings out."""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks.quality.answers import TASKS, check_listings, open_pipeline
from benchmarks.quality.datasets import read_given, read_listings


def predict(name: str, checkpoint: Path, source: Path, target: Path) -> int:
    """Write ``{"attributes": {name: value or null}}`` for all attributes of each listing's category; returns how many.

    Raises SourceError where the file is not of the data set's format, or speaks of what the checkpoint does not know.
    ``target`` is not touched before all answers are there.
    """
    task = TASKS[name]
    listings = (read_given if task.given else read_listings)(task.data_set, source)
    pipeline = open_pipeline(checkpoint)
    check_listings(pipeline.schema, listings)
    answers = task.answer(pipeline, listings, task.threshold)
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("w", encoding="utf-8") as file:
        for listing, own in zip(listings, answers, strict=True):
            attributes = pipeline.schema.categories[listing.category or ""].attributes
            values = {
                attribute.name.en: own[key].value if key in own and own[key].kept else None
                for key, attribute in attributes.items()
            }
            file.write(json.dumps({"attributes": values}, ensure_ascii=False) + "\n")
    return len(listings)
