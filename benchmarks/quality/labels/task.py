"""The task on data sets of labels: the class of each text, by each question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from benchmarks.quality.contract import Column, Predicted, Table, Tally, Task
from benchmarks.quality.figures import TRUST_COLUMNS, count, per_cent
from benchmarks.quality.labels.reviews import TEXT, LabelGold, ReviewSet, csv_text
from benchmarks.quality.labels.scoring import ScoredLabel, by_question, figures
from benchmarks.quality.serving import check_categories, open_pipeline
from udfs.pipeline import Pipeline
from udfs.records import Listing, Scored


@dataclass(frozen=True)
class LabelTask(Task[LabelGold, ScoredLabel]):
    """The best class counts, whatever its confidence."""

    data_set: ReviewSet
    table: ClassVar[Table] = Table(
        "labels.jsonl",
        (
            *(Column("task", "task"), Column("question", "part"), Column("n", "texts", count)),
            *(Column("accuracy", "accuracy", per_cent), Column("macro F1", "macro_f1", per_cent)),
            *TRUST_COLUMNS,
        ),
    )
    item: ClassVar[type[ScoredLabel]] = ScoredLabel

    def predict(self, checkpoint: Path, source: Path) -> Predicted:
        """See :class:`Task`. The texts with a column for each question, which is "" where the model names no class."""
        listings = self.data_set.listings(source)
        pipeline = open_pipeline(checkpoint)
        rows = [
            {TEXT: listing.description or "", **{column: best.id for column, best in own.items()}}
            for listing, own in zip(listings, self._classes(pipeline, listings), strict=True)
        ]
        return Predicted(len(listings), csv_text((TEXT, *self.data_set.columns(pipeline.schema).values()), rows))

    def score(self, pipeline: Pipeline, gold: Sequence[LabelGold]) -> list[ScoredLabel]:
        """See :class:`Task`. One for each question of each text."""
        found = self._classes(pipeline, [item.listing for item in gold])
        return [
            ScoredLabel(
                listing=item.listing.product_id,
                question=column,
                gold=label,
                value=own[column].id if column in own else None,
                confidence=own[column].score if column in own else 0.0,
            )
            for item, own in zip(gold, found, strict=True)
            for column, label in item.labels.items()
        ]

    def figures(self, scored: Sequence[ScoredLabel], data: Path) -> Iterator[dict[str, Any]]:  # noqa: ARG002
        """See :class:`Task`."""
        return figures(scored)

    def parts(
        self,
        scored: Sequence[ScoredLabel],
        data: Path,  # noqa: ARG002
    ) -> Iterator[tuple[str, Sequence[ScoredLabel]]]:
        """See :class:`Task`."""
        return by_question(scored)

    def tally(self, scored: Sequence[ScoredLabel]) -> Tally:
        """See :class:`Task`."""
        return Tally(len(scored), len(scored), sum(label.right for label in scored))

    def _classes(self, pipeline: Pipeline, listings: Sequence[Listing]) -> list[dict[str, Scored]]:
        check_categories(pipeline.schema, listings)
        extractions = pipeline.predictor.extract(listings)
        return [self.data_set.classes(pipeline.schema, found.choices) for found in extractions]
