"""The one predictor, listings in and extractions out: UDFs, command line and training's evaluation all call it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np
import torch
from numpy.typing import NDArray

from udfs.checkpoint.folder import Checkpoint, load
from udfs.confidence.ngrams import NgramClassifier, buckets
from udfs.confidence.prior import Prior
from udfs.confidence.temperatures import Calibration
from udfs.encoder.batches import Batch, length_sorted_batches
from udfs.encoder.device import choose_device, choose_token_budget
from udfs.encoder.int8 import WIDTH_STEP, computes_int8
from udfs.encoder.tokens import EncodedText, TextEncoder
from udfs.errors import CheckpointError, EnvironmentFault
from udfs.heads.choices import choice_probabilities, choice_tensors, decode_choices
from udfs.heads.network import ListingModel
from udfs.heads.questions import CategoryQuestions, ChoiceQuestion, Labels
from udfs.heads.slots import ask
from udfs.heads.spans import decode_spans, mentions, statements
from udfs.heads.states import SCORE_FLOOR, Encoded, Projected
from udfs.records import Choice, Extraction, Listing, Scored, Span
from udfs.schema.schema import Schema
from udfs.serving.precision import compute_in, serve_in
from udfs.settings import Batching

T = TypeVar("T")
_OUT_OF_MEMORY = ("CUBLAS_STATUS_ALLOC_FAILED", "CUDNN_STATUS_ALLOC_FAILED", "DefaultCPUAllocator: can't allocate")
TOP = 3  # best categories and matches that are kept


class Predictor:
    """A model and a schema, ready to read listings. Build one with :meth:`load`, or around a model in training."""

    def __init__(
        self, model: ListingModel, text_encoder: TextEncoder, schema: Schema, batching: Batching, *, reads_site: bool
    ) -> None:
        self.model = model
        self.reads_site = reads_site
        self.text_encoder = text_encoder
        self.labels = Labels(schema)
        self.calibration = Calibration()
        self.prior = Prior()
        self.ngrams: Mapping[str, NgramClassifier] = {}
        self.device = next(model.parameters()).device
        self.token_budget = choose_token_budget(batching.token_budget, self.device)

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
        reads_site = checkpoint.config.site
        predictor = cls(checkpoint.model, checkpoint.text_encoder, schema, batching, reads_site=reads_site)
        predictor.calibration = checkpoint.calibration
        predictor.prior = checkpoint.prior
        predictor.ngrams = checkpoint.ngrams
        predictor._adopt_labels(checkpoint)
        serve_in(predictor.model, batching.precision, checkpoint.int8, predictor.device)
        return predictor

    def _adopt_labels(self, checkpoint: Checkpoint) -> None:
        """The checkpoint's label vectors hold for its own schema; any other order or text is embedded anew."""
        if self.labels.texts != checkpoint.label_texts:
            known = {text: i for i, text in enumerate(checkpoint.label_texts)}
            correction = self.model.label_correction
            taught = correction.weight.new_zeros(len(self.labels.texts), correction.embedding_dim)
            for i, text in enumerate(self.labels.texts):
                if text in known:
                    taught[i] = correction.weight.data[known[text]]
            self.model.label_correction = torch.nn.Embedding(len(taught), taught.shape[1], _weight=taught)
            self.refresh_labels()

    @torch.no_grad()  # and not inference mode: training computes gradients through these vectors' users
    def refresh_labels(self, *, whiten: bool = False) -> None:
        """Embed all label texts with the encoder as it is now."""
        vectors = torch.empty(len(self.labels.texts), self.model.encoder.config.hidden_size, device=self.device)
        encoded = self.text_encoder.encode([(text, None) for text in self.labels.texts])
        for rows, batch in self.batches(encoded):
            if batch.ids.shape[0] != len(rows):
                raise ValueError(
                    f"a label text is longer than one window of {self.text_encoder.window} pieces; shorten it"
                )
            vectors[rows] = self.model.embed_texts(batch.ids, batch.mask)
        self.model.set_labels(vectors, whiten=whiten)

    def encode(self, listings: Sequence[Listing]) -> list[EncodedText]:
        """The listings' texts as the model reads them: with their sites, if it was trained with sites."""
        if not self.reads_site:
            return self.text_encoder.encode([(item.title, item.description) for item in listings])
        return self.text_encoder.encode([(item.title, item.description, item.site) for item in listings])

    @torch.inference_mode()
    def extract(self, listings: Sequence[Listing]) -> list[Extraction]:
        """What the model says of each listing, in order. A listing's own category, if any, decides what is asked.

        Scores above a low floor are all kept: thresholds apply later. An empty listing gives an empty extraction.
        """
        encoded = self.encode(listings)
        labels = self.model.project_labels()

        def read(rows: list[int], batch: Batch) -> list[Extraction]:
            states = self._states(batch, labels)
            return list(self._read(states, batch, [encoded[row] for row in rows], [listings[row] for row in rows]))

        return self._in_batches(encoded, read)

    @torch.inference_mode()
    def match(self, triples: Sequence[tuple[str, str, str]]) -> list[list[Scored]]:
        """Nearest allowed values of (category, attribute, raw value) triples, best first; [] if there is no closed
        list.

        The choice head reads the raw value alone, as if it were a listing.
        """
        encoded = self.text_encoder.encode([(raw, None) for _, _, raw in triples])
        asked = [self.labels.by_category[category].choices.get(attribute) for category, attribute, _ in triples]
        labels = self.model.project_labels()

        def read(rows: list[int], batch: Batch) -> list[list[Scored]]:
            states = self._states(batch, labels)
            own = [encoded[row] for row in rows]
            answers = self._ask(states, own, [[asked[row]] for row in rows], self.calibration.choices)
            return [scores[0][:TOP] for scores in answers]

        return self._in_batches(encoded, read)

    def _states(self, batch: Batch, labels: Projected) -> Encoded:
        """What the encoder makes of a batch: finite numbers, or scores would be none and be stored as "says nothing".

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

    def _in_batches(self, encoded: Sequence[EncodedText], read: Callable[[list[int], Batch], list[T]]) -> list[T]:
        """What ``read`` makes of each text, in order.

        A batch that does not fit into the device's memory is read in halves, and the budget stays halved.
        """
        results: dict[int, T] = {}
        left = list(range(len(encoded)))
        while left:
            full = False
            try:
                for rows, batch in self.batches([encoded[row] for row in left]):
                    own = [left[row] for row in rows]
                    results |= zip(own, read(own, batch), strict=True)
            except RuntimeError as error:
                if not _is_out_of_memory(error):
                    raise
                full = True  # and halved below, where the exception no longer holds the tensors of its frames
            left = [row for row in left if row not in results]
            if full:
                self._halve([encoded[row] for row in left])
        return [results[row] for row in range(len(encoded))]

    def _halve(self, encoded: Sequence[EncodedText]) -> None:
        """Halve the budget, to half of the largest batch at most. Raises EnvironmentFault when that is one text."""
        costs = self._costs(encoded)
        rows = next(self._grouped(encoded))
        if len(rows) == 1:
            raise EnvironmentFault(
                f"a text of {len(encoded[rows[0]].pieces)} tokens does not fit into the memory of {self.device} beside "
                "what is there: run fewer tasks on it, or lower reject.max_characters"
            )
        largest = sum(costs[row][0] for row in rows) * costs[rows[0]][1]
        self.token_budget = max(1, min(self.token_budget, largest) // 2)
        if self.device.type == "cuda":
            torch.cuda.empty_cache()

    def batches(self, encoded: Sequence[EncodedText]) -> Iterator[tuple[list[int], Batch]]:
        """Indexes of texts of nearly one length, and their tensors on the model's device."""
        step = self._width_step()
        for rows in self._grouped(encoded):
            yield rows, self.text_encoder.collate([encoded[row] for row in rows], step).to(self.device)

    def _grouped(self, encoded: Sequence[EncodedText]) -> Iterator[list[int]]:
        """Indexes of the texts of each batch.

        In int8 all rows of a batch are as wide as each text asks by itself: the last digit of attention depends on the
        width, and rounding to 8 bits makes steps of last digits. So a text's scores are the same in any batch.
        """
        step = self._width_step()
        widths = [self.text_encoder.width(len(item.pieces), step) for item in encoded] if step > 1 else None
        return length_sorted_batches(self._costs(encoded), self.token_budget, kinds=widths)

    def _width_step(self) -> int:
        return WIDTH_STEP if computes_int8(self.model.encoder) else 1

    def _costs(self, encoded: Sequence[EncodedText]) -> list[tuple[int, int]]:
        """Windows of each text, and the pieces of its longest one, or the units of one where there are more."""
        step = self._width_step()
        costs = []
        for item in encoded:
            n_windows = len(self.text_encoder.windows(len(item.pieces)))
            width = self.text_encoder.width(len(item.pieces), step)
            # The heads see units, and one unknown piece can be thousands of them: <img src="data:...">
            costs.append((n_windows, max(width, -(-len(item.unit_token) // n_windows))))
        return costs

    def _read(
        self, states: Encoded, batch: Batch, texts: Sequence[EncodedText], sources: Sequence[Listing]
    ) -> Iterator[Extraction]:
        held = self._hold_categories(states)
        best = np.argsort(-held, axis=1, kind="stable")[:, :TOP].tolist()
        nothing = (1.0 - held.sum(1)).tolist()  # the probability of none of the schema's categories
        chances = held.tolist()
        ids = self.labels.category.values
        categories: list[str | None] = []
        for i, (source, text) in enumerate(zip(sources, texts, strict=True)):
            stands = bool(best[i]) and text.unit_token.size and chances[i][best[i][0]] > nothing[i]
            categories.append(source.category or (ids[best[i][0]] if stands else None))
        questions = [self.labels.by_category[c] if c else None for c in categories]
        spans = self.read_spans(states, batch, texts, sources, questions)
        asked_choices = [[*q.choices.values()] if q else [] for q in questions]
        choices = self._ask(states, texts, asked_choices, self.calibration.choices, ngrams=True)
        tags = self._ask(states, texts, [[q.tags] if q else [] for q in questions], self.calibration.tags)
        for i, text in enumerate(texts):
            category, asked = categories[i], questions[i]
            likely = best[i] if text.unit_token.size else ()
            yield Extraction(
                category=category,
                category_confidence=chances[i][ids.index(category)] if category else max(nothing[i], 0.0),
                categories=tuple(Scored(ids[k], chances[i][k]) for k in likely if chances[i][k] > SCORE_FLOOR),
                spans=self._weighed(category, asked, spans[i]) if category and asked else (),
                choices=tuple(
                    Choice(attribute, score.id, score.score)
                    for attribute, scored in zip(asked.choices if asked else (), choices[i], strict=True)
                    for score in scored
                ),
                tags=tuple(tags[i][0]) if asked else (),
                tokens=len(text.pieces),
                windows=len(self.text_encoder.windows(len(text.pieces))),
            )

    def _hold_categories(self, states: Encoded) -> NDArray[np.float64]:
        """(B, C) probabilities of all categories; what they lack to 1 is that of none of them."""
        questions = [self.labels.category] * len(states.mask)
        logits = self.model.choices(states, *choice_tensors([[question] for question in questions], self.device))
        scaled = logits[:, 0].float().cpu() / self.calibration.category
        return choice_probabilities(scaled, questions).double().numpy()

    def _ask(
        self,
        states: Encoded,
        texts: Sequence[EncodedText],
        questions: Sequence[Sequence[ChoiceQuestion | None]],
        temperature: float,
        *,
        ngrams: bool = False,
    ) -> list[list[list[Scored]]]:
        """For each text, the scored values of each of its questions; none where there is no text.

        With ``ngrams`` the n-grams of the texts are heard as well.
        """
        answers: list[list[list[Scored]]] = [[[] for _ in row] for row in questions]
        read = [text.unit_token.size > 0 for text in texts]
        asked = [
            (i, k, question)
            for i, row in enumerate(questions)
            for k, question in enumerate(row)
            if question and read[i]
        ]
        if not asked:
            return answers
        rows, places, own = zip(*asked, strict=True)
        logits = self.model.choices(states, *choice_tensors(questions, self.device)).float().cpu()
        scaled = logits / temperature
        for (i, k), heard in (self._hear_ngrams(logits, questions, texts) if ngrams else {}).items():
            scaled[i, k, : len(heard)] = heard
        for i, k, scores in zip(rows, places, decode_choices(scaled[list(rows), list(places)], own), strict=True):
            answers[i][k] = scores
        return answers

    def _hear_ngrams(
        self, logits: torch.Tensor, questions: Sequence[Sequence[ChoiceQuestion | None]], texts: Sequence[EncodedText]
    ) -> dict[tuple[int, int], torch.Tensor]:
        """By listing and question, where there is a classifier for it: (1 + V,) logits by it and the network."""
        asked: dict[ChoiceQuestion, list[tuple[int, int]]] = {}
        for i, row in enumerate(questions if self.ngrams else ()):
            for k, question in enumerate(row):
                if question and self.hears_ngrams(question):
                    asked.setdefault(question, []).append((i, k))
        heard: dict[tuple[int, int], torch.Tensor] = {}
        for question, places in asked.items():
            values = self.value_texts(question)
            network = torch.stack([logits[i, k, : len(values)] for i, k in places])
            classifier = self.ngrams[self.labels.texts[question.label]]
            both = classifier.weigh(network, [buckets(texts[i].pieces) for i, _ in places], values)
            heard |= zip(places, both, strict=True)
        return heard

    def hears_ngrams(self, question: ChoiceQuestion) -> bool:
        """Whether there is a classifier for a question; of one category it may be exclusive and not of another."""
        return question.exclusive and self.labels.texts[question.label] in self.ngrams

    def value_texts(self, question: ChoiceQuestion) -> tuple[str, ...]:
        """The label texts of a question's answers: "" for none, then the values."""
        return ("", *(self.labels.texts[label] for label in question.value_labels))

    def read_spans(
        self,
        states: Encoded,
        batch: Batch,
        texts: Sequence[EncodedText],
        sources: Sequence[Listing],
        questions: Sequence[CategoryQuestions | None],
    ) -> list[list[Span]]:
        """What each listing may state of the attributes it is asked for, by the network alone, best first."""
        if not any(questions):
            return [[] for _ in texts]
        slots = ask(questions, self.device)
        found = decode_spans(self.model.spans(states, batch, slots), slots)
        rows = zip(sources, texts, questions, found, strict=True)
        return [mentions(source, text, asked, raw) if asked else [] for source, text, asked, raw in rows]

    def _weighed(self, category: str, asked: CategoryQuestions, spans: Sequence[Span]) -> tuple[Span, ...]:
        several = dict(zip(asked.attributes, asked.attribute_many, strict=True))
        return tuple(statements(self.prior.weigh(category, spans, several, floor=SCORE_FLOOR), several))


def _is_out_of_memory(error: RuntimeError) -> bool:
    """Libraries below torch, and its CPU allocator, say so in words only."""
    return isinstance(error, torch.OutOfMemoryError) or any(words in str(error) for words in _OUT_OF_MEMORY)
