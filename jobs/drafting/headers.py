"""Whether the first line of a CSV file that nobody described names columns, or is a row already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from jobs.drafting.sampled import DATE, NUMBERS, UNNAMED, URL, Sampled

_ROLES = ("id", "title", "category", "description", "map", "variants", "site", "locale", "updated")
_LONGEST_NAME = 80  # characters
_ALIKE = 0.8  # share of the cells below that are dates, or numbers, as the name is one
_OFTEN = 3  # rows that hold in its own column what is to be the column's name


def first_line_is_a_row(names: Sequence[str], rows: Sequence[Mapping[str, str | None]]) -> bool:
    """Whether the ``names`` of a header are cells: none is a usual name of a column, and some can be no name.

    No name is an address, a number with several digits, a date, a long text, a map, or what several rows below hold.
    """
    columns = [Sampled(name, (row.get(name) for row in rows)) for name in names if not UNNAMED.match(name)]
    if any(column.rank(role) or column.is_junk for column in columns for role in _ROLES):
        return False
    return any(map(_is_a_cell, columns))


def _is_a_cell(column: Sampled) -> bool:
    name = column.name.strip()
    several = sum(map(str.isdigit, name)) > 1 and not _is_a_year(name)
    form = next(
        (each for each in (DATE, NUMBERS) if each.match(name)), None
    )  # a date is no number, whatever its digits
    alike = several and form is not None and column.share(form) >= _ALIKE
    written = name[:1] in "[{" or len(name) > _LONGEST_NAME
    return bool(URL.match(name) or alike or written or column.cells.count(column.name) >= _OFTEN)


def _is_a_year(name: str) -> bool:
    """Tables by year have such columns."""
    return len(name) == 4 and name[:2] in ("19", "20")
