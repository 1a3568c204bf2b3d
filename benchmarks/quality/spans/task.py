"""The task on data sets of spans: mark the spans of all attributes in each title."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from benchmarks.quality.contract import Column, Predicted, Table, Tally, Task
from benchmarks.quality.figures import F1_COLUMNS, TRUST_COLUMNS, count
from benchmarks.quality.serving import check_categories, open_pipeline
from benchmarks.quality.spans.data_set import Place, SpanGold, SpanSet
from benchmarks.quality.spans.scoring import ScoredSpan, figures, tally
from benchmarks.quality.spans.selection import best_spans
from udfs.pipeline import Pipeline
from udfs.records import Span


@dataclass(frozen=True)
class SpanTask(Task[SpanGold, ScoredSpan]):
    """``threshold``: the least confidence of a span that is given out."""

    data_set: SpanSet
    threshold: float
    table: ClassVar[Table] = Table(
        "spans.jsonl",
        (
            *(Column("task", "task"), Column("spans of", "part"), Column("n", "labelled", count)),
            *F1_COLUMNS,
            *TRUST_COLUMNS,
        ),
    )
    item: ClassVar[type[ScoredSpan]] = ScoredSpan

    def predict(self, checkpoint: Path, source: Path) -> Predicted:
        """See :class:`Task`. No two spans of a title overlap."""
        file = self.data_set.open(source)
        listings = [self.data_set.listing(number, title) for number, title in enumerate(file.titles, 1)]
        pipeline = open_pipeline(checkpoint)
        check_categories(pipeline.schema, listings)
        names = self.data_set.own_names(pipeline.schema)
        chosen = [best_spans(found.spans, self.threshold) for found in pipeline.predictor.extract(listings)]
        spans = [[Place(names[span.attribute], span.start, span.end) for span in own] for own in chosen]
        return Predicted(len(listings), file.answered(spans))

    def score(self, pipeline: Pipeline, gold: Sequence[SpanGold]) -> list[ScoredSpan]:
        """See :class:`Task`. One for each span that is labelled or claimed, title by title in reading order."""
        listings = [item.listing for item in gold]
        check_categories(pipeline.schema, listings)
        ids = {name: key for key, name in self.data_set.own_names(pipeline.schema).items()}
        found = pipeline.predictor.extract(listings)
        return [
            scored
            for item, extraction in zip(gold, found, strict=True)
            for scored in self._scored(item, ids, extraction.spans)
        ]

    def figures(self, scored: Sequence[ScoredSpan], data: Path) -> Iterator[dict[str, Any]]:  # noqa: ARG002
        """See :class:`Task`."""
        return figures(scored)

    def parts(
        self,
        scored: Sequence[ScoredSpan],
        data: Path,  # noqa: ARG002
    ) -> Iterator[tuple[str, Sequence[ScoredSpan]]]:
        """See :class:`Task`."""
        yield "all attributes", scored

    def tally(self, scored: Sequence[ScoredSpan]) -> Tally:
        """See :class:`Task`."""
        return tally(scored)

    def _scored(self, gold: SpanGold, ids: Mapping[str, str], claimed: Sequence[Span]) -> Iterator[ScoredSpan]:
        labelled = {place._replace(attribute=ids[place.attribute]) for place in gold.spans}
        claims = {Place(span.attribute, span.start, span.end): span.confidence for span in claimed}
        kept = {Place(span.attribute, span.start, span.end) for span in best_spans(claimed, self.threshold)}
        for place in sorted(labelled | claims.keys(), key=lambda place: (place.start, place.end, place.attribute)):
            yield ScoredSpan(
                listing=gold.listing.product_id,
                attribute=place.attribute,
                start=place.start,
                end=place.end,
                text=(gold.listing.title or "")[place.start : place.end],
                gold=place in labelled,
                confidence=claims.get(place),
                kept=place in kept,
            )
