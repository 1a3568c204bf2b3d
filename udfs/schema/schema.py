"""The schema as data: categories, attributes, allowed values and tags, read from a folder of YAML files.

Nothing else in the code knows a product domain. A schema has two fingerprints: ``fingerprint`` covers all of it,
``model_fingerprint`` only what the model reads (names, descriptions, kinds, `many`, allowed values of choices), so an
edited alias, unit, rule or brand list leaves finished inference valid.
"""

from __future__ import annotations

import json
import re
from functools import cached_property

from pydantic import Field

from udfs.config import Strict
from udfs.schema.definitions import Attribute, Category, Tag
from udfs.schema.fingerprints import digest, dump, model_view
from udfs.text.keys import fold


class Schema(Strict):
    """A checked schema. Build one with :func:`load_schema` or :meth:`from_json`."""

    categories: dict[str, Category]
    tags: dict[str, Tag] = Field(default_factory=dict)

    def attribute(self, category: str, attribute: str) -> Attribute:
        """Raises KeyError when the category does not have the attribute."""
        return self.categories[category].attributes[attribute]

    def tags_of(self, category: str) -> list[str]:
        """Ids of the tags that a product of the category may have, in the schema's order."""
        return list(self._tags_of(category))

    def _tags_of(self, category: str) -> dict[str, Tag]:
        return {key: tag for key, tag in self.tags.items() if not tag.categories or category in tag.categories}

    def find_category(self, text: str | None) -> str | None:
        """Category id for a seller's wording: an id, a name, an alias, or a path whose last part is one; else None."""
        if not text:
            return None
        whole = self._category_by_wording.get(fold(text))
        last = re.split(r"[>›/»|\\＞／]", text)[-1]
        return whole or self._category_by_wording.get(fold(last))

    @cached_property
    def _category_by_wording(self) -> dict[str, str]:
        return {fold(w): key for key, c in self.categories.items() for w in (key, c.name.en, c.name.zh, *c.aliases)}

    @cached_property
    def fingerprint(self) -> str:
        """16 hex digits over everything the schema says."""
        return digest(self.model_dump(mode="json"))

    def category_fingerprint(self, category: str) -> str:
        """16 hex digits over everything the schema says of a category, its attributes and its tags."""
        return digest({category: self.categories[category].model_dump(mode="json")} | dump(self._tags_of(category)))

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
