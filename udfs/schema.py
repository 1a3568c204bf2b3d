"""The schema as data: categories, attributes, allowed values and tags, read from a folder of YAML files.

Nothing else in the code knows a product domain. A schema has two fingerprints: ``fingerprint`` covers all of it,
``model_fingerprint`` only what the model reads (names, descriptions, kinds, `many`, allowed values of choices), so an
edited alias, unit, rule or brand list leaves finished inference valid.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, field_validator, model_validator

from udfs.config import Document, KeyPath, Strict, read_yaml, validate
from udfs.errors import SchemaError
from udfs.rules import Evidence, Rule
from udfs.text import fold
from udfs.units import unit_fault

Kind = Literal["span", "identifier", "quantity", "choice", "choices"]
Language = Literal["en", "zh"]
Origin = Literal["person", "seller", "model"]
LANGUAGES: tuple[Language, ...] = ("en", "zh")
_ID = re.compile(r"[a-z][a-z0-9_]*\Z")


class Names(Strict):
    """One wording in each language; both are required and non-empty."""

    en: str = Field(min_length=1)
    zh: str = Field(min_length=1)


class Value(Strict):
    """One allowed or known value of an attribute."""

    name: Names
    description: Names | None = None
    aliases: tuple[str, ...] = ()
    learned: dict[str, Evidence] = Field(default_factory=dict)  # aliases that labelled pairs taught

    @field_validator("aliases", "learned", mode="before")
    @classmethod
    def _as_text(cls, aliases: Any) -> Any:
        """YAML reads an alias such as 304 as a number; sellers write text."""
        if isinstance(aliases, dict):
            return {str(alias): evidence for alias, evidence in aliases.items()}
        return [str(alias) for alias in aliases] if isinstance(aliases, list) else aliases

    def wordings(self) -> Iterator[str]:
        """Names in both languages, then the aliases, people's before learned ones."""
        yield self.name.en
        yield self.name.zh
        yield from self.aliases
        yield from self.learned


class Attribute(Strict):
    """One attribute of a category."""

    name: Names
    description: Names
    kind: Kind
    aliases: tuple[str, ...] = ()
    required: bool = False
    many: bool = False
    values: dict[str, Value] = Field(default_factory=dict)
    unit: str | None = None
    range: tuple[float, float] | None = None
    pattern: str | None = None
    checksum: Literal["gtin"] | None = None
    case: Literal["keep", "title", "upper", "lower"] = "keep"
    maker: bool = False
    rules: tuple[Rule, ...] = ()
    precedence: tuple[Origin, ...] | None = None
    threshold: float | None = Field(default=None, ge=0, le=1)

    @model_validator(mode="after")
    def _consistent(self) -> Attribute:
        faults = list(self._faults())
        if faults:
            raise ValueError("; ".join(faults))
        return self

    def _faults(self) -> Iterator[str]:
        if self.kind == "quantity":
            if not self.unit:
                yield "a quantity needs `unit`"
            elif fault := unit_fault(self.unit):
                yield fault
        elif self.unit or self.range:
            yield f"`unit` and `range` belong to kind quantity, this is {self.kind}"
        if self.is_choice and len(self.values) < 2:
            yield f"kind {self.kind} needs at least two `values`"
        if self.kind in ("quantity", "identifier") and self.values:
            yield f"`values` belong to choices and spans, this is {self.kind}"
        if (self.pattern or self.checksum) and self.kind != "identifier":
            yield f"`pattern` and `checksum` belong to kind identifier, this is {self.kind}"
        if self.maker and (self.kind != "span" or self.many):
            yield "`maker` belongs to kind span without `many`: one product, one maker"
        if self.many and self.kind == "choice":
            yield "a `choice` has one value; use kind choices for several"
        if self.range and self.range[0] >= self.range[1]:
            yield f"`range` must rise, got {list(self.range)}"
        if self.precedence and len(set(self.precedence)) != len(self.precedence):
            yield f"`precedence` names an origin twice: {list(self.precedence)}"
        if self.pattern:
            try:
                re.compile(self.pattern)
            except re.error as error:
                yield f"`pattern` is no regular expression: {error}"
        wordings = {key: list(value.wordings()) for key, value in self.values.items()}
        yield from (clash for _, clash in _clashes(wordings, "values"))

    @property
    def is_choice(self) -> bool:
        """Whether the values are a closed list that the choice head scores."""
        return self.kind in ("choice", "choices")

    @property
    def reads_sizes(self) -> bool:
        """Whether a rule reads sizes: a letter within a text that is no size means nothing then."""
        return any("size" in rule.do for rule in self.rules)

    @property
    def has_many(self) -> bool:
        """Whether a product may have several values at once."""
        return self.many or self.kind == "choices"

    @cached_property
    def value_by_wording(self) -> dict[str, str]:
        """Folded name or alias to value id."""
        return {fold(wording): key for key, value in self.values.items() for wording in value.wordings()}


