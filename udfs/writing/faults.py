"""What is wrong with a text: words that its style forbids, and what neither facts nor listing support."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, NamedTuple, Protocol

from udfs.records import Fact, Listing
from udfs.writing.forbidden import Forbidden
from udfs.writing.records import Lie, Subject, Verdict
from udfs.writing.styles import Style


class ChecksTexts(Protocol):
    """Tells whether a text says only what facts and listing support."""

    def check(self, text: str, language: str, facts: Sequence[Fact], listing: Listing) -> Verdict:
        """The verdict, with the place of the first lie."""


class Fault(NamedTuple):
    """What is wrong with a text, at half-open characters; ``lie`` is null for a forbidden word."""

    reason: Literal["forbidden", "refused"]
    detail: str
    start: int
    end: int
    lie: Lie | None = None


def fault_of(
    text: str, facts: Sequence[Fact], subject: Subject, style: Style, language: str, checker: ChecksTexts | None
) -> Fault | None:
    """The first fault of a text about a product; null where it has none, or none is looked for but forbidden words."""
    if found := Forbidden.of(style.words_forbidden(language)).first(text):
        return Fault("forbidden", f"the style forbids {found.word!r}", found.start, found.end)
    if checker is None:
        return None
    verdict = checker.check(text, language, facts, replace(subject.listing, category=subject.category))
    if verdict.supported:
        return None
    start, end = verdict.start or 0, len(text) if verdict.end is None else verdict.end
    lie = verdict.lie or "addition"
    return Fault("refused", f"{verdict.lie or 'lie'} at {text[start:end]!r}", start, end, lie)
