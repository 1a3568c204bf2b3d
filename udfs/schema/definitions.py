"""What a schema is made of: categories, attributes, allowed values and tags."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any, Literal

from pydantic import Field, SerializerFunctionWrapHandler, field_validator, model_serializer, model_validator

from udfs.config import Strict
from udfs.quantities.registry import same_kind, unit_fault
from udfs.records import Axis, Kind, Origin
from udfs.schema.ignored import in_order
from udfs.schema.keys import KeyBook, Wordings
from udfs.schema.kinds import KINDS, Traits, kinds_with
from udfs.schema.names import Names
from udfs.schema.rules import Evidence, Rule
from udfs.text.keys import fold

_LATER = ("mixture", "fillers", "pack", "per", "axis", "order", "of")  # settings of an attribute that came later
# What a boolean's values are called where the schema does not say.
_TRUTH = {"yes": {"en": "Yes", "zh": "是"}, "no": {"en": "No", "zh": "否"}}


class Value(Strict):
    """One allowed or known value of an attribute."""

    name: Names
    description: Names | None = None
    aliases: tuple[str, ...] = ()
    learned: dict[str, Evidence] = Field(default_factory=dict)  # aliases that labelled pairs taught
    opposite: str | None = None  # id of the value that "not …" means

    @field_validator("aliases", "learned", mode="before")
    @classmethod
    def _as_text(cls, aliases: Any) -> Any:
        """YAML reads an alias such as 304 as a number; sellers write text."""
        if isinstance(aliases, dict):
            return {str(alias): evidence for alias, evidence in aliases.items()}
        return [str(alias) for alias in aliases] if isinstance(aliases, list) else aliases

    @model_serializer(mode="wrap")
    def _as_ever(self, serialize: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return _without_unset(serialize(self), "opposite")

    def wordings(self) -> Iterator[str]:
        """Names in all languages, then the aliases, people's before learned ones."""
        yield from self.name.root.values()
        yield from self.aliases
        yield from self.learned


class Attribute(Strict):
    """One attribute of a category.

    ``release``: values of a shadow attribute are made and kept apart, and no reader of the published ones sees them.
    """

    name: Names
    description: Names
    kind: Kind
    aliases: tuple[str, ...] = ()
    required: bool = False
    many: bool = False
    values: dict[str, Value] = Field(default_factory=dict)
    mixture: str | None = None
    fillers: tuple[str, ...] = ()
    unit: str | None = None
    range: tuple[float, float] | None = None
    pack: Literal["total", "each", "pieces"] | None = None
    per: tuple[str, ...] = ()
    axis: Axis | None = None
    order: tuple[Axis, ...] = ()
    of: tuple[str, ...] = ()
    pattern: str | None = None
    checksum: Literal["gtin"] | None = None
    case: Literal["keep", "title", "upper", "lower"] = "keep"
    maker: bool = False
    rules: tuple[Rule, ...] = ()
    precedence: tuple[Origin, ...] | None = None
    threshold: float | None = Field(default=None, ge=0, le=1)
    release: Literal["live", "shadow"] = "live"

    @model_validator(mode="before")
    @classmethod
    def _yes_and_no(cls, data: Any) -> Any:
        """A boolean needs no list: its values are yes and no."""
        if isinstance(data, dict) and data.get("kind") == "boolean" and not data.get("values"):
            languages = data["name"] if isinstance(data.get("name"), dict) else {"en": ""}
            values = {
                key: {"name": {code: words.get(code, words["en"]) for code in languages}}
                for key, words in _TRUTH.items()
            }
            return {**data, "values": values}
        return data

    @model_validator(mode="after")
    def _consistent(self) -> Attribute:
        faults = list(self._faults())
        if faults:
            raise ValueError("; ".join(faults))
        return self

    @model_serializer(mode="wrap")
    def _as_ever(self, serialize: SerializerFunctionWrapHandler) -> dict[str, Any]:
        told = _without_unset(serialize(self), *_LATER)
        return {key: value for key, value in told.items() if (key, value) != ("release", "live")}

    def _faults(self) -> Iterator[str]:
        for key in sorted(frozenset().union(*(traits.settings for traits in KINDS.values()))):
            given = getattr(self, key)
            if given and key not in self.traits.settings:
                yield f"`{key}` belongs to kind {kinds_with(key)}, this is {self.kind}"
            elif not given and key in self.traits.needs:
                yield f"kind {self.kind} needs `{key}`"
        if self.traits.closed and len(self.values) == 1:
            yield f"kind {self.kind} needs at least two `values`"
        if self.unit and (fault := unit_fault(self.unit)):
            yield fault
        if self.maker and self.many:
            yield "`maker` does not go with `many`: one product, one maker"
        if self.many and self.traits.many is False:
            yield f"a `{self.kind}` has one value; use kind choices for several"
        if self.kind == "boolean" and set(self.values) != set(_TRUTH):
            yield f"the `values` of a boolean are {' and '.join(_TRUTH)}, got {', '.join(self.values)}"
        if (self.axis or self.kind == "dimensions") and self.unit and not _is_kind(self.unit, "cm"):
            yield f"a size has a unit of length, got {self.unit!r}"
        if self.pack == "pieces" and self.unit and not _is_kind(self.unit, "count"):
            yield f"`pack: pieces` counts the pieces of an order, with unit count, got {self.unit!r}"
        if self.of and self.unit and not _is_kind(self.unit, "percent"):
            yield f"`of` belongs to a share, with unit percent, got {self.unit!r}"
        if len(set(self.order)) != len(self.order):
            yield f"`order` names an axis twice: {list(self.order)}"
        if self.range and self.range[0] >= self.range[1]:
            yield f"`range` must rise, got {list(self.range)}"
        if self.precedence and len(set(self.precedence)) != len(self.precedence):
            yield f"`precedence` names an origin twice: {list(self.precedence)}"
        if self.pattern:
            try:
                re.compile(self.pattern)
            except re.error as error:
                yield f"`pattern` is no regular expression: {error}"
        named = [("mixture", self.mixture), *((f"values.{key}.opposite", v.opposite) for key, v in self.values.items())]
        for setting, value_id in named:
            if value_id and value_id not in self.values:
                yield f"`{setting}` must be one of the `values`, got {value_id!r}; there are {', '.join(self.values)}"
        yield from (
            f"`values.{key}.opposite` names the value itself" for key, v in self.values.items() if v.opposite == key
        )
        wordings = {key: list(value.wordings()) for key, value in self.values.items()}
        yield from (clash for _, clash in clashes(wordings, "values"))

    @property
    def traits(self) -> Traits:
        """What all attributes of the kind have in common."""
        return KINDS[self.kind]

    @property
    def is_choice(self) -> bool:
        """Whether the values are a closed list that the choice head scores."""
        return self.traits.closed

    @property
    def reads_sizes(self) -> bool:
        """Whether a rule reads sizes: a letter within a text that is no size means nothing then."""
        return any("size" in rule.do for rule in self.rules)

    @property
    def has_many(self) -> bool:
        """Whether a product may have several values at once."""
        return self.many if self.traits.many is None else self.traits.many

    @cached_property
    def own_wordings(self) -> frozenset[str]:
        """Folded names and aliases of the attribute itself."""
        return frozenset(fold(wording) for wording in (*self.name.root.values(), *self.aliases))

    def key_wordings(self, key: str) -> Wordings:
        """What sellers may call the attribute with this id."""
        listed = self.is_choice and not self.reads_sizes
        free = self.kind == "span" and not self.maker
        return Wordings((key, *self.name.root.values()), self.aliases, listed, self.maker, free)

    @cached_property
    def value_by_wording(self) -> dict[str, str]:
        """Folded name or alias to value id."""
        return {fold(wording): key for key, value in self.values.items() for wording in value.wordings()}


