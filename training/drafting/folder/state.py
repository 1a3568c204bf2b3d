"""``draft.jsonl``: the evidence of a draft, its marks, and what a person decided; read and written as a whole.

A line is an object with ``what``: draft, category, attribute, fill (an attribute in one category), value, ignored (a
key that tells nothing), mark.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from training.drafting.drafts import Mark
from udfs.errors import SchemaError
from udfs.jsonl import json_object, numbered_lines

FILE = "draft.jsonl"
VERSION = 1

Answer = Literal["open", "accepted", "renamed", "merged", "dropped", "kind", "superseded"]
DECIDED: tuple[Answer, ...] = ("accepted", "renamed", "merged", "dropped", "kind", "superseded")


@dataclass(frozen=True, slots=True)
class OpenMark:
    """A mark with what became of it. ``to``: the new name, the id merged into, the kind; null for other answers.

    ``of``: whether it is about a category, or an attribute or key. ``values``: wordings that accepting adds to the
    values of the attribute. ``into``: the id of what it may be the same as. ``unit``: of a quantity that accepting
    adds.
    """

    about: str
    question: str
    rows: int
    of: Literal["category", "attribute"] = "attribute"
    answer: Answer = "open"
    to: str | None = None
    values: tuple[str, ...] = ()
    into: str | None = None
    unit: str | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        """Under which a mark is found again in a later draft: its figures may differ, its words do not."""
        return self.of, self.about, "".join(letter for letter in self.question if not letter.isdigit())


@dataclass(frozen=True, slots=True)
class State:
    """``listings``: rows of the newest draft; ``drafts``: how many there were. ``evidence``: lines of other kinds."""

    listings: int = 0
    drafts: int = 0
    evidence: tuple[dict[str, Any], ...] = ()
    marks: tuple[OpenMark, ...] = field(default=())

    @property
    def open(self) -> list[OpenMark]:
        """Marks that nobody has decided, most rows first."""
        waiting = (mark for mark in self.marks if mark.answer == "open")
        return sorted(waiting, key=lambda mark: (-mark.rows, mark.about, mark.question))

    def answered(self, mark: OpenMark, answer: Answer, to: str | None = None) -> State:
        """The same with one mark decided."""
        done = replace(mark, answer=answer, to=to)
        return replace(self, marks=tuple(done if each.key == mark.key else each for each in self.marks))

    def lines(self, what: str) -> Iterator[dict[str, Any]]:
        """Evidence of one kind."""
        return (line for line in self.evidence if line["what"] == what)


def load_state(folder: Path) -> State | None:
    """What stands beside a schema; null where nothing does. Raises SchemaError for a file that is no such thing."""
    path = folder / FILE
    if not path.exists():
        return None
    try:
        lines = [json_object(line) for _, line in numbered_lines(path)]
    except (OSError, ValueError) as cause:
        raise SchemaError(f"cannot read {path}: {cause}; draft into another folder, or delete it") from cause
    head = lines[0] if lines else {}
    if head.get("what") != "draft" or head.get("version") != VERSION:
        raise SchemaError(
            f"cannot read {path}: its first line says {json.dumps(head)[:80]}, and not that it is a draft of version "
            f"{VERSION}; draft into another folder, or delete it"
        )
    marks = [_mark(line) for line in lines if line["what"] == "mark"]
    evidence = [line for line in lines if line["what"] not in ("draft", "mark")]
    return State(head["listings"], head["drafts"], tuple(evidence), tuple(marks))


def state_text(state: State) -> str:
    """The file that :func:`load_state` reads."""
    head = {"what": "draft", "version": VERSION, "listings": state.listings, "drafts": state.drafts}
    marks = ({"what": "mark", **_plain(mark)} for mark in state.marks)
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in (head, *state.evidence, *marks))


def with_marks(state: State, found: Iterable[OpenMark], most: int) -> State:
    """The state with the marks of a newer draft: decided ones stay as they are, open ones are those found now.

    Of the open ones at most ``most`` are kept, those of most rows.
    """
    decided = [mark for mark in state.marks if mark.answer != "open"]
    keys = {mark.key for mark in decided}
    fresh: dict[tuple[str, str, str], OpenMark] = {}
    for mark in sorted(found, key=lambda mark: (-mark.rows, mark.about, mark.question)):
        if mark.key not in keys:
            fresh.setdefault(mark.key, mark)
    return replace(state, marks=(*decided, *[*fresh.values()][:most]))


def open_marks(marks: Sequence[Mark], of: Literal["category", "attribute"]) -> list[OpenMark]:
    """Marks of the drafting as marks that wait."""
    return [OpenMark(mark.about, mark.question, mark.rows, of, into=mark.into) for mark in marks]


def _mark(line: dict[str, Any]) -> OpenMark:
    own = {key: value for key, value in line.items() if key != "what"}
    return OpenMark(**{**own, "values": tuple(own.get("values", ()))})


def _plain(mark: OpenMark) -> dict[str, Any]:
    return {key: value for key, value in asdict(mark).items() if value not in (None, ())}
