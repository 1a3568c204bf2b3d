"""Which column of a file that nobody described is what: by its name, in many languages, and by what it holds.

A guess is shown before it counts, and can be kept as a job config.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from statistics import median

from jobs.config import Columns, SellerAttributes
from udfs.errors import SourceError
from udfs.maps.reading import Statement, read_map
from udfs.schema.category_paths import paths_of
from udfs.text.keys import fold, plain
from udfs.text.sites import site_of
from udfs.text.word_lists import word_lists

ROWS = 1_000
"""Rows that a guess looks at."""
_URL = re.compile(r"(?i)(?:https?:)?//|www\.")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SPLIT = re.compile(r"[\s_\-./()（）\[\]:|]+")
_NUMBER = re.compile(r"[\W_]*\d[\d.,\s]*[\W_]*")
_LEAST_LEVELS = 1.5  # mean levels of a path
_LONG = 120  # characters, the median of a text that is no value of an attribute
_DIFFERENT, _FEW_CELLS = 0.3, 20  # share of titles that differ; in a few rows nobody can tell
_NAMED_FILL, _TOLD_APART, _COPIES = 0.7, 0.95, 0.7  # of a column that is named an id; rows without one cannot be used
_SHORT_TEXT = 8  # characters; a column that is named a description and has no more is a word
_MAP = 0.6  # share of filled cells that are read as maps
_LISTED_MAP = 0.3  # the same of cells that are lists, of which many may be empty
_REPEATED = 0.5  # share of a map's statements whose key comes again


@dataclass(frozen=True, slots=True)
class Guessed:
    """What one column of the file is: ``role`` is a canonical column, ``attribute``, or null where it is left out."""

    column: str
    role: str | None
    why: str


@dataclass(frozen=True, slots=True)
class Guess:
    """``columns``: a mapping that the job takes. ``told``: what became of each column of the file, in its order."""

    columns: Columns
    told: tuple[Guessed, ...]


class Sampled:
    """A column by the cells of the first rows, as text; null and blank cells are none."""

    def __init__(self, name: str, cells: Iterable[str | None]) -> None:
        self.name = name
        cells = list(cells)
        self.cells = [cell for cell in cells if cell is not None and cell.strip() and plain(cell.strip()) not in _NULLS]
        self.rows = len(cells)
        self.words = [word for word in _SPLIT.split(plain(_CAMEL.sub(" ", name))) if word]

    @property
    def fill(self) -> float:
        return len(self.cells) / self.rows if self.rows else 0.0

    @property
    def distinct(self) -> float:
        """Share of the filled cells that are different."""
        return len(set(self.cells)) / len(self.cells) if self.cells else 0.0

    @property
    def length(self) -> float:
        return median(map(len, self.cells)) if self.cells else 0.0

    def share(self, holds: re.Pattern[str]) -> float:
        return sum(bool(holds.match(cell.strip())) for cell in self.cells) / max(1, len(self.cells))

    @property
    def worded(self) -> float:
        """Share of the cells that hold letters and are no address."""
        worded = (any(map(str.isalpha, cell)) and not _URL.match(cell.strip()) for cell in self.cells)
        return sum(worded) / max(1, len(self.cells))


_NULLS = frozenset(("null", "none", "nan", "n/a", "[]", "{}", "\\n"))


def guess_columns(names: Sequence[str], rows: Sequence[Mapping[str, str | None]]) -> Guess:
    """Map the columns of a file by their names and the cells of its first rows.

    Raises SourceError where no column can be a title, with what was found and what to do.
    """
    sampled = [Sampled(name, (row.get(name) for row in rows)) for name in names]
    guesser = _Guesser([column for column in sampled if column.cells] or sampled)
    return guesser.guess(names)


class _Guesser:
    def __init__(self, columns: Sequence[Sampled]) -> None:
        self._columns = columns
        self._told: dict[str, Guessed] = {}
        self._statements = {column.name: _statements(column) for column in columns}

    def guess(self, names: Sequence[str]) -> Guess:
        title = self._title()
        product_id = self._product_id(title)
        category = self._category()
        site = self._site()
        maps = self._maps()
        descriptions = self._descriptions()
        locale, updated = self._named("locale"), self._named("updated")
        attributes = self._attributes()
        columns = Columns(
            product_id=product_id,
            title=_column(title),
            description=_joined(descriptions),
            category=_column(category) if category else None,
            site=site,
            locale=_column(locale) if locale else None,
            seller_attributes=_sellers(maps, attributes),
            updated_at=_column(updated) if updated else None,
        )
        for name in names:
            self._told.setdefault(name, Guessed(name, None, "holds nothing in the first rows"))
        return Guess(columns, tuple(self._told[name] for name in names))

    def _free(self) -> list[Sampled]:
        return [column for column in self._columns if column.name not in self._told]

    def _take(self, column: Sampled, role: str | None, why: str) -> Sampled:
        self._told[column.name] = Guessed(column.name, role, why)
        return column

    def _title(self) -> Sampled:
        ranked = sorted(self._columns, key=self._as_title, reverse=True)
        if not ranked or self._as_title(ranked[0]) <= 0:
            there = ", ".join(column.name for column in self._columns)
            raise SourceError(
                f"no column looks like a title: there are {there or 'none'}; "
                "a title is a text with words in nearly every row. Name it in a job config: columns: {title: …}"
            )
        best = ranked[0]
        return self._take(best, "title", "by its name" if _rank(best, "title") else "texts that differ from row to row")

    def _as_title(self, column: Sampled) -> float:
        if column.worded < 0.7 or column.fill < 0.5 or not 2 <= column.length <= 400 or column.share(_URL) > 0.2:
            return 0.0
        if column.distinct < _DIFFERENT and len(column.cells) > _FEW_CELLS and not _rank(column, "title"):
            return 0.0
        if (
            self._statements[column.name]
            or (_levels(column) > 2 and _shares_levels(column))
            or column.cells[0].lstrip()[:1] in ("[", "{")
        ):
            return 0.0
        worded = len(column.words) + min(column.length, 120) / 120
        content = column.distinct * column.fill * min(1.0, column.length / 30)
        return 10 * _rank(column, "title") + 4 * content + 0.01 * worded - 5 * _is_junk(column)

    def _product_id(self, title: Sampled) -> str:
        named = [column for column in self._free() if column.fill > _NAMED_FILL and _tells_apart(column)]
        if named:
            best = max(named, key=lambda column: (_rank(column, "id"), column.distinct, column.fill, -column.length))
            if _URL.match(best.cells[0].strip()):
                return _column(best)  # and stays free: it tells the site as well
            return _column(self._take(best, "product_id", "by its name"))
        codes = [c for c in self._free() if c.fill > 0.98 and c.distinct > 0.98 and c.share(_CODE) > 0.95]
        codes = [column for column in codes if not _is_junk(column)]
        if codes:
            return _column(self._take(codes[0], "product_id", "a code that differs in every row"))
        if title.distinct > 0.98:
            return f"sha2({_quoted(title)}, 256)"
        others = [column for column in self._free() if column.fill > 0.5 and not _is_junk(column)]
        own = ", ".join(f"coalesce({_quoted(column)}, '')" for column in [title, *others[:6]])
        return f"sha2(concat_ws('|', {own}), 256)"

    def _category(self) -> Sampled | None:
        def score(column: Sampled) -> float:
            if column.share(_NUMBER_ONLY) > 0.5 or column.share(_URL) > 0.2 or self._statements[column.name]:
                return 0.0
            if column.length > 300 or column.worded < 0.5 or (column.distinct > 0.98 and len(column.cells) > 50):
                return 0.0
            levels = _levels(column)
            named = _rank(column, "category")
            if named < 1 and levels < _LEAST_LEVELS:
                return named if named and column.distinct < 0.5 and column.words != ["type"] else 0.0
            if not named and (levels < 2 or not _shares_levels(column)):
                return 0.0
            return 2 * named + min(levels, 3)

        free = self._free()
        best = max(free, key=score, default=None)
        if best is None or score(best) <= 0:
            return None
        for column in free:
            if column is not best and _rank(column, "category") == 1 and score(column) <= 0:
                self._take(
                    column,
                    None,
                    "numbers of categories" if column.share(_NUMBER_ONLY) > 0.5 else "another one says more",
                )
        return self._take(best, "category", f"{_levels(best):.1f} levels in the mean")

    def _site(self) -> str | None:
        found = [
            column
            for rank in ("site", "site 2")
            for column in self._free()
            if fold(column.name) in _folded(rank) or _rank(column, rank)
            if sum(site_of(cell) is not None for cell in column.cells[:50]) > 0.8 * len(column.cells[:50])
            if column.share(_URL) > 0.8 or column.share(_HOST) > 0.8 or rank == "site"
        ]
        kept: list[Sampled] = []
        for column in found:
            if column not in kept:
                kept.append(column)
        for column in kept:
            self._take(column, "site", "addresses")
        if not kept:
            return None
        texts = [_column(column) for column in kept[:2]]
        return texts[0] if len(texts) == 1 else f"coalesce({', '.join(_quoted(column) for column in kept[:2])})"

    def _maps(self) -> list[Sampled]:
        found = [column for column in self._free() if self._statements[column.name] and not _is_junk(column)]
        kept: list[Sampled] = []
        for column in found:
            if wider := next((other for other in found if other is not column and self._holds(other, column)), None):
                self._take(column, None, f"{wider.name} says the same and more")
            else:
                keys = len({key for cell in self._statements[column.name] for key, _ in cell})
                kept.append(self._take(column, "seller_attributes", f"a map of {keys} names"))
        return kept

    def _holds(self, wider: Sampled, column: Sampled) -> bool:
        """Whether one column states nearly all that another does, in the same rows, and more."""
        more, less = self._statements[wider.name], self._statements[column.name]
        own = {statement for cell in less for statement in cell}
        others = {statement for cell in more for statement in cell}
        return len(others) > len(own) and len(own & others) >= 0.9 * len(own)

    def _descriptions(self) -> list[Sampled]:
        def fits(column: Sampled) -> bool:
            return column.worded > 0.7 and column.share(_URL) < 0.2 and not _is_listed(column)

        named = [c for c in self._free() if _rank(c, "description") and fits(c) and c.length > _SHORT_TEXT]
        if not named:
            named = [c for c in self._free() if fits(c) and c.length > _LONG and c.distinct > 0.5 and not _is_junk(c)][
                :1
            ]
        for column in named:
            self._take(column, "description", "by its name" if _rank(column, "description") else "long texts")
        return sorted(named, key=lambda column: -column.fill * column.length)

    def _named(self, role: str) -> Sampled | None:
        found = [column for column in self._free() if _rank(column, role) and column.length <= 40]
        if role == "updated":
            found = [column for column in found if column.share(_DATE) > 0.9]
        return self._take(found[0], "updated_at" if role == "updated" else role, "by its name") if found else None

    def _attributes(self) -> list[Sampled]:
        return [column for column in self._free() if self._states(column)]

    def _states(self, column: Sampled) -> bool:
        """Whether a column states an attribute of the goods; what becomes of it is told."""
        why = self._against(column)
        self._take(column, None if why else "attribute", why or "short texts")
        return why is None

    def _against(self, column: Sampled) -> str | None:
        if _is_junk(column):
            return "says nothing of the goods"
        if column.share(_URL) > 0.2:
            return "addresses"
        if column.length > _LONG:
            return "long texts"
        if fold(column.name).isdigit() or not any(map(str.isalpha, column.name)):
            return "has no name"
        singular = {fold(other.name) for other in self._columns} - {fold(column.name)}
        if fold(column.name).endswith("s") and fold(column.name)[:-1] in singular:
            return "the same as a list"
        return None


_CODE = re.compile(r"(?!\d+[.,]\d+\Z)[A-Za-z0-9][\w.\-/]{1,39}\Z")
_NUMBER_ONLY = re.compile(r"[\d\s.,:/>|-]+\Z")
_HOST = re.compile(r"(?i)[\w.-]+\.[a-z]{2,}(?:/|\Z)")
_DATE = re.compile(r"\d{4}[-/.年]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|1\d{9}(?:\d{3})?\Z")


def _tells_apart(column: Sampled) -> bool:
    """Whether a column is named an id and nearly is one; some rows of an export may be copies."""
    rank = _rank(column, "id")
    return bool(rank) and column.distinct > (_COPIES if rank == 1 else _TOLD_APART)


def _statements(column: Sampled) -> list[tuple[Statement, ...]]:
    """What the cells state as maps; empty where the column is none: few cells are, or hardly a name comes again."""
    read = [read_map(cell).entries or () for cell in column.cells[:300]]
    stating = [entries for entries in read if entries]
    listed = _is_listed(column)
    if not stating or len(stating) < (_LISTED_MAP if listed else _MAP) * len(read):
        return []
    counts = Counter(fold(key) for entries in stating for key, _ in entries)
    total = counts.total()
    repeated = sum(count for count in counts.values() if count > 1)
    named = _rank(column, "map") or _rank(column, "variants")
    least = 0.0 if listed or len(stating) < 5 else _REPEATED
    sizes = median(len(entries) for entries in stating)
    is_map = (
        repeated >= least * total
        and (listed or sizes >= (1 if named else 2))
        and (listed or named or total > 3 * len(counts))
    )
    return stating if is_map and (listed or column.length < 3_000) else []


def _is_listed(column: Sampled) -> bool:
    """Whether the cells write out lists or objects."""
    opened = sum(cell.lstrip()[:1] in ("[", "{") and cell.rstrip()[-1:] in ("]", "}") for cell in column.cells)
    return opened > 0.5 * len(column.cells)


def _levels(column: Sampled) -> float:
    """Mean levels of the cells as paths."""
    paths = [paths_of(cell[:1_000]) for cell in column.cells[:200]]
    levels = [len(path[0].levels) for path in paths if path and path[0].certain]
    return sum(levels) / len(levels) if levels else 0.0


def _shares_levels(column: Sampled) -> bool:
    """Whether paths begin alike, as those of categories do, and titles with slashes do not."""
    first = Counter(path[0].levels[0] for cell in column.cells[:200] if (path := paths_of(cell[:1_000])))
    return bool(first) and len(first) < 0.3 * first.total()


def _is_junk(column: Sampled) -> bool:
    if _bare(column.name) in _folded("junk") or fold(column.name) in _folded("junk"):
        return True
    known = any(_rank(column, role) for role in ("id", "title", "category", "description", "map"))
    return not known and any(fold(word) in _folded("junk word") for word in column.words)


def _rank(column: Sampled, role: str) -> float:
    """1 for a name of the role's list, less for one of its second list or behind a word more, 0 for another name."""
    own, bare = fold(column.name), _bare(column.name)
    if own in _folded(role):
        return 1.0
    if bare in _folded(role):
        return 0.9
    if f"{role} 2" in _lists() and (own in _folded(f"{role} 2") or bare in _folded(f"{role} 2")):
        return 0.4
    words = _folded(f"{role} word")
    return 0.6 if words and column.words and fold(column.words[-1]) in words else 0.0