class Category(Strict):
    """One product category and the attributes its products have, in the order of the file.

    ``axes`` is the order in which its sellers write a size without naming the axes; it is the ``order`` of attributes
    that have none of their own. ``ignored_keys``: sellers' names that tell nothing of these goods; a name or alias of
    an attribute goes before them.
    """

    name: Names
    description: Names
    aliases: tuple[str, ...] = ()
    axes: tuple[Axis, ...] = ()
    ignored_keys: tuple[str, ...] = ()
    attributes: dict[str, Attribute]

    @field_validator("ignored_keys", mode="before")
    @classmethod
    def _in_order(cls, keys: Any) -> Any:
        """In one order, whatever that of the files."""
        return in_order(map(str, keys)) if isinstance(keys, list | tuple) else keys

    @model_serializer(mode="wrap")
    def _as_ever(self, serialize: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return _without_unset(serialize(self), "axes", "ignored_keys")

    @cached_property
    def live(self) -> dict[str, Attribute]:
        """The attributes whose values readers see, in the order of the file."""
        return {key: attribute for key, attribute in self.attributes.items() if attribute.release == "live"}

    @cached_property
    def attribute_by_wording(self) -> dict[str, str]:
        """Folded name, alias or id of an attribute to its id: how sellers' own attribute maps are read."""
        return {fold(wording): key for key, a in self.attributes.items() for wording in wordings_of(key, a)}

    @cached_property
    def key_book(self) -> KeyBook:
        """Which attribute a seller's name means, other spellings of the names among them."""
        named = {key: attribute.key_wordings(key) for key, attribute in self.attributes.items()}
        return KeyBook(named, self.ignored_keys)

    def names(self) -> Iterator[tuple[tuple[str, ...], Names]]:
        """All names and descriptions, with the keys below which they stand."""
        yield from _names(self)
        for key, attribute in self.attributes.items():
            yield from _names(attribute, "attributes", key)
            for value_id, value in attribute.values.items():
                yield from _names(value, "attributes", key, "values", value_id)


class Tag(Strict):
    """A property of a product worth searching for, in products of ``categories``, or of all when none are named."""

    name: Names
    description: Names
    categories: tuple[str, ...] = ()

    def names(self) -> Iterator[tuple[tuple[str, ...], Names]]:
        """See :meth:`Category.names`."""
        yield from _names(self)


def _is_kind(unit: str, example: str) -> bool:
    return unit_fault(unit) is None and same_kind(unit, example)


def _without_unset(data: dict[str, Any], *settings: str) -> dict[str, Any]:
    """Settings that came later are left out while they say nothing: a schema without them keeps its fingerprint."""
    return {key: value for key, value in data.items() if key not in settings or value}


def _names(named: Value | Attribute | Category | Tag, *keys: str) -> Iterator[tuple[tuple[str, ...], Names]]:
    yield (*keys, "name"), named.name
    if named.description is not None:
        yield (*keys, "description"), named.description


def wordings_of(key: str, named: Attribute | Category) -> list[str]:
    """What sellers may call it: its id, its names in all languages, its aliases."""
    return [key, *named.name.root.values(), *named.aliases]


def clashes(wordings: dict[str, list[str]], what: str) -> Iterator[tuple[str, str]]:
    """Key and fault of each wording that stands for two things: every look-up of it would be a guess."""
    owner: dict[str, str] = {}
    for key, texts in wordings.items():
        for text in texts:
            other = owner.setdefault(fold(text), key)
            if other != key:
                yield key, f"{text!r} stands for two {what}, {other} and {key}; keep it under one"
