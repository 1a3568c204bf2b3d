"""Categories of listings without paths: from what titles and kind keys name, clusters of vectors, and words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from training.drafting.ascii_ids import ascii_id
from training.drafting.catalog import CatalogListing, Embed
from training.drafting.categories.boilerplate import bare_titles
from training.drafting.categories.choosing import BIG, least_rows
from training.drafting.categories.clusters import place
from training.drafting.categories.features import listing_vectors
from training.drafting.categories.goods import mentions
from training.drafting.categories.heads import head_of, heads_of, languages_of
from training.drafting.categories.leftovers import name_leftovers
from training.drafting.categories.word_model import WordModel
from training.drafting.drafts import DraftCategory, DraftedCategories, Mark
from udfs.text.keys import fold
from udfs.text.languages import language_code

NO_TITLE = "no title"
NAMELESS = "its title names no goods, and is like no others that do"
FEW = "too few listings are of its kind"

_ENCODED = 3_000  # listings whose titles are encoded and compared; the others are placed by their words
_FEWER = 3  # goods that titles name are a category from a third of the rows on that a level of a path needs
_READ = 300  # characters of a description by which the language of a name is told
_TOLD = 5  # kinds of goods without a category that a person is told of
_ALIASES = 100


def categories_from_titles(listings: Sequence[CatalogListing], embed: Embed | None) -> DraftedCategories:
    """Categories of goods that enough listings are; the others are left out. Without encoder by names alone."""
    titled = [listing for listing in listings if listing.title]
    bare = [replace(each, title=title) for each, title in zip(titled, bare_titles(titled), strict=True)]
    step = max(1, -(-len(bare) // _ENCODED))
    sample = bare[::step]
    languages = languages_of(sample)
    goods = dict(zip((each.product_id for each in sample), _goods(sample, languages, embed), strict=True))
    if step > 1:
        goods |= _by_words(sample, goods, [each for each in bare if each.product_id not in goods])
    counts = Counter(found for found in goods.values() if found)
    least = max(2, least_rows(len(listings)) // _FEWER)
    enough = {found for found, count in counts.items() if count >= least}
    made = _named(enough, counts, sample, goods)
    of = {each.product_id: _id(made, goods.get(each.product_id)) for each in listings}
    left_out = {each.product_id: _reason(each, goods) for each in listings if of[each.product_id] is None}
    marks = (*_big(made, counts, len(listings)), *_small(counts, enough), *_nameless(left_out))
    return DraftedCategories(tuple(made.values()), of, left_out, _how(sample, languages), marks)


def _goods(sample: Sequence[CatalogListing], languages: Sequence[str], embed: Embed | None) -> list[str | None]:
    """The goods that each listing is: an idea of the word list, or words that name a cluster; null where none is."""
    heads = [heads_of(listing, language) for listing, language in zip(sample, languages, strict=True)]
    if embed is None or not sample:
        return [own[0] if own else None for own in heads]
    titles = [listing.title or "" for listing in sample]
    vectors = listing_vectors(sample, titles, languages, embed)
    found = place(vectors, heads)
    loose = [row for row, idea in enumerate(found) if idea is None]
    for row, words in name_leftovers(titles, vectors, loose, least_rows(len(sample))).items():
        found[row] = words
    return found


def _by_words(
    sample: Sequence[CatalogListing], goods: Mapping[str, str | None], others: Sequence[CatalogListing]
) -> dict[str, str | None]:
    """What the listings are that were not compared, unless their titles name other goods."""
    model = WordModel(sample, [goods[each.product_id] or "" for each in sample])
    return {
        each.product_id: found if found and head_of(each.title or "", language) in (None, found) else None
        for each, language, found in zip(others, languages_of(others), model.place(others), strict=True)
    }


def _named(
    enough: set[str], counts: Mapping[str, int], sample: Sequence[CatalogListing], goods: Mapping[str, str | None]
) -> dict[str, DraftCategory]:
    """Categories by goods, those of most rows first: named as most titles name the goods."""
    wordings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    spoken: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for listing in sample:
        found = goods[listing.product_id]
        if found not in enough:
            continue
        own = {mention.wording for mention in mentions(listing.title or "") if mention.idea == found}
        wordings[found].update(own)
        language = language_code(f"{listing.title} {(listing.description or '')[:_READ]}")
        for wording in own if language else ():
            spoken[wording][language or ""] += 1
    ids: dict[str, str] = {}
    made = {}
    for found in sorted(enough, key=lambda found: (-counts[found], found)):
        ids[found] = ascii_id(found, set(ids.values()), "category")
        own_wordings = [wording for wording, _ in wordings[found].most_common(_ALIASES)] or [found]
        name = own_wordings[0][:1].upper() + own_wordings[0][1:]
        aliases = tuple(each for each in own_wordings[1:] if fold(each) not in (fold(name), fold(ids[found])))
        made[found] = DraftCategory(ids[found], name, _language(spoken[own_wordings[0]], name), aliases)
    return made


def _language(votes: Counter[str], name: str) -> str:
    if votes:
        return min(votes, key=lambda code: (-votes[code], code))
    return "en" if name.isascii() else "und"


def _id(made: Mapping[str, DraftCategory], found: str | None) -> str | None:
    return made[found].id if found is not None and found in made else None


def _reason(listing: CatalogListing, goods: Mapping[str, str | None]) -> str:
    if not listing.title:
        return NO_TITLE
    found = goods.get(listing.product_id)
    return f"{FEW}: {found}" if found else NAMELESS


def _how(sample: Sequence[CatalogListing], languages: Sequence[str]) -> str:
    """``keys`` where most listings say what they are under a key such as type, else ``titles``."""
    by_keys = sum(
        bool(heads_of(replace(listing, title=None), language))
        for listing, language in zip(sample, languages, strict=True)
    )
    return "keys" if 2 * by_keys > len(sample) else "titles"


def _big(made: Mapping[str, DraftCategory], counts: Mapping[str, int], rows: int) -> Iterable[Mark]:
    for found, category in made.items():
        if counts[found] > BIG * rows:
            question = f"holds {counts[found]} listings, more than {BIG:.0%}: is it one kind of goods?"
            yield Mark(category.id, question, counts[found])


def _small(counts: Counter[str], enough: set[str]) -> Iterable[Mark]:
    small = [(found, count) for found, count in counts.most_common() if found not in enough]
    for found, count in small[:_TOLD]:
        yield Mark(found, "has too few listings for a category: leave it out, or add it to another?", count)


def _nameless(left_out: Mapping[str, str]) -> Iterable[Mark]:
    rows = sum(reason == NAMELESS for reason in left_out.values())
    if rows:
        yield Mark("", f"{rows} listings name no goods that are known: are there categories among them?", rows)
