"""Keys of one wording under one attribute: a schema reads a key alike at all sites.

Where sellers of two sites mean different things by one key, the attribute that more rows mean has it, and a mark of the
drafting says so.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace

from training.drafting.drafts import DraftAttribute, DraftedKeys, Key
from udfs.text.keys import fold


def settled(drafted: DraftedKeys) -> DraftedKeys:
    """The same keys, each wording with one attribute; those that are left without a key are gone."""
    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for attribute in drafted.attributes:
        for key in attribute.keys:
            votes[fold(key.key)][attribute.id] += drafted.rows.get(key, 0)
    owner = {wording: min(count, key=lambda each: (-count[each], each)) for wording, count in votes.items()}
    keys: defaultdict[str, list[Key]] = defaultdict(list)
    for attribute in drafted.attributes:
        for key in attribute.keys:
            keys[owner[fold(key.key)]].append(key)
    kept = tuple(_with_keys(each, tuple(keys[each.id]), drafted) for each in drafted.attributes if keys[each.id])
    gone = {each.id for each in drafted.attributes} - {each.id for each in kept}
    marks = tuple(mark for mark in drafted.marks if mark.about not in gone and mark.into not in gone)
    return replace(drafted, attributes=kept, marks=marks)


def _with_keys(attribute: DraftAttribute, keys: tuple[Key, ...], drafted: DraftedKeys) -> DraftAttribute:
    """The name is one of its keys."""
    if any(fold(key.key) == fold(attribute.name) for key in keys):
        return replace(attribute, keys=keys)
    name = min(keys, key=lambda key: (-drafted.rows.get(key, 0), key.key)).key
    return replace(attribute, keys=keys, name=name)
