"""Lines of a CSV file to its records: which lines belong together, counted apart from the parser that reads them.

A parser takes a quote that is never closed for the begin of a value which holds the rest of the file. Here such a line
is a broken record of its own, and the lines after it are read. Time is linear in the text.
"""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

LONGEST = 1_000_000
"""Characters that a record over several lines may have; a quote open for longer is taken for never closed."""


@dataclass(frozen=True, slots=True)
class Record:
    """``text``: its lines, joined. ``broken``: a quote in it is never closed. ``lines``: how many it is made of.

    ``doubtful``: each of its lines has as many separators as a row of its own, so two rows may have been merged.
    """

    text: str
    broken: bool = False
    lines: int = 1
    doubtful: bool = False


@dataclass(frozen=True)
class Grammar:
    """How values are separated and quoted. An empty ``quote`` is none, ``escape`` the quote or a backslash."""

    sep: str
    quote: str = '"'
    escape: str = '"'
    blanks_before_quote: bool = False

    @cached_property
    def whole(self) -> re.Pattern[str]:
        """Matches the whole of a line that is a record by itself, as far as quotes go."""
        return re.compile(self._whole, re.DOTALL)

    @property
    def _whole(self) -> str:
        sep = re.escape(self.sep)
        tail = rf"(?:(?!{sep}).)*+" if len(self.sep) > 1 else rf"[^{sep}]*+"
        if not self.quote:
            return ".*+"
        blanks = "[ \\t]*+" if self.blanks_before_quote else ""
        plain = rf"{blanks}(?!{re.escape(self.quote)}){tail}"
        quoted = rf"{blanks}{re.escape(self.quote)}{self._inside}{re.escape(self.quote)}{tail}"
        return rf"(?:{quoted}|{plain})(?:{sep}(?:{quoted}|{plain}))*+"

    @cached_property
    def inside(self) -> re.Pattern[str]:
        """Matches the rest of a quoted value up to its closing quote, which is not there if the match ends the line."""
        return re.compile(self._inside, re.DOTALL)

    @property
    def _inside(self) -> str:
        quote, escape = re.escape(self.quote), re.escape(self.escape)
        if self.escape in ("", self.quote):
            return rf"[^{quote}]*+(?:{quote}{quote}[^{quote}]*+)*+"
        return rf"[^{quote}{escape}]*+(?:{escape}(?:.|$)[^{quote}{escape}]*+)*+"

    def cells(self, record: str) -> list[str]:
        """The values of a record such as a header."""
        if not self.quote or len(self.sep) != 1:
            return record.split(self.sep)
        escape = None if self.escape in ("", self.quote) else self.escape
        rows = csv.reader(
            record.splitlines(keepends=True), delimiter=self.sep, quotechar=self.quote, escapechar=escape,
            doublequote=escape is None, skipinitialspace=self.blanks_before_quote,
        )  # fmt: skip
        return next(iter(rows), [])

    def closes(self, line: str) -> bool | None:
        """Whether a line that begins within quotes ends outside of them; null where its quote can close nothing."""
        end = self.inside.match(line).end()  # type: ignore[union-attr]  # it matches the empty text too
        if end >= len(line):
            return False
        rest = line[end + len(self.quote) :].lstrip(" \t")
        if not rest:
            return True
        if not rest.startswith(self.sep):
            return None
        return self.whole.fullmatch(rest[len(self.sep) :]) is not None


def records(lines: Iterable[str], grammar: Grammar) -> Iterator[Record]:
    """The records of one file, of its lines in order and without their ends. Blank lines between records are none."""
    waiting: deque[str] = deque()
    coming = iter(lines)
    while (line := waiting.popleft() if waiting else next(coming, None)) is not None:
        if not line.strip(" \t\r"):
            continue
        if not grammar.quote or grammar.quote not in line or grammar.whole.fullmatch(line):
            yield Record(line)
            continue
        joined = _close([line], waiting, coming, grammar)
        if joined:
            yield Record("\n".join(joined), lines=len(joined), doubtful=_doubtful(joined, grammar))
        else:
            yield Record(line, broken=True)


def _close(joined: list[str], waiting: deque[str], coming: Iterator[str], grammar: Grammar) -> list[str] | None:
    """The lines of a record that a quote holds together; where none closes it, what was read in vain waits again."""
    size, closed = len(joined[0]), False
    while (line := waiting.popleft() if waiting else next(coming, None)) is not None:
        joined.append(line)
        size += len(line) + 1
        says = grammar.closes(line)
        if says:
            closed = True
            break
        if says is None or size > LONGEST:
            break
    if closed:
        return joined
    waiting.extendleft(reversed(joined[1:]))
    return None


def _doubtful(lines: list[str], grammar: Grammar) -> bool:
    counts = {line.count(grammar.sep) for line in lines}
    return (
        len(counts) == 1
        and counts.pop() > 1
        and len(grammar.cells("\n".join(lines))) == lines[0].count(grammar.sep) + 1
    )
