"""The one predictor, listings in and extractions out: UDFs, command line and training's evaluation all call it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import torch

from udfs.checkpoint.folder import Checkpoint, load
from udfs.confidence.prior import Prior
from udfs.encoder.batches import Batch
from udfs.encoder.device import choose_device
from udfs.encoder.tokens import EncodedText
from udfs.errors import CheckpointError
from udfs.heads.questions import CategoryQuestions, ChoiceQuestion, Questions
from udfs.heads.spans import read_spans, statements
from udfs.heads.states import SCORE_FLOOR, Encoded, Projected
from udfs.records import Extraction, Listing, Scored, Span
from udfs.schema.schema import Schema
from udfs.schema.untrained import untrained_parts
from udfs.serving.answers import Answers
from udfs.serving.labels import adopt_labels
from udfs.serving.memory import Batcher, Count, uncounted
from udfs.serving.precision import compute_in, set_precision
from udfs.settings import Batching


class Predictor:
    """A checkpoint, ready to read listings. Build one with :meth:`load`, or around one that is being trained."""

    def __init__(self, checkpoint: Checkpoint, token_budget: int | None = None) -> None:
        self.checkpoint = checkpoint
        self.model = checkpoint.model
        self.questions = Questions(checkpoint.schema)
        self.answers = Answers(checkpoint, self.questions)
        self.batcher = Batcher(checkpoint.model, checkpoint.collator, token_budget)

    @classmethod
    def load(
        cls, folder: str | Path, schema: Schema, batching: Batching, device: torch.device | None = None
    ) -> Predictor:
        """Load a checkpoint for a schema, on the device that ``batching`` asks for unless one is given.

        The encoder, and what the span head makes of its pieces, compute in the precision of ``batching``, all else in
        fp32; in int8 the encoder's linear layers alone. Raises CheckpointError (see
        :func:`udfs.checkpoint.folder.load`), also for int8 asked of a checkpoint that loses too much by it, and
        EnvironmentFault where it cannot be computed.
        """
        checkpoint = load(folder, device or choose_device(batching.device))
        predictor = cls(replace(checkpoint, schema=schema, prior=_prior_of(checkpoint, schema)), batching.token_budget)
        adopt_labels(predictor.checkpoint, predictor.questions.texts, predictor.batcher)
        set_precision(predictor.model, batching.precision, checkpoint.int8, predictor.model.device)
        return predictor

    @property
    def calibrated(self) -> bool:
        """Whether the scores of :meth:`match` are the chances that a raw value means a value."""
        return self.checkpoint.neighbours.fitted

    @torch.inference_mode()
    def extract(self, listings: Sequence[Listing], count: Count = uncounted) -> list[Extraction]:
        """Find what the model says of each listing, in order. A listing's own category, if any, decides what is asked.

        Scores above a low floor are all kept: thresholds apply later. An empty listing gives an empty extraction.
        ``count`` is told how many listings each batch had.
        """
        texts = self.checkpoint.text_encoder.encode(listings)
        labels = self.model.project_labels()

        def read(rows: list[int], batch: Batch) -> list[Extraction]:
            return [*self._extract(self._encode(batch, labels), batch, [texts[row] for row in rows])]

        return self.batcher.read_all(texts, read, count)

    def match(self, triples: Sequence[tuple[str, str, str]], count: Count = uncounted) -> list[list[Scored]]:
        """Find the nearest allowed values of (category, attribute, raw value) triples, best first.

        Without a closed list there are none, nor of a category that it is not asked about. The choice head
        reads the raw value alone, as if it were a listing. Scores are chances that the raw value
        means it where the checkpoint's ``neighbours`` are fitted.
        """
        own = self.questions.by_category
        asked = [
            own[category].choices.get(attribute) if category in own else None for category, attribute, _ in triples
        ]
        return self.meanings([raw for *_, raw in triples], asked, count)

    @torch.inference_mode()
    def meanings(
        self, raws: Sequence[str], asked: Sequence[ChoiceQuestion | None], count: Count = uncounted
    ) -> list[list[Scored]]:
        """Find the nearest of the values that each raw value's question allows, best first; without a question none."""
        texts = self.checkpoint.text_encoder.encode([Listing("", raw) for raw in raws])
        labels = self.model.project_labels()

        def read(rows: list[int], batch: Batch) -> list[list[Scored]]:
            own = [texts[row] for row in rows]
            return self.answers.meanings(self._encode(batch, labels), own, [asked[row] for row in rows])

        return self.batcher.read_all(texts, read, count)

    def _encode(self, batch: Batch, labels: Projected) -> Encoded:
        """Encode a batch to finite numbers, or scores would be none and be stored as "says nothing".

        fp16 ends at 65,504; where an encoder goes beyond, it computes in fp32 from then on. Raises CheckpointError
        where that does not help.
        """
        states = self.model.encode(batch, labels)
        if not torch.isfinite(states.tokens).all() and self.model.encoder.dtype == torch.float16:
            compute_in(self.model, torch.float32)
            states = self.model.encode(batch, labels)
        if not torch.isfinite(states.tokens).all():
            raise CheckpointError("the checkpoint's encoder gives no finite numbers for a text; train it anew")
        return states

    def _extract(self, states: Encoded, batch: Batch, texts: Sequence[EncodedText]) -> Iterator[Extraction]:
        """Ask the heads about the listings of one batch: the category first, as it decides what else is asked."""
        categories = self.answers.categories(states, texts)
        asked = [self.questions.of(one.category) for one in categories]
        spans = read_spans(self.model.spans, states, batch, texts, asked)
        choices = self.answers.choices(states, texts, asked)
        tags = self.answers.tags(states, texts, asked)
        rows = zip(texts, categories, asked, spans, choices, tags, strict=True)
        for text, known, questions, stated, chosen, tagged in rows:
            yield replace(
                known,
                spans=self._weigh(known.category, questions, stated) if known.category and questions else (),
                choices=tuple(chosen),
                tags=tuple(tagged),
                tokens=len(text.pieces),
                windows=len(self.checkpoint.collator.windows(len(text.pieces))),
                foreign=self.checkpoint.languages.foreign(f"{text.title.text} {text.description.text}"),
            )

    def _weigh(self, category: str, questions: CategoryQuestions, spans: Sequence[Span]) -> tuple[Span, ...]:
        """Weigh a listing's spans by the prior, and keep those that stand."""
        weighed = self.checkpoint.prior.weigh(category, spans, questions.many, floor=SCORE_FLOOR)
        return tuple(statements(weighed, questions.many))


def _prior_of(checkpoint: Checkpoint, schema: Schema) -> Prior:
    """A checkpoint's prior, without what it counted of attributes that mean something else in a schema."""
    untrained = untrained_parts(checkpoint.schema, schema, asked=True).attributes
    usage = {
        category: {key: own for key, own in used.items() if (category, key) not in untrained}
        for category, used in checkpoint.prior.usage.items()
    }
    return checkpoint.prior.model_copy(update={"usage": usage})