def _bare(name: str) -> str:
    """A folded name without the words that may stand before it."""
    own = fold(_CAMEL.sub(" ", name))
    return next(
        (
            own[len(word) :]
            for word in sorted(_folded("before"), key=len, reverse=True)
            if own.startswith(word) and len(own) > len(word)
        ),
        own,
    )


@cache
def _folded(name: str) -> frozenset[str]:
    return frozenset(map(fold, _lists().get(name, frozenset())))


def _lists() -> Mapping[str, frozenset[str]]:
    return word_lists("jobs.drafting", "column_words.txt")


def _column(column: Sampled) -> str:
    return column.name


def _quoted(column: Sampled) -> str:
    return "`" + column.name.replace("`", "``") + "`"


def _joined(columns: Sequence[Sampled]) -> str | None:
    """One column as it is, several as one text of several lines."""
    if len(columns) < 2:
        return _column(columns[0]) if columns else None
    return f"nullif(concat_ws('\\n', {', '.join(map(_quoted, columns))}), '')"


def _sellers(maps: Sequence[Sampled], attributes: Sequence[Sampled]) -> SellerAttributes | None:
    parts: list[str | dict[str, str]] = [_column(column) for column in maps]
    if attributes:
        parts.append({column.name: _column(column) for column in attributes})
    if len(parts) < 2:
        return parts[0] if parts else None
    return tuple(parts)
