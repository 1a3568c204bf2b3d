"""Listings of a foreign catalog to a schema with its evidence and marks; over an earlier draft it only adds."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from training.drafting.aligning import align_categories, align_keys
from training.drafting.assembling import Assembled, Known, assemble
from training.drafting.catalog import CatalogListing
from training.drafting.drafts import DraftedCategories, DraftedKeys
from training.drafting.evidence import Evidence, gather
from training.drafting.folder.lines import evidence_lines
from training.drafting.folder.state import OpenMark, State, open_marks, with_marks
from training.drafting.ignoring import ignored_keys, ignored_lines, ignoring, without_ignored
from training.drafting.running_text import proposed
from training.drafting.settling import settled
from udfs.schema.schema import Schema
from udfs.text.keys import fold

MARKS_PER_THOUSAND = 60
_NEW_VALUE_ROWS = 3  # of a value that an existing list lacks, to be asked about
_ASKED_VALUES = 12  # in one question


@dataclass(frozen=True, slots=True)
class Draft:
    """A drafted schema. ``categories`` and ``keys`` as they were found, with ids of the schema that existed before."""

    made: Assembled
    categories: DraftedCategories
    keys: DraftedKeys
    evidence: Evidence
    state: State

    @property
    def schema(self) -> Schema:
        return self.made.schema

    def category_of(self, product_id: str) -> str | None:
        """The category of a listing that was looked at."""
        found = self.categories.of.get(product_id)
        return self.made.category_ids.get(found) if found else None


@dataclass(frozen=True, slots=True)
class Earlier:
    """A schema folder as it was before: what people have edited since is in it."""

    schema: Schema
    state: State

    def known(self) -> Known:
        """What exists, and what was there at the last draft and is no more."""
        categories = {line["id"] for line in self.state.lines("category")} - self.schema.categories.keys()
        fills = {(line["category"], line["attribute"]) for line in self.state.lines("fill")}
        there = {(key, own) for key, category in self.schema.categories.items() for own in category.attributes}
        gone: set[tuple[str, str | None]] = {(key, None) for key in categories}
        return Known(self.schema, gone | (fills - there))


def draft(
    listings: Sequence[CatalogListing],
    categories: DraftedCategories,
    keys: DraftedKeys,
    earlier: Earlier | None = None,
    total: int | None = None,
) -> Draft:
    """The draft of what was found in the listings. ``total``: rows of the whole catalog, where these are a sample.

    Raises SchemaError where there is no category.
    """
    keys = settled(without_ignored(keys, earlier.schema if earlier else None))
    if earlier:
        categories, keys = align_categories(categories, earlier.schema), align_keys(keys, earlier.schema)
    evidence = gather(listings, categories, keys)
    made = assemble(categories, keys, evidence, earlier.known() if earlier else None)
    before = earlier.state if earlier else State()
    ignored = ignored_keys(keys, made.schema, before, earlier.schema if earlier else None)
    made = replace(made, schema=ignoring(made.schema, ignored))
    lines = (*evidence_lines(made, categories, keys, evidence), *ignored_lines(ignored))
    lines = (*lines, *_kept(before, made, {each.key for each in ignored}))
    state = replace(before, listings=total or len(listings), drafts=before.drafts + 1, evidence=lines)
    of_both = (*open_marks(categories.marks, "category"), *open_marks(keys.marks, "attribute"))
    category_of = {key: made.category_ids.get(own or "") for key, own in categories.of.items()}
    asked = (*_asked(made, evidence, earlier), *proposed(listings, category_of, made.schema))
    found = [*(_placed(mark, made) for mark in of_both), *asked]
    most = math.ceil(len(listings) * MARKS_PER_THOUSAND / 1000)
    return Draft(made, categories, keys, evidence, with_marks(state, found, most))


def _placed(mark: OpenMark, made: Assembled) -> OpenMark:
    """A mark about what has another id in the schema."""
    ids = made.category_ids if mark.of == "category" else made.attribute_ids
    return replace(mark, about=ids.get(mark.about, mark.about), into=ids.get(mark.into or "", mark.into))


def _kept(before: State, made: Assembled, ignored: Collection[str]) -> Iterator[dict[str, Any]]:
    """Evidence of earlier drafts for what this one has not seen: without it, what was taken out would come back."""
    categories, attributes = set(made.category_ids.values()), set(made.attribute_ids.values())
    there = {(key, own) for key, category in made.schema.categories.items() for own in category.attributes}
    for line in before.evidence:
        match line["what"]:
            case "category":
                seen = line["id"] in categories
            case "fill":
                pair = line["category"], line["attribute"]
                seen = pair in there and pair[0] in categories and pair[1] in attributes
            case "attribute":
                seen = line["id"] in attributes
            case "ignored":
                seen = line["key"] in ignored
            case _:
                seen = line["attribute"] in made.values
        if not seen:
            yield line


def _asked(made: Assembled, evidence: Evidence, earlier: Earlier | None) -> Iterator[OpenMark]:
    """Marks of the schema itself: categories of which nothing is stated; values that a list of people lacks."""
    for key in made.bare:
        drafted = next(own for own, final in made.category_ids.items() if final == key)
        rows = evidence.categories[drafted].rows if drafted in evidence.categories else 0
        yield OpenMark(key, "its sellers state nothing of these goods; is it a category?", rows, "category")
    if earlier is None:
        return
    definitions = {key: own for c in earlier.schema.categories.values() for key, own in c.attributes.items()}
    for key, values in sorted(made.values.items()):
        old = definitions.get(key)
        if old is None or not old.traits.closed or old.kind == "boolean":
            continue
        lacking = [
            value
            for value in values
            if value.rows >= _NEW_VALUE_ROWS and not _has(old.value_by_wording, value.wordings)
        ]
        if lacking:
            names = [next(iter(value.name.values())) for value in lacking][:_ASKED_VALUES]
            rows = sum(value.rows for value in lacking)
            yield OpenMark(
                key, f"stated, but none of its values: {', '.join(names)}; add them?", rows, values=tuple(names)
            )


def _has(known: Mapping[str, str], wordings: Mapping[str, int]) -> bool:
    return any(fold(wording) in known for wording in wordings)
