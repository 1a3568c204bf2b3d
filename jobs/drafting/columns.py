"""Which column of a file that nobody described is what: by its name, in many languages, and by what it holds.

A guess is shown before it counts, and can be kept as a job config.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jobs.config import Columns, SellerAttributes
from jobs.drafting import column_names
from jobs.drafting.sampled import CODE, DATE, HOST, NUMBERS, UNNAMED, URL, Sampled
from udfs.errors import SourceError
from udfs.text.keys import fold
from udfs.text.sites import site_of

ROWS = 1_000
"""Rows that a guess looks at."""
_LEAST_LEVELS = 1.5  # mean levels of a path
_LONG = 120  # characters, the median of a text that is no value of an attribute
_DIFFERENT, _FEW_CELLS = 0.3, 20  # share of titles that differ; in a few rows nobody can tell
_NAMED_FILL, _TOLD_APART, _COPIES = 0.7, 0.95, 0.7  # of a column that is named an id; rows without one cannot be used
_PICKED_ROWS, _ONE_VALUE, _SEVERAL_VALUES = 0.8, 1.2, 1.5  # of options that a row picks, and of those on offer
_SHORT_TEXT = 8  # characters; a column that is named a description and has no more is a word


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
            title=title.name,
            description=_joined(descriptions),
            category=category.name if category else None,
            site=site,
            locale=locale.name if locale else None,
            seller_attributes=_sellers(maps, attributes),
            updated_at=updated.name if updated else None,
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
        return self._take(best, "title", "by its name" if best.rank("title") else "texts that differ from row to row")

    def _as_title(self, column: Sampled) -> float:
        if column.worded < 0.7 or column.fill < 0.5 or not 2 <= column.length <= 400 or column.share(URL) > 0.2:
            return 0.0
        if column.distinct < _DIFFERENT and len(column.cells) > _FEW_CELLS and not column.rank("title"):
            return 0.0
        is_path = column.levels > 2 and column.shares_levels
        if column.statements or is_path or column.cells[0].lstrip()[:1] in ("[", "{"):
            return 0.0
        worded = len(column.words) + min(column.length, 120) / 120
        content = column.distinct * column.fill * min(1.0, column.length / 30)
        return 10 * column.rank("title") + 4 * content + 0.01 * worded - 5 * column.is_junk

    def _product_id(self, title: Sampled) -> str:
        named = [column for column in self._free() if column.fill > _NAMED_FILL and _tells_apart(column)]
        if named:
            best = max(named, key=lambda column: (column.rank("id"), column.distinct, column.fill, -column.length))
            if URL.match(best.cells[0].strip()):
                return best.name  # and stays free: it tells the site as well
            return self._take(best, "product_id", "by its name").name
        codes = [c for c in self._free() if c.fill > 0.98 and c.distinct > 0.98 and c.share(CODE) > 0.95]
        codes = [column for column in codes if not column.is_junk]
        if codes:
            return self._take(codes[0], "product_id", "a code that differs in every row").name
        if title.distinct > 0.98:
            return f"sha2({title.quoted}, 256)"
        others = [column for column in self._free() if column.fill > 0.5 and not column.is_junk]
        own = ", ".join(f"coalesce({column.quoted}, '')" for column in [title, *others[:6]])
        return f"sha2(concat_ws('|', {own}), 256)"

    def _category(self) -> Sampled | None:
        def score(column: Sampled) -> float:
            if column.share(NUMBERS) > 0.5 or column.share(URL) > 0.2 or column.statements:
                return 0.0
            if column.length > 300 or column.worded < 0.5 or (column.distinct > 0.98 and len(column.cells) > 50):
                return 0.0
            levels = column.levels
            named = column.rank("category")
            if named < 1 and levels < _LEAST_LEVELS:
                return named if named and column.distinct < 0.5 and column.words != ["type"] else 0.0
            if not named and (levels < 2 or not column.shares_levels):
                return 0.0
            return 2 * named + min(levels, 3)

        free = self._free()
        best = max(free, key=score, default=None)
        if best is None or score(best) <= 0:
            return None
        for column in free:
            if column is not best and column.rank("category") == 1 and score(column) <= 0:
                numbers = column.share(NUMBERS) > 0.5
                self._take(column, None, "numbers of categories" if numbers else "another one says more")
        return self._take(best, "category", f"{best.levels:.1f} levels in the mean")

    def _site(self) -> str | None:
        found = [
            column
            for rank in ("site", "site 2")
            for column in self._free()
            if fold(column.name) in column_names.named(rank) or column.rank(rank)
            if sum(site_of(cell) is not None for cell in column.cells[:50]) > 0.8 * len(column.cells[:50])
            if column.share(URL) > 0.8 or column.share(HOST) > 0.8 or rank == "site"
        ]
        kept = list(dict.fromkeys(found))
        for column in kept:
            self._take(column, "site", "addresses")
        if not kept:
            return None
        texts = [column.name for column in kept[:2]]
        return texts[0] if len(texts) == 1 else f"coalesce({', '.join(column.quoted for column in kept[:2])})"

    def _maps(self) -> list[Sampled]:
        found = [column for column in self._free() if column.statements and not column.is_junk]
        kept: list[Sampled] = []
        for column in found:
            if own := next((other for other in found if other is not column and _is_picked(other, column)), None):
                self._take(column, None, f"lists what is on offer; {own.name} says which one each row is")
            elif offers := next(
                (other for other in found if other is not column and _names_options(column, other)), None
            ):
                self._take(column, None, f"options of {offers.name}, joined under one name")
            elif wider := next((other for other in found if other is not column and _holds(other, column)), None):
                self._take(column, None, f"{wider.name} says the same and more")
            else:
                keys = len({key for cell in column.statements for key, _ in cell})
                kept.append(self._take(column, "seller_attributes", f"a map of {keys} names"))
        return kept

    def _descriptions(self) -> list[Sampled]:
        def fits(column: Sampled) -> bool:
            return column.worded > 0.7 and column.share(URL) < 0.2 and not column.is_listed

        named = [c for c in self._free() if c.rank("description") and fits(c) and c.length > _SHORT_TEXT]
        if not named:
            named = [c for c in self._free() if fits(c) and c.length > _LONG and c.distinct > 0.5 and not c.is_junk][:1]
        for column in named:
            self._take(column, "description", "by its name" if column.rank("description") else "long texts")
        return sorted(named, key=lambda column: -column.fill * column.length)

    def _named(self, role: str) -> Sampled | None:
        found = [column for column in self._free() if column.rank(role) and column.length <= 40]
        if role == "updated":
            found = [column for column in found if column.share(DATE) > 0.9]
        return self._take(found[0], "updated_at" if role == "updated" else role, "by its name") if found else None

    def _attributes(self) -> list[Sampled]:
        return [column for column in self._free() if self._states(column)]

    def _states(self, column: Sampled) -> bool:
        """Whether a column states an attribute of the goods; what becomes of it is told."""
        why = self._against(column)
        self._take(column, None if why else "attribute", why or "short texts")
        return why is None

    def _against(self, column: Sampled) -> str | None:
        if column.is_junk:
            return "says nothing of the goods"
        if column.share(URL) > 0.2:
            return "addresses"
        if column.length > _LONG:
            return "long texts"
        if fold(column.name).isdigit() or not any(map(str.isalpha, column.name)) or UNNAMED.match(column.name):
            return "has no name"
        singular = {fold(other.name) for other in self._columns} - {fold(column.name)}
        if fold(column.name).endswith("s") and fold(column.name)[:-1] in singular:
            return "the same as a list"
        return None


def _tells_apart(column: Sampled) -> bool:
    """Whether a column is named an id and nearly is one; some rows of an export may be copies."""
    rank = column.rank("id")
    return bool(rank) and column.distinct > (_COPIES if rank == 1 else _TOLD_APART)


def _holds(wider: Sampled, column: Sampled) -> bool:
    """Whether one column states nearly all that another does, and more; and is no list of what that one picks."""
    own = {statement for cell in column.statements for statement in cell}
    others = {statement for cell in wider.statements for statement in cell}
    within = len(others) > len(own) and len(own & others) >= 0.9 * len(own)
    return within and not _is_picked(column, wider)


def _is_picked(own: Sampled, offers: Sampled) -> bool:
    """Whether a column says which of the several options each row is that another one lists."""
    if len(own.statements) < _PICKED_ROWS * len(offers.statements):
        return False
    if _values_of_a_key(own) > _ONE_VALUE or _values_of_a_key(offers) < _SEVERAL_VALUES:
        return False
    picked = {statement for cell in own.statements for statement in cell}
    return len(picked & {statement for cell in offers.statements for statement in cell}) >= 0.9 * len(picked)


def _names_options(column: Sampled, offers: Sampled) -> bool:
    """Whether a column joins under another name what another one offers: model: "Blue,2XL"."""
    offered = {statement for cell in offers.statements for statement in cell}
    values = {fold(value) for _, value in offered}
    own = [statement for cell in column.statements for statement in cell]
    renamed = [value for key, value in own if (key, value) not in offered]
    parts = [all(fold(part) in values for part in value.split(",")) for value in renamed]
    return len(renamed) > 0.9 * len(own) and sum(parts) > _PICKED_ROWS * len(parts)


def _values_of_a_key(column: Sampled) -> float:
    """How many values a cell states of a name in the mean."""
    names = sum(len({fold(key) for key, _ in cell}) for cell in column.statements)
    return sum(map(len, column.statements)) / names


def _joined(columns: Sequence[Sampled]) -> str | None:
    """One column as it is, several as one text of several lines."""
    if len(columns) < 2:
        return columns[0].name if columns else None
    return f"nullif(concat_ws('\\n', {', '.join(column.quoted for column in columns)}), '')"


def _sellers(maps: Sequence[Sampled], attributes: Sequence[Sampled]) -> SellerAttributes | None:
    parts: list[str | dict[str, str]] = [column.name for column in maps]
    if attributes:
        parts.append({column.name: column.name for column in attributes})
    if len(parts) < 2:
        return parts[0] if parts else None
    return tuple(parts)
