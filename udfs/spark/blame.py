"""Which row makes a function fail: what a worker says then names the row, and not only a line of code."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from udfs.errors import FacetmillError, RowError
from udfs.records import Listing

Row = TypeVar("Row")
Result = TypeVar("Result")

_SHOWN = 60  # characters of a text in a message
_ADVICE = "take it out of the source or correct it, and report it"


@contextmanager
def blaming(doing: str, name: Callable[[], str]) -> Iterator[None]:
    """What the body raises becomes a RowError that names its row; our own errors and a lack of memory pass."""
    try:
        yield
    except Exception as cause:
        if _passes(cause):
            raise
        raise RowError(f"{doing} failed for {name()}: {_said(cause)}; {_ADVICE}") from cause


def for_all(
    doing: str, work: Callable[[list[Row]], Sequence[Result]], rows: list[Row], name: Callable[[Row], str]
) -> Sequence[Result]:
    """``work(rows)``. Raises RowError that names a row with which it fails alone, or else the first of the batch."""
    try:
        return work(rows)
    except Exception as cause:
        if _passes(cause):
            raise
        row, fault = _culprit(work, rows, cause)
        alone = name(row) if fault is not None else f"a batch of {len(rows)} rows that begins with {name(rows[0])}"
        raise RowError(f"{doing} failed for {alone}: {_said(fault or cause)}; {_ADVICE}") from cause


def _culprit(
    work: Callable[[list[Row]], Sequence[Result]], rows: list[Row], cause: Exception
) -> tuple[Row, Exception | None]:
    """A row that fails alone, and how, found by halves; null where only several together do."""
    if len(rows) == 1:
        return rows[0], cause
    middle = len(rows) // 2
    for half in (rows[:middle], rows[middle:]):
        try:
            work(half)
        except Exception as fault:  # noqa: BLE001  which one it is, is the question
            return _culprit(work, half, fault)
    return rows[0], None


def _passes(cause: Exception) -> bool:
    """Ours say what to do; memory is no fault of a row. torch is not imported for its class."""
    return isinstance(cause, FacetmillError | MemoryError) or "OutOfMemory" in type(cause).__name__


def _said(cause: Exception) -> str:
    return f"{type(cause).__name__}: {' '.join(str(cause).split())[:300]}"


def shown(text: str | None) -> str:
    """The beginning of a text, for a message."""
    return repr(text if text is None or len(text) <= _SHOWN else f"{text[:_SHOWN]}…")


def name_text(listing: Listing) -> str:
    """A text by its ``text_hash`` (see :mod:`jobs.sources.screening`) and the beginning of its title."""
    fields = {
        "title": listing.title, "description": listing.description, "category": listing.category, "site": listing.site,
    }  # fmt: skip
    told = {key: value for key, value in fields.items() if value is not None}
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    digest = hashlib.sha256(text.encode(errors="replace")).hexdigest()
    return f"the text {digest}, title {shown(listing.title)}"
