"""All that a worker needs to write, as text: schema, styles, phrases, what is wanted, and what a catalog counts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ConfigDict

from udfs.config import Strict
from udfs.schema.fingerprints import digest
from udfs.schema.schema import Schema
from udfs.writing.checking.checker import Checker
from udfs.writing.extracts.statistics import CatalogStatistics, PhraseCount
from udfs.writing.extracts.vectors import Embed
from udfs.writing.generating.rewriting import Generate, Rewriter
from udfs.writing.generating.settings import Generator
from udfs.writing.phrases.loading import load_phrases
from udfs.writing.phrases.realiser import Realiser
from udfs.writing.phrases.rules import Phrases
from udfs.writing.planning.statistics import Statistics, Tally
from udfs.writing.products import ProductWriter
from udfs.writing.settings import Wanted
from udfs.writing.style_files import load_styles
from udfs.writing.styles import Style
from udfs.writing.writer import Writer


class Counts(NamedTuple):
    """What is counted in a catalog, as rows of tables value_statistics and phrase_statistics."""

    values: tuple[Tally, ...] = ()
    phrases: tuple[PhraseCount, ...] = ()

    def to_json(self) -> str:
        """As one text, the same for equal counts in any order."""
        return json.dumps([sorted(map(_sortable, self.values)), sorted(self.phrases)], ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Counts:
        """What :meth:`to_json` wrote."""
        values, phrases = json.loads(text)
        return cls(
            tuple(Tally(category, attribute or None, value or None, n) for category, attribute, value, n in values),
            tuple(PhraseCount(*row) for row in phrases),
        )


def _ordered(data: Any) -> Any:
    """Sets as sorted lists: their own order is another in every process."""
    if isinstance(data, dict):
        return {key: _ordered(value) for key, value in data.items()}
    return sorted(data) if isinstance(data, frozenset) else data


def _sortable(row: Tally) -> tuple[str, str, str, int]:
    return row.category, row.attribute or "", row.value or "", row.products


class Kit(Strict):
    """How the texts of one schema are written, whatever the catalog."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_text: str
    styles: dict[str, Style]
    phrases: Phrases
    wanted: Wanted

    @classmethod
    def load(
        cls, schema: Schema, folder: str | Path, *, wanted: Wanted, styles: Iterable[str], style_folder: str | None
    ) -> Kit:
        """``folder`` is the schema's, beside which phrase rules may stand. Raises ConfigError with all faults."""
        return cls(
            schema_text=schema.to_json(),
            styles=load_styles(style_folder, tuple(styles)),
            phrases=load_phrases(folder),
            wanted=wanted,
        )

    def product_writer(
        self, counts: Counts, embed: Embed, generation: tuple[Generator, Generate] | None = None
    ) -> ProductWriter:
        """The writer of all texts of a product. ``generation``: a model and how it is asked; null without one."""
        schema = Schema.from_json(self.schema_text)
        checker = Checker(schema)
        writer = Writer(
            schema, self.styles, Realiser(schema, self.phrases), statistics=Statistics.of(counts.values),
            checker=checker, caution=self.wanted.caution, phrases=self.phrases_digest,
        )  # fmt: skip
        rewriter = Rewriter(*generation, schema, self.styles, checker) if generation else None
        return ProductWriter(schema, writer, checker, self.wanted, CatalogStatistics(counts.phrases), embed, rewriter)

    @property
    def phrases_digest(self) -> str:
        """Of the phrase rules."""
        return digest(_ordered(self.phrases.model_dump()))

    def recipes(
        self, counts: Counts, embedder: str, generator: str | None = None, *, code: str = ""
    ) -> Mapping[str, str]:
        """By category, 16 hex digits over all but a product's own facts and words.

        ``embedder`` names the vectors, ``generator`` a model that words texts, see :meth:`Generator.recipe`;
        ``code`` is a digest of what writes.
        """
        schema = Schema.from_json(self.schema_text)
        writer = Writer(
            schema, self.styles, Realiser(schema, self.phrases), statistics=Statistics.of(counts.values),
            caution=self.wanted.caution, phrases=self.phrases_digest,
        )  # fmt: skip
        more = [self.wanted.model_dump(mode="json"), digest(list(counts.phrases)), embedder]
        more += [generator or "", code]
        return {category: digest([writer.recipe(category), *more]) for category in schema.categories}
