"""Data sets of spans: titles of one category, marked with spans of several attributes, none overlapping another."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, NamedTuple, Protocol

from benchmarks.quality.contract import GROUP, DataSet, Gold
from udfs.records import Listing
from udfs.schema.schema import Schema


class Place(NamedTuple):
    """A span of a title: the data set's own name of the attribute, and half-open characters."""

    attribute: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SpanGold(Gold):
    """A title with its spans; ``file`` of the data set's folder holds it as ``text``, line ends included."""

    spans: tuple[Place, ...]
    file: str
    text: str


class TitleFile(Protocol):
    """A file of titles to answer."""

    @property
    def titles(self) -> Sequence[str]:
        """In the file's order."""

    def answered(self, spans: Sequence[Sequence[Place]]) -> str:
        """The file of predictions, from the spans of each title, which do not overlap and are in reading order."""


@dataclass(frozen=True)
class SpanSet(DataSet[SpanGold]):
    """One data set. ``category`` is the schema's id for all of its titles.

    The first alias of each attribute in the schema is the data set's own name of it.
    """

    category: str
    files: ClassVar[tuple[str, ...]]
    language: ClassVar[str] = "zh"

    @abstractmethod
    def open(self, path: Path) -> TitleFile:
        """The titles of a file, without a look at their labels. Raises SourceError."""

    def listing(self, number: int, title: str) -> Listing:
        """The title as the model is asked of it; ``number`` counts titles from 1."""
        return Listing(f"{self.name}-{number}", title, category=self.category)

    def own_names(self, schema: Schema) -> dict[str, str]:
        """The data set's name of each attribute, by the schema's id of it."""
        attributes = schema.categories[self.category].attributes
        return {key: attribute.aliases[0] for key, attribute in attributes.items()}

    def row(self, gold: SpanGold, schema: Schema) -> dict[str, Any]:
        """See :class:`DataSet`. What is not marked is not stated, whatever the attribute."""
        ids = {name: key for key, name in self.own_names(schema).items()}
        return {
            "product_id": gold.listing.product_id,
            "title": gold.listing.title,
            "category": self.category,
            "spans": [
                {"attribute": ids[name], "field": "title", "start": start, "end": end}
                for name, start, end in gold.spans
            ],
            GROUP: gold.group,
        }

    def write(self, gold: Sequence[SpanGold], data: Path, output: Path) -> None:  # noqa: ARG002
        """See :class:`DataSet`."""
        folder = output / self.folder
        folder.mkdir(parents=True, exist_ok=True)
        for file in self.files:
            (folder / file).write_text("".join(item.text for item in gold if item.file == file), encoding="utf-8")
