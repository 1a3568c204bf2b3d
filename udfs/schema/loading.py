"""A folder of YAML files as one checked schema."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, TypeAdapter, ValidationError

from udfs.config import validate
from udfs.errors import SchemaError
from udfs.schema.definitions import Attribute, Category, Tag, clashes, wordings_of
from udfs.schema.ignored import without
from udfs.schema.makers import with_makers_of_all
from udfs.schema.names import Language
from udfs.schema.schema import Schema, foreign_languages
from udfs.yaml_files import Document, KeyPath, read_yaml

_LANGUAGES = TypeAdapter(Annotated[tuple[Language, ...], Field(min_length=1)])
_OTHERS = ("languages", "ignored_keys")  # what a file may hold beside definitions
_ID = re.compile(r"[a-z][a-z0-9_]*\Z")


def load_schema(folder: str | Path) -> Schema:
    """Read all ``*.yaml`` files of a folder, or one file, as one schema.

    Top-level keys of a file: ``attributes`` (shared definitions), ``categories``, ``tags``, ``ignored_keys`` (of all
    categories) and, in one of them, ``languages``. An attribute of a category starts from the shared one of the same
    id, if there is one, which is complete in itself: keys given in the category override it, its ``values`` are added.
    Makers that one category knows are known in all, see :func:`udfs.schema.makers.with_makers_of_all`.
    Raises SchemaError that lists all faults with file and line.
    """
    path = Path(folder)
    files = sorted(path.glob("*.yaml")) if path.is_dir() else [path]
    if not files:
        raise SchemaError(f"cannot load a schema from {path}: the folder holds no *.yaml file")
    reader = _Reader([read_yaml(file, SchemaError) for file in files])
    schema = reader.read()
    if reader.faults or schema is None:
        raise SchemaError(f"{len(reader.faults)} fault(s) in the schema {path}:\n  " + "\n  ".join(reader.faults))
    return schema


class _Reader:
    """Gathers the parts of all files and every fault on the way."""

    def __init__(self, documents: list[Document]) -> None:
        self.documents = documents
        self.faults: list[str] = []
        self.shared: dict[str, Any] = {}
        self.broken: set[str] = set()  # shared definitions with faults: told once, not again for each category
        self.ignored: list[str] = []  # by all categories

    def read(self) -> Schema | None:
        entries = {section: list(self._entries(section)) for section in ("attributes", "categories", "tags")}
        for document in self.documents:
            for key in document.data.keys() - {*entries, *_OTHERS}:
                self._fault(document, (key,), f"unknown key `{key}`; allowed: {', '.join((*entries, *_OTHERS))}")
        languages = self._languages()
        self.ignored = [key for document in self.documents for key in self._ignored(document, document.data)]
        for doc, key, data in entries["attributes"]:
            self._share(doc, key, data)
        tags = {key: tag for doc, key, data in entries["tags"] if (tag := self._check(doc, data, Tag, ("tags", key)))}
        categories = {key: c for doc, key, data in entries["categories"] if (c := self._category(doc, key, data))}
        files = {key: doc for doc, key, _ in entries["categories"]}
        wordings = {key: wordings_of(key, category) for key, category in categories.items()}
        for key, clash in clashes(wordings, "categories"):
            self._fault(files[key], ("categories", key), clash)
        for doc, key, _ in entries["tags"]:
            for name in tags[key].categories if key in tags else ():
                if name not in files:
                    self._fault(doc, ("tags", key, "categories"), f"no category `{name}`; there are {', '.join(files)}")
        for section, named in (("categories", categories), ("tags", tags)):
            places = {key: doc for doc, key, _ in entries[section]}
            for key, each in named.items():
                for keys, fault in foreign_languages([each], languages):
                    self._fault(places[key], (section, key, *keys), fault)
        if not entries["categories"]:
            self.faults.append(f"{self.documents[0].path}:1: no file has a category; add `categories:`")
        if self.faults:
            return None
        return Schema(categories=with_makers_of_all(categories), tags=tags, languages=languages)

    def _languages(self) -> tuple[str, ...] | None:
        """What one file says under ``languages``; null when none does."""
        given = [document for document in self.documents if "languages" in document.data]
        for document in given[1:]:
            place = given[0].where(("languages",))
            self._fault(document, ("languages",), f"`languages` is defined already at {place}")
        if not given:
            return None
        try:
            return _LANGUAGES.validate_python(given[0].data["languages"])
        except ValidationError as error:
            for fault in error.errors():
                self._fault(given[0], ("languages",), f"expected a list such as [en, zh]: {fault['msg']}")
            return None

    def _ignored(self, document: Document, data: Any, *place: str) -> list[str]:
        """What a file or category says under ``ignored_keys``."""
        keys = data.get("ignored_keys") or []
        if isinstance(keys, list) and all(isinstance(key, str | int | float) for key in keys):
            return [*map(str, keys)]
        self._fault(document, (*place, "ignored_keys"), "expected a list of sellers' names such as [SKU, 商品编号]")
        return []

    def _entries(self, section: str) -> Iterator[tuple[Document, str, Any]]:
        seen: dict[str, str] = {}
        for document in self.documents:
            part = document.data.get(section) or {}
            if not isinstance(part, dict):
                self._fault(document, (section,), f"`{section}` must map ids to definitions, got {type(part).__name__}")
                continue
            for key, data in part.items():
                if key in seen:
                    self._fault(document, (section, key), f"{section} `{key}` is defined already at {seen[key]}")
                    continue
                seen[key] = document.where((section, key))
                self._check_id(document, (section, key))
                yield document, str(key), data

    def _share(self, document: Document, key: str, data: Any) -> None:
        before = len(self.faults)
        self._attribute(document, data, ("attributes", key))
        if len(self.faults) > before:
            self.broken.add(key)
        self.shared[key] = data

    def _attribute(self, document: Document, data: Any, place: KeyPath) -> Attribute | None:
        attribute: Attribute | None = self._check(document, data, Attribute, place)
        for value in attribute.values if attribute else ():
            self._check_id(document, (*place, "values", value))
        return attribute

    def _category(self, document: Document, key: str, data: Any) -> Category | None:
        prefix: KeyPath = ("categories", key)
        if not isinstance(data, dict) or not isinstance(data.get("attributes"), dict) or not data["attributes"]:
            self._fault(document, prefix, "a category needs name, description and `attributes` (ids to definitions)")
            return None
        attributes: dict[str, Attribute] = {}
        for name, own in data["attributes"].items():
            place = (*prefix, "attributes", name)
            self._check_id(document, place)
            if name in self.broken:
                continue
            attribute = self._attribute(document, _ordered(self._resolve(str(name), own), data), place)
            if attribute:
                attributes[str(name)] = attribute
        wordings = {key: wordings_of(key, attribute) for key, attribute in attributes.items()}
        bare = {**data, "attributes": {}, "ignored_keys": self._ignored_by(document, data, prefix, wordings)}
        category = self._check(document, bare, Category, prefix)
        for name, clash in clashes(wordings, "attributes"):
            self._fault(document, (*prefix, "attributes", name), clash)
        return category.model_copy(update={"attributes": attributes}) if category else None

    def _ignored_by(self, document: Document, data: Any, prefix: KeyPath, wordings: dict[str, list[str]]) -> list[str]:
        """What all categories ignore and this one has no attribute for, and what it ignores itself."""
        own = self._ignored(document, data, *map(str, prefix))
        named = [wording for texts in wordings.values() for wording in texts]
        for key in sorted(set(own) - set(without(own, named))):
            fault = f"{key!r} is ignored, and names an attribute; keep it under one"
            self._fault(document, (*prefix, "ignored_keys"), fault)
        return [*without(self.ignored, named), *own]

    def _resolve(self, name: str, own: Any) -> Any:
        shared = self.shared.get(name)
        if not isinstance(own, dict | None) or not isinstance(shared, dict):
            return own
        own = own or {}
        merged = {**shared, **own}
        if isinstance(shared.get("values"), dict) and isinstance(own.get("values"), dict):
            merged["values"] = {**shared["values"], **own["values"]}
        return merged

    def _check(self, document: Document, data: Any, model: Any, prefix: KeyPath) -> Any:
        return validate(document, data, model, prefix, self.faults)

    def _check_id(self, document: Document, place: KeyPath) -> None:
        if not isinstance(place[-1], str) or not _ID.match(place[-1]):
            self._fault(document, place, f"id {place[-1]!r} must be lower-case ASCII letters, digits and _")

    def _fault(self, document: Document, keys: KeyPath, message: str) -> None:
        self.faults.append(f"{document.where(keys)}: {'.'.join(map(str, keys))}: {message}")


def _ordered(attribute: Any, category: dict[str, Any]) -> Any:
    """The definition of an attribute that reads sizes, with the category's order of axes where it has none."""
    reads_sizes = isinstance(attribute, dict) and (attribute.get("kind") == "dimensions" or attribute.get("axis"))
    return {"order": category["axes"], **attribute} if reads_sizes and category.get("axes") else attribute
