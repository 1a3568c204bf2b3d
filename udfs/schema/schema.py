"""The schema as data: categories, attributes, allowed values and tags, read from a folder of YAML files.

Nothing else in the code knows a product domain. A schema has two fingerprints: ``fingerprint`` covers all of it,
``model_fingerprint`` only what the model reads (names, descriptions, kinds, `many`, allowed values of choices), so an
edited alias, unit, rule or brand list leaves finished inference valid.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cached_property

from pydantic import Field, model_validator

from udfs.config import Strict
from udfs.schema.category_names import CategoryNames, NamedCategory
from udfs.schema.category_paths import without_product
from udfs.schema.definitions import Attribute, Category, Tag
from udfs.schema.fingerprints import digest, dump, model_view, places_view, plain_view, rules_view, thresholds_view
from udfs.schema.names import Language, in_usual_order
from udfs.schema.titles import TitleNames


class Schema(Strict):
    """A checked schema. Build one with :func:`udfs.schema.loading.load_schema` or :meth:`from_json`."""

    categories: dict[str, Category]
    tags: dict[str, Tag] = Field(default_factory=dict)
    languages: tuple[Language, ...] | None = Field(default=None, min_length=1)

    @model_validator(mode="after")
    def _arranged(self) -> Schema:
        faults = foreign_languages(self._named, self.languages)
        if faults:
            raise ValueError("; ".join(fault for _, fault in faults))
        for named in self._named:
            for _, names in named.names():
                names.arrange(self.all_languages)
        return self

    @property
    def _named(self) -> list[Category | Tag]:
        return [*self.categories.values(), *self.tags.values()]

    @cached_property
    def all_languages(self) -> tuple[str, ...]:
        """The languages of names and descriptions, most preferred first: those named, or else those that occur."""
        return self.languages or in_usual_order(
            language for named in self._named for _, names in named.names() for language in names.root
        )

    def attribute(self, category: str, attribute: str) -> Attribute:
        """Raises KeyError when the category does not have the attribute."""
        return self.categories[category].attributes[attribute]

    def tags_of(self, category: str) -> list[str]:
        """Ids of the tags that a product of the category may have, in the schema's order."""
        return list(self._tags_of(category))

    def _tags_of(self, category: str) -> dict[str, Tag]:
        return {key: tag for key, tag in self.tags.items() if not tag.categories or category in tag.categories}

    def find_category(self, text: str | None) -> str | None:
        """Category id for a seller's wording: an id, a name, an alias, or a path whose last level is one; else None."""
        found = self.named_category(text)
        return found.category if found and found.named == "itself" else None

    def named_category(self, text: str | None, title: str | None = None) -> NamedCategory | None:
        """The category that a seller's wording names at any level of its path, the deepest first, and how surely.

        The name of the product at its end, as ``title`` has it, is no level.
        """
        return self._category_names.find(without_product(text, title)) if text else None

    def titled_category(self, title: str | None) -> str | None:
        """The one category that a short title names as what is sold; null where none is certain."""
        return self._title_names.find(title) if title else None

    def mentions_category(self, category: str, title: str | None) -> bool:
        """Whether a title names the category at all, as what is sold or as what that is for."""
        return bool(title) and self._title_names.mentions(category, title or "")

    @cached_property
    def _title_names(self) -> TitleNames:
        return TitleNames(self.categories)

    @cached_property
    def _category_names(self) -> CategoryNames:
        return CategoryNames(self.categories)

    @cached_property
    def fingerprint(self) -> str:
        """16 hex digits over everything the schema says."""
        return digest(self.model_dump(mode="json", exclude=None if self.languages else {"languages"}))

    def category_fingerprint(self, category: str) -> str:
        """16 hex digits over everything the schema says of a category, its attributes and its tags."""
        own = self.categories[category]
        parts = {category: own.model_dump(mode="json")} | places_view(own) | dump(self._tags_of(category))
        return digest(parts | ({"#languages": list(self.languages)} if self.languages else {}))

    def category_parts(self, category: str) -> dict[str, str]:
        """The same in parts: ``schema`` is what the category is, ``rules`` what reads its values, ``thresholds`` those
        of its attributes. One of them changes where :meth:`category_fingerprint` does.
        """
        own, tags = self.categories[category], dump(self._tags_of(category))
        languages = list(self.languages) if self.languages else None
        return {
            "schema": digest([plain_view(own) | places_view(own), tags, languages]),
            "rules": digest(rules_view(own)),
            "thresholds": digest(thresholds_view(own)),
        }

    @cached_property
    def model_fingerprint(self) -> str:
        """16 hex digits over what the model reads."""
        return digest({key: model_view(c) for key, c in self.categories.items()} | {"#tags": dump(self.tags)})

    def difference(self, other: Schema) -> list[str]:
        """Names of categories, attributes and tags that the model would read differently in ``other``."""
        found = [
            f"tag {key}" for key in self.tags.keys() | other.tags.keys() if self.tags.get(key) != other.tags.get(key)
        ]
        for key in self.categories.keys() | other.categories.keys():
            mine, theirs = self.categories.get(key), other.categories.get(key)
            if mine is None or theirs is None:
                found.append(f"category {key}")
                continue
            here, there = model_view(mine), model_view(theirs)
            ids = here["attributes"].keys() | there["attributes"].keys()
            found += [f"{key}.{a}" for a in ids if here["attributes"].get(a) != there["attributes"].get(a)]
            if (here["name"], here["description"]) != (there["name"], there["description"]):
                found.append(f"category {key}")
        return sorted(found)

    def to_json(self) -> str:
        """The resolved schema as text that :meth:`from_json` reads."""
        return json.dumps(self.model_dump(mode="json"), ensure_ascii=False, indent=1)

    @classmethod
    def from_json(cls, text: str) -> Schema:
        """The inverse of :meth:`to_json`."""
        return cls.model_validate_json(text)


def foreign_languages(
    named: Iterable[Category | Tag], languages: Sequence[str] | None
) -> list[tuple[tuple[str, ...], str]]:
    """Keys and fault of each name or description in a language that is none of ``languages``; null allows all."""
    return [
        (keys, f"language {language!r} is none of `languages`: {', '.join(languages)}")
        for each in named
        for keys, names in each.names()
        for language in names.root
        if languages and language not in languages
    ]
