"""Choices asked again without the words that have most of their attention: those that stand do not rest on words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from benchmarks.quality.serving import open_pipeline
from jobs.config import Reject
from jobs.sources.json_lines import ListingError, read_listing
from training.fitting.evidence import mask, masking, measured
from udfs.records import Listing
from udfs.schema.schema import Schema


def masked_choices(checkpoint: Path, source: Path, threshold: float) -> str:
    """One line about all listings of a file that can be read, in the category that they give or that the model finds.

    What the job would withhold is counted too.
    """
    predictor = open_pipeline(checkpoint).predictor
    fitted = predictor.checkpoint.evidence
    listings = _listings(source, predictor.checkpoint.schema)
    found = predictor.extract(listings)
    asked = [
        replace(listing, category=one.category)
        for listing, one in zip(listings, found, strict=True)
        if one.category and not one.foreign
    ]
    with measured(predictor):
        judged = mask(predictor, asked, threshold)
    return f"choices of {len(asked)} listings whose best words are masked: {masking(judged, fitted)}"


def _listings(source: Path, schema: Schema) -> list[Listing]:
    read: list[Listing] = []
    for line in filter(str.strip, source.read_text(encoding="utf-8").splitlines()):
        try:
            read.append(read_listing(line.encode(), schema, Reject().max_characters))
        except ListingError:
            continue  # `facetmill predict` says why
    return read
