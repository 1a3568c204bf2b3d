"""What a checkpoint and the rules make of values that no rule knows, and of whole listings."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks.faults.inputs import Fault, Got
from benchmarks.faults.rules import english, remarks
from jobs.config import Reject
from jobs.sources.json_lines import ListingError, read_listing
from udfs.pipeline import Pipeline
from udfs.records import Fact, Product, Scored, Wording
from udfs.schema.loading import load_schema
from udfs.settings import Batching, Thresholds


def load_pipeline(checkpoint: str, schema: str) -> Pipeline:
    """As the job loads it: with the schema of a folder, not the checkpoint's own. Raises CheckpointError."""
    return Pipeline.load(checkpoint, load_schema(schema), Thresholds(), Batching())


def nearest_value(pipeline: Pipeline, given: Mapping[str, Any]) -> Got:
    """What a seller's value of one attribute becomes in a listing that says nothing else."""
    category, attribute = given["category"], given["attribute"]

    def compare(unknown: Sequence[Wording]) -> dict[Wording, Sequence[Scored]]:
        found = pipeline.predictor.match([(category, *wording) for wording in unknown])
        return dict(zip(unknown, found, strict=True))

    product = pipeline.maker.make(category, (), (), (), entries=[(attribute, given["raw"])], texts=(), compare=compare)
    facts = [fact for fact in product.facts if fact.attribute == attribute]
    if not facts:
        return Got("none")
    values = [shown for fact in facts if (shown := english(fact))]
    return Got(facts[0].status, facts[0].number, unit=facts[0].unit, values=values or None, detail=remarks(facts))


def listing(pipeline: Pipeline, fault: Fault) -> Got:
    """What ``facetmill predict`` makes of a listing."""
    line = json.dumps({"product_id": fault.id, **fault.input}).encode()
    try:
        read = read_listing(line, pipeline.schema, Reject().max_characters)
    except ListingError as error:
        return Got("rejected", detail=str(error))
    (result,) = pipeline.process([read])
    if result.category is None:
        return Got("rejected", detail=f"{result.decided.reason}: {result.decided.detail}")
    return Got(
        "standard", values=[result.category], attributes=_values(result.product), detail=remarks(result.product.facts)
    )


def _values(product: Product) -> dict[str, str]:
    found: dict[str, str] = {}
    for fact in product.facts:
        if shown := _shown(fact):
            found[fact.attribute] = f"{found[fact.attribute]}; {shown}" if fact.attribute in found else shown
    return found


def _shown(fact: Fact) -> str | None:
    return english(fact) if fact.status == "standard" else None
