"""Writing as Spark functions: products to their texts and keywords, listings to the phrases that are counted."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache, partial
from typing import Any, NamedTuple

import pyarrow as pa
from pyspark import Broadcast
from pyspark.sql.pandas.functions import arrow_udf
from pyspark.sql.pandas.types import from_arrow_type

from udfs.records import Listing
from udfs.settings import Batching
from udfs.spark.arrow import arrow_type, to_arrow
from udfs.spark.blame import for_all
from udfs.spark.facts import facts_from
from udfs.spark.workers import generator_of, gpu_of_task, predictor_of
from udfs.text.languages import language_code
from udfs.writing.edits import Edit, StatedFact
from udfs.writing.extracts.candidates import listed
from udfs.writing.extracts.statistics import counts_of
from udfs.writing.extracts.summaries import LANGUAGES
from udfs.writing.extracts.vectors import Embed, hashed
from udfs.writing.generating.rewriting import Generate
from udfs.writing.generating.settings import Generator
from udfs.writing.kit import Counts, Kit
from udfs.writing.products import Due, ProductTexts, ProductWriter
from udfs.writing.records import Subject

_WRITTEN = arrow_type(ProductTexts)
_PHRASES = arrow_type(tuple[str, ...])
_TOGETHER = 256  # products whose clauses are embedded at one time


class Embedder(NamedTuple):
    """The checkpoint whose encoder gives vectors, as :func:`udfs.spark.functions.extract` is told of it."""

    checkpoint: str
    fingerprint: str
    schema_json: str
    batching: Batching


class Generating(NamedTuple):
    """A generative model that words texts, as the driver verified it; see
    :class:`udfs.serving.generation.finding.FoundModel`."""

    generator: Generator
    revision: str | None
    fingerprint: str

    @property
    def recipe(self) -> str:
        """16 hex digits over what decides its texts beside the plans."""
        return self.generator.recipe(self.fingerprint)


def write(
    kit_json: str, counts: Broadcast[bytes], embedder: Embedder | None, generating: Generating | None = None
) -> Any:
    """(product_id, title, description, site, category, facts, claims, edits) to a ProductTexts.

    ``facts`` and ``claims`` are rows of tables attributes and claims as structs, ``edits`` structs of
    :class:`udfs.writing.edits.Edit`. ``counts``: see :func:`packed`. Without an embedder vectors are of words alone,
    see :func:`udfs.writing.extracts.vectors.hashed`. ``generating``: a model that words the texts; null leaves all to
    the phrase rules.
    """

    def run(batches: Iterator[tuple[pa.Array, ...]]) -> Iterator[pa.Array]:
        for columns in batches:
            writer = _writer(kit_json, counts.value, embedder, generating, gpu_of_task())
            due = [_due(*row) for row in zip(*(column.to_pylist() for column in columns), strict=True)]
            written: list[ProductTexts] = []
            for start in range(0, len(due), _TOGETHER):
                part = due[start : start + _TOGETHER]
                written += for_all("writing texts", writer.write, part, _name)
            yield to_arrow(written, _WRITTEN)

    # Spark would ask a deterministic one again for every column that is taken of its result
    return arrow_udf(run, from_arrow_type(_WRITTEN)).asNondeterministic()  # type: ignore[call-overload]


def packed(counts: Counts) -> bytes:
    """What is counted in a catalog, to be broadcast."""
    return zlib.compress(counts.to_json().encode())


def phrases_of() -> Any:
    """(title, description) to the language and the phrases of a listing, each once, the language first; [] where the
    language is none in which keywords are found."""

    def run(title: pa.Array, description: pa.Array) -> pa.Array:
        rows = zip(title.to_pylist(), description.to_pylist(), strict=True)
        return pa.array([_phrases(*row) for row in rows], _PHRASES)

    return arrow_udf(run, from_arrow_type(_PHRASES)).asNondeterministic()  # type: ignore[call-overload]


def _phrases(title: str | None, description: str | None) -> list[str]:
    texts = [text for text in (title, description) if text]
    language = language_code(" ".join(texts))
    if language not in LANGUAGES or language is None:
        return []
    listing = Listing("", title, description)
    return [language, *sorted(counts_of(found for *_, found in listed(listing, language)))]


@lru_cache(maxsize=2)
def _writer(
    kit_json: str, counts: bytes, embedder: Embedder | None, generating: Generating | None, gpu: str | None
) -> ProductWriter:
    kit = Kit.model_validate_json(kit_json)
    counted = Counts.from_json(zlib.decompress(counts).decode())
    return kit.product_writer(counted, _embed(embedder, gpu), _generation(generating, gpu))


def _embed(embedder: Embedder | None, gpu: str | None) -> Embed:
    if embedder is None:
        return hashed
    from udfs.serving.vectors import text_vectors

    return partial(text_vectors, predictor_of(*embedder, gpu))


def _generation(generating: Generating | None, gpu: str | None) -> tuple[Generator, Generate] | None:
    """The model is loaded when it is asked first: a run without changes asks none."""
    if generating is None:
        return None
    own = generating

    def generate(prompts: Sequence[str]) -> Sequence[str]:
        answers: list[str] = generator_of(own.generator, own.revision, own.fingerprint, gpu).generate(prompts)
        return answers

    return own.generator, generate


def _due(
    product_id: str, title: str | None, description: str | None, site: str | None, category: str | None,
    facts: list[Mapping[str, Any]] | None, claims: list[Mapping[str, Any]] | None,
    edits: list[Mapping[str, Any]] | None,
) -> Due:  # fmt: skip
    listing = Listing(product_id, title, description, category, site=site)
    subject = Subject(listing, category, tuple(facts_from(facts or (), claims or ())))
    return Due(subject, tuple(_edit(row) for row in edits or ()))


def _edit(row: Mapping[str, Any]) -> Edit:
    stated = tuple(StatedFact(**each) for each in row["stated"] or ())
    return Edit(**{**row, "stated": stated})


def _name(due: Due) -> str:
    return f"product_id {due.subject.product_id!r}"
