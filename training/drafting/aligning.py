"""A draft over newer data in the terms of a schema that exists: what it has by any wording keeps the schema's id."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from training.drafting.ascii_ids import ascii_id
from training.drafting.drafts import DraftAttribute, DraftCategory, DraftedCategories, DraftedKeys, Mark
from udfs.schema.definitions import wordings_of
from udfs.schema.schema import Schema
from udfs.text.keys import fold


def align_categories(drafted: DraftedCategories, schema: Schema) -> DraftedCategories:
    """Categories with the ids of those of the schema that share a wording; others with ids that it has not."""
    owner = _owners((key, wordings_of(key, each)) for key, each in schema.categories.items())
    ids: dict[str, str] = {}
    for category in drafted.categories:
        wordings = (category.name, *category.aliases, category.id)
        ids[category.id] = next((owner[fold(each)] for each in wordings if fold(each) in owner), "")
    ids = _others(ids, schema.categories)
    merged: dict[str, DraftCategory] = {}
    for category in drafted.categories:
        own = replace(category, id=ids[category.id], parent=ids.get(category.parent or ""))
        first = merged.setdefault(own.id, own)
        if first is not own:
            merged[own.id] = replace(first, aliases=(*first.aliases, own.name, *own.aliases))
    of = {key: ids.get(category) if category else None for key, category in drafted.of.items()}
    marks = tuple(_renamed(mark, ids) for mark in drafted.marks)
    return replace(drafted, categories=tuple(merged.values()), of=of, marks=marks)


def align_keys(drafted: DraftedKeys, schema: Schema) -> DraftedKeys:
    """The same of attributes, by their keys: the schema's attribute that most rows name."""
    every = ((key, wordings_of(key, a)) for c in schema.categories.values() for key, a in c.attributes.items())
    owner = _owners(every)
    ids: dict[str, str] = {}
    for attribute in drafted.attributes:
        votes: Counter[str] = Counter()
        for key in attribute.keys:
            if (found := owner.get(fold(key.key))) is not None:
                votes[found] += drafted.rows.get(key, 0) + 1
        named = owner.get(fold(attribute.name)) or owner.get(fold(attribute.id))
        ids[attribute.id] = votes.most_common(1)[0][0] if votes else named or ""
    ids = _others(ids, {key for category in schema.categories.values() for key in category.attributes})
    merged: dict[str, DraftAttribute] = {}
    for attribute in drafted.attributes:
        own = replace(attribute, id=ids[attribute.id])
        first = merged.setdefault(own.id, own)
        if first is not own:
            merged[own.id] = replace(first, keys=(*first.keys, *own.keys))
    marks = tuple(_renamed(mark, ids) for mark in drafted.marks)
    return replace(drafted, attributes=tuple(merged.values()), marks=marks)


def _renamed(mark: Mark, ids: Mapping[str, str]) -> Mark:
    return replace(mark, about=ids.get(mark.about, mark.about), into=ids.get(mark.into or "", mark.into))


def _owners(named: Iterable[tuple[str, Iterable[str]]]) -> dict[str, str]:
    owner: dict[str, str] = {}
    for key, wordings in named:
        for wording in wordings:
            if folded := fold(wording):
                owner.setdefault(folded, key)
    return owner


def _others(ids: Mapping[str, str], known: Iterable[str]) -> dict[str, str]:
    """Ids of what the schema does not have: their own, or, where the schema means something else by it, a new one."""
    taken = {*known, *filter(None, ids.values())}
    found: dict[str, str] = {}
    for key, own in ids.items():
        found[key] = own or (ascii_id(key, taken) if key in taken else key)
        taken.add(found[key])
    return found
