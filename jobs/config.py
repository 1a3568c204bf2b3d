"""What a standardize run is told: sources, target, checkpoint, schema, limits and gates."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from pydantic import ConfigDict, Field, model_validator

from jobs.gates.limits import Gate, GatesFile
from udfs.config import Strict, load_config
from udfs.errors import ConfigError
from udfs.settings import NO_CHECKPOINT, Batching, Thresholds, UnknownCategory, UntrainedParts
from udfs.writing.generating.settings import Generator
from udfs.writing.settings import Wanted

Format = Literal["delta", "parquet", "csv", "json", "text"]
DuplicateId = Literal["newest", "reject"]
GATES_FILE = "gates.yaml"
"""Gates lie in a file of this name beside the config, or in the config."""


SellerAttributes = str | dict[str, str] | tuple[str | dict[str, str], ...]
"""A map, or columns by the names of the attributes that they hold, or several of both."""


class Columns(Strict):
    """Columns of a source, or Spark SQL expressions over them, one for each canonical column.

    ``product_id``, ``title``, ``description``, ``category``, ``site``, ``source``, ``locale`` are read as text.
    ``site`` is the web shop a listing comes from, which the model reads: a URL of it, its host or its name. ``source``
    names the shop or seller; where it gives nothing, it is the name of the source. ``seller_attributes`` gives a map, a
    struct, an array of names and values, or a text that writes out such a thing; see :mod:`udfs.maps.reading`. Several
    are read as one map: ``[specs, {brand: maker}]``. ``updated_at`` is read as a timestamp; what is none becomes null.
    """

    product_id: str
    title: str
    description: str | None = None
    category: str | None = None
    site: str | None = None
    source: str | None = None
    locale: str | None = None
    seller_attributes: SellerAttributes | None = None
    updated_at: str | None = None


UNMAPPED = Columns(product_id="null", title="null")
"""Stands for the columns of a source until those of its file are known."""


class Source(Strict):
    """One table or file set. ``version`` pins a Delta version; null is the newest when the run starts.

    ``json`` is one object a line, an array, or objects over several lines; ``text`` is a title a line, with the columns
    ``product_id``, a digest of the line, and ``title``. Names that end in .gz, .bz2 or .zst are unpacked.
    ``options`` are those of Spark's reader (``sep``, ``encoding``, ``quote`` ...); ``sep: auto`` finds the separator in
    the header. Options that drop rows are refused when the source is opened.
    """

    name: str = Field(min_length=1)
    format: Format
    path: str = Field(min_length=1)
    version: int | None = Field(default=None, ge=0, lt=2**63)
    options: dict[str, str | int | float | bool] = Field(default_factory=dict)
    columns: Columns

    @model_validator(mode="after")
    def _version_needs_delta(self) -> Source:
        if self.version is not None and self.format != "delta":
            raise ValueError(f"`version` belongs to format delta, this is {self.format}")
        return self


class Reject(Strict):
    """Limits of what is standardized.

    ``duplicate_id``: newest keeps the copy with the latest ``updated_at``, reject rejects all copies.
    ``max_characters`` bounds title and description together.
    """

    duplicate_id: DuplicateId = "newest"
    max_characters: int = Field(default=20_000, ge=1, lt=2**31)


class Inference(Strict):
    """How model work is cut. ``chunk_rows`` texts are one append: what a killed run loses at most.

    ``partitions`` is the number of inference tasks of a chunk; null takes one for each core Spark offers.
    """

    chunk_rows: int = Field(default=20_000, ge=1, lt=2**31)
    partitions: int | None = Field(default=None, ge=1, lt=2**31)


class Limits(Strict):
    """What a run may come to and still be published; null is no limit. See ``gates`` for more of them.

    ``outside``: share of the listings that are goods of no known category, of all that could be standardized else.
    """

    outside: float | None = Field(default=None, ge=0, le=1)


class Texts(Wanted):
    """Texts made of facts, summaries and keywords.

    ``styles``: names of those wanted; none is all. ``style_folder``: a folder of styles of one's own, beside those of
    the package. ``refresh_statistics``: count the catalog's values and phrases anew, which may change all texts.
    ``generator``: a model that puts the facts in words; where its text does not stand, or null, phrase rules do.
    """

    styles: tuple[str, ...] = ()
    style_folder: str | None = None
    refresh_statistics: bool = False
    generator: Generator | None = None


class JobConfig(Strict):
    """A whole standardize job. ``target`` is the folder or URI that holds the Delta tables.

    ``when_absent`` says what becomes of products that the sources no longer hold, or hold only in rejected rows.
    ``unknown_category`` says what becomes of listings whose seller names a category that the schema does not know: the
    model decides, they are rejected, or their products are kept without category and attributes (none), as are those
    that the model takes for no goods of the schema.
    ``checkpoint: none`` is no model: sellers' words and rules alone, and nothing is inferred. ``allow_untrained`` takes
    a checkpoint that has not learnt all of the schema: rules alone read the rest. ``ask_untrained``, which allows that
    as well, asks the model about the rest by name and description. ``drafted``: a file of categories by product_id,
    as ``rows.jsonl`` of `schema draft`; without a model they count where the seller names none. ``strict_decisions``
    refuses to run while any decision of people has no effect. ``texts`` asks for texts made of facts; null is none.
    ``answers``: whether tables such as facets and coverage are derived. ``gates``: limits on what a run may change;
    null is none, or those of a file beside the config: see :func:`load_job`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=False)

    name: str = Field(min_length=1)
    target: str = Field(min_length=1)
    checkpoint: str = Field(min_length=1)
    schema_folder: str = Field(alias="schema", min_length=1)
    sources: tuple[Source, ...] = Field(min_length=1)
    when_absent: Literal["keep", "delete"] = "keep"
    unknown_category: UnknownCategory = "model"
    allow_untrained: bool = False
    ask_untrained: bool = False
    drafted: str | None = None
    reject: Reject = Reject()
    limits: Limits = Limits()
    inference: Inference = Inference()
    batching: Batching = Batching()
    thresholds: Thresholds = Thresholds()
    strict_decisions: bool = False
    texts: Texts | None = None
    answers: bool = True
    gates: tuple[Gate, ...] | None = None

    def placed_at(self, folder: Path) -> JobConfig:
        """The same job with paths that start at a folder; whole paths and URIs stay."""

        def placed(path: str) -> str:
            return path if "://" in path or path.startswith("file:") else str(folder / path)

        sources = tuple(source.model_copy(update={"path": placed(source.path)}) for source in self.sources)
        styles = self.texts.style_folder if self.texts else None
        texts = self.texts.model_copy(update={"style_folder": placed(styles)}) if self.texts and styles else self.texts
        if texts and texts.generator and (folder / texts.generator.model).exists():  # else it is of the hub
            model = texts.generator.model_copy(update={"model": placed(texts.generator.model)})
            texts = texts.model_copy(update={"generator": model})
        places = {"target": placed(self.target), "schema_folder": placed(self.schema_folder)}
        checkpoint = placed(self.checkpoint) if self.has_model else self.checkpoint
        drafted = placed(self.drafted) if self.drafted else None
        own = {"sources": sources, "texts": texts, "checkpoint": checkpoint, "drafted": drafted}
        return self.model_copy(update={**places, **own})

    def with_fresh_statistics(self) -> JobConfig:
        """The same job, which counts the catalog's values and phrases anew. Raises ConfigError without texts."""
        if self.texts is None:
            raise ConfigError(
                "--refresh-statistics counts the catalog anew for its texts, and the config asks for none; "
                "add a section `texts`, if only `texts: {}`"
            )
        return self.model_copy(update={"texts": self.texts.model_copy(update={"refresh_statistics": True})})

    @property
    def all_gates(self) -> tuple[Gate, ...]:
        """The gates; ``limits.outside`` is one of them, however few the listings."""
        outside = self.limits.outside
        return (
            *(self.gates or ()),
            *([] if outside is None else [Gate(measure="outside", most=outside, least=1)]),
        )

    @property
    def has_model(self) -> bool:
        """Whether there is a checkpoint."""
        return self.checkpoint != NO_CHECKPOINT

    @property
    def has_generator(self) -> bool:
        """Whether a generative model words texts."""
        return self.texts is not None and self.texts.generator is not None

    @property
    def untrained(self) -> UntrainedParts:
        """What becomes of parts of the schema that the checkpoint has not learnt."""
        return "ask" if self.ask_untrained else "rules" if self.allow_untrained else "refuse"

    @property
    def places(self) -> dict[str, str]:
        """Key to path of what has to be on this machine."""
        found = {"drafted": self.drafted} if self.drafted and not self.has_model else {}
        return {"schema": self.schema_folder, **found} | ({"checkpoint": self.checkpoint} if self.has_model else {})

    @model_validator(mode="after")
    def _names_are_unique(self) -> JobConfig:
        names = [source.name for source in self.sources]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"source names must differ, got twice: {', '.join(twice)}")
        return self


def load_job(path: str | Path, overrides: Sequence[str] = ()) -> JobConfig:
    """The job config at a path, with the gates of ``gates.yaml`` beside it.

    Raises ConfigError with all faults of a file, and where both files hold gates.
    """
    config = load_config(path, JobConfig, overrides)
    beside = Path(path).with_name(GATES_FILE)
    if not beside.is_file():
        return config
    if config.gates is not None:
        raise ConfigError(f"both {path} and {beside} hold gates, and one cannot be chosen; keep them in one of the two")
    return config.model_copy(update={"gates": load_config(beside, GatesFile).gates})
