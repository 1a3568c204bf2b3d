"""Sellers' maps hidden at test time: what the texts give back, against what the rules make of the maps."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from jobs.config import Reject
from jobs.sources.json_lines import ListingError, read_listing
from training.distant.texts import ReadText, read_texts
from training.distant.truth import same_value
from training.evaluation.metrics import Counts
from udfs.errors import SourceError
from udfs.jsonl import numbered_lines
from udfs.pipeline import Pipeline
from udfs.quantities.parsing import read_amounts
from udfs.records import Fact, Listing
from udfs.resolution.product import ProductMaker
from udfs.schema.definitions import Attribute
from udfs.schema.schema import Schema
from udfs.settings import Thresholds

_SAME = 0.005  # by which a number may differ in another unit
_LEAST = 2  # characters of a wording that is looked for


@dataclass(slots=True)
class Scores:
    """Counts of values by attribute. ``stands``: of slots whose value stands in the text; ``stated``: of all slots that
    the map states. ``told``: predictions of attributes that the map does not state, which nobody can judge."""

    stands: dict[str, Counts] = field(default_factory=dict)
    stated: dict[str, Counts] = field(default_factory=dict)
    told: int = 0
    listings: int = 0
    categories_right: int = 0


def score(pipeline: Pipeline, listings: Sequence[Listing], *, hide_categories: bool) -> Scores:
    """Read listings without their maps, and compare with the rules over the maps alone.

    A listing counts where its category is known. ``hide_categories``: the model has to find that, too.
    """
    placed = [listing for listing in listings if listing.category is not None]
    if not placed:
        raise SourceError(f"none of {len(listings):,} listings has a category that the schema knows")
    maker = ProductMaker(pipeline.schema, Thresholds())
    shown = [_without_map(listing, hide_categories) for listing in placed]
    scores = Scores(listings=len(placed))
    for listing, result in zip(placed, pipeline.process(shown), strict=True):
        scores.categories_right += result.category == listing.category
        same = result.category == listing.category
        _add(scores, pipeline.schema, listing, _facts(maker, listing), result.product.facts if same else ())
    return scores


def _without_map(listing: Listing, hide_category: bool) -> Listing:
    bare = replace(listing, seller_attributes={}, unread=None)
    return replace(bare, category=None, named=None, wording=None, titled=None) if hide_category else bare


def _facts(maker: ProductMaker, listing: Listing) -> list[Fact]:
    """What the rules make of the map: the texts are not looked at."""
    product = maker.make(
        listing.category or "", (), (), (), entries=listing.statements, texts=(), compare=lambda _: {}
    )  # fmt: skip
    return [fact for fact in product.facts if fact.status == "standard"]


def _add(scores: Scores, schema: Schema, listing: Listing, gold: Iterable[Fact], found: Iterable[Fact]) -> None:
    category = schema.categories[listing.category or ""]
    texts = [*read_texts(listing).values()]
    stated = _by_attribute(gold)
    mine = _by_attribute(fact for fact in found if fact.status == "standard")
    scores.told += sum(len(own) for key, own in mine.items() if key not in stated)
    for key, facts in stated.items():
        read = _named(mine.get(key, []), facts)
        scores.stated.setdefault(key, Counts()).add(read, range(len(facts)))
        there = {number for number, fact in enumerate(facts) if stands(category.attributes[key], fact, texts)}
        if there:
            scores.stands.setdefault(key, Counts()).add(read, there)


def _named(mine: Sequence[Fact], facts: Sequence[Fact]) -> list[int]:
    """Each value that was read by the number of the seller's value that it is, or by one of its own."""
    return [
        next((number for number, fact in enumerate(facts) if same_value(fact, read)), -1 - place)
        for place, read in enumerate(mine)
    ]


def _by_attribute(facts: Iterable[Fact]) -> dict[str, list[Fact]]:
    found: dict[str, list[Fact]] = {}
    for fact in facts:
        found.setdefault(fact.attribute, []).append(fact)
    return found


def stands(attribute: Attribute, fact: Fact, texts: Sequence[ReadText]) -> bool:
    """Whether a value's standard form, or a spelling of it, stands in one of the texts: an equal number with a unit of
    the kind, or the seller's own words, or any wording that the schema has for it."""
    if attribute.unit and (fact.number is not None or fact.parts):
        numbers = {part.number for part in fact.parts} if fact.number is None else {fact.number, fact.number_max}
        return any(_holds(text, attribute.unit, numbers - {None}) for text in texts)
    value = attribute.values.get(fact.value_id or "")
    wordings = [*(value.wordings() if value else ()), fact.raw_value, fact.value, *(fact.labels or {}).values()]
    asked = {wording for wording in wordings if wording and len(wording.strip()) >= _LEAST}
    return any(True for text in texts for wording in asked for _ in text.find(wording))


def _holds(text: ReadText, unit: str, numbers: Iterable[float | None]) -> bool:
    amounts = [each for start, end in text.clauses for each in read_amounts(text.clean.text[start:end], unit)]
    return all(any(abs(each - number) <= _SAME * abs(number) for each in amounts) for number in numbers if number)


def read_file(path: Path, schema: Schema, categories: Mapping[str, str | None]) -> Iterator[Listing]:
    """Usable listings of a file of JSON lines as `facetmill predict` takes; ``categories`` go before their own."""
    for _, line in numbered_lines(str(path)):
        try:
            listing = read_listing(line, schema, Reject().max_characters)
        except ListingError:
            continue
        if listing.product_id in categories:
            listing = replace(listing, category=categories[listing.product_id], named=None, wording=None)
        yield listing


def with_others_maps(listings: Sequence[Listing], pairs: Path) -> list[Listing]:
    """Of pairs of pages that show the same product, each page with the map of the other one.

    ``pairs``: a CSV file with the columns left and right, both product_ids. A page of several pairs counts in each.
    """
    by_id = {listing.product_id: listing for listing in listings}
    with pairs.open(encoding="utf-8", newline="") as file:
        rows = [(row["left"], row["right"]) for row in csv.DictReader(file)]
    both = [(one, other) for left, right in rows for one, other in ((left, right), (right, left))]
    return [
        replace(by_id[one], seller_attributes=by_id[other].seller_attributes, category=by_id[other].category)
        for one, other in both
        if one in by_id and other in by_id
    ]


def table(scores: Scores) -> list[str]:
    """Lines for people: all attributes together, then each."""
    lines = [
        f"{scores.listings:,} listings, category right: {scores.categories_right / scores.listings:.3f}",
        f"{scores.told:,} values of attributes that the maps do not state: not judged",
        f"{'attribute':24}{'in text':>8}{'P':>8}{'R':>8}{'F1':>8}{'stated':>9}{'P of all':>9}",
        _line("all", [*scores.stands.values()], [*scores.stated.values()]),
    ]
    keys = sorted(scores.stated, key=lambda key: -scores.stated[key].gold)
    return lines + [_line(key, [scores.stands.get(key, Counts())], [scores.stated[key]]) for key in keys]


def _line(name: str, stands: Sequence[Counts], stated: Sequence[Counts]) -> str:
    here, whole = _sum(stands), _sum(stated)
    figures = f"{here.precision:8.3f}{here.recall:8.3f}{here.f1:8.3f}"
    return f"{name:24}{here.gold:8,}{figures}{whole.gold:9,}{whole.precision:9.3f}"


def _sum(counts: Sequence[Counts]) -> Counts:
    return Counts(*(sum(getattr(each, name) for each in counts) for name in ("correct", "predicted", "gold")))
