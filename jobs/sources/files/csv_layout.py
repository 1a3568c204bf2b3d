"""How a CSV file is laid out, by its first lines: separator, header, and what speaks against them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from jobs.sources.files.csv_records import Grammar, records
from jobs.sources.files.options import Options

AUTO = "auto"
"""Value of option ``sep``: the separator is found in the header."""

_SEPARATORS = {
    "\t": "\\t",
    ";": ";",
    "|": "|",
    ",": ",",
    "^": "^",
    "\x01": "\\u0001",
    "：": "：",
    "，": "，",
    "、": "、",
}
_ESCAPES = {"\\t": "\t", "\\\\": "\\", "\\u0001": "\x01", "\\u0000": "\x00", '\\"': '"', "\\'": "'"}
_SAID = re.compile(r"sep=(.)$")  # Excel's own first line
_EDGES = " \t\r\n\ufeff\u00a0\u3000\u200b"
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Layout:
    """``lead``: records before the first row, as they stand in the file: the header, and Excel's line on separators.

    ``header``: names of the columns, none of them twice. ``repeated``: names that the file's header has more than once.
    """

    header: tuple[str, ...]
    lead: tuple[str, ...]
    grammar: Grammar
    repeated: tuple[str, ...] = ()


def csv_layout(head: str, options: Options) -> Layout | None:
    """The layout of a file by its first lines; null where there is no line."""
    lines = [line.lstrip("\ufeff") for line in lines_of(head) if line.strip(_EDGES)]
    said = _SAID.match(lines[0]) if lines else None
    lead = tuple(lines[:1]) if said else ()
    own = {**options, "sep": said[1]} if said else options
    found = next(first_records(lines[len(lead) :], own), None)
    if found is None:
        return None
    text, grammar = found
    cells = grammar.cells(text)
    if options.get("header", "true").lower() == "false":
        return Layout(tuple(f"_c{place}" for place in range(len(cells))), lead, grammar)
    names, repeated = _names(cells)
    return Layout(names, (*lead, text), grammar, repeated)


def first_records(lines: Sequence[str], options: Options) -> Iterator[tuple[str, Grammar]]:
    """The first records of a file, and the grammar they are read by."""
    sep = separator(options)
    if sep == AUTO:
        sep = likely_separator(lines[:1]) or ","
    grammar = Grammar(
        sep, options.get("quote", '"'), _ESCAPES.get(options.get("escape", '"'), options.get("escape", '"')),
        options.get("ignoreleadingwhitespace", "false") == "true",
    )  # fmt: skip
    for record in records(lines, grammar):
        yield record.text, grammar


def separator(options: Options) -> str:
    """The separator that a source is told to have, ``auto`` or a text."""
    told = options.get("sep", options.get("delimiter", ","))
    return _ESCAPES.get(told, told)


def likely_separator(lines: Iterable[str]) -> str | None:
    """What separates the words of a header; null where nothing does, or several might."""
    counts = Counter(sign for line in lines for sign in _outside_quotes(line) if sign in _SEPARATORS)
    ranked = counts.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]


def other_separator(layout: Layout) -> str | None:
    """What is wrong with the separator of a file whose header is one column by it; null where nothing is."""
    if len(layout.header) > 1 or not layout.lead:
        return None
    likely = likely_separator(layout.lead[-1:])
    if likely is None or likely == layout.grammar.sep:
        return None
    said = _SEPARATORS[likely]
    told = _SEPARATORS.get(layout.grammar.sep, layout.grammar.sep)
    return (
        f"has one column, {shown(layout.lead[-1])}, where columns are separated by {told!r}: "
        f"set `options: {{sep: {said!r}}}`".replace("'", '"')
    )


def shown(line: str) -> str:
    """A line of a file as messages show it."""
    return f"`{line[:_SHOWN]}…`" if len(line) > _SHOWN else f"`{line}`"


def _outside_quotes(line: str) -> str:
    return re.sub(r'"[^"]*"', "", line)


def _names(cells: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Column names as Spark makes them: a blank one by its place, and so is one that is there twice (case is none)."""
    clean = [cell.strip(_EDGES) for cell in cells]
    counts = Counter(name.lower() for name in clean if name)
    names: list[str] = []
    for place, name in enumerate(clean):
        own = f"{name}{place}" if counts[name.lower()] > 1 else name or f"_c{place}"
        while own.lower() in {other.lower() for other in names}:
            own += "_"
        names.append(own)
    first = {name.lower(): name for name in reversed(clean)}
    return tuple(names), tuple(first[low] for low, count in counts.items() if count > 1)


def lines_of(text: str) -> list[str]:
    """Lines, whatever ends them; not at the other characters at which Python cuts."""
    return re.split("\r\n|\n|\r", text)
