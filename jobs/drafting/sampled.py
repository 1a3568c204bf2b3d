"""A column of a file by its name and the cells of the first rows: what these are like."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from statistics import median

from jobs.drafting import column_names
from udfs.maps.reading import Statement, read_map
from udfs.schema.category_paths import paths_of
from udfs.text.keys import fold, plain

URL = re.compile(r"(?i)(?:https?:)?//|www\.")
CODE = re.compile(r"(?!\d+[.,]\d+\Z)[A-Za-z0-9][\w.\-/]{1,39}\Z")
NUMBERS = re.compile(r"[\d\s.,:/>|-]+\Z")
HOST = re.compile(r"(?i)[\w.-]+\.[a-z]{2,}(?:/|\Z)")
DATE = re.compile(r"\d{4}[-/.年]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|1\d{9}(?:\d{3})?\Z")
UNNAMED = re.compile(r"_c\d+\Z")
"""What a column is called by its place where the header has no name for it."""
_NULLS = frozenset(("null", "none", "nan", "n/a", "[]", "{}", "\\n"))
_MAP = 0.6  # share of filled cells that are read as maps
_LISTED_MAP = 0.3  # the same of cells that are lists, of which many may be empty
_REPEATED = 0.5  # share of a map's statements whose key comes again
_READ, _PATHS = 300, 200  # cells that are read as maps, and as paths


class Sampled:
    """A column by the cells of the first rows, as text; null and blank cells are none."""

    def __init__(self, name: str, cells: Iterable[str | None]) -> None:
        self.name = name
        cells = list(cells)
        self.cells = [cell for cell in cells if cell is not None and cell.strip() and plain(cell.strip()) not in _NULLS]
        self.rows = len(cells)
        self.words = column_names.words_of(name)

    @property
    def quoted(self) -> str:
        """The name as SQL writes it."""
        return "`" + self.name.replace("`", "``") + "`"

    @property
    def fill(self) -> float:
        """Share of the rows that have a cell."""
        return len(self.cells) / self.rows if self.rows else 0.0

    @property
    def distinct(self) -> float:
        """Share of the filled cells that are different."""
        return len(set(self.cells)) / len(self.cells) if self.cells else 0.0

    @property
    def length(self) -> float:
        """Characters of a cell, the median."""
        return median(map(len, self.cells)) if self.cells else 0.0

    @property
    def worded(self) -> float:
        """Share of the cells that hold letters and are no address."""
        worded = (any(map(str.isalpha, cell)) and not URL.match(cell.strip()) for cell in self.cells)
        return sum(worded) / max(1, len(self.cells))

    def share(self, holds: re.Pattern[str]) -> float:
        """Share of the cells that begin as a pattern does."""
        return sum(bool(holds.match(cell.strip())) for cell in self.cells) / max(1, len(self.cells))

    def rank(self, role: str) -> float:
        """See :func:`jobs.drafting.column_names.rank`."""
        return column_names.rank(self.name, role)

    @cached_property
    def is_junk(self) -> bool:
        """See :func:`jobs.drafting.column_names.is_junk`."""
        return column_names.is_junk(self.name)

    @cached_property
    def is_listed(self) -> bool:
        """Whether the cells write out lists or objects."""
        opened = sum(cell.lstrip()[:1] in ("[", "{") and cell.rstrip()[-1:] in ("]", "}") for cell in self.cells)
        return opened > 0.5 * len(self.cells)

    @cached_property
    def levels(self) -> float:
        """Mean levels of the cells as paths."""
        paths = [paths_of(cell[:1_000]) for cell in self.cells[:_PATHS]]
        levels = [len(path[0].levels) for path in paths if path and path[0].certain]
        return sum(levels) / len(levels) if levels else 0.0

    @cached_property
    def shares_levels(self) -> bool:
        """Whether paths begin alike, as those of categories do, and titles with slashes do not."""
        first = Counter(path[0].levels[0] for cell in self.cells[:_PATHS] if (path := paths_of(cell[:1_000])))
        return bool(first) and len(first) < 0.3 * first.total()

    @cached_property
    def statements(self) -> list[tuple[Statement, ...]]:
        """What the cells state as maps; empty where the column is none: few are, or hardly a name comes again."""
        read = [read_map(cell).entries or () for cell in self.cells[:_READ]]
        stating = [entries for entries in read if entries]
        least = _LISTED_MAP if self.is_listed else _MAP
        return stating if stating and len(stating) >= least * len(read) and self._is_map(stating) else []

    def _is_map(self, stating: list[tuple[Statement, ...]]) -> bool:
        counts = Counter(fold(key) for entries in stating for key, _ in entries)
        total = counts.total()
        repeated = sum(count for count in counts.values() if count > 1)
        if repeated < (0.0 if self.is_listed or len(stating) < 5 else _REPEATED) * total:
            return False
        if self.is_listed:
            return True
        named = bool(self.rank("map") or self.rank("variants"))
        sizes = median(len(entries) for entries in stating)
        return sizes >= (1 if named else 2) and (named or total > 3 * len(counts)) and self.length < 3_000
