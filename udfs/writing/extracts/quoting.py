"""Clauses joined to a text whose characters know where they stand in the raw field."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from udfs.records import Field
from udfs.writing.extracts.clauses import Clause, Read
from udfs.writing.extracts.sayings import Sayable, place_of, says
from udfs.writing.records import Quoted, Said, Text

_FIELD: Field = "description"


def joined(read: Read, clauses: Sequence[Clause], facts: Sequence[Sayable], language: str) -> Text:
    """The clauses, each a sentence, with what is quoted and which facts are said."""
    text = ""
    quoted: list[Quoted] = []
    said: list[Said] = []
    for clause in clauses:
        text += " " if text and language != "zh" else ""
        own = _shown(read, clause)
        quoted += _quotes(read, clause, own, len(text))
        moved, place = len(text) - clause.start, place_of(read.clean, clause.start, clause.end)
        found = ((each.fact, says(place, each)) for each in facts)
        said += [Said(fact.attribute, fact.ordinal, at[0] + moved, at[1] + moved) for fact, at in found if at]
        text += own + ("。" if language == "zh" else ".")
    return Text(language, text, tuple(sorted(said, key=lambda each: (each.start, each.end))), tuple(quoted))


def _shown(read: Read, clause: Clause) -> str:
    """A clause's characters: marks as they stand in the raw text, all else clean; its first letter large."""
    shown = "".join(_character(read, at) for at in range(clause.start, clause.end))
    return shown[0].upper() + shown[1:] if shown[0].isascii() and shown.split(" ")[0].islower() else shown


def _character(read: Read, at: int) -> str:
    """Cleaning makes narrow marks of wide ones, which Chinese texts keep."""
    clean, first = read.clean.text[at], int(read.clean.starts[at])
    raw = read.raw[first : int(read.clean.ends[at])]
    is_mark = len(raw) == 1 and unicodedata.category(raw)[0] in "PS" and not raw.isascii()
    return raw if is_mark else clean


def _quotes(read: Read, clause: Clause, own: str, moved: int) -> Iterator[Quoted]:
    """The longest runs of characters that stand so, one behind the other, in the raw text."""
    start: int | None = None
    raws = [int(read.clean.starts[at]) for at in range(clause.start, clause.end)]
    for at in range(len(own) + 1):
        same = at < len(own) and read.raw[raws[at]] == own[at]
        if start is not None and not (same and raws[at] == raws[at - 1] + 1):
            yield Quoted(_FIELD, raws[start], moved + start, moved + at)
            start = None
        if same and start is None:
            start = at
