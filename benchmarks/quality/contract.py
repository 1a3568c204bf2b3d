"""What a data set and a task must give: the one seam between the commands and the kinds of data sets."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Generic, NamedTuple, TypeVar

from training.rules.learning import Pair
from udfs.records import Listing
from udfs.schema.definitions import Category
from udfs.schema.schema import Schema

if TYPE_CHECKING:  # loads torch, and help should be instant
    from udfs.pipeline import Pipeline

GROUP = "group"
"""The column of a labelled row that holds near-copies together."""


@dataclass(frozen=True, slots=True)
class Gold:
    """A labelled listing. Those of one ``group`` are near-copies."""

    listing: Listing
    group: str


G = TypeVar("G", bound=Gold)
S = TypeVar("S")


@dataclass(frozen=True)
class DataSet(ABC, Generic[G]):
    """Labelled listings in a format of their own, in a folder of the data."""

    name: str
    folder: str
    language: ClassVar[str]

    @abstractmethod
    def read(self, data: Path) -> list[G]:
        """All labelled listings under the folder ``data``. Raises SourceError naming the first faulty line."""

    @abstractmethod
    def categories(self, gold: Sequence[G], data: Path) -> dict[str, Category]:
        """The schema's categories by id, with all that the gold asks for."""

    @abstractmethod
    def row(self, gold: G, schema: Schema) -> dict[str, Any]:
        """A labelled row for the training job, with the column ``GROUP``."""

    def epoch_share(self) -> Mapping[str, float]:
        """By category, the share of its listings that one epoch reads beside other data sets, if not all."""
        return {}

    def pairs(self, gold: G, schema: Schema) -> Iterable[Pair]:  # noqa: ARG002
        """What sellers write and what it means, for learning rules; none where nothing is standardized."""
        return ()

    @abstractmethod
    def write(self, gold: Sequence[G], data: Path, output: Path) -> None:
        """Some of the listings under ``data`` as files of the same format and layout under ``output``."""


class Column(NamedTuple):
    """A column of a table of figures: its head, the figure's key, and how it is shown; texts are shown as they are."""

    head: str
    key: str
    shown: Callable[[Any], str] | None = None


class Table(NamedTuple):
    """Figures of one kind. ``details``: the file that gets all that was scored, a line each."""

    details: str
    columns: tuple[Column, ...]


class Predicted(NamedTuple):
    """A file of predictions: of how many listings, and its text."""

    listings: int
    text: str


class Tally(NamedTuple):
    """Counts over some of what was scored: answers given, answers there are, and answers given that are right."""

    given: int
    gold: int
    right: int


@dataclass(frozen=True)
class Task(ABC, Generic[G, S]):
    """One thing that is asked of a data set. What is scored are dataclasses, ``item``, with the id of a ``listing``."""

    name: str
    data_set: DataSet[G]
    table: ClassVar[Table]
    item: ClassVar[type[Any]]

    @abstractmethod
    def predict(self, checkpoint: Path, source: Path) -> Predicted:
        """Answer a file of the data set's format, whose labels, if any, are not read.

        Raises SourceError where the file is not of that format, or speaks of what the checkpoint does not know.
        """

    @abstractmethod
    def score(self, pipeline: Pipeline, gold: Sequence[G]) -> list[S]:
        """What the checkpoint says of each listing, beside its gold."""

    @abstractmethod
    def figures(self, scored: Sequence[S], data: Path) -> Iterator[dict[str, Any]]:
        """A row of the table for each part on which figures are told; ``part`` and the figures, by key."""

    @abstractmethod
    def parts(self, scored: Sequence[S], data: Path) -> Iterator[tuple[str, Sequence[S]]]:
        """What was scored by part, those parts alone on which two checkpoints are compared."""

    @abstractmethod
    def tally(self, scored: Sequence[S]) -> Tally:
        """Counts of which micro F1, or accuracy, is ``2 right / (given + gold)``."""


def group_of(data_set: str, text: str) -> str:
    """Listings whose texts differ in case and punctuation only are near-copies."""
    plain = re.sub(r"\W+", " ", text.lower()).strip()
    return f"{data_set} {plain}"
