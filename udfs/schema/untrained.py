"""What a checkpoint has not learnt of a schema, and by which schema its model is asked.

Left to the rules, what is new is not asked: the model answers by its own schema, so its scores are those that it had,
and all that it said stays valid. What it says of attributes that are changed or gone is not heard. Asked, it answers
by the new schema. Either way it is asked about the categories that are gone: without them, it would hold their goods
for others.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from typing import NamedTuple

from udfs.schema.definitions import Category
from udfs.schema.fingerprints import model_view
from udfs.schema.schema import Schema

_TOLD = 3  # names of each kind


class Untrained(NamedTuple):
    """Parts of a schema that a checkpoint has not learnt: they are new, or the model would read them differently.

    ``asked``: whether the model is asked about them. ``categories``: those of the schema, of which ``new`` ones have an
    id that the checkpoint does not know. ``attributes``: pairs of category and attribute, of new categories all.
    ``gone``: categories that the model is asked about and that are none of the schema's, or no longer the same.
    """

    asked: bool = False
    categories: frozenset[str] = frozenset()
    new: frozenset[str] = frozenset()
    attributes: frozenset[tuple[str, str]] = frozenset()
    tags: frozenset[str] = frozenset()
    gone: frozenset[str] = frozenset()

    def reads(self, category: str | None) -> bool:
        """Whether the model can be asked about listings of a category; null stands for those of which it finds it."""
        return self.asked or category not in self.new

    def places(self, category: str) -> bool:
        """Whether a guess of the model that goods are of a category counts."""
        return self.asked or category not in self.categories

    def hears(self, category: str, attribute: str) -> bool:
        """Whether what the model says of an attribute counts at all."""
        return self.asked or (category, attribute) not in self.attributes

    def of(self, category: str) -> tuple[str, ...]:
        """Ids of a category's attributes that are not learnt, in order."""
        return tuple(sorted(attribute for own, attribute in self.attributes if own == category))

    @property
    def counts(self) -> dict[str, int]:
        """How many attributes, categories and tags of the schema are not learnt; kinds without any are left out."""
        counted = {
            "untrained_attributes": len(self.attributes),
            "untrained_categories": len(self.categories),
            "untrained_tags": len(self.tags),
        }
        return {name: count for name, count in counted.items() if count}

    def told(self) -> str | None:
        """What a run tells of them, with the first few; null where all is learnt."""
        attributes = (f"{category}.{attribute}" for category, attribute in self.attributes)
        parts = [
            *_listed("category", "categories", self.categories),
            *_listed("attribute", "attributes", sorted(attributes)),
            *_listed("tag", "tags", self.tags),
        ]
        if not parts:
            return None
        what = "asked of the model by name and description" if self.asked else "left to the rules"
        return f"the checkpoint has not learnt {', '.join(parts)}: {what}"


ALL_LEARNT = Untrained()
"""Of a checkpoint that was trained with the schema."""


class Asked(NamedTuple):
    """The schema that a model is asked by, and what of the job's it has not learnt."""

    schema: Schema
    untrained: Untrained


def ask(trained: Schema, schema: Schema, *, untrained: bool) -> Asked:
    """What a model that was trained with one schema is asked for another; ``untrained``: about what is new, too."""
    if trained.model_fingerprint == schema.model_fingerprint:
        return Asked(schema, ALL_LEARNT)
    found = untrained_parts(trained, schema, asked=untrained)
    return Asked(_with_gone(schema, trained, found.gone) if untrained else trained, found)


def untrained_parts(trained: Schema, schema: Schema, *, asked: bool) -> Untrained:
    """What of ``schema`` a model that was trained with another has not learnt."""
    changed = {key for key, own in schema.categories.items() if _said(own) != _said(trained.categories.get(key))}
    removed = trained.categories.keys() - schema.categories.keys()
    return Untrained(
        asked=asked,
        categories=frozenset(changed),
        new=frozenset(schema.categories.keys() - trained.categories.keys()),
        attributes=frozenset(_attributes(trained, schema)),
        tags=frozenset(
            key
            for key, tag in schema.tags.items()
            if (own := trained.tags.get(key)) is None or (own.name, own.description) != (tag.name, tag.description)
        ),
        gone=frozenset(removed if asked else removed | (changed & trained.categories.keys())),
    )


def _said(category: Category | None) -> tuple[object, object] | None:
    """What the category's question says of it."""
    return (category.name, category.description) if category else None


def _attributes(trained: Schema, schema: Schema) -> Iterator[tuple[str, str]]:
    for key, category in schema.categories.items():
        own = model_view(category)["attributes"]
        learnt = model_view(trained.categories[key])["attributes"] if key in trained.categories else {}
        yield from ((key, attribute) for attribute, seen in own.items() if learnt.get(attribute) != seen)


def _with_gone(schema: Schema, trained: Schema, gone: Collection[str]) -> Schema:
    """A schema with the categories that are gone behind its own, by their names alone."""
    if not gone:
        return schema
    data = json.loads(schema.to_json())
    for key in sorted(gone):
        data["categories"][key] = {**trained.categories[key].model_dump(mode="json"), "attributes": {}}
    if schema.languages:
        data["languages"] = [*dict.fromkeys((*schema.languages, *trained.all_languages))]
    return Schema.from_json(json.dumps(data))


def _listed(one: str, several: str, names: Collection[str]) -> Iterator[str]:
    if names:
        shown = sorted(names)[:_TOLD]
        more = f" and {len(names) - _TOLD} more" if len(names) > _TOLD else ""
        yield f"{len(names):,} {one if len(names) == 1 else several} ({', '.join(shown)}{more})"