class Category(Strict):
    """One product category and the attributes its products have, in the order of the file."""

    name: Names
    description: Names
    aliases: tuple[str, ...] = ()
    attributes: dict[str, Attribute]

    @cached_property
    def attribute_by_wording(self) -> dict[str, str]:
        """Folded name, alias or id of an attribute to its id: how sellers' own attribute maps are read."""
        return {fold(w): key for key, a in self.attributes.items() for w in (key, a.name.en, a.name.zh, *a.aliases)}


class Tag(Strict):
    """A property of a product worth searching for, in products of ``categories``, or of all when none are named."""

    name: Names
    description: Names
    categories: tuple[str, ...] = ()


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
        return _digest(self.model_dump(mode="json"))

    def category_fingerprint(self, category: str) -> str:
        """16 hex digits over everything the schema says of a category, its attributes and its tags."""
        return _digest({category: self.categories[category].model_dump(mode="json")} | _dump(self._tags_of(category)))

    @cached_property
    def model_fingerprint(self) -> str:
        """16 hex digits over what the model reads."""
        return _digest({key: _model_view(c) for key, c in self.categories.items()} | {"#tags": _dump(self.tags)})

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
            here, there = _model_view(mine), _model_view(theirs)
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


def _dump(models: Any) -> dict[str, Any]:
    return {key: model.model_dump(mode="json") for key, model in models.items()}


def _model_view(category: Category) -> dict[str, Any]:
    attributes = {}
    for key, attribute in category.attributes.items():
        seen = attribute.model_dump(mode="json", include={"name", "description", "kind", "many"})
        if attribute.is_choice:
            seen["values"] = {
                k: v.model_dump(mode="json", exclude={"aliases", "learned"}) for k, v in attribute.values.items()
            }
        attributes[key] = seen
    return category.model_dump(mode="json", include={"name", "description"}) | {"attributes": attributes}


def _digest(data: Any) -> str:
    return hashlib.sha256(json.dumps(data, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]


def load_schema(folder: str | Path) -> Schema:
    """Read all ``*.yaml`` files of a folder, or one file, as one schema.

    Top-level keys of a file: ``attributes`` (shared definitions), ``categories`` and ``tags``. An attribute of a
    category starts from the shared one of the same id, if there is one, which is complete in itself: keys given in the
    category override it, its ``values`` are added. Raises SchemaError that lists all faults with file and line.
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

    def read(self) -> Schema | None:
        entries = {section: list(self._entries(section)) for section in ("attributes", "categories", "tags")}
        for document in self.documents:
            for key in document.data.keys() - {"attributes", "categories", "tags"}:
                self._fault(document, (key,), f"unknown key `{key}`; allowed: attributes, categories, tags")
        for doc, key, data in entries["attributes"]:
            self._share(doc, key, data)
        tags = {key: tag for doc, key, data in entries["tags"] if (tag := self._check(doc, data, Tag, ("tags", key)))}
        categories = {key: c for doc, key, data in entries["categories"] if (c := self._category(doc, key, data))}
        files = {key: doc for doc, key, _ in entries["categories"]}
        wordings = {key: [key, c.name.en, c.name.zh, *c.aliases] for key, c in categories.items()}
        for key, clash in _clashes(wordings, "categories"):
            self._fault(files[key], ("categories", key), clash)
        for doc, key, _ in entries["tags"]:
            for name in tags[key].categories if key in tags else ():
                if name not in files:
                    self._fault(doc, ("tags", key, "categories"), f"no category `{name}`; there are {', '.join(files)}")
        if not entries["categories"]:
            self.faults.append(f"{self.documents[0].path}:1: no file has a category; add `categories:`")
        return None if self.faults else Schema(categories=categories, tags=tags)

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
            attribute = self._attribute(document, self._resolve(str(name), own), place)
            if attribute:
                attributes[str(name)] = attribute
        bare = {**data, "attributes": {}}
        category = self._check(document, bare, Category, prefix)
        wordings = {k: [k, a.name.en, a.name.zh, *a.aliases] for k, a in attributes.items()}
        for name, clash in _clashes(wordings, "attributes"):
            self._fault(document, (*prefix, "attributes", name), clash)
        return category.model_copy(update={"attributes": attributes}) if category else None

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


def _clashes(wordings: dict[str, list[str]], what: str) -> Iterator[tuple[str, str]]:
    """Key and fault of each wording that stands for two things: every look-up of it would be a guess."""
    owner: dict[str, str] = {}
    for key, texts in wordings.items():
        for text in texts:
            other = owner.setdefault(fold(text), key)
            if other != key:
                yield key, f"{text!r} stands for two {what}, {other} and {key}; keep it under one"
