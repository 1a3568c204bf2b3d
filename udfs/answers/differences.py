"""What has to be written so that a product's stored rows say what they should."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from typing import Literal, NamedTuple, Protocol, TypeVar

from udfs.answers.records import Conflict, Term

Change = Literal["insert", "update", "delete"]


class _Keyed(Protocol):
    @property
    def key(self) -> Hashable: ...


Row = TypeVar("Row", bound=_Keyed)


class ConflictChange(NamedTuple):
    """What to do with a conflict; one to delete is as it was stored."""

    change: Change
    row: Conflict


class TermChange(NamedTuple):
    """The same of a search term."""

    change: Change
    row: Term


def differences(rows: Iterable[Row], stored: Iterable[Row]) -> Iterator[tuple[Change, Row]]:
    """The rows that are not stored so, and the stored ones that are no more; nothing where both are equal.

    Neither side has a key twice.
    """
    old = {row.key: row for row in stored}
    for row in rows:
        before = old.pop(row.key, None)
        if before is None:
            yield "insert", row
        elif before != row:
            yield "update", row
    for row in old.values():
        yield "delete", row
