"""The wordings of sellers' category paths: what levels are called, in which language, above and below which others."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from training.drafting.catalog import CatalogListing
from udfs.text.keys import fold, tidy
from udfs.text.languages import language_code

UNKNOWN = "und"  # the tag of BCP 47 for a language that nobody can tell
_READ = 60  # levels of a tree, or listings of a shop, by which its language is told
_TEXT = 300  # characters of a description that are read for it

Path = tuple[str, ...]
"""Folded levels, the broadest first."""


@dataclass(slots=True)
class Wording:
    """What levels are called that meet under one folded key.

    ``rows``: listings with the level at any depth. ``places``: shops and languages whose paths have it; ``depth``: how
    far below the top at the least. ``titles``: a few titles of listings below.
    """

    key: str
    rows: int = 0
    spellings: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    places: set[str] = field(default_factory=set)
    depth: int = 1 << 10
    titles: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The most frequent spelling; of equally frequent ones the first in the alphabet."""
        return min(self.spellings, key=lambda text: (-self.spellings[text], text))

    @property
    def language(self) -> str:
        """The tag of its language; :data:`UNKNOWN` where nobody can tell."""
        return _elected(self.languages)


@dataclass(frozen=True, slots=True)
class PathBook:
    """``of``: the path of each listing that has one, by product_id; ``rows``: listings by path."""

    of: Mapping[str, Path]
    rows: Mapping[Path, int]
    wordings: Mapping[str, Wording]


def read_paths(listings: Sequence[CatalogListing], titles: int = 8) -> PathBook:
    """All that sellers' paths say; ``titles`` of each wording are kept. A level that is the title itself is dropped."""
    of: dict[str, Path] = {}
    wordings: dict[str, Wording] = {}
    trees = _tree_languages(listings)
    for listing in listings:
        levels = _levels(listing)
        keys = tuple(fold(level) for level in levels)
        if not keys:
            continue
        of[listing.product_id] = keys
        language = trees[_shop(listing), keys[0]]
        place = f"{_shop(listing)}/{language}"
        for depth, (key, level) in enumerate(zip(keys, levels, strict=True)):
            wording = wordings.setdefault(key, Wording(key))
            wording.rows += 1
            wording.spellings[tidy(level)] += 1
            wording.languages[language] += 1
            wording.places.add(place)
            wording.depth = min(wording.depth, depth)
            if listing.title and len(wording.titles) < titles:
                wording.titles.append(listing.title)
    return PathBook(of, Counter(of.values()), wordings)


def _levels(listing: CatalogListing) -> list[str]:
    title = fold(listing.title or "")
    levels = [level for level in listing.path if fold(level)]
    named = [level for place, level in enumerate(levels) if place == 0 or fold(level) != title]
    unique: dict[str, str] = {}
    for level in named:
        unique.setdefault(fold(level), level)
    return list(unique.values())


def _tree_languages(listings: Iterable[CatalogListing]) -> dict[tuple[str, str], str]:
    """The language by shop and topmost level: of its levels together, as one is too short, or else of most listings of
    the shop."""
    levels: defaultdict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for listing in listings:
        own = _levels(listing)
        if not own:
            continue
        tree = _shop(listing), fold(own[0])
        if len(levels[tree]) < _READ:
            levels[tree].update(dict.fromkeys(own))
        if votes[tree[0]].total() < _READ:
            text = f"{listing.title or ''} {(listing.description or '')[:_TEXT]}"
            votes[tree[0]][language_code(text) or UNKNOWN] += 1
    return {tree: language_code(", ".join(own)) or _elected(votes[tree[0]]) for tree, own in levels.items()}


def _elected(votes: Counter[str]) -> str:
    known = {code: count for code, count in votes.items() if code != UNKNOWN}
    return min(known, key=lambda code: (-known[code], code)) if known else UNKNOWN


def _shop(listing: CatalogListing) -> str:
    return listing.site or listing.source
