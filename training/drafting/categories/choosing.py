"""Which levels of sellers' paths become categories, branch by branch: small ones go to the next level above.

Each listing is of the deepest chosen wording on its path, exactly as a schema looks a seller's path up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import combinations

from training.drafting.categories.goods import idea_list, read_goods
from training.drafting.categories.wordings import Path
from udfs.text.placeholders import is_placeholder

BIG = 0.4
"""Share of the rows from which a category is too big, unless its listings really are of one kind."""

COVERED = 0.92
"""Share of the rows with a path that land in a category, where that takes no more than so many small ones."""

_SHARE = 0.015  # of 1,000 rows, below which a level goes to the one above; of more rows a smaller one
_LESS = 0.8  # how the least number of rows grows: a thousand times the rows, 250 times as many for each category
# Shares of a level's listings that are not of one level below it, up to which the two are one category.
_REST, _REST_TOP = 0.3, 0.15
_FEWEST = 3  # rows of a category, whatever the catalog's size


def least_rows(rows: int) -> int:
    """Rows below which a level is no category of its own: 15 of 1,000, 95 of 10,000, 3,773 of a million."""
    share: float = _SHARE * 1000 ** (1 - _LESS) * rows**_LESS
    return max(_FEWEST, round(share))


def choose(rows: Mapping[Path, int]) -> frozenset[str]:
    """The terms that become categories. ``rows`` by path, its levels being terms: wordings that were joined.

    Levels that say whom goods are for, or that they belong to others, name no goods: Men, Accessories, Others. None of
    them is chosen where a level above could be.
    """
    total = sum(rows.values())
    least = least_rows(total)
    chosen = _grow(rows, _apart(rows, _at_least(rows, least), least), least)
    for smaller in _halves(least):
        big = {term for term, count in _landed(rows, chosen).items() if term and count > BIG * total}
        if not big:
            break
        inside = {path: count for path, count in rows.items() if deepest(path, chosen) in big}
        chosen |= _grow(inside, _apart(inside, _at_least(inside, smaller) | big, smaller), smaller)
    return frozenset(chosen | _tails(rows, chosen, total, 2 * total // least))


def deepest(path: Path, chosen: frozenset[str] | set[str]) -> str | None:
    """The chosen term that a path reaches; null where it reaches none."""
    return next((term for term in reversed(path) if term in chosen), None)


def names_goods(term: str) -> bool:
    """Whether a level says by itself what its goods are."""
    read = read_goods(term)
    bare = read.ideas <= idea_list("whom") | idea_list("role")
    return not (is_placeholder(term) or (read.whole and bare))


def _at_least(rows: Mapping[Path, int], least: int) -> set[str]:
    counts: Counter[str] = Counter()
    for path, count in rows.items():
        for term in set(path):
            counts[term] += count
    topmost = {path[0] for path in rows}
    return {term for term, count in counts.items() if count >= least and (term in topmost or names_goods(term))}


def _apart(rows: Mapping[Path, int], chosen: set[str], least: int) -> set[str]:
    """Without terms that are nearly all of the next one above: of Air Care > Air Fresheners > Sprays one is enough."""
    totals: Counter[str] = Counter()
    within: Counter[tuple[str, str]] = Counter()
    depths: dict[str, int] = {}
    for path, count in rows.items():
        on_path = [term for term in path if term in chosen]
        totals.update(dict.fromkeys(on_path, count))
        within.update(dict.fromkeys(combinations(on_path, 2), count))
        for term in on_path:
            depths[term] = min(path.index(term), depths.get(term, len(path)))
    kept = set(chosen)
    for (upper, lower), count in sorted(within.items(), key=lambda item: (-depths[item[0][0]], item)):
        rest = totals[upper] - count
        same = rest < least and rest <= (_REST_TOP if depths[upper] == 0 else _REST) * totals[upper]
        if same and count == totals[lower] and upper in kept:
            kept.discard(lower)
    return kept


def _grow(rows: Mapping[Path, int], chosen: set[str], least: int) -> set[str]:
    """Without the terms in which too few rows land, the smallest first, as long as a term above takes them in."""
    chosen = set(chosen)
    while True:
        landed = _landed(rows, chosen)
        upper = _takers(rows, chosen)
        if empty := {term for term in chosen if not landed[term]}:
            chosen -= empty
            continue
        small = [term for term in chosen if landed[term] < least and term in upper]
        if not small:
            return chosen
        chosen.remove(min(small, key=lambda term: (landed[term], term)))


def _landed(rows: Mapping[Path, int], chosen: set[str]) -> Counter[str | None]:
    landed: Counter[str | None] = Counter()
    for path, count in rows.items():
        landed[deepest(path, chosen)] += count
    return landed


def _takers(rows: Mapping[Path, int], chosen: set[str]) -> set[str]:
    """Terms most of whose landed rows pass another chosen term above."""
    above: Counter[str] = Counter()
    landed: Counter[str] = Counter()
    for path, count in rows.items():
        on_path = [term for term in path if term in chosen]
        if on_path:
            landed[on_path[-1]] += count
            above[on_path[-1]] += count if len(on_path) > 1 else 0
    return {term for term, count in above.items() if 2 * count > landed[term]}


def _halves(least: int) -> Iterator[int]:
    while least > _FEWEST:
        least = max(_FEWEST, least // 2)
        yield least


def _tails(rows: Mapping[Path, int], chosen: set[str], total: int, most: int) -> set[str]:
    """Topmost terms too small to be chosen, the largest first, until enough rows land, ``most`` in all."""
    landed = _landed(rows, chosen)
    missing = landed[None] - (1 - COVERED) * total
    loose: Counter[str] = Counter()
    for path, count in rows.items():
        if deepest(path, chosen) is None:
            loose[path[0]] += count
    taken: set[str] = set()
    for term, count in sorted(loose.items(), key=lambda item: (-item[1], item[0])):
        if missing <= 0 or len(taken) >= most:
            break
        taken.add(term)
        missing -= count
    return taken
