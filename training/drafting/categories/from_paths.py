"""Categories from sellers' paths: wordings joined, a level chosen branch by branch, names and aliases of each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from training.drafting.ascii_ids import ascii_id
from training.drafting.catalog import CatalogListing, Embed
from training.drafting.categories.choosing import BIG, choose, deepest, names_goods
from training.drafting.categories.groups import Groups
from training.drafting.categories.joining import Likeness, join_by_vectors, join_by_words
from training.drafting.categories.wordings import UNKNOWN, Path, PathBook, Wording, read_paths
from training.drafting.drafts import DraftCategory, DraftedCategories, Mark
from udfs.text.keys import fold

NO_PATH = "no path"
FEW = "too few listings have this path, or one near it"

_ALIASES = 200  # of a category, those of most rows
_LEFT = 5  # topmost levels without a category that a person is told of
_NEARLY_ALL = 0.85  # of a category's rows, from which a level below names it better


@dataclass(frozen=True, slots=True)
class _Found:
    """``of``: the chosen term by path. ``terms``: a path as the terms that its levels stand for."""

    book: PathBook
    groups: Groups
    terms: Mapping[Path, Path]
    of: Mapping[Path, str | None]


def categories_from_paths(listings: Sequence[CatalogListing], embed: Embed | None) -> DraftedCategories:
    """Categories of the listings that have a path; those that have none are of none, see :data:`NO_PATH`."""
    book = read_paths(listings)
    groups = join_by_words(book.wordings)
    doubtful = join_by_vectors(book.wordings, groups, embed) if embed and book.wordings else []
    terms = {path: tuple(dict.fromkeys(map(groups.find, path))) for path in book.rows}
    rows: Counter[Path] = Counter()
    for path, count in book.rows.items():
        rows[terms[path]] += count
    chosen = choose(rows)
    found = _Found(book, groups, terms, {path: deepest(terms[path], chosen) for path in book.rows})
    made = _categories(found)
    ids = {term: category.id for term, category in made.items()}
    of = {each.product_id: ids.get(_term(found, each.product_id) or "") for each in listings}
    left_out = {key: FEW if key in book.of else NO_PATH for key, category in of.items() if category is None}
    marks = (*_big(found, made), *_left(found), *_doubts(found, doubtful, made))
    return DraftedCategories(tuple(made.values()), of, left_out, "paths", marks)


def _term(found: _Found, product_id: str) -> str | None:
    path = found.book.of.get(product_id)
    return found.of[path] if path else None


def _categories(found: _Found) -> dict[str, DraftCategory]:
    """By term, those of most rows first: they have the first choice of an id."""
    landed = _landed(found)
    aliases = _aliases(found)
    parents = _parents(found)
    members = found.groups.members(found.book.wordings)
    owners = {fold(alias): term for term, own in aliases.items() for alias in own}
    ids: dict[str, str] = {}
    made = {}
    for term in sorted(landed, key=lambda term: (-landed[term], term)):
        own = [found.book.wordings[key] for key in members[term]]
        taken = _Taken(set(ids.values()), {word for word, owner in owners.items() if owner != term})
        named = _named(found, term, own, aliases[term])
        ids[term] = ascii_id(_english(own, named).name, taken, "category")
        made[term] = DraftCategory(ids[term], named.name, _language(named), _others(named.name, aliases[term]))
    return {
        term: DraftCategory(each.id, each.name, each.language, each.aliases, ids.get(parents.get(term, "")))
        for term, each in made.items()
    }


@dataclass(frozen=True)
class _Taken(Container[str]):
    """Ids that are given, and folded wordings of other categories: a schema looks an id up as a wording too."""

    ids: set[str]
    wordings: set[str]

    def __contains__(self, key: object) -> bool:
        return key in self.ids or fold(str(key)) in self.wordings


def _landed(found: _Found) -> Counter[str]:
    landed: Counter[str] = Counter()
    for path, term in found.of.items():
        if term is not None:
            landed[term] += found.book.rows[path]
    return landed


def _aliases(found: _Found) -> dict[str, list[str]]:
    """Wordings of each chosen term, then those below it under which no listing is of another category."""
    below: defaultdict[str, Counter[str]] = defaultdict(Counter)
    other: set[str] = set()
    for path, term in found.of.items():
        place = next((n for n in reversed(range(len(path))) if found.groups.find(path[n]) == term), len(path))
        other.update(path[:place])
        for key in path[place + 1 :]:
            below[key][term or ""] += found.book.rows[path]
    chosen = {term for term in found.of.values() if term}
    aliases: defaultdict[str, list[str]] = defaultdict(list)
    for key, wording in _most_first(found.book.wordings):
        if (term := found.groups.find(key)) in chosen:
            aliases[term].append(wording.name)  # its other spellings fold to the same key
    for key, wording in _most_first(found.book.wordings):
        terms = below.get(key, Counter())
        alone = len(terms) == 1 and key not in other and found.groups.find(key) not in chosen
        if alone and names_goods(wording.name):
            aliases[next(iter(terms))].append(wording.name)
    return {term: own[:_ALIASES] for term, own in aliases.items()}


def _most_first(wordings: Mapping[str, Wording]) -> Iterable[tuple[str, Wording]]:
    return sorted(wordings.items(), key=lambda item: (-item[1].rows, item[0]))


def _others(name: str, aliases: Iterable[str]) -> tuple[str, ...]:
    unique = {fold(alias): alias for alias in reversed([*aliases])}
    return tuple(alias for key, alias in reversed(unique.items()) if key != fold(name))


def _parents(found: _Found) -> dict[str, str]:
    """By chosen term, the next chosen one above it on most of its paths; those without have none."""
    chosen = {term for term in found.of.values() if term}
    above: defaultdict[str, Counter[str | None]] = defaultdict(Counter)
    for path, term in found.of.items():
        if term is not None:
            terms = found.terms[path]
            above[term][deepest(terms[: terms.index(term)], chosen)] += found.book.rows[path]
    parents = {term: min(counts, key=lambda up: (-counts[up], up or "")) for term, counts in above.items()}
    return {term: up for term, up in parents.items() if up is not None}


def _named(found: _Found, term: str, own: Sequence[Wording], aliases: Container[str]) -> Wording:
    """The wording that names a category: one below that nearly all its listings have, else the most frequent."""
    counts: Counter[str] = Counter()
    total = 0
    for path, terms in found.terms.items():
        if term in terms:
            total += found.book.rows[path]
            counts.update(dict.fromkeys(path, found.book.rows[path]))
    own_keys = {wording.key for wording in own}
    below = [
        wording
        for key, count in counts.most_common()
        if count >= _NEARLY_ALL * total
        and key not in own_keys
        and (wording := found.book.wordings[key]).name in aliases
    ]
    return max(below, key=lambda w: w.depth) if below else max(own, key=lambda w: (counts[w.key], w.key))


def _english(own: Sequence[Wording], named: Wording) -> Wording:
    """The wording that the id is made of: an English one where there is one."""
    if _language(named) == "en":
        return named
    english = [wording for wording in own if _language(wording) == "en"]
    return max(english, key=lambda w: (w.rows, w.key)) if english else named


def _language(wording: Wording) -> str:
    if wording.language != UNKNOWN:
        return wording.language
    return "en" if wording.name.isascii() else UNKNOWN


def _big(found: _Found, made: Mapping[str, DraftCategory]) -> Iterable[Mark]:
    landed = _landed(found)
    for term, count in landed.most_common():
        if count > BIG * sum(found.book.rows.values()):
            yield Mark(made[term].id, f"holds {count} listings, more than {BIG:.0%}: is it one kind of goods?", count)


def _left(found: _Found) -> Iterable[Mark]:
    left: Counter[str] = Counter()
    for path, term in found.of.items():
        if term is None:
            left[path[0]] += found.book.rows[path]
    for key, count in left.most_common(_LEFT):
        name = found.book.wordings[key].name
        yield Mark(name, "has too few listings for a category: leave it out, or add it to another?", count)


def _doubts(found: _Found, doubtful: Iterable[Likeness], made: Mapping[str, DraftCategory]) -> Iterable[Mark]:
    """Joins of categories by vectors alone, and pairs that were not joined; those of most rows."""
    marks = []
    for each in doubtful:
        one, other = found.book.wordings[each.one], found.book.wordings[each.other]
        term, second = found.groups.find(each.one), found.groups.find(each.other)
        if term not in made or second not in made:
            continue
        question = "were joined: are they the same goods?" if each.joined else "may be the same goods: join them?"
        text = f"{one.name} ({one.language}) and {other.name} ({other.language}) {question}"
        marks.append(Mark(made[term].id, text, min(one.rows, other.rows)))
    return sorted(marks, key=lambda mark: (-mark.rows, mark.about, mark.question))[:10]
