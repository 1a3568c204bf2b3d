"""Keys that tell nothing of the goods, as names that the schema ignores: a run neither reads nor queues them.

Only what says so by itself is ignored: shop numbers, stock, shipping, links. A key that is too rare, or of one value
for all, may tell something of other goods.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from training.drafting.drafts import DraftAttribute, DraftedKeys, Key
from training.drafting.folder.state import State
from training.drafting.keys.junk import holds_elsewhere, says_nothing
from udfs.schema.definitions import Category, wordings_of
from udfs.schema.ignored import without
from udfs.schema.keys import LONGEST_KEY
from udfs.schema.schema import Schema
from udfs.text.keys import fold

_BY_SCHEMA = "the schema ignores it"
_LEAST_ROWS = 2  # of a key: what one listing states leads no queue


class Ignored(NamedTuple):
    """A key with the rows that state it at all sites, and why it is ignored."""

    key: str
    rows: int
    reason: str


def ignored_keys(
    keys: DraftedKeys, made: Schema, before: State | None = None, known: Schema | None = None
) -> list[Ignored]:
    """The keys of a draft that say nothing, most rows first; in the spelling of most rows.

    A key that means an attribute at some site, or in ``made``, is none. What a person took out of the list of ``known``
    since the draft ``before`` stays out.
    """
    told = {fold(key.key) for attribute in keys.attributes for key in attribute.keys} | _named(made)
    told |= {fold(line["key"]) for line in before.lines("ignored")} - _ignored(known) if before and known else set()
    spellings: dict[str, Counter[str]] = {}
    reasons: dict[str, str] = {}
    for key, why in keys.junk.items():
        if says_nothing(why) and len(key.key) <= LONGEST_KEY and (folded := fold(key.key)) and folded not in told:
            spellings.setdefault(folded, Counter())[" ".join(key.key.split())] += keys.rows.get(key, 0)
            reasons.setdefault(folded, why)
    found = [
        Ignored(min(own, key=lambda each: (-own[each], each)), own.total(), reasons[folded])
        for folded, own in spellings.items()
        if own.total() >= _LEAST_ROWS
    ]
    return sorted(found, key=lambda each: (-each.rows, each.key))


def ignored_lines(ignored: list[Ignored]) -> Iterator[dict[str, Any]]:
    """Evidence: what a person takes out of the schema later is told by it."""
    return ({"what": "ignored", **each._asdict()} for each in ignored)


def ignoring(schema: Schema, ignored: list[Ignored]) -> Schema:
    """The schema, its categories ignoring some more names; none by which one of its attributes goes."""
    more = [each.key for each in ignored]
    categories = {key: _ignoring(category, more) for key, category in schema.categories.items()}
    return Schema(categories=categories, tags=schema.tags, languages=schema.languages) if more else schema


def _ignoring(category: Category, more: list[str]) -> Category:
    named = (wording for own in category.attributes.items() for wording in wordings_of(*own))
    keys = (*category.ignored_keys, *without(more, named))
    own = {name: getattr(category, name) for name in Category.model_fields}
    return Category.model_validate({**own, "ignored_keys": keys})


def without_ignored(keys: DraftedKeys, schema: Schema | None = None) -> DraftedKeys:
    """The same keys; those are of no attribute that the schema ignores, and those that say nothing where most rows have
    them: a schema reads a key alike at all sites, and few rows tell little."""
    reasons = _mostly_junk(keys) | (dict.fromkeys(_ignored(schema), _BY_SCHEMA) if schema else {})
    gone = {key: why for own in keys.attributes for key in own.keys if (why := reasons.get(fold(key.key)))}
    if not gone:
        return keys
    kept = [_left(own, gone, keys) for own in keys.attributes]
    attributes = tuple(own for own in kept if own)
    ids = {own.id for own in keys.attributes} - {own.id for own in attributes}
    marks = tuple(mark for mark in keys.marks if mark.about not in ids and mark.into not in ids)
    return replace(keys, attributes=attributes, marks=marks, junk={**keys.junk, **gone})


def _mostly_junk(keys: DraftedKeys) -> dict[str, str]:
    """By folded key, why it says nothing, of those that say nothing in more rows than something."""
    votes: Counter[str] = Counter()
    reasons: dict[str, str] = {}
    for key, why in keys.junk.items():
        if holds_elsewhere(why):
            votes[fold(key.key)] += keys.rows.get(key, 0)
            reasons.setdefault(fold(key.key), why)
    for attribute in keys.attributes:
        for key in attribute.keys:
            votes[fold(key.key)] -= keys.rows.get(key, 0)
    return {folded: why for folded, why in reasons.items() if votes[folded] > 0}


def _left(attribute: DraftAttribute, gone: Container[Key], drafted: DraftedKeys) -> DraftAttribute | None:
    """An attribute without some of its keys, named by one that it still has; null where none is left."""
    left = tuple(key for key in attribute.keys if key not in gone)
    if not left or len(left) == len(attribute.keys):
        return attribute if left else None
    if any(fold(key.key) == fold(attribute.name) for key in left):
        return replace(attribute, keys=left)
    name = min(left, key=lambda key: (-drafted.rows.get(key, 0), key.key)).key
    return replace(attribute, keys=left, name=name)


def _ignored(schema: Schema) -> set[str]:
    """Folded names that some category ignores and none has an attribute for."""
    return {fold(key) for category in schema.categories.values() for key in category.ignored_keys} - _named(schema)


def _named(schema: Schema) -> set[str]:
    """Folded names, aliases and ids of all attributes."""
    own = (pair for category in schema.categories.values() for pair in category.attributes.items())
    return {fold(wording) for pair in own for wording in wordings_of(*pair)}
